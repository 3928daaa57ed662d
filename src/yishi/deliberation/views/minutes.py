"""Pages of the minutes: what everybody reads, prints and checks; and the pages of whoever writes, seals and posts
them."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.network.actors import Actor
from yishi.network.typesetting import code, typeset
from yishi.network.views.showing import is_small, jpeg
from yishi.record import Refused
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows
from yishi.record.models import Entry, Leaf, TreeHead
from yishi.record.numbers import number
from yishi.record.views import in_groups

from .. import actions, door, parts_afterwards, rules, slips
from ..actions.minutes import was_there
from ..changes import ROOM
from ..compiling import compiled, rows_of, text_of
from ..forms.afterwards import Answer, CorrectSealed, Decide, Draft, Object, Post, Propose, Seal
from ..models import Attendance, Correction, Invitation, Minutes, Objection, Posting, Session, State
from ..pace_afterwards import at_saying, at_slip
from ..reading import added_to, read
from .tabs import as_resident, browser_of, one_screen, session_of, tabs, unkept, written_by

PAPERS = {"a4": 11, "a3": 17}
"""Sizes of the paper, with the size of its type in points: A3 is read on a board, from an arm's length."""


def minutes_of(session: Session) -> Minutes:
    """Its minutes, once a draft lay open. Raises Http404."""
    return get_object_or_404(
        Minutes.objects.exclude(drafted_at=None).select_related("sealed_by"), session=session
    )


# --- what everybody reads ---


