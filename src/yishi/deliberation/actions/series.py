"""Series: sessions that repeat, and the calendar that is made from them for hundreds of places at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Place, Post
from yishi.record import Happened, Refused, action, clock, digest, emit, emit_all, new_salt
from yishi.record.bulk import insert, made

from .. import events, planning, repeating, rules
from ..models import AHEAD, Invitation, Reason, Series, SeriesException, Session, State
from ..models.sessions import new_token
from .calling import NO_REASON, move_session, skip_session

MOST = 60_000
"""Sessions that are put into the calendar at once."""
AT_ONCE = 500


@dataclass(frozen=True)
class Published:
    """How many sessions came into the calendar, at how many places, and how many places have no body to host one."""

    sessions: int
    places: int
    without_host: int


def _normal(rule: str) -> str:
    try:
        return repeating.normal(rule)
    except repeating.Unreadable as error:
        raise Refused(str(error)) from None


def _look_at(series: Series) -> None:
    """Raises Refused where a series cannot be."""
    if series.until_on and series.until_on < series.from_on:
        raise Refused(_("A series ends after it begins. Please look at its days again."))
    if not 10 <= series.minutes <= 14 * 60:
        raise Refused(_("A session lasts between ten minutes and fourteen hours."))
    year = days_between(series, series.from_on, series.from_on + timedelta(days=731))
    if not year:
        raise Refused(_("By this rule no day is found in two years. Please look at it again."))


def days_between(series: Series, first: date, last: date) -> list[repeating.Day]:
    """Its days by the rule. Raises Refused for a rule that cannot be read."""
    try:
        return planning.days_of(series, last, first=first)
    except repeating.Unreadable as error:
        raise Refused(str(error)) from None


@action(may=rules.may_start_series, lock=False)
def start_series(actor, place: Place, *, rule: str, invited: Sequence[Post] = (), **fields: Any) -> Series:
    """A series is there; its sessions come into the calendar as it is published. Raises Refused for a rule that cannot
    be read or gives no day."""
    series = Series(place=place, rule=_normal(rule), **fields)
    _look_at(series)
    series.save()
    series.invited.set(invited)
    emit(
        events.SeriesStarted(session_kind=series.kind, level=series.level, from_on=series.from_on),
        about=series,
        by=actor,
    )
    return series


@action(may=rules.may_publish_series)
def publish_series(actor, series: Series, until: date) -> Published:
    """The calendar holds the sessions of the series at each of its places up to a day, that day included. What stands
    there already is left as it is, so that it may be done twice, or by two at once; a process that is killed leaves
    nothing behind. Raises Refused for too many at once."""
    last = planning.horizon(series, until)
    try:
        plan = planning.plan(series, last)
    except repeating.Unreadable as error:
        raise Refused(str(error)) from None
    if len(plan.meetings) > MOST:
        raise Refused(
            _("That would be %(n)s sessions at once. Please publish up to an earlier day first.")
            % {"n": len(plan.meetings)}
        )
    rows = _into_the_calendar(actor, series, plan)
    series.published_until = max(last, series.published_until or last)
    series.save(update_fields=["published_until"])
    met = len({row.place_id for row in rows})
    emit(events.SeriesPublished(until=last, sessions=len(rows), places=met), about=series, by=actor)
    return Published(len(rows), met, len(plan.without_host))


def _into_the_calendar(actor: Any, series: Series, plan: planning.Plan) -> list[Session]:
    now, entitled = clock.now(), _may_vote(series)
    rows = [
        _session(series, meeting, plan.led[meeting.place.pk], now, entitled.get(meeting.place.pk))
        for meeting in plan.meetings
    ]
    insert(rows)
    _write_reasons(actor, series, rows, plan.meetings, now)
    _write_invitations(series, rows)
    emit_all([_called(actor, row, now) for row in rows])
    skipped = [row for row in rows if row.state == State.SKIPPED]
    emit_all([_was_skipped(actor, row, "", now) for row in skipped])
    return rows


def _may_vote(series: Series) -> dict[int, int]:
    """How many may vote at each of its places, as was said for the last session of the kind there."""
    said = Session.objects.at(series.place.path).filter(kind=series.kind, entitled__isnull=False)
    rows = said.order_by("starts_at", "id").values_list("place_id", "entitled")
    return {place: entitled for place, entitled in rows if entitled is not None}


def _session(
    series: Series, meeting: planning.Meeting, led: planning.Led, now: datetime, entitled: int | None
) -> Session:
    return made(
        Session,
        place=meeting.place,
        place_path=meeting.place.path,
        kind=series.kind,
        series=series,
        series_on=meeting.by_rule,
        spot_zh=series.spot_zh,
        spot_en=series.spot_en,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        host=led.host,
        chair=led.chair,
        clerk=led.clerk,
        entitled=entitled,
        state=State.SKIPPED if meeting.is_skipped else State.PLANNED,
        called_at=now,
        changed_at=now,
        door_secret=new_token(),
    )


def _write_reasons(
    actor: Any, series: Series, rows: Sequence[Session], meetings: Sequence[planning.Meeting], now: datetime
) -> None:
    """Why some of them are otherwise than the rule says."""
    reasons = []
    for row, meeting in zip(rows, meetings, strict=True):
        if meeting.exception is not None:
            was_at = None if meeting.is_skipped else planning.hours(series, meeting.by_rule)[0]
            about = Reason.About.SKIPPED if meeting.is_skipped else Reason.About.MOVED
            reasons.append(_reason(actor, row, about, meeting.exception.reason, now, was_at))
    insert(reasons)


def _reason(
    actor: Any, row: Session, about: str, text: str, now: datetime, was_at: datetime | None = None
) -> Reason:
    return Reason(
        session=row,
        about=about,
        text=text,
        salt=new_salt(),
        was_at=was_at,
        post=getattr(actor, "post", None),
        at=now,
    )


def _write_invitations(series: Series, rows: Sequence[Session]) -> None:
    """The departments a series invites; they are told as each session is announced."""
    posts = list(series.invited.all())
    insert(
        [Invitation(session=row, post=post) for row in rows if row.state == State.PLANNED for post in posts]
    )


def _called(actor: Any, row: Session, now: datetime) -> Happened:
    event = events.Called(session_kind=row.kind, starts_at=row.starts_at)
    return Happened(event, row.ref, row.place_path, actor.ref, now, row.in_the_open)


def _was_skipped(actor: Any, row: Session, reason: str, now: datetime) -> Happened:
    event = events.Skipped(session_kind=row.kind, reason=reason, of_day=row.of_day)
    return Happened(event, row.ref, row.place_path, actor.ref, now, row.in_the_open)


OF_SESSIONS = {"starts", "minutes", "spot_zh", "spot_en", "host_kind", "chair_role", "clerk_role"}
OF_DAYS = {"rule", "shift", "until_on"}
CHANGEABLE = {*OF_SESSIONS, *OF_DAYS, "name_zh", "name_en", "invited"}


@action(may=rules.may_change_series)
def change_series(actor, series: Series, *, reason: str = "", **fields: Any) -> Series:
    """The series is as given, and so are its sessions to come that nobody has announced or moved; on days it no longer
    meets they do not take place, with the reason on their pages, and those on new days come into the calendar. What was
    announced stays as it was announced. Raises Refused where nothing would change, where sessions would be left out
    and no reason is given, and for a rule that cannot be read."""
    wrong = fields.keys() - CHANGEABLE
    if wrong:
        raise TypeError(f"of a series one does not change {sorted(wrong)}")
    invited = fields.pop("invited", None)
    if "rule" in fields:
        fields["rule"] = _normal(fields["rule"])
    what = {name for name, value in fields.items() if getattr(series, name) != value}
    if invited is not None and set(invited) != set(series.invited.all()):
        series.invited.set(invited)
        what.add("invited")
    if not what:
        raise Refused(_("Nothing would change: it stands like this already."))
    for name in what - {"invited"}:
        setattr(series, name, fields[name])
    _look_at(series)
    series.save()
    left_out = _leave_out(actor, series, reason) if what & OF_DAYS else 0
    changed = _carry_over(series) if what & (OF_SESSIONS | OF_DAYS) else 0
    named = ".".join(sorted({name.partition("_")[0] for name in what}))[:64]
    emit(events.SeriesChanged(what=named, sessions=changed, left_out=left_out), about=series, by=actor)
    if series.published_until:
        publish_series(actor, series, max(series.published_until, clock.today()))
    return series


def _untouched(series: Series) -> Any:
    """Its sessions to come that nobody has announced or moved."""
    rows = series.sessions.filter(state=State.PLANNED, starts_at__gt=clock.now())
    return rows.exclude(reasons__about=Reason.About.MOVED)


def _leave_out(actor: Any, series: Series, reason: str) -> int:
    """Sessions on days that are no longer its days do not take place."""
    last = clock.today() + planning.REACH
    met = {day.by_rule for day in days_between(series, clock.today(), last) if day.on}
    rows = [row for row in _untouched(series) if row.series_on not in met]
    return _skip(actor, rows, reason)


def _skip(actor: Any, rows: Sequence[Session], reason: str) -> int:
    """Many sessions that nobody was told of do not take place, for one reason."""
    words = clean(reason)
    if rows and not words:
        raise Refused(NO_REASON)
    now = clock.now()
    reasons = [_reason(actor, row, Reason.About.SKIPPED, words, now) for row in rows]
    insert(reasons)
    for begin in range(0, len(rows), AT_ONCE):
        keys = [row.pk for row in rows[begin : begin + AT_ONCE]]
        Session.objects.filter(pk__in=keys).update(
            state=State.SKIPPED, changed_at=now, changes=F("changes") + 1
        )
    emit_all([_was_skipped(actor, row, kept.digest, now) for row, kept in zip(rows, reasons, strict=True)])
    return len(rows)


def _carry_over(series: Series) -> int:
    """Its untouched sessions to come get its hours, spot and people. Gives how many are otherwise than before."""
    led = planning.led(series)
    days = {
        day.by_rule: day.on for day in days_between(series, clock.today(), clock.today() + planning.REACH)
    }
    now, changed = clock.now(), []
    for row in _untouched(series):
        if row.place_id in led and _is_otherwise(row, series, led[row.place_id], days.get(row.series_on)):
            row.changes, row.changed_at = row.changes + 1, now
            changed.append(row)
    fields = ["starts_at", "ends_at", "spot_zh", "spot_en", "host", "chair", "clerk", "changes", "changed_at"]
    Session.objects.bulk_update(changed, fields, batch_size=AT_ONCE)
    return len(changed)


def _is_otherwise(row: Session, series: Series, led: planning.Led, on: date | None) -> bool:
    """Set what the series says, and tell whether it was otherwise."""
    starts_at, ends_at = planning.hours(series, on) if on else (row.starts_at, row.ends_at)
    fresh = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "spot_zh": series.spot_zh,
        "spot_en": series.spot_en,
        "host_id": led.host.pk,
        "chair_id": led.chair and led.chair.pk,
        "clerk_id": led.clerk and led.clerk.pk,
    }
    before = {name: getattr(row, name) for name in fresh}
    for name, value in fresh.items():
        setattr(row, name, value)
    return before != fresh


@action(may=rules.may_end_series)
def end_series(actor, series: Series, *, on: date, reason: str) -> Series:
    """The series ends with a day, that day included; its sessions after it do not take place, and whoever was told of
    one is told that. Raises Refused without a reason."""
    words = clean(reason)
    if not words:
        raise Refused(NO_REASON)
    after = series.sessions.filter(state__in=AHEAD, starts_at__gt=clock.now(), series_on__gt=on)
    told = [row for row in after.select_related("place") if row.state == State.ANNOUNCED]
    silent = list(after.filter(state=State.PLANNED))
    skipped = _skip(actor, silent, words)
    for row in told:
        skip_session(actor, row, reason=words)
    series.ended_on = max(on, clock.today())
    series.until_on = min(on, series.until_on) if series.until_on else on
    series.save(update_fields=["ended_on", "until_on"])
    emit(
        events.SeriesEnded(on=on, sessions=skipped + len(told), reason=digest(new_salt(), words)),
        about=series,
        by=actor,
    )
    return series


@action(may=rules.may_except_day)
def except_day(
    actor, series: Series, *, on: date, reason: str, place: Place | None = None, moved_to: date | None = None
) -> SeriesException:
    """On one day of its rule the series is left out, or held on another day, everywhere or at one place; sessions that
    stand in the calendar are skipped or moved, with the reason, and whoever was told of one is told. Raises Refused for
    a day that is none of its days, without a reason, and where it was said already."""
    words = clean(reason)[:200]
    if not words:
        raise Refused(NO_REASON)
    if on < clock.today() or not any(day.by_rule == on for day in days_between(series, on, on)):
        raise Refused(_("By its rule the series does not meet on that day."))
    if moved_to is not None and (moved_to < clock.today() or moved_to == on):
        raise Refused(_("Please choose another day, one that is to come."))
    if series.exceptions.filter(on=on, place=place).exists():
        raise Refused(_("This was said for that day already."))
    what = SeriesException.What.MOVE if moved_to else SeriesException.What.SKIP
    kept = SeriesException.objects.create(
        series=series, place=place, on=on, what=what, moved_to=moved_to, reason=words
    )
    rows = series.sessions.filter(series_on=on, state__in=AHEAD, starts_at__gt=clock.now())
    done = _each(rows.filter(place=place) if place else rows, _doing(actor, series, words, moved_to))
    emit(
        events.SeriesExcepted(on=on, what=what, sessions=done, reason=digest(new_salt(), words)),
        about=series,
        by=actor,
    )
    return kept


def _doing(actor: Any, series: Series, reason: str, moved_to: date | None) -> Callable[[Session], Any]:
    if moved_to is None:
        return lambda row: skip_session(actor, row, reason=reason)
    starts_at, ends_at = planning.hours(series, moved_to)
    return lambda row: move_session(actor, row, starts_at=starts_at, ends_at=ends_at, reason=reason)


def _each(rows: Any, act: Callable[[Session], Any]) -> int:
    found = list(rows.select_related("place", "chair", "clerk"))
    for row in found:
        act(row)
    return len(found)
