"""Opening commitments: one thing, a day, and proof."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from yishi.network import actions, pictures
from yishi.network.models import Commitment
from yishi.record import Refused, clock
from yishi.site import retention

pytestmark = pytest.mark.django_db
TITLE = "3栋门口装一段扶手"


def promised(world, **what):
    body = world.posts["branch"].organisation
    due = clock.today() + timedelta(days=10)
    return actions.promise_opening(world.actor("branch"), body, title=TITLE, **{"due_on": due, **what})


def public(client, showing=""):
    return client.get(f"/net/commitments/421182001901/?showing={showing}").content.decode()


def test_it_is_promised_becomes_overdue_and_is_done_late_with_proof(world, client):
    with clock.at(clock.now() - timedelta(days=20)):
        made = promised(world)
    assert TITLE in public(client, "overdue") and TITLE not in public(client, "promised")
    client.force_login(world.people["branch"])
    page = client.post(f"/net/openings/{made.pk}/done/", {"proof": "扶手已装好，两位老人试过。"})
    assert page.status_code == 302
    client.logout()
    assert "扶手已装好" in public(client, "done") and TITLE not in public(client, "overdue")
    assert Commitment.objects.get().was_late


def test_a_branch_publishes_on_its_page_once(world, client):
    client.force_login(world.people["branch"])
    said = {"title": TITLE, "due_on": (clock.today() + timedelta(days=3)).isoformat(), "key": "one"}
    for _n in range(2):
        assert client.post("/net/openings/", said).status_code == 302
    assert Commitment.objects.count() == 1
    assert TITLE in public(client, "promised")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"title": "  ", "due_on": "2999-01-01"},
        {"title": TITLE, "due_on": "2020-01-01"},
        {"title": TITLE, "due_on": "x"},
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(world, client, said):
    client.force_login(world.people["branch"])
    assert client.post("/net/openings/", said).status_code == 422
    assert not Commitment.objects.exists()


def test_what_is_dropped_says_why(world, client):
    made = promised(world)
    client.force_login(world.people["branch"])
    assert client.post(f"/net/openings/{made.pk}/drop/", {"because": ""}).status_code == 422
    assert client.post(f"/net/openings/{made.pk}/drop/", {"because": "业主们选了别的办法"}).status_code == 302
    assert "业主们选了别的办法" in public(client)
    with pytest.raises(Refused):
        actions.fulfil_opening(world.actor("branch"), made, proof="已经做好")


def test_another_branch_neither_sees_nor_settles_it(world, client):
    made = promised(world)
    client.force_login(world.people["branch2"])
    assert client.get(f"/net/openings/{made.pk}/done/").status_code == 404
    with pytest.raises(Refused):
        actions.drop_opening(world.actor("branch2"), made, because="不是我们的")


@pytest.mark.parametrize(
    ("who", "status"), [("branch", 200), ("committee", 200), ("steward", 403), ("resident", 403)]
)
def test_who_promises(world, client, who, status):
    client.force_login(world.people[who])
    assert client.get("/net/openings/").status_code == status


# --- a picture as proof ---


def photograph() -> SimpleUploadedFile:
    """As a telephone takes one: with where it was taken written into it."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "somewhere exact"
    Image.new("RGB", (2400, 1200), "green").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue(), "image/jpeg")


def done_with_picture(world, client, **said):
    made = promised(world)
    client.force_login(world.people["branch"])
    sent = {"proof": "扶手已装好", "picture": photograph(), "picture_says": "门口右边的扶手", **said}
    return made, client.post(f"/net/openings/{made.pk}/done/", sent)


def test_a_picture_shows_it_and_whoever_cannot_see_it_reads_what_it_shows(world, client):
    made, answer = done_with_picture(world, client)
    assert answer.status_code == 302
    client.logout()
    page = public(client, "done")
    assert f'src="/net/openings/{made.pk}/proof/small/"' in page and 'alt="门口右边的扶手"' in page
    full = client.get(f"/net/openings/{made.pk}/proof/full/")
    with Image.open(io.BytesIO(full.content)) as kept:
        assert kept.size == (1800, 900) and not kept.getexif()
    small = client.get(f"/net/openings/{made.pk}/proof/small/")
    assert len(small.content) < len(full.content) and small["ETag"] != full["ETag"]
    assert client.get(f"/net/openings/{made.pk}/proof/huge/").status_code == 404
    assert not Commitment.objects.get().was_late


def test_without_words_of_its_own_the_picture_says_what_was_done(world, client):
    done_with_picture(world, client, picture_says="")
    assert 'alt="扶手已装好"' in public(client)


@pytest.mark.parametrize(
    "said",
    [
        {"picture": SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")},
        {"picture": "", "picture_says": "门口右边的扶手"},
        {"proof": ""},
    ],
)
def test_what_is_no_picture_settles_nothing(world, client, said):
    _made, answer = done_with_picture(world, client, **said)
    assert answer.status_code == 422
    assert Commitment.objects.get().done_on is None


def test_a_picture_that_should_not_hang_is_taken_down_and_gone(
    world, client, django_capture_on_commit_callbacks
):
    made, _answer = done_with_picture(world, client)
    name = Commitment.objects.get().picture
    client.force_login(world.people["branch2"])
    assert client.post(f"/net/openings/{made.pk}/proof-down/").status_code == 404
    client.force_login(world.people["branch"])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/net/openings/{made.pk}/proof-down/").status_code == 302
    assert "<img" not in public(client, "done") and "扶手已装好" in public(client, "done")
    assert client.get(f"/net/openings/{made.pk}/proof/full/").status_code == 404
    assert not default_storage.exists(f"{name}.jpg")
    with pytest.raises(Refused):
        actions.take_proof_down(world.actor("branch"), made)


def test_the_sweep_of_pictures_without_a_row_leaves_it_alone(world, client, monkeypatch):
    done_with_picture(world, client)
    later = clock.real_now() + timedelta(days=3)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    pictures.keep(pictures.read(photograph()))
    retention.sweep_orphans()
    assert {pictures.name_of(path) for _folder, path in pictures.stored()} == {
        Commitment.objects.get().picture
    }
