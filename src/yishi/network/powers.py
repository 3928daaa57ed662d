"""What each role may do, as one table. A power holds over the post's place and all within it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    STEWARD = "steward", _("steward")
    ON_DUTY = "on_duty", _("member on duty")
    BRANCH = "branch", _("estate branch secretary")
    COMMITTEE = "committee", _("community committee clerk")
    COUNCIL = "council", _("council secretary")
    HOTLINE = "hotline", _("hotline clerk")
    PROPERTY = "property", _("property manager")
    DEPARTMENT = "department", _("department liaison")
    OPERATOR = "operator", _("technical operator")
    GROUP = "group", _("building group leader")
    MEMBER_HOME = "member_home", _("member household")
    OWNERS = "owners", _("owners' committee director")
    TEAM = "team", _("volunteer team leader")


class Power(models.TextChoices):
    SEE_ALL = "see_all", _("see cases kept from the public")
    SEE_CONTACT = "see_contact", _("see how to reach the reporter")
    SEE_KEPT_CONTACT = "see_kept", _("see how to reach the reporter of a case kept to the hotline")
    FILE = "file", _("write down what a caller or visitor says")
    HANDLE = "handle", _("take and answer cases on their desk")
    VOLUNTEER = "volunteer", _("take an open order that lies with the steward")
    ASK_PART = "ask_part", _("call in a department or the property company")
    DO_PART = "do_part", _("answer their part of a case")
    RULE = "rule", _("rule who is responsible, bindingly")
    CALL_BACK = "call_back", _("ask the resident after the answer, by telephone")
    SET_UP = "set_up", _("keep places, posts and the ladder")
    VOUCH = "vouch", _("vouch that somebody lives where they say")
    GIVE_TASKS = "tasks", _("give tasks to units and members that have reported")
    SEE_ROLL = "see_roll", _("look up the roll of dwellings, with names hidden")
    KEEP_ROLL = "keep_roll", _("keep the roll of dwellings")
    SEE_OUTBOX = "see_outbox", _("see whether messages go out")
    SUPERVISE = "supervise", _("supervise a case until it moves")
    CONVENE = "convene", _("call sessions and lead them")
    KEEP_SHEET = "sheet", _("write down what is said at a session")
    BREAK_GLASS = "glass", _("agree, as a second person, that a name is shown in danger to life")


_LADDER = {Power.SEE_ALL, Power.SEE_CONTACT, Power.FILE, Power.HANDLE, Power.ASK_PART}
_KNOWS_PEOPLE = {Power.VOUCH, Power.SEE_ROLL}
_MEETS = {Power.CONVENE, Power.KEEP_SHEET}

POWERS: dict[str, set[Power]] = {
    Role.STEWARD: {*_LADDER, *_KNOWS_PEOPLE, Power.KEEP_SHEET},
    Role.ON_DUTY: {Power.SEE_ALL, Power.FILE, Power.VOLUNTEER, Power.KEEP_SHEET},
    Role.BRANCH: {
        *_LADDER,
        *_KNOWS_PEOPLE,
        *_MEETS,
        Power.CALL_BACK,
        Power.GIVE_TASKS,
    },
    Role.COMMITTEE: {
        *_LADDER,
        *_KNOWS_PEOPLE,
        *_MEETS,
        Power.RULE,
        Power.CALL_BACK,
        Power.GIVE_TASKS,
        Power.SET_UP,
        Power.KEEP_ROLL,
        Power.SUPERVISE,
        Power.BREAK_GLASS,
    },
    Role.COUNCIL: {*_LADDER, *_MEETS, Power.CALL_BACK, Power.SUPERVISE, Power.BREAK_GLASS},
    Role.HOTLINE: {
        Power.SEE_ALL,
        Power.SEE_CONTACT,
        Power.SEE_KEPT_CONTACT,
        Power.FILE,
        Power.CALL_BACK,
        Power.SUPERVISE,
        Power.BREAK_GLASS,
    },
    Role.PROPERTY: {Power.DO_PART},
    Role.DEPARTMENT: {Power.DO_PART},
    Role.OPERATOR: {Power.SET_UP, Power.SEE_OUTBOX},
    Role.GROUP: {Power.FILE},
    Role.MEMBER_HOME: {Power.FILE},
    Role.OWNERS: set(),
    Role.TEAM: set(),
}

FOR: dict[str, Any] = {
    Role.STEWARD: _("The first to turn to in an estate: solves it at once, or hands it on."),
    Role.ON_DUTY: _("Party members who help where they live, and take open orders."),
    Role.BRANCH: _("Leads the branch of an estate; gets what the steward cannot solve."),
    Role.COMMITTEE: _("Keeps the community's net and books, and rules whose a matter is."),
    Role.COUNCIL: _("Where the street, departments and residents settle what is hard."),
    Role.HOTLINE: _("Takes calls, and asks residents afterwards whether it was solved."),
    Role.PROPERTY: _("Answers for the company's part of a matter, and sees that part alone."),
    Role.DEPARTMENT: _("Answers for the department's part of a matter, and sees that part alone."),
    Role.OPERATOR: _("Keeps the machine running, for a limited time, and sees no matter's words."),
    Role.GROUP: _("Party members of a building; writes down what neighbours say."),
    Role.MEMBER_HOME: _("A neighbour one can knock at; writes down what is said."),
    Role.OWNERS: _("Speaks for the owners; decides nothing here that is the owners' to decide."),
    Role.TEAM: _("Leads a team of volunteers."),
}
"""What each role is there for, in words for everybody."""

TIME_LIMITED = {Role.OPERATOR}
"""Roles that are held for a limited time alone (`models.figure`), and never without a second factor."""

MUST_HAVE_SECOND_FACTOR = {Role.OPERATOR, Role.HOTLINE, Role.COMMITTEE}
"""Roles that a deployment may oblige to a second factor (setting YISHI_SECOND_FACTOR)."""


def roles_with(power: Power) -> list[str]:
    """The roles that give a power."""
    return [role for role, powers in POWERS.items() if power in powers]
