"""Coverage counts estates, at any date, with the list behind every figure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.house.test_queries import count

from yishi.network import actions, coverage, grid
from yishi.network.actors import CLOCK
from yishi.network.models import Level, Organisation, Serving, Visit
from yishi.record import clock

pytestmark = pytest.mark.django_db
KINDS = Organisation.Kind


@pytest.fixture
def bare(world):
    """No branch serves any estate yet."""
    Serving.objects.all().delete()
    return world


def branch(world, code, *estates, from_on=date(2026, 2, 1), until_on=None):
    body = actions.found(
        CLOCK, world.places["community"], kind=KINDS.BRANCH, code=code, name_zh=f"{code}联合党支部"
    )
    for estate in estates:
        actions.serve(CLOCK, body, place=estate, from_on=from_on, until_on=until_on)
    return body


def figures(world, on=None):
    found = coverage.counted(world.places["street"].path, on)
    return found.own, found.joint, found.none, found.total


def test_a_branch_of_one_estate_is_its_own_and_of_two_a_joint_one(bare):
    assert figures(bare) == (0, 0, 2, 2)
    branch(bare, "a", bare.places["estate"])
    assert figures(bare) == (1, 0, 1, 2)
    branch(bare, "b", bare.places["estate"], bare.places["estate2"])
    assert figures(bare) == (1, 1, 0, 2)  # own before joint, and an estate once


def test_the_figure_of_a_past_day_is_what_was_so(bare):
    branch(
        bare,
        "a",
        bare.places["estate"],
        bare.places["estate2"],
        from_on=date(2026, 3, 1),
        until_on=date(2026, 3, 31),
    )
    branch(bare, "b", bare.places["estate"], from_on=date(2026, 4, 1))
    assert figures(bare, date(2026, 2, 28)) == (0, 0, 2, 2)
    assert figures(bare, date(2026, 3, 31)) == (0, 2, 0, 2)
    assert figures(bare, date(2026, 4, 1)) == (1, 0, 1, 2)


def test_an_estate_that_is_closed_leaves_the_figure_and_the_joint_branch(bare):
    branch(bare, "a", bare.places["estate"], bare.places["estate2"])
    type(bare.places["estate2"]).objects.filter(pk=bare.places["estate2"].pk).update(closed_on=clock.today())
    assert figures(bare) == (1, 0, 0, 1)
    assert figures(bare, clock.today() - timedelta(days=1)) == (0, 2, 0, 2)


def test_a_dissolved_branch_covers_nothing(bare):
    body = branch(bare, "a", bare.places["estate"])
    Organisation.objects.filter(pk=body.pk).update(dissolved_on=clock.today())
    assert figures(bare) == (0, 0, 2, 2)


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_a_hundred_is_said_only_of_all(own, joint, none):
    found = coverage.Coverage(own, joint, own + joint + none, date(2026, 1, 1))
    if found.total:
        assert (found.percent == 100) == (none == 0)
        assert 0 <= found.percent <= 100
    else:
        assert found.percent is None


def test_the_shares_of_dongying():
    """491 and 675 of 1,166: 42.1 % and 57.9 %, together all of them."""
    found = coverage.Coverage(491, 675, 1166, date(2026, 1, 1))
    assert [str(each) for each in (found.own_percent, found.joint_percent, found.percent)] == [
        "42.1",
        "57.9",
        "100.0",
    ]


def test_the_public_page_shows_figure_list_and_formula(bare, client):
    branch(bare, "合江", bare.places["estate"], bare.places["estate2"])
    page = client.get("/net/coverage/421182001000/").content.decode()
    assert "(0 + 2) ÷ 2 = 100.0 %" in page
    assert "桂花苑" in page and "合江联合党支部" in page
    page = client.get("/net/coverage/421182001000/?show=none").content.decode()
    assert "合江联合党支部" not in page
    page = client.get("/net/coverage/421182001000/?on=2026-01-31").content.decode()
    assert "(0 + 0) ÷ 2 = 0.0 %" in page


@pytest.mark.parametrize(
    "query", ["?on=2026-13-45", "?on=x", "?at=%00&id=zz", "?on=0001-01-01", "?id=9999999999999999999999"]
)
def test_a_broken_address_shows_the_page_of_today(world, client, query):
    assert client.get(f"/net/coverage/421182001000/{query}").status_code == 200


def test_what_is_no_place_is_not_found(world, client):
    assert client.get("/net/coverage/nowhere/").status_code == 404


def test_the_list_pages_by_key_and_its_questions_do_not_grow(bare, client, settings):
    settings.YISHI_PAGES_ARE_KEPT = False
    address = "/net/coverage/421182001000/"
    client.get(address)
    few = count(client, address)
    community = bare.places["community"]
    for n in range(70):
        community.refresh_from_db()
        estate = actions.add_place(CLOCK, community, code=f"e-{n}", level=Level.ESTATE, name_zh=f"新苑{n}")
        if n % 2:
            branch(bare, f"new-{n}", estate)
    client.get(address)
    assert count(client, address) <= few
    first = client.get(address).content.decode()
    assert "新苑60" not in first
    after = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "新苑60" in client.get(address + after).content.decode()


# the grid


def test_the_grid_shows_what_each_building_has_and_its_questions_do_not_grow(world, client):
    client.force_login(world.people["branch"])
    address = "/net/grid/"
    page = client.get(address).content.decode()
    assert page.count("net-empty") > 2
    few = count(client, address)
    estate = world.places["estate"]
    for n in range(20):
        estate.refresh_from_db()
        actions.add_place(CLOCK, estate, code=f"b-{n}", level=Level.BUILDING, name_zh=f"{n + 20}栋")
    client.get(address)
    assert count(client, address) <= few


def test_a_building_fills_its_cells(world):
    b3 = world.places["b3"]
    group = actions.found(CLOCK, b3, kind=KINDS.GROUP, code="g3", name_zh="3栋党小组")
    home = actions.found(CLOCK, b3, kind=KINDS.MEMBER_HOME, code="m3", name_zh="党员中心户")
    for body in (group, home):
        if not body.servings.exists():
            actions.serve(CLOCK, body, place=b3)
    steward = world.actor("steward")
    actions.note_visit(steward, b3)
    actions.note_visit(steward, world.places["estate"], kind=Visit.Kind.SESSION)
    rows = {row.place.code: row for row in grid.rows(grid.buildings(world.places["estate"].path))}
    full, other = rows[b3.code], rows[world.places["b5"].code]
    assert (full.group, full.member_homes, full.empty) == ("3栋党小组", 1, 0)
    assert full.visited_on == full.session_on == clock.today()
    assert other.group == "" and other.visited_on is None and other.session_on == clock.today()


def test_a_visit_of_long_ago_stands_on_the_worklist_again(world):
    with clock.at(clock.now() - grid.LONG_AGO - timedelta(days=1)):
        actions.note_visit(world.actor("steward"), world.places["b3"])
    row = grid.rows([world.places["b3"]])[0]
    assert row.visited_on and row.visit_due


def test_a_steward_notes_a_visit_in_two_taps_and_twice_is_once(world, client):
    client.force_login(world.people["steward"])
    assert f"/net/grid/{world.places['b3'].code}/note/" in client.get("/net/grid/").content.decode()
    post = {"kind": "visit", "key": "k1"}
    for _n in range(2):
        assert client.post(f"/net/grid/{world.places['b3'].code}/note/", post).status_code == 302
    assert Visit.objects.filter(place=world.places["b3"]).count() == 1
    again = client.post(f"/net/grid/{world.places['b3'].code}/note/", {"kind": "visit", "key": "k2"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("who", "code", "status"),
    [
        ("steward", "estate", 200),
        ("steward", "estate2", 404),
        ("committee", "estate2", 200),
        ("property", "estate", 403),
        ("resident", "estate", 403),
        ("", "estate", 302),
    ],
)
def test_who_sees_the_grid(world, client, who, code, status):
    if who:
        client.force_login(world.people[who])
    assert client.get(f"/net/grid/{world.places[code].code}/").status_code == status
