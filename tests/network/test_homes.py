"""Where one lives, through the pages: said by whoever lives there, vouched for by whoever knows them."""

import pytest
from django.test import Client

from yishi.network import actions
from yishi.network.actors import Actor
from yishi.network.models import Residence
from yishi.record.models import Entry

B3 = "421182001901-01-03"


@pytest.fixture
def resident(world, client):
    client.force_login(world.people["resident"])
    client.cookies["django_language"] = "en"
    return client


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def desk(world, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    client.cookies["django_language"] = "en"
    return client


def test_a_resident_finds_their_building_and_says_the_door(resident, world):
    assert "Osmanthus Court" in page(resident, "/net/homes/mine/"), "the one community there is"
    assert f"?building={B3}" in page(resident, "/net/homes/mine/?in=421182001901-01")
    assert f"?building={B3}" in page(resident, "/net/homes/mine/?q=桂花苑 3栋")
    assert "No building has this name" in page(resident, "/net/homes/mine/?q=nowhere")
    address = f"/net/homes/mine/?building={B3}"
    assert "Which door?" in page(resident, address)
    assert resident.post(address, {"door": "室"}).status_code == 422
    assert resident.post(address, {"door": "1单元501室"}).status_code == 302
    home = Residence.objects.get()
    assert (home.place, home.door, home.is_verified) == (world.places["b3"], "1-501", False)
    shown = page(resident, "/net/homes/mine/")
    assert "1-501" in shown and world.posts["steward"].title in shown, "who can vouch for it"


@pytest.mark.parametrize("wrong", ["421182001901-01", "nowhere", "", "x" * 300])
def test_one_lives_in_a_building(resident, wrong):
    assert resident.post(f"/net/homes/mine/?building={wrong}", {"door": "1-501"}).status_code == 404
    page(resident, f"/net/homes/mine/?building={wrong}")
    page(resident, f"/net/homes/mine/?in={wrong}")


def test_the_steward_vouches_and_the_resident_sees_who(resident, world):
    home = actions.claim_home(Actor(person=world.people["resident"]), world.places["b3"], door="1-501")
    steward = desk(world, "steward")
    assert "1 home to vouch for" in page(steward, "/desk/")
    assert "1-501" in page(steward, "/net/homes/")
    assert steward.post(f"/net/homes/{home.pk}/vouch/").status_code == 302
    assert "No home waits" in page(steward, "/net/homes/")
    assert steward.post(f"/net/homes/{home.pk}/vouch/").status_code == 409
    assert world.posts["steward"].title in page(resident, "/net/homes/mine/")


def test_somebody_who_does_not_live_there_is_taken_off(world):
    home = actions.claim_home(Actor(person=world.people["resident"]), world.places["b3"], door="1-501")
    assert desk(world, "branch").post(f"/net/homes/{home.pk}/not-there/").status_code == 302
    assert not Residence.objects.present().exists()


@pytest.mark.parametrize(
    ("who", "status"), [("steward2", 404), ("property", 403), ("hotline", 403), ("neighbour", 403)]
)
def test_nobody_else_sees_who_lives_where(world, who, status):
    home = actions.claim_home(Actor(person=world.people["resident"]), world.places["b3"], door="1-501")
    client = desk(world, who)
    assert client.post(f"/net/homes/{home.pk}/vouch/").status_code == status
    answer = client.get("/net/homes/")
    assert (
        answer.status_code == (200 if who == "steward2" else 403) and "1-501" not in answer.content.decode()
    )
    assert "1-501" not in page(client, "/net/homes/mine/")


def test_moving_out(resident, world):
    actions.claim_home(Actor(person=world.people["resident"]), world.places["b3"], door="1-501")
    assert resident.post("/net/homes/mine/leave/").status_code == 302
    assert resident.post("/net/homes/mine/leave/").status_code == 302
    assert not Residence.objects.present().exists()


def test_a_sign_in_is_asked_for(world, client):
    for address in ("/net/homes/", "/net/homes/mine/"):
        assert client.get(address).status_code == 302


def test_the_list_is_read_by_key(world):
    from yishi.network.actors import CLOCK
    from yishi.people import actions as people

    for n in range(35):
        person = people.register(CLOCK, None, username=f"n{n}", name="周")
        actions.claim_home(Actor(person=person), world.places["b3"], door=f"1-{n + 100}")
    steward = desk(world, "steward")
    first = page(steward, "/net/homes/")
    assert first.count("/vouch/") == 30
    following = first.split('href="?at=')[1].split('"')[0].replace("&amp;", "&")
    assert page(steward, f"/net/homes/?at={following}").count("/vouch/") == 5
    assert page(steward, "/net/homes/?at=x&id=y").count("/vouch/") == 30


def test_the_record_does_not_say_where(resident, world):
    resident.post(f"/net/homes/mine/?building={B3}", {"door": "1-501"})
    entry = Entry.objects.get(kind="network.HomeClaimed")
    assert not entry.public and "501" not in entry.fields and entry.actor == "resident"


def test_an_address_somebody_kept_still_leads_there(world, client):
    answer = client.get(f"/homes/mine/?building={B3}")
    assert (answer.status_code, answer["Location"]) == (301, f"/net/homes/mine/?building={B3}")
    assert client.get("/homes/")["Location"] == "/net/homes/"
    assert client.get("/homes//elsewhere.example/")["Location"].startswith("/net/homes/")
