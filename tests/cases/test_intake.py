"""Raising a matter through the pages, as residents do and as nobody should."""

import os
import re
import threading
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.cases.stage import WORDS, Resident, jpeg

from yishi.cases import actions as cases
from yishi.cases import drafts
from yishi.cases.models import Case, Channel, Visibility
from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.models import Level
from yishi.record.models import Entry
from yishi.site.jobs import sweep


@pytest.fixture
def resident(client, world):
    return Resident(client)


def test_a_report_in_one_minute(resident, world):
    page = resident.client.get("/report/")
    assert "Which estate?" in page.content.decode()
    page = resident.client.get("/report/?in=421182001901-01")
    assert 'value="421182001901-01-03"' in page.content.decode()
    check = resident.up_to_check(photos=[jpeg()], phone="199 0000 1234", name="周阿姨")
    shown = check.content.decode()
    assert WORDS in shown and "199 0000 1234".replace(" ", "") in shown
    assert world.posts["steward"].title in shown, "who will receive it"
    receipt = resident.say("check")
    case = Case.objects.get()
    assert receipt.status_code == 200 and resident.at == f"/cases/{case.number}/receipt/"
    assert (case.words, case.channel, case.visibility) == (WORDS, Channel.WEB, Visibility.PUBLIC)
    assert (case.contact_name, case.contact_phone) == ("周阿姨", "19900001234")
    assert case.holder == world.posts["steward"] and case.photos.count() == 1
    assert case.photos.get().at == case.reported_at, "the photo belongs to the moment it was reported"
    code = re.search(r"\b(\d{4} \d{4})\b", receipt.content.decode()).group(1)
    assert case.code_is(code)
    assert resident.client.get(f"/cases/{case.number}/").status_code == 200


def test_it_begins_without_keeping_anything(client, world):
    page = client.get("/report/")
    assert page.status_code == 200 and "sessionid" not in page.cookies
    page = client.get("/report/at/421182001901-01-03/")
    assert page.status_code == 200 and "sessionid" not in page.cookies


def test_the_code_on_the_wall_knows_the_place(resident):
    page = resident.client.get("/report/at/421182001901-01-03/")
    assert "Building 3" in page.content.decode()
    page = resident.post("/report/at/421182001901-01-03/", category="shared.stairwell")
    assert "Tell us what is wrong" in page.content.decode()
    resident.say("words", words=WORDS)
    resident.say("photos")
    resident.say("who", visibility="public")
    resident.say("check")
    case = Case.objects.get()
    assert case.channel == Channel.QR and case.place.code == "421182001901-01-03"


def test_the_code_at_the_community_asks_for_the_estate(resident):
    page = resident.client.get("/report/at/421182001901/", follow=True)
    assert "Which estate?" in page.content.decode()
    resident.post("/report/?in=421182001901-01&by=qr", place="421182001901-01")
    assert next(iter(resident.client.session["drafts"].values()))["channel"] == Channel.QR


@pytest.mark.parametrize("level", ["street", "district"])
def test_the_code_at_the_street_office_asks_among_its_communities(resident, world, level):
    district, community = world.places["district"], world.places["community"]
    street = network.add_place(CLOCK, district, code="421182777", level=Level.STREET, name_zh="旁边街道")
    beside = network.add_place(CLOCK, street, code="42118277701", level=Level.COMMUNITY, name_zh="旁边社区")
    page = resident.client.get(f"/report/at/{world.places[level].code}/", follow=True).content.decode()
    assert community.name in page and (beside.name in page) == (level == "district")
    page = resident.client.get(f"/report/at/{street.code}/", follow=True).content.decode()
    assert "Which estate?" in page and beside.name in page and community.name not in page


def test_the_qr_of_a_place(client, world):
    page = client.get("/places/421182001901-01-03/qr.svg")
    assert page.status_code == 200 and page["Content-Type"] == "image/svg+xml"
    assert page["Content-Security-Policy"] == "sandbox" and b"<svg" in page.content
    assert client.get("/places/421182000000/qr.svg").status_code == 404, "a district has no wall"


def test_finding_a_place_by_its_name(resident):
    for words in ("桂花苑3栋", "桂花 3栋", "Osmanthus 3", "  building 3 "):
        page = resident.client.get("/report/", {"q": words}).content.decode()
        assert 'value="421182001901-01-03"' in page, words
    page = resident.client.get("/report/", {"q": "没有的地方"})
    assert page.status_code == 200 and "Nothing here has this name" in page.content.decode()


