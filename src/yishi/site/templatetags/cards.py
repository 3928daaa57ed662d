"""The line of a case in a list, written in Python: twenty of them are most of what a page of a list costs, and as
nested components they cost several times as much. They say to the letter what `<c-case-card>` with `<c-badge>`,
`<c-when>` and `<c-icon>` say; tests/site/test_cards.py holds them against each other, so that a change of look is not
made in one place alone.
"""

import functools
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yishi.cases.models import State

from .drawn import when

register = template.Library()

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


@register.simple_tag
def case_line(case: Any) -> SafeString:
    """A case with its labels (`with_labels`) and `thumb`; its place, state, age, number, kind and desk, and how many
    households say so."""
    thumb = ""
    if case.thumb:
        address = escape(reverse("cases:photo", args=[case.thumb.pk, "small"]))
        thumb = f'<img class="case-card-thumb" src="{address}" alt="" loading="lazy" width="96" height="96">'
    number = escape(_("No. %(number)s") % {"number": case.number})
    households = _households(case.voices, get_language() or "") if case.voices > 1 else ""
    before, behind = _address_of_a_case(settings.ROOT_URLCONF)
    moment = when({"at": case.reported_at, "show": "relative"})
    return mark_safe(
        f'<li class="case-card{" has-thumb" if thumb else ""}"><div class="case-card-body">'
        f'<div class="row">{_badge(case)}</div>'
        f'<h2><a href="{before}{case.number}{behind}">{escape(case.title)}</a></h2>'
        f'<div class="case-card-meta"><span>{escape(case.place.label)}</span>{moment}'
        f'<span class="num nowrap">{number}</span></div>'
        f'<span class="muted small">{escape(case.category.name)} · {escape(case.holder.title)}</span>'
        f"{households}</div>{thumb}</li>"
    )


def _badge(case: Any) -> str:
    return _badge_of(case.badge, str(case.state), get_language() or "")


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


@functools.lru_cache(maxsize=4)
def _address_of_a_case(_urls: str) -> tuple[str, str]:
    """What stands before and behind the number in the address of a case."""
    before, behind = escape(reverse("cases:case", args=["0"])).split("0")
    return before, behind
