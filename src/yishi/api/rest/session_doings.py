"""What is done to a session and to its parts: by residents as on its pages, by holders as in the hall and at the
clerk's table. What needs somebody's eyes or name is left out, and `LEFT_OUT` says why."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yishi.cases import similar
from yishi.deliberation import actions, door, present, rules, speaking
from yishi.deliberation.actions.minutes import NOT_THERE, was_there
from yishi.deliberation.actions.motions import heads_may_be_counted
from yishi.deliberation.actions.sheets import AllThere, Line
from yishi.deliberation.forms import afterwards, calendar, hall, outcomes, topics
from yishi.deliberation.models import Decision, Item, Motion, Opinion, Session, Sheet
from yishi.deliberation.pace_afterwards import at_saying
from yishi.deliberation.rules.standing import NOT_WRITTEN
from yishi.deliberation.splitting import split
from yishi.deliberation.views import agenda as agendas
from yishi.deliberation.views import sessions as meets
from yishi.deliberation.views import sheet as sheets
from yishi.deliberation.views import votes, wall
from yishi.deliberation.views.tabs import buildings_of
from yishi.network.actors import Actor
from yishi.people.attempts import count
from yishi.people.limits import address_of
from yishi.record import YES, Refused, Verdict, no

from . import fields, meeting_forms, meetings, sessions
from .acting import POST, RESIDENT, Act, Deed, Subject, by_rule, joined, made, runs
from .frame import Caller
from .problems import invalid

router = sessions.router

LEFT_OUT = {
    "look_at_names": "Names are opened by a person, for a reason; never by a key.",
    "strike_attendance": "Lines of the list bear names; whoever strikes one out has it before them.",
    "put_right": "Whoever puts words right reads them as they were said; no key does.",
    "decide_correction": "What everybody will read, somebody has looked at.",
    "answer_objection": "What everybody will read, somebody has looked at.",
    "show_topic": "What everybody will read, somebody has looked at.",
    "set_session_rule": "What holds at a place is set once, with its source before one’s eyes.",
    "set_tally_rule": "What a way of counting means is shown in examples before it holds.",
    "bring_in_sessions": "Spreadsheets are looked through line by line before they are kept.",
}
"""Actions of people that no key does, and why."""


def _me(actor: Actor) -> str:
    """What a resident's key is known by where the pages know a browser: one to each person."""
    return f"key of {actor.pk}"


def _resident(name: str, label: Any, **more: Any) -> Deed:
    return Deed(name, RESIDENT, label, **more)


def _post(name: str, label: Any, **more: Any) -> Deed:
    """Of a holder; its rule and its action are of its name, where nothing else is said."""
    if "may" not in more:
        more["may"] = by_rule(getattr(rules, f"may_{name}"))
    if "run" not in more:
        more["run"] = runs(getattr(actions, name))
    return Deed(name, POST, label, **more)


def part_made(session: Session | int, what: str, number: Any) -> dict[str, Any]:
    """A part of a session that came to be."""
    pk = session if isinstance(session, int) else session.pk
    return made(what, number, f"/sessions/{pk}/{what}s/{number}")


# --- the session itself ---


_STANDS = {
    "announce": frozenset({"late_reason"}),
    "move_session": frozenset({"day", "starts"}),
    "change_session": frozenset({"host", "spot_zh"}),
}
"""Fields that need not be sent, because they stand filled in on the page or are not there."""


def _doing(name: str) -> Deed:
    """One of the doings of the page of a session."""
    form, _icon, label = meets.DOINGS[name]

    def fill(act: Act, *sent: Any) -> Any:
        return form(*sent, session=act.about, **meets._more_for(name, act.about))

    return _post(name, label, form=form, fill=fill, sometimes=_STANDS.get(name, frozenset()))


def _with_session(form: Any) -> Callable[..., Any]:
    return lambda act, *sent: form(*sent, session=act.about)


def _of_buildings(form: Any) -> Callable[..., Any]:
    return lambda act, *sent: form(*sent, buildings=buildings_of(act.about))


def _came(how: str) -> Callable[[Act, Any], None]:
    def write(act: Act, form: Any) -> None:
        line = secrets.token_hex(12)
        actions.write_down_attendance(
            act.actor, act.about, people=form.came(), line=line, how=how, once=act.once
        )

    return write


def _may_close_wall(act: Act) -> Verdict:
    return rules.may_close_wall(act.actor, act.about)


