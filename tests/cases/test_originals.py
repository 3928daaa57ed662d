"""What was said in confidence: who is shown it and what for, whom a matter concerns, danger to life, erasure,
retention."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import connection

from yishi.cases import actions, confidence_jobs, publishing, rules
from yishi.cases.models import Case, Erasure, Note, Reveal, State, Voice
from yishi.cases.models.contact import number_key
from yishi.network.actors import CLOCK, Actor, acting
from yishi.notices.models import Message
from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import Refused, checking, clock, keyring, rekeying
from yishi.record import actions as record
from yishi.record.jobs import seal_waiting
from yishi.record.models import Entry
from yishi.site import keys, retention

WORDS = "三栋二单元的周小禾家把柴火堆在楼道，请打19900001234找我。"
PHONE, NAME = "19900001234", "吴念念"


def said(world, **more):
    return world.report(WORDS, contact_phone=PHONE, contact_name=NAME, **more)


def raw_text_of_all_tables(but: tuple[str, ...] = ()) -> str:
    """Everything in every table as it is stored."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in but:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


# --- at rest ---


def test_the_tables_hold_no_words_and_no_number_in_clear(world):
    case = said(world)
    case = actions.take(world.actor("steward"), case)
    actions.call(world.actor("steward"), case, outcome="reached", text="周小禾说晚上七点在家")
    stored = raw_text_of_all_tables(
        but=("notices_delivery",)
    )  # addresses on their way; they are forgotten after it
    for plain in ("周小禾", PHONE, NAME, "柴火堆在楼道", "晚上七点"):
        assert plain not in stored
    kept = Case.objects.get(pk=case.pk)
    assert (kept.words, kept.contact_phone, kept.contact_name) == (WORDS, PHONE, NAME)


def test_a_draft_in_the_browsers_session_lies_encrypted(client, world):
    session = client.session
    session["report"] = {"words": "柴火堆在楼道", "phone": PHONE}
    session.save()
    assert PHONE not in raw_text_of_all_tables()
    assert client.session["report"]["phone"] == PHONE


def test_a_text_does_not_open_in_another_column(world):
    case = said(world)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET contact_name = words WHERE id = %s", [case.pk])
    with pytest.raises(keyring.KeyLost):
        Case.objects.get(pk=case.pk)


def test_a_number_is_found_however_it_is_written():
    assert number_key("199 0000-1234") == number_key("+8619900001234") == number_key("8619900001234")
    assert number_key("") is None and number_key(PHONE) != number_key("19900001235")


@pytest.mark.own_world  # sealed with the ring's keys
def test_keys_change_while_rows_are_written_and_the_old_one_goes_last(own_ring, world, monkeypatch):
    cases = [said(world) for _n in range(3)]
    first = keyring.active().id
    second = keyring.new().id
    assert keyring.active().id == second and Case.objects.get(pk=cases[0].pk).words == WORDS
    done = []

    def stopped(column, rows):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(column)
        return rekeying.replace(column, rows[:1])

    monkeypatch.setattr(keys, "encrypt_anew", stopped)
    with pytest.raises(KeyboardInterrupt):
        keys.turn()
    monkeypatch.undo()
    assert keys.users(first) and [Case.objects.get(pk=c.pk).words for c in cases] == [WORDS] * 3
    keys.turn()
    assert keys.users(first) == 0 and rekeying.waiting() == 0
    assert {key.id for key in keyring.all_keys()} == {first, second}  # not a moment after it was replaced
    monkeypatch.setattr(keys, "PATIENCE", timedelta(0))
    assert keys.drop_unused() == [first]
    assert Case.objects.get(pk=cases[2].pk).contact_phone == PHONE


@pytest.mark.own_world
def test_a_key_that_something_uses_is_not_dropped(own_ring, world, monkeypatch):
    said(world)
    first = keyring.active().id
    keyring.new()
    monkeypatch.setattr(keys, "PATIENCE", timedelta(0))
    assert keys.drop_unused() == []
    assert first in {key.id for key in keyring.all_keys()}


