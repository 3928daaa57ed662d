"""Figures of a place and period: each counts what happened, stands beside what it was, and leads to the list it counts;
of people no small number is told."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from tests.world import World

from yishi.cases import actions
from yishi.cases.models import Case, Visibility
from yishi.cases.rates import Period
from yishi.deliberation.models import Attendance, Session
from yishi.disclosure import behind, figures, taking_part
from yishi.network.actors import CLOCK
from yishi.network.models import RollPolicy
from yishi.record import clock
from yishi.record.actions import compare_indicators
from yishi.record.jobs import seal_waiting

pytestmark = pytest.mark.django_db


def of(
    world: World, place: str = "community", kind: str = "month", day: date | None = None
) -> figures.Figures:
    while seal_waiting():
        pass
    there = world.places[place]
    there.refresh_from_db()
    return figures.of(there, figures.period_of(kind, day or clock.today()))


def numbers(client, address: str) -> set[str]:
    """The numbers of the cases in a list."""
    page = client.get(address)
    assert page.status_code == 200, address
    return set(re.findall(r"/cases/(\d+)/", page.content.decode()))


@pytest.fixture
def lively(world):
    """Two were said this month and one the month before; one was handed up and answered, one solved."""
    now = clock.now().replace(day=10, hour=10)
    with clock.at(now - timedelta(days=31)):
        world.report(channel="phone")
    with clock.at(now):
        open_, case = world.report(channel="qr"), world.report(channel="door")
    with clock.at(now + timedelta(hours=1)):
        case = actions.hand_up(world.actor("steward"), case, reason="够不着")
    with clock.at(now + timedelta(days=2)):
        case = actions.answer(world.actor("branch"), case, kind="solved", text="清好了")
        actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
    with clock.at(now + timedelta(days=3)):
        yield world, open_, Case.objects.get(pk=case.pk)


def test_they_count_what_happened_beside_what_it_was(lively):
    world, _open, _solved = lively
    found = of(world)
    assert (found.now.said, found.was.said, found.year_ago.said) == (2, 1, 0)
    assert (found.now.answered, found.now.solved, found.open) == (1, 1, 2)
    assert [(each.first.month, each.sums.said) for each in found.months[-2:]] == [
        (found.period.former.since.month, 1),
        (found.period.since.month, 2),
    ]
    assert {(line.code, line.said, line.said_before) for line in found.by_channel} == {
        ("qr", 1, 0),
        ("door", 1, 0),
    }
    assert [(line.code, line.answered) for line in found.by_rung] == [("branch", 1)]
    assert found.hops == [(1, 1)] and found.mean_hops == 1.0
    assert [(line.code, line.said, line.solved) for line in found.by_category] == [("shared", 2, 1)]
    assert (found.waits.median, found.waits.total) == (2.0, 1)
    assert {line.name: (line.said, line.open) for line in found.by_place} == {
        "桂花苑": (2, 2),
        "香樟苑": (0, 0),
    }


def test_an_answer_taken_back_leaves_every_count(world):
    case = world.report(channel="session")
    since = clock.now()
    with clock.at(since + timedelta(minutes=1)):
        case = actions.answer_at_session(
            CLOCK, case, by=world.posts["committee"], kind="solved", text="当场答复", basis="11月20日"
        )
    assert of(world).hops == [(0, 1)]
    actions.take_back_at_session(CLOCK, case, since=since)
    found = of(world)
    assert (found.hops, found.by_rung, found.waits.total, found.now.answered) == ([], [], 0, 0)


def test_counting_anew_gives_the_same(lively):
    of(lively[0])
    assert compare_indicators().equal


def test_every_figure_leads_to_the_list_it_counts(lively, client):
    world, open_, solved = lively
    found = of(world)
    place, period = found.place, found.period
    lists = {
        behind.said(place, period): {open_, solved},
        behind.answered(place, period): {solved},
        behind.ended(place, period, "solved"): {solved},
        behind.ended(place, period, "lapsed"): set(),
        behind.cases(place, period, channel="qr"): {open_},
        behind.cases(place, period, category="shared"): {open_, solved},
        behind.answered(place, period, rung="branch"): {solved},
        behind.answered(place, period, rung="steward"): set(),
        behind.answered(place, period, hops=1): {solved},
        behind.answered(place, period, hops=0): set(),
        behind.answered(place, period, took="10-20"): {solved},
        behind.answered(place, period, took="0-5"): set(),
        behind.answered(place, period, showing="late"): set(),
    }
    for address, cases in lists.items():
        assert numbers(client, address) == {case.number for case in cases}, address
    assert numbers(client, behind.said(place, period.former)) and not numbers(
        client, behind.ended(place, period.former, "solved")
    )
    page = client.get(behind.figures(place, period)).content.decode()
    offered = set(map(unescape, re.findall(r'href="(/cases/\?[^"]+)"', page)))
    assert {address for address, cases in lists.items() if cases} <= offered
    assert all(client.get(address).status_code == 200 for address in offered)


def test_a_list_by_another_day_pages_on_by_it(world, client):
    now = clock.now()
    for n in range(23):
        with clock.at(now - timedelta(hours=30 - n)):
            case = world.report()
        with clock.at(now - timedelta(minutes=n)):
            actions.answer(world.actor("steward"), case, kind="solved", text="好了")
    first = client.get("/cases/?when=answered")
    shown = re.findall(r"/cases/(\d+)/", first.content.decode())
    following = unescape(re.search(r'href="(\?[^"]*at=[^"]+)"', first.content.decode())[1])
    more = re.findall(r"/cases/(\d+)/", client.get(f"/cases/{following}").content.decode())
    in_order = [case.number for case in Case.objects.order_by("-first_answered_at")]
    assert list(dict.fromkeys(shown)) + list(dict.fromkeys(more)) == in_order


@pytest.mark.parametrize(
    "asked",
    ["period=century", "on=yesterday", "on=0001-01-01", "on=9999-12-31", "period=month&on=", "period=own"],
)
def test_a_senseless_period_is_told_and_the_page_is_there(world, client, asked):
    page = client.get(reverse("open:figures", args=[world.places["community"].code]) + f"?{asked}")
    assert page.status_code in (200, 422)
    assert b"<h1" in page.content


@pytest.mark.parametrize(
    "asked",
    [
        "hops=-1",
        "hops=99999999999",
        "took=x",
        "took=-",
        "took=99999-99999",
        "until=0001-01-01",
        "until=9999-12-31",
        "since=9999-12-31",
        "rung=king",
        "when=never",
        "channel=%00",
        "hops=1&took=5-&rung=steward&when=ended",
    ],
)
def test_a_senseless_filter_is_no_failure(world, client, asked):
    world.answered()
    assert client.get(f"/cases/?{asked}").status_code == 200


def test_what_is_kept_from_the_public_stands_in_no_figure_and_no_list(world, client):
    world.report(visibility=Visibility.HOTLINE)
    for place in ("street", "community", "estate", "b3"):
        found = of(world, place)
        assert found.is_empty and not found.by_category and not found.by_channel
        assert not any(line.said or line.open for line in found.by_place)
    assert not numbers(client, behind.said(found.place, found.period))


def test_households_are_told_only_where_they_are_many(world, monkeypatch):
    place, period = world.places["estate"], figures.period_of("month", clock.today())
    place.refresh_from_db()

    def came(counts: dict[str, int]):
        found = {world.places[key].path: many for key, many in counts.items()}
        total = sum(found.values())
        monkeypatch.setattr(taking_part, "_came", lambda *_: (taking_part.Counter(found), total))
        monkeypatch.setattr(
            taking_part, "_dwellings", lambda *_: taking_part.Counter(dict.fromkeys(found, 40))
        )
        part = taking_part.taking_part(place, period)
        return {each.place.name: (each.households, each.percent) for each in part.buildings}

    least = RollPolicy.objects.present().small_cell
    assert came({"b3": least, "b5": 2 * least}) == {"3栋": (least, 25), "5栋": (2 * least, 50)}
    # one that is few would be known from the total, so the next is not told, either
    assert came({"b3": least - 1, "b5": 2 * least}) == {"3栋": (None, None), "5栋": (None, None)}
    assert came({"b3": 0, "b5": 2 * least})["3栋"] == (0, 0)


def test_a_building_is_heard_when_somebody_of_it_says_something(world):
    assert of(world, "estate").taking_part.heard == 0
    world.report(place="b5")
    part = of(world, "estate").taking_part
    assert (part.heard, part.percent, [each.place.name for each in part.buildings]) == (1, 50, ["5栋", "3栋"])
    assert of(world, "b5").taking_part is None


def test_an_order_of_places_needs_a_sample(world, client):
    actions.set_rate_rule(CLOCK, world.places["community"], source="test", minimum=2)
    for _n in range(2):
        case = world.answered()
        actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
    case = actions.answer(world.actor("steward2"), world.report(place="c1"), kind="solved", text="清好了")
    actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
    of(world)
    address = reverse("open:figures", args=[world.places["community"].code])
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    order = re.search(r'<ol class="ranked">(.*?)</ol>', page, re.S)[1]
    assert "桂花苑" in order or "Osmanthus Court" in order
    assert "香樟苑" not in order and "Camphor Court" not in order
    assert "at least 2 valid call-backs" in page


def test_period_and_the_one_a_year_ago():
    for kind in figures.KINDS:
        period = Period.around(kind, date(2024, 2, 29))
        ago = figures.year_before(period)
        assert ago == Period.around(kind, date(2023, 2, 28)) and ago.kind == kind
    with pytest.raises(ValueError, match="no such period"):
        figures.period_of("own", date(2024, 2, 29))


def test_there_is_nothing_of_a_place_that_is_none(client, world):
    assert client.get(reverse("open:figures", args=["nowhere"])).status_code == 404
    assert Session.objects.count() == 0 and Attendance.objects.count() == 0