def _may_open_wall(act: Act) -> Verdict:
    verdict = rules.may_open_wall(act.actor, act.about)
    return no(_("The wall is open already."), moved_on=True) if verdict and act.about.wall_open else verdict


def _first_invited(may: Any) -> Callable[[Act], Verdict]:
    """Whether the rule admits it of any of those who were invited; with its reason where it does not."""

    def asked(act: Act) -> Verdict:
        verdicts = [may(act.actor, each) for each in meeting_forms.invited(act.about)]
        nobody = no(_("Nobody was invited to this session."), moved_on=True)
        return next((each for each in verdicts if each), verdicts[0] if verdicts else nobody)

    return asked


def _call_roll(act: Act, form: meeting_forms.Roll) -> None:
    called = form.called()
    if not called:
        raise Refused(_("The roll-call says so already."), moved_on=True)
    with transaction.atomic():
        for each, came in called:
            actions.call_roll(act.actor, each, came=came, once=act.once and f"{act.once}:{each.pk}")


def _of_one(run: Any) -> Callable[[Act, Any], None]:
    def act_on(act: Act, form: Any) -> None:
        run(act.actor, form.one, once=act.once, **form.arguments())

    return act_on


def _of_those(form: Any) -> Callable[..., Any]:
    return lambda act, *sent: form(*sent, session=act.about, actor=act.actor)


def _add_item(act: Act, form: Any) -> dict[str, Any]:
    item = actions.add_item(act.actor, act.about, once=act.once, **form.arguments())
    return part_made(act.about, "item", item.pk)


def _motion_items(session: Session) -> list[Item]:
    return [each for each in votes._items(session) if not each.late]


def _may_put(act: Act) -> Verdict:
    items = _motion_items(act.about)
    if not items:
        return no(_("Nothing stands on the agenda that can be voted on."), moved_on=True)
    return rules.may_put_motion(act.actor, items[0])


def _put_form(act: Act, *sent: Any) -> outcomes.Put:
    session = act.about
    return outcomes.Put(*sent, items=_motion_items(session), rules=votes._ways(session), usual=session.tally)


def _put_motion(act: Act, form: outcomes.Put) -> dict[str, Any]:
    said = form.arguments()
    motion = actions.put_motion(act.actor, said.pop("item"), once=act.once, **said)
    return part_made(act.about, "motion", motion.pk)


def _undertake_form(act: Act, *sent: Any) -> outcomes.Undertake:
    items = list(act.about.items.filter(removed_at=None))
    return outcomes.Undertake(*sent, groups=speaking.posts_of(act.about), items=items)


def _undertake(act: Act, form: outcomes.Undertake) -> dict[str, Any]:
    promise = actions.undertake(act.actor, act.about, once=act.once, **form.arguments())
    return made("promise", promise.pk, f"/promises/{promise.pk}")


def _paste(act: Act, form: hall.Paste) -> dict[str, Any]:
    """Many lines at once, as on the page: what looks like a building and a name before the words is one."""
    session, text = act.about, form.cleaned_data["text"]
    buildings = buildings_of(session)
    said = [sheets._looked_at(each, buildings) for each in split(text)]
    stem = hashlib.sha256(f"{session.pk} {act.once or secrets.token_hex(12)} {text}".encode(errors="replace"))
    lines = [
        Line(f"{stem.hexdigest()[:30]}-{n}", each["words"], each["who"], each["building"])
        for n, each in enumerate(said)
    ]
    there = kept(act.actor, sheet_for(act.actor, session, f"key {act.asks.shown.pk}"), lines)
    return part_made(session, "line", there[0].label)


def sheet_for(actor: Actor, session: Session, device: str) -> Sheet:
    """The sheet of a device at this session; opened where it was not yet. Raises Refused."""
    key = hashlib.sha256(f"{session.pk} {device}".encode()).hexdigest()[:40]
    rows = Sheet.objects.select_related("session__place").filter(session=session, key=key)
    if found := rows.first():
        return found
    try:
        with transaction.atomic():
            return actions.open_sheet(actor, session, key=key)
    except Refused:  # two at once: the second finds what the first has opened
        if found := rows.first():
            return found
        raise


