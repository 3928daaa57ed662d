"""Pages of double registration: a member reports, units are entered, tasks are given, reported and evaluated; and what
everybody may read of it."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.record import Refused, clock
from yishi.record.doors import open_page

from .. import actions, helping, rules
from ..forms.skills import Assign, EndOn, GiveTask, Grade, ReportUnit
from ..models import Level, Organisation, Place, Post, Registration, Residence, Task, within
from ..powers import Power
from .skills import as_person, key_of

MOST = 200
unkept = cache_control(private=True, no_store=True)


# A member


@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """A member reports to the community where they live."""
    actor = as_person(request)
    home = Residence.objects.of(actor.person)
    community = Place.objects.around(home.place.path).filter(level=Level.COMMUNITY).first() if home else None
    if community is None:
        raise Refused(_("Members report to the community where they live. Please say first where you live."))
    actions.report_member(actor, community, once=key_of(request))
    messages.success(request, _("Reported. The community committee or the branch confirms it."))
    return redirect("net:helping")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """A member no longer does."""
    actor = as_person(request)
    registration = Registration.objects.on().filter(person=actor.pk).first()
    if registration:
        actions.end_registration(actor, registration)
        messages.success(request, _("Your registration has ended. Thank you for what you did."))
    return redirect("net:helping")


# Units and tasks, as those see them who keep them or do them


def _gives(request: HttpRequest) -> Post:
    post = request.actor.post  # type: ignore[attr-defined]
    if post is None or not post.can(Power.GIVE_TASKS):
        raise Refused(_("Registrations are kept by the community committee and the estate branch."))
    return post


def _community_of(post: Post) -> Place | None:
    return Place.objects.around(post.place.path).filter(level=Level.COMMUNITY).first()


@require_safe
@unkept
def units(request: HttpRequest) -> HttpResponse:
    """Units and members that have reported, how their tasks went this year, and what waits to be confirmed."""
    post, actor = _gives(request), request.actor  # type: ignore[attr-defined]
    year = _year(request)
    rows = Registration.objects.visible_to(actor).on()
    rows = rows.select_related("unit", "person", "community", "assigned_to").order_by("pk")
    members = rows.members().confirmed()
    seen = Task.objects.visible_to(actor).select_related("registration__unit", "registration__person")
    context = {
        "post": post,
        "community": _community_of(post),
        "waiting": list(rows.filter(confirmed_on=None)[:MOST]),
        "units": helping.evaluations(list(rows.units()[:MOST]), year),
        "members": helping.evaluations(list(members[:MOST]), year),
        "member_count": members.count(),
        "overdue": list(seen.overdue()[:20]),
        "to_grade": list(seen.filter(grade="").exclude(done_on=None).order_by("done_on", "pk")[:20]),
        "year": year,
        "last_year": year - 1,
        "this_year": clock.today().year,
        "may_enter": bool(_enters(post)),
    }
    return render(request, "network/helpers_units.html", context)


def _enters(post: Post) -> Place | None:
    """The community to which a committee enters units; none for a branch."""
    community = _community_of(post)
    return community if community and post.covers(community.path) and post.can(Power.SET_UP) else None


def _year(request: HttpRequest) -> int:
    said, present = request.GET.get("year", ""), clock.today().year
    return int(said) if said.isascii() and said.isdigit() and 2000 <= int(said[:6]) <= present else present


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def enter_unit(request: HttpRequest) -> HttpResponse:
    """A unit reports: one that is entered already, or a new one."""
    post = _gives(request)
    community = _enters(post)
    if community is None:
        raise Refused(_("Units report to the community committee, which enters them."))
    there = Registration.objects.on().units().filter(community=community).values("unit")
    kept = Organisation.objects.on().filter(
        within("place__path", community.path), kind=Organisation.Kind.UNIT
    )
    free = kept.exclude(pk__in=there).order_by("pk")
    form = ReportUnit(request.POST if request.method == "POST" else None, units=free)
    if request.method == "POST" and form.is_valid():
        try:
            registration = actions.enter_unit(
                request.actor,
                community,
                once=key_of(request),
                **form.cleaned_data,  # type: ignore[attr-defined]
            )
        except Refused as refused:
            form.add_error("name" if form.cleaned_data["name"] else "unit", str(refused.reason))
        else:
            messages.success(request, _("Entered. You can give it tasks now."))
            return redirect("net:tasks", pk=registration.pk)
    context = {"form": form, "community": community, "key": secrets.token_urlsafe(16)}
    return render(request, "network/helpers_enter_unit.html", context, status=422 if form.errors else 200)


def _registration(request: HttpRequest, pk: int) -> Registration:
    seen = Registration.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    rows = seen.select_related("unit", "person", "community", "assigned_to")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """The tasks of one unit or member: given, reported, evaluated."""
    registration, actor = _registration(request, pk), request.actor  # type: ignore[attr-defined]
    may_give = bool(rules.may_give_task(actor, registration))
    form = GiveTask(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_task(actor, registration, once=key_of(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error("due_on", str(refused.reason))
        else:
            messages.success(request, _("Given. They are told within a few minutes."))
            return redirect("net:tasks", pk=registration.pk)
    context = _tasks(actor, registration, form, may_give)
    return render(request, "network/helpers_tasks.html", context, status=422 if form.errors else 200)


def _tasks(actor: Any, registration: Registration, form: GiveTask, may_give: bool) -> dict[str, Any]:
    year = clock.today().year
    rows = registration.tasks.select_related("given_by__organisation", "given_by__place").order_by(
        "-due_on", "-pk"
    )
    lines = []
    for task in rows[:MOST]:
        task.registration = registration
        lines.append(
            {
                "task": task,
                "may_report": bool(rules.may_report_task(actor, task)),
                "may_grade": bool(rules.may_grade_task(actor, task)),
            }
        )
    may_assign = bool(rules.may_assign(actor, registration))
    estates = Place.objects.inside(registration.community.path).on().filter(level=Level.ESTATE)
    return {
        "registration": registration,
        "lines": lines,
        "evaluation": helping.evaluations([registration], year)[0],
        "year": year,
        "form": form if may_give else None,
        "assign": Assign(estates=estates, initial={"estate": registration.assigned_to_id})
        if may_assign
        else None,
        "ending": EndOn() if rules.may_end_registration(actor, registration) else None,
        "may_confirm": bool(rules.may_confirm_registration(actor, registration)),
        "grades": Task.Grade.choices,
        "keeps": bool(actor.post) and actor.post.can(Power.GIVE_TASKS),
        "key": secrets.token_urlsafe(16),
    }


@require_POST
def keep(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Confirm a registration, assign it to an estate, or end it."""
    registration, actor = _registration(request, pk), request.actor  # type: ignore[attr-defined]
    if what == "confirm":
        actions.confirm_registration(actor, registration)
        messages.success(request, _("Confirmed."))
    elif what == "assign":
        estates = Place.objects.inside(registration.community.path).filter(level=Level.ESTATE)
        form = Assign(request.POST, estates=estates)
        if not form.is_valid():
            raise Refused(_("Please choose an estate of this community."))
        actions.assign(actor, registration, estate=form.cleaned_data["estate"])
        messages.success(request, _("Assigned."))
    elif what == "end":
        return _end(request, registration)
    else:
        raise Http404
    return redirect("net:tasks", pk=registration.pk)


