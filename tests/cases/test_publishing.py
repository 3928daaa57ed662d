"""Nothing a resident said or photographed is public before a person looked at it. All words and numbers are invented."""  # noqa: E501

import gzip
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.cases.stage import jpeg
from tests.world import CODE

from yishi.cases import actions, search
from yishi.cases.models import Case, Channel, Ladder, Wording
from yishi.network import pictures
from yishi.network.actors import ANYONE, CLOCK
from yishi.record import Refused
from yishi.record.models import Entry

SAID = "三栋楼道口堆满青砖，请打13812340001，联系人林桂英。"


@pytest.fixture
def careful(world):
    """The neighbourhood as it is set up by default: every text waits for a look."""
    actions.set_publishing(CLOCK, Ladder.objects.get(), sure_at_once=False)
    return world


def picture(colour: str = "white") -> pictures.Picture:
    out = io.BytesIO()
    Image.new("RGB", (400, 200), colour).save(out, "JPEG")
    return pictures.read(SimpleUploadedFile("p.jpg", out.getvalue(), "image/jpeg"))


def public_pages(world, case) -> list[str]:
    place = world.places["b3"].code
    return [
        reverse("home"),
        reverse("cases:community", args=[world.places["community"].code]),
        reverse("cases:community", args=[place]),
        reverse("cases:poster", args=[place]),
        reverse("cases:list"),
        reverse("cases:waiting"),
        reverse("cases:find") + "?q=青砖",
        reverse("cases:case", args=[case.number]),
        reverse("cases:follow") + f"?n={case.number}",
        reverse("record:home"),
        reverse("record:export"),
    ]


def read(client, address: str) -> str:
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body).decode()


@pytest.mark.parametrize("state", ["pending", "withheld"])
def test_what_nobody_approved_stands_on_no_public_page(careful, state):
    case = careful.report(words=SAID, photos=[picture()])
    if state == "withheld":
        actions.approve_words(careful.actor("steward"), case)
        actions.withhold_words(careful.actor("committee"), case, reason="attack")
    for address in public_pages(careful, case):
        page = read(Client(), address)
        assert "青砖" not in page.replace("?q=青砖", "").replace('value="青砖"', "").replace("“青砖”", ""), (
            address
        )
        assert "13812340001" not in page and "林桂英" not in page, address


def test_number_kind_place_and_state_are_public_at_once(careful, client):
    case = careful.report(words=SAID)
    page = read(client, reverse("cases:case", args=[case.number]))
    for shown in (case.number, "楼道堆物", careful.places["b3"].name):
        assert shown in page
    assert "有人看过之后" in page


def test_until_it_is_approved_it_is_called_by_its_kind_in_the_readers_language(careful, client):
    case = careful.report(words=SAID)
    client.cookies["django_language"] = "en"
    for address in ("/cases/", f"/cases/{case.number}/", "/c/421182001901-01-03/"):
        page = client.get(address).content.decode()
        assert "Clutter in the stairwell" in page and "楼道堆物" not in page, address


def test_search_holds_approved_words_alone(careful):
    case = careful.report(words=SAID)
    assert not search.matching(Case.objects.all(), "青砖").exists()
    actions.approve_words(careful.actor("steward"), case)
    assert search.matching(Case.objects.all(), "青砖").get() == case
    actions.withhold_words(careful.actor("steward"), case, reason="attack")
    assert not search.matching(Case.objects.all(), "青砖").exists()


def test_approved_it_reads_as_masked_and_never_as_said(careful, client):
    case = actions.approve_words(careful.actor("steward"), careful.report(words=SAID))
    page = read(client, reverse("cases:case", args=[case.number]))
    assert "青砖" in page and "138****0001" in page and "林**" in page
    assert "13812340001" not in page and "林桂英" not in page


def test_the_reporter_always_reads_their_own_words(careful, client):
    case = careful.report(words=SAID, by=ANYONE)
    client.post(reverse("cases:follow"), {"number": case.number, "code": CODE})
    assert "13812340001" in read(client, reverse("cases:case", args=[case.number]))


def test_the_one_complained_about_sees_neither_words_nor_photos(careful, client):
    about = careful.posts["property"].organisation
    case = careful.report(words=SAID, category="service", about=about, photos=[picture()])
    client.force_login(careful.people["property"])
    for address in (reverse("cases:case", args=[case.number]), reverse("desk:case", args=[case.number])):
        page = read(client, address)
        assert "青砖" not in page and "13812340001" not in page and "林桂英" not in page
    photo = case.photos.get()
    assert client.get(reverse("cases:photo", args=[photo.pk, "full"])).status_code == 404
    assert client.get(reverse("desk:photo_as_taken", args=[case.number, photo.pk])).status_code == 404


@pytest.mark.parametrize(
    ("words", "at_once"), [("楼道的灯坏了三天。", True), (SAID, False), ("编号123456789012的井盖", False)]
)
def test_a_place_may_show_at_once_what_is_beyond_doubt(careful, words, at_once):
    actions.set_publishing(CLOCK, Ladder.objects.get(), sure_at_once=True)
    case = careful.report(words=words)
    assert case.is_shown is at_once
    assert (Entry.objects.filter(kind="cases.WordsApproved").count() == 1) is at_once


