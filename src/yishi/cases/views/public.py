"""What everybody can see: the front page, a place, lists, and the page of a case."""

import secrets
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.insight.words import clean
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Place, Post
from yishi.network.powers import Role
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows
from yishi.record.questions import GIVEN, Shelf, put
from yishi.record.ways import way

from .. import known, listing, present, story
from ..beside import beside, doors
from ..changes import at, of_case, sums
from ..forms.listing import Filters, narrowed_by, narrows
from ..judging import judged
from ..models import Case, Category
from ..models.case import parse_number
from ..pressure import as_resident, how_many_parked, how_many_parked_for_anyone, standing
from ..rules import may_see_contact, offered
from ..timing import timing
from .follow import yours
from .privacy import confidence
from .voices import saying_so_too

MOST_COMMUNITIES = 60
LONGEST_CODE = 40
UPPER_LEVELS = (Level.PROVINCE, Level.CITY, Level.DISTRICT)
ON_THE_WALL = (Level.ESTATE, Level.BUILDING, Level.UNIT)
TO_RING = (Role.STEWARD, Role.BRANCH, Role.COMMITTEE, Role.HOTLINE)


@open_page
@require_safe
@kept_for_strangers
def home(request: HttpRequest) -> HttpResponse:
    """The front page: the one community there is, or a choice of them."""
    words = clean(request.GET.get("q", ""))[:80]
    found = _communities(words)
    if len(found) == 1 and not words:
        return _at_a_glance(request, found[0].code)
    shows(at(""), sums(""))
    if request.actor == ANYONE:
        newest = listing.seen_by_anyone("", "newest", 6)
        listing.with_thumbs(newest)
    else:
        newest = listing.newest(Case.objects.visible_to(request.actor), 6)
    return render(
        request,
        "cases/home.html",
        {
            "communities": found[:MOST_COMMUNITIES],
            "more": len(found) > MOST_COMMUNITIES,
            "words": words,
            "figures": listing.figures(""),
            "newest": newest,
            "beside": beside(None, request.actor),
        },
    )


def _communities(words: str) -> list[Place]:
    """The first of them, one more than are shown; those whose names hold the words, where some are given."""
    if not words:
        return net.first_of(Level.COMMUNITY, MOST_COMMUNITIES + 1)
    named = Q(name_zh__contains=words) | Q(name_en__icontains=words)
    return list(
        Place.objects.living().filter(named, level=Level.COMMUNITY).order_by("path")[: MOST_COMMUNITIES + 1]
    )


@open_page
@require_safe
@kept_for_strangers
def community(request: HttpRequest, code: str) -> HttpResponse:
    """A place at a glance: what to do here, whom to ring, how it goes."""
    return _at_a_glance(request, code)


def _at_a_glance(request: HttpRequest, code: str) -> HttpResponse:
    place = _place(code)
    shows(at(place.path), sums(place.path))
    around = net.around(place.path)
    if request.actor == ANYONE:
        newest = listing.seen_by_anyone(place.path, "newest", 6)
        listing.with_thumbs(newest)
        oldest = listing.seen_by_anyone(place.path, "unanswered", 3)
        parked = how_many_parked_for_anyone(place.path)
    else:
        cases = Case.objects.visible_to(request.actor).at(place.path)
        newest, oldest = listing.newest(cases, 6), list(cases.unanswered().for_lines()[:3])
        parked = how_many_parked(cases)
    return render(
        request,
        "cases/community.html",
        {
            "place": place,
            "community": story.community_among(around).name,
            "way_down": _way_down(place, ends_here=True, around=around),
            "children": net.children(place.path),
            "figures": listing.figures(place.path),
            "newest": newest,
            "oldest": oldest,
            "to_ring": _to_ring(place),
            "has_poster": place.level in ON_THE_WALL,
            "parked": parked,
            "beside": beside(place, request.actor),
            "doors": doors(place),
        },
    )


def _place(code: str) -> Place:
    """The place with this code. Raises Http404."""
    place = net.with_code(code)
    if place is None:
        raise Http404
    return place


def _way_down(place: Place, *, ends_here: bool, around: list[Place] | None = None) -> list[dict]:
    """The places it lies in, from the street down, for the breadcrumb; the page's own place is no link. `around`: those
    places, where they have been read."""
    above = [p for p in around or net.around(place.path) if p.level not in UPPER_LEVELS]
    items = [{"label": p.name, "url": way("cases:community", p.code)} for p in above]
    if ends_here and items:
        items[-1]["url"] = ""
    return items if len(items) > 1 else []


def _to_ring(place: Place) -> list[Post]:
    """Posts with a number to ring, over the place and within it; the steward before the committee."""
    near = net.to_ring(place.path, TO_RING)
    return sorted(near, key=lambda post: TO_RING.index(Role(post.role)))[:12]


