"""The line of a case in a list, written in Python: twenty of them are most of what a page of a list costs, and as
nested components they cost several times as much. They say to the letter what `<c-case-card>` with `<c-badge>`,
`<c-when>` and `<c-icon>` say; tests/site/test_cards.py holds them against each other, so that a change of look is not
made in one place alone.
"""

import functools
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from datetime import datetime
from html import escape
from threading import Lock
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yishi.cases.models import State
from yishi.record import clock
from yishi.record.ways import way

from .drawn import when
from .look import Ago

register = template.Library()
MOST = 6000
"""Lines a process keeps, of less than a kilobyte each; the one used longest ago goes first."""

ICONS = {
    "new": "new",
    "working": "work",
    "waiting": "hourglass",
    "done": "check",
    "due": "clock",
    "overdue": "alarm",
    "declined": "door",
}
"""The drawing on each badge."""


_kept: OrderedDict[Hashable, str] = OrderedDict()
_lock = Lock()


@register.simple_tag
def case_lines(cases: Iterable[Any]) -> SafeString:
    """Cases with their labels (`with_labels`) and `thumb`: of each its place, state, age, number, kind and desk, and
    how many households say so. A line is kept under all that it is drawn from, which is read without asking for the
    language twenty times twenty times over: that alone took a tenth of the page."""
    seen, here = Ago(clock.now()), (get_language() or "", settings.ROOT_URLCONF)
    return mark_safe("".join(_kept_line((*here, *_all_said(case, seen)), case, seen.now) for case in cases))


@register.simple_tag
def case_line(case: Any) -> SafeString:
    """One of them."""
    return case_lines([case])


def _all_said(case: Any, seen: Ago) -> tuple[Hashable, ...]:
    """All that a line is drawn from, but for the language."""
    place, category, holder = case.place, case.category, case.holder
    at, body = holder.place, holder.organisation
    return (
        *(case.pk, case.title, str(case.state), case.is_overdue(seen.now), case.voices),
        *(case.reported_at, seen.sign(case.reported_at), case.thumb and case.thumb.pk),
        *(place.label_zh, place.label_en, category.name_zh, category.name_en),
        *(holder.role, at.label_zh, at.label_en, body.name_zh, body.name_en),
    )


def _kept_line(key: Hashable, case: Any, now: datetime) -> str:
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    with clock.at(now):  # the moment its key was read at, or words of the next minute might be kept under it
        made = _line(case)
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def _line(case: Any) -> str:
    thumb = ""
    if case.thumb:
        small = escape(way("cases:photo", case.thumb.pk, "small"))
        thumb = f'<img class="case-card-thumb" src="{small}" alt="" loading="lazy" width="96" height="96">'
    number = escape(_("No. %(number)s") % {"number": case.number})
    language = get_language() or ""
    households = _households(case.voices, language) if case.voices > 1 else ""
    moment = when({"at": case.reported_at, "show": "relative"})
    return (
        f'<li class="case-card{" has-thumb" if thumb else ""}"><div class="case-card-body">'
        f'<div class="row">{_badge_of(case.badge, str(case.state), language)}</div>'
        f'<h2><a href="{escape(way("cases:case", case.number))}">{escape(case.heading)}</a></h2>'
        f'<div class="case-card-meta"><span>{escape(case.place.label)}</span>{moment}'
        f'<span class="num nowrap">{number}</span></div>'
        f'<span class="muted small">{escape(case.category.name)} · {escape(case.holder.title)}</span>'
        f"{households}</div>{thumb}</li>"
    )


@functools.lru_cache(maxsize=200)
def _badge_of(kind: str, code: str, _language: str) -> str:
    state = State(code).label
    label = str(_("overdue, %(state)s")) % {"state": state} if kind == "overdue" else state
    drawing = f"{static('site/icons.svg')}#{ICONS[kind]}"
    return (
        f'<span class="badge badge-{kind}"><svg class="icon" aria-hidden="true" focusable="false">'
        f'<use href="{drawing}"></use></svg>{escape(capfirst(str(label)))}</span>'
    )


@functools.lru_cache(maxsize=1000)
def _households(n: int, _language: str) -> str:
    return render_to_string("cases/_households.html", {"n": n})
