"""How terms, seats and posts end, whichever action ends them."""

from datetime import date, timedelta

from yishi.record import emit

from .. import events
from ..models import Appointment, Post, Seat

_DAY = timedelta(days=1)


def end_term(actor, appointment: Appointment, last: date) -> None:
    """Within an action: the term ends with the day."""
    appointment.until_on = last
    appointment.save(update_fields=["until_on"])
    emit(
        events.Relieved(post=appointment.post.ref, until_on=last),
        about=appointment.post,
        by=actor,
    )


def call_off_term(actor, appointment: Appointment) -> None:
    """Within an action: the term does not begin."""
    post, from_on = appointment.post, appointment.from_on
    appointment.delete()
    emit(events.CalledOff(post=post.ref, from_on=from_on), about=post, by=actor)


def end_seat_after(actor, seat: Seat, last: date) -> None:
    """Within an action: nobody sits there after the day; what has not begun by then never was."""
    emit(events.SeatEnded(council=seat.council.ref, until_on=last), about=seat, by=actor)
    if seat.from_on > last:
        seat.delete()
        return
    seat.until_on = last
    seat.save(update_fields=["until_on"])


def end_post(actor, post: Post, on: date) -> None:
    """Within an action: from the day on there is no such post; terms that would go on end the day before, those that
    would begin do not."""
    for term in Appointment.objects.filter(post=post).meeting(on, None).select_for_update():
        if term.from_on >= on:
            call_off_term(actor, term)
        else:
            end_term(actor, term, on - _DAY)
    for seat in Seat.objects.going_on(on).filter(post=post).select_for_update():
        end_seat_after(actor, seat, on - _DAY)
    post.closed_on = on
    post.save(update_fields=["closed_on"])
    emit(events.PostClosed(closed_on=on), about=post, by=actor)
