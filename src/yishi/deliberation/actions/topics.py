"""Topics are proposed, supported, looked at, taken up or refused, joined and taken out again.

Whoever counts does it with the row of the topic locked, so the number on it is always the number of its households. Two
topics are locked in the order of their numbers, whichever of them stays.
"""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.cases import known as matters
from yishi.cases.actions.intake import title_of
from yishi.cases.models import Case, Wording
from yishi.cases.models.case import hash_code
from yishi.cases.models.voices import household_key
from yishi.insight.masking import find, mask
from yishi.insight.words import clean
from yishi.network.models import Place, Post, Residence, household, normal_door
from yishi.network.powers import Power, roles_with
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, notices_topics, rules
from ..models import Session, Support, Topic

NOT_YOURS = _("Only whoever proposed it can withdraw it. Please give the number and code of your receipt.")
NO_REASON = _("Please say why: whoever proposed it reads it.")


@action(may=rules.may_propose_topic, lock=False)
def propose_topic(
    actor,
    place: Place,
    *,
    words: str,
    title: str = "",
    code: str = "",
    channel: str = Topic.Channel.WEB,
    session: Session | None = None,
    browser: str = "",
    building: Place | None = None,
    door: str = "",
    phone: str = "",
    language: str = "zh-hans",
) -> Topic:
    """Somebody wants this talked about at the place; their household is the first behind it. Everybody reads it at once
    where nothing points to a person and the house lets such words be shown, else once somebody has looked. `browser` is
    a mark of the browser at this place (`topic_marks.mark_for`). Raises Refused where nothing was said, and for one
    that somebody without the post for it writes down for others."""
    said = clean(words)
    if not said and not clean(title):
        raise Refused(_("Please say what you want to be talked about."))
    if channel != Topic.Channel.WEB and not rules.topics.writes_at(actor, place.path):
        raise Refused(_("Only whoever writes down for others at this place may do this."))
    by_resident = channel == Topic.Channel.WEB
    person = actor.person if by_resident else None
    names, salt = [person.name if person else ""], new_salt()
    topic = Topic(
        place=place,
        place_path=place.path,
        session=session,
        channel=channel,
        words=said or clean(title),
        draft_title=title_of(clean(title) or said, names),
        draft_words=mask(said or clean(title), names),
        salt=salt,
        person=person,
        contact_phone="" if person else phone,
        code_hash=hash_code(salt, code) if code else "",
        language=language,
        at=clock.now(),
    )
    is_sure = _needs_no_look(topic)
    if is_sure:
        _show(topic)
    topic.save()
    emit(events.TopicProposed(channel=channel, words=topic.digest), about=topic, by=actor)
    if is_sure:
        shown = digest(topic.salt, topic.public_words)
        emit(events.TopicShown(words=shown, by="rule"), about=topic, by=actor)
    _stand_behind(actor if by_resident else None, topic, building, door, browser)
    recount(topic)
    _tell_host(topic)
    return topic


def _needs_no_look(topic: Topic) -> bool:
    """Whether the ladder lets words in which nothing points to a person, not even doubtfully, be shown at once."""
    ladder = matters.ladder_over(topic.place_path)
    unmasked = topic.draft_words == topic.words and not find(topic.words)
    return bool(ladder and ladder.sure_at_once and unmasked)


def _show(topic: Topic, words: str = "") -> None:
    if words:
        topic.draft_words, topic.draft_title = mask(clean(words)), title_of(clean(words))
    topic.wording = Wording.APPROVED
    topic.title, topic.public_words = topic.draft_title, topic.draft_words


def _tell_host(topic: Topic) -> None:
    """Whoever calls sessions nearest to the place learns that there is something to take up."""
    session = topic.session
    post = session.chair if session is not None and session.chair is not None else host_at(topic.place_path)
    if post is not None:
        tell(
            notices_topics.PROPOSED,
            about=topic,
            link=_desk(topic),
            post=post,
            facts={"place": topic.place.label_when_read},
        )


def host_at(path: str) -> Post | None:
    """The nearest post that calls sessions at a place and is held."""
    near = Post.objects.over(path).filter(role__in=roles_with(Power.CONVENE))
    return near.filter(pk__in=Post.objects.held()).first()


def _desk(topic: Topic) -> str:
    return reverse("meet:topic_settle", args=[topic.pk])


# --- households behind it ---


