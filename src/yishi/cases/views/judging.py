"""Judging beyond the case's own page: by the personal link, by text message, as a neighbour, as a volunteer on site."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.network.actors import Actor
from yishi.network.models import Residence
from yishi.record.doors import open_page

from .. import actions, links, pace, rules, sms_replies, story
from ..forms.judging import DoubtIt, Judge, Look
from ..models import Answer, Case, RateRule, SecondLook, State, Volunteer

one_screen = require_http_methods(["GET", "HEAD", "POST"])
unkept = cache_control(private=True, no_store=True)
LONGEST_SMS_FIELD = {"number": 40, "text": 1000, "id": 200, "time": 12, "signature": 64}


# The personal link


@open_page
@one_screen
@unkept
def judge(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link from the message says whether it is solved. Opening it changes nothing."""
    answer = links.answer_of(token)
    if answer is None:
        raise Http404(_("This link is not complete. Please open it again from the message."))
    case, actor = answer.case, Actor(follows=frozenset({answer.case_id}))
    why_not = _why_not(answer, actor)
    silent = case.state == State.LAPSED
    form = (
        Judge(request.POST, request.FILES, silent=silent)
        if request.method == "POST"
        else Judge(silent=silent)
    )
    if request.method == "POST":
        pace.at_photos(request, len(request.FILES.getlist("photos")))
        key = f"link:{answer.pk}:{request.POST.get('key', '')[:100]}"
        if form.is_valid() and not links.has_expired(answer):
            _judge(actor, case, form.cleaned_data, key)
            response = redirect("cases:judge", token=token)
            response["Location"] += "?said"
            return _unreferred(response)
    latest = case.answers.order_by("at", "id").last()
    context = {
        "case": case,
        "answer": answer,
        "form": form,
        "why_not": why_not,
        "pair": story.before_and_after(case),
        "feedback": getattr(answer, "feedback", None),
        "thanks": "said" in request.GET,
        "is_latest": latest is not None and latest.pk == answer.pk,
        "settled": answer.kind == Answer.Kind.SOLVED,
        "expires_at": links.expires_at(answer),
        "key": secrets.token_urlsafe(16),
    }
    status = 422 if form.is_bound and form.errors else 200
    return _unreferred(render(request, "cases/judge.html", context, status=status))


def _why_not(answer: Answer, actor: Actor) -> str:
    """Why the link asks nothing (any more); empty while it does."""
    if links.has_expired(answer):
        return _(
            "This link has expired. With the number and the code on your receipt you can still open the matter."
        )
    latest = answer.case.answers.order_by("at", "id").last()
    if latest is None or latest.pk != answer.pk:
        return _(
            "This link is about an earlier answer. Meanwhile there is a newer one; please open the newer message."
        )
    if answer.case.admits("confirm") or answer.case.state == State.LAPSED:
        return ""
    verdict = rules.may_contest(actor, answer.case)
    return "" if verdict else str(verdict.reason)


def _judge(actor: Actor, case: Case, said: dict[str, Any], key: str) -> None:
    common = {"contacted": said["contacted"], "text": said["text"], "channel": "link"}
    if said["solved"]:
        actions.confirm(actor, case, satisfaction=said["satisfaction"], once=key, **common)
    else:
        photos = {"photos": said["photos"]}
        actions.contest(actor, case, satisfaction=said["satisfaction"], once=key, **photos, **common)