@pytest.mark.own_world
def test_the_ring_of_a_backup_comes_beside_the_new_one(own_ring, world, settings, tmp_path):
    sealed = keyring.seal("柴火", "x")
    old = keyring.path().read_bytes()
    settings.YISHI_KEYS = tmp_path / "other" / "ring.json"
    here = keyring.active().id
    with pytest.raises(keyring.KeyLost):
        keyring.unseal(sealed, "x")
    assert keyring.take_in(old) == 1
    assert keyring.unseal(sealed, "x") == "柴火" and keyring.active().id == here
    assert keyring.path().stat().st_mode & 0o077 == 0


# --- being shown it ---


def test_nobody_reads_it_without_a_reason_and_the_resident_sees_who_did(client, world):
    case = said(world)
    branch = world.actor("branch")
    assert publishing.words(case, branch) != WORDS and not rules.sees_contact(branch, case)
    actions.reveal(branch, case, what="words", reason="place")
    again = Case.objects.get(pk=case.pk)
    assert publishing.words(again, branch) == WORDS and not rules.sees_contact(branch, again)
    session = client.session
    session["follows"] = [case.pk]
    session.save()
    client.cookies["django_language"] = "en"
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert world.posts["branch"].title in page and "to find the place" in page
    assert world.people["branch"].name not in page
    assert Entry.objects.about(case.ref).last().kind == "cases.Revealed"


def test_it_closes_again_after_some_hours_and_for_another_post_it_never_opened(world):
    case = said(world)
    actions.reveal(world.actor("branch"), case, what="contact", reason="call")
    assert rules.sees_contact(world.actor("branch"), Case.objects.get(pk=case.pk))
    assert not rules.sees_contact(world.actor("committee"), Case.objects.get(pk=case.pk))
    with clock.at(clock.now() + timedelta(hours=9)):
        assert not rules.sees_contact(world.actor("branch"), Case.objects.get(pk=case.pk))


def test_taking_it_opens_the_words_to_the_desk_and_is_on_the_books_once(world):
    case = actions.take(world.actor("steward"), said(world))
    assert publishing.words(Case.objects.get(pk=case.pk), world.actor("steward")) == WORDS
    assert not rules.sees_contact(world.actor("steward"), Case.objects.get(pk=case.pk))
    assert list(Reveal.objects.filter(case=case).values_list("reason", flat=True)) == ["handling"]


@pytest.mark.parametrize("who", ["property", "fire", "operator", "steward2"])
def test_who_has_nothing_to_do_with_it_is_shown_nothing_for_any_reason(world, who):
    case = said(world)
    for what in ("words", "contact"):
        with pytest.raises(Refused):
            actions.reveal(world.actor(who), case, what=what, reason="call")


def test_another_reason_is_said_in_words_and_the_record_holds_none(world):
    case = said(world)
    with pytest.raises(Refused):
        actions.reveal(world.actor("branch"), case, what="words", reason="other")
    actions.reveal(world.actor("branch"), case, what="words", reason="other", text="要和消防一起上门")
    entry = Entry.objects.about(case.ref).last()
    assert "消防" not in entry.fields and len(entry.data["text"]) == 64


# --- danger to life ---


@pytest.fixture
def kept(world):
    return said(world, visibility="hotline")


def test_two_people_open_it_for_an_hour_and_the_resident_is_told(world, kept):
    branch = world.actor("branch")
    assert not rules.may_see_contact(branch, kept)
    kept = actions.ask_glass(branch, kept, reason="life", text="电话里说要跳楼")
    with pytest.raises(Refused):
        actions.grant_glass(branch, kept)
    kept = actions.grant_glass(world.actor("hotline"), kept)
    assert rules.sees_contact(branch, Case.objects.get(pk=kept.pk))
    assert not rules.may_see_contact(world.actor("committee"), Case.objects.get(pk=kept.pk))
    kinds = list(Entry.objects.about(kept.ref).values_list("kind", flat=True))
    assert {"cases.GlassAsked", "cases.GlassBroken", "cases.Revealed"} <= set(kinds)
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert not rules.may_see_contact(branch, Case.objects.get(pk=kept.pk))