def kept(actor: Actor, sheet: Sheet, lines: list[Line]) -> list[Opinion]:
    """The opinions of these lines, which are there from now on at the latest. Raises Refused."""
    try:
        with transaction.atomic():
            return actions.take_down(actor, sheet, lines=lines)
    except AllThere:
        rows = Opinion.objects.select_related("sheet", "session")
        return list(rows.filter(line__in=[line.key for line in lines]).order_by("pk"))


# --- as a resident ---


def _check_in(act: Act, form: meeting_forms.AtTheDoor) -> None:
    session, me = act.about, _me(act.actor)
    limits = (wall.CODES_BY_BROWSER, f"{session.pk} {me}"), (wall.CODES_FROM_ADDRESS, address_of(act.request))
    count(act.request, *limits)
    found = door.look_at(session, form.cleaned_data["code"])
    if found is not door.Found.GOOD:
        wrong = _("This is not a code of this session.")
        raise invalid(code=_("This code is no longer good.") if found is door.Found.OLD else wrong)
    actions.check_in(
        act.actor, session, browser=me, ticket=door.ticket(session, me), once=act.once, **form.arguments()
    )


def _ask(act: Act, form: hall.Ask) -> dict[str, Any]:
    session, mark = act.about, door.mark_for(act.about.pk, _me(act.actor))
    limits = (wall.QUESTIONS_BY_BROWSER, mark), (wall.QUESTIONS_FROM_ADDRESS, address_of(act.request))
    count(act.request, *limits)
    line = f"w{secrets.token_hex(16)}"
    opinion = actions.ask_on_wall(
        act.actor, session, browser=mark, line=line, once=act.once, **form.arguments()
    )
    return part_made(session, "line", opinion.label)


def _may_propose_correction(act: Act) -> Verdict:
    verdict = rules.may_propose_correction(act.actor, act.about)
    mark = door.mark_for(act.about.pk, _me(act.actor))
    return no(NOT_THERE) if verdict and was_there(act.about, act.actor.pk, mark) is None else verdict


def _propose_correction(act: Act, form: Any) -> None:
    at_saying(act.request, act.about.pk)
    mark = door.mark_for(act.about.pk, _me(act.actor))
    actions.propose_correction(
        act.actor, act.about, browser=mark, once=act.once, text=form.cleaned_data["text"]
    )


def _written(may: Any) -> Callable[[Act], Verdict]:
    """For somebody who rings: by whoever writes the session down."""

    def asked(act: Act) -> Verdict:
        verdict = may(act.actor, act.about)
        return verdict if not verdict or act.about.is_written_by(act.actor) else no(NOT_WRITTEN)

    return asked


def _correction_of_other(act: Act, form: Any) -> None:
    actions.propose_correction(act.actor, act.about, for_other=True, once=act.once, **form.cleaned_data)


def _object(act: Act, form: afterwards.Object) -> dict[str, Any]:
    if act.actor.person is not None:
        at_saying(act.request, act.about.pk)
    language = get_language() or "zh-hans"
    objection = actions.object_to(act.actor, act.about, language=language, once=act.once, **form.arguments())
    return made("objection", objection.number)