def _unreferred(response: HttpResponse) -> HttpResponse:
    """The address is a key, so no other site and no search engine learns it."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


# Text messages


@open_page
@csrf_exempt
@require_POST
@unkept
def sms_reply(request: HttpRequest) -> HttpResponse:
    """A gateway passes on what a resident replied; see docs/text-replies.md."""
    if not settings.YISHI_SMS_REPLIES_SECRET:
        raise Http404
    said = {name: request.POST.get(name, "") for name in LONGEST_SMS_FIELD}
    faulty = [n for n, most in LONGEST_SMS_FIELD.items() if not said[n].strip() or len(said[n]) > most]
    if faulty:
        return JsonResponse({"problem": "missing or too long", "fields": faulty}, status=422)
    faulty = [n for n in said if n != "text" and not said[n].isprintable()]
    if faulty:  # a line break in one of these would let a signature fit other fields
        return JsonResponse({"problem": "not one line", "fields": faulty}, status=422)
    number, text, key = said["number"], said["text"], said["id"]
    if not sms_replies.is_signed(number, text, key, said["time"], said["signature"]):
        return JsonResponse({"problem": "the signature or the time does not fit"}, status=403)
    return JsonResponse({"outcome": sms_replies.hear(number, text, key)})


# Neighbours


@one_screen
@unkept
def doubt(request: HttpRequest, number: str) -> HttpResponse:
    """A neighbour says that a closed matter is not solved."""
    case = Case.objects.visible_to(request.actor).with_labels(ladders=True).by_number(number)
    if case is None:
        raise Http404(_("There is no such case, or it is not public."))
    actor = as_resident(request)
    form = DoubtIt(request.POST, request.FILES) if request.method == "POST" else DoubtIt()
    if request.method == "POST":
        pace.at_photos(request, len(request.FILES.getlist("photos")))
        if form.is_valid():
            key = f"{actor.pk}:{request.POST.get('key', '')[:100]}"
            done = actions.doubt(actor, case, once=key, **form.cleaned_data)
            messages.success(request, _doubted(done))
            return redirect("cases:case", number=case.number)
    elif not (verdict := rules.may_doubt(actor, case)):
        messages.info(request, str(verdict.reason))
        return redirect("cases:case", number=case.number)
    answer = case.answers.order_by("at", "id").last()
    context = {
        "case": case,
        "form": form,
        "answer": answer,
        "doubts": answer.doubts.count() if answer else 0,
        "to_reopen": RateRule.objects.over(case.place_path).doubts_to_reopen,
        "pair": story.before_and_after(case),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "cases/doubt.html", context, status=422 if form.errors else 200)


def _doubted(case: Case) -> str:
    if case.is_open:
        facts = {"holder": case.holder.title}
        return _("Thank you. With your word it was reopened; it now lies with %(holder)s.") % facts
    return _("Thank you. Everybody can see your doubt, and whoever answered has been told.")


def as_resident(request: HttpRequest) -> Actor:
    """Whoever is signed in speaks as a resident, whatever post they also hold; the rules still know their posts."""
    actor = request.actor  # type: ignore[attr-defined]
    return Actor(person=actor.person, follows=actor.follows, posts=actor.posts)


# Second looks


@require_safe
@unkept
def looks(request: HttpRequest) -> HttpResponse:
    """What somebody is asked to look at, and whether they offer to."""
    actor = as_resident(request)
    asked = SecondLook.objects.visible_to(actor).select_related("case__place", "case__category")
    volunteer = Volunteer.objects.offering().filter(person=actor.pk).first()
    context = {
        "asked": list(asked.filter(ended_at=None)[:20]),
        "taken": list(asked.exclude(ended_at=None).order_by("-ended_at")[:10]),
        "volunteer": volunteer,
        "home": Residence.objects.verified().of(actor.person),
        "why_not": "" if volunteer else str(rules.may_offer_looks(actor).reason),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "cases/looks.html", context)


@require_POST
def offer_looks(request: HttpRequest) -> HttpResponse:
    """Offer to take second looks, or end it."""
    actor = as_resident(request)
    volunteer = Volunteer.objects.offering().filter(person=actor.pk).first()
    if request.POST.get("offer") == "yes":
        if volunteer is None:
            actions.offer_looks(actor)
        messages.success(
            request, _("Thank you. You are asked when somebody is needed, and may always say no.")
        )
    elif volunteer:
        actions.end_looks(actor, volunteer)
        messages.success(request, _("You are no longer asked. Thank you for having looked."))
    return redirect("cases:looks")


@one_screen
@unkept
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """One second look: what was done, how it looked before and after, and what the volunteer saw."""
    actor = as_resident(request)
    asked = SecondLook.objects.visible_to(actor).select_related("case__place", "case__category", "answer")
    second = asked.filter(pk=pk).first()
    if second is None:
        raise Http404(_("You are not asked for this second look."))
    second_case = second.case
    form = Look(request.POST, request.FILES) if request.method == "POST" else Look()
    if request.method == "POST" and "decline" in request.POST:
        actions.pass_look(actor, second, why=SecondLook.Verdict.DECLINED)
        messages.success(request, _("That is fine. Somebody else is asked."))
        return redirect("cases:looks")
    if request.method == "POST":
        pace.at_photos(request, len(request.FILES.getlist("photos")))
        if form.is_valid():
            key = f"{actor.pk}:{request.POST.get('key', '')[:100]}"
            actions.look(actor, second, once=key, **form.cleaned_data)
            messages.success(
                request, _("Thank you for going to see. What you saw stands on the page of the matter.")
            )
            return redirect("cases:case", number=second_case.number)
    elif not (verdict := rules.may_look(actor, second)):
        messages.info(request, str(verdict.reason))
        return redirect("cases:looks")
    context = {
        "look": second,
        "case": second_case,
        "answer": second.answer,
        "pair": story.before_and_after(second_case),
        "form": form,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "cases/look.html", context, status=422 if form.errors else 200)
