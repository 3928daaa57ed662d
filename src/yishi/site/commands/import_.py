"""`./yishi import`: bring in what exists elsewhere: messages another board answered, places, the taxonomy."""

import argparse
import time
from pathlib import Path
from typing import Any

from . import Problem, progress
from .bar import Bar

NAME = "import"
HELP = "Bring in messages from a file, places from the official division codes, the taxonomy, or a ladder."
LISTED = 50
"""How many refused rows are shown; with --json all are."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word says what to bring in."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    messages = what.add_parser(
        "messages",
        help="a CSV file of messages with their replies: id, subject, sent_at, body, reply, replied_at",
    )
    messages.add_argument("file", metavar="FILE", type=Path)
    messages.add_argument("--dry-run", action="store_true", help="write nothing, only say what is wrong")
    messages.add_argument("--place", metavar="CODE", help="code of the place they belong to")
    messages.add_argument(
        "--visibility",
        choices=("public", "hotline"),
        default="public",
        help="who may read them (default public)",
    )
    places = what.add_parser(
        "places",
        help="a directory with provinces.csv, cities.csv, areas.csv, streets.csv, villages_subset.csv",
    )
    places.add_argument("directory", metavar="DIR", type=Path)
    places.add_argument(
        "--only", metavar="CODEPREFIX", default="", help="only what lies in this place, e.g. 4211"
    )
    what.add_parser("taxonomy", help="the categories everybody starts with")
    ladder = what.add_parser(
        "ladder",
        help="a JSON file: place, rungs with role, take_hours, answer_hours; lapse_days, part_days, source",
    )
    ladder.add_argument("file", metavar="FILE", type=Path)


def run(options: argparse.Namespace) -> dict:
    """Bring it in and say what came of it."""
    begun = time.monotonic()
    doing = {"messages": _messages, "places": _places, "taxonomy": _taxonomy, "ladder": _ladder}
    result = doing[options.what](options)
    return {"what": options.what, **result, "seconds": round(time.monotonic() - begun, 1)}


def show(result: dict) -> None:
    """For people."""
    _SHOW[result["what"]](result)


def _messages(options: argparse.Namespace) -> dict:
    from yishi.cases import imports

    try:
        rows = imports.read(options.file)
    except imports.Unreadable as trouble:
        raise Problem(f"{options.file}: {trouble}") from None
    good = [row for row in rows if isinstance(row, imports.Message)]
    if options.dry_run:
        return {"dry_run": True, **_look(rows, good)}
    _bring_up_to_date()
    if not good:
        return {"dry_run": False, **_counts(imports.Outcome(len(rows), refused=_bad(rows)))}
    place = _place(options.place)
    imports.prepare(place, min(message.sent_at for message in good).date())
    bar = Bar("Messages", len(rows))
    try:
        outcome = imports.bring_in(rows, place, visibility=options.visibility, each=bar.step)
    finally:
        # also where it was cut short: what is in is part of the record
        _seal()
    return {"dry_run": False, "place": place.code, **_counts(outcome)}


def _look(rows: list, good: list) -> dict:
    """What an import would do, without a table being written or even made."""
    from yishi.cases import imports

    from .serve import unapplied_migrations

    there = set() if unapplied_migrations() else imports.present(good)
    outcome = imports.Outcome(len(rows), already_present=len(there), refused=_bad(rows))
    return {**_counts(outcome), "would_import": len(good) - len(there)}


def _bad(rows: list) -> list:
    from yishi.cases import imports

    return [row for row in rows if isinstance(row, imports.Bad)]


def _counts(outcome: Any) -> dict:
    return {
        "ok": not outcome.refused,
        "rows": outcome.rows,
        "imported": outcome.imported,
        "already_present": outcome.already_present,
        "refused": [bad.as_json() for bad in sorted(outcome.refused, key=lambda bad: bad.spot.row)],
        "median_time_to_answer_seconds": outcome.median_seconds,
    }


def _place(code: str | None) -> Any:
    from yishi.cases import imports
    from yishi.network.models import Place

    if not code:
        return imports.board_place()
    if place := Place.objects.filter(code=code).first():
        return place
    raise Problem(f"There is no place with the code {code}. Leave --place out for a board of its own.")


def _places(options: argparse.Namespace) -> dict:
    from yishi.site import divisions

    try:
        wanted = divisions.read(options.directory, options.only)
    except (OSError, divisions.Unreadable) as trouble:
        raise Problem(f"{options.directory}: {trouble}") from None
    if not wanted:
        raise Problem(f"No place has a code that begins with {options.only}.")
    _bring_up_to_date()
    bar = Bar("Places", len(wanted), "places")
    try:
        added = divisions.enter(wanted, bar.step)
    finally:
        _seal()
    return {"places": len(wanted), "added": added, "already_present": len(wanted) - added}


def _taxonomy(_options: argparse.Namespace) -> dict:
    from yishi.cases import setup
    from yishi.network.actors import CLOCK

    _bring_up_to_date()
    entered = setup.enter_taxonomy(CLOCK)
    _seal()
    return {"entered": entered.entered, "already_present": entered.unchanged}


def _ladder(options: argparse.Namespace) -> dict:
    from yishi.cases import setup
    from yishi.network.actors import CLOCK

    _bring_up_to_date()
    try:
        ladder = setup.enter_ladder_from(CLOCK, options.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, setup.Unreadable) as trouble:
        raise Problem(f"{options.file}: {trouble}") from None
    _seal()
    return {"place": ladder.place.code, "rungs": ladder.rungs.count()}


def _bring_up_to_date() -> None:
    """A database nobody has used yet is made ready; a live one is for its keeper to migrate."""
    from django.conf import settings
    from django.core.management import call_command

    from .serve import unapplied_migrations

    if waiting := unapplied_migrations():
        if settings.IN_PRODUCTION:
            raise Problem(
                f"The database is not up to date ({waiting[0]} waits). Run `./yishi manage migrate`."
            )
        progress("Preparing the database.")
        call_command("migrate", interactive=False, verbosity=0)


def _seal() -> None:
    from yishi.record.jobs import seal_waiting

    while seal_waiting():
        pass


def _show_messages(result: dict) -> None:
    for bad in result["refused"][:LISTED]:
        name = f" (id {bad['id']})" if bad["id"] else ""
        print(f"row {bad['row']}, line {bad['line']}{name}: {bad['reason']}")
    if len(result["refused"]) > LISTED:
        print(f"… and {len(result['refused']) - LISTED} more; --json lists all.")
    there, refused = result["already_present"], len(result["refused"])
    if result["dry_run"]:
        would = result["would_import"]
        print(f"{result['rows']} rows: {would} can be imported, {there} are here already, {refused} cannot.")
        print("Nothing was written.")
        return
    print(
        f"{result['rows']} rows: {result['imported']} imported, {there} were here already, {refused} refused."
    )
    if result["median_time_to_answer_seconds"] is not None:
        days = result["median_time_to_answer_seconds"] / 86400
        print(f"Half of them were answered within {days:.1f} days.")


def _show_places(result: dict) -> None:
    print(
        f"{result['places']} places: {result['added']} added, {result['already_present']} were here already."
    )


def _show_taxonomy(result: dict) -> None:
    print(f"{result['entered']} categories entered, {result['already_present']} were here already.")


def _show_ladder(result: dict) -> None:
    print(f"{result['place']} has a ladder of {result['rungs']} rungs.")


_SHOW = {
    "messages": _show_messages,
    "places": _show_places,
    "taxonomy": _show_taxonomy,
    "ladder": _show_ladder,
}
