"""The agenda of a session: items come onto it, are changed, ordered and taken off; it is frozen and published; a matter
that has reached what the rule names comes onto it by itself.

A session is locked before a case, and never the other way round: then nobody waits for somebody who waits for them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Case, Parking
from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.network.models import Post
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, notices_topics, rules, telling
from ..models import AHEAD, Invitation, Item, Reason, Session, SessionRule, State, Topic, Why
from . import inviting
from .calling import change, keep_reason
from .topics import accept_topic, tell_proposers

MOST = 40
"""Items of one agenda; more is no agenda."""
CHANGEABLE = ("title", "text", "minutes", "presenter")
WAITS = (Item.Came.PUT_OFF, Item.Came.NOT_REACHED)
NO_REASON = _("The agenda is frozen and neighbours count on it. Please say why: everybody reads it.")


@action(may=rules.may_add_item)
def add_item(
    actor,
    session: Session,
    *,
    title: str = "",
    text: str = "",
    minutes: int = 10,
    presenter: Post | None = None,
    topic: Topic | None = None,
    case: Case | None = None,
) -> Item:
    """Something is to be talked about: a topic, a case, or what the host says. Once the agenda is frozen it is `late`:
    it may be heard, not decided. Raises Refused where it stands there already, for a topic nobody has looked at, a case
    kept from the public, and without a title."""
    why = _why(topic)
    if topic is not None:
        topic = _taken(actor, topic)
        case = case or topic.case
    if case is not None:
        case = Case.objects.select_for_update().select_related("holder__organisation").get(pk=case.pk)
        _check_case(session, case)
    said = mask(clean(title)) or (topic.title if topic else "") or (case.title if case else "")
    if not said:
        raise Refused(_("Please say what the item is about."))
    item = _put(
        actor,
        session,
        why,
        title=said,
        text=text,
        minutes=minutes,
        presenter=presenter,
        topic=topic,
        case=case,
    )
    if case is not None:
        _tell_case(actor, item, case, None)
    return item


def _why(topic: Topic | None) -> str:
    return Why.HOST if topic is None else topic.why


def _taken(actor, topic: Topic) -> Topic:
    """The topic, taken up: a proposed one is by being put on an agenda."""
    found = (
        Topic.objects.select_for_update(of=("self",))
        .select_related("case", "place", "person", "session")
        .get(pk=topic.pk)
    )
    if not found.is_wanted:
        raise Refused(rules.topics.SETTLED % {"state": found.get_state_display()}, moved_on=True)
    if found.state == Topic.State.PROPOSED:
        if not found.is_shown:
            raise Refused(_("Please look at the words of this topic first: everybody reads the agenda."))
        return accept_topic(actor, found)
    return found


def _check_case(session: Session, case: Case) -> None:
    if not case.in_the_open:
        raise Refused(_("This matter is kept from the public and stands on no agenda."))
    if session.items.filter(case=case, removed_at=None).exists():
        raise Refused(_("This matter stands on the agenda already."), moved_on=True)


def _put(actor, session: Session, why: str, **said: Any) -> Item:
    topic, presenter = said["topic"], said["presenter"]
    if topic is not None and session.items.filter(topic=topic, removed_at=None).exists():
        raise Refused(_("This topic stands on the agenda already."), moved_on=True)
    live = session.items.filter(removed_at=None)
    if live.count() >= MOST:
        raise Refused(
            _("An agenda has at most %(most)s items. Please call a second session.") % {"most": MOST}
        )
    last = session.items.order_by("-position").values_list("position", flat=True).first() or 0
    said |= {"title": said["title"][:80], "text": mask(clean(said["text"]))[:400]}
    late = session.frozen_at is not None or session.is_underway
    item = Item.objects.create(
        session=session, position=last + 1, why=why, late=late, added_at=clock.now(), **said
    )
    emit(events.ItemAdded(item=item.ref, why=why, late=late), about=session, by=actor)
    if presenter is not None and (item.case is None or presenter not in concerned(item.case)):
        ask(actor, session, presenter, Invitation.As.PRESENTER, item.title)
    if topic is not None:
        tell_proposers(notices_topics.ON_AGENDA, topic, **telling.facts(session))
    return item


def ask(actor, session: Session, post: Post, as_what: str, matter: str, number: str = "") -> None:
    """The post is asked to come for a matter; one that is asked already stays so."""
    if session.state == State.UNDERWAY or post.pk in (session.chair_id, session.clerk_id):
        return
    asked = session.invitations.filter(withdrawn_at=None)
    if asked.filter(post=post).exists() or asked.count() >= inviting.MOST:
        return
    inviting.invite(actor, session, posts=[post], as_what=as_what, matter=matter[:80], number=number)


def _tell_case(actor, item: Item, case: Case, parked: Parking | None) -> None:
    """The matter has it on its page; whoever holds it, and the units that have a part in it, are asked to come."""
    session = item.session
    emit(
        events.PlacedOnAgenda(
            session=session.ref,
            item=item.ref,
            why=item.why,
            voices=case.voices,
            voices_then=parked.voices_then if parked else 0,
        ),
        about=case,
        by=actor,
        place=case.place_path,
    )
    for post in concerned(case):
        if session.invitations.filter(post=post, withdrawn_at=None).exists() or post.pk in (
            session.chair_id,
            session.clerk_id,
        ):
            facts = telling.facts(session, number=case.number)
            tell(
                notices_topics.MATTER_ON_AGENDA,
                about=session,
                link=telling.page(session),
                post=post,
                facts=facts,
            )
        else:
            ask(actor, session, post, Invitation.As.HOLDER, item.title, case.number)


def concerned(case: Case) -> list[Post]:
    """Who is asked to come for a matter: the desk it lies on and the units that have an open part in it."""
    posts = {case.holder_id: case.holder}
    for part in case.parts.filter(replied_at=None).select_related("asked")[:12]:
        posts.setdefault(part.asked_id, part.asked)
    return list(posts.values())


@action(may=rules.may_change_item)
def change_item(actor, item: Item, **fields: Any) -> Item:
    """Its title, words, minutes or presenter are as given. Raises Refused where nothing would change, and for other
    words once the agenda is frozen: what is decided is what was published."""
    wrong = fields.keys() - set(CHANGEABLE)
    if wrong:
        raise TypeError(f"of an item one does not change {sorted(wrong)}")
    given = {name: mask(clean(value)) if isinstance(value, str) else value for name, value in fields.items()}
    fresh = {name: value for name, value in given.items() if getattr(item, name) != value}
    if not fresh:
        raise Refused(_("Nothing would change: it stands like this already."))
    if not fresh.get("title", item.title):
        raise Refused(_("Please say what the item is about."))
    if item.session.frozen_at is not None and fresh.keys() & {"title", "text"}:
        raise Refused(
            _(
                "The agenda is frozen, so its words stay. "
                "Take the item off with the reason, or add one that is heard only."
            )
        )
    for name, value in fresh.items():
        setattr(item, name, value)
    item.save(update_fields=list(fresh))
    emit(events.ItemChanged(item=item.ref, what=".".join(sorted(fresh))), about=item.session, by=actor)
    if "presenter" in fresh and item.presenter is not None:
        ask(actor, item.session, item.presenter, Invitation.As.PRESENTER, item.title)
    return item


@action(may=rules.may_order_items)
def order_items(actor, session: Session, *, order: Sequence[int]) -> Session:
    """The items stand in this order; ones that came meanwhile stand behind. Raises Refused where nothing changes."""
    items = {item.pk: item for item in session.items.select_for_update().filter(removed_at=None)}
    wanted = [pk for pk in dict.fromkeys(order) if pk in items]
    wanted += [pk for pk in items if pk not in set(wanted)]
    if wanted == list(items):
        raise Refused(_("They stand in this order already."))
    for position, pk in enumerate(wanted, start=1):
        items[pk].position = position
    Item.objects.bulk_update(items.values(), ["position"])
    emit(events.ItemsOrdered(items=len(items)), about=session, by=actor)
    return session


@action(may=rules.may_remove_item)
def remove_item(actor, item: Item, *, reason: str = "") -> Item:
    """It is talked about no more at this session. Once the agenda is frozen only with a reason, which is shown; a topic
    waits for another session. Raises Refused without the reason, and where a vote hangs on it."""
    words, session = mask(clean(reason))[:200], item.session
    if session.frozen_at is not None and not words:
        raise Refused(NO_REASON)
    salt = new_salt()
    if session.frozen_at is not None:
        keep_reason(actor, session, Reason.About.CHANGED, f"{item.title}: {words}"[:300])
    item.removed_at, item.removed_because = clock.now(), words
    item.save(update_fields=["removed_at", "removed_because"])
    emit(
        events.ItemRemoved(item=item.ref, reason=digest(salt, words) if words else ""),
        about=session,
        by=actor,
    )
    if item.case is not None:
        emit(
            events.TakenOffAgenda(session=session.ref), about=item.case, by=actor, place=item.case.place_path
        )
    if item.topic is not None:
        tell_proposers(notices_topics.TAKEN_OFF, item.topic, **telling.facts(session))
    return item


@action(may=rules.may_freeze_agenda)
def freeze_agenda(actor, session: Session) -> Session:
    """What is to be decided is published and stays: what comes later may be heard, not decided. By hand not while
    nothing stands on it."""
    minutes = list(session.items.filter(removed_at=None).values_list("minutes", flat=True))
    if not minutes and actor.ref != "clock":
        raise Refused(_("Nothing stands on the agenda yet: frozen like this, nothing could be decided."))
    change(session, frozen_at=clock.now())
    emit(events.AgendaFrozen(items=len(minutes), minutes=sum(minutes)), about=session, by=actor)
    return session


@action(may=rules.may_note_item)
def note_item(actor, item: Item, *, came: str, summary: str = "") -> Item:
    """What became of the item: heard, put off, not reached; and in a few words what was said. What was decided is
    written down as a vote or decision and stays so."""
    came = Item.Came(came).value
    if item.came == Item.Came.DECIDED and came != Item.Came.DECIDED:
        raise Refused(_("Something was decided of this item, so it counts as decided."))
    if came == Item.Came.DECIDED and item.came != Item.Came.DECIDED:
        raise Refused(_("What was decided is written down as a vote or a decision."))
    waits = came in WAITS and item.came not in WAITS
    item.came, item.summary = came, mask(clean(summary))[:600]
    item.save(update_fields=["came", "summary"])
    emit(events.ItemNoted(item=item.ref, came=came), about=item.session, by=actor)
    topic = item.topic
    if topic is not None and topic.is_wanted and came == Item.Came.HEARD:
        Topic.objects.filter(pk=topic.pk).update(state=Topic.State.TALKED, settled_at=clock.now())
    if topic is not None and waits:
        tell_proposers(notices_topics.PUT_OFF, topic, **telling.facts(item.session))
    return item


# --- by itself ---


@action(may=rules.may_place_by_itself, lock=False)
def place_by_itself(actor, case: Case, *, session: Session, why: str, parking: Parking | None = None) -> Item:
    """The matter stands on the agenda of the session, with the reason; of a parked one that came back, with how many
    households stood behind it then and now. Raises Refused where the session or the matter has moved on meanwhile."""
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("place", "chair", "clerk")
        .get(pk=session.pk)
    )
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("holder__organisation", "place")
        .get(pk=case.pk)
    )
    if not (verdict := rules.may_place_by_itself(actor, case)):
        raise Refused(verdict.reason, moved_on=True)
    if not still_open_for(session, clock.now()) or not case.place_path.startswith(session.place_path):
        raise Refused(_("This agenda takes nothing more."), moved_on=True)
    _check_case(session, case)
    if session.items.filter(case=case).exists():
        raise Refused(_("It was taken off this agenda by hand."), moved_on=True)
    topic = case.topics.wanted().first()
    then = {"voices_then": parking.voices_then, "voices_now": case.voices} if parking else {}
    presented = {"presenter": case.holder if case.holder.holders() else None}
    item = _put(
        actor,
        session,
        why,
        title=case.title,
        text="",
        minutes=10,
        topic=topic,
        case=case,
        **presented,
        **then,
    )
    _tell_case(actor, item, case, parking)
    if session.chair is not None:
        facts = telling.facts(session, number=case.number)
        link = telling.page(session)
        tell(notices_topics.PLACED, about=session, link=link, post=session.chair, facts=facts)
    return item


def still_open_for(session: Session, now: datetime) -> bool:
    """Whether something that comes onto its agenda now may be decided there."""
    if session.state not in AHEAD or session.starts_at <= now or session.frozen_at is not None:
        return False
    rule = SessionRule.objects.of(session)
    return clock.today() < rules.topics.freezes_on(session, rule)
