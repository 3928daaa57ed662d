"""Somebody stands in while somebody else is away."""

from datetime import timedelta

import pytest
from django.test import Client

from yishi.network.models import Appointment, Post
from yishi.notices.models import Message
from yishi.record import clock
from yishi.record.models import Entry


def days(first: int, last: int, person) -> dict:
    today = clock.today()
    return {
        "person": person.pk,
        "from_on": (today + timedelta(days=first)).isoformat(),
        "until_on": (today + timedelta(days=last)).isoformat(),
    }


def test_a_substitute_sits_at_the_desk_for_these_days_and_no_longer(sit, world):
    case, branch = world.report(), world.people["branch"]
    sit("steward").post("/desk/absence/", days(0, 2, branch))
    desk = sit("branch").post("/desk/post/", {"post": world.posts["steward"].pk}, follow=True)
    assert case.number in desk.content.decode()
    assert sit("branch").post(f"/desk/cases/{case.number}/take/", {"key": "k"}).status_code == 302
    with clock.at(clock.now() + timedelta(days=3)):
        assert not Post.objects.held_by(branch).filter(pk=world.posts["steward"].pk).exists()


def test_it_can_end_at_once(sit, world):
    sit("steward").post("/desk/absence/", days(0, 9, world.people["branch"]))
    stand_in = Appointment.objects.standing_in().get()
    assert sit("steward2").post(f"/desk/absence/{stand_in.pk}/end/").status_code == 403
    sit("steward").post(f"/desk/absence/{stand_in.pk}/end/")
    assert world.posts["steward"].holders() == [world.people["steward"]]


def test_both_are_told_and_either_may_end_it(sit, world):
    told = Message.objects.filter(kind__startswith="desk.").order_by("id")
    branch = world.people["branch"]
    for who, kinds in (("steward", ["desk.stood_in"]), ("branch", ["desk.back_early"])):
        sit("steward").post("/desk/absence/", days(0, 9, branch))
        assert [(each.kind, each.person) for each in told.all()] == [("desk.stand_in", branch)]
        assert world.posts["steward"].title in sit("branch").get("/inbox/").content.decode()
        page = sit("branch").get("/desk/absence/")
        ends = f"/desk/absence/{Appointment.objects.standing_in().get().pk}/end/"
        assert ends in page.content.decode()
        sit(who).post(ends)
        assert not Appointment.objects.standing_in().exists()
        assert [each.kind for each in told.all()][1:] == kinds
        told.all().delete()
    about = Entry.objects.about(world.posts["steward"].ref)
    kinds = list(about.filter(kind__startswith="network.Substitute").values_list("kind", flat=True))
    assert kinds == ["network.SubstituteNamed", "network.SubstituteEnded"] * 2


def test_a_desk_that_is_no_longer_ones_to_sit_at_gives_way_to_ones_own(sit, world):
    sit("steward").post("/desk/absence/", days(0, 9, world.people["branch"]))
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(world.people["branch"])
    browser.post("/desk/post/", {"post": world.posts["steward"].pk})
    assert f"<h1>{world.posts['steward'].title}" in browser.get("/desk/").content.decode()
    sit("steward").post(f"/desk/absence/{Appointment.objects.standing_in().get().pk}/end/")
    assert f"<h1>{world.posts['branch'].title}" in browser.get("/desk/").content.decode()


def test_whoever_is_named_is_told_apart_by_their_post(sit, world):
    page = sit("steward").get("/desk/absence/").content.decode()
    assert f"{world.people['branch'].name} · {world.posts['branch'].title}" in page


def test_somebody_standing_in_names_nobody(sit, world):
    sit("steward").post("/desk/absence/", days(0, 9, world.people["branch"]))
    browser = sit("branch")
    browser.post("/desk/post/", {"post": world.posts["steward"].pk})
    assert browser.post("/desk/absence/", days(0, 3, world.people["committee"])).status_code == 403


@pytest.mark.parametrize(
    ("first", "last", "who"),
    [(-1, 2, "branch"), (3, 1, "branch"), (0, 400, "branch"), (0, 2, "property"), (0, 2, "resident")],
)
def test_what_makes_no_sense_is_said_and_not_kept(sit, world, first, last, who):
    page = sit("steward").post("/desk/absence/", days(first, last, world.people[who]))
    assert page.status_code == 422
    assert not Appointment.objects.exclude(stands_in_for=None).exists()
