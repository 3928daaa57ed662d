"""One case as whoever works on it sees it."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.cases import judging, known, present, pressure, publishing, rules, story
from yishi.cases.models import Case, Photo
from yishi.cases.models.case import parse_number
from yishi.cases.timing import timing
from yishi.network.actors import ANYONE
from yishi.network.alike import Kind, told
from yishi.network.powers import Power
from yishi.record.questions import GIVEN, Shelf, put

from .. import checks, helping, tabs, walking
from ..forms.doings import ANSWERS, DOINGS, OTHER_ANSWER
from ..forms.fields import said
from ..grouping import grouped
from ..publishing import panel
from ..sorting import sorting
from ..together import together

FIRST = (
    *(
        "rule",
        "answer_extension",
        "decide_parking",
        "rule_objection",
        "take",
        "answer",
        "answer_part",
        "appear",
    ),
    *("report_to_supervisor", "call_back", "confirm", "contest"),
)
"""What is offered at hand, the first of them as the one thing to do."""
JUDGING = ("confirm", "contest")
APART = ("reveal", "ask_helper", "set_need")
"""What has a place of its own on the page."""


@dataclass
class Button:
    """One thing that may be done now."""

    action: str
    label: str | Promise
    icon: str
    url: str
    serious: bool = False


def lookup(request: HttpRequest, number: str) -> Case:
    """The case with this number, if whoever asks may know of it. Raises Http404."""
    actor, key = request.actor, parse_number(number)
    kind = Kind.of(actor)
    question = _questions.get(kind, lambda: put(lambda: _to_look_at(kind.somebody)))
    found = question.objects({**told(actor), GIVEN: key}) if key else []
    if not found:
        raise Http404(_("There is no such case, or it is not public."))
    return known.attach(found, ladders=True)[0]


_questions = Shelf()


def _to_look_at(actor: Any) -> Any:
    return Case.objects.visible_to(actor).select_related("about", "reporter").filter(pk=GIVEN)


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one case, and what whoever asks may do with it now."""
    found, actor = lookup(request, number), request.actor
    if actor.post is None or found.number != number:
        return redirect("cases:case" if actor.post is None else "desk:case", number=found.number)
    if "photos" not in present.kinds_of(found):
        found.pictures = []
    buttons = _buttons(request, found)
    photos = publishing.photos(found, actor)
    context = {
        "case": found,
        "community": story.community_of(found.place).name,
        "within": publishing.sees_within(actor, found),
        "left": tabs.left_of(found),
        "timing": timing(found),
        "moments": story.of(found, actor)[1:],  # the first are the words themselves, shown above
        "ladder": story.ladder(found),
        "raised": [story.shown(p) for p in photos if p.stage == Photo.Stage.REPORT],
        "promise": next((p for p in reversed(present.rows(found, "promises")) if p.kept_at is None), None),
        "part": _part_asked(actor, found),
        "at_hand": [b for b in buttons if b.action in FIRST],
        "groups": grouped([b for b in buttons if b.action not in FIRST]),
        "own": rules.is_reporter(actor, found),
        "standing": pressure.standing(found, ANYONE),
        "judged": judging.judged(found, ANYONE),
        "back": tabs.back(request.GET, found.number),
        "next": tabs.next_in_line(request.GET),
        "on_walk": walking.has(actor, found),
        "kept": _kept(request),
        **glass(actor, found),
        "key": secrets.token_urlsafe(12),
        **contact(actor, found),
        **panel(actor, found),
        **together(actor, found),
        **sorting(actor, found),
        **checks.panel(actor, found),
        **helping.panel(actor, found),
    }
    return render(request, "desk/case.html", context)


def contact(actor: Any, found: Case) -> dict[str, Any]:
    """How to reach the resident and what they said, as far as the reader may know."""
    may_ring, as_said = rules.may_see_contact(actor, found), publishing.reads_as_said(actor, found)
    number, shown = bool(found.contact_phone or found.contact_name), rules.sees_contact(actor, found)
    words = publishing.words(found, actor)
    return {
        "may_ring": may_ring,
        "phone": said(found.contact_phone) if may_ring and shown else "",
        "name_shown": found.contact_name if may_ring and shown else "",
        "contact_hidden": may_ring and number and not shown,
        "words_hidden": not as_said and found.words != "" and rules.may_read_words(actor, found),
        "reveal_key": secrets.token_urlsafe(12),
        "as_said": as_said,
        "words": words or publishing.why_not_shown(found),
        "heading": publishing.heading(found, actor),
    }


def glass(actor: Any, found: Case) -> dict[str, Any]:
    """What waits for a second person because of danger to life, for whoever asked and whoever may decide."""
    if not found.glass_asked_lately:
        return {}
    asked, mine = rules.waiting_glass(found), bool(rules.may_grant_glass(actor, found))
    own = asked is not None and actor.post is not None and asked.post_id == actor.post.pk
    return {"glass": asked, "glass_mine": mine} if asked and (mine or own) else {}


def _part_asked(actor: Any, found: Case) -> dict[str, Any] | None:
    """What the post is still asked to do for this case; its clock is not the clock of the case."""
    if not actor.post.can(Power.DO_PART) or present.lacks(found, "parts"):
        return None
    part = found.parts.filter(asked=actor.post, replied_at=None).last()
    return (
        {"words": part.public_text, "due_at": part.due_at, "left": tabs.time_left(part.due_at)}
        if part
        else None
    )


def _kept(request: HttpRequest) -> str:
    came = request.GET.urlencode()
    return f"?{came}" if came else ""


def _buttons(request: HttpRequest, found: Case) -> list[Button]:
    offered = [name for name in rules.offered(request.actor, found) if name in DOINGS and name not in APART]
    if rules.is_reporter(request.actor, found):
        offered = [name for name in offered if name not in JUDGING]  # their own page asks them
    if "call_back" in offered:
        offered = [name for name in offered if name not in JUDGING]  # it asks both ways
    kept, buttons = _kept(request), []
    for name in sorted(offered, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)):
        form = DOINGS[name]
        url = reverse("desk:act", args=[found.number, name]) + kept
        buttons.append(Button(name, form.label, form.icon, url, form.serious))
        if name == "answer":
            buttons.append(Button("another", OTHER_ANSWER, "send", _answer_url(found, "", kept)))
    return buttons


def _answer_url(found: Case, kind: str, kept: str) -> str:
    url = reverse("desk:act", args=[found.number, "answer"])
    joined = "&".join(filter(None, [f"kind={kind}" if kind else "kind=", kept.lstrip("?")]))
    return f"{url}?{joined}"


def answers(found: Case, kept: str) -> list[dict]:
    """The four kinds of answer, each with its page."""
    return [
        {"url": _answer_url(found, kind, kept), "label": form.label, "hint": form.hint, "icon": form.icon}
        for kind, form in ANSWERS.items()
    ]