def test_of_an_ordinary_matter_too_it_opens_the_number_to_whoever_asked(world):
    """A member on duty reads it, may not see who reported it, and stands before the door."""
    case, duty = said(world), world.actor("on_duty")
    assert not rules.may_see_contact(duty, case)
    case = actions.ask_glass(duty, case, reason="life", text="电话里说要跳楼")
    case = actions.grant_glass(world.actor("hotline"), case)
    assert rules.sees_contact(duty, Case.objects.get(pk=case.pk))
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert not rules.may_see_contact(duty, Case.objects.get(pk=case.pk))


def test_nobody_may_decide_after_the_hour(world, kept):
    kept = actions.ask_glass(world.actor("branch"), kept, reason="life", text="x")
    with clock.at(clock.now() + timedelta(minutes=61)), pytest.raises(Refused):
        actions.grant_glass(world.actor("hotline"), Case.objects.get(pk=kept.pk))


def test_whoever_is_complained_about_is_shown_nothing_even_then(world):
    about = world.posts["branch"].organisation
    case = said(world, about=about)
    with pytest.raises(Refused):
        actions.ask_glass(world.actor("branch"), case, reason="life", text="x")
    with pytest.raises(Refused):
        actions.reveal(world.actor("branch"), case, what="contact", reason="call")


def test_for_a_reason_of_law_the_resident_is_told_later_but_is_told(world):
    case = world.report(
        WORDS, by=Actor(person=world.people["resident"]), visibility="hotline", contact_name=NAME
    )
    case = actions.ask_glass(world.actor("branch"), case, reason="others", text="x")
    actions.grant_glass(world.actor("hotline"), case, law="investigation", later_days=90)
    shown = Message.objects.filter(person=world.people["resident"], kind="cases.name_shown")
    assert not shown.exists() and confidence_jobs.tell_of_broken_glass() == 0
    with clock.at(clock.now() + timedelta(days=31)):  # never later than the house allows
        assert confidence_jobs.tell_of_broken_glass() == 1
    assert shown.count() == 1


# --- whom it concerns ---


def test_whom_it_concerns_neither_sees_nor_handles_it(world):
    case = said(world)
    steward, resident = world.actor("steward"), Actor(follows=frozenset({case.pk}))
    case = actions.keep_out(resident, case, post=world.posts["steward"])
    assert case.holder_id == world.posts["branch"].pk
    case = Case.objects.get(pk=case.pk)
    assert not rules.may_see_contact(steward, case) and not rules.may_reveal(steward, case)
    assert not rules.may_take(steward, case)
    as_other = acting(world.posts["on_duty"], world.people["steward"])
    assert not rules.may_take(as_other, case) and not rules.sees_within(as_other, case)
    assert rules.may_take(world.actor("branch"), case)


def test_it_never_comes_back_to_whom_it_concerns(world):
    case = said(world)
    case = actions.keep_out(Actor(follows=frozenset({case.pk})), case, post=world.posts["branch"])
    assert case.holder_id == world.posts["steward"].pk
    case = actions.hand_up(world.actor("steward"), case, reason="管不了")
    assert case.holder_id == world.posts["committee"].pk


def test_a_matter_kept_from_the_public_is_unknown_to_whom_it_concerns(world, kept):
    steward = Actor(
        person=world.people["steward"], post=world.posts["steward"], posts=(world.posts["steward"],)
    )
    assert Case.objects.visible_to(steward).filter(pk=kept.pk).exists()
    actions.keep_out(world.actor("hotline"), kept, post=world.posts["steward"])
    assert not Case.objects.visible_to(steward).filter(pk=kept.pk).exists()


# --- taking it away, having it erased ---


