"""Calendars, pages of sessions and figures over the server, with so many past sessions in the books. None may grow with
them."""

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from . import city as cities
from . import measuring, report, whole
from .measuring import CONNECTIONS, DIFFERENT, Measured, request

AT_ONCE = 2000
"""Sessions entered with one action."""
FIRST, EACH = 10, 80
"""The first estates are measured. They get so many sessions each before any other has one, and none afterwards: a full
page of the same rows, however many there are beside them."""
EVERY, OPEN = 4, 8
"""One session in so many has an opinion that became a case, and one of these in so many is not solved yet."""
YEARS = timedelta(days=600)
WORDS = "楼下的路灯坏了，晚上看不清路。"


def run(
    sizes: list[int], seconds: float, directory: Path, tell: Callable[[str], None], estates: int
) -> dict[str, Any]:
    """Measure at every size, in rising order. Gives what the JSON holds."""
    from django.core.management import call_command

    from yishi.deliberation import setup
    from yishi.network.actors import CLOCK

    call_command("migrate", interactive=False, verbosity=0)
    result: dict[str, Any] = {"machine": whole.machine(), "seconds_each": seconds, "sessions": []}
    tell("Building the city.")
    city = cities.find() or cities.build(estates)
    setup.enter_rules(CLOCK)
    result["estates"] = len(city.estates)
    for size in sorted(sizes):
        tell(f"Filling up to {size} sessions.")
        begun = time.perf_counter()
        there = fill(city, size)
        filled = {"sessions": there, "seconds_to_fill": round(time.perf_counter() - begun, 1)}
        whole.settle_tables()
        result["sessions"].append({**filled, "measured": _measured(city, size, seconds, directory, tell)})
    result["p50_growth"] = _growth(result["sessions"])
    tell("A year of one series for every estate.")
    result["series"] = published(city)
    return result


def wrong(result: dict[str, Any]) -> int:
    """How many answers were not what was wanted."""
    return sum(row["wrong"] for size in result["sessions"] for row in size["measured"])


def text(result: dict[str, Any]) -> str:
    """The tables, for people."""
    parts = [", ".join(f"{name.replace('_', ' ')} {value}" for name, value in result["machine"].items())]
    for size in result["sessions"]:
        said = f"### {size['sessions']:,} sessions in {result['estates']:,} estates"
        parts += ["", said, "", f"Filled in {size['seconds_to_fill']} s.", "", report.HEAD, report.RULE]
        parts += [report.line(row, {}) for row in size["measured"]]
    year = result["series"]
    said = f"{year['sessions']:,} sessions of {year['estates']:,} estates in {year['seconds']} s"
    parts += ["", "### A year of one series, published at once", ""]
    parts += [
        f"{said}, {year['statements']} statements; {year['without_host']} estates had nobody to host them."
    ]
    parts += ["", "### Growth of the median from the smallest size to the largest", ""]
    parts += ["| what (connections) | times |", "|---|---:|"]
    parts += [f"| {what} | {times} |" for what, times in result["p50_growth"].items()]
    return "\n".join(parts)


def published(city: cities.City) -> dict[str, Any]:
    """A year of one series comes into the calendar of every estate at once: how many sessions, how long it took, and
    how many statements it asked."""
    from datetime import time as hour

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from yishi.deliberation import actions
    from yishi.deliberation.models import Kind
    from yishi.network.actors import CLOCK
    from yishi.network.models import Level, Organisation
    from yishi.network.powers import Role
    from yishi.record import clock

    series = actions.start_series(
        CLOCK,
        city.city,
        rule="FREQ=MONTHLY;BYMONTHDAY=10",
        kind=Kind.OPEN_DAY,
        level=Level.ESTATE,
        name_zh="每月10日议事",
        from_on=clock.today(),
        starts=hour(19),
        minutes=90,
        spot_zh="小区中心花园",
        host_kind=Organisation.Kind.COMMITTEE,
        chair_role=Role.COMMITTEE,
        clerk_role=Role.STEWARD,
    )
    with CaptureQueriesContext(connection) as asked:
        begun = time.perf_counter()
        done = actions.publish_series(CLOCK, series, clock.today() + timedelta(days=364))
        lasted = time.perf_counter() - begun
    return {
        "sessions": done.sessions,
        "estates": done.places,
        "without_host": done.without_host,
        "seconds": round(lasted, 2),
        "statements": len(asked),
    }


