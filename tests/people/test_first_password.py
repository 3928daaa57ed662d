"""A password that was handed over: its person sets their own first, then goes on where they were going."""

import pytest
from tests.people.conftest import PASSWORD

from yishi.people import actions
from yishi.people.models import Person

pytestmark = pytest.mark.django_db
SIGN_IN, CHANGE = "/account/login/", "/account/password/"
OWN = "plum-blossom-in-snow"


@pytest.fixture
def lin(client) -> Person:
    """Signed in with the password somebody gave them."""
    person = actions.register(actions.Newcomer(), username="lin", password=PASSWORD, given=True)
    assert client.post(SIGN_IN, {"login": "lin", "password": PASSWORD, "next": "/me/"}).status_code == 302
    return person


def change(client, password: str, old: str = PASSWORD, leads: str = "/inbox/?unread=1"):
    said = {"oldpassword": old, "password1": password, "password2": password, "next": leads}
    return client.post(CHANGE, said)


@pytest.mark.parametrize("page", ["/", "/me/", "/inbox/", "/net/", "/account/phone/", "/account/second/"])
def test_every_page_leads_to_the_own_password_first(client, lin, page):
    answer = client.get(page)
    assert answer.status_code == 302 and answer["Location"].startswith(CHANGE)


def test_the_way_leads_back_to_where_one_was_going(client, lin):
    there = client.get("/inbox/?unread=1")["Location"]
    assert there == f"{CHANGE}?next=%2Finbox%2F%3Funread%3D1"
    shown = client.get(there).content.decode()
    assert "请先设置您自己的密码" in shown and 'value="/inbox/?unread=1"' in shown
    assert 'href="/me/"' not in shown.split("<main")[1].split("</main")[0], (
        "a link that leads back here is no way"
    )
    assert change(client, OWN)["Location"] == "/inbox/?unread=1"
    assert client.get("/me/").status_code == 200
    lin.refresh_from_db()
    assert lin.check_password(OWN) and not lin.owes_own_password


def test_what_was_sent_meanwhile_is_not_done(client, lin):
    answer = client.post("/me/", {"name": "林", "language": "en"})
    assert answer["Location"] == f"{CHANGE}?next=%2F"
    lin.refresh_from_db()
    assert lin.name == ""


def test_the_given_password_is_not_kept_by_giving_it_again(client, lin):
    answer = change(client, PASSWORD)
    assert answer.status_code == 422 and "只有您自己知道" in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_one_may_sign_out_and_change_the_language(client, lin):
    assert client.get("/account/logout/").status_code == 200
    assert client.post("/language", {"language": "en", "next": "/"}).status_code == 302
    assert "Please set a password of your own" in client.get(CHANGE).content.decode()


def test_a_password_set_on_the_machine_for_somebody_brought_in_is_a_given_one(client):
    person = actions.register(actions.Newcomer(), username="he", given=True)
    assert not person.owes_own_password, "there is none yet: they come in by code"
    person.set_password(PASSWORD)
    person.save()
    client.post(SIGN_IN, {"login": "he", "password": PASSWORD})
    assert client.get("/me/")["Location"].startswith(CHANGE)


def test_who_chose_their_own_is_not_asked(client, wang):
    client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
    assert client.get("/me/").status_code == 200
    shown = client.get(CHANGE).content.decode()
    assert "请先设置您自己的密码" not in shown
