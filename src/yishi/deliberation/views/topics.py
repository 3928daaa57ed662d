"""Topics: what residents of a place want talked about, proposing one, one by itself, and the host's desk."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.cases import receipts
from yishi.cases.models import Case
from yishi.cases.receipts import qr
from yishi.network.models import Place, Residence
from yishi.network.views.doing import asked_for, do, once, sent
from yishi.people.attempts import succeeded
from yishi.record import Refused
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows
from yishi.record.numbers import number

from .. import actions, alike, pace_topics, rules, topic_marks
from ..changes import ROOM
from ..following import Slip, topic_follow_code
from ..forms.topics import (
    AboutMatter,
    Accept,
    Follow,
    Look,
    OntoAgenda,
    Propose,
    Refuse,
    Send,
    Support,
    Withdraw,
)
from ..models import Session, Topic
from .calendar import place_of
from .tabs import as_resident, browser_of, new_browser, one_screen, remember, session_of, unkept

PAGE = 30
State = Topic.State
SORTS = {"supports": gettext_lazy("Most households"), "new": gettext_lazy("Newest first")}
DESK: dict[str, Any] = {
    "proposed": (gettext_lazy("Waiting for your word"), Q(state=State.PROPOSED)),
    "accepted": (pgettext_lazy("of topics", "Taken up"), Q(state=State.ACCEPTED)),
    "settled": (
        pgettext_lazy("of topics", "Settled"),
        Q(state__in=[State.REFUSED, State.WITHDRAWN, State.JOINED, State.TALKED]),
    ),
}
KEPT = "topics"
"""Under this a browser's session holds the codes of the topics that were proposed in it."""


# --- of a place ---


@open_page
@require_safe
@kept_for_strangers
def topics(request: HttpRequest, code: str) -> HttpResponse:
    """What is to be talked about at a place and within it: by the households behind it, or the newest first."""
    place = place_of(code)
    shows(ROOM)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "supports"
    rows = Topic.objects.at(place.path).wanted().filter(wording="approved").select_related("place")
    found, after = _page(rows, sort, request.GET)
    actor: Any = request.actor  # type: ignore[attr-defined]
    context = {
        "place": place,
        "topics": found,
        "next": f"?{urlencode({'sort': sort, 'after': after})}" if after else "",
        "is_first": "after" not in request.GET,
        "sort": sort,
        "tabs": [
            {"label": str(label), "url": f"?sort={name}", "current": name == sort}
            for name, label in SORTS.items()
        ],
        "sessions": list(Session.objects.at(place.path).ahead().select_related("place")[:3]),
        "keeps": rules.topics.writes_at(actor, place.path),
    }
    return render(request, "deliberation/topics/list.html", context)


