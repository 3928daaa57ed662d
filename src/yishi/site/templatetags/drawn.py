"""The components a page has dozens of, written in Python: an icon, a button, a fact, a moment, a part of the story.
Pages go on saying `<c-icon …>`; this library takes the tag behind it and draws these few without a template, at a tenth
of the cost. What is drawn is to the letter what the component's own template says: tests/site/test_drawn.py holds them
against each other, so that a change of look is not made in one place alone. A tag with an attribute or a slot that the
drawing does not know is left to the template.
"""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django import template
from django.template.base import Parser, Token, render_value_in_context
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, cotton_component
from django_cotton.templatetags._slot import CottonSlotNode
from django_cotton.utils import ensure_quoted

from .look import relative

register = template.Library()
Draw = Callable[[dict[str, Any], str], str]


class Drawing(NamedTuple):
    """How a component is drawn, and the attributes it knows with what they are when not given."""

    draw: Draw
    known: dict[str, Any]
    others: bool = False
    """Whether any other attribute is passed on to the element, as `others`."""


class Drawn(CottonComponentNode):
    """A component drawn in Python where nothing but its known attributes and one slot is given."""

    drawing: Drawing
    simple: bool

    def render(self, context: Context) -> SafeString:
        if not self.simple:
            return super().render(context)
        given = dict(self.drawing.known)
        others: list[str] = []
        try:
            for attr in self._prepared_attrs:
                value = _value(attr, context)
                if attr.key in given:
                    given[attr.key] = value
                else:
                    others.append(attr.key if value is True else f"{attr.key}={ensure_quoted(value)}")
        except UnprocessableDynamicAttr:
            return super().render(context)
        if self.drawing.others:
            given["others"] = " ".join(others)
        return mark_safe(self.drawing.draw(given, self.nodelist.render(context)))


def _value(attr: Any, context: Context) -> Any:
    if attr.kind == AttrKind.ESCAPED:
        return attr.compiled.render(context) if attr.compiled else attr.value
    if attr.kind == AttrKind.DYNAMIC:
        return attr.compiled.resolve(context)
    return attr.value


def _is_usual(attr: Any, drawing: Drawing) -> bool:
    if attr.key in drawing.known:
        return attr.kind not in (AttrKind.UNQUOTED, AttrKind.BOOLEAN)
    return drawing.others and attr.key not in ("attrs", "is", "others") and attr.kind != AttrKind.UNQUOTED


@register.tag("cotton")
def cotton(parser: Parser, token: Token) -> CottonComponentNode:
    """A component: drawn in Python if it is one of DRAWN, else by its template."""
    node = cotton_component(parser, token)
    drawing = DRAWN.get(node.component_name)
    if drawing:
        node.__class__ = Drawn
        node.drawing = drawing
        usual = all(_is_usual(attr, drawing) for attr in node._prepared_attrs)
        node.simple = usual and not node.nodelist.get_nodes_by_type(CottonSlotNode)
    return node


_PLAIN = Context()


def _said(value: Any) -> str:
    """A value as `{{ value }}` shows it."""
    return conditional_escape(value) if isinstance(value, str) else render_value_in_context(value, _PLAIN)


@functools.lru_cache(maxsize=500)
def _quiet_icon(name: str) -> str:
    """An icon beside words; the name is escaped."""
    sprite = conditional_escape(static("site/icons.svg"))
    return f'<svg class="icon" aria-hidden="true" focusable="false"><use href="{sprite}#{name}"></use></svg>'


def icon(given: dict[str, Any], _slot: str = "") -> str:
    quiet = _quiet_icon(str(_said(given["name"])))
    if not given["label"]:
        return quiet
    return quiet.replace('aria-hidden="true"', f'role="img" aria-label="{_said(given["label"])}"', 1)


def _icon(name: Any) -> str:
    return _quiet_icon(str(_said(name)))


def when(given: dict[str, Any], _slot: str = "") -> str:
    at, show = given["at"], given["show"]
    if not at:
        return ""
    iso, full = _written(localtime(at) if isinstance(at, datetime) else at, get_language() or "")
    title = f' title="{full}"' if show == "relative" else ""
    ago = conditional_escape(relative(at)) if show in ("both", "relative") else ""
    day = f'<span class="nowrap">{full}</span>' if show != "relative" else ""
    tail = f' <span class="muted nowrap">({ago})</span>' if show == "both" else ago
    return f'<time datetime="{iso}"{title}>{day}{tail}</time>'


@functools.lru_cache(maxsize=2000)
def _written(at: Any, _language: str) -> tuple[str, str]:
    """A moment (in local time) or a day for machines, and in full for people."""
    form = "DATETIME_FORMAT" if isinstance(at, datetime) else "DATE_FORMAT"
    return date_format(at, "c"), conditional_escape(date_format(at, form))


def fact(given: dict[str, Any], slot: str) -> str:
    return f'<div class="fact"><dt>{_said(given["label"])}</dt><dd>{slot}</dd></div>'


def facts(_given: dict[str, Any], slot: str) -> str:
    return f'<dl class="facts">{slot}</dl>'


def mark(given: dict[str, Any], slot: str) -> str:
    return f'<span class="mark">{_icon(given["icon"])}<span>{slot}</span></span>'


BADGES = {
    "new": ("new", lambda: _("New")),
    "working": ("work", lambda: _("In hand")),
    "waiting": ("hourglass", lambda: _("Waiting for the resident")),
    "done": ("check", lambda: _("Done")),
    "due": ("clock", lambda: _("Due soon")),
    "overdue": ("alarm", lambda: _("Overdue")),
    "declined": ("door", lambda: _("Another door")),
}


