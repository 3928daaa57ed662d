"""What is said to an opinion, and the case it becomes: nothing that was said at a session is lost."""

from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.cases import actions as matters
from yishi.cases import rules as matter_rules
from yishi.cases.models import Answer, Case, Category, Channel, Visibility
from yishi.insight.words import clean
from yishi.network.actors import CLOCK
from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, rules
from ..following import follow_code, source_of
from ..models import Opinion, Response, Undertaking
from .undertakings import check_day, keep_promise, strike

Kind = Response.Kind
LONGEST = 600


@action(may=rules.may_respond)
def respond(
    actor,
    opinion: Opinion,
    *,
    kind: str,
    post: Post,
    text: str,
    due_on: date | None = None,
    case: Case | None = None,
    solved: bool = False,
    seen: str | None = None,
) -> Response:
    """What a post said to an opinion stands there: answered on the spot (`solved`: and done at once), promised, or
    taken away; and the opinion is a case, or joined to an open one of the same matter (`case`). Said again it is
    corrected, until the minutes are sealed: the old words stay in the record by their digest. `seen` is the digest of
    the response whoever writes had before them, "" for none. Raises Refused where words are missing, the day is none,
    the other case cannot be joined, or somebody else has written down a response meanwhile."""
    said = clean(text)[:LONGEST]
    _check_complete(opinion, kind, said, due_on)
    old = Response.objects.filter(opinion=opinion).first()
    if seen is not None and seen != (old.digest if old else ""):
        raise Refused(_("Somebody else has written down a response to this meanwhile."), moved_on=True)
    since = old.at if old else None
    response = _kept(actor, opinion, old, kind=kind, post=post, text=said)
    if old and since:
        _take_back(actor, opinion, since)
    if case is not None:
        _join(actor, opinion, case)
    fresh = opinion.case is None
    if fresh:
        opinion.case = _heard(actor, opinion, _home(kind, post))
        opinion.save(update_fields=["case"])
    _tell_the_case(actor, opinion, response, due_on, solved=solved)
    return response


def _check_complete(opinion: Opinion, kind: str, said: str, due_on: date | None) -> None:
    if kind not in Kind.values:
        raise Refused(_("Please say whether it is answered, promised or taken away."))
    if not said and kind != Kind.TAKEN:
        raise Refused(_("Please write down what was said."))
    if due_on is not None and kind != Kind.PROMISED:
        raise Refused(_("Only a promise has a day."))
    check_day(opinion.session, due_on)


def _kept(actor, opinion: Opinion, old: Response | None, *, kind: str, post: Post, text: str) -> Response:
    """The response as it stands now, with the event that says so."""
    response = old or Response(opinion=opinion)
    was, before = response.kind, response.digest if old else ""
    on = localtime(response.at).date() if old else clock.today()
    response.kind, response.post, response.text = kind, post, text
    response.salt, response.noted_by = new_salt(), actor.post
    response.at = clock.now()
    response.save()
    if old:
        event: Any = events.ResponseCorrected(
            by=post.ref, was=was, response=kind, old=before, text=response.digest, on=on
        )
    else:
        event = events.Responded(by=post.ref, response=kind, text=response.digest)
    emit(event, about=opinion, by=actor)
    return response


def _take_back(actor, opinion: Opinion, since: datetime) -> None:
    """What followed from the old response: its promises are struck out, and the case made of the opinion lies open."""
    open_ones = Undertaking.objects.filter(opinion=opinion).open()
    for undertaking in open_ones:
        strike(actor, undertaking)
    case = opinion.case
    if case is None or not is_its_own(opinion, case):
        return
    hand = _hand(actor, case.place_path)
    if matter_rules.may_take_back_at_session(hand, case):
        opinion.case = matters.take_back_at_session(hand, case, since=since)


def is_its_own(opinion: Opinion, case: Case) -> bool:
    """Whether the case was made of this opinion, not joined."""
    return case.source == source_of(opinion)


