"""`./yishi import`: bring in what exists elsewhere: messages another board answered, places, posts, the taxonomy."""

import argparse
import time
from pathlib import Path
from typing import Any

from . import Problem, progress
from .bar import Bar

NAME = "import"
HELP = (
    "Bring in messages, cases, places, posts with the people on them, a roll of dwellings, the taxonomy, ready texts, "
    "a ladder, or the days off of a year."
)
LISTED = 50
"""How many refused rows are shown; with --json all are."""
ADDED = {
    "organisations": "new organisations",
    "posts": "new posts",
    "people": "new people",
    "appointments": "new appointments",
    "ended": "terms ended",
}
"""What an import of posts counts, and how it says so."""


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
    cases = what.add_parser(
        "cases",
        help="a spreadsheet (XLSX or CSV) of open matters: place, words; category, name, phone, said_at, id",
    )
    cases.add_argument("file", metavar="FILE", type=Path)
    cases.add_argument(
        "--as", dest="post", required=True, metavar="POST", help="code of the post that files them"
    )
    cases.add_argument("--dry-run", action="store_true", help="write nothing, only say what is wrong")
    places = what.add_parser(
        "places",
        help="a directory with provinces.csv, cities.csv, areas.csv, streets.csv, villages_subset.csv, or a CSV file "
        "of what lies below: code, parent, level, name_zh, name_en",
    )
    places.add_argument("source", metavar="DIR|FILE", type=Path)
    places.add_argument(
        "--only",
        metavar="CODEPREFIX",
        default="",
        help="of a directory only what lies in this place, e.g. 4211",
    )
    places.add_argument(
        "--dry-run", action="store_true", help="of a file write nothing, only say what is wrong"
    )
    posts = what.add_parser(
        "posts",
        help="a CSV file of posts and who holds them: place, organisation, kind, organisation_name, post, role, "
        "phone, sign_in, name, mobile, from_on, until_on",
    )
    posts.add_argument("file", metavar="FILE", type=Path)
    posts.add_argument("--dry-run", action="store_true", help="write nothing, only say what is wrong")
    roll = what.add_parser(
        "roll",
        help="a spreadsheet (XLSX or CSV) of dwellings with their owners and tenants; the columns stand on the page "
        "under /net/roll/ and in the example there",
    )
    roll.add_argument("file", metavar="FILE", type=Path)
    roll.add_argument(
        "--place", metavar="CODE", required=True, help="code of the estate, community or street"
    )
    roll.add_argument("--dry-run", action="store_true", help="write nothing, only say what would change")
    roll.add_argument("--add-units", action="store_true", help="add units the tree does not know, too")
    what.add_parser("taxonomy", help="the categories everybody starts with")
    what.add_parser(
        "session-rules", help="what holds for sessions of each kind, and how votes are counted, with sources"
    )
    texts = what.add_parser(
        "texts",
        help="the ready texts and checklists of desks that everybody starts with; the taxonomy comes first",
    )
    texts.add_argument(
        "--place", metavar="CODE", default="", help="whose they are, instead of the topmost place's"
    )
    ladder = what.add_parser(
        "ladder",
        help="a JSON file: place, rungs with role, take_hours, answer_hours; lapse_days, part_days, office_hours, "
        "limits with urgency, category, rung, take, contact, progress, answer, source; or the name of one that comes "
        "with the house: beijing, jinan, weifang, guangdong",
    )
    ladder.add_argument("file", metavar="FILE|NAME", type=Path)
    ladder.add_argument(
        "--place", metavar="CODE", default="", help="whose ladder it is, instead of the file's place"
    )
    holidays = what.add_parser(
        "holidays",
        help="a JSON file of one year's days off: year, source, days_off with name, from, until; working_weekends; "
        "without a file the years this version knows",
    )
    holidays.add_argument("file", metavar="FILE", type=Path, nargs="?")


def run(options: argparse.Namespace) -> dict:
    """Bring it in and say what came of it."""
    begun = time.monotonic()
    result = _DO[options.what](options)
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


