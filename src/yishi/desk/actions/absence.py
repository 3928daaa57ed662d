"""Somebody stands in, or no longer does, and is told so: the net keeps it, and does not know of messages."""

from datetime import date
from typing import Any

from django.urls import reverse

from yishi.network import actions as net
from yishi.network.models import Appointment, Post
from yishi.notices.actions import tell
from yishi.record import action

from .. import notices, rules


@action(may=rules.may_name_stand_in)
def name_stand_in(actor: Any, post: Post, *, person: Any, from_on: date, until_on: date) -> Appointment:
    """Somebody else sits at the actor's post for some days, and has been told."""
    made = net.name_substitute(
        actor, post, away=actor.person, person=person, from_on=from_on, until_on=until_on
    )
    facts = {"post": post.title_when_read, "first": from_on, "last": until_on}
    tell(notices.STAND_IN, about=post, link=reverse("desk:home"), person=person, facts=facts)
    return made


@action(may=rules.may_end_stand_in)
def end_stand_in(actor: Any, appointment: Appointment) -> Post:
    """Nobody stands in there any more, and whoever did not end it themselves has been told."""
    person, away = appointment.person, appointment.stands_in_for
    post = net.end_substitute(actor, appointment)
    for kind, whom in ((notices.STOOD_IN, person), (notices.BACK_EARLY, away)):
        if whom and whom.pk != actor.pk:
            facts = {"post": post.title_when_read}
            tell(kind, about=post, link=reverse("desk:absence"), person=whom, facts=facts)
    return post