def test_photos_never_go_out_without_a_look(careful):
    actions.set_publishing(CLOCK, Ladder.objects.get(), sure_at_once=True)
    case = careful.report(words="楼道的灯坏了三天。", photos=[picture()])
    address = reverse("cases:photo", args=[case.photos.get().pk, "full"])
    assert case.is_shown and Client().get(address).status_code == 404
    actions.release_photos(careful.actor("steward"), case)
    assert Client().get(address).status_code == 200
    photo = actions.withhold_photo(careful.actor("steward"), case, photo=case.photos.get(), reason="exposes")
    assert photo and Client().get(address).status_code == 404


def test_what_is_imported_is_shown_for_importing_is_a_deliberate_act(careful):
    case = careful.report(words=SAID, channel=Channel.IMPORT)
    assert case.is_shown and "13812340001" not in case.public_words


def test_who_may_decide(careful):
    case = careful.report(words=SAID)
    for key in ("steward2", "property", "hotline", "on_duty", "branch"):
        with pytest.raises(Refused):
            actions.approve_words(careful.actor(key), case)
    with pytest.raises(Refused):
        actions.approve_words(careful.reporter(case), case)
    case = actions.approve_words(careful.actor("committee"), case)
    with pytest.raises(Refused):
        actions.approve_words(careful.actor("steward"), case)


def test_nothing_of_a_case_kept_to_the_hotline_is_published(careful):
    case = careful.report(words=SAID, visibility="hotline")
    with pytest.raises(Refused):
        actions.approve_words(careful.actor("steward"), case)
    case.refresh_from_db()
    assert case.wording == Wording.PENDING and case.public_words == ""


def test_a_name_that_was_not_kept_is_hidden_all_the_same(careful):
    case = careful.report(
        words="林桂英家门口漏水，桂英婶着急。", contact_name="林桂英", visibility="anonymous"
    )
    case = actions.approve_words(careful.actor("steward"), case)
    assert "林桂英" not in case.public_words


def test_reworded_once_more_it_is_masked_once_more(careful):
    case = actions.reword(
        careful.actor("steward"), careful.report(words=SAID), public_words="堆了青砖，找13812340001"
    )
    assert case.is_shown and case.public_words == "堆了青砖，找138****0001"


def test_black_is_in_the_bytes_and_the_picture_as_taken_is_out_of_reach(careful):
    case = actions.approve_words(careful.actor("steward"), careful.report(words=SAID, photos=[picture()]))
    photo = case.photos.get()
    before = photo.digest
    actions.black_out(careful.actor("steward"), case, photo=photo, boxes=[[250, 250, 500, 500]])
    photo.refresh_from_db()
    data = Client().get(reverse("cases:photo", args=[photo.pk, "full"])).content
    with Image.open(io.BytesIO(data)) as image:
        assert max(image.getpixel((200, 100))) < 20 and min(image.getpixel((20, 20))) > 235
        assert image.size == (400, 200) and not image.getexif()
    entry = Entry.objects.get(kind="cases.PhotoBlackedOut")
    assert photo.digest != before and before in str(entry.fields) and photo.digest in str(entry.fields)
    assert pictures.load(photo.original) != data
    taken = reverse("desk:photo_as_taken", args=[case.number, photo.pk])
    assert Client().get(taken).status_code in (302, 404)
    actions.black_out(careful.actor("steward"), case, photo=photo, boxes=[])
    photo.refresh_from_db()
    with Image.open(io.BytesIO(pictures.load(photo.name))) as image:
        assert min(image.getpixel((200, 100))) > 235


@pytest.mark.parametrize("box", [[900, 0, 200, 100], [0, 0, 0, 10], [-1, 0, 10, 10], [0, 1000, 10, 10]])
def test_a_box_lies_within_the_picture(careful, box):
    case = careful.report(words=SAID, photos=[picture()])
    with pytest.raises(Refused):
        actions.black_out(careful.actor("steward"), case, photo=case.photos.get(), boxes=[box])


def test_a_photo_of_another_case_is_not_touched(careful):
    one, other = careful.report(photos=[picture()]), careful.report(photos=[picture()])
    with pytest.raises(Refused):
        actions.black_out(careful.actor("steward"), one, photo=other.photos.get(), boxes=[[0, 0, 10, 10]])


def test_the_small_picture_is_black_too(careful):
    assert jpeg()
    case = careful.report(photos=[picture()])
    actions.black_out(careful.actor("steward"), case, photo=case.photos.get(), boxes=[[0, 0, 1000, 1000]])
    with Image.open(io.BytesIO(pictures.load(case.photos.get().name, small=True))) as image:
        assert max(image.getpixel((image.width // 2, image.height // 2))) < 20


def test_what_staff_write_beside_an_answer_is_masked_too(careful, client):
    case = careful.handling(words="灯坏了。")
    actions.answer(
        careful.actor("steward"),
        case,
        kind="impossible",
        text="打13812340001",
        basis="问13812340002",
        alternative="找13812340003",
    )
    page = read(client, reverse("cases:case", args=[case.number]))
    assert "1381234000" not in page and "138****0002" in page


def test_the_number_of_a_post_need_not_be_hidden(careful):
    case = careful.handling(words="灯坏了。")
    assert case.masked("请打19900000000找小管家") == "请打19900000000找小管家"
