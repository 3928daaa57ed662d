"""The cards of a desk's list, written in Python and kept: somebody who looks at their desk again is shown the same
twenty cards but for one or two, and as nested components the cards are most of what the page costs.

A card is drawn from what the database just gave for this reader, so what is kept under exactly that can neither be out
of date nor seen by anybody who may not: nothing is looked up by the number of a case. What differs from one look to the
next (where the reader stands in the list, the keys of the forms, whether it is on their walk) is put in each time.
tests/site/test_desk_cards.py holds the cards against the template `desk/card.html`, which says the same.
"""

import functools
import secrets
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yishi.cases.models import State, Visibility
from yishi.record.tokens import token

from .drawn import DRAWN, badge, button, mark
from .look import left_words, relative, spent

register = template.Library()
MOST = 6000
"""Cards a process keeps, of some three kilobytes each; the one used longest ago goes first."""
_CHANCE = secrets.token_hex(12)
KEPT, TOKEN, KEY, TICK = (f"{name}-{_CHANCE}" for name in ("kept", "token", "key", "tick"))
"""What stands in a card that is kept for what is put in each time; nobody can know it and write it into a title."""
_kept: OrderedDict[Hashable, str] = OrderedDict()
_lock = Lock()


@register.simple_tag(takes_context=True)
def desk_cards(context: Any, page: Any, tab: Any, key: str, all_ticked: bool = False) -> SafeString:
    """The cards of a page of a desk's list (`tabs.page`)."""
    request = context["request"]
    given = {"token": token(request), "key": escape(key), "tick": " checked" if all_ticked else ""}
    reader = (get_language(), tab.code, request.actor.facts)
    drawn = []
    for line in page.cards:
        given["kept"] = f"?{escape(line.kept)}" if line.kept else ""
        drawn.append(_card(line, tab.code, reader) % given)
    return mark_safe("\n".join(drawn))


def _card(line: Any, code: str, reader: Hashable) -> str:
    sign = line.sign
    if sign is None:
        return _drawn(line, code)
    place = (reader, sign, line.on_walk)
    with _lock:
        found = _kept.get(place)
        if found is not None:
            _kept.move_to_end(place)
            return found
    made = _drawn(line, code)
    with _lock:
        _kept[place] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def _drawn(line: Any, code: str) -> str:
    """The card with a hole for each thing that is put in each time."""
    html = _whole(line, code).replace("%", "%%")
    for name, mark_ in (("kept", KEPT), ("token", TOKEN), ("key", KEY), ("tick", TICK)):
        html = html.replace(mark_, f"%({name})s")
    return html


# --- drawing ---


def _whole(line: Any, code: str) -> str:
    case, title = line.case, escape(line.title)
    address = _address(line.number)
    along = " ".join(f"{address}{step}{KEPT}" for step in ("", "answer/", "note/", "add_photos/"))
    thumb = ""
    if case.thumb:
        small = escape(reverse("cases:photo", args=[case.thumb.pk, "small"]))
        thumb = f'<img class="case-card-thumb" src="{small}" alt="" loading="lazy" width="96" height="96">'
    number = escape(_("No. %(number)s") % {"number": line.number})
    return (
        f'<li class="case-card{" has-thumb" if thumb else ""}"><div class="case-card-body">'
        f'<div class="row">{_badge(line)}</div><h3><a href="{address}{KEPT}">{title}</a></h3>'
        f'<div class="case-card-meta"><span>{escape(case.place.label)}</span>'
        f'<span class="num nowrap">{number}</span></div>'
        f'<div class="row" id="c-{line.number}" data-along="{along}">{_marks(line)}</div></div>{thumb}'
        f'<div class="case-card-foot">{_tick(line, title)}{_foot(line, code, address, title)}</div></li>'
    )


@functools.lru_cache(maxsize=2)
def _way(_urls: str) -> tuple[str, str]:
    before, behind = escape(reverse("desk:case", args=["0"])).split("0")
    return before, behind


def _address(number: str) -> str:
    before, behind = _way(settings.ROOT_URLCONF)
    return f"{before}{number}{behind}"


def _badge(line: Any) -> str:
    kind = line.left.kind if line.left else ""
    if kind == "overdue":
        label = _("Overdue by %(length)s") % {"length": spent(line.left.length)}
    elif kind == "due":
        label = left_words(line.left)
    elif kind == "stands":
        kind, label = "waiting", _("The clock stands")
    else:
        kind, label = line.case.badge, line.case.get_state_display()
    return badge({"kind": kind, "label": mark_safe(escape(label))})