OF_SESSIONS = (
    _resident(
        "check_in",
        _("Check in by the code at the door"),
        may=by_rule(rules.may_check_in),
        run=_check_in,
        form=meeting_forms.AtTheDoor,
        fill=_of_buildings(meeting_forms.AtTheDoor),
        more={"building": fields.of_choices(_("Your building"))},
    ),
    _resident(
        "ask_on_wall",
        _("Ask on the question wall"),
        may=by_rule(rules.may_ask_on_wall),
        run=_ask,
        form=hall.Ask,
        fill=_of_buildings(hall.Ask),
        more={"building": fields.of_choices(_("Your building"))},
    ),
    _resident(
        "propose_correction",
        afterwards.Propose.label,
        may=_may_propose_correction,
        run=_propose_correction,
        form=afterwards.Propose,
        sometimes=frozenset({"slip"}),
    ),
    _resident(
        "object_to",
        afterwards.Object.label,
        may=by_rule(rules.may_object_to),
        run=_object,
        form=afterwards.Object,
        fill=lambda _act, *sent: afterwards.Object(*sent, for_somebody=False),
        sometimes=frozenset({"channel"}),
    ),
    *(_doing(name) for name in meets.DOINGS),
    _post("open_wall", _("Open the question wall"), may=_may_open_wall),
    _post("close_wall", _("Close the question wall"), may=_may_close_wall),
    _post(
        "write_down_attendance",
        _("Write down who came, one line"),
        form=hall.OneCame,
        fill=_of_buildings(hall.OneCame),
        run=_came("clerk"),
        more={"building": fields.of_text(_("Building"))},
        variant="one",
    ),
    _post(
        "write_down_attendance",
        _("Write down who came, a whole list"),
        form=hall.ListCame,
        fill=_of_buildings(hall.ListCame),
        run=_came("paper"),
        variant="list",
    ),
    _post("set_entitled", _("Say how many may vote"), form=hall.Entitled),
    _post(
        "call_roll",
        _("Call the roll of those who were invited"),
        form=meeting_forms.Roll,
        fill=_with_session(meeting_forms.Roll),
        may=_first_invited(rules.may_call_roll),
        run=_call_roll,
    ),
    _post(
        "reply_to_invitation",
        calendar.Reply.label,
        form=calendar.Reply,
        fill=_of_those(meeting_forms.ReplyOf),
        may=_first_invited(rules.may_reply_to_invitation),
        run=_of_one(actions.reply_to_invitation),
        more={"invitation": fields.of_choices(_("Who was invited"))},
    ),
    _post(
        "uninvite",
        calendar.Uninvite.label,
        form=calendar.Uninvite,
        fill=_of_those(meeting_forms.UninviteOne),
        may=_first_invited(rules.may_uninvite),
        run=_of_one(actions.uninvite),
        more={"invitation": fields.of_choices(_("Who was invited"), needed=True)},
    ),
    _post(
        "add_item",
        topics.AddItem.send,
        form=topics.AddItem,
        fill=lambda act, *sent: topics.AddItem(*sent, posts=calendar.asked_of(act.about.place)),
        run=_add_item,
        more={"presenter": fields.of_choices(_("Who presents it?"))},
    ),
    _post(
        "order_items",
        _("Put the agenda into another order"),
        form=meeting_forms.Order,
        fill=_with_session(meeting_forms.Order),
    ),
    _post("freeze_agenda", topics.Freeze.send, form=topics.Freeze),
    _post(
        "put_motion",
        _("Put something to the vote"),
        form=outcomes.Put,
        fill=_put_form,
        may=_may_put,
        run=_put_motion,
        more={
            "item": fields.of_choices(_("To which item of the agenda?"), needed=True),
            "rule": fields.of_choices(_("How are the hands counted?")),
        },
    ),
    _post(
        "undertake",
        _("Write down a promise"),
        form=outcomes.Undertake,
        fill=_undertake_form,
        run=_undertake,
        more={
            "post": fields.of_choices(_("Who promises it?"), needed=True),
            "item": fields.of_choices(_("To which item of the agenda?")),
        },
    ),
    _post(
        "paste",
        _("Write down many lines at once"),
        form=hall.Paste,
        may=by_rule(rules.may_open_sheet),
        run=_paste,
    ),
    _post("draft_minutes", afterwards.Draft.label, form=afterwards.Draft),
    _post("seal_minutes", afterwards.Seal.label, form=afterwards.Seal),
    _post("correct_sealed", afterwards.CorrectSealed.label, form=afterwards.CorrectSealed),
    _post(
        "post_minutes",
        afterwards.Post.label,
        form=afterwards.Post,
        sometimes=frozenset({"posted_on"}),
    ),
    _post(
        "propose_correction",
        _("Write down a correction that somebody proposes"),
        form=afterwards.Propose,
        fill=lambda _act, *sent: afterwards.Propose(*sent, for_other=True),
        may=_written(rules.may_propose_correction),
        run=_correction_of_other,
    ),
    _post(
        "object_to",
        _("Write down an objection"),
        form=afterwards.Object,
        fill=lambda _act, *sent: afterwards.Object(*sent, for_somebody=True),
        may=_written(rules.may_object_to),
        run=_object,
    ),
)


# --- what was said ---


def _may_support(act: Act) -> Verdict:
    line = act.about
    stands = line.is_shown and line.hidden_at is None and line.sheet.kind == Sheet.Kind.WALL
    if stands and line.session.wall_open:
        return YES
    return no(_("Only questions that are shown on an open wall can be stood behind."), moved_on=True)