@open_page
@require_safe
@kept_for_strangers
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they lie open or are sealed; corrections, boards, objections; and how to check the seal."""
    session = session_of(pk)
    shows(ROOM)
    found = Minutes.objects.exclude(drafted_at=None).filter(session=session).first()
    if found is None:
        return render(request, "deliberation/minutes/none.html", {"session": session})
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "session": session,
        "minutes": found,
        "read": read(found.compiled),
        "added": _added(session, found),
        "groups": in_groups(found.digest),
        "entry": _entry_of_seal(session) if found.is_sealed else None,
        "proposed": session.corrections.filter(number=None).exclude(state=Correction.State.PROPOSED),
        "waiting": session.corrections.filter(number=None, state=Correction.State.PROPOSED).count(),
        **parts_afterwards.after_the_seal(session),
        "may_correct": bool(rules.may_propose_correction(actor, session)),
        "may_object": bool(rules.may_object_to(actor, session)),
        "writes": session.is_written_by(actor),
        "leads": session.is_led_by(actor),
    }
    return render(request, "deliberation/minutes/minutes.html", context)


def _added(session: Session, found: Minutes, fresh: dict[str, Any] | None = None) -> list[dict[str, str]]:
    """What came into the minutes since the draft lay open; nothing once they are sealed, for then they say it."""
    if session.state != State.DRAFTED:
        return []
    now = fresh or compiled(rows_of(session, found.remarks))
    return added_to(found.compiled, now)


def _entry_of_seal(session: Session) -> Entry | None:
    return Entry.objects.about(session.ref).filter(kind="deliberation.MinutesSealed").last()


@open_page
@require_safe
def minutes_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The very bytes that were sealed, for whoever checks the digest."""
    found = minutes_of(session_of(pk))
    answer = HttpResponse(text_of(found.compiled).encode(), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="minutes-{pk}.json"'
    return answer


@open_page
@require_safe
def minutes_paper(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """The minutes for the board, on A4 or, in large type, on A3."""
    if size not in PAPERS:
        raise Http404
    session = session_of(pk)
    found = minutes_of(session)
    answer = HttpResponse(paper_of(request, session, found, size), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{pk}-{size}.pdf"'
    return answer


def paper_of(request: HttpRequest, session: Session, found: Minutes, size: str) -> bytes:
    """The paper as PDF, with the way to the page."""
    base = settings.YISHI_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    address = base + reverse("meet:minutes", args=[session.pk])
    data = {
        "size": size,
        "points": PAPERS[size],
        "address": address,
        "code": code(address),
        "words": _headings(),
        "sealed": found.is_sealed,
        "status": _status(found),
        "digest": " ".join(in_groups(found.digest)),
        "tree": _in_the_tree(session) if found.is_sealed else [],
        "sign": _signing(found) if found.is_sealed else [],
        "later": [
            {"n": _("Correction no. %(n)s") % {"n": each.number}, "text": each.said}
            for each in parts_afterwards.after_the_seal(session)["later"]
        ],
        **vars(read(found.compiled)),
    }
    return typeset("deliberation/papers/minutes.typ", data)


def _status(found: Minutes) -> str:
    if found.is_sealed:
        return _("Sealed on %(day)s.") % {"day": parts_afterwards.day(found.sealed_at)}
    until = parts_afterwards.moment(found.corrections_until)
    return _("Draft. Those who were there can propose corrections until %(until)s.") % {"until": until}


def _in_the_tree(session: Session) -> list[list[str]]:
    """Where the seal stands in the public record: its place in the tree, and the first head of the tree that covers it.
    Empty until the record is sealed, some minutes later."""
    entry = _entry_of_seal(session)
    leaf = Leaf.objects.filter(entry=entry).first() if entry else None
    head = TreeHead.objects.filter(size__gt=leaf.index).order_by("size").first() if leaf else None
    if leaf is None or head is None:
        return []
    return [
        [_("Place in the public record"), str(leaf.index)],
        [_("Head of the tree"), _("%(size)s entries, %(at)s") % {"size": head.size, "at": _exactly(head)}],
        [_("Its digest"), " ".join(in_groups(bytes(head.root).hex()))],
    ]


def _exactly(head: TreeHead) -> str:
    return parts_afterwards.moment(head.sealed_at)


def _signing(found: Minutes) -> list[str]:
    """Who signs the paper: the offices, the names are left to the pen."""
    said = read(found.compiled)
    offices = dict(said.facts)
    chair, clerk = offices.get(_("Chair"), ""), offices.get(_("Clerk"), "")
    return [
        f"{_('Chair')} {chair}".strip(),
        f"{_('Clerk')} {clerk}".strip(),
        str(Attendance.Role.REPRESENTATIVE.label).capitalize(),
        str(Attendance.Role.REPRESENTATIVE.label).capitalize(),
    ]


def _headings() -> dict[str, str]:
    """The words of the paper that are not in the minutes."""
    return {
        "minutes": _("Minutes"),
        "reasons": _("Otherwise than planned"),
        "attendance": _("Who was there"),
        "roles": _("By role"),
        "buildings": _("By building"),
        "roll": _("Roll-call of those who were invited"),
        "agenda": _("Agenda and what came of it"),
        "frozen": _("agenda as published on"),
        "late": _("came after the agenda was frozen: heard, not decided"),
        "removed": _("Taken off the agenda"),
        "opinions": _("What was said, and what was answered"),
        "number": pgettext("of an opinion", "No."),
        "said": _("What was said"),
        "answer": _("What was answered"),
        "unread": _("(nobody has looked at the words yet)"),
        "unanswered": _("no answer yet"),
        "matter": _("matter"),
        "motions": _("Votes"),
        "motion": _("Motion"),
        "rule": _("Counted by"),
        "decisions": _("Decisions"),
        "undertakings": _("What was promised"),
        "what": _("What"),
        "who": _("Who"),
        "when": _("By when"),
        "remarks": _("The clerk adds"),
        "corrections": _("Corrected while it was a draft"),
        "added": _("Added after the draft"),
        "after_draft": _("after the draft"),
        "sign": _("Signatures"),
        "name_day": _("name and day"),
        "later": _("Corrections after the seal"),
        "digest": _("Digest of the sealed text"),
        "check": _(
            "Scan to read this page, the later corrections and how to check the seal; there one can object, too."
        ),
        "present": _("came"),
    }


@open_page
@require_safe
def board(request: HttpRequest, pk: int, n: int, size: str) -> HttpResponse:
    """The photo of the board on which the minutes hang."""
    found = get_object_or_404(Posting, pk=n, session=pk)
    return jpeg(request, found.picture, found.picture_digest, small=is_small(size))


# --- doing ---


def _do(
    request: HttpRequest,
    session: Session,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    template: str = "deliberation/minutes/act.html",
    back: str = "",
    **context: Any,
) -> HttpResponse:
    """Show a form, or do what it says. A refusal for what was typed stands at the form (422)."""
    back = back or reverse("meet:minutes", args=[session.pk])
    if form.is_bound and form.is_valid():
        try:
            act(form.arguments())  # type: ignore[attr-defined]
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, form.done)  # type: ignore[attr-defined]
            return redirect(back)
    context |= {
        "session": session,
        "form": form,
        "back": back,
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _once(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:100]
    return f"{request.path}:{key}" if key else ""


@open_page
@one_screen
@unkept
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who was there proposes a correction of the draft; the clerk for somebody who rings."""
    session = session_of(pk)
    actor = request.actor  # type: ignore[attr-defined]
    verdict = rules.may_propose_correction(actor, session)
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    browser = browser_of(request)
    mark = door.mark_for(session.pk, browser) if browser else ""
    there, slip = _known(request, session, mark)
    for_other = session.is_written_by(actor) and (there is None or request.GET.get("for") == "somebody")
    if there is None and not for_other:
        return _not_there(request, session, slip)
    form = Propose(_sent(request), for_other=for_other)

    def act(said: dict[str, Any]) -> Correction:
        at_saying(request, session.pk)
        by = actor if for_other else as_resident(request)
        said = {"slip": slip, **said}
        return actions.propose_correction(
            by, session, browser=mark, for_other=for_other, once=_once(request), **said
        )

    asked_for_slip = request.method == "POST" and "text" not in request.POST
    if asked_for_slip:
        form = Propose(for_other=for_other)
    return _do(
        request,
        session,
        form,
        act,
        read=read(minutes_of(session).compiled),
        for_somebody=for_other,
        slip="" if for_other else slip,
        own=list(there.corrections.all()[:20]) if there and not for_other else [],
    )


def _known(request: HttpRequest, session: Session, mark: str) -> tuple[Attendance | None, str]:
    """The line on which whoever asks was checked in, by account, browser or slip; and the digits that were given."""
    actor = request.actor  # type: ignore[attr-defined]
    slip = (request.POST.get("slip") or request.GET.get("c", ""))[:40]
    if session.is_written_by(actor):
        return was_there(session, actor.pk, mark), slip
    if not slip:
        return was_there(session, actor.pk, mark), ""
    at_slip(request, session.pk)
    return slips.holder_of(session, slip), slip


def _not_there(request: HttpRequest, session: Session, slip: str) -> HttpResponse:
    context = {
        "session": session,
        "why": actions.minutes.NO_SUCH_SLIP if slip else actions.minutes.NOT_THERE,
        "slip": slip,
    }
    status = 422 if slip else 403
    return render(request, "deliberation/minutes/not_there.html", context, status=status)


@open_page
@one_screen
@unkept
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """A resident objects while the minutes are posted; whoever writes or takes calls there, for somebody who rings."""
    session = session_of(pk)
    actor = request.actor  # type: ignore[attr-defined]
    verdict = rules.may_object_to(actor, session)
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    for_somebody = request.GET.get("for") == "somebody" and session.is_written_by(actor)

    def act(said: dict[str, Any]) -> Objection:
        by: Actor = actor if for_somebody else as_resident(request)
        if not for_somebody:
            at_saying(request, session.pk)
        language = get_language() or "zh-hans"
        return actions.object_to(by, session, language=language, once=_once(request), **said)

    form = Object(_sent(request), for_somebody=for_somebody)
    return _do(request, session, form, act, title=_("Write down an objection") if for_somebody else "")


# --- for whoever writes and leads ---


@one_screen
@unkept
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they would be compiled now; where they stand, and what is to be done next."""
    session = written_by(request, pk)
    actor = request.actor  # type: ignore[attr-defined]
    found = Minutes.objects.filter(session=session).first()
    remarks = found.remarks if found else ""
    form = Draft(_sent(request), initial={"remarks": remarks})
    may_draft = rules.may_draft_minutes(actor, session)
    if request.method == "POST" and not may_draft:
        raise Refused(may_draft.reason, moved_on=may_draft.moved_on)
    fresh = _fresh(session, found)
    context = {
        "tabs": tabs(session, "meet:write_minutes"),
        "minutes": found if found and found.drafted_at else None,
        "fresh": read(fresh) if fresh else None,
        "changed": bool(fresh and found and found.compiled and fresh != found.compiled),
        "added": _added(session, found, fresh) if found and fresh else [],
        "unread": sum(each["words"] is None for each in fresh["opinions"]) if fresh else 0,
        "unanswered": sum(each["response"] is None for each in fresh["opinions"]) if fresh else 0,
        "not_noted": sum(each["came"] not in Invitation.NOTED for each in fresh["invited"]) if fresh else 0,
        "corrections": list(session.corrections.filter(number=None)) if found else [],
        "objections": list(session.objections.all()),
        "postings": list(session.postings.order_by("posted_on")),
        "may_draft": bool(may_draft),
        "may_seal": bool(rules.may_seal_minutes(actor, session)) if session.state == State.DRAFTED else False,
        "leads": session.is_led_by(actor),
        "may_object": bool(rules.may_object_to(actor, session)),
    }
    back = reverse("meet:write_minutes", args=[session.pk])
    return _do(
        request,
        session,
        form,
        lambda said: actions.draft_minutes(actor, session, once=_once(request), **said),
        template="deliberation/minutes/write.html",
        back=back,
        **context,
    )


def _fresh(session: Session, found: Minutes | None) -> dict[str, Any] | None:
    """The minutes as they would be compiled now, until they are sealed; None before the session is over."""
    if session.state not in (State.HELD, State.DRAFTED):
        return None
    return compiled(rows_of(session, found.remarks if found else ""))


def _led_by(request: HttpRequest, pk: int, may: Callable[[Any, Session], Any]) -> Session:
    """The session, where the rule lets this action begin. Raises `Refused`."""
    session = session_of(pk)
    verdict = may(request.actor, session)  # type: ignore[attr-defined]
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    return session


@one_screen
@unkept
def decide(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """A correction that was proposed is accepted, or not."""
    session = _led_by(request, pk, rules.may_decide_correction)
    found = get_object_or_404(session.corrections.filter(number=None), pk=number(n))
    if found.state != Correction.State.PROPOSED:
        raise Refused(_("This correction was decided meanwhile."), moved_on=True)
    return _do(
        request,
        session,
        Decide(found, _sent(request)),
        lambda said: actions.decide_correction(
            request.actor,
            session,
            correction=found,
            once=_once(request),
            **said,  # type: ignore[attr-defined]
        ),
        back=reverse("meet:write_minutes", args=[session.pk]),
        correction=found,
    )


@one_screen
@unkept
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes are looked through once more, and sealed."""
    session = _led_by(request, pk, rules.may_seal_minutes)
    found = session.minutes
    fresh = compiled(rows_of(session, found.remarks))
    return _do(
        request,
        session,
        Seal(_sent(request)),
        lambda _said: actions.seal_minutes(request.actor, session),  # type: ignore[attr-defined]
        back=reverse("meet:minutes", args=[session.pk]),
        fresh=read(fresh),
        changed=fresh != found.compiled,
        added=_added(session, found, fresh),
        unread=sum(each["words"] is None for each in fresh["opinions"]),
    )


@one_screen
@unkept
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A numbered correction of sealed minutes."""
    session = _led_by(request, pk, rules.may_correct_sealed)
    return _do(
        request,
        session,
        CorrectSealed(_sent(request)),
        lambda said: actions.correct_sealed(
            request.actor,
            session,
            once=_once(request),
            **said,  # type: ignore[attr-defined]
        ),
    )


@one_screen
@unkept
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes hang on a board, and a photo shows it."""
    session = _led_by(request, pk, rules.may_post_minutes)
    form = Post(*((request.POST, request.FILES) if request.method == "POST" else ()))
    days = parts_afterwards.posting_days(session)
    return _do(
        request,
        session,
        form,
        lambda said: actions.post_minutes(
            request.actor,
            session,
            once=_once(request),
            **said,  # type: ignore[attr-defined]
        ),
        back=reverse("meet:write_minutes", args=[session.pk]),
        days=days,
    )


@one_screen
@unkept
def answer(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """An objection is answered."""
    session = _led_by(request, pk, rules.may_answer_objection)
    found = get_object_or_404(session.objections, number=n)
    if found.answered_at is not None:
        raise Refused(_("This objection was answered meanwhile."), moved_on=True)
    return _do(
        request,
        session,
        Answer(found, _sent(request)),
        lambda said: actions.answer_objection(
            request.actor,
            session,
            objection=found,
            once=_once(request),
            **said,  # type: ignore[attr-defined]
        ),
        back=reverse("meet:write_minutes", args=[session.pk]),
        objection=found,
    )