def _marks(line: Any) -> str:
    case, said = line.case, list[tuple[str, str]]()
    if line.left and line.left.kind == "calm":
        said.append(("clock", left_words(line.left)))
    if line.asked_at:
        said.append(("hourglass", _("Asked %(when)s") % {"when": relative(line.asked_at)}))
    if case.visibility == Visibility.HOTLINE:
        said.append(("lock", _("Not public")))
    if case.later_waits:
        said.append(("speak", _later_words(line)))
    said += [("bell", words) for words in line.called_for]
    if case.voices > 1:
        households = ngettext("%(n)s household", "%(n)s households", case.voices) % {"n": case.voices}
        said.append(("people", households))
    if line.may_ring and not line.phone and not line.hidden:
        said.append(("phone", _("No number left")))
    return "".join(mark({"icon": icon}, conditional_escape(words)) for icon, words in said)


def _later_words(line: Any) -> str:
    """That residents said more; on the desk the case lies on it leads to where that is read."""
    words, post = escape(_("Later words wait for a look")), line.reader.actor.post
    if not post or post.pk != line.case.holder_id:
        return words
    return mark_safe(f'<a href="{_address(line.number)}show_later_words/{KEPT}">{words}</a>')


def _tick(line: Any, title: str) -> str:
    star, icon = ("unstar", "check") if line.on_walk else ("star", "place")
    label = _("On my walk") if line.on_walk else _("Put on my walk")
    told = _("On my walk: %(title)s") if line.on_walk else _("Put on my walk: %(title)s")
    others = f'data-star="yes" aria-label="{escape(told) % {"title": title}}"'
    star_ = _button(label, icon=icon, kind="plain", form="star", name=star, value=line.number, others=others)
    return (
        f'<label class="tick no-print"><input type="checkbox" name="n" value="{line.number}" form="bulk"{TICK}>'
        f'<span>{escape(_("Tick"))}<span class="sr-only"> · {title}</span></span></label>{star_}'
    )


def _foot(line: Any, code: str, address: str, title: str) -> str:
    foot = ""
    if code == "later_words":
        told = escape(_("Look at what was said later: %(title)s")) % {"title": title}
        to, others = f"{address}show_later_words/{KEPT}", f'aria-label="{told}"'
        foot = _button(_("Look at what was said"), href=to, icon="speak", others=others)
    if code in ("new", "orders"):
        told = escape(_("Take it: %(title)s")) % {"title": title}
        take = _button(_("Take it"), icon="hand", others=f'aria-label="{told}"')
        foot = _form(f"{address}take/{KEPT}", f"{KEY}-{line.pk}", take)
    if code == "call_back":
        asks = _ring(line, address, title) if line.hidden else _call(line, f"{address}call_back/{KEPT}")
        return foot + asks + _plain(_("The three questions"), f"{address}call_back/{KEPT}")
    if code == "paper":
        slip = f"{reverse('desk:print_slips')}?n={line.number}"
        return foot + _button(_("Print the slip"), href=slip, icon="print")
    if line.case.state == State.CLOSED:
        return foot
    if line.hidden:
        return foot + _ring(line, address, title)
    if line.phone:
        log = _plain(_("Log the call"), f"{address}call/{KEPT}")
        return foot + _call(line, f"{address}call/{KEPT}") + log
    return foot


def _ring(line: Any, address: str, title: str) -> str:
    told = escape(_("Show the number, to ring: %(title)s")) % {"title": title}
    button = _button(_("Ring"), name="reason", value="call", icon="phone", others=f'aria-label="{told}"')
    what = '<input type="hidden" name="what" value="contact">'
    form = _form(f"{address}reveal/{KEPT}", f"{KEY}-ring-{line.pk}", what + button)
    return form + _plain(_("Log the call"), f"{address}call/{KEPT}")


def _call(line: Any, to: str) -> str:
    said = {"name": escape(line.case.contact_name), "phone": escape(line.phone)}
    told = escape(_("Call %(name)s %(phone)s")) % said
    others = f'data-call="{to}" aria-label="{told}"'
    return _button(_("Call"), href=f"tel:{line.case.contact_phone}", icon="phone", others=others)


def _plain(label: str, href: str) -> str:
    return _button(label, href=href, kind="plain")


def _button(label: str, *, others: str = "", **given: Any) -> str:
    known = DRAWN["button"].known | {name: mark_safe(escape(value)) for name, value in given.items()}
    return button({**known, "others": others}, escape(label))


def _form(action: str, key: str, inside: str) -> str:
    return (
        f'<form method="post" action="{action}" data-once data-sending="{escape(_("Sending…"))}" novalidate >'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{TOKEN}">'
        f'<input type="hidden" name="key" value="{key}">{inside}</form>'
    )