def test_finding_a_kind_by_a_word(resident):
    resident.begin()
    page = resident.client.get(resident.to("category"), {"q": "堆物"}).content.decode()
    assert 'value="shared.stairwell"' in page and 'value="shared.service"' not in page


def test_an_emergency_is_stopped_and_sent_to_the_telephone(resident):
    resident.begin()
    page = resident.say("category", category="gas.leak").content.decode()
    assert "Leave at once and ring from outside." in page and 'href="tel:119"' in page
    assert "?stop=gas.leak" in resident.at
    page = resident.client.post(
        resident.at.split("?")[0], {"category": "gas.leak", "calm": "yes"}, follow=True
    )
    assert "Tell us what is wrong" in page.content.decode()


def test_what_a_kind_asks_stands_under_the_words(resident):
    resident.begin()
    page = resident.say("category", category="shared.service")
    assert "A little more" in page.content.decode()
    question = re.search(r'name="(q\d+)"', page.content.decode()).group(1)
    page = resident.say("questions", **{question: "夜里"})
    resident.say("words", words=WORDS)
    resident.say("photos")
    page = resident.say("who", visibility="public")
    assert "When?" in page.content.decode() and "夜里" in page.content.decode()
    resident.say("check")
    assert Case.objects.get().words == f"{WORDS}\n什么时候？夜里"


def test_back_and_change(resident):
    resident.up_to_check()
    page = resident.client.get(resident.to("words"))
    assert WORDS in page.content.decode(), "what was said stands there again"
    page = resident.say("words", words="换一句话说说看。")
    assert resident.at.endswith("/check/") and "换一句话说说看。" in page.content.decode()
    page = resident.say("category", category="shared.service")
    assert resident.at.endswith("/questions/"), "a new kind asks its own questions"
    resident.say("questions")
    assert resident.at.endswith("/check/")


def test_no_screen_can_be_skipped(resident):
    resident.begin()
    for step in ("words", "photos", "who", "check"):
        answer = resident.client.get(resident.to(step))
        assert answer.status_code == 302 and answer["Location"].endswith("/category/")
    assert resident.client.post(resident.to("check")).status_code == 302
    assert not Case.objects.exists()


@pytest.mark.parametrize("words", ["", "  ", "\u200b\u200b\u200b\u200b", "啊", "\x00\x00\x00\x00"])
def test_too_few_words_are_asked_for_again(resident, words):
    resident.begin()
    resident.say("category", category="shared.stairwell")
    answer = resident.client.post(resident.to("words"), {"words": words})
    assert answer.status_code == 422
    assert "one sentence is enough" in answer.content.decode() and "data-focus" in answer.content.decode()


def test_two_thousand_characters_fit_and_one_more_does_not(resident):
    resident.begin()
    resident.say("category", category="shared.stairwell")
    assert resident.client.post(resident.to("words"), {"words": "字" * 2001}).status_code == 422
    lines = "\r\n".join(["字" * 99] * 20)  # browsers send two characters for a line break
    assert resident.client.post(resident.to("words"), {"words": lines}).status_code == 302


def test_strange_characters_are_kept_and_hidden_ones_dropped(resident):
    resident.report(words="㙍叔家门口𠮷😀\u202e反过来\u200b的\x00字")
    assert Case.objects.get().words == "㙍叔家门口𠮷😀反过来的字"


def test_a_number_to_ring_is_taken_as_people_write_it(resident):
    for typed, kept in [
        ("199 0000 1234", "19900001234"),
        ("＋86-199-0000-1234", "+8619900001234"),
        ("0713-6222222", "07136222222"),
        ("6222222", "6222222"),
    ]:
        resident.report(phone=typed)
        assert Case.objects.latest("id").contact_phone == kept
    resident.up_to_check(phone="12")
    answer = resident.client.post(resident.to("who"), {"visibility": "public", "phone": "十二"})
    assert answer.status_code == 422 and "11 digits" in answer.content.decode()


def test_anonymous_keeps_neither_name_nor_number(resident, world):
    resident.client.force_login(world.people["resident"])
    resident.report(visibility="anonymous", name="周吴", phone="19900001234")
    case = Case.objects.get()
    assert (case.reporter, case.contact_name, case.contact_phone) == (None, "", "")


def test_whoever_is_signed_in_need_not_say_who_they_are(resident, world):
    resident.client.force_login(world.people["resident"])
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words=WORDS)
    page = resident.say("photos")
    assert "周吴" in page.content.decode()
    resident.say("who", visibility="public", name="周吴")
    resident.say("check")
    assert Case.objects.get().reporter == world.people["resident"]