def _join(actor, opinion: Opinion, case: Case) -> None:
    """The opinion belongs to a case that is there already."""
    if opinion.case_id == case.pk:
        return
    if opinion.case is not None:
        raise Refused(
            _("This is a case already: %(number)s. On the desk it can be put together with another.")
            % {"number": opinion.case.number}
        )
    session = opinion.session
    near = case.place_path.startswith(session.place_path) or session.place_path.startswith(case.place_path)
    seen = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
    if not (near and seen and case.visibility != Visibility.HOTLINE and not case.is_over):
        raise Refused(
            _("This case cannot be joined: it is closed, of another place, or kept from the public.")
        )
    opinion.case = case
    opinion.save(update_fields=["case"])
    emit(events.RaisedAtSession(session=session.ref, label=opinion.label), about=case, by=actor)


def _home(kind: str, post: Post) -> Post | None:
    """Who takes it home: whoever took it away, or promised and handles matters themselves."""
    return post if kind == Kind.TAKEN or (kind == Kind.PROMISED and post.can(Power.HANDLE)) else None


def _hand(actor, path: str) -> Any:
    """Whoever writes into the case: the clerk, or the clock for one who writes at this session alone."""
    return actor if matter_rules.writes_at_sessions(actor, path) else CLOCK


def _heard(actor, opinion: Opinion, by: Post | None) -> Case:
    place = opinion.place
    looked_at = (opinion.title, opinion.public_words) if opinion.is_shown and opinion.public_words else None
    case = matters.hear(
        _hand(actor, place.path),
        place,
        by=by,
        words=opinion.words,
        category=opinion.category or _any_category(),
        channel=Channel.SESSION,
        code=follow_code(opinion),
        reporter=opinion.person,
        contact_name=opinion.said_by,
        contact_phone="" if opinion.person_id else opinion.contact_phone,
        source=source_of(opinion),
        looked_at=looked_at,
        pictures=[
            {
                "name": photo.name,
                "width": photo.width,
                "height": photo.height,
                "salt": photo.salt,
                "digest": photo.digest,
            }
            for photo in opinion.photos.all()
        ],
    )
    emit(events.RaisedAtSession(session=opinion.session.ref, label=opinion.label), about=case, by=actor)
    return case


def _any_category() -> Category:
    """The kind of matter where nobody named one: the general one, else the first there is."""
    rows = Category.objects.filter(active=True)
    other = rows.filter(code__startswith="other").order_by("-parent", "position", "id").first()
    found = other or rows.exclude(parent=None).order_by("position", "id").first() or rows.first()
    if found is None:
        raise Refused(_("No kind of matter has been set up yet."))
    return found


def _tell_the_case(actor, opinion: Opinion, response: Response, due_on: date | None, *, solved: bool) -> None:
    """The case and the promise say what the response says."""
    case = opinion.case
    if case is None:
        return
    hand, by, text = _hand(actor, case.place_path), response.post, response.text
    if response.kind == Kind.PROMISED:
        keep_promise(actor, opinion.session, by, text, due_on, opinion=opinion, case=case)
        if matter_rules.may_promise_at_session(hand, case):
            opinion.case = matters.promise_at_session(hand, case, by=by, text=text, due_on=due_on)
        return
    own = is_its_own(opinion, case) and bool(matter_rules.may_answer_at_session(hand, case))
    if response.kind == Kind.ANSWERED and own:
        kind = Answer.Kind.SOLVED if solved else Answer.Kind.EXPLAINED
        opinion.case = matters.answer_at_session(
            hand, case, by=by, kind=kind, text=text, basis=_basis(opinion, case)
        )
        return
    if text and matter_rules.may_note_at_session(hand, case):
        opinion.case = matters.note_at_session(hand, case, by=by, text=text)


def _basis(opinion: Opinion, case: Case) -> str:
    with translation.override(case.language):
        day = date_format(localtime(opinion.session.starts_at), "DATE_FORMAT")
        return str(_("Said aloud at the session of %(day)s.") % {"day": day})


@action(may=rules.may_take_away)
def take_away(actor, opinion: Opinion) -> Response:
    """Nobody responded to it at the session: it is taken away by itself, with a holder and a clock."""
    opinion.case = _heard(actor, opinion, None)
    opinion.save(update_fields=["case"])
    return _kept(
        actor,
        opinion,
        Response.objects.filter(opinion=opinion).first(),
        kind=Kind.TAKEN,
        post=opinion.case.holder,
        text="",
    )