def test_everything_about_me_is_in_one_file(client, world):
    resident = world.people["resident"]
    case = said(world, by=Actor(person=resident))
    client.force_login(resident)
    answer = client.get("/me/data/export.zip")
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    found = json.loads(packed.read("data.json"))
    assert found["cases"][0]["words"] == WORDS and found["cases"][0]["number"] == case.number
    assert "cases.csv" in packed.namelist() and found["account"][0]["username"] == "resident"
    client.force_login(world.people["neighbour"])
    other = zipfile.ZipFile(io.BytesIO(client.get("/me/data/export.zip").content)).read("data.json").decode()
    assert PHONE not in other and not json.loads(other)["cases"]


def test_erased_nothing_points_to_them_and_the_record_still_verifies(client, world):
    person = people.register(
        CLOCK, None, username="xiaohe", name="周小禾", phone="19911112222", password="x" * 12
    )
    me = Actor(person=person)
    case = said(world, by=me)
    steward = world.actor("steward")
    case = actions.take(steward, case)
    actions.call(steward, case, outcome="reached", text="周小禾说在家")
    case = actions.answer(steward, case, kind="solved", text="已经清走")
    case = actions.confirm(me, case, contacted=True, satisfaction="satisfied", text="谢谢，周小禾")
    other = world.report()
    actions.join(me, other)
    client.force_login(person)
    client.post("/me/data/", {"do": "ask", "open_cases": "anonymous", "key": "k1"})
    assert Case.objects.get(pk=case.pk).words == WORDS
    client.post("/me/data/", {"do": "now", "key": "k2"})
    gone = Case.objects.get(pk=case.pk)
    assert (gone.words, gone.public_words, gone.contact_phone, gone.contact_name) == ("", "", "", "")
    assert gone.reporter_id is None and not gone.code_is("20260415") and gone.feedback.get().text == ""
    assert Note.objects.get(case=case, kind="call").text == ""
    assert Voice.objects.filter(person=person).count() == 0
    kept = Person.objects.get(pk=person.pk)
    assert not kept.is_active and not kept.name and kept.phone is None
    stored = raw_text_of_all_tables()
    assert "19911112222" not in stored and "xiaohe" not in stored
    while seal_waiting():
        pass
    assert checking.check().as_json()["ok"]
    assert record.compare_indicators().as_json()["ok"]
    assert Erasure.objects.get().state == Erasure.State.DONE


def test_there_are_days_to_think_it_over_and_an_open_matter_goes_on_masked(client, world):
    case = said(world)
    session = client.session
    session["follows"] = [case.pk]
    session.save()
    address = f"/cases/{case.number}/erase/"
    client.post(address, {"do": "ask", "open_cases": "anonymous", "key": "a"})
    client.post(address, {"do": "cancel", "key": "b"})
    client.post(address, {"do": "ask", "open_cases": "anonymous", "key": "c"})
    assert confidence_jobs.erase_due() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert confidence_jobs.erase_due() == 1
    gone = Case.objects.get(pk=case.pk)
    assert gone.state == State.REPORTED and gone.contact_phone == ""
    assert gone.words and PHONE not in gone.words
    assert [e.state for e in Erasure.objects.order_by("id")] == ["cancelled", "done"]


def test_open_matters_may_be_withdrawn_with_it(world):
    case = said(world)
    me = Actor(follows=frozenset({case.pk}))
    erasure = actions.ask_erasure(me, case, open_cases="withdraw")
    actions.erase(me, erasure)
    assert Case.objects.get(pk=case.pk).state == State.WITHDRAWN


def test_it_is_refused_only_with_a_ground_that_is_told(client, world):
    case = said(world)
    erasure = actions.ask_erasure(Actor(follows=frozenset({case.pk})), case)
    with pytest.raises(Refused):
        actions.refuse_erasure(world.actor("steward"), erasure, hold="law", basis="档案法")
    actions.refuse_erasure(world.actor("committee"), erasure, hold="dispute", basis="正在诉讼")
    session = client.session
    session["follows"] = [case.pk]
    session.save()
    assert "正在诉讼" in client.get(f"/cases/{case.number}/erase/").content.decode()
    assert Case.objects.get(pk=case.pk).words == WORDS