def badge(given: dict[str, Any], _slot: str = "") -> str:
    kind, label = given["kind"], given["label"]
    shown = capfirst(label)
    drawing = ""
    if kind in BADGES:
        name, usual = BADGES[kind]
        drawing, shown = _icon(name), shown or usual()
    # capfirst is a filter that keeps what is safe safe
    if isinstance(label, SafeString):
        shown = mark_safe(shown)
    return f'<span class="badge badge-{_said(kind)}">{drawing}{_said(shown)}</span>'


def button(given: dict[str, Any], slot: str) -> str:
    wide = " btn-wide" if given["wide"] else ""
    inside = f"{_icon(given['icon']) if given['icon'] else ''}<span>{slot}</span>"
    look = f'class="btn btn-{_said(given["kind"])}{wide}"'
    if given["href"]:
        return f'<a {look} href="{_said(given["href"])}" {given["others"]}>{inside}</a>'
    name = f' name="{_said(given["name"])}"' if given["name"] else ""
    value = f' value="{_said(given["value"])}"' if given["value"] != "" else ""
    form = f' form="{_said(given["form"])}"' if given["form"] else ""
    off = " disabled" if given["disabled"] else ""
    return f'<button {look} type="{_said(given["type"])}"{name}{value}{form}{off} {given["others"]}>{inside}</button>'


def stat(given: dict[str, Any], _slot: str = "") -> str:
    unit = f'<span class="stat-unit">{_said(given["unit"])}</span>' if given["unit"] else ""
    note = f'<span class="stat-note">{_said(given["note"])}</span>' if given["note"] else ""
    look = f'class="stat stat-{_said(given["kind"])}"'
    inside = (
        f'<span class="stat-value">{_said(given["value"])}{unit}</span>'
        f'<span class="stat-label">{_said(given["label"])}</span>{note}'
    )
    if given["href"]:
        return f'<li><a {look} href="{_said(given["href"])}">{inside}</a></li>'
    return f"<li><div {look}>{inside}</div></li>"


def tile(given: dict[str, Any], _slot: str = "") -> str:
    hint = f'<span class="tile-hint">{_said(given["hint"])}</span>' if given["hint"] else ""
    first = " tile-primary" if given["primary"] else ""
    return (
        f'<li><a class="tile{first}" href="{_said(given["href"])}">{_icon(given["icon"])}'
        f'<span><span class="tile-title">{_said(given["title"])}</span>{hint}</span></a></li>'
    )


def photos(given: dict[str, Any], _slot: str = "") -> str:
    if not given["photos"]:
        return ""
    return f'<ul class="photos">{"".join(map(_photo, given["photos"]))}</ul>'


def _photo(photo: dict[str, Any]) -> str:
    caption = f"<figcaption>{_said(photo['caption'])}</figcaption>" if photo.get("caption") else ""
    return (
        f'<li><figure><a href="{_said(photo["url"])}"><img src="{_said(photo["thumb"])}" alt="{_said(photo["alt"])}" '
        f'loading="lazy" width="320" height="240"></a>{caption}</figure></li>'
    )


def entry(given: dict[str, Any], slot: str) -> str:
    kind, at, who, internal = (given[name] for name in ("kind", "at", "who", "internal"))
    within = " entry-internal" if internal else ""
    moment = f'<span class="muted small">{when({"at": at, "show": "both"})}</span>' if at else ""
    role = f' <span class="muted">{_said(given["role"])}</span>' if given["role"] else ""
    by = f'<span class="small">{_said(who)}{role}</span>' if who else ""
    closed = mark({"icon": "lock"}, _("Only colleagues see this")) if internal else ""
    words = f'<div class="entry-words">{slot}</div>' if slot.strip() else ""
    return (
        f'<li class="entry entry-{_said(kind)}{within}"><span class="entry-mark">{_icon(given["icon"])}</span>'
        f'<div class="entry-body"><div class="entry-head"><span class="entry-title">{_said(given["title"])}</span>'
        f"{moment}</div>{by}{closed}{words}{photos(given)}</div></li>"
    )


DRAWN = {
    "icon": Drawing(icon, {"name": "info", "label": "", "closed": ""}),
    "when": Drawing(when, {"at": None, "show": "both"}),
    "fact": Drawing(fact, {"label": ""}),
    "facts": Drawing(facts, {}),
    "mark": Drawing(mark, {"icon": "info"}),
    "badge": Drawing(badge, {"kind": "new", "label": ""}),
    "button": Drawing(
        button,
        {
            **dict.fromkeys(("href", "name", "value", "form", "icon", "wide", "disabled"), ""),
            "kind": "quiet",
            "type": "submit",
        },
        others=True,
    ),
    "stat": Drawing(stat, {**dict.fromkeys(("value", "unit", "label", "href", "note"), ""), "kind": "plain"}),
    "tile": Drawing(tile, {**dict.fromkeys(("href", "title", "hint", "primary"), ""), "icon": "speak"}),
    "photos": Drawing(photos, {"photos": ()}),
    "entry": Drawing(
        entry,
        {
            **dict.fromkeys(("title", "who", "role", "internal"), ""),
            "at": None,
            "icon": "info",
            "kind": "plain",
            "photos": (),
        },
    ),
}
"""The components drawn in Python; those of one page that stand on it once are not worth it."""