def _support(act: Act, _form: Any) -> None:
    line = act.about
    mark = door.mark_for(line.session_id, _me(act.actor))
    one = (wall.SUPPORTS_OF_ONE_FROM_ADDRESS, f"{line.pk} {address_of(act.request)}")
    count(act.request, (wall.SUPPORTS_BY_BROWSER, mark), one)
    if not actions.support(line.session_id, line.pk, mark):
        raise Refused(_("You stand behind this question already, or the wall is closed."), moved_on=True)


def _respond_form(act: Act, *sent: Any) -> outcomes.Respond:
    line = act.about
    alike: list[Any] = []
    if line.case_id is None:
        found = similar.likely_same(line.words, line.place, line.category, act.actor, limit=4)
        # a key never learns of what is kept from the public
        alike = [each.case for each in found if not each.case.is_over and each.case.in_the_open]
    return outcomes.Respond(*sent, groups=speaking.posts_of(line.session, line.place.path), alike=alike)


OF_LINES = (
    _resident("support", _("Stand behind this question"), may=_may_support, run=_support),
    _post(
        "respond",
        _("Write down what was answered"),
        form=outcomes.Respond,
        fill=_respond_form,
        more={
            "post": fields.of_choices(_("Who answered?"), needed=True),
            "case": fields.of_choices(_("Is it a matter that is open already?")),
        },
    ),
    _post("moderate", _("Put it forward, or back"), form=meeting_forms.Put, variant="put"),
    _post("moderate", _("Take it off, with a reason"), form=meeting_forms.TakeOff, variant="hide"),
)


# --- what stands on the agenda, and what was decided ---


def _change_form(act: Act, *sent: Any) -> topics.ChangeItem:
    item = act.about
    first = {name: getattr(item, name) for name in ("title", "text", "minutes")}
    frozen = item.session.frozen_at is not None
    posts = calendar.asked_of(item.session.place)
    return topics.ChangeItem(
        *sent, posts=posts, frozen=frozen, initial={**first, "presenter": item.presenter_id}
    )


def _note_form(act: Act, *sent: Any) -> topics.NoteItem:
    item = act.about
    may = [Item.Came.DECIDED] if item.came == Item.Came.DECIDED else agendas.HEARD
    first = {"came": item.came or may[0], "summary": item.summary}
    return topics.NoteItem(*sent, came=[(each.value, each.label) for each in may], initial=first)


def _case_of(item: Item) -> Any:
    return item.case or (item.topic.case if item.topic else None)


def _may_decide(act: Act) -> Verdict:
    verdict = rules.may_decide(act.actor, act.about)
    if verdict and act.about.decisions.standing().exists():
        return no(_("It was decided already. Please strike that out first."), moved_on=True)
    return verdict


def _decide_form(act: Act, *sent: Any) -> outcomes.Decide:
    item, session = act.about, act.about.session
    case = _case_of(item)
    around = case or item.topic
    return outcomes.Decide(
        *sent,
        groups=speaking.posts_of(session, around.place_path if around else session.place_path),
        motions=list(item.motions.filter(carried=True, dropped_at=None)),
        parks=case is not None and rules.settles(session, case),
        in_the_open=case is None or case.in_the_open,
        opens=case is None,
    )


def _decide(act: Act, form: outcomes.Decide) -> dict[str, Any]:
    case = _case_of(act.about)
    decision = actions.decide(act.actor, act.about, once=act.once, case=case, **form.arguments())
    return part_made(act.about.session_id, "decision", decision.pk)


_DOES = {
    name: each
    for row in outcomes.Decide.ROWS
    for name, each in (
        (f"post{row}", fields.of_choices(_("Who does it?"))),
        (f"does{row}", fields.of_text(_("Does what?"))),
        (f"within{row}", fields.of_choices(_("By when?"))),
        (f"on{row}", fields.of_text(_("The day"))),
    )
}
OF_ITEMS = (
    _post(
        "change_item",
        _("Change the item"),
        form=topics.ChangeItem,
        fill=_change_form,
        more={"presenter": fields.of_choices(_("Who presents it?"))},
        sometimes=frozenset({"title", "text", "minutes"}),
    ),
    _post(
        "remove_item",
        topics.RemoveItem.send,
        form=topics.RemoveItem,
        fill=lambda act, *sent: topics.RemoveItem(*sent, frozen=act.about.session.frozen_at is not None),
        sometimes=frozenset({"reason"}),
    ),
    _post(
        "note_item",
        _("Note what became of it"),
        form=topics.NoteItem,
        fill=_note_form,
        sometimes=frozenset({"came"}),
    ),
    _post(
        "decide",
        _("Write down what was decided"),
        form=outcomes.Decide,
        fill=_decide_form,
        may=_may_decide,
        run=_decide,
        more={
            **_DOES,
            "motion": fields.of_choices(_("By which vote?")),
            "category": fields.of_choices(_("What is it about?")),
            "reason": fields.of_choices(_("Why is now not the time?")),
            "measures": fields.of_text(_("What is done meanwhile?")),
            "revisit_on": fields.of_text(_("When do we look again?")),
            "households": fields.of_number(_("Or at once when so many households stand behind it")),
        },
    ),
)