def test_the_pages_of_erasure_are_for_whoever_raised_it_alone(client, world):
    case = said(world)
    for page in ("erase/", "export.zip", "concerns/"):
        assert client.get(f"/cases/{case.number}/{page}").status_code == 404
    client.force_login(world.people["steward"])
    assert client.get(f"/cases/{case.number}/erase/").status_code == 404


def test_a_clerk_enters_what_came_on_paper_and_a_stranger_does_not(world):
    case = said(world)
    with pytest.raises(Refused):
        actions.ask_erasure(world.actor("property"), case)
    assert actions.ask_erasure(world.actor("committee"), case).on_paper


def test_whoever_holds_a_post_is_asked_to_leave_it_first(world):
    with pytest.raises(Refused):
        actions.ask_to_be_erased(Actor(person=world.people["steward"]), None)


# --- no longer than needed ---


def test_what_was_kept_long_enough_goes_and_what_is_open_stays(world):
    done, still_open = said(world), said(world)
    actions.withdraw(Actor(follows=frozenset({done.pk})), done)
    with clock.at(clock.now() + timedelta(days=200)):
        waiting = {each["what"]: each["count"] for each in retention.waiting()}
        assert waiting["contact"] == 1
        assert Case.objects.get(pk=done.pk).contact_phone == PHONE  # looking changes nothing
        gone = retention.retain_all()
    assert gone["contact"] == 1 and gone["words"] == 0
    assert Case.objects.get(pk=done.pk).contact_phone == ""
    assert Case.objects.get(pk=still_open.pk).contact_phone == PHONE
    with clock.at(clock.now() + timedelta(days=1200)):
        retention.retain_all()
    assert Case.objects.get(pk=done.pk).words == ""


def test_a_house_keeps_things_as_long_as_it_says(world):
    case = said(world)
    actions.withdraw(Actor(follows=frozenset({case.pk})), case)
    with pytest.raises(Refused):
        actions.set_retention(world.actor("steward"), None, what="contact", keep_days=1)
    actions.set_retention(world.actor("operator"), None, what="contact", keep_days=3, source="街道规定")
    with clock.at(clock.now() + timedelta(days=4)):
        assert retention.retain_all()["contact"] == 1


def test_a_file_no_row_names_is_swept_after_a_day(world, monkeypatch, settings, tmp_path):
    from tests.cases.stage import jpeg

    from yishi.network import pictures

    settings.MEDIA_ROOT = tmp_path  # other tests leave files behind
    kept = world.report(photos=[pictures.read(jpeg())])
    lost = pictures.keep(pictures.read(jpeg()))
    assert retention.sweep_orphans() == 0
    monkeypatch.setattr(retention, "ORPHAN_AFTER", timedelta(seconds=-5))  # files know the real time alone
    assert retention.sweep_orphans() == 2
    with pytest.raises(FileNotFoundError):
        pictures.load(lost)
    assert pictures.load(kept.photos.get().name)


def test_the_picture_before_it_was_blackened_lies_encrypted(world, django_capture_on_commit_callbacks):
    from django.core.files.storage import default_storage
    from tests.cases.stage import jpeg

    from yishi.network import pictures

    case = actions.take(world.actor("steward"), world.report(photos=[pictures.read(jpeg())]))
    photo = case.photos.get()
    before = pictures.load(photo.name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.black_out(world.actor("steward"), case, photo=photo, boxes=[[0, 0, 500, 500]])
    photo.refresh_from_db()
    assert not default_storage.exists(f"{photo.original}.jpg")
    with default_storage.open(f"{photo.original}.sealed") as file:
        assert file.read().startswith(keyring.MAGIC)
    assert pictures.load(photo.original) == before


def test_the_notice_of_privacy_lists_what_is_kept_and_for_how_long(client, world):
    client.cookies["django_language"] = "en"
    page = client.get("/privacy/").content.decode()
    assert "180" in page and "第十九条" in page and "Have it erased" in page


def test_with_a_number_goes_the_version_of_the_notice(world):
    from datetime import date

    actions.set_privacy_notice(world.actor("operator"), None, version="2026-2", from_on=date(2026, 6, 1))
    assert said(world).consent == "2026-2" and world.report().consent is None