def _cases(options: argparse.Namespace) -> dict:
    from yishi.cases import sheets
    from yishi.network.actors import acting
    from yishi.network.models import Post

    post = Post.objects.select_related("place", "organisation").filter(code=options.post).first()
    if post is None:
        raise Problem(f"There is no post with the code {options.post}.")
    try:
        rows = sheets.look(sheets.table(options.file.name, options.file.read_bytes()), post.place)
    except sheets.Unreadable as trouble:
        raise Problem(f"{options.file}: {trouble}") from None
    problems = [
        {"row": row.number, "column": name, "reason": fault} for row in rows for name, fault in row.faults
    ]
    present = sum(row.present for row in rows)
    told = {"dry_run": options.dry_run, "ok": not problems, "rows": len(rows), "problems": problems}
    if options.dry_run:
        would = sum(row.is_good and not row.present for row in rows)
        return {**told, "would_import": would, "already_present": present}
    bar = Bar("Cases", len(rows))
    try:
        outcome = sheets.bring_in(acting(post), rows, bar.step)
    finally:
        _seal()
    told["problems"] += [{"row": row, "column": "", "reason": reason} for row, reason in outcome.refused]
    return {
        **told,
        "ok": not told["problems"],
        "imported": outcome.brought_in,
        "already_present": outcome.already_present,
    }


def _show_cases(result: dict) -> None:
    for problem in result["problems"][:LISTED]:
        print(f"row {problem['row']}, {problem['column']}: {problem['reason']}")
    there = result["already_present"]
    if result["dry_run"]:
        print(f"{result['rows']} rows: {result['would_import']} can be imported, {there} are here already.")
        print("Nothing was written.")
    else:
        print(f"{result['rows']} rows: {result['imported']} imported, {there} were here already.")


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
    if options.source.is_dir():
        if options.dry_run:
            raise Problem("--dry-run is for a file of places; a directory is entered as it is.")
        return _divisions(options.source, options.only)
    if options.only:
        raise Problem("--only is for a directory of divisions; a file of places is entered whole.")
    from yishi.network import imports

    outcome = _whole(imports.bring_in_places, options.source, options.dry_run)
    added = outcome.added["places"]
    there = outcome.rows - added - len({bad.row for bad in outcome.problems})
    counts = {"places": outcome.rows, "added": added, "already_present": there}
    return {**counts, **_remarks(outcome, options.dry_run)}


def _divisions(directory: Path, only: str) -> dict:
    from yishi.site import divisions

    try:
        wanted = divisions.read(directory, only)
    except (OSError, divisions.Unreadable) as trouble:
        raise Problem(f"{directory}: {trouble}") from None
    if not wanted:
        raise Problem(f"No place has a code that begins with {only}.")
    _bring_up_to_date()
    bar = Bar("Places", len(wanted), "places")
    try:
        added = divisions.enter(wanted, bar.step)
    finally:
        _seal()
    return {"places": len(wanted), "added": added, "already_present": len(wanted) - added}


def _posts(options: argparse.Namespace) -> dict:
    from yishi.network import imports

    outcome = _whole(imports.bring_in_posts, options.file, options.dry_run)
    added = {what: outcome.added[what] for what in ADDED}
    people = [] if outcome.problems else [_newcomer(person) for person in outcome.newcomers]
    return {"rows": outcome.rows, **added, "new_people": people, **_remarks(outcome, options.dry_run)}


def _newcomer(person: Any) -> dict:
    """How somebody who has no password yet comes in."""
    from yishi.people.phones import starred

    return {
        "sign_in": person.username,
        "name": person.name,
        "by_code_to": starred(person.phone) if person.phone else None,
        "set_password": f"./yishi manage changepassword {person.username}",
    }


def _roll(options: argparse.Namespace) -> dict:
    from django.utils import translation

    from yishi.network import actions, roll_jobs, sheets
    from yishi.network.actors import CLOCK
    from yishi.network.models import Place

    if not options.dry_run:
        _bring_up_to_date()
    place = Place.objects.filter(code=options.place).first()
    if place is None:
        raise Problem(f"There is no place with the code {options.place}.")
    content = options.file.read_bytes()
    tell = _Stages()
    for _try in range(roll_jobs.TRIES):
        try:
            with translation.override("en"):
                sheet, plan = roll_jobs.looked_at(content, place, tell)
                report = roll_jobs.as_report(sheet, plan)
        except sheets.Unreadable as trouble:
            raise Problem(f"{options.file}: {trouble}") from None
        counts = {"rows": sheet.rows, "new": len(plan.added), "changed": len(plan.changed), "same": plan.same}
        told = {
            "ok": not sheet.problems,
            "dry_run": options.dry_run,
            "written": False,
            **counts,
            "new_buildings": len(plan.buildings),
            **{name: report[name] for name in ("problems", "changed", "gone", "remarks")},
            "gone": report["gone"],
            "gone_count": len(plan.gone),
            "changed_count": len(plan.changed),
            "to_complete": report["to_complete"],
        }
        if options.dry_run or sheet.problems or plan.does_nothing:
            return told
        try:
            actions.write_roll(
                CLOCK,
                place,
                content,
                plan,
                with_units=options.add_units,
                each=lambda done, of: tell("writing", done, of),
            )
        except actions.Stale:
            continue
        _seal()
        return {**told, "written": True}
    raise Problem("Somebody is changing the roll at this moment. Nothing was written; please run this again.")


