"""What is done at a place, and to series: a session is called, a series begun, published, changed, ended; a topic is
proposed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.deliberation import actions, planning, rules
from yishi.deliberation.forms import calendar as forms
from yishi.deliberation.forms import series as rhythms
from yishi.deliberation.models import Series
from yishi.network.models import Place
from yishi.record import Verdict, clock, no

from . import fields, lookups, meeting_forms, meetings, sessions
from .acting import POST, RESIDENT, Act, Deed, Subject, by_rule, joined, made, runs
from .frame import Caller
from .problems import missing
from .topic_doings import may_propose, propose, propose_form

# --- at a place ---


def _place(_asks: Caller, code: str) -> Place:
    found = lookups.with_code(code)
    if found is None:
        raise missing()
    return found


def _may_call(act: Act) -> Verdict:
    if act.about.closed_on:
        return no(_("This place is closed; no session can be called here."), moved_on=True)
    return rules.may_call_session(act.actor, act.about)


def _call_form(act: Act, *sent: Any) -> forms.Call:
    post = act.actor.post
    return forms.Call(*sent, place=act.about, initial={"host": post.organisation_id if post else None})


def _call(act: Act, form: forms.Call) -> dict[str, Any]:
    session = actions.call_session(act.actor, act.about, once=act.once, **form.arguments())
    return made("session", session.pk, f"/sessions/{session.pk}")


def _start(act: Act, form: rhythms.Start) -> dict[str, Any]:
    found = actions.start_series(act.actor, act.about, once=act.once, **form.arguments())
    return made("series", found.pk, f"/series/{found.pk}")


OF_PLACES = (
    Deed(
        "propose_topic",
        RESIDENT,
        _("Propose a topic"),
        may_propose,
        propose,
        meeting_forms.Propose,
        fill=propose_form,
        more={"session": fields.of_choices(_("For which session?"))},
    ),
    Deed(
        "propose_topic",
        POST,
        _("Write down a topic for somebody"),
        may_propose,
        propose,
        meeting_forms.ProposeHere,
        fill=propose_form,
        more={
            "channel": fields.of_choices(_("Who says it?")),
            "session": fields.of_choices(_("For which session?")),
        },
    ),
    Deed(
        "call_session",
        POST,
        _("Call a session"),
        _may_call,
        _call,
        forms.Call,
        fill=_call_form,
        sometimes=frozenset({"host", "starts"}),
    ),
    Deed(
        "start_series",
        POST,
        _("Begin a series of sessions"),
        lambda act: rules.may_start_series(act.actor, act.about),
        _start,
        rhythms.Start,
        fill=lambda act, *sent: rhythms.Start(*sent, place=act.about),
        sometimes=frozenset({"from_on"}),
    ),
)


# --- to a series ---


def _except_form(act: Act, *sent: Any) -> rhythms.Except:
    days = planning.days_of(act.about, clock.today() + planning.REACH)
    return rhythms.Except(*sent, days=days, places=planning.places(act.about))


OF_SERIES = (
    Deed(
        "publish_series",
        POST,
        rhythms.Publish.label,
        by_rule(rules.may_keep_series),
        runs(actions.publish_series),
        rhythms.Publish,
        sometimes=frozenset({"until"}),
    ),
    Deed(
        "change_series",
        POST,
        rhythms.ChangeSeries.send,
        by_rule(rules.may_keep_series),
        runs(actions.change_series),
        rhythms.ChangeSeries,
        fill=lambda act, *sent: rhythms.ChangeSeries(*sent, series=act.about),
        sometimes=frozenset(rhythms.ChangeSeries.base_fields),
    ),
    Deed(
        "except_day",
        POST,
        rhythms.Except.label,
        by_rule(rules.may_keep_series),
        runs(actions.except_day),
        rhythms.Except,
        fill=_except_form,
        sometimes=frozenset({"place"}),
    ),
    Deed(
        "end_series",
        POST,
        rhythms.EndSeries.label,
        by_rule(rules.may_keep_series),
        runs(actions.end_series),
        rhythms.EndSeries,
        sometimes=frozenset({"on"}),
    ),
)
joined(
    sessions.router,
    Subject(
        "place",
        "/places/{code}",
        "place_doings",
        _place,
        OF_PLACES,
        lambda found: (f"/api/v1/places/{found.code}", reverse("meet:calendar", args=[found.code])),
        status=201,
    ),
    offers="What this key may begin there",
    does="Begin something at a place",
)
joined(
    sessions.router,
    Subject(
        "series",
        "/series/{number}",
        "series",
        lambda _asks, number: sessions.series_of(number),
        OF_SERIES,
        lambda found: (f"/api/v1/series/{found.pk}", reverse("meet:one_series", args=[found.pk])),
        gives=meetings.SeriesTold,
        told=lambda _request, _asks, found: sessions.series_told(found),
        lock=Series,
    ),
    offers="What this key may do to it now",
    does="Do something to a series",
)
