"""Bodies of the net: founding, belonging, serving, seats, contracts, and the end; through actions and through pages."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from yishi.network import actions
from yishi.network.actors import CLOCK
from yishi.network.models import Figure, Level, Organisation, Place, Post, Seat, Serving, figure
from yishi.network.powers import Role
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
KINDS = Organisation.Kind
DAY = timedelta(days=1)


@pytest.fixture
def sit(world):
    """A browser in which somebody is signed in."""

    def of(who: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(world.people[who])
        return client

    return of


def branch(world, place="community", **said) -> Organisation:
    said = {"kind": KINDS.BRANCH, "name_zh": "联合党支部", **said}
    return actions.found(CLOCK, world.places[place], **said)


def closed(world, key="estate2") -> Place:
    """An estate that was closed yesterday."""
    place = world.places[key]
    place.refresh_from_db()
    place.closed_on = clock.today() - DAY
    place.save()
    return place


def sentence(act, *said, **more) -> str:
    with pytest.raises(Refused) as refused, override("en"):
        act(*said, **more)
    return str(refused.value)


# --- founding and belonging ---


@pytest.mark.parametrize(
    ("kind", "place", "serves"),
    [
        (KINDS.BRANCH, "estate", True),
        (KINDS.BRANCH, "community", False),
        (KINDS.GROUP, "b3", True),
        (KINDS.MEMBER_HOME, "b3", True),
        (KINDS.OWNERS, "estate", True),
        (KINDS.TEAM, "estate", False),
    ],
)
def test_a_body_of_one_place_serves_it_from_the_day_it_is_founded(world, kind, place, serves):
    body = actions.found(CLOCK, world.places[place], kind=kind, name_zh="新", founded_on=date(2026, 5, 1))
    served = [(row.place, row.from_on) for row in body.servings.all()]
    assert served == ([(world.places[place], date(2026, 5, 1))] if serves else [])


def test_founding_in_a_closed_place_is_refused_with_a_sentence(world):
    place = closed(world)
    before = Organisation.objects.count(), Entry.objects.count()
    said = sentence(actions.found, world.actor("committee"), place, kind=KINDS.BRANCH, name_zh="党支部")
    assert "Camphor Court is closed" in said
    assert (Organisation.objects.count(), Entry.objects.count()) == before


def test_a_body_belongs_neither_to_itself_nor_to_one_that_belongs_to_it(world):
    top, middle, low = (branch(world, name_zh=name) for name in "上中下")
    middle = actions.set_parent(CLOCK, middle, parent=top)
    low = actions.set_parent(CLOCK, low, parent=middle)
    for parent in (top, middle, low):
        assert "cannot belong to itself" in sentence(actions.set_parent, CLOCK, top, parent=parent)
    top.refresh_from_db()
    assert top.parent is None


def test_a_body_is_dissolved_from_a_day_with_all_that_hangs_on_it(world):
    body, last = world.posts["branch"].organisation, clock.today() + 9 * DAY
    council = world.posts["council"].organisation
    seat = actions.give_seat(CLOCK, council, kind=Seat.Kind.FIXED, body=body)
    actions.dissolve(world.actor("committee"), body, on=last + DAY)
    body.refresh_from_db()
    seat.refresh_from_db()
    assert body.is_there(last) and not body.is_there(last + DAY)
    assert not body.servings.on(last + DAY).exists() and body.servings.on(last).exists()
    assert world.posts["branch"].holders(last) and not world.posts["branch"].holders(last + DAY)
    assert not Post.objects.on(last + DAY).filter(organisation=body).exists()
    assert seat.until_on == last


def test_a_body_others_belong_to_is_not_dissolved_before_them(world):
    top = branch(world)
    branch(world, name_zh="下", parent=top)
    assert "belong to it" in sentence(actions.dissolve, CLOCK, top, on=clock.today())


# --- serving ---


def test_times_of_serving_one_place_do_not_overlap(world):
    company, estate = world.posts["property"].organisation, world.places["estate2"]
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    actions.serve(CLOCK, company, place=estate, from_on=first, until_on=last)
    said = sentence(actions.serve, CLOCK, company, place=estate, from_on=last, until_on=None)
    assert "Times may not overlap" in said
    after = actions.serve(CLOCK, company, place=estate, from_on=last + DAY, until_on=None)
    assert list(company.servings.on(last + DAY).filter(place=estate)) == [after]


def test_serving_that_ends_before_it_begins_is_refused(world):
    company, estate = world.posts["property"].organisation, world.places["estate2"]
    said = sentence(
        actions.serve, CLOCK, company, place=estate, from_on=date(2026, 5, 2), until_on=date(2026, 5, 1)
    )
    assert "before it begins" in said


def test_a_committee_says_whom_a_company_of_elsewhere_serves_at_its_own_places_alone(world):
    company = actions.found(CLOCK, world.places["street"], kind=KINDS.PROPERTY, name_zh="邻里物业")
    committee = world.actor("committee")
    actions.serve(committee, company, place=world.places["estate2"])
    assert "kept by somebody else" in sentence(
        actions.serve, committee, company, place=world.places["street"]
    )
    assert "kept by" in sentence(actions.rename_body, committee, company, name_zh="改名")


def test_a_joint_branch_of_many_estates_is_taken_after_a_warning_with_its_source(world, sit):
    community = world.places["community"]
    estates = [
        actions.add_place(
            CLOCK, Place.objects.get(pk=community.pk), code=f"e{n}", level=Level.ESTATE, name_zh=f"苑{n}"
        )
        for n in range(6)
    ]
    body, client = branch(world), sit("committee")
    address = reverse("net:body_do", args=[body.pk, "serves"])
    said = {"places": [str(each.pk) for each in estates], "from_on": "2026-11-01", "key": "k"}
    warned = client.post(address, said)
    assert warned.status_code == 422
    assert "党支部工作条例" in warned.content.decode()
    assert not body.servings.exists()
    assert client.post(address, {**said, "sure": "on"}).status_code == 302
    assert {row.place for row in body.servings.all()} == set(estates)


def test_the_figure_behind_the_warning_is_data(world, sit):
    actions.set_figure(CLOCK, None, what=Figure.What.JOINT, amount=1, source="街道规定")
    assert figure(Figure.What.JOINT).source == "街道规定"
    body, client = branch(world), sit("committee")
    both = [str(world.places[key].pk) for key in ("estate", "estate2")]
    warned = client.post(
        reverse("net:body_do", args=[body.pk, "serves"]), {"places": both, "from_on": "2026-11-01"}
    )
    assert "街道规定" in warned.content.decode()


def test_all_the_estates_of_a_form_or_none(world, sit):
    body, client = branch(world), sit("committee")
    actions.serve(
        CLOCK, body, place=world.places["estate2"], from_on=date(2026, 1, 1), until_on=date(2026, 6, 1)
    )
    both = [str(world.places[key].pk) for key in ("estate", "estate2")]
    answer = client.post(
        reverse("net:body_do", args=[body.pk, "serves"]),
        {"places": both, "from_on": "2026-05-01", "key": "k"},
    )
    assert answer.status_code == 422 and "overlap" in answer.content.decode()
    assert body.servings.count() == 1


def test_contracts_that_end_soon_are_listed_and_those_nobody_follows(world, sit):
    company, today = world.posts["property"].organisation, clock.today()
    far = actions.found(CLOCK, world.places["estate"], kind=KINDS.PROPERTY, name_zh="远方物业", serves=[])
    Serving.objects.filter(organisation=company).delete()
    actions.serve(
        CLOCK, company, place=world.places["estate"], from_on=today - 300 * DAY, until_on=today + 90 * DAY
    )
    actions.serve(CLOCK, far, place=world.places["c1"], from_on=today - 300 * DAY, until_on=today + 91 * DAY)
    actions.serve(CLOCK, far, place=world.places["b5"], from_on=today - 300 * DAY, until_on=today - DAY)
    page = sit("committee").get(reverse("net:contracts"))
    assert [row.place for row in page.context["ending"]] == [world.places["estate"]]
    assert [row.place for row in page.context["left_alone"]] == [world.places["b5"]]
    assert b"Contracts that end soon" in sit("committee").get(reverse("net:overview")).content


# --- seats ---


def test_seats_of_a_council(world, sit):
    council, client = world.posts["council"].organisation, sit("committee")
    address = reverse("net:body_do", args=[council.pk, "seat"])
    day = {"from_on": clock.today().isoformat(), "key": "k"}
    assert client.post(address, {"kind": "fixed", "post": world.posts["branch"].pk, **day}).status_code == 302
    assert client.post(address, {"kind": "invited", "title": "人大代表", **day}).status_code == 302
    nobody = client.post(address, {"kind": "fixed", "title": "人大代表", **day})
    assert nobody.status_code == 422 and "whose seat it is" in nobody.content.decode()
    page = client.get(reverse("net:body", args=[council.pk])).content.decode()
    assert "人大代表" in page and "fixed seat" in page
    assert "Only a council has seats" in sentence(
        actions.give_seat, CLOCK, world.posts["branch"].organisation, kind="fixed", body=council
    )


# --- pages ---


def test_a_body_is_founded_named_and_dissolved_on_pages(world, sit):
    client = sit("committee")
    said = {"kind": "group", "place": "桂花苑 3栋", "name_zh": "三栋党小组", "key": "k"}
    made = client.post(reverse("net:new_body"), said)
    body = Organisation.objects.get(name_zh="三栋党小组")
    assert made["Location"] == reverse("net:body", args=[body.pk])
    assert client.post(reverse("net:new_body"), said).status_code == 302
    assert Organisation.objects.filter(name_zh="三栋党小组").count() == 1, "sent twice, it happens once"
    page = client.get(reverse("net:bodies"), {"kind": "group"}).content.decode()
    assert "三栋党小组" in page
    client.post(reverse("net:body_do", args=[body.pk, "rename"]), {"name_zh": "三栋小组", "key": "r"})
    today = clock.today().isoformat()
    client.post(reverse("net:body_do", args=[body.pk, "dissolve"]), {"on": today, "key": "d"})
    assert "三栋小组" not in client.get(reverse("net:bodies")).content.decode()
    assert "三栋小组" in client.get(reverse("net:bodies"), {"gone": "1"}).content.decode()
    assert "No more from" in client.get(reverse("net:body", args=[body.pk])).content.decode()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"place": "桂花"}, "No place you keep"),
        ({"place": "武穴街道"}, "No place you keep"),
        ({"kind": "operator"}, "kind"),
        ({"name_zh": " "}, "name"),
        ({"serves_from": "2026-02-01", "serves_until": "2026-01-01"}, "before the first"),
        ({"founded_on": "0001-01-01"}, "year"),
    ],
)
def test_what_does_not_fit_is_told_at_the_form(world, sit, said, reason):
    whole = {"kind": "property", "place": "421182001901-01", "name_zh": "新物业", "key": "k", **said}
    before = Organisation.objects.count()
    answer = sit("committee").post(reverse("net:new_body"), whole)
    assert answer.status_code == 422 and reason in answer.content.decode()
    assert Organisation.objects.count() == before


def test_pages_of_bodies_are_for_whoever_keeps_the_net(world, sit):
    body = world.posts["branch"].organisation
    pages = [reverse("net:overview"), reverse("net:bodies"), reverse("net:body", args=[body.pk])]
    for page in pages:
        assert sit("committee").get(page).status_code == 200
        assert sit("steward").get(page).status_code == 403
        assert sit("resident").get(page).status_code == 403
        assert Client().get(page).status_code == 302
    other = actions.found(CLOCK, world.places["street"], kind=KINDS.TEAM, name_zh="街道队")
    assert sit("committee").get(reverse("net:body", args=[other.pk])).status_code == 200, "it lies above"
    assert sit("committee").post(reverse("net:body_do", args=[other.pk, "rename"])).status_code == 403
    elsewhere = actions.add_place(
        CLOCK,
        Place.objects.get(pk=world.places["street"].pk),
        code="x",
        level=Level.COMMUNITY,
        name_zh="别处",
    )
    unseen = actions.found(CLOCK, elsewhere, kind=KINDS.TEAM, name_zh="别处的队")
    assert sit("committee").get(reverse("net:body", args=[unseen.pk])).status_code == 404


def test_the_list_of_bodies_goes_on_by_key_without_gaps(world, sit):
    for n in range(40):
        actions.found(CLOCK, world.places["b3"], kind=KINDS.MEMBER_HOME, name_zh=f"户{n}")
    client, seen, after = sit("committee"), [], ""
    while True:
        page = client.get(reverse("net:bodies"), {"kind": "member_home", "after": after})
        seen += [body.name_zh for body in page.context["bodies"]]
        if not (after := page.context["next"]):
            break
    assert seen == [f"户{n}" for n in range(40)]
    assert client.get(reverse("net:bodies"), {"after": "9" * 30}).status_code == 200


def test_the_table_of_powers_is_for_everybody(world, client):
    page = client.get(reverse("net:powers"), headers={"accept-language": "en"})
    assert page.status_code == 200
    for role in Role:
        with override("en"):
            assert str(role.label) in page.content.decode().replace("&#x27;", "'")
    assert "技术运维" in page.content.decode(), "since when the operator has been there"


@pytest.mark.parametrize(("who", "status"), [("committee", 200), ("operator", 403), ("steward", 403)])
def test_the_operator_does_not_set_the_limit_of_their_own_duty(world, sit, who, status):
    address = reverse("net:set_figure", args=["operator"])
    assert sit(who).get(address).status_code == status
    if status == 200:
        assert sit(who).post(address, {"amount": "400", "source": "x", "key": "k"}).status_code == 422
        assert sit(who).post(address, {"amount": "90", "source": "街道规定", "key": "l"}).status_code == 302
        assert figure(Figure.What.OPERATOR).amount == 90
        assert sit(who).get(reverse("net:set_figure", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("who", ["committee", "operator"])
def test_every_door_of_the_overview_opens_to_whoever_sees_it(world, sit, who):
    client = sit(who)
    page = client.get(reverse("net:overview")).content.decode()
    doors = set(re.findall(r'<a class="(?:tile|stat)[^"]*" href="([^"]+)"', page))
    assert len(doors) > 6
    assert {door: client.get(door, follow=True).status_code for door in doors} == dict.fromkeys(doors, 200)
