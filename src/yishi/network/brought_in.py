"""What of this room can be brought in as a spreadsheet (`bringing.py`): places, bodies with their posts, days off."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yishi.people import names
from yishi.people.models import Person
from yishi.record import YES, Verdict, no

from . import actions, holidays, rules, statutory
from .bringing import Column, Import, Row, declare
from .models import Appointment, CalendarDay, CalendarYear, Level, Organisation, Place, Post
from .powers import Power, Role

NOT_KEPT = gettext_lazy("Places and posts are kept by the community committee and the operator.")


def _keeps(actor: Any) -> Verdict:
    return YES if actor.post and actor.post.can(Power.SET_UP) else no(NOT_KEPT)


def place_of(row: Row, name: str = "place") -> Place | None:
    """The place a row names by its code; says so where there is none."""
    found = Place.objects.filter(code=row[name]).first() if row.code(name) else None
    if found is None and row[name]:
        row.bad(name, _("No place has the code %(code)s.") % {"code": row[name]})
    return found


# --- places ---


def _place(actor: Any, row: Row) -> bool:
    level = row.choice("level", Level.choices)
    row.code("code")
    fits = [row.short("code", 40), row.short("name_zh", 80), row.short("name_en", 120)]
    parent = place_of(row, "parent") if row["parent"] else None
    if not (row.sound and all(fits)):
        return False
    there = Place.objects.filter(code=row["code"]).first()
    if there is not None:
        return _same_place(row, there, level, parent)
    if parent is None:
        row.bad("parent", _("This is empty, so the place would lie in none of those there are."))
        return False
    said = {name: row[name] for name in ("code", "name_zh", "name_en")}
    actions.add_place(actor, parent, level=level, **said)
    return True


def _same_place(row: Row, there: Place, level: str, parent: Place | None) -> bool:
    lies_in = Place.objects.get_parent(there)
    if parent is not None and lies_in != parent:
        row.bad("parent", _("%(code)s lies elsewhere; a place is moved on its page.") % {"code": there.code})
    if level and there.level != level:
        row.bad("level", _("%(code)s is of another level.") % {"code": there.code})
    for name in ("name_zh", "name_en"):
        if row[name] and row[name] != getattr(there, name):
            row.differs(name, getattr(there, name))
    return False


# --- bodies and posts ---


def _post(actor: Any, row: Row) -> bool:
    kind, role = row.choice("kind", Organisation.Kind.choices), row.choice("role", Role.choices)
    from_on, place = row.day("from_on"), place_of(row)
    fits = [row.code("organisation"), row.code("post"), *(row.short(*each) for each in LONGEST)]
    person = _person(row, from_on)
    if not row.sound or not all(fits) or place is None:
        return False
    body, is_new = _body(actor, row, place, kind)
    if body is None:
        return False
    post, is_new_post = _post_of(actor, row, body, place, role) if row["post"] else (None, False)
    appointed = bool(row.sound and post and person and _appointed(actor, row, post, person, from_on))
    return is_new or is_new_post or appointed


LONGEST = (("organisation", 60), ("post", 60), ("organisation_name", 80), ("phone", 20), ("duty_hours", 80))


def _body(actor: Any, row: Row, place: Place, kind: str) -> tuple[Organisation | None, bool]:
    there = Organisation.objects.filter(code=row["organisation"]).first()
    if there is not None:
        if kind and kind != there.kind:
            row.bad("kind", _("This body is of another kind; another body needs a code of its own."))
        if row["organisation_name"] and row["organisation_name"] not in (there.name_zh, there.name_en):
            row.differs("organisation_name", there.name_zh)
        return there, False
    for name in ("kind", "organisation_name"):
        if not row[name]:
            row.bad(name, _("There is no body with this code yet, so this must be filled in."))
    if not row.sound:
        return None, False
    said = {"kind": kind, "code": row["organisation"], "name_zh": row["organisation_name"]}
    return actions.found(actor, place, **said), True


def _post_of(actor: Any, row: Row, body: Organisation, place: Place, role: str) -> tuple[Post | None, bool]:
    there = Post.objects.filter(code=row["post"]).select_related("place", "organisation").first()
    if there is not None:
        if (there.place_id, there.organisation_id, there.role) != (place.pk, body.pk, role or there.role):
            row.bad("post", _("This post is another one here; another post needs a code of its own."))
        for name in ("phone", "duty_hours"):
            if row[name] and row[name] != getattr(there, name):
                row.differs(name, getattr(there, name))
        return there, False
    if not role:
        row.bad("role", _("There is no post with this code yet, so this must be filled in."))
        return None, False
    said = {name: row[name] for name in ("phone", "duty_hours")}
    return actions.create_post(actor, body, role=role, code=row["post"], place=place, **said), True


def _person(row: Row, from_on: date | None) -> Person | None:
    """Whoever signs in by this name and holds a post already: anybody may have opened an account by a name."""
    if not row["sign_in"]:
        return None
    if from_on is None and not row["from_on"]:
        row.bad("from_on", _("From which day on?"))
    found = Person.objects.filter(username__iexact=names.one_spelling(row["sign_in"])).first()
    if found is None or not found.appointments.exists():
        row.bad(
            "sign_in",
            _(
                "Nobody who holds a post signs in with this name. Newcomers are appointed on the page of the post."
            ),
        )
        return None
    return found


def _appointed(actor: Any, row: Row, post: Post, person: Person, from_on: date | None) -> bool:
    if Appointment.objects.on(from_on).filter(post=post, person=person).exists():
        return False
    actions.appoint(actor, post, person=person, from_on=from_on)
    return True


# --- days off ---


def _holiday(_actor: Any, row: Row) -> bool:
    day = row.day("day")
    works = row.choice("works", (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))))
    year = int(row["year"]) if row["year"].isdecimal() and len(row["year"]) == 4 else 0
    row.short("name", holidays.LONGEST_NAME)
    row.short("source", holidays.LONGEST_SOURCE)
    if not 1990 <= year <= 2099:
        row.bad("year", _("“%(said)s” is no year of a notice.") % {"said": row["year"]})
    elif day and day.year != year and (day.year, day.month) != (year - 1, 12):
        row.bad("day", _("The day does not lie in the year of the notice, nor in the December before."))
    if day and works == "yes" and day.weekday() < 5:
        row.bad("day", _("Only a Saturday or Sunday can be worked instead."))
    return False


def _enter_years(actor: Any, rows: list[Row]) -> int:
    """Each year's notice stands in the calendar as the file has it. Gives how many days are new or otherwise."""
    years: dict[int, list[Row]] = {}
    for row in rows:
        years.setdefault(int(row["year"]), []).append(row)
    return sum(_enter_year(actor, year, found) for year, found in sorted(years.items()))