def _count_form(act: Act, *sent: Any) -> outcomes.CountHands:
    session = act.about.session
    return outcomes.CountHands(
        *sent,
        motion=act.about,
        checked_in=present.present_voters(session),
        heads=heads_may_be_counted(session),
    )


OF_MOTIONS = (
    _post(
        "count_hands",
        _("Write down the raised hands"),
        form=outcomes.CountHands,
        fill=_count_form,
        more={"heads": fields.of_number(_("People in the room"))},
    ),
    _post("drop_motion", _("Withdraw the motion")),
)
OF_DECISIONS = (_post("strike_decision", _("Strike the decision out"), form=outcomes.Strike),)


# --- where they stand ---


def _of_session(_asks: Caller, number: str) -> Session:
    return sessions.session_of(number)


def _page(name: str) -> Callable[[Any], tuple[str, str]]:
    """Of a part of a session: its address and the page of the session it is worked on."""

    def where(found: Any) -> tuple[str, str]:
        session = found.item.session_id if isinstance(found, Decision) else found.session_id
        number = found.label if isinstance(found, Opinion) else found.pk
        page = reverse("meet:opinion", args=[session, number]) if name == "lines" else ""
        return f"/api/v1/sessions/{session}/{name}/{number}", page or reverse("meet:session", args=[session])

    return where


def _line(asks: Caller, number: str, n: str) -> Opinion:
    """The line; to whoever writes the session down also one that was taken off. Raises Problem."""
    found = sessions.line_of(number, n, hidden=True)
    if found.hidden_at is not None and not found.session.is_written_by(asks.actor):
        return sessions.line_of(number, n)
    return found


def _told_line(request: HttpRequest, asks: Caller, found: Opinion) -> dict[str, Any]:
    return meetings.lines(request, [found], asks.reader)[0]


def _told_decision(_request: HttpRequest, asks: Caller, found: Decision) -> dict[str, Any]:
    return meetings.decisions([found], asks.reader)[0]


SUBJECTS = (
    Subject(
        "session",
        "/sessions/{number}",
        "session_doings",
        _of_session,
        OF_SESSIONS,
        lambda found: (f"/api/v1/sessions/{found.pk}", reverse("meet:session", args=[found.pk])),
        gives=meetings.SessionTold,
        told=meetings.session,
        lock=Session,
    ),
    Subject(
        "item",
        "/sessions/{number}/items/{n}",
        "session_doings",
        lambda _asks, number, n: sessions.item_of(number, n),
        OF_ITEMS,
        _page("items"),
        gives=meetings.ItemTold,
        told=lambda _request, _asks, found: meetings.item(found),
        lock=Item,
    ),
    Subject(
        "line",
        "/sessions/{number}/lines/{n}",
        "session_doings",
        _line,
        OF_LINES,
        _page("lines"),
        gives=meetings.LineTold,
        told=_told_line,
        lock=Opinion,
    ),
    Subject(
        "motion",
        "/sessions/{number}/motions/{n}",
        "session_doings",
        lambda _asks, number, n: sessions.motion_of(number, n),
        OF_MOTIONS,
        _page("motions"),
        gives=meetings.MotionTold,
        told=lambda _request, _asks, found: meetings.motion(found),
        lock=Motion,
    ),
    Subject(
        "decision",
        "/sessions/{number}/decisions/{n}",
        "session_doings",
        lambda _asks, number, n: sessions.decision_of(number, n),
        OF_DECISIONS,
        _page("decisions"),
        gives=meetings.DecisionTold,
        told=_told_decision,
        lock=Decision,
    ),
)
for _subject in SUBJECTS:
    joined(
        router,
        _subject,
        offers="What this key may do to it now",
        does="Do something to a session or a part of it",
    )
