"""Following one's own case: the receipt, finding it again by number and code, judging the answer, withdrawing."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from yishi.network.actors import Actor
from yishi.network.models import Post
from yishi.network.powers import Role
from yishi.record import Verdict
from yishi.record.doors import open_page

from .. import actions, pace, receipts, rules
from ..choosing import Recipient
from ..forms.feedback import Confirm, Contest, Follow, Withdraw
from ..models import Answer, Case, State, Voice

one_screen = require_http_methods(["GET", "HEAD", "POST"])
own = cache_control(private=True, no_cache=True)
unkept = cache_control(private=True, no_store=True)


@open_page
@one_screen
@unkept
def follow(request: HttpRequest) -> HttpResponse:
    """Number and code open the case; from a QR they come with the address."""
    given = {"number": request.GET.get("n", ""), "code": request.GET.get("c", "")}
    from_qr = bool(given["number"] and given["code"])
    if request.method == "POST":
        form = Follow(request.POST)
    else:
        form = Follow(given) if from_qr else Follow(initial=given)
    if form.is_bound and form.is_valid():
        found = _with_code(request, **form.cleaned_data)
        if isinstance(found, Voice):
            receipts.joined(request.session, found)
            return redirect("cases:case", number=found.case.number)
        if found:
            receipts.follow(request.session, found)
            return redirect("cases:case", number=found.number)
        form.add_error(
            None,
            _("This number and this code do not belong together. Please compare them with your receipt."),
        )
    shown = {"form": form, "public": _public_case(request, form)}
    return render(request, "cases/follow.html", shown, status=422 if form.errors else 200)


def _with_code(request: HttpRequest, number: str, code: str) -> Case | Voice | None:
    """The case, if the code is its own; or the voice of somebody who joined it. Wrong ones are counted, also for
    numbers that nothing has."""
    counted = pace.at_code(request, number)
    case = Case.objects.by_number(number)
    if case is None:
        return None
    found = case if case.code_is(code) else Voice.objects.by_code(case, code)
    if found:
        pace.code_was_right(counted)
    return found


def _public_case(request: HttpRequest, form: forms.Form) -> Case | None:
    """Whoever has lost the code can still read what is public."""
    number = getattr(form, "cleaned_data", {}).get("number", "")
    return Case.objects.visible_to(request.actor).by_number(number) if number else None


@open_page
@require_safe
@unkept
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """What to keep, and what happens next; only where the report was sent from."""
    return _receipt(request, number, "cases/receipt.html")


@open_page
@require_safe
@unkept
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """The same on a slip of paper, for somebody without a telephone that can scan."""
    return _receipt(request, number, "cases/slip.html")


def _receipt(request: HttpRequest, number: str, template: str) -> HttpResponse:
    case = Case.objects.select_related(
        "place", "category", "holder__organisation", "holder__place"
    ).by_number(number)
    code = receipts.code_of(request.session, case) if case else ""
    if case is None or not code:
        if case and Case.objects.visible_to(request.actor).filter(pk=case.pk).exists():
            return redirect("cases:case", number=case.number)
        raise Http404(_("There is no such case, or it is not public."))
    address = receipts.address(request, case, code)
    rung = case.ladder.rung(case.position)
    context = {
        "case": case,
        "code": f"{code[:4]} {code[4:]}",
        "address": address,
        "qr": receipts.qr(address),
        "recipient": Recipient(case.holder, rung, case.reported_at, case.category) if rung else None,
        "to_ring": _to_ring(case),
        "follow_page": request.build_absolute_uri(reverse("cases:follow")),
        "is_mine": case.pk in request.actor.follows,
    }
    return render(request, template, context)


# On the page of the case


def yours(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the case's page adds for whoever raised it, under the name `yours`; for everybody else nothing."""
    actor = request.actor
    if not rules.judges(actor, case):
        return {}
    actor = _as_reporter(request, case)
    answer = (
        case.answers.order_by("at", "id").last() if case.state in (State.ANSWERED, State.LAPSED) else None
    )
    offer = {
        name: bool(getattr(rules, f"may_{name}")(actor, case)) for name in ("confirm", "contest", "withdraw")
    }
    return {
        "yours": {
            **offer,
            "for_all": case.is_left,
            "answer": answer,
            "settled": bool(answer and answer.kind == Answer.Kind.SOLVED),
            "until": _asked_until(case),
            "has_receipt": bool(receipts.code_of(request.session, case)),
            "to_ring": _to_ring(case),
        }
    }


def _asked_until(case: Case) -> datetime | None:
    """Until when an answer waits for the resident's word."""
    if case.state != State.ANSWERED or case.answered_at is None:
        return None
    return case.answered_at + timedelta(days=case.ladder.lapse_days)