def _end(request: HttpRequest, registration: Registration) -> HttpResponse:
    form, actor = EndOn(request.POST), request.actor  # type: ignore[attr-defined]
    try:
        if not form.is_valid():
            raise Refused(_("Please give the last day, such as 2026-12-31."))
        actions.end_registration(actor, registration, until_on=form.cleaned_data["until_on"])
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("net:tasks", pk=registration.pk)
    messages.success(request, _("This registration ends on the day you gave."))
    return redirect("net:units")


@require_POST
def task(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Say that a task is done, or how it was done."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(Task.objects.visible_to(actor).select_related("registration"), pk=pk)
    if what == "done":
        actions.report_task(actor, found)
        messages.success(request, _("Reported as done. Thank you."))
    elif what == "grade":
        form = Grade(request.POST)
        if not form.is_valid():
            raise Refused(_("Please choose how it was done."))
        actions.grade_task(actor, found, grade=form.cleaned_data["grade"])
        messages.success(request, _("Evaluated."))
    else:
        raise Http404
    return redirect("net:tasks", pk=found.registration_id)


@require_safe
@unkept
def my_tasks(request: HttpRequest) -> HttpResponse:
    """What the unit of one's post has been asked to do."""
    post = request.actor.post  # type: ignore[attr-defined]
    rows = (
        Registration.objects.on().filter(unit=post.organisation_id) if post else Registration.objects.none()
    )
    if found := rows.first():
        return redirect("net:tasks", pk=found.pk)
    raise Refused(_("Your unit has not reported to a community."))


# What everybody may read


@open_page
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Those who help at a place: what is offered, and how many units and members have reported."""
    found = Place.objects.visible_to(request.actor).filter(code=code[:40]).first()  # type: ignore[attr-defined]
    if found is None or found.level in (Level.BUILDING, Level.UNIT):
        raise Http404(_("There is no such place."))
    year = clock.today().year
    rows = Registration.objects.on().units().filter(within("community__path", found.path))
    shown = rows.select_related("unit", "community", "assigned_to").order_by("community__path", "pk")
    context = {
        "place": found,
        "offered": helping.offered(found),
        "units": helping.evaluations(list(shown[:MOST]), year),
        "unit_count": rows.count(),
        "members": helping.shown(helping.members_reported(found.path)),
        "year": year,
    }
    return render(request, "network/helpers_place.html", context)