@action(may=rules.may_support_topic)
def support_topic(
    actor,
    topic: Topic,
    *,
    building: Place | None = None,
    door: str = "",
    browser: str = "",
    for_other: bool = False,
) -> Topic:
    """One household stands behind it too: by the home of an account, the door that is given, or the browser. A second
    one of a household is told like the first, and the count stays. `for_other`: a clerk writes it down for somebody.
    Raises Refused where this person or browser stands behind it already."""
    if for_other and not rules.topics.writes_at(actor, topic.place_path):
        raise Refused(_("Only whoever writes down for others at this place may do this."))
    row = _stand_behind(
        None if for_other else actor, topic, building, door, browser, vouches=actor if for_other else None
    )
    recount(topic)
    emit(events.TopicSupported(supports=topic.supports, verified=row.verified), about=topic, by=actor)
    return topic


def _stand_behind(
    actor: Any, topic: Topic, building: Place | None, door: str, browser: str, vouches: Any = None
) -> Support:
    person = actor.person if actor else None
    home = Residence.objects.of(person) if person else None
    key, verified = None, False
    if home:
        key, verified = household_key(home.household), home.is_verified
    elif normal_door(door):
        if building is None:
            raise Refused(_("Please choose the building, or leave the door empty."))
        key = household_key(household(building, door))
        verified = bool(vouches and vouches.can(Power.VOUCH, building.path))
    there = topic.supporters.all()
    same = Q(pk=None)
    if person:
        same |= Q(person=person)
    if browser:
        same |= Q(browser=browser)
    if there.filter(same).exists():
        raise Refused(_("You stand behind this topic already."), moved_on=True)
    beside = key is not None and there.filter(household=key).exists()
    return Support.objects.create(
        topic=topic,
        person=person,
        household=None if beside else key,
        browser=browser,
        beside=beside,
        verified=verified,
        at=clock.now(),
    )


def recount(topic: Topic) -> None:
    """The topic says how many households stand behind it and what was joined with it, each once."""
    rows = Support.objects.filter(Q(topic=topic) | Q(topic__joined_into=topic), beside=False)
    marks = rows.values_list("household", "person", "browser", "pk")
    topic.supports = len({household or person or browser or -pk for household, person, browser, pk in marks})
    topic.save(update_fields=["supports"])


@action(may=rules.may_leave_topic)
def leave_topic(actor, topic: Topic, *, browser: str = "") -> Topic:
    """The household no longer stands behind it; another of the same household counts in its place. Raises Refused for
    somebody who did not."""
    mine = Q(pk=None)
    if actor.pk:
        mine |= Q(person=actor.pk)
    if browser:
        mine |= Q(browser=browser)
    row = topic.supporters.filter(mine).first()
    if row is None:
        raise Refused(_("You do not stand behind this topic."), moved_on=True)
    row.delete()
    recount(topic)
    emit(events.TopicLeft(supports=topic.supports), about=topic, by=actor)
    return topic


@action(may=rules.may_withdraw_topic)
def withdraw_topic(actor, topic: Topic, *, code: str = "") -> Topic:
    """Whoever proposed it no longer asks for it; how to reach them is deleted. Raises Refused for anybody else."""
    owns = actor.pk is not None and actor.pk == topic.person_id
    by_phone = topic.channel != Topic.Channel.WEB and rules.topics.writes_at(actor, topic.place_path)
    if not (owns or topic.code_is(code) or by_phone):
        raise Refused(NOT_YOURS)
    if topic.items.filter(removed_at=None, session__frozen_at__isnull=False).exists():
        raise Refused(
            _("It stands on an agenda that is frozen: neighbours count on it. Please tell the chair.")
        )
    _settle(topic, Topic.State.WITHDRAWN, contact_phone="")
    emit(events.TopicWithdrawn(), about=topic, by=actor)
    return topic


def _settle(topic: Topic, state: str, **fields: Any) -> None:
    fields |= {"state": state, "settled_at": clock.now()}
    for name, value in fields.items():
        setattr(topic, name, value)
    topic.save(update_fields=list(fields))


# --- the host's word ---


@action(may=rules.may_show_topic)
def show_topic(actor, topic: Topic, *, words: str = "") -> Topic:
    """Somebody has looked: everybody reads it, in other words if need be, masked again."""
    _shown_by_person(actor, topic, words)
    return topic


def _shown_by_person(actor, topic: Topic, words: str) -> None:
    _show(topic, words)
    topic.save(update_fields=["wording", "title", "public_words", "draft_title", "draft_words"])
    shown = digest(topic.salt, topic.public_words)
    emit(events.TopicShown(words=shown, by="person"), about=topic, by=actor)


