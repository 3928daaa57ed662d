"""The lists of this room that can be saved as a file (`saving.py`)."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yishi.insight.words import clean
from yishi.record import clock

from . import coverage, known, listing, looking, plaques
from .models import (
    CalendarDay,
    Commitment,
    Dwelling,
    Occupant,
    Place,
    Post,
    Residence,
    SkillOffer,
    within,
)
from .powers import Power
from .roll.comparing import starred
from .saving import Column, Few, Kind, Listed, Rows, declare

HOW = {
    "own": gettext_lazy("its own"),
    "joint": gettext_lazy("joint"),
    "none": gettext_lazy("none yet"),
}
"""How an estate is covered."""
OF_TREE = ("place__path", "id")


def _place(asked: QueryDict, name: str = "place") -> Place:
    found = known.with_code(clean(asked.get(name, ""))[:40])
    if found is None:
        raise Http404(_("There is no such place."))
    return found


def _post(actor: Any, power: Power) -> Post:
    """The post somebody acts in, if it has this power. Raises Http404."""
    if actor.post is None or not actor.post.can(power):
        raise Http404
    return actor.post


# --- places ---


def _places(_actor: Any, asked: QueryDict) -> Rows:
    """What a page of the tree shows: what lies directly within a place, or what has the words. With `all`, everything
    within the place at every level."""
    words = clean(asked.get("q", ""))[:60]
    if words:
        return Rows(looking.named(words, ""), ("path",))
    at = _place(asked) if asked.get("place") else None
    if at and asked.get("all"):
        return Rows(Place.objects.visible_to(None).on().inside(at.path), ("path",))
    return Rows(looking.directly_within(at), ("path",))


def _parents(portion: list[Place], _actor: Any) -> None:
    above = {place.path[:-4] for place in portion}
    codes = dict(Place.objects.filter(path__in=above).values_list("path", "code"))
    for place in portion:
        place.parent_code = codes.get(place.path[:-4], "")  # type: ignore[attr-defined]


# --- bodies, posts ---


def _bodies(actor: Any, asked: QueryDict) -> Rows:
    _post(actor, Power.SET_UP)
    from .views.bodies import narrowed  # which knows the pages

    return Rows(narrowed(actor, asked).select_related("place", "parent"), OF_TREE)


def _posts(actor: Any, asked: QueryDict) -> Rows:
    _post(actor, Power.SET_UP)
    from .views.posts import narrowed  # which knows the pages

    return Rows(narrowed(actor, asked).select_related("organisation", "place"), OF_TREE)


def _holders(portion: list[Post], _actor: Any) -> None:
    from .views.bodies import with_holders  # which knows the pages

    for post in with_holders(portion):
        post.held_by = "、".join(str(term.person) for term in post.terms_now)  # type: ignore[attr-defined]


def _stewards(_actor: Any, asked: QueryDict) -> Rows:
    from .figures import stewards

    rows = stewards(_place(asked).path).select_related("organisation", "place")
    return Rows(rows, OF_TREE)


def _coverage(_actor: Any, asked: QueryDict) -> Rows:
    rows = coverage.covered(coverage.estates(_place(asked).path, clock.today()), asked.get("show", ""))
    return Rows(rows, ("path",))


def _commitments(_actor: Any, asked: QueryDict) -> Rows:
    from .views.public import commitments_of  # which knows the pages

    rows = commitments_of(_place(asked), asked.get("showing", ""))
    return Rows(rows.select_related("organisation__place"), ("-due_on", "-id"))


def _became(commitment: Commitment) -> str:
    if commitment.dropped_on:
        return _("dropped")
    if commitment.done_on:
        return _("done")
    return _("overdue") if commitment.due_on < clock.today() else _("still to be done")


# --- people ---


def _helpers(actor: Any, asked: QueryDict) -> Rows:
    post = _post(actor, Power.VOUCH)
    rows = SkillOffer.objects.visible_to(actor).filter(within("place__path", post.place.path))
    if asked.get("skill") in SkillOffer.Skill.values:
        rows = rows.filter(skill=asked["skill"])
    return Rows(rows.select_related("person", "place", "entered_by"), ("id",))


def _homes(actor: Any, _asked: QueryDict) -> Rows:
    post = _post(actor, Power.VOUCH)
    rows = Residence.objects.visible_to(actor).waiting(post.place.path)
    return Rows(rows.select_related("person", "place"), ("claimed_at", "id"))


def _roll(actor: Any, asked: QueryDict) -> Rows:
    """The dwellings of a building as one walks past them, or those that lack something."""
    post = _post(actor, Power.SEE_ROLL)
    rows = Dwelling.objects.visible_to(actor)
    if asked.get("place"):
        place = _place(asked)
        if not place.path.startswith(post.place.path):
            raise Http404
        rows = rows.present().filter(place=place)
    else:
        _post(actor, Power.KEEP_ROLL)
        rows = rows.to_complete()
        if (lack := asked.get("lack", "")) in ("owner", "name", "phone", "area"):
            rows = rows.filter(lacks__contains=lack)
    people = Prefetch("occupants", Occupant.objects.on().order_by("bond", "id"), to_attr="people")
    return Rows(rows.select_related("place").prefetch_related(people), ("place__path", "sort", "id"))


def _occupants(dwelling: Any) -> str:
    return "、".join(f"{starred(one.name)}（{one.get_bond_display()}）" for one in dwelling.people)


def _lacks(dwelling: Any) -> str:
    from .views.roll import said  # which knows the pages

    return "、".join(map(str, said(dwelling.lacks)))


# --- days off, plaques ---


def _holidays(actor: Any, asked: QueryDict) -> Rows:
    _post(actor, Power.SET_UP)
    rows = CalendarDay.objects.select_related("of")
    year = asked.get("year", "")
    return Rows(rows.filter(of__year=int(year)) if year.isdecimal() and len(year) == 4 else rows, ("day",))


def _plaques(actor: Any, _asked: QueryDict) -> Few:
    return Few(list(plaques.to_replace(_post(actor, Power.SET_UP).place.path)))


def _terms(actor: Any, asked: QueryDict) -> Rows:
    from .secretaries import secretaries

    place = _post(actor, Power.SET_UP).place
    day: date = listing.day_in(asked, "on") or clock.today()
    rows = secretaries(place, day).select_related("post__organisation", "post__place", "person")
    return Rows(rows, ("post__place__path", "id"))


PLACE = (
    Column(pgettext_lazy("of a row in a file", "Code"), "code", name="code"),
    Column(gettext_lazy("Code of the place it lies in"), "parent_code", name="parent"),
    Column(gettext_lazy("Level"), "level", name="level"),
    Column(gettext_lazy("Name in Chinese"), "name_zh", name="name_zh"),
    Column(gettext_lazy("Name in English"), "name_en", name="name_en"),
    Column(gettext_lazy("Full name of the place"), "label"),
)
BODY = (
    Column(gettext_lazy("Name of the body"), "name"),
    Column(gettext_lazy("Kind of body"), lambda body: body.get_kind_display()),
    Column(gettext_lazy("Place of the body"), "place.label"),
    Column(gettext_lazy("Belongs to"), "parent.name"),
    Column(pgettext_lazy("of a row in a file", "Code"), "code"),
    Column(gettext_lazy("Founded on"), "founded_on", Kind.DAY),
    Column(gettext_lazy("Dissolved on"), "dissolved_on", Kind.DAY),
)
POST = (
    Column(pgettext_lazy("a role at a body", "Post"), "title_at_place"),
    Column(gettext_lazy("What the post is there for"), lambda post: post.get_role_display()),
    Column(gettext_lazy("Name of the body"), "organisation.name"),
    Column(gettext_lazy("Where"), "place.label"),
    Column(gettext_lazy("Telephone"), "phone"),
    Column(gettext_lazy("Duty hours"), "duty_hours"),
)

declare(
    Listed("places", gettext_lazy("Places"), PLACE, _places, beyond=False, ready=_parents),
    Listed("bodies", gettext_lazy("Bodies"), BODY, _bodies),
    Listed(
        "posts",
        gettext_lazy("Posts and appointments"),
        (
            *POST,
            Column(gettext_lazy("Who holds it"), "held_by"),
            Column(pgettext_lazy("of a row in a file", "Code"), "code"),
            Column(gettext_lazy("Code of the body"), "organisation.code"),
            Column(gettext_lazy("Kind of body"), lambda post: post.organisation.get_kind_display()),
            Column(gettext_lazy("Code of the place"), "place.code"),
        ),
        _posts,
        ready=_holders,
    ),
    Listed("stewards", gettext_lazy("Stewards"), POST, _stewards, beyond=False),
    Listed(
        "coverage",
        gettext_lazy("Estates and their branches"),
        (
            Column(gettext_lazy("Estate"), "label"),
            Column(gettext_lazy("How"), lambda each: HOW[each.how]),
            Column(gettext_lazy("Branches"), lambda each: "、".join(branch.name for branch in each.branches)),
        ),
        _coverage,
        beyond=False,
        ready=lambda portion, _actor: coverage.with_branches(portion, clock.today()),
    ),
    Listed(
        "commitments",
        gettext_lazy("Opening commitments"),
        (
            Column(gettext_lazy("What will be done"), "title"),
            Column(gettext_lazy("Branch"), "organisation.name"),
            Column(gettext_lazy("To be done by"), "due_on", Kind.DAY),
            Column(gettext_lazy("How it stands"), _became),
            Column(gettext_lazy("Done on"), "done_on", Kind.DAY),
            Column(gettext_lazy("How it was done"), "proof"),
            Column(gettext_lazy("Why it was dropped"), "dropped_because"),
        ),
        _commitments,
        beyond=False,
    ),
    Listed(
        "helpers",
        gettext_lazy("Who helps here"),
        (
            Column(gettext_lazy("Name"), "who"),
            Column(gettext_lazy("Can do"), lambda offer: offer.get_skill_display()),
            Column(gettext_lazy("Where"), "place.label"),
            Column(gettext_lazy("When"), "times"),
            Column(
                gettext_lazy("By"),
                lambda offer: _("offered it themselves") if offer.person_id else _("entered by a desk"),
            ),
        ),
        _helpers,
    ),
    Listed(
        "homes",
        gettext_lazy("Homes to vouch for"),
        (
            Column(gettext_lazy("Where"), "place.label"),
            Column(gettext_lazy("Door"), "door"),
            Column(gettext_lazy("Name"), lambda home: home.person.name or home.person.username),
            Column(gettext_lazy("Since"), "claimed_at", Kind.MOMENT),
        ),
        _homes,
    ),
    Listed(
        "dwellings",
        gettext_lazy("Roll of dwellings"),
        (
            Column(gettext_lazy("Building"), "place.label"),
            Column(gettext_lazy("Door"), "door"),
            Column(gettext_lazy("Use"), lambda dwelling: dwelling.get_use_display()),
            Column(gettext_lazy("Area in m²"), "area_said"),
            Column(gettext_lazy("Owners and residents"), _occupants),
            Column(gettext_lazy("Still missing"), _lacks),
        ),
        _roll,
    ),
    Listed(
        "holidays",
        gettext_lazy("Days off and weekends that are worked"),
        (
            Column(gettext_lazy("Day"), "day", Kind.DAY, "day"),
            Column(gettext_lazy("Works"), lambda each: "yes" if each.works else "no", name="works"),
            Column(gettext_lazy("Name of the holiday"), "name", name="name"),
            Column(gettext_lazy("Year of the notice"), "of.year", Kind.NUMBER, "year"),
            Column(gettext_lazy("Where it is written"), "of.source", name="source"),
        ),
        _holidays,
        beyond=False,
    ),
    Listed(
        "plaques",
        gettext_lazy("Plaques to be replaced"),
        (
            Column(pgettext_lazy("a role at a body", "Post"), lambda line: line[0].post.title_at_place),
            Column(gettext_lazy("Where"), lambda line: line[0].post.place.label),
            Column(gettext_lazy("Why it is to be replaced"), lambda line: plaques.WHY[line[1]]),
            Column(gettext_lazy("Size"), lambda line: line[0].get_size_display()),
            Column(gettext_lazy("Printed"), lambda line: line[0].printed_at, Kind.DAY),
        ),
        _plaques,
    ),
    Listed(
        "secretaries",
        gettext_lazy("Secretaries of branches"),
        (
            Column(gettext_lazy("Branch"), "post.organisation.name"),
            Column(gettext_lazy("Name"), "person.name"),
            Column(gettext_lazy("Where"), "post.place.label"),
            Column(gettext_lazy("From"), "from_on", Kind.DAY),
            Column(gettext_lazy("Until"), "until_on", Kind.DAY),
            Column(
                gettext_lazy("Where they come from"), lambda term: term.get_source_display() or _("not known")
            ),
        ),
        _terms,
    ),
)