def _enter_year(actor: Any, year: int, rows: list[Row]) -> int:
    days: dict[date, tuple[date, bool, str]] = {}
    for row in rows:
        day = row.day("day")
        if day in days:
            row.bad("day", _("This day stands there twice."))
        elif day:
            works = row.choice("works", (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))) == "yes"
            days[day] = (day, works, row["name"])
    off = {day for day, works, _name in days.values() if not works}
    for day, name in statutory.fixed(year).items():
        if day not in off and not (year < 2025 and (day.month, day.day) == (5, 2)):  # statutory since 2025
            rows[0].bad(
                "day", _("%(day)s (%(name)s) is free by law and is missing.") % {"day": day, "name": name}
            )
    if any(not row.sound for row in rows):
        return 0
    there = set(CalendarDay.objects.filter(of__year=year, of__known=True).values_list("day", "works", "name"))
    new = len(set(days.values()) ^ there)
    source = rows[0]["source"]
    if not new and CalendarYear.objects.filter(year=year, known=True).exists():
        rows[0].outcome.same += len(days)
        return 0
    actions.set_calendar(actor, None, year=year, days=sorted(days.values()), source=source)
    return max(new, 1)


declare(
    Import(
        "places",
        gettext_lazy("Places"),
        gettext_lazy("Estates, buildings and units, each with the place it lies in."),
        (
            Column(
                "code", pgettext_lazy("of a row in a file", "Code"), needed=True, example="421182001901-01-09"
            ),
            Column(
                "parent",
                gettext_lazy("Code of the place it lies in"),
                gettext_lazy("A place that is here, or one in a row above."),
                example="421182001901-01",
            ),
            Column(
                "level",
                gettext_lazy("Level"),
                gettext_lazy("Estate, building, unit and so on."),
                needed=True,
                example="building",
            ),
            Column("name_zh", gettext_lazy("Name in Chinese"), needed=True, example="9栋"),
            Column("name_en", gettext_lazy("Name in English"), example="Building 9"),
        ),
        _keeps,
        _place,
        "net:places",
    ),
    Import(
        "posts",
        gettext_lazy("Bodies and posts"),
        gettext_lazy("Who serves where: bodies, their posts, the number residents ring, and who holds them."),
        (
            Column("place", gettext_lazy("Code of the place"), needed=True, example="421182001901-01"),
            Column(
                "organisation",
                gettext_lazy("Code of the body"),
                gettext_lazy("Any code of your own; rows with the same one belong to one body."),
                needed=True,
                example="osmanthus-branch",
            ),
            Column("kind", gettext_lazy("Kind of body"), gettext_lazy("For a new body."), example="branch"),
            Column("organisation_name", gettext_lazy("Name of the body"), example="桂花苑党支部"),
            Column(
                "post",
                pgettext_lazy("of a row in a file", "Code"),
                gettext_lazy("Of the post; empty for a body without one."),
                example="osmanthus-secretary",
            ),
            Column(
                "role",
                gettext_lazy("What the post is there for"),
                gettext_lazy("For a new post."),
                example="branch",
            ),
            Column(
                "phone",
                gettext_lazy("Telephone"),
                gettext_lazy("The one residents ring."),
                example="0713-6230001",
            ),
            Column("duty_hours", gettext_lazy("Duty hours"), example="9:00–17:00"),
            Column(
                "sign_in",
                gettext_lazy("Sign-in name of whoever holds it"),
                gettext_lazy(
                    "Of somebody who holds a post already; newcomers are appointed on the page of the post."
                ),
            ),
            Column("from_on", gettext_lazy("Holds it from"), example="2026-12-01"),
        ),
        _keeps,
        _post,
        "net:posts",
    ),
    Import(
        "holidays",
        gettext_lazy("Days off and weekends that are worked"),
        gettext_lazy(
            "The yearly notice: all days off of a year, its weekends too, and weekends worked instead."
        ),
        (
            Column("day", gettext_lazy("Day"), needed=True, example="2027-01-01"),
            Column(
                "works",
                gettext_lazy("Works"),
                gettext_lazy("no: a day off; yes: a weekend that is worked."),
                needed=True,
                example="no",
            ),
            Column("name", gettext_lazy("Name of the holiday"), needed=True, example="元旦"),
            Column("year", gettext_lazy("Year of the notice"), needed=True, example="2027"),
            Column(
                "source",
                gettext_lazy("Where it is written"),
                gettext_lazy("Number and date of the notice."),
                needed=True,
                example="国务院办公厅关于2027年部分节假日安排的通知",
            ),
        ),
        rules.may_set_calendar,
        _holiday,
        "net:imports",
        _enter_years,
    ),
)