def test_a_steward_who_reports_is_a_resident_in_the_record(resident, world):
    resident.client.force_login(world.people["steward"])
    resident.report(visibility="anonymous")
    assert set(Entry.objects.filter(subject=Case.objects.get().ref).values_list("actor", flat=True)) == {
        "resident"
    }


def test_a_complaint_about_the_steward_goes_round_them(resident, world):
    about = world.posts["steward"].organisation
    page = resident.up_to_check(about=str(about.pk)).content.decode()
    assert world.posts["branch"].title in page and about.name in page
    resident.say("check")
    assert Case.objects.get().holder == world.posts["branch"]
    resident.up_to_check(about="999999")
    answer = resident.client.post(resident.to("words"), {"words": WORDS, "about": "999999"})
    assert answer.status_code == 422


def test_hotline_only_is_not_public(resident, world):
    resident.report(visibility="hotline")
    case = Case.objects.get()
    assert Client().get(f"/cases/{case.number}/").status_code == 404
    assert resident.client.get(f"/cases/{case.number}/").status_code == 200, "its own reporter sees it"


# Photos


def test_several_photos_of_which_one_is_taken_out(resident):
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words=WORDS)
    page = resident.say("photos", photos=[jpeg("a.jpg"), jpeg("b.jpg"), jpeg("c.jpg")], more="yes")
    assert resident.at.endswith("/photos/") and page.content.decode().count('name="remove"') == 3
    shown = resident.client.get(f"{resident.to('photos')[:-1]}/2.jpg")
    assert (
        shown.status_code == 200
        and shown["Content-Type"] == "image/jpeg"
        and "no-store" in shown["Cache-Control"]
    )
    assert Client().get(f"{resident.to('photos')[:-1]}/2.jpg").status_code == 404, "not for others"
    resident.say("photos", remove="2")
    folder = f"drafts/{resident.at.split('/')[2]}"
    assert len(default_storage.listdir(folder)[1]) == 4, "two photos in two sizes"
    resident.say("photos")
    resident.say("who", visibility="public")
    resident.say("check")
    assert Case.objects.get().photos.count() == 2
    assert default_storage.listdir(folder)[1] == [], "the draft keeps nothing"


def test_what_is_wrong_with_a_photo_is_said_and_the_good_one_kept(resident):
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words=WORDS)
    whole = jpeg("whole.jpg").read()
    answer = resident.client.post(
        resident.to("photos"),
        {
            "photos": [
                SimpleUploadedFile("good.jpg", whole, "image/jpeg"),
                SimpleUploadedFile("cut.jpg", whole[: len(whole) // 2], "image/jpeg"),
                SimpleUploadedFile("page.jpg", b"<html><script>alert(1)</script>", "image/jpeg"),
                SimpleUploadedFile("empty.jpg", b"", "image/jpeg"),
            ]
        },
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "cut.jpg" in shown and "page.jpg" in shown and "empty.jpg" in shown and "good.jpg" not in shown
    assert "<script>alert" not in shown and shown.count('name="remove"') == 1
    assert resident.client.post(resident.to("photos")).status_code == 302, "and one can go on"


def test_more_than_six_photos_are_too_many(resident):
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words=WORDS)
    answer = resident.client.post(resident.to("photos"), {"photos": [jpeg(f"{n}.jpg") for n in range(8)]})
    assert answer.status_code == 422 and "At most 6 photos" in answer.content.decode()
    assert answer.content.decode().count('name="remove"') == 6
    page = resident.client.get(resident.to("photos")).content.decode()
    assert 'type="file"' not in page, "no more fit"


def test_abandoned_drafts_leave_no_photos(resident, settings):
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words=WORDS)
    resident.say("photos", photos=[jpeg()])
    folder = Path(settings.MEDIA_ROOT, "drafts", resident.at.split("/")[2])
    sweep()
    assert folder.exists()
    os.utime(folder, (0, 0))
    sweep()
    assert not folder.exists()
    assert resident.client.post(resident.to("who"), {"visibility": "public"})["Location"].endswith("/check/")
    assert resident.client.post(resident.to("check")).status_code == 302 and not Case.objects.exists()
    page = resident.client.get(resident.to("photos"))
    assert "kept for two days only" in page.content.decode()
    resident.say("photos")
    assert resident.say("check").status_code == 200, "the words are still there"


# What nobody should send


@pytest.mark.parametrize("place", ["", "nowhere", "421182000000", "\x00", "9" * 500, "421182001901-01-03'--"])
def test_a_place_that_is_none_is_asked_for_again(resident, place):
    answer = resident.client.post("/report/", {"place": place})
    assert answer.status_code == 422 and "Please choose a place" in answer.content.decode()


@pytest.mark.parametrize("code", ["", "shared", "nothing", "\x00", "x" * 300])
def test_a_kind_that_is_none_is_asked_for_again(resident, code):
    resident.begin()
    answer = resident.client.post(resident.to("category"), {"category": code})
    assert answer.status_code == 422 and "comes closest" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/report/at/%00/",
        "/report/at/nowhere/",
        "/report/nobody/words/photos/",
        "/places/%00/qr.svg",
        "/report/nobody/photos/1.jpg",
    ],
)
def test_addresses_that_lead_nowhere(client, world, path):
    assert client.get(path).status_code == 404