@open_page
@require_safe
@kept_for_strangers
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet for the wall of the building: the code that begins a report from here, and whom to ring."""
    place = _place(code)
    shows()
    return render(request, "cases/poster.html", {"place": place, "to_ring": _to_ring(place)[:2]})


@open_page
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A form to fill in by hand, two on a sheet; what it asks is what a line of the desk's grid holds."""
    place = _place(code)
    context = {
        "place": place,
        "to_ring": _to_ring(place)[:1],
        "kinds": Category.objects.tops(),
        "sheets": (1, 2),
    }
    return render(request, "cases/paper.html", context)


@open_page
@require_safe
@kept_for_strangers
def case_list(request: HttpRequest) -> HttpResponse:
    """All matters, newest first, narrowed as the address says."""
    filters: Any = SimpleLazyObject(lambda: Filters(request.GET))  # most who come ask for nothing but a place
    narrowed, code = narrows(request.GET), request.GET.get("place", "").strip()
    place = net.with_code(code) if 0 < len(code) <= LONGEST_CODE and code.isprintable() else None
    path = place.path if place else ""
    shows(at(path))
    if request.actor == ANYONE and not narrowed:
        page = listing.page_for_anyone(path, request.GET)
    else:
        found = filters.narrow(Case.objects.visible_to(request.actor))
        page = listing.page(found, request.GET, moment=filters.moment)
    return render(
        request,
        "cases/list.html",
        {
            "filters": filters,
            "narrowed": narrowed,
            "narrowed_by": narrowed_by(request.GET),
            "faulty": narrowed or (code and not place),
            "page": page,
            "place": place,
            "community": place and story.community_of(place).name,
        },
    )


@open_page
@require_safe
@kept_for_strangers
def waiting(request: HttpRequest) -> HttpResponse:
    """Every matter that has no answer yet, the oldest first (事事听意见，件件有回应)."""
    filters = Filters(request.GET)
    cases = filters.narrow(Case.objects.visible_to(request.actor)).open()
    place = filters.cleaned_data.get("place")
    shows(at(place.path if place else ""))
    return render(
        request,
        "cases/waiting.html",
        {
            "page": listing.page(cases, request.GET, oldest_first=True),
            "place": place,
        },
    )


@open_page
@require_safe
@kept_for_strangers
def find(request: HttpRequest) -> HttpResponse:
    """A number leads to its case, anything else to the list of what holds these words."""
    asked = request.GET.get("q", "").strip()[:100]
    if asked and not asked.strip("0123456789 -#"):
        found = Case.objects.visible_to(request.actor).by_number(asked)
        if found:
            return redirect("cases:case", number=found.number)
    return case_list(request)


def lookup(request: HttpRequest, number: str) -> Case:
    """The case with this number, if this reader may know of it. Raises Http404."""
    if request.actor == ANYONE:
        found = _seen_by_anyone(parse_number(number))
    else:
        found = Case.objects.visible_to(request.actor).with_labels(ladders=True).by_number(number)
    if found is None:
        raise Http404(_("There is no such case, or it is not public."))
    return found


_SHELF = Shelf(most=10)


def _seen_by_anyone(pk: int | None) -> Case | None:
    """The case, if somebody without a session may know of it: `visible_to`, put together once."""
    if pk is None:
        return None
    question = _SHELF.get("case", lambda: put(lambda: Case.objects.visible_to(ANYONE).filter(pk=GIVEN)))
    return next(iter(known.attach(question.objects(pk), ladders=True)), None)


@open_page
@require_safe
@kept_for_strangers
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The whole way of one matter: where it stands, the ladder, the story, the evidence, the promise."""
    found = lookup(request, number)
    if found.number != number:
        return redirect("cases:case", number=found.number, permanent=True)
    shows(*of_case(found))
    actor = request.actor
    around = net.around(found.place.path)
    answers, promises = present.answers(found), present.rows(found, "promises")
    return render(
        request,
        "cases/case.html",
        {
            "case": found,
            "community": story.community_among(around).name,
            "way_down": _way_down(found.place, ends_here=False, around=around),
            "moments": story.of(found, actor),
            "ladder": story.ladder(found),
            "stays": present.stays(found),
            "pair": story.before_and_after(found),
            "answer": answers[-1] if answers else None,
            "promise": next((each for each in reversed(promises) if each.kept_at is None), None),
            "works_here": bool(actor.post) and (bool(offered(actor, found)) or may_see_contact(actor, found)),
            "timing": timing(found),
            "standing": standing(found, as_resident(actor)),
            "judged": judged(found, as_resident(actor)),
            "key": secrets.token_urlsafe(12),
            **yours(request, found),
            **confidence(request, found),
            **saying_so_too(request, found),
        },
    )
