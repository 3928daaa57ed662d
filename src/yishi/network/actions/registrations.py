"""Writes to double registration: which units and members have reported where, and the tasks they are given."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yishi.record import Refused, action, chore, clock, emit

from .. import events, rules
from ..models import Level, Organisation, Place, Registration, Residence, Task
from ..powers import Role
from .bodies import found
from .posts import create_post

LONGEST_TASK = timedelta(days=366)
UNIT = Organisation.Kind.UNIT


@action(may=rules.may_report_unit, lock=False)
def report_unit(
    actor,
    community: Place,
    *,
    unit: Organisation,
    from_on: date | None = None,
    assigned_to: Place | None = None,
) -> Registration:
    """The unit has reported to the community where it sits."""
    from_on = from_on or clock.today()
    _check_community(community, from_on)
    if unit.kind != UNIT:
        raise Refused(_("Only a unit organisation reports as a unit."))
    if not unit.place.path.startswith(community.path):
        raise Refused(_("This unit does not sit in this community."))
    if not unit.place.is_open:
        raise Refused(_("This place has been closed."))
    if unit.dissolved_on and unit.dissolved_on <= from_on:
        raise Refused(_("This unit has been dissolved."))
    if Registration.objects.on(from_on).filter(community=community, unit=unit).exists():
        raise Refused(_("This unit has reported here already."), moved_on=True)
    _check_estate(community, assigned_to)
    registration = _kept(
        Registration(
            community=community,
            unit=unit,
            from_on=from_on,
            assigned_to=assigned_to,
            confirmed_on=clock.today(),
            confirmed_by=actor.post,
        )
    )
    emit(events.UnitReported(unit=unit.ref, from_on=from_on), about=registration, by=actor)
    return registration


@action(may=rules.may_enter_unit, lock=False)
def enter_unit(
    actor,
    community: Place,
    *,
    unit: Organisation | None = None,
    name: str = "",
    from_on: date | None = None,
) -> Registration:
    """A unit has reported: one that is entered already, or a new one, which then has a post for its liaison."""
    if unit is None:
        if Organisation.objects.on().filter(kind=UNIT, place=community, name_zh=name).exists():
            raise Refused(_("A unit of this name is entered here already. Please choose it from the list."))
        n = Organisation.objects.filter(place=community, kind=UNIT).count() + 1
        code = f"unit-{community.pk}-{n}-{clock.today():%y%m%d}"
        unit = found(actor, community, kind=UNIT, code=code, name_zh=name)
        create_post(actor, unit, role=Role.DEPARTMENT, code=f"{code}-liaison")
    return report_unit(actor, community, unit=unit, from_on=from_on)


@action(may=rules.may_report_member, lock=False)
def report_member(actor, community: Place, *, from_on: date | None = None) -> Registration:
    """A member has reported to the community where they live; it counts once the committee or the branch confirms."""
    from_on = from_on or clock.today()
    _check_community(community, from_on)
    home = Residence.objects.of(actor.person)
    if home is None or not home.place.path.startswith(community.path):
        raise Refused(_("Members report to the community where they live. Please say first where you live."))
    if Registration.objects.on(from_on).filter(person=actor.person).exists():
        raise Refused(_("You have reported already."), moved_on=True)
    estate = Place.objects.around(home.place.path).filter(level=Level.ESTATE).first()
    registration = _kept(
        Registration(community=community, person=actor.person, from_on=from_on, assigned_to=estate)
    )
    emit(events.MemberReported(from_on=from_on), about=registration, by=actor)
    return registration


def _kept(registration: Registration) -> Registration:
    """Saved; of two sent at the same moment the second is told that the first was there."""
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as twice:
        raise Refused(_("This registration is there already."), moved_on=True) from twice
    return registration


def _check_community(community: Place, from_on: date) -> None:
    if community.level != Level.COMMUNITY:
        raise Refused(_("Units and members report to a community."))
    if not community.is_open:
        raise Refused(_("This community has been closed. Please report to the one that follows it."))
    if from_on > clock.today():
        raise Refused(_("This day is still to come. Please give today or an earlier one."))


def _check_estate(community: Place, estate: Place | None) -> None:
    if estate is None:
        return
    if estate.level != Level.ESTATE or not estate.path.startswith(community.path):
        raise Refused(_("Please choose an estate of this community."))
    if not estate.is_open:
        raise Refused(_("This place has been closed."))


@action(may=rules.may_confirm_registration)
def confirm_registration(actor, registration: Registration) -> Registration:
    """Somebody who knows them has confirmed that they reported here."""
    registration.confirmed_on, registration.confirmed_by = clock.today(), actor.post
    registration.save(update_fields=["confirmed_on", "confirmed_by"])
    emit(events.RegistrationConfirmed(by=actor.ref), about=registration, by=actor)
    return registration


@action(may=rules.may_assign)
def assign(actor, registration: Registration, *, estate: Place | None) -> Registration:
    """They help this estate; without one, the community as a whole."""
    _check_estate(registration.community, estate)
    registration.assigned_to = estate
    registration.save(update_fields=["assigned_to"])
    to = (estate or registration.community).ref
    emit(events.RegistrationAssigned(to=to), about=registration, by=actor)
    return registration


@action(may=rules.may_end_registration)
def end_registration(actor, registration: Registration, *, until_on: date | None = None) -> Registration:
    """They have reported here up to this day, that day included."""
    until_on = until_on or clock.today()
    if until_on < registration.from_on:
        raise Refused(_("This ends before it began. Please give a later day."))
    registration.until_on = until_on
    registration.save(update_fields=["until_on"])
    emit(events.RegistrationEnded(until_on=until_on), about=registration, by=actor)
    return registration


# Tasks


@action(may=rules.may_give_task)
def give_task(actor, registration: Registration, *, title: str, due_on: date) -> Task:
    """The unit or the member is asked to do this by that day."""
    today = clock.today()
    if due_on < today:
        raise Refused(_("This task would be due before it is given. Please choose today or a later day."))
    if due_on > today + LONGEST_TASK:
        raise Refused(_("This is more than a year away. Please choose an earlier day."))
    if not title.strip():
        raise Refused(_("Please say in a few words what is to be done."))
    task = Task.objects.create(
        registration=registration,
        title=title.strip()[:120],
        given_by=actor.post,
        given_on=today,
        due_on=due_on,
    )
    emit(events.TaskGiven(due_on=due_on), about=task, by=actor)
    return task


@action(may=rules.may_report_task)
def report_task(actor, task: Task) -> Task:
    """It is done, says whoever did it, or somebody they told."""
    task.done_on = clock.today()
    task.save(update_fields=["done_on"])
    emit(events.TaskDone(late=task.was_late), about=task, by=actor)
    return task


@action(may=rules.may_grade_task)
def grade_task(actor, task: Task, *, grade: str) -> Task:
    """Whoever gave it says how it was done."""
    task.grade, task.graded_by = Task.Grade(grade).value, actor.post
    if task.done_on is None and task.grade != Task.Grade.POOR:
        raise Refused(_("It was not reported as done, so it cannot count as done."))
    task.save(update_fields=["grade", "graded_by"])
    emit(events.TaskGraded(grade=task.grade), about=task, by=actor)
    return task


@chore("that the task was given is an event of its own")
def note_told(task: Task) -> None:
    """Whoever is to do it has been told."""
    task.told_at = clock.now()
    task.save(update_fields=["told_at"])


@action(may=rules.may_note_reminder)
def note_reminder(actor, task: Task) -> Task:
    """Whoever is to do it was reminded today that its day is over."""
    task.reminded_on = clock.today()
    task.save(update_fields=["reminded_on"])
    emit(events.TaskReminded(due_on=task.due_on), about=task, by=actor)
    return task