def test_a_report_of_another_browser_is_gone_and_the_words_are_given_back(resident):
    resident.begin()
    answer = Client().post(resident.to("words"), {"words": "辛苦写的话"})
    assert answer.status_code == 410 and "辛苦写的话" in answer.content.decode()
    assert resident.client.get(resident.to("nonsense")).status_code == 404


@pytest.mark.parametrize("query", ["?in=%00", "?q=%00", "?in=421182000000", "?q=" + "字" * 3000, "?by=%ff"])
def test_strange_questions_get_a_page(client, world, query):
    assert client.get("/report/" + query).status_code == 200


def test_a_body_of_ten_megabytes(resident):
    resident.begin()
    answer = resident.client.post(resident.to("category"), {"category": "x" * 10_000_000})
    assert answer.status_code in (400, 413)
    body = "words=" + "a" * 10_000_000
    answer = resident.client.post(
        resident.to("category"), body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413


def test_more_fields_than_any_form_has(resident):
    resident.begin()
    answer = resident.client.post(resident.to("category"), {f"f{n}": "1" for n in range(500)})
    assert answer.status_code == 400


def test_a_place_without_a_ladder_is_said_to_have_nobody(resident, world):
    from yishi.cases.models import Ladder

    Ladder.objects.all().delete()
    answer = resident.client.post("/report/", {"place": "421182001901-01-03"})
    assert answer.status_code == 422 and "Nobody holds a post" in answer.content.decode()


def test_sent_twice_it_is_one_case(resident):
    resident.report()
    first = resident.at
    again = resident.client.post(f"/report/{next(iter(resident.client.session['drafts']))}/check/")
    assert again.status_code == 302 and again["Location"] == first
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one_case(client, transactional_db):
    from tests.world import build

    build()
    resident = Resident(client)
    resident.up_to_check(photos=[jpeg()])
    cookie, path, answers = client.cookies["sessionid"].value, resident.to("check"), []

    def send():
        browser = Client()
        browser.cookies["sessionid"] = cookie
        answers.append(browser.post(path))
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [a.status_code for a in answers] == [302, 302] and len({a["Location"] for a in answers}) == 1
    assert Case.objects.count() == 1 and Case.objects.get().photos.count() == 1
    page = client.get(answers[0]["Location"]).content.decode()
    code = re.search(r"\b(\d{4} \d{4})\b", page).group(1)
    assert Case.objects.get().code_is(code), "the code shown is the one that was kept"


def test_too_many_reports_are_sent_to_the_telephone(resident):
    for _ in range(10):
        resident.report()
    resident.up_to_check()
    answer = resident.client.post(resident.to("check"))
    assert answer.status_code == 429 and answer["Retry-After"]
    assert "telephone" in answer.content.decode()
    assert Case.objects.count() == 10
    assert Resident(Client()).report().status_code == 200, "the neighbour behind the same address can go on"


def test_seven_reports_begun_keep_six(resident):
    for _ in range(7):
        resident.begin()
    assert len(resident.client.session["drafts"]) == drafts.MOST_DRAFTS


def test_a_kind_that_is_no_longer_offered_is_chosen_anew(resident, world):
    resident.up_to_check()
    top = world.categories["stairwell"].parent
    cases.set_category(CLOCK, top, code="shared.stairwell", name_zh="楼道堆物", active=False)
    answer = resident.client.post(resident.to("check"))
    assert answer.status_code == 302 and answer["Location"].endswith("/category/")
    assert not Case.objects.exists()


def test_sent_without_javascript_to_somebody_who_reads_chinese(client, world):
    resident = Resident(client, "zh-hans")
    page = resident.report()
    assert page.status_code == 200 and Case.objects.get().language == "zh-hans"
