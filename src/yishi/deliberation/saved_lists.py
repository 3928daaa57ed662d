"""The lists of this room that can be saved as a file (`network/saving.py`)."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yishi.network import known as net
from yishi.network.models import Place, within
from yishi.network.powers import Power
from yishi.network.saving import Column, Few, Kind, Listed, Rows, declare
from yishi.record.numbers import number

from . import listed, parts_hall, place_figures, repeating, rules
from .models import Opinion, Series, Session, Topic, Undertaking
from .opening import with_labels
from .views import promises as promised
from .views import topics as talked
from .views.tabs import session_of
from .views.votes import decided_of


def _place(asked: QueryDict) -> Place:
    found = net.with_code(asked.get("place", "")[:40])
    if found is None:
        raise Http404(_("There is no such place."))
    return found


def _written(actor: Any, asked: QueryDict) -> Session:
    """The session of the address, for whoever writes it down, who sees names where its pages show them."""
    session = session_of(number(asked.get("session")))
    if not session.is_written_by(actor):
        raise Http404
    session.shows_names = bool(rules.may_see_names(actor, session))  # type: ignore[attr-defined]
    return session


# --- of a place, for everybody ---


def _sessions(_actor: Any, asked: QueryDict) -> Rows:
    said = listed.Asked.of(asked)
    rows = listed.with_what_is_shown(listed.sessions(_place(asked) if asked.get("place") else None, said))
    return Rows(rows, ("-starts_at", "-id") if said.newest_first else ("starts_at", "id"))


def _promises(_actor: Any, asked: QueryDict) -> Rows:
    showing = asked.get("show", "due")
    showing = showing if showing in promised.SHOWING else "due"
    rows = promised.rows_of(_place(asked), showing)
    return Rows(rows, ("-id",) if showing in ("kept", "broken", "undated") else ("due_on", "id"))


def _topics(_actor: Any, asked: QueryDict) -> Rows:
    rows = Topic.objects.at(_place(asked).path).wanted().filter(wording="approved").select_related("place")
    return Rows(
        rows.defer("words", "contact_phone"), ("-id",) if asked.get("sort") == "new" else ("-supports", "-id")
    )


def _unanswered(_actor: Any, asked: QueryDict) -> Rows:
    rows = place_figures.without_answer(_place(asked))
    return Rows(rows.defer("words", "contact_phone"), ("said_at", "id"))


# --- for those who keep them ---


def _topics_to_settle(actor: Any, asked: QueryDict) -> Rows:
    place, showing = _place(asked), asked.get("show", "")
    if not rules.topics.writes_at(actor, place.path):
        raise Http404
    wanted = talked.DESK[showing if showing in talked.DESK else "proposed"][1]
    rows = Topic.objects.at(place.path).filter(wanted).select_related("place", "joined_into")
    return Rows(rows.defer("contact_phone"), ("-id",))


def _series(actor: Any, _asked: QueryDict) -> Rows:
    if actor.post is None or not actor.post.can(Power.CONVENE):
        raise Http404
    rows = Series.objects.filter(within("place__path", actor.post.place.path))
    return Rows(rows.select_related("place"), ("-id",))


def _people(actor: Any, asked: QueryDict) -> Rows:
    session = _written(actor, asked)
    return Rows(session.attendances.select_related("building", "person", "session"), ("-id",))


def _people_ready(portion: list[Any], actor: Any) -> None:
    """Names only where the page shows them: until the minutes are sealed, and then for a reason."""
    shows = bool(portion) and bool(rules.may_see_names(actor, portion[0].session))
    for each in portion:
        name = each.name or (each.person.name if each.person else "")
        each.shown_name = name if shows else ""


def _responses(actor: Any, asked: QueryDict) -> Rows:
    rows = parts_hall.shown_or_number(_written(actor, asked))
    return Rows(rows if asked.get("show") == "all" else rows.filter(response=None), ("said_at", "id"))


def _responses_ready(portion: list[Opinion], actor: Any) -> None:
    shows = bool(portion) and bool(rules.may_see_names(actor, portion[0].session))
    for each in portion:
        each.shown_words = each.words if shows else each.draft_words  # type: ignore[attr-defined]
        each.answer = getattr(each, "response", None)  # type: ignore[attr-defined]


def _motions(actor: Any, asked: QueryDict) -> Few:
    rows = _written(actor, asked).motions.select_related("item", "tally").order_by("position")
    return Few(list(rows))


def _decisions(actor: Any, asked: QueryDict) -> Few:
    lines = decided_of(_written(actor, asked))
    found: list[Any] = []
    for item, case, made in lines:
        found += [(item, case, each) for each in made] or [(item, case, None)]
    return Few(found)


def _my_promises(actor: Any, _asked: QueryDict) -> Rows:
    if actor.post is None:
        raise Http404
    return Rows(
        with_labels(Undertaking.objects.filter(post=actor.post).exclude(state=Undertaking.State.STRUCK)),
        ("-id",),
    )


def _carried(motion: Any) -> str:
    if motion.dropped_at:
        return _("withdrawn")
    if motion.carried is None:
        return _("not counted yet")
    return _("carried") if motion.carried else _("not carried")


PROMISE = (
    Column(gettext_lazy("What was promised"), "public_text"),
    Column(gettext_lazy("Who promised it"), "post.title_at_place"),
    Column(gettext_lazy("By when"), "due_on", Kind.DAY),
    Column(gettext_lazy("How it stands"), "badge_label"),
    Column(pgettext_lazy("of a promise, a day", "Kept on"), "kept_on", Kind.DAY),
    Column(gettext_lazy("How often it was put off"), "put_off", Kind.NUMBER),
    Column(gettext_lazy("Promised at the session"), "session.title"),
    Column(gettext_lazy("Day of the session"), "session.starts_at", Kind.DAY),
)
TOPIC = (
    Column(gettext_lazy("What about"), lambda each: each.title or each.draft_title),
    Column(gettext_lazy("Where"), "place.label"),
    Column(gettext_lazy("Households behind it"), "supports", Kind.NUMBER),
    Column(gettext_lazy("How it stands"), lambda each: each.get_state_display()),
    Column(gettext_lazy("Proposed"), "at", Kind.MOMENT),
)
SPOKEN = (
    Column(gettext_lazy("Number"), "label"),
    Column(gettext_lazy("Where"), "place.label"),
    Column(gettext_lazy("Said at"), "said_at", Kind.MOMENT),
)

declare(
    Listed(
        "sessions",
        gettext_lazy("Sessions"),
        (
            Column(gettext_lazy("Begins"), "starts_at", Kind.MOMENT),
            Column(gettext_lazy("Ends"), "ends_at", Kind.MOMENT),
            Column(gettext_lazy("Kind"), lambda each: each.get_kind_display()),
            Column(gettext_lazy("What about"), "title"),
            Column(gettext_lazy("Place"), "place.label"),
            Column(gettext_lazy("Room or spot"), "spot"),
            Column(gettext_lazy("Called by"), "host.name"),
            Column(gettext_lazy("How it stands"), lambda each: each.get_state_display()),
            Column(gettext_lazy("Code of the place"), "place.code"),
            Column(gettext_lazy("Code of the body that calls it"), "host.code"),
            Column(gettext_lazy("Reason"), lambda each: "；".join(one.text for one in each.reasons.all())),
        ),
        _sessions,
        beyond=False,
    ),
    Listed("promises", gettext_lazy("What was promised at sessions"), PROMISE, _promises, beyond=False),
    Listed("topics", gettext_lazy("What should be talked about"), TOPIC, _topics, beyond=False),
    Listed(
        "unanswered",
        gettext_lazy("Said at sessions, no answer yet"),
        (
            *SPOKEN,
            Column(gettext_lazy("What was said"), lambda each: each.public_words if each.is_shown else ""),
            Column(gettext_lazy("Session"), "session.title"),
        ),
        _unanswered,
        beyond=False,
    ),
    Listed(
        "topics-to-settle",
        gettext_lazy("Topics to decide on"),
        (*TOPIC, Column(gettext_lazy("Raised how"), lambda each: each.get_channel_display())),
        _topics_to_settle,
    ),
    Listed(
        "series",
        gettext_lazy("Series"),
        (
            Column(gettext_lazy("Name of the series"), "name"),
            Column(gettext_lazy("Kind"), lambda each: each.get_kind_display()),
            Column(gettext_lazy("When"), lambda each: repeating.said(each.rule)),
            Column(gettext_lazy("Begins at"), lambda each: f"{each.starts:%H:%M}"),
            Column(gettext_lazy("Minutes planned"), "minutes", Kind.NUMBER),
            Column(gettext_lazy("Place"), "place.label"),
            Column(gettext_lazy("From"), "from_on", Kind.DAY),
            Column(gettext_lazy("Until"), "until_on", Kind.DAY),
            Column(gettext_lazy("Published up to"), "published_until", Kind.DAY),
        ),
        _series,
    ),
    Listed(
        "session-people",
        gettext_lazy("Who came"),
        (
            Column(gettext_lazy("Who"), "shown_name"),
            Column(gettext_lazy("Came as"), lambda each: each.get_role_display()),
            Column(gettext_lazy("Building"), "building.name"),
            Column(gettext_lazy("How"), lambda each: each.get_how_display()),
            Column(gettext_lazy("When"), "at", Kind.MOMENT),
            Column(
                gettext_lazy("Struck out because"),
                lambda each: each.get_removed_because_display() if each.removed_at else "",
            ),
        ),
        _people,
        ready=_people_ready,
    ),
    Listed(
        "session-opinions",
        gettext_lazy("What was answered"),
        (
            *SPOKEN,
            Column(gettext_lazy("What was said"), "shown_words"),
            Column(gettext_lazy("Matter"), "case.number"),
            Column(
                gettext_lazy("Kind of answer"),
                lambda each: each.answer.get_kind_display() if each.answer else "",
            ),
            Column(gettext_lazy("Answered by"), "answer.post.title_at_place"),
            Column(gettext_lazy("Answer"), "answer.text"),
        ),
        _responses,
        ready=_responses_ready,
    ),
    Listed(
        "session-motions",
        gettext_lazy("Votes"),
        (
            Column(gettext_lazy("Number"), "position", Kind.NUMBER),
            Column(gettext_lazy("Motion"), "public_text"),
            Column(gettext_lazy("Item of the agenda"), "item.title"),
            Column(pgettext_lazy("votes", "For"), "yes", Kind.NUMBER),
            Column(pgettext_lazy("votes", "Against"), "no", Kind.NUMBER),
            Column(pgettext_lazy("votes", "Abstained"), "abstained", Kind.NUMBER),
            Column(gettext_lazy("May vote"), "entitled", Kind.NUMBER),
            Column(gettext_lazy("Present"), "present", Kind.NUMBER),
            Column(gettext_lazy("Outcome"), _carried),
        ),
        _motions,
    ),
    Listed(
        "session-decisions",
        gettext_lazy("Decisions"),
        (
            Column(gettext_lazy("Item of the agenda"), lambda line: line[0].title),
            Column(gettext_lazy("Matter"), lambda line: line[1].number if line[1] else ""),
            Column(gettext_lazy("Kind"), lambda line: line[2].get_kind_display() if line[2] else ""),
            Column(gettext_lazy("What was decided"), lambda line: line[2].public_text if line[2] else ""),
            Column(gettext_lazy("Decided on"), lambda line: line[2].at if line[2] else None, Kind.MOMENT),
            Column(
                gettext_lazy("Struck out"), lambda line: line[2].struck_at if line[2] else None, Kind.MOMENT
            ),
        ),
        _decisions,
    ),
    Listed("my-promises", gettext_lazy("What my post promised"), PROMISE, _my_promises),
)
