"""The board on the wall: it is printed on A4 or A3, a photo proves that it hangs, and everybody sees until when."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cases.stage import jpeg

from yishi.deliberation import setup
from yishi.disclosure.models import BoardPosting
from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.models import Entry
from yishi.site import retention

pytestmark = pytest.mark.django_db
CODE = "421182001901"


@pytest.fixture
def ruled(world):
    """Somebody has set for how long things hang."""
    setup.enter_rules(CLOCK)
    return world


def page(name: str, *more) -> str:
    return reverse(f"open:{name}", args=[CODE, *more])


def hang(client, **said):
    photo = SimpleUploadedFile("board.jpg", jpeg().read(), "image/jpeg")
    form = {"board": "南门公示栏", "posted_on": f"{clock.today()}", "photo": photo, "key": "k1"} | said
    asked = f"?period=month&on={clock.today()}"
    return client.post(
        page("board_post") + asked, {name: each for name, each in form.items() if each is not None}
    )


@pytest.fixture
def keeper(ruled, client):
    client.force_login(ruled.people["committee"])
    return client


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_it_is_printed_as_one_pdf(ruled, client, size):
    made = client.get(page("board_paper", size))
    assert made.status_code == 200 and made.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made.content and b"/FontFile" in made.content


def test_there_is_no_other_size(ruled, client):
    assert client.get(page("board_paper", "a0")).status_code == 404


def test_a_photo_begins_the_days_it_hangs_for(ruled, client, keeper):
    assert hang(keeper).status_code == 302
    posting = BoardPosting.objects.get()
    assert (posting.until_on - posting.posted_on).days == 14, "fifteen days, the first one counted"
    assert Entry.objects.filter(kind="disclosure.BoardPosted", subject=posting.ref).count() == 1
    client.logout()
    shown = client.get(page("board"))
    assert "南门公示栏" in shown.content.decode()
    photo = client.get(page("board_photo", posting.pk, "small"))
    assert photo["Content-Type"] == "image/jpeg"


def test_sent_twice_it_hangs_once(keeper):
    hang(keeper), hang(keeper)
    assert BoardPosting.objects.count() == 1


@pytest.mark.parametrize("days", [1, -400])
def test_it_cannot_hang_tomorrow_or_before_what_it_tells_of(keeper, days):
    assert hang(keeper, posted_on=f"{clock.today() + timedelta(days=days)}").status_code == 422
    assert not BoardPosting.objects.exists()


@pytest.mark.parametrize("missing", ["board", "photo", "posted_on"])
def test_what_is_missing_is_asked_for(keeper, missing):
    assert hang(keeper, **{missing: None}).status_code == 422
    assert not BoardPosting.objects.exists()


def test_what_is_no_photo_is_not_kept(keeper):
    answer = hang(keeper, photo=SimpleUploadedFile("board.jpg", b"<script>", "image/jpeg"))
    assert answer.status_code == 422 and not BoardPosting.objects.exists()


@pytest.mark.parametrize("who", ["resident", "hotline", "property"])
def test_nobody_else_hangs_anything(ruled, client, who):
    client.force_login(ruled.people[who])
    assert hang(client).status_code == 403
    assert not BoardPosting.objects.exists()


def test_when_its_days_are_over_it_hung_before(keeper):
    hang(keeper)
    with clock.at(clock.now() + timedelta(days=15)):
        body = keeper.get(page("board")).content.decode()
    assert body.index("南门公示栏") > body.index("以前贴过的")


def test_struck_out_its_photo_is_gone(keeper, django_capture_on_commit_callbacks):
    hang(keeper)
    posting = BoardPosting.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert keeper.post(page("board_strike", posting.pk), {"key": "k2"}).status_code == 302
    assert keeper.get(page("board_photo", posting.pk, "full")).status_code == 404
    assert "南门公示栏" not in keeper.get(page("board")).content.decode()
    assert Entry.objects.filter(kind="disclosure.BoardPostingStruck").count() == 1


def test_the_photo_of_a_board_is_no_orphan(keeper, monkeypatch):
    before = set(retention.orphans())
    hang(keeper)
    monkeypatch.setattr(retention, "ORPHAN_AFTER", timedelta(days=-1))
    name = BoardPosting.objects.get().picture
    assert not [path for path in set(retention.orphans()) - before if name in path]