@action(may=rules.may_accept_topic)
def accept_topic(actor, topic: Topic, *, words: str = "") -> Topic:
    """It comes onto an agenda; everybody reads it from now on, in other words if need be. Its proposer is told."""
    if not topic.is_shown or clean(words) not in ("", topic.public_words):
        _shown_by_person(actor, topic, words)
    _settle(topic, Topic.State.ACCEPTED)
    emit(events.TopicAccepted(), about=topic, by=actor)
    tell_proposers(notices_topics.ACCEPTED, topic)
    return topic


@action(may=rules.may_refuse_topic)
def refuse_topic(actor, topic: Topic, *, reason: str) -> Topic:
    """It is not taken up, and why is told to whoever proposed it. Raises Refused without a reason, and for one that
    stands on an agenda."""
    words = clean(reason)
    if not words:
        raise Refused(NO_REASON)
    if topic.items.filter(removed_at=None, came="").exists():
        raise Refused(_("It stands on an agenda. Please take it off there first, with the reason."))
    _settle(topic, Topic.State.REFUSED, reason=words[:300])
    emit(events.TopicRefused(reason=digest(topic.salt, words[:300])), about=topic, by=actor)
    tell_proposers(notices_topics.REFUSED, topic)
    return topic


def tell_proposers(kind: Any, topic: Topic, **facts: Any) -> None:
    """Whoever proposed it is told, and whoever proposed what goes on with it."""
    for each in (topic, *topic.joined.select_related("person", "place").order_by("pk")):
        tell_proposer(kind, each, **facts)


def tell_proposer(kind: Any, topic: Topic, **facts: Any) -> None:
    """Whoever proposed it is told, by account or telephone."""
    if not (topic.person or topic.contact_phone):
        return
    tell(
        kind,
        about=topic,
        link=reverse("meet:topic", args=[topic.pk]),
        person=topic.person,
        phone="" if topic.person else topic.contact_phone,
        facts=facts or {"place": topic.place.label_when_read},
        language=topic.language,
    )


# --- the same said twice ---


@action(may=rules.may_join_topics, lock=False)
def join_topics(actor, topic: Topic, *, into: Topic) -> Topic:
    """It goes on with another that says the same; the households behind both count there, each once. Raises Refused for
    itself, for one that is no longer to come, and of two that stand on agendas."""
    if topic.pk == into.pk:
        raise Refused(_("A topic is not joined with itself."))
    rows = (
        Topic.objects.select_for_update()
        .select_related("place")
        .order_by("pk")
        .filter(pk__in=[topic.pk, into.pk])
    )
    both = {each.pk: each for each in rows}
    topic, main = both[topic.pk], both[into.pk]
    for each in (topic, main):
        if not (verdict := rules.may_settle_topic(actor, each)):
            raise Refused(verdict.reason, moved_on=verdict.moved_on)
    if topic.items.filter(removed_at=None).exists():
        raise Refused(_("This topic stands on an agenda. Please join the other one with it."))
    if not main.is_shown:
        raise Refused(_("Please look at the words of the other topic first: everybody reads it from now on."))
    tell_proposers(notices_topics.JOINED, topic)
    Topic.objects.filter(joined_into=topic).update(joined_into=main)
    _settle(topic, Topic.State.JOINED, joined_into=main)
    recount(main)
    emit(events.TopicJoined(into=main.ref), about=topic, by=actor)
    emit(events.TopicSupported(supports=main.supports, verified=False), about=main, by=actor)
    return main


@action(may=rules.may_part_topic)
def part_topic(actor, topic: Topic) -> Topic:
    """It goes its own way again, with the households that stood behind it."""
    main = Topic.objects.select_for_update().get(pk=topic.joined_into_id or 0)
    topic.state, topic.joined_into, topic.settled_at = Topic.State.PROPOSED, None, None
    topic.save(update_fields=["state", "joined_into", "settled_at"])
    recount(topic)
    recount(main)
    emit(events.TopicParted(), about=topic, by=actor)
    return topic


@action(may=rules.may_tie_to_case)
def tie_to_case(actor, topic: Topic, *, case: Case) -> Topic:
    """It is about a matter that is open already: what comes of it at a session then stands on the page of the matter.
    Raises Refused for a matter kept from the public, and for one another topic is about."""
    if not case.in_the_open:
        raise Refused(_("This matter is kept from the public."))
    other = Topic.objects.wanted().filter(case=case).exclude(pk=topic.pk).first()
    if other is not None:
        raise Refused(
            _("Topic %(number)s is about this matter already. Please join the two.") % {"number": other.pk}
        )
    topic.case = case
    topic.save(update_fields=["case"])
    emit(events.TopicOfCase(case=case.ref), about=topic, by=actor)
    return topic
