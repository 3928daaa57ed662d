"""A person and a dwelling come together: by the slip from the mailbox, by the telephone on the roll, or by somebody who
knows them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.network.rolls import USUAL, csv_of

from yishi.network import actions, roll_jobs
from yishi.network.actors import CLOCK, Actor
from yishi.network.models import Bond, DoorCode, Dwelling, Occupant, Proof, Residence, RollPolicy
from yishi.record import clock
from yishi.record.models import Entry

SLIPS = "/net/roll/at/421182001901-01-03/slips/"


@pytest.fixture
def roll(world):
    place, data = world.places["estate"], csv_of(USUAL)
    _sheet, plan = roll_jobs.looked_at(data, place)
    actions.write_roll(CLOCK, place, data, plan)
    return world


def sit(world, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    client.cookies["django_language"] = "en"
    return client


def printed(world, days: int = 7) -> dict[str, str]:
    """The codes of a print, by door."""
    page = sit(world, "committee").post(SLIPS, {"days": days, "key": "a"})
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    found = re.findall(
        r"<h2>[^<]*?([\d-]+)</h2>.*?door-slip-code\">([\d ]+)<", page.content.decode(), re.DOTALL
    )
    return dict(found)


def test_slips_bear_one_code_a_door_and_the_house_keeps_only_their_marks(roll):
    codes = printed(roll)
    assert set(codes) == {"1-501", "1-502", "2-101"} and len(set(codes.values())) == 3
    kept = str(list(DoorCode.objects.values_list()))
    assert not any(code.replace(" ", "") in kept for code in codes.values())
    again = sit(roll, "committee").post(SLIPS, {"days": 7, "key": "b"})
    assert again.status_code == 200 and DoorCode.objects.count() == 3
    client = sit(roll, "resident")
    old = client.post("/net/bind/", {"code": codes["1-501"], "as_what": "tenant"})
    assert old.status_code == 422, "a later slip replaces the one before"


def test_the_same_print_twice_makes_no_second_codes(roll):
    clerk = sit(roll, "committee")
    first = clerk.post(SLIPS, {"days": 7, "key": "same"})
    marks = set(DoorCode.objects.values_list("code_mark", flat=True))
    assert first.status_code == 200 and clerk.post(SLIPS, {"days": 7, "key": "same"}).status_code == 409
    assert set(DoorCode.objects.values_list("code_mark", flat=True)) == marks


@pytest.mark.parametrize("days", ["0", "31", "", "many"])
def test_codes_are_short_lived(roll, days):
    assert sit(roll, "committee").post(SLIPS, {"days": days, "key": "a"}).status_code == 422
    assert not DoorCode.objects.exists()


def test_whoever_has_the_slip_is_known_to_live_there(roll):
    code, client = printed(roll)["1-502"], sit(roll, "resident")
    assert code.replace(" ", "") in client.get(f"/net/bind/?code={code.replace(' ', '')}").content.decode()
    assert client.post("/net/bind/", {"code": f"　{code}", "as_what": "tenant"}).status_code == 302
    home = Residence.objects.present().get()
    assert (home.door, home.as_what, home.proof, home.is_verified) == ("1-502", Bond.TENANT, Proof.CODE, True)
    assert "by the code from the mailbox" in client.get("/net/homes/mine/").content.decode()
    assert not Entry.objects.get(kind="network.HomeBound").public


def test_a_claim_that_waited_is_settled_by_the_slip(roll):
    me = Actor(person=roll.people["resident"])
    home = actions.claim_home(me, roll.places["b3"], door="1单元502室")
    sit(roll, "resident").post("/net/bind/", {"code": printed(roll)["1-502"], "as_what": "owner"})
    assert Residence.objects.get().pk == home.pk and Residence.objects.get().is_verified


def test_a_code_wears_out_and_runs_out(roll):
    actions.set_roll_policy(CLOCK, None, slip_uses=1)
    codes = printed(roll)
    assert (
        sit(roll, "resident").post("/net/bind/", {"code": codes["1-501"], "as_what": "owner"}).status_code
        == 302
    )
    other = sit(roll, "neighbour")
    assert other.post("/net/bind/", {"code": codes["1-501"], "as_what": "family"}).status_code == 422
    with clock.at(clock.now() + timedelta(days=8)):
        assert other.post("/net/bind/", {"code": codes["1-502"], "as_what": "tenant"}).status_code == 422
    assert RollPolicy.objects.present().slip_uses == 1


def test_guessing_is_stopped(roll):
    client = sit(roll, "resident")
    answers = [
        client.post("/net/bind/", {"code": f"{n:012d}", "as_what": "owner"}).status_code for n in range(12)
    ]
    assert answers[:10] == [422] * 10 and set(answers[10:]) == {429}


@pytest.mark.parametrize("wrong", ["", "1234", "abc", "1" * 39])
def test_what_is_no_code_is_told_so_and_is_no_attempt(roll, wrong):
    assert sit(roll, "resident").post("/net/bind/", {"code": wrong, "as_what": "owner"}).status_code == 422


def owner() -> Occupant:
    return next(one for one in Occupant.objects.all() if one.name == "乙一")


def test_the_telephone_on_the_roll_is_enough_and_an_owner_may_live_elsewhere(roll):
    person, client = roll.people["resident"], sit(roll, "resident")
    said = {"do": "phone", "one": owner().pk, "lives": "no"}
    assert client.post("/net/bind/", said).status_code == 404, "without the number nobody learns who is there"
    person.phone, person.phone_verified = "+8619900001003", False
    person.save()
    assert "1-502" not in client.get("/net/bind/").content.decode(), (
        "a number that was not verified says nothing"
    )
    person.phone_verified = True
    person.save()
    assert "1-502" in client.get("/net/bind/").content.decode()
    assert client.post("/net/bind/", said).status_code == 302
    assert owner().person == person and not Residence.objects.exists()


def test_moving_out_ends_the_bond_of_a_tenant_and_not_of_an_owner(roll):
    person = roll.people["resident"]
    person.phone, person.phone_verified = "+8619900001004", True
    person.save()
    tenant = Occupant.objects.get(bond=Bond.TENANT)
    actions.bind_by_phone(Actor(person=person), tenant, lives=True)
    sit(roll, "resident").post("/net/homes/mine/leave/")
    tenant.refresh_from_db()
    assert tenant.until_on == clock.today() and Residence.objects.get().left_at


def test_steward_and_committee_vouch_and_it_stands_how(roll):
    for who, post, proof in (
        ("resident", "steward", Proof.DOOR),
        ("neighbour", "committee", Proof.COMMITTEE),
    ):
        home = actions.claim_home(Actor(person=roll.people[who]), roll.places["b3"], door="1-501")
        assert actions.vouch_for_home(roll.actor(post), home).proof == proof


def test_only_who_keeps_the_roll_prints(roll):
    for who in ("steward", "branch", "resident", "property"):
        assert sit(roll, who).post(SLIPS, {"days": 7}).status_code == 403
    assert sit(roll, "committee").get("/net/roll/at/421182000000/slips/").status_code == 404
    assert sit(roll, "committee").post("/net/roll/at/421182001901-02/slips/", {"days": 7}).status_code == 403
    assert Dwelling.objects.count() == 3
