"""What is done to topics: proposed at a place, supported and withdrawn by residents; taken up, refused, joined, put on
an agenda by whoever calls sessions there."""

import secrets
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yishi.deliberation import actions, pace_topics, rules, topic_marks
from yishi.deliberation.forms import topics as forms
from yishi.deliberation.models import Topic
from yishi.deliberation.rules.topics import writes_at
from yishi.deliberation.views.topics import TITLES
from yishi.record import Verdict, no

from . import meeting_forms, meetings, topics
from .acting import POST, RESIDENT, Act, Deed, Nothing, Subject, by_rule, joined, made, runs
from .problems import invalid
from .session_doings import part_made

NOT_FOR_OTHERS = _("Only whoever writes down for others at this place may do this.")


# --- at a place ---


def may_propose(act: Act) -> Verdict:
    """A resident; a post where it writes down for others."""
    verdict = rules.may_propose_topic(act.actor, act.about)
    if verdict and act.actor.person is None and not writes_at(act.actor, act.about.path):
        return no(NOT_FOR_OTHERS)
    return verdict


def propose_form(act: Act, *sent: Any) -> meeting_forms.ProposeHere:
    """The form of the place."""
    return meeting_forms.ProposeHere(*sent, place=act.about, by_post=act.actor.person is None)


def propose(act: Act, form: meeting_forms.ProposeHere) -> dict[str, Any]:
    """Proposed by a resident; or for somebody, who gets a code to follow it."""
    place, person = act.about, act.actor.person
    code = ""
    if person is not None:
        pace_topics.at_proposing(act.request, topic_marks.mark_for(place.pk, f"key of {person.pk}"))
    else:
        code = topic_marks.code_of(act.once or secrets.token_hex(16))
    topic = actions.propose_topic(
        act.actor, place, once=act.once, code=code, language=get_language() or "zh-hans", **form.arguments()
    )
    return {**made("topic", topic.pk, f"/topics/{topic.pk}"), "code": code or None}


# --- households behind it ---


def _behind(act: Act) -> bool:
    return topic_marks.stands_behind(act.about, act.actor.pk, "")


def _may_support(act: Act) -> Verdict:
    verdict = rules.may_support_topic(act.actor, act.about)
    if verdict and act.actor.pk and _behind(act):
        return no(_("You stand behind this topic already."), moved_on=True)
    return verdict


def _support(act: Act, _form: Any) -> None:
    mark = topic_marks.mark_for(act.about.place_id, f"key of {act.actor.pk}")
    pace_topics.at_supporting(act.request, act.about.pk, mark)
    actions.support_topic(act.actor, act.about, once=act.once)


def _may_support_for(act: Act) -> Verdict:
    if not writes_at(act.actor, act.about.place_path):
        return no(NOT_FOR_OTHERS)
    return rules.may_support_topic(act.actor, act.about)


def _support_for(act: Act, form: forms.Support) -> None:
    actions.support_topic(act.actor, act.about, for_other=True, once=act.once, **form.arguments())


def _may_leave(act: Act) -> Verdict:
    verdict = rules.may_leave_topic(act.actor, act.about)
    if verdict and not _behind(act):
        return no(_("You do not stand behind this topic."), moved_on=True)
    return verdict


def _may_withdraw(act: Act) -> Verdict:
    topic = act.about
    own = act.actor.pk is not None and topic.person_id == act.actor.pk
    for_other = topic.channel != Topic.Channel.WEB and writes_at(act.actor, topic.place_path)
    if not (own or for_other):
        return no(actions.topics.NOT_YOURS)
    return rules.may_withdraw_topic(act.actor, topic)


# --- the host's word ---


def _may_accept(act: Act) -> Verdict:
    """What everybody will read, somebody has looked at: by a key only what everybody reads already is taken up."""
    verdict = rules.may_accept_topic(act.actor, act.about)
    if verdict and not act.about.is_shown:
        return no(_("Somebody looks at the words of this topic first, on its page."))
    return verdict


def _onto_agenda(act: Act, *sent: Any) -> forms.OntoAgenda:
    sessions = meeting_forms.sessions_of(act.about.place_path)
    return forms.OntoAgenda(*sent, sessions=sessions, initial={"session": act.about.session_id})


def _add_item(act: Act, form: forms.OntoAgenda) -> dict[str, Any]:
    said = form.cleaned_data
    item = actions.add_item(
        act.actor, said["session"], topic=act.about, minutes=said["minutes"], once=act.once
    )
    return part_made(said["session"], "item", item.pk)


def _tie(act: Act, form: forms.AboutMatter) -> None:
    actions.tie_to_case(act.actor, act.about, case=form.cleaned_data["number"], once=act.once)


def _join(act: Act, form: meeting_forms.Into) -> None:
    other = Topic.objects.visible_to(act.actor).filter(pk=form.cleaned_data["into"]).first()
    if other is None:
        raise invalid(into=_("There is no such topic, or nobody has looked at it yet."))
    actions.join_topics(act.actor, act.about, into=other, once=act.once)


OF_TOPICS = (
    Deed("support_topic", RESIDENT, _("Stand behind it with my household"), _may_support, _support),
    Deed("leave_topic", RESIDENT, _("No longer be counted"), _may_leave, runs(actions.leave_topic)),
    Deed(
        "withdraw_topic",
        RESIDENT,
        forms.Withdraw.send,
        _may_withdraw,
        runs(actions.withdraw_topic),
        forms.Withdraw,
    ),
    Deed(
        "support_topic",
        POST,
        _("Write down a household that rang"),
        _may_support_for,
        _support_for,
        forms.Support,
        fill=lambda act, *sent: forms.Support(*sent, place=act.about.place),
    ),
    Deed(
        "withdraw_topic",
        POST,
        forms.Withdraw.send,
        _may_withdraw,
        runs(actions.withdraw_topic),
        forms.Withdraw,
    ),
    Deed("accept_topic", POST, forms.Accept.send, _may_accept, runs(actions.accept_topic), Nothing),
    Deed(
        "refuse_topic",
        POST,
        forms.Refuse.send,
        by_rule(rules.may_refuse_topic),
        runs(actions.refuse_topic),
        forms.Refuse,
    ),
    Deed(
        "add_item",
        POST,
        forms.OntoAgenda.send,
        by_rule(rules.may_settle_topic),
        _add_item,
        forms.OntoAgenda,
        fill=_onto_agenda,
        sometimes=frozenset({"session"}),
    ),
    Deed("tie_to_case", POST, TITLES["matter"], by_rule(rules.may_tie_to_case), _tie, forms.AboutMatter),
    Deed(
        "join_topics",
        POST,
        _("Join it with another"),
        by_rule(rules.may_join_topics),
        _join,
        meeting_forms.Into,
    ),
    Deed("part_topic", POST, _("Take it out again"), by_rule(rules.may_part_topic), runs(actions.part_topic)),
)
joined(
    topics.router,
    Subject(
        "topic",
        "/topics/{number}",
        "topics",
        topics.within_reach,
        OF_TOPICS,
        lambda found: (f"/api/v1/topics/{found.pk}", reverse("meet:topic", args=[found.pk])),
        gives=meetings.TopicTold,
        told=meetings.topic,
        lock=Topic,
    ),
    offers="What this key may do to it now",
    does="Do something to a topic",
)
