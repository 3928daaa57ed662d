"""Keys by which machines act: who makes and revokes them, what is kept, and what one opens."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse

from yishi.api import actions, keys
from yishi.api.models import Key, Scope
from yishi.cases import mydata
from yishi.cases.models import Visibility
from yishi.network import actions as network
from yishi.network.actors import CLOCK, Actor
from yishi.people import actions as people
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
ALL = list(Scope.values)


def issued(world, holder: str = "hotline", *, scopes=ALL, days=30) -> tuple[Key, str]:
    token = keys.new_token()
    ends = clock.today() + timedelta(days=days)
    key = actions.issue_key(
        CLOCK, world.posts[holder], token=token, label="街道热线", scopes=scopes, ends_on=ends
    )
    return key, token


def of_person(world, name: str = "resident") -> tuple[Key, str]:
    token, person = keys.new_token(), world.people[name]
    ends = clock.today() + timedelta(days=30)
    key = actions.issue_key(
        Actor(person=person), person, token=token, label="我的程序", scopes=["read", "report"], ends_on=ends
    )
    return key, token


def showing(token: str, how: str = "bearer"):
    make = RequestFactory()
    if how == "bearer":
        return make.get("/", headers={"Authorization": f"Bearer {token}"})
    if how == "header":
        return make.get("/", headers={"X-Api-Key": token})
    if how == "field":
        return make.post("/", {"api_key": token})
    return make.get("/", {"api_key": token})


def form(post, **changes):
    chosen = {"holder": str(post.pk), "name": "街道热线", "scopes": ["read", "report"], "term": "90"}
    return {**chosen, "key": "once-a-form", **changes}


@pytest.mark.parametrize("how", ["bearer", "header", "field"])
def test_a_key_opens_a_door_for_its_post(world, how):
    key, token = issued(world)
    found = keys.holder(showing(token, how))
    assert found == key
    actor = keys.actor_of(found)
    assert (
        actor.post == world.posts["hotline"]
        and actor.person is None
        and actor.ref == world.posts["hotline"].ref
    )


def test_no_key_is_looked_for_in_an_address(world):
    _key, token = issued(world)
    assert keys.holder(showing(token, "address")) is None


def test_of_the_secret_a_salted_digest_alone_is_kept(world):
    key, token = issued(world)
    secret = token.split("_", 2)[2]
    kept = " ".join(str(value) for value in Key.objects.values_list().get())
    entry = Entry.objects.get(subject=key.ref)
    assert secret not in kept and secret not in entry.fields
    assert "街道" not in entry.fields


def test_the_day_it_was_last_used_is_noted(world):
    key, token = issued(world)
    assert key.used_on is None
    keys.holder(showing(token))
    key.refresh_from_db()
    assert key.used_on == clock.today()


@pytest.mark.parametrize("token", ["nonsense", "ys_" + "0" * 12 + "_" + "a" * 43, "ys__", "ÿ" * 60, "Bearer"])
def test_an_unknown_key_opens_nothing(world, token):
    issued(world)
    with pytest.raises(keys.BadKey):
        keys.holder(showing(token, "field"))


def test_the_mark_of_one_key_with_the_secret_of_another_opens_nothing(world):
    _one, first = issued(world)
    _other, second = issued(world, "steward")
    mixed = "_".join([*first.split("_")[:2], second.split("_", 2)[2]])
    with pytest.raises(keys.BadKey):
        keys.holder(showing(mixed))


def test_a_key_is_over_after_its_last_day(world):
    _key, token = issued(world, days=3)
    with clock.at(clock.now() + timedelta(days=3)):
        assert keys.holder(showing(token))
    with clock.at(clock.now() + timedelta(days=4)), pytest.raises(keys.BadKey):
        keys.holder(showing(token))


def test_a_revoked_key_opens_nothing(world):
    key, token = issued(world)
    actions.revoke_key(world.actor("committee"), key)
    with pytest.raises(keys.BadKey):
        keys.holder(showing(token))
    with pytest.raises(Refused):
        actions.revoke_key(world.actor("committee"), key)


def test_a_key_of_a_closed_post_opens_nothing(world):
    _key, token = issued(world, "on_duty")
    network.close_post(CLOCK, world.posts["on_duty"], on=clock.today())
    with pytest.raises(keys.BadKey):
        keys.holder(showing(token))


def test_a_key_of_somebody_who_is_gone_opens_nothing(world):
    _key, token = of_person(world)
    people.erase_account(world.people["resident"])
    with pytest.raises(keys.BadKey):
        keys.holder(showing(token))


def test_a_key_is_good_for_its_scopes_alone(world):
    _key, token = issued(world, scopes=["read"])
    assert keys.needed(showing(token), Scope.READ)
    with pytest.raises(keys.BadKey) as refused:
        keys.needed(showing(token), Scope.WORK)
    assert refused.value.narrow
    with pytest.raises(keys.BadKey) as refused:
        keys.needed(RequestFactory().get("/"), Scope.READ)
    assert refused.value.missing


MAKES = {
    # who: for which posts they may make a key
    "committee": {"committee", "steward", "branch", "council", "property", "on_duty"},
    "hotline": {"hotline"},
    "steward": {"steward"},
    "operator": {"operator"},
    "resident": set(),
}


@pytest.mark.parametrize("who", MAKES)
def test_nobody_gets_to_see_through_a_key_what_they_may_not_see(world, who):
    actor = world.actor(who) if who in world.posts else Actor(person=world.people[who])
    if actor.post:
        actor = Actor(person=actor.person, post=actor.post, posts=(actor.post,))
    may = set()
    for name in ("committee", "steward", "branch", "council", "property", "on_duty", "hotline", "operator"):
        try:
            actions.issue_key(
                actor,
                world.posts[name],
                token=keys.new_token(),
                label="试",
                scopes=["read"],
                ends_on=clock.today(),
            )
            may.add(name)
        except Refused:
            continue
    assert may == MAKES[who]


def test_nobody_makes_a_key_for_another_person(world):
    with pytest.raises(Refused):
        actions.issue_key(
            world.actor("committee"),
            world.people["resident"],
            token=keys.new_token(),
            label="试",
            scopes=["read"],
            ends_on=clock.today(),
        )


@pytest.mark.parametrize("days", [-1, 367])
def test_a_key_lasts_a_year_at_most(world, days):
    with pytest.raises(Refused):
        issued(world, days=days)


def test_what_was_said_in_confidence_goes_to_no_machine_of_a_post(world):
    hidden, shown = world.report(visibility=Visibility.HOTLINE), world.report()
    for post in ("hotline", "committee", "steward"):
        key, _token = issued(world, post)
        assert set(keys.cases(key)) == {shown}
    assert set(keys.cases(None)) == {shown}
    assert hidden not in set(keys.cases(issued(world, scopes=["report"])[0]))


def test_a_resident_reads_their_own_matters_with_their_key(world):
    mine = world.report(by=Actor(person=world.people["resident"]), visibility=Visibility.HOTLINE)
    key, _token = of_person(world)
    other, _token = of_person(world, "neighbour")
    assert mine in keys.cases(key) and mine not in keys.cases(other)


def test_a_key_is_shown_once(world, client):
    client.force_login(world.people["hotline"])
    page, post = reverse("api:new_key"), world.posts["hotline"]
    first = client.post(page, form(post))
    key = Key.objects.get()
    token = first.context["token"]
    assert first.status_code == 200 and token in first.content.decode() and key.mark in token
    assert keys.holder(showing(token)) == key
    again = client.post(page, form(post)).content.decode()
    assert Key.objects.count() == 1 and key.mark not in again
    listed = client.get(reverse("api:keys")).content.decode()
    assert key.mark in listed and token not in listed


def test_the_committee_makes_a_key_for_a_post_it_keeps(world, client):
    client.force_login(world.people["committee"])
    post = world.posts["property"]
    page = f"{reverse('api:new_key')}?post={post.pk}"
    assert client.get(page).status_code == 200
    assert client.post(page, form(post)).status_code == 200
    assert Key.objects.get().post == post


def test_a_keeper_is_told_why_they_make_no_key_for_a_post_that_sees_more(world, client):
    client.force_login(world.people["committee"])
    assert client.get(f"{reverse('api:new_key')}?post={world.posts['hotline'].pk}").status_code == 403
    client.force_login(world.people["steward"])
    assert client.get(f"{reverse('api:new_key')}?post={world.posts['hotline'].pk}").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"name": ""},
        {"term": "9999"},
        {"holder": "0"},
        {"holder": "myself", "scopes": ["work"]},
    ],
)
def test_a_form_that_says_too_little_makes_no_key(world, client, wrong):
    client.force_login(world.people["hotline"])
    assert client.post(reverse("api:new_key"), form(world.posts["hotline"], **wrong)).status_code == 422
    assert not Key.objects.exists()


def test_a_key_is_revoked_by_a_page_and_by_those_who_know_of_it_alone(world, client):
    key, token = issued(world)
    page = reverse("api:revoke_key", args=[key.pk])
    for stranger in ("resident", "steward"):
        client.force_login(world.people[stranger])
        assert client.post(page).status_code == 404
        assert key.mark not in client.get(reverse("api:keys")).content.decode()
    client.force_login(world.people["committee"])
    assert client.post(page).status_code == 302
    with pytest.raises(keys.BadKey):
        keys.holder(showing(token))


def _signed_in(world, who: str) -> Actor:
    return Actor(world.people[who], world.posts[who], posts=(world.posts[who],))


def made_by(world, who: str, holder: str) -> tuple[Key, str]:
    token = keys.new_token()
    ends = clock.today() + timedelta(days=90)
    key = actions.issue_key(
        _signed_in(world, who), world.posts[holder], token=token, label="系统", scopes=["read"], ends_on=ends
    )
    return key, token


def leaves(world, who: str) -> None:
    term = world.posts[who].appointments.on().get(person=world.people[who])
    network.relieve(CLOCK, term, until_on=clock.today())


def test_a_key_ends_when_whoever_made_it_leaves_the_post(world, client):
    _key, token = made_by(world, "steward", "steward")
    leaves(world, "steward")
    assert keys.holder(showing(token)) is not None  # the last day is included
    client.force_login(world.people["committee"])
    with clock.at(clock.now() + timedelta(days=1)):
        with pytest.raises(keys.BadKey):
            keys.holder(showing(token))
        page = client.get(reverse("api:keys")).content.decode()
    assert "已失效：办理人已不在这个岗位" in page


def test_a_key_made_by_who_keeps_the_posts_outlives_their_going(world):
    _key, token = made_by(world, "committee", "steward")
    leaves(world, "committee")
    with clock.at(clock.now() + timedelta(days=1)):
        assert keys.holder(showing(token)) is not None


def test_ones_own_data_hold_ones_keys_and_systems_but_no_secret(world):
    mine, token = of_person(world)
    found = mydata.of_person(world.people["resident"])
    assert [each["begins_with"] for each in found["keys"]] == [f"ys_{mine.mark}"]
    assert (
        found["partners"] == [] and token.split("_", 2)[2] not in str(found) and mine.hash not in str(found)
    )
    made_by(world, "steward", "steward")
    actions.set_partner(
        CLOCK, world.posts["property"], label="物业系统", address="https://estate.example/v2", token="theirs"
    )
    found = mydata.of_person(world.people["committee"])
    assert [each["called"] for each in found["partners"]] == ["物业系统"] and "theirs" not in str(found)
    assert len(mydata.of_person(world.people["steward"])["keys"]) == 1
    assert mydata.as_zip(found)


def test_whoever_is_erased_leaves_no_key_behind(world):
    key, token = of_person(world)
    actions.erase_keys_of(world.people["resident"])
    key.refresh_from_db()
    assert key.label == "" and key.revoked_on
    with pytest.raises(keys.BadKey):
        keys.holder(showing(token))
