"""Places come, close, move and are split; what happened stays where it happened, and every past day can be seen."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yishi.cases.models import Case
from yishi.network import actions, known
from yishi.network.actors import CLOCK, Actor
from yishi.network.models import Dwelling, GridPart, Level, Place, Residence, Serving
from yishi.record import Refused, clock
from yishi.record.models import Entry

TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def june(world):
    """It is noon on the fifteenth of June."""
    with clock.at(datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield world


def again(place: Place) -> Place:
    return Place.objects.get(pk=place.pk)


def tree(day: date) -> set[tuple[str, str]]:
    """Each place there was on a day, and what it lay in, by names."""
    rows = {place.path: place.name_zh for place in Place.objects.on(day)}
    return {(name, rows.get(path[:-4], "")) for path, name in rows.items()}


# --- adding ---


@pytest.mark.parametrize(
    ("parent", "level", "code", "said"),
    [
        ("b3", Level.ESTATE, "421182001901-01-03-1", "does not lie in"),
        ("b3", Level.BUILDING, "421182001901-01-03-1", "does not lie in"),
        ("community", Level.ESTATE, "421182001902-07", "begins with that of the place"),
        ("community", Level.ESTATE, "421182001901", "begins with that of the place"),
        ("community", Level.ESTATE, "421182001901-0 7", "digits, letters"),
        ("street", Level.COMMUNITY, "42118200190", "twelve digits"),
        ("street", Level.COMMUNITY, "42118200190a", "twelve digits"),
        ("street", Level.COMMUNITY, "421182002001", "begins with 421182001"),
        ("district", Level.STREET, "421182002001", "noughts"),
        ("district", Level.STREET, "421182001000", "Another place has this code"),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_a_sentence(june, parent, level, code, said):
    before = Place.objects.count()
    with pytest.raises(Refused) as refused:
        actions.add_place(
            june.actor("operator"), june.places[parent], code=code, level=level, name_zh="新地方"
        )
    assert said in str(refused.value)
    assert Place.objects.count() == before


def test_any_level_may_be_missing(june):
    operator = june.actor("operator")
    there = actions.add_place(
        operator, june.places["street"], code="421182001000-01", level=Level.BUILDING, name_zh="独栋"
    )
    assert again(there).depth == june.places["street"].depth + 1


def test_a_place_is_not_there_before_what_it_lies_in_nor_ahead_of_its_day(june):
    operator = june.actor("operator")
    fresh = actions.add_place(
        operator,
        june.places["community"],
        code="421182001901-07",
        level=Level.ESTATE,
        name_zh="新苑",
        opened_on=TODAY - DAY,
    )
    for day, said in ((TODAY - 2 * DAY, "later one"), (TODAY + DAY, "entered on its day")):
        with pytest.raises(Refused) as refused:
            actions.add_place(
                operator, fresh, code=f"{fresh.code}-01", level=Level.BUILDING, name_zh="1栋", opened_on=day
            )
        assert said in str(refused.value)


def test_who_does_not_keep_places_changes_none(june):
    for who in ("steward", "branch", "hotline", "property", "council"):
        actor, b3 = june.actor(who), june.places["b3"]
        for act in (
            lambda: actions.rename_place(actor, b3, name_zh="甲"),  # noqa: B023
            lambda: actions.recode_place(actor, b3, code="421182001901-01-09"),  # noqa: B023
            lambda: actions.close_place(actor, b3, on=TODAY),  # noqa: B023
            lambda: actions.move_place(actor, b3, to=june.places["estate2"], on=TODAY),  # noqa: B023
        ):
            with pytest.raises(Refused):
                act()
    assert again(june.places["b3"]).closed_on is None


# --- names and codes ---


def test_a_new_name_goes_down_and_the_old_one_is_kept(june):
    actions.rename_place(
        june.actor("committee"), june.places["estate"], name_zh="金桂苑", name_en="Golden Court"
    )
    assert again(june.places["b3"]).label_zh == "金桂苑 3栋"
    assert june.places["estate"].former_names.get().name_zh == "桂花苑"


def test_an_old_code_still_leads_there(june, client):
    actions.recode_place(june.actor("committee"), june.places["b3"], code="421182001901-01-33")
    assert known.with_code("421182001901-01-03").pk == june.places["b3"].pk
    assert client.get("/report/at/421182001901-01-03/").status_code == 200
    assert client.get("/net/places/421182001901-01-03/").status_code == 200


# --- closing ---


def test_what_is_closed_can_be_chosen_no_more_and_still_be_read(june, client):
    case = june.report()
    with clock.at(clock.now() + DAY):
        actions.close_place(june.actor("committee"), june.places["b3"], on=TODAY + DAY)
        assert "3栋" not in client.get("/report/?in=421182001901-01").content.decode()
        assert client.get("/report/at/421182001901-01-03/").status_code == 404
        assert june.places["b3"].pk not in [p.pk for p in known.children(june.places["estate"].path)]
        page = client.get("/net/places/421182001901-01-03/").content.decode()
        assert "closed since" in page or "不再存在" in page or "已于" in page
        assert client.get(f"/cases/{case.number}/").status_code == 200
    assert again(june.places["b3"]).closed_on == TODAY + DAY


def test_closing_ends_what_was_of_it(june):
    resident = Actor(person=june.people["resident"])
    home = actions.claim_home(resident, june.places["b3"], door="1-501")
    Dwelling.objects.create(place=june.places["b3"], door="1-501")
    Serving.objects.create(
        organisation=june.posts["property"].organisation, place=june.places["b3"], from_on=TODAY - 9 * DAY
    )
    actions.close_place(june.actor("committee"), june.places["estate"], on=TODAY)
    assert Residence.objects.get(pk=home.pk).left_at
    assert Serving.objects.get(place=june.places["b3"]).until_on == TODAY - DAY
    assert Dwelling.objects.get(place=june.places["b3"]).gone_on == TODAY
    with pytest.raises(Refused):
        actions.claim_home(resident, june.places["b5"], door="1-501")


@pytest.mark.parametrize(
    ("on", "said"), [(TODAY + DAY, "entered on its day"), (TODAY - 3 * DAY, "that day or a later one")]
)
def test_a_day_that_cannot_be_is_refused(june, on, said):
    actions.add_place(
        CLOCK,
        june.places["b3"],
        code="421182001901-01-03-1",
        level=Level.UNIT,
        name_zh="1单元",
        opened_on=TODAY - DAY,
    )
    for act in (
        lambda: actions.close_place(june.actor("committee"), june.places["b3"], on=on),
        lambda: actions.move_place(
            june.actor("committee"), june.places["b3"], to=june.places["estate2"], on=on
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert said in str(refused.value)


def test_closed_is_closed(june):
    committee, b3 = june.actor("committee"), june.places["b3"]
    actions.close_place(committee, b3, on=TODAY)
    for act in (
        lambda: actions.close_place(committee, b3, on=TODAY),
        lambda: actions.rename_place(committee, b3, name_zh="甲"),
        lambda: actions.move_place(committee, b3, to=june.places["estate2"], on=TODAY),
        lambda: actions.add_place(committee, b3, code=f"{b3.code}-1", level=Level.UNIT, name_zh="1单元"),
        lambda: actions.move_place(committee, june.places["c1"], to=b3, on=TODAY),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert "closed" in str(refused.value) and refused.value.moved_on


# --- moving ---


def test_a_building_that_moves_goes_on_with_its_code_and_all_that_is_of_it(june, client):
    estate2, b3 = june.places["estate2"], june.places["b3"]
    unit = actions.add_place(
        CLOCK, b3, code=f"{b3.code}-1", level=Level.UNIT, name_zh="1单元", name_en="Unit 1"
    )
    case = june.report()
    home = actions.claim_home(Actor(person=june.people["resident"]), b3, door="1-501")
    dwelling = Dwelling.objects.create(place=unit, door="501")
    body = june.posts["property"].organisation
    Serving.objects.create(organisation=body, place=b3, from_on=TODAY - 9 * DAY)
    moved = actions.move_place(june.actor("committee"), b3, to=estate2, on=TODAY)

    assert moved.code == "421182001901-01-03" and again(b3).code == "421182001901-01-03@2026-06-15"
    assert again(moved).label == "Camphor Court Building 3" and moved.path.startswith(estate2.path)
    follower = Place.objects.get(code=f"{b3.code}-1")
    assert follower.follows_id == unit.pk and follower.path.startswith(moved.path)
    assert again(moved).numchild == 1 and again(estate2).numchild == 2
    assert Residence.objects.get(pk=home.pk).place_id == moved.pk
    assert Dwelling.objects.get(pk=dwelling.pk).place_id == follower.pk
    then, now = Serving.objects.filter(organisation=body, place__in=[b3, moved]).order_by("from_on")
    assert (then.place_id, then.until_on) == (b3.pk, TODAY - DAY)
    assert (now.place_id, now.from_on, now.until_on) == (moved.pk, TODAY, None)
    # what happened stays
    case = Case.objects.get(pk=case.pk)
    assert case.place_id == b3.pk and case.place_path == again(b3).path
    assert Entry.objects.filter(kind="network.PlaceMoved", subject=b3.ref, place=b3.path).count() == 1
    # the code on the wall, and the page of the matter
    assert client.get("/report/at/421182001901-01-03/").status_code == 200
    assert client.get(f"/cases/{case.number}/").status_code == 200
    page = client.get(f"/net/places/{again(b3).code}/").content.decode()
    assert f"/net/places/{moved.code}/" in page


def test_it_may_move_back_the_same_day_and_again(june):
    committee = june.actor("committee")
    first = actions.move_place(committee, june.places["b3"], to=june.places["estate2"], on=TODAY)
    back = actions.move_place(committee, first, to=june.places["estate"], on=TODAY)
    actions.move_place(committee, back, to=june.places["estate2"], on=TODAY)
    living = Place.objects.living().get(name_zh="3栋")
    assert living.code == "421182001901-01-03" and living.path.startswith(june.places["estate2"].path)
    assert again(june.places["b3"]).goes_on_as == [living]
    assert ("3栋", "桂花苑") in tree(TODAY - DAY) and ("3栋", "香樟苑") in tree(TODAY)


@pytest.mark.parametrize(
    ("what", "where", "said"),
    [
        ("b3", "b3", "into itself"),
        ("estate", "b3", "into itself"),
        ("b3", "estate", "lies there already"),
        ("estate", "estate2", "does not lie in"),
        ("b3", "b5", "does not lie in"),
        ("street", "district", "above a community"),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_a_sentence(june, what, where, said):
    with pytest.raises(Refused) as refused:
        actions.move_place(june.actor("operator"), june.places[what], to=june.places[where], on=TODAY)
    assert said in str(refused.value)


def test_nobody_moves_into_what_they_do_not_keep(june):
    other = actions.add_place(
        CLOCK, june.places["street"], code="421182001902", level=Level.COMMUNITY, name_zh="邻里社区"
    )
    with pytest.raises(Refused):
        actions.move_place(june.actor("committee"), june.places["estate2"], to=other, on=TODAY)
    assert again(june.places["estate2"]).closed_on is None


# --- splitting ---


def test_a_community_is_split_and_put_together_again(june):
    operator, community = june.actor("operator"), june.places["community"]
    new = actions.split_community(
        operator,
        community,
        code="421182001902",
        name_zh="香樟社区",
        estates=[june.places["estate2"]],
        on=TODAY,
    )
    steward2 = june.posts["steward2"]
    steward2.refresh_from_db()
    assert steward2.place.path.startswith(new.path)
    assert ("香樟苑", "桂花社区") in tree(TODAY - DAY) and ("香樟苑", "香樟社区") in tree(TODAY)
    moved = Place.objects.living().get(name_zh="香樟苑")
    actions.move_place(operator, moved, to=community, on=TODAY)
    assert ("香樟苑", "桂花社区") in tree(TODAY)
    with pytest.raises(Refused) as refused:
        actions.split_community(
            june.actor("committee"), community, code="421182001903", name_zh="又一个", estates=[], on=TODAY
        )
    assert "street" in str(refused.value)


# --- every past day ---


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_tree_on_every_past_day_is_what_it_was_then(db, data):
    """Whatever is added, closed and moved, one thing after the other, some on the same day."""
    from django.db import transaction

    with transaction.atomic():
        _play(data)
        transaction.set_rollback(True)


def _play(data) -> None:
    top = actions.add_place(CLOCK, None, code="990000000000", level=Level.COMMUNITY, name_zh="社区")
    seen: dict[date, set[tuple[str, str]]] = {}
    day = date(2026, 1, 1)
    for number in range(data.draw(st.integers(2, 14))):
        day += data.draw(st.integers(0, 2)) * DAY
        living = list(Place.objects.living())
        with clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
            place = data.draw(st.sampled_from(living))
            what = data.draw(st.sampled_from(["add", "add", "close", "move", "move"]))
            finer = Level.values[Level.values.index(place.level) + 1 : -1]
            try:
                if what == "add" and finer:
                    level = data.draw(st.sampled_from(finer))
                    actions.add_place(
                        CLOCK, place, code=f"p{number}", level=level, name_zh=f"地{number}", opened_on=day
                    )
                elif what == "close" and place.pk != top.pk:
                    actions.close_place(CLOCK, place, on=day)
                elif what == "move":
                    actions.move_place(CLOCK, place, to=data.draw(st.sampled_from(living)), on=day)
            except Refused:
                pass
        seen[day] = tree(day)
    assert {each: tree(each) for each in seen} == seen
    assert Place.objects.find_problems() == ([], [], [], [], [])
    codes = [place.code for place in Place.objects.living()]
    assert all("@" not in code for code in codes)


def test_parts_of_a_grid_go_along_within_the_community_and_not_out_of_it(june):
    operator, community = june.actor("operator"), june.places["community"]
    grid = actions.make_grid(operator, community, name_zh="第一网格")
    actions.set_grid(operator, grid, places=[june.places["b3"], june.places["estate2"]], on=TODAY - 5 * DAY)
    moved = actions.move_place(operator, june.places["b3"], to=june.places["estate2"], on=TODAY)
    assert GridPart.objects.on(TODAY).filter(grid=grid, place=moved).exists()
    assert not GridPart.objects.on(TODAY).filter(place=june.places["b3"]).exists()
    assert GridPart.objects.on(TODAY - DAY).filter(place=june.places["b3"]).exists()
    actions.split_community(
        operator, community, code="421182001902", name_zh="新社区", estates=[june.places["estate2"]], on=TODAY
    )
    assert not GridPart.objects.on(TODAY).filter(grid=grid).exists()