class _Stages:
    """Tells a terminal how far the work has come."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        line = f"{stage}: {100 * done // max(total, 1) // 10 * 10} %"
        if line != self.last:
            self.last = line
            progress(line)


def _show_roll(result: dict) -> None:
    for row, column, reason in result["problems"][:LISTED]:
        print(f"row {row}, {column}: {reason}")
    if result["problems"]:
        print(f"{len(result['problems'])} to put right; nothing was written.")
        return
    for where, row, lines in result["changed"][:LISTED]:
        for what, before, after in lines:
            print(f"row {row}, {where}: {what}: {before or '–'} → {after or '–'}")
    print(
        f"{result['rows']} rows: {result['new']} dwellings new, {result['changed_count']} changed, "
        f"{result['same']} as before, {result['gone_count']} gone; {result['new_buildings']} new buildings, "
        f"{result['to_complete']} of the new ones to be completed."
    )
    _show_trial(result)


def _whole(bring_in: Any, file: Path, dry_run: bool) -> Any:
    """Carry out an import that goes in whole or not at all."""
    from yishi.network import imports
    from yishi.record import Refused

    from .serve import unapplied_migrations

    if not dry_run:
        _bring_up_to_date()
    elif waiting := unapplied_migrations():
        raise Problem(f"The database is not up to date ({waiting[0]} waits). Run `./yishi manage migrate`.")
    try:
        outcome = bring_in(file, dry_run=dry_run)
    except imports.Unreadable as trouble:
        raise Problem(f"{file}: {trouble}") from None
    except Refused as refusal:
        raise Problem(f"{refusal.reason} Nothing was written.") from None
    if not (outcome.problems or dry_run):
        _seal()
    return outcome


def _remarks(outcome: Any, dry_run: bool) -> dict:
    problems = sorted(outcome.problems, key=lambda bad: bad.row)
    return {
        "ok": not problems,
        "dry_run": dry_run,
        "written": not (problems or dry_run),
        "problems": [bad.as_json() for bad in problems],
        "differs": [other.as_json() for other in outcome.differs],
    }


def _taxonomy(_options: argparse.Namespace) -> dict:
    from yishi.cases import setup
    from yishi.network.actors import CLOCK

    _bring_up_to_date()
    entered = setup.enter_taxonomy(CLOCK)
    _seal()
    return {"entered": entered.entered, "already_present": entered.unchanged}


def _session_rules(_options: argparse.Namespace) -> dict:
    from yishi.deliberation import setup
    from yishi.network.actors import CLOCK

    _bring_up_to_date()
    entered = setup.enter_rules(CLOCK)
    _seal()
    return {"entered": entered, "already_present": len(setup.TALLIES) + len(setup.RULES) - entered}


def _texts(options: argparse.Namespace) -> dict:
    from yishi.desk import starting
    from yishi.network.actors import CLOCK
    from yishi.network.models import Place

    _bring_up_to_date()
    places = Place.objects.filter(code=options.place) if options.place else Place.get_root_nodes()
    if not places:
        said = (
            f"there is no place with the code {options.place}" if options.place else "there is no place yet"
        )
        raise Problem(f"{said}; bring in places first: ./yishi import places FILE")
    entered = [starting.enter(CLOCK, place) for place in places]
    _seal()
    return {
        "texts": sum(texts for texts, _lists in entered),
        "checklists": sum(lists for _texts, lists in entered),
    }


def _ladder(options: argparse.Namespace) -> dict:
    from yishi.cases import setup
    from yishi.network.actors import CLOCK

    _bring_up_to_date()
    name = str(options.file)
    try:
        said = setup.preset(name) if name in setup.presets() else options.file.read_text(encoding="utf-8")
        ladder = setup.enter_ladder_from(CLOCK, said, options.place)
    except (OSError, UnicodeDecodeError, setup.Unreadable) as trouble:
        raise Problem(f"{options.file}: {trouble}") from None
    _seal()
    return {"place": ladder.place.code, "rungs": ladder.rungs.count(), "limits": ladder.limits.count()}


def _holidays(options: argparse.Namespace) -> dict:
    from yishi.cases.clock_jobs import count_provisional_anew
    from yishi.network import holidays
    from yishi.network.actors import CLOCK

    _bring_up_to_date()
    if options.file is None:
        years = holidays.enter_known(CLOCK)
    else:
        try:
            notice = holidays.read(options.file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, holidays.Unreadable) as trouble:
            raise Problem(f"{options.file}: {trouble}") from None
        if notice.problems:
            problems = [{"list": p.list, "row": p.row, "reason": p.reason} for p in notice.problems]
            return {"ok": False, "years": [], "problems": problems, "limits_counted_anew": 0}
        years = [notice.year] if holidays.enter(CLOCK, notice) else []
    moved = count_provisional_anew()
    _seal()
    return {"ok": True, "years": years, "problems": [], "limits_counted_anew": moved}


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
    if _show_remarks(result):
        added, there = result["added"], result["already_present"]
        print(f"{result['places']} places: {added} added, {there} were here already.")
        _show_trial(result)


def _show_posts(result: dict) -> None:
    if _show_remarks(result):
        counts = ", ".join(f"{result[key]} {ADDED[key]}" for key in ADDED)
        print(f"{result['rows']} rows: {counts}.")
        if result["new_people"]:
            print("These people are new and have no password:")
        for person in result["new_people"]:
            number = person["by_code_to"]
            by_code = f"signs in with {number} and a code by text message; or " if number else ""
            who = f"{person['sign_in']} ({person['name']})"
            print(f"  {who}: {by_code}set a password: {person['set_password']}")
        _show_trial(result)


def _show_remarks(result: dict) -> bool:
    """Say what is wrong, or else what is other than in the file. Whether there is more to be said."""
    remarks = result.get("problems") or result.get("differs", [])
    for remark in remarks:
        column = f", {remark['column']}" if remark["column"] else ""
        print(f"row {remark['row']}, line {remark['line']}{column}: {remark['reason']}")
    if result.get("problems"):
        print(f"{len(remarks)} to put right; nothing was written.")
    return not result.get("problems")


def _show_trial(result: dict) -> None:
    if result.get("dry_run"):
        print("This was a trial: nothing was written.")


def _show_taxonomy(result: dict) -> None:
    print(f"{result['entered']} categories entered, {result['already_present']} were here already.")


def _show_session_rules(result: dict) -> None:
    print(f"{result['entered']} rules entered, {result['already_present']} were here already.")


def _show_texts(result: dict) -> None:
    print(f"{result['texts']} ready texts and {result['checklists']} checklists entered.")


def _show_ladder(result: dict) -> None:
    print(f"{result['place']} has a ladder of {result['rungs']} rungs and {result['limits']} special limits.")


def _show_holidays(result: dict) -> None:
    for problem in result["problems"]:
        row = f"{problem['list']} {problem['row']}: " if problem["row"] else ""
        print(f"{row}{problem['reason']}")
    if result["problems"]:
        print(f"{len(result['problems'])} to put right; nothing was written.")
        return
    years = ", ".join(map(str, result["years"]))
    print(f"Days off entered for {years}." if years else "Nothing new: these days off were known already.")
    print(f"{result['limits_counted_anew']} limits that were provisional were counted anew.")


_DO = {
    "messages": _messages,
    "cases": _cases,
    "places": _places,
    "posts": _posts,
    "roll": _roll,
    "taxonomy": _taxonomy,
    "session-rules": _session_rules,
    "texts": _texts,
    "ladder": _ladder,
    "holidays": _holidays,
}
_SHOW = {
    "messages": _show_messages,
    "cases": _show_cases,
    "places": _show_places,
    "posts": _show_posts,
    "roll": _show_roll,
    "taxonomy": _show_taxonomy,
    "session-rules": _show_session_rules,
    "texts": _show_texts,
    "ladder": _show_ladder,
    "holidays": _show_holidays,
}
