"""Publishing at the desk: with the tap that takes a case, from the list of what waits, word by word, and photos."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from yishi.cases import actions
from yishi.cases.models import Ladder
from yishi.network import pictures
from yishi.network.actors import CLOCK

SAID = "三栋楼道口堆满青砖，请打13812340001，联系人林桂英。"


@pytest.fixture(autouse=True)
def careful(world):
    actions.set_publishing(CLOCK, Ladder.objects.get(), sure_at_once=False)


def to(case, action: str) -> str:
    return reverse("desk:act", args=[case.number, action])


def words(response) -> str:
    return response.content.decode()


def reported(world, photo):
    photo.size = photo.getbuffer().nbytes
    return world.report(words=SAID, photos=[pictures.read(photo)])


def test_taking_shows_the_words_as_the_desk_saw_them(sit, world, photo):
    case, client = reported(world, photo), sit("steward")
    client.post(to(case, "reveal"), {"key": "r", "what": "words", "reason": "publish"})
    page = words(client.get(reverse("desk:case", args=[case.number])))
    assert "<del>" in page and "138****0001" in page and 'form="take" checked' in page
    client.post(to(case, "take"), {"key": "k", "publish": "on"})
    case.refresh_from_db()
    assert case.is_shown and "138****0001" in case.public_words
    assert case.photos.get().is_pending, "photos are looked at by themselves"


def test_taken_without_it_the_words_wait(sit, world):
    case = world.report(words=SAID)
    sit("steward").post(to(case, "take"), {"key": "k"})
    case.refresh_from_db()
    assert case.is_pending and case.public_words == ""


def test_with_the_photos_looked_at(sit, world, photo):
    case = reported(world, photo)
    sit("steward").post(to(case, "take"), {"key": "k", "publish": "on", "publish_photos": "on"})
    assert case.photos.get().is_shown


def test_an_answer_on_the_spot_publishes_the_question_with_it(sit, world):
    case = world.report(words=SAID)
    sit("steward").post(to(case, "answer"), {"key": "k", "phrase": "spot", "publish": "on"})
    case.refresh_from_db()
    assert case.is_shown and case.state == "answered"


def test_members_on_duty_publish_what_they_take(sit, world):
    case = world.report(words=SAID)
    sit("on_duty").post(to(case, "take"), {"key": "k", "publish": "on"})
    case.refresh_from_db()
    assert case.is_shown


def test_the_committee_finds_what_waits_and_rewords_or_withholds(sit, world):
    case, client = world.report(words=SAID), sit("committee")
    assert reverse("desk:case", args=[case.number]) in words(
        client.get(reverse("desk:home") + "?tab=to_publish")
    )
    assert client.post(to(case, "withhold_words"), {"key": "a"}).status_code == 422
    assert client.post(to(case, "withhold_words"), {"key": "a", "reason": "attack"}).status_code == 302
    link = reverse("desk:case", args=[case.number])
    assert link not in words(client.get(reverse("desk:home") + "?tab=to_publish"))
    client.post(to(case, "reword"), {"key": "b", "public_words": "楼道口堆了青砖。"})
    case.refresh_from_db()
    assert case.is_shown and case.public_words == "楼道口堆了青砖。"


def test_the_readers_ear_is_told_what_is_hidden(sit, world):
    case = world.report(words=SAID)
    sit("steward").post(to(case, "reveal"), {"key": "r", "what": "words", "reason": "publish"})
    page = words(sit("steward").get(to(case, "approve_words")))
    assert "[hidden:" in page and "[shown:" in page


def test_staff_see_what_everybody_will_read_before_it_is_sent(sit, world):
    case, client = world.handling(words="灯坏了。"), sit("steward")
    text = {"text": "已约林桂英先生，电话13812340001", "public": "on"}
    shown = client.post(to(case, "note"), {"key": "a", **text})
    assert "<del>" in words(shown) and not case.notes.exists()
    client.post(to(case, "note"), {"key": "a", "checked": "yes", **text})
    assert case.notes.get().public_text.endswith("138****0001")


def test_a_note_among_colleagues_is_sent_at_once(sit, world):
    case = world.handling(words="灯坏了。")
    sit("steward").post(to(case, "note"), {"key": "a", "text": "电话13812340001"})
    assert case.notes.get().text == "电话13812340001"


@pytest.mark.parametrize(
    "given",
    [
        {"boxes": "0,0,500,1000"},
        {"cell": [f"{row}-{column}" for row in range(10) for column in range(5)]},
        {"left": "0", "top": "0", "width": "50", "height": "100"},
    ],
)
def test_black_by_pointer_by_grid_or_by_numbers(sit, world, photo, given):
    case, client = reported(world, photo), sit("steward")
    photo = case.photos.get()
    address = reverse("desk:black_out", args=[case.number, photo.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"key": "k", **given}).status_code == 302
    photo.refresh_from_db()
    with Image.open(io.BytesIO(pictures.load(photo.name))) as image:
        assert max(image.getpixel((5, 24))) < 40 and max(image.getpixel((60, 24))) > 120
    assert client.get(reverse("desk:photo_as_taken", args=[case.number, photo.pk]))["Cache-Control"].count(
        "no-store"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"boxes": "x"},
        {"boxes": "1,2,3"},
        {"left": "5"},
        {"left": "60", "top": "0", "width": "60", "height": "5"},
    ],
)
def test_boxes_that_are_none_come_back_with_a_sentence(sit, world, photo, given):
    case = reported(world, photo)
    address = reverse("desk:black_out", args=[case.number, case.photos.get().pk])
    response = sit("steward").post(address, {"key": "k", **given})
    assert response.status_code == 422 and 'role="' in words(response)
    assert not case.photos.get().original


def test_who_decides_nothing_draws_nothing(sit, world, photo):
    case = reported(world, photo)
    address = reverse("desk:black_out", args=[case.number, case.photos.get().pk])
    assert sit("on_duty").get(address).status_code == 403
    assert sit("steward2").post(address, {"boxes": "0,0,9,9"}).status_code in (403, 404)
