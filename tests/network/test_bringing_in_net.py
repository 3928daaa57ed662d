"""A whole net brought in at once is what the actions would have written one by one."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from yishi.network import actions
from yishi.network.actions import Net, NewBody, NewMember, NewOpening, NewPlace, NewPost, NewTerm
from yishi.network.actors import CLOCK, acting
from yishi.network.models import (
    Appointment,
    Commitment,
    Level,
    Organisation,
    Place,
    Post,
    Registration,
    Serving,
)
from yishi.network.powers import Role
from yishi.people import actions as people
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
KINDS = Organisation.Kind
TABLES = (Place, Organisation, Serving, Post, Appointment, Commitment, Registration)


def values(model):
    """The rows of a table without what differs by nature: keys."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in ("id",)]
    return [tuple(row) for row in model.objects.order_by("pk").values_list(*names)]


def taken(before):
    entries = Entry.objects.filter(pk__gt=before).order_by("kind", "pk")
    return [(entry.kind, entry.place, entry.public) for entry in entries]


def said(person, member):
    today = clock.today()
    return Net(
        places=[
            NewPlace("n-1", "421182001901", Level.ESTATE, "云岭苑", "Yunling"),
            NewPlace("n-1-1", "n-1", Level.BUILDING, "1栋"),
            NewPlace("n-1-2", "n-1", Level.BUILDING, "2栋"),
        ],
        bodies=[
            NewBody("b-1", KINDS.BRANCH, "n-1", "云岭苑党支部", serves=("n-1",)),
            NewBody("g-1", KINDS.GROUP, "n-1-2", "2栋党小组", parent="b-1", serves=("n-1-2",)),
        ],
        posts=[
            NewPost(
                "p-1",
                "b-1",
                Role.BRANCH,
                "n-1",
                "0713-0000001",
                "每天",
                (NewTerm(person, today, "cadre", True),),
            )
        ],
        openings=[NewOpening("b-1", "装一盏灯", today, today + timedelta(days=5), today, "装好了")],
        members=[NewMember(member, "421182001901", "n-1", today, "p-1")],
    )


def one_by_one(world, person, member):
    community = world.places["community"]
    community.refresh_from_db()
    estate = actions.add_place(
        CLOCK, community, code="n-1", level=Level.ESTATE, name_zh="云岭苑", name_en="Yunling"
    )
    actions.add_place(CLOCK, estate, code="n-1-1", level=Level.BUILDING, name_zh="1栋")
    estate.refresh_from_db()
    second = actions.add_place(CLOCK, estate, code="n-1-2", level=Level.BUILDING, name_zh="2栋")
    branch = actions.found(CLOCK, estate, kind=KINDS.BRANCH, code="b-1", name_zh="云岭苑党支部")
    actions.found(CLOCK, second, kind=KINDS.GROUP, code="g-1", name_zh="2栋党小组", parent=branch)
    post = actions.create_post(
        CLOCK, branch, role=Role.BRANCH, code="p-1", phone="0713-0000001", duty_hours="每天"
    )
    actions.appoint(CLOCK, post, person=person, source="cadre", full_time=True)
    made = actions.promise_opening(CLOCK, branch, title="装一盏灯", due_on=clock.today() + timedelta(days=5))
    actions.fulfil_opening(CLOCK, made, proof="装好了")


@pytest.fixture
def two(world):
    return [
        people.register(CLOCK, None, username=name, password="osmanthus-in-autumn")
        for name in ("first", "second")
    ]


def test_rows_and_events_are_the_same(world, two):
    singly = undone(lambda: one_by_one(world, *two))
    net = said(*two)
    net.members.clear()
    at_once = undone(lambda: actions.bring_in_net(CLOCK, world.places["street"], net=net))
    for name, rows in singly[0].items():
        assert [_plain(name, row) for row in at_once[0][name]] == [_plain(name, row) for row in rows], name
    assert at_once[1] == singly[1]


def undone(act):
    """What stands there after it, by table, and which events there are; then all of it is taken back."""
    before = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    found = []
    with pytest.raises(Refused), transaction.atomic():
        act()
        found.append(({model.__name__: values(model) for model in TABLES}, taken(before)))
        raise Refused("")
    return found[0]


def _plain(name, row):
    """Keys of other rows differ from run to run on PostgreSQL; texts, days and paths may not."""
    return (
        tuple(value for value in row if not isinstance(value, int) or isinstance(value, bool))
        if name != "Place"
        else row
    )


def test_whoever_reported_is_assigned(world, two):
    actions.bring_in_net(CLOCK, world.places["street"], net=said(*two))
    found = Registration.objects.get(person=two[1])
    assert (found.assigned_to.code, found.confirmed_on, found.confirmed_by.code) == (
        "n-1",
        clock.today(),
        "p-1",
    )
    kinds = set(Entry.objects.filter(subject=found.ref).values_list("kind", "public"))
    assert kinds == {
        (f"network.{kind}", False)
        for kind in ("MemberReported", "RegistrationConfirmed", "RegistrationAssigned")
    }


def test_the_tree_stays_whole_and_goes_on(world, two):
    actions.bring_in_net(CLOCK, world.places["street"], net=said(*two))
    assert Place.objects.find_problems() == ([], [], [], [], [])
    community = Place.objects.get(code="421182001901")
    actions.add_place(CLOCK, community, code="n-2", level=Level.ESTATE, name_zh="青禾苑")
    assert Place.objects.find_problems() == ([], [], [], [], [])


def test_a_code_that_leads_nowhere_takes_all_of_it_back(world, two):
    net = said(*two)
    net.posts.append(NewPost("p-2", "b-9", Role.BRANCH, "n-1"))
    with pytest.raises(Refused):
        actions.bring_in_net(CLOCK, world.places["street"], net=net)
    assert not Place.objects.filter(code="n-1").exists()


def test_a_level_that_does_not_fit_is_refused(world):
    with pytest.raises(Refused):
        actions.bring_in_net(
            CLOCK,
            world.places["street"],
            net=Net(places=[NewPlace("x", "421182001901-01-03", Level.ESTATE, "错")]),
        )


def test_only_the_machine_itself_brings_in(world):
    for who in ("committee", "steward"):
        with pytest.raises(Refused):
            actions.bring_in_net(acting(world.posts[who]), world.places["street"], net=Net())


def test_many_accounts_at_once(world):
    made = people.register_many(CLOCK, None, newcomers=[(f"many-{n}", "钟若岚") for n in range(120)])
    assert len({person.pk for person in made}) == 120
    assert (
        not made[0].check_password("")
        and Entry.objects.filter(subject=made[-1].ref, public=False).count() == 1
    )
    assert date(2026, 1, 1) < made[0].joined_at.date()
