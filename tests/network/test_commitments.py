"""Opening commitments: one thing, a day, and proof."""

from datetime import timedelta

import pytest

from yishi.network import actions
from yishi.network.models import Commitment
from yishi.record import Refused, clock

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