def _page(rows: Any, sort: str, asked: Any) -> tuple[list[Topic], str]:
    last = Topic.objects.filter(pk=number(asked.get("after"))).first()
    if sort == "new":
        rows = rows.filter(pk__lt=last.pk) if last else rows
        rows = rows.order_by("-id")
    else:
        if last:
            rows = rows.filter(Q(supports__lt=last.supports) | Q(supports=last.supports, pk__lt=last.pk))
        rows = rows.order_by("-supports", "-id")
    found = list(rows[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


# --- proposing ---


@open_page
@one_screen
@unkept
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """What should be talked about; then whether neighbours said so already; then it is sent."""
    place = place_of(code)
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked_for(rules.may_propose_topic(actor, place))
    known = browser_of(request)
    browser = known or new_browser()
    if request.method == "POST" and "send" in request.POST:
        return remember(_send(request, place, browser), browser)
    first = Propose(sent(request))
    if first.is_bound and first.is_valid():
        return remember(_check(request, place, _last(request, place, initial=first.cleaned_data)), browser)
    context = {"place": place, "form": first, "session": _for(request, place)}
    page = render(request, "deliberation/topics/propose.html", context, status=422 if first.errors else 200)
    return remember(page, browser)


def _for(request: HttpRequest, place: Place) -> Session | None:
    """The session it is proposed for, where the address names one of this place that is to come."""
    pk = number(request.POST.get("session") or request.GET.get("session"))
    found = Session.objects.filter(pk=pk).select_related("place", "chair").first() if pk else None
    return found if found and found.is_ahead and place.path.startswith(found.place_path) else None


def _last(request: HttpRequest, place: Place, bound: Any = None, initial: Any = None) -> Send:
    actor: Any = request.actor  # type: ignore[attr-defined]
    writes = rules.topics.writes_at(actor, place.path)
    return Send(bound, initial=initial, place=place, writes=writes, signed_in=actor.person is not None)


def _check(request: HttpRequest, place: Place, form: Send) -> HttpResponse:
    words = form["words"].value() or ""
    context = {
        "place": place,
        "form": form,
        "words": words,
        "session": _for(request, place),
        "topics": alike.topics(words, place),
        "cases": alike.cases(words, place),
        "key": request.POST.get("key", "")[:60] or secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/topics/check.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, place: Place, browser: str) -> HttpResponse:
    form = _last(request, place, request.POST)
    if not form.is_valid():
        return _check(request, place, form)
    said = form.arguments()
    mark = topic_marks.mark_for(place.pk, browser)
    pace_topics.at_proposing(request, mark)
    own = said["channel"] == Topic.Channel.WEB
    actor = as_resident(request) if own else request.actor  # type: ignore[attr-defined]
    key = f"{mark[:16]}:{request.POST.get('key', '')[:60] or secrets.token_hex(8)}"
    code = "" if own and actor.person else topic_marks.code_of(key)
    try:
        made = actions.propose_topic(
            actor,
            place,
            once=key,
            code=code,
            session=_for(request, place),
            browser=mark if own else "",
            language=get_language() or "zh-hans",
            **said,
        )
    except Refused as refused:
        if refused.moved_on:
            raise
        form.add_error(None, str(refused.reason))
        return _check(request, place, form)
    if code:
        _keep(request, made, code)
        return redirect("meet:topic_receipt", pk=made.pk)
    messages.success(request, _("Thank you. Your topic is with whoever calls sessions here."))
    return redirect("meet:topic", pk=made.pk)


def _keep(request: HttpRequest, topic: Topic, code: str) -> None:
    kept = {pk: c for pk, c in request.session.get(KEPT, {}).items() if pk != str(topic.pk)}
    request.session[KEPT] = dict(list({**kept, str(topic.pk): code}.items())[-60:])


def _code(request: HttpRequest, topic: Topic) -> str:
    """The code of the topic, in the browser that gave or got it; elsewhere nothing."""
    kept = request.session.get(KEPT, {}).get(str(topic.pk), "")
    return kept if topic.code_is(kept) else ""


@open_page
@require_safe
@unkept
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What to keep of a topic; only where it was sent from."""
    topic = topic_of(request, pk)
    code = _code(request, topic)
    if not code:
        return redirect("meet:topic", pk=topic.pk)
    address = request.build_absolute_uri(
        f"{reverse('meet:topic_follow')}?{urlencode({'n': topic.pk, 'c': code})}"
    )
    context = {"topic": topic, "code": f"{code[:4]} {code[4:]}", "address": address, "qr": qr(address)}
    return render(request, "deliberation/topics/receipt.html", context)


@open_page
@one_screen
@unkept
def follow(request: HttpRequest) -> HttpResponse:
    """Number and code open a topic for whoever proposed it; from a QR they come with the address."""
    given = {"number": request.GET.get("n", ""), "code": request.GET.get("c", "")}
    if request.method == "POST":
        form = Follow(request.POST)
    else:
        form = Follow(given) if all(given.values()) else Follow(initial=given)
    if form.is_bound and form.is_valid():
        pk, code = number(form.cleaned_data["number"]), form.cleaned_data["code"]
        counted = pace_topics.at_code(request, pk)
        found = Topic.objects.filter(pk=pk).first()
        if found is not None and found.code_is(code):
            succeeded(counted)
            _keep(request, found, code)
            return redirect("meet:topic", pk=found.pk)
        form.add_error(
            None,
            _("This number and this code do not belong together. Please compare them with your receipt."),
        )
    return render(
        request, "deliberation/topics/follow.html", {"form": form}, status=422 if form.errors else 200
    )


# --- one topic ---


def topic_of(request: HttpRequest, pk: int) -> Topic:
    """The topic, if everybody reads it, whoever asks proposed it, or holds its code. Raises Http404."""
    rows = Topic.objects.select_related(
        "place", "session__place", "session__chair", "case", "joined_into", "person"
    )
    found = get_object_or_404(rows, pk=pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    if Topic.objects.visible_to(actor).filter(pk=found.pk).exists() or _code(request, found):
        return found
    raise Http404(_("There is no such topic, or nobody has looked at it yet."))


@open_page
@require_safe
@unkept
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be talked about, how many households stand behind it, where it stands, and what came of it."""
    found = topic_of(request, pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    code = _code(request, found)
    mine = bool(code) or (actor.pk is not None and found.person_id == actor.pk)
    keeps = rules.topics.writes_at(actor, found.place_path) or bool(
        found.session and found.session.is_led_by(actor)
    )
    mark = topic_marks.mark_for(found.place_id, browser_of(request))
    case = found.case if found.case is not None and found.case.in_the_open else None
    items = (
        found.items.filter(removed_at=None).select_related("session__place").order_by("-session__starts_at")
    )
    context = {
        "topic": found,
        "mine": mine,
        "has_code": bool(code),
        "keeps": keeps,
        "case": case,
        "slip": _slip(request, found, case) if mine else None,
        "items": list(items[:12]),
        "joined": list(found.joined.filter(wording="approved").order_by("id")[:30]),
        "behind": topic_marks.stands_behind(found, actor.pk, mark),
        "may_support": bool(rules.may_support_topic(actor, found)),
        "may_withdraw": mine and found.is_wanted,
        "shows_words": found.is_shown or mine or keeps,
        "words": found.public_words if found.is_shown else (found.words if mine else found.draft_words),
        "title": found.title or (found.draft_title if mine or keeps else ""),
    }
    return render(request, "deliberation/topics/topic.html", context)


def _slip(request: HttpRequest, found: Topic, case: Case | None) -> Slip | None:
    """For whoever proposed it: number and code of the matter it became when a session decided of it."""
    code = topic_follow_code(found)
    if case is None or not case.code_is(code):
        return None
    return Slip(case.number, code, receipts.address(request, case, code))


@open_page
@one_screen
@unkept
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """One household stands behind it: by account with one tap; for others building and door, neither of which must be
    given; for somebody who rang, by whoever writes down for them."""
    found = topic_of(request, pk)
    if found.state == State.JOINED and found.joined_into_id:
        return redirect("meet:topic_support", pk=found.joined_into_id)
    everybody: Any = request.actor  # type: ignore[attr-defined]
    for_other = request.GET.get("for") == "somebody" and rules.topics.writes_at(everybody, found.place_path)
    actor = everybody if for_other else as_resident(request)
    browser = browser_of(request) or new_browser()
    mark = topic_marks.mark_for(found.place_id, browser)
    there = reverse("meet:topic", args=[found.pk])
    verdict = rules.may_support_topic(actor, found)
    if not verdict or (not for_other and topic_marks.stands_behind(found, actor.pk, mark)):
        messages.info(request, str(verdict.reason) or _("You stand behind this topic already."))
        return redirect(there)
    form = Support(sent(request), place=found.place)
    if form.is_bound and form.is_valid():
        pace_topics.at_supporting(request, found.pk, mark)
        said = {} if actor.person and not for_other else form.arguments()
        try:
            actions.support_topic(
                actor,
                found,
                once=once(request),
                browser="" if for_other else mark,
                for_other=for_other,
                **said,
            )
        except Refused as refused:
            messages.info(request, str(refused.reason))
        else:
            messages.success(request, _("Thank you. The household is counted."))
        return remember(redirect(there), browser)
    context = {
        "topic": found,
        "form": form,
        "for_other": for_other,
        "signed_in": actor.person is not None and not for_other,
        "home": Residence.objects.of(actor.person) if actor.person else None,
        "key": secrets.token_urlsafe(12),
    }
    page = render(request, "deliberation/topics/support.html", context, status=422 if form.errors else 200)
    return remember(page, browser)


@open_page
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The household stands behind it no more."""
    found = topic_of(request, pk)
    mark = topic_marks.mark_for(found.place_id, browser_of(request))
    actions.leave_topic(as_resident(request), found, browser=mark)
    messages.success(request, _("You are no longer counted here."))
    return redirect("meet:topic", pk=found.pk)


@open_page
@one_screen
@unkept
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever proposed it no longer asks for it."""
    found = topic_of(request, pk)
    code = _code(request, found)
    asked_for(rules.may_withdraw_topic(request.actor, found))  # type: ignore[attr-defined]
    return do(
        request,
        Withdraw(sent(request)),
        lambda _said: _none(
            actions.withdraw_topic(as_resident(request), found, code=code, once=once(request))
        ),
        title=_("Withdraw your topic"),
        back=reverse("meet:topic", args=[found.pk]),
    )


def _none(_result: Any) -> None:
    """Whatever it gave, the page one came from follows."""


# --- the host's desk ---


@one_screen
@unkept
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """The topics of a place for whoever decides on them or writes down for others."""
    place = place_of(code)
    actor: Any = request.actor  # type: ignore[attr-defined]
    if not rules.topics.writes_at(actor, place.path):
        raise Refused(rules.topics.NOT_KEPT)
    showing = request.GET.get("show", "")
    showing = showing if showing in DESK else "proposed"
    rows = Topic.objects.at(place.path).filter(DESK[showing][1]).select_related("place", "joined_into")
    after = number(request.GET.get("after"))
    rows = rows.filter(pk__lt=after) if after else rows
    found = list(rows.order_by("-id")[: PAGE + 1])
    last = found[PAGE - 1].pk if len(found) > PAGE else 0
    context = {
        "place": place,
        "topics": found[:PAGE],
        "next": f"?{urlencode({'show': showing, 'after': last})}" if last else "",
        "is_first": not after,
        "showing": showing,
        "tabs": [
            {"label": str(label), "url": f"?show={name}", "current": name == showing}
            for name, (label, _q) in DESK.items()
        ],
    }
    return render(request, "deliberation/topics/desk.html", context)


@one_screen
@unkept
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic before the host: what it says, what says the same, and what to do with it."""
    found = topic_of(request, pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    if not (rules.topics.writes_at(actor, found.place_path) or rules.may_settle_topic(actor, found)):
        raise Refused(rules.topics.NOT_KEPT)
    words = found.public_words or found.draft_words
    may_settle = bool(rules.may_settle_topic(actor, found))
    context = {
        "topic": found,
        "words": words,
        "may_settle": may_settle,
        "may_show": bool(rules.may_show_topic(actor, found)),
        "may_accept": bool(rules.may_accept_topic(actor, found)),
        "may_part": bool(rules.may_part_topic(actor, found)),
        "about": found.case if found.case and found.case.in_the_open else None,
        "alike": alike.topics(words, found.place, but=found.pk) if may_settle else [],
        "cases": [each for each in alike.cases(words, found.place) if each.pk != found.case_id]
        if may_settle
        else [],
        "joined": list(found.joined.order_by("id")[:30]),
        "items": list(found.items.filter(removed_at=None).select_related("session__place")[:12]),
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/topics/settle.html", context)


def _sessions_for(found: Topic) -> Any:
    ways = [found.place_path[:end] for end in range(4, len(found.place_path) + 1, 4)]
    return Session.objects.filter(place_path__in=ways).ahead().select_related("place")


def _form(name: str, request: HttpRequest, found: Topic) -> Any:
    words = {"words": found.public_words or found.draft_words}
    match name:
        case "show":
            return Look(sent(request), initial=words)
        case "accept":
            return Accept(sent(request), initial=words)
        case "refuse":
            return Refuse(sent(request))
        case "agenda":
            return OntoAgenda(
                sent(request), sessions=_sessions_for(found), initial={"session": found.session_id}
            )
        case "matter":
            return AboutMatter(sent(request))
    raise Http404


def _act(name: str, request: HttpRequest, found: Topic) -> Any:
    actor: Any = request.actor  # type: ignore[attr-defined]
    if name == "agenda":
        return lambda said: _none(
            actions.add_item(actor, said["session"], topic=found, minutes=said["minutes"], once=once(request))
        )
    if name == "matter":
        return lambda said: _none(actions.tie_to_case(actor, found, case=said["number"], once=once(request)))
    act = getattr(actions, f"{name}_topic")
    return lambda said: _none(act(actor, found, once=once(request), **said))


TITLES = {
    "show": gettext_lazy("Let everybody read this topic"),
    "accept": gettext_lazy("Take this topic up"),
    "refuse": gettext_lazy("Not take this topic up"),
    "agenda": gettext_lazy("Put this topic on an agenda"),
    "matter": gettext_lazy("Which matter is the topic about?"),
}


@one_screen
@unkept
def doing(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One thing is done with a topic."""
    found = topic_of(request, pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    if name not in TITLES:
        raise Http404
    rule = (
        rules.may_settle_topic
        if name == "agenda"
        else getattr(rules, f"may_{name}_topic", rules.may_settle_topic)
    )
    asked_for(rule(actor, found))
    back = reverse("meet:topic_settle", args=[found.pk])
    return do(
        request, _form(name, request, found), _act(name, request, found), title=str(TITLES[name]), back=back
    )


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """The topic is joined with another that says the same, whichever of them stays; or is tied to an open matter; or is
    taken out again."""
    found = topic_of(request, pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    stays = found
    if "part" in request.POST:
        actions.part_topic(actor, found)
        messages.success(request, _("It goes its own way again."))
    elif "case" in request.POST:
        case = get_object_or_404(Case.objects.visible_to(actor), pk=number(request.POST["case"]))
        actions.tie_to_case(actor, found, case=case)
        messages.success(
            request, _("What comes of it stands on the page of matter %(number)s.") % {"number": case.number}
        )
    else:
        other = get_object_or_404(
            Topic.objects.visible_to(actor), pk=number(request.POST.get("into") or request.POST.get("takes"))
        )
        gone, stays = (found, other) if "into" in request.POST else (other, found)
        actions.join_topics(actor, gone, into=stays)
        messages.success(request, _("The two are joined; each household counts once."))
    return redirect("meet:topic_settle", pk=stays.pk)


@open_page
@require_safe
def for_session(request: HttpRequest, pk: int) -> HttpResponse:
    """To propose something for one session: the form of its place, which knows the session."""
    session = session_of(pk)
    return redirect(f"{reverse('meet:propose', args=[session.place.code])}?session={session.pk}")