def fill(city: cities.City, wanted: int) -> int:
    """There are so many past sessions, one estate after another and spread over the days, through the bulk path; all is
    sealed and added up. Gives how many there are."""
    from yishi.deliberation import actions
    from yishi.deliberation.models import Session
    from yishi.network.actors import CLOCK
    from yishi.record.jobs import seal_waiting

    there = Session.objects.count()
    past = _past(city, range(there, wanted))
    while some := list(islice(past, AT_ONCE)):
        actions.bring_in_sessions(CLOCK, city.city, past=some)
    while seal_waiting():
        pass
    return Session.objects.count()


def _past(city: cities.City, numbers: range) -> Iterator[Any]:
    from yishi.cases.models import Category
    from yishi.deliberation.actions import PastOpinion, PastSession
    from yishi.deliberation.models import Kind, Response
    from yishi.record import clock

    posts = {
        estate.pk: estate.posts.select_related("organisation").order_by("id")[0] for estate in city.estates
    }
    category = Category.objects.choosable().filter(stop_number="")[0]
    since: datetime = clock.now() - YEARS
    for n in numbers:
        estate = city.estates[_turn(n, len(city.estates))]
        post, begins = posts[estate.pk], since + timedelta(minutes=(n * 7919) % (580 * 24 * 60))
        is_solved = n % (EVERY * OPEN) > 0
        said = PastOpinion(
            words=WORDS,
            category=category,
            kind=Response.Kind.TAKEN,
            text="已经报修。",
            post=post,
            solved_at=begins + timedelta(days=5) if is_solved else None,
        )
        yield PastSession(
            place=estate,
            kind=Kind.OPEN_DAY if n % 2 else Kind.BUILDING,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=90),
            host=post.organisation,
            chair=post,
            clerk=post,
            spot_zh="小区中心花园",
            present=3,
            opinions=(said,) if n % EVERY == 0 else (),
            missed="连日大雨。" if n % 97 == 0 else "",
        )


def _turn(n: int, estates: int) -> int:
    """Which estate the session with this number is of."""
    whole = n // EACH
    return whole if whole < FIRST else FIRST + (whole - FIRST) % (estates - FIRST)


def _measured(
    city: cities.City, size: int, seconds: float, directory: Path, tell: Callable[[str], None]
) -> list[dict[str, Any]]:
    rows: list[Measured] = []
    with measuring.serving({**os.environ, "YISHI_BENCH": "1"}, directory) as (port, pids):
        answering = [pids[0], *whole.database_pids(directory)]
        for what, addresses in _addresses(city, random.Random(size)).items():  # noqa: S311  which pages
            tell(f"{size}: {what}")
            asked = [request(each) for each in addresses]
            rows += [measuring.timed(what, port, asked, n, seconds, pids=answering) for n in CONNECTIONS]
    return measuring.as_json(rows)


def _addresses(city: cities.City, dice: random.Random) -> dict[str, list[str]]:
    """The pages measured, each with many addresses."""
    from django.urls import reverse

    from yishi.deliberation.models import Session

    first, last = Session.objects.earliest("id").pk, Session.objects.latest("id").pk
    estates = city.estates[:FIRST]
    around = [each for each in city.communities if estates[0].path.startswith(each.path)]
    found: dict[str, list[str]] = {}
    for level, places in (("estate", estates), ("community", around), ("city", [city.city])):
        codes = [place.code for place in places]
        calendar = [reverse("meet:calendar", args=[code]) for code in codes]
        found[f"calendar, {level}"] = calendar
        found[f"sessions that were, {level}"] = [f"{each}?show=past" for each in calendar]
        found[f"days without one, {level}"] = [f"{each}?show=missed" for each in calendar]
        found[f"figures, {level}"] = [reverse("meet:place_figures", args=[code]) for code in codes]
        for what in ("held", "solved"):
            found[f"list of {what}, {level}"] = [
                reverse("meet:figures_list", args=[code, what]) for code in codes
            ]
        found[f"no answer yet, {level}"] = [reverse("meet:unanswered", args=[code]) for code in codes]
    found["a session"] = [
        reverse("meet:session", args=[dice.randint(first, last)]) for _n in range(DIFFERENT)
    ]
    return found


def _growth(sizes: list[dict[str, Any]]) -> dict[str, float]:
    if len(sizes) < 2:
        return {}
    before = {(row["what"], row["connections"]): row["p50"] for row in sizes[0]["measured"]}
    return {
        f"{row['what']} ({row['connections']})": round(
            row["p50"] / before[row["what"], row["connections"]], 2
        )
        for row in sizes[-1]["measured"]
    }