def _to_ring(case: Case) -> Post | None:
    """Whom the resident can ring about it: the desk it lies on, else the community. Never the one complained about, nor
    somebody whom it concerns."""
    if case.holder.phone and case.is_open and case.holder_id not in case.kept_out:
        return case.holder
    posts = (
        Post.objects.over(case.place_path)
        .held()
        .filter(role__in=(Role.COMMITTEE, Role.HOTLINE))
        .exclude(phone="")
        .exclude(pk__in=case.kept_out)
    )
    posts = posts.exclude(organisation=case.about_id) if case.about_id else posts
    return posts.select_related("organisation", "place").first()


def _as_reporter(request: HttpRequest, case: Case) -> Actor:
    """Whoever raised it speaks as a resident, whatever post they also hold: the record shall not name it.

    Somebody who only holds the code keeps their post, so that whoever handled the case cannot close it.
    """
    actor = request.actor
    own = actor.pk is not None and (actor.pk == case.reporter_id or rules.judges(actor, case))
    post = None if own else actor.post
    return Actor(
        person=actor.person, post=post, follows=actor.follows, joined=actor.joined, posts=actor.posts
    )


# Judging


@open_page
@one_screen
@own
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """The resident says it is solved."""

    def act(actor: Actor, case: Case, said: dict[str, Any]) -> str:
        settled = case.answers.latest("at").kind == Answer.Kind.SOLVED
        actions.confirm(actor, case, once=_key(request), **said)
        if settled:
            return _("Thank you. The matter is closed, because you say it is solved.")
        return _("Thank you. The matter is closed, because you say it can stay like this.")

    return _judge(request, number, "confirm", Confirm, act)


@open_page
@one_screen
@own
def contest(request: HttpRequest, number: str) -> HttpResponse:
    """The resident says it is not solved; it goes one rung up."""

    def act(actor: Actor, case: Case, said: dict[str, Any]) -> str:
        case = actions.contest(actor, case, once=_key(request), **said)
        facts = {"holder": case.holder.title, "due": date_format(localtime(case.due_at), "DATETIME_FORMAT")}
        return _("Thank you for saying so. It now lies with %(holder)s, who must answer by %(due)s.") % facts

    return _judge(request, number, "contest", Contest, act)


@open_page
@one_screen
@own
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The resident no longer asks for it."""

    def act(actor: Actor, case: Case, said: dict[str, Any]) -> str:
        case = actions.withdraw(actor, case, once=_key(request), **said)
        if not case.is_left:
            return _("Withdrawn. Nobody works on it any more.")
        receipts.unfollow(request.session, case)
        return _("You are no longer counted, asked or told. It goes on for the neighbours who joined.")

    return _judge(request, number, "withdraw", Withdraw, act)


def _judge(
    request: HttpRequest, number: str, name: str, form_class: type[forms.Form], act: Any
) -> HttpResponse:
    """One of the reporter's own acts: its page, its form, and back to the case with a word of what came of it."""
    case = Case.objects.visible_to(request.actor).with_labels().by_number(number)
    if case is None or not _may_speak(request.actor, case, name):
        return redirect(f"{reverse('cases:follow')}?n={Case(pk=case.pk).number if case else ''}")
    actor = _as_reporter(request, case)
    if request.method == "POST":
        if name == "contest":
            pace.at_photos(request, len(request.FILES.getlist("photos")))
        form = form_class(request.POST, request.FILES)
        if form.is_valid():
            messages.success(request, act(actor, case, form.cleaned_data))
            return redirect("cases:case", number=case.number)
    else:
        verdict: Verdict = getattr(rules, f"may_{name}")(actor, case)
        if not verdict:
            messages.info(request, str(verdict.reason))
            return redirect("cases:case", number=case.number)
        form = form_class()
    answer = case.answers.order_by("at", "id").last()
    context = {
        "case": case,
        "form": form,
        "answer": answer,
        "settled": bool(answer and answer.kind == Answer.Kind.SOLVED),
        "goes_on": name == "withdraw" and rules.others_ask(case),
        "others": case.voices - 1,
        "key": _key(request) or secrets.token_urlsafe(16),
    }
    return render(request, f"cases/{name}.html", context, status=422 if form.errors else 200)


def _may_speak(actor: Actor, case: Case, name: str) -> bool:
    """Whoever raised it; that it is not solved, also whoever raised what was put together with it."""
    if name == "withdraw":
        return rules.is_reporter(actor, case)
    return rules.judges(actor, case) or (name == "contest" and rules.raised_a_part(actor, case))


def _key(request: HttpRequest) -> str:
    """The name of this sending, so that it happens once; it belongs to this browser."""
    key = request.POST.get("key", "")[:100]
    return f"{request.session.session_key}:{key}" if key else ""
