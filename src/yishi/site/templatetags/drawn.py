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

from .lasting import Lasting, lasts
from .look import relative
from .look import spent as spent_words

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
        node._prepared_attrs = list(map(_at_rest, node._prepared_attrs))
        usual = all(_is_usual(attr, drawing) for attr in node._prepared_attrs)
        node.simple = usual and not node.nodelist.get_nodes_by_type(CottonSlotNode)
    return node


def _at_rest(attr: Any) -> Any:
    """An attribute of words and addresses alone is put together once a language."""
    if attr.kind == AttrKind.ESCAPED and attr.compiled and lasts(attr.compiled.nodelist):
        return attr._replace(compiled=Lasting(attr.compiled))
    return attr


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


def buttons(_given: dict[str, Any], slot: str) -> str:
    return f'<div class="buttons">{slot}</div>'


def page_head(given: dict[str, Any], slot: str) -> str:
    lead = f'<p class="lead">{_said(given["lead"])}</p>' if given["lead"] else ""
    side = f'<div class="page-head-side">{slot}</div>' if slot.strip() else ""
    return f'<div class="page-head"><h1>{_said(given["title"])}</h1>{lead}{side}</div>'


def card(given: dict[str, Any], slot: str) -> str:
    quiet = " card-quiet" if given["quiet"] else ""
    key = f' id="{_said(given["id"])}"' if given["id"] else ""
    head = _said(given["title"]) if given["title"] else ""
    if head and given["href"]:
        head = f'<a href="{_said(given["href"])}">{head}</a>'
    level = _said(given["level"])
    head = f"<h{level}>{head}</h{level}>" if head else ""
    foot = f'<div class="card-foot">{_said(given["foot"])}</div>' if given["foot"] else ""
    return f'<section class="card{quiet}"{key} {given["others"]}>{head}{slot}{foot}</section>'


NOTICES = {
    "good": ("check-circle", lambda: _("Good news")),
    "warn": ("alarm", lambda: _("Take care")),
    "stop": ("stop", lambda: _("Stop")),
}


def notice(given: dict[str, Any], slot: str) -> str:
    kind, live = given["kind"], ""
    if given["live"]:
        live = f' role="{"alert" if kind == "stop" else "status"}"'
    name, label = NOTICES.get(kind, ("info", lambda: _("Good to know")))
    title = f'<p class="notice-title">{_said(given["title"])}</p>' if given["title"] else ""
    return (
        f'<div class="notice notice-{_said(kind)}"{live} {given["others"]}>{icon({"name": name, "label": label()})}'
        f'<div class="notice-body">{title}{slot}</div></div>'
    )


def timeline(given: dict[str, Any], slot: str) -> str:
    label = given["label"] or _("The story so far")
    return f'<ol class="timeline" aria-label="{_said(label)}">{slot}</ol>'


def action_bar(given: dict[str, Any], slot: str) -> str:
    label = given["label"] or _("What you can do now")
    return f'<div class="action-bar" role="group" aria-label="{_said(label)}">{slot}</div>'


def tabs(given: dict[str, Any], _slot: str = "") -> str:
    lines = "".join(map(_tab, given["items"]))
    return f'<nav aria-label="{_said(given["label"])}"><ul class="tabs">{lines}</ul></nav>'


def _tab(item: dict[str, Any]) -> str:
    here = ' aria-current="page"' if item.get("current") else ""
    count = item.get("count", "")
    said = f' <span class="n">{_said(count)}</span>' if count is not None and count != "" else ""
    return f'<li><a href="{_said(item["url"])}"{here}>{_said(item["label"])}{said}</a></li>'


def _round(before: str, behind: str) -> Draw:
    """What stands round its slot and nothing else."""
    return lambda _given, slot: f"{before}{slot}{behind}"


def breadcrumb(given: dict[str, Any], _slot: str = "") -> str:
    items = given["items"]
    if not items:
        return ""
    lines = "".join(_crumb(item, n == len(items)) for n, item in enumerate(items, 1))
    return f'<nav class="crumbs" aria-label="{_("Where you are")}"><ol>{lines}</ol></nav>'


def _crumb(item: dict[str, Any], here: bool) -> str:
    label = _said(item["label"])
    if item.get("url") and not here:
        return f'<li><a href="{_said(item["url"])}">{label}</a></li>'
    return f'<li><span aria-current="page">{label}</span></li>' if here else f"<li><span>{label}</span></li>"


def ladder(given: dict[str, Any], _slot: str = "") -> str:
    label = given["label"] or _("Who it has been with, step by step")
    rungs = "".join(_rung(n, rung, given["closed"]) for n, rung in enumerate(given["rungs"], 1))
    return f'<div class="ladder"><ol aria-label="{_said(label)}">{rungs}</ol></div>'


def _rung(n: int, rung: Any, closed: Any) -> str:
    """One step of the stairs; `rung` is a dictionary or has what stands in the component's template as attributes."""
    of = rung.get if isinstance(rung, dict) else functools.partial(_attribute, rung)
    state, holder, at, spent, note, kind = map(
        of, ("state", "holder", "arrived_at", "spent", "note", "badge")
    )
    here = state == "present"
    counted = _icon("check") if state == "past" else f'<span aria-hidden="true">{n}</span>'
    said = [f'<p class="rung-name">{_said(capfirst(str(of("name"))))}</p>']
    if here:
        said.append(f'<p class="rung-here">{_icon("place")}{_("It is here now")}</p>')
    if holder:
        said.append(f'<p class="rung-holder">{_said(holder)}</p>')
    if at:
        said.append(f'<p class="rung-detail">{_("Arrived")} {when({"at": at, "show": "date"})}</p>')
    if spent is not None and state != "future":
        how = _("Here for") if here else _("Stayed")
        said.append(
            f'<p class="rung-detail">{how} <span class="nowrap">{_said(spent_words(spent))}</span></p>'
        )
    if state == "future":
        why = _("It did not have to come here") if closed else _("It has not come this far")
        said.append(f'<p class="rung-detail">{why}</p>')
    if kind:
        said.append(f"<p>{badge({'kind': kind, 'label': of('badge_label') or ''})}</p>")
    if note:
        said.append(f'<p class="rung-detail">{_said(note)}</p>')
    current = ' aria-current="step"' if here else ""
    return (
        f'<li class="rung rung-{_said(state)}"{current}><span class="rung-mark">{counted}</span>'
        f'<div class="rung-body">{"".join(said)}</div></li>'
    )


def _attribute(of: Any, name: str) -> Any:
    return getattr(of, name, None)


def search(given: dict[str, Any], slot: str) -> str:
    key, label = _said(given["id"]), _said(given["label"] or _("Search"))
    return (
        f'<form class="search" role="search" method="get" action="{_said(given["action"])}">'
        f'<label class="sr-only" for="{key}">{label}</label><input type="search" id="{key}" '
        f'name="{_said(given["name"])}" value="{_said(given["value"])}" placeholder="{_said(given["hint"])}" '
        f'enterkeyhint="search" maxlength="200"><button class="btn" type="submit">{_icon("search")}'
        f"<span>{_('Search')}</span></button>{slot}</form>"
    )


def table(given: dict[str, Any], slot: str) -> str:
    label = _said(given["label"])
    return f'<div class="table-wrap" role="region" aria-label="{label}" tabindex="0">{slot}</div>'


def pager(given: dict[str, Any], slot: str) -> str:
    newer, further = given["prev"], given["next"]
    if not (newer or further):
        return ""
    first = second = "<span></span>"
    if newer:
        first = f'<a class="btn" rel="prev" href="{_said(newer)}">{_icon("left")}<span>{_("Newer page")}</span></a>'
    if further:
        second = f'<a class="btn" rel="next" href="{_said(further)}"><span>{_("Next page")}</span>{_icon("right")}</a>'
    inside = f'{first}<span class="muted">{slot}</span>{second}'
    return f'<nav class="pager" aria-label="{_("More of this list")}">{inside}</nav>'


def filters(given: dict[str, Any], slot: str) -> str:
    clear = (
        f'<a href="{_said(given["clear"])}" class="btn btn-plain">{_("Show all")}</a>'
        if given["clear"]
        else ""
    )
    return (
        f'<form class="filters" method="get" action="{_said(given["action"])}" aria-label="{_("Narrow the list")}">'
        f'{slot}<div class="buttons"><button class="btn" type="submit">{_icon("filter")}<span>{_("Show")}</span>'
        f"</button>{clear}</div></form>"
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
    "buttons": Drawing(buttons, {}),
    "page-head": Drawing(page_head, {"title": "", "lead": ""}),
    "card": Drawing(
        card, {**dict.fromkeys(("title", "href", "quiet", "foot", "id"), ""), "level": "2"}, others=True
    ),
    "notice": Drawing(notice, {"kind": "info", "title": "", "live": ""}, others=True),
    "timeline": Drawing(timeline, {"label": ""}),
    "action-bar": Drawing(action_bar, {"label": ""}),
    "tabs": Drawing(tabs, {"items": (), "label": ""}),
    "cases": Drawing(_round('<ul class="case-list">', "</ul>"), {}),
    "tiles": Drawing(_round('<ul class="tiles">', "</ul>"), {}),
    "stats": Drawing(_round('<ul class="stats">', "</ul>"), {}),
    "breadcrumb": Drawing(breadcrumb, {"items": ()}),
    "ladder": Drawing(ladder, {"rungs": (), "label": "", "closed": ""}),
    "search": Drawing(
        search, {**dict.fromkeys(("action", "value", "label", "hint"), ""), "name": "q", "id": "search"}
    ),
    "table": Drawing(table, {"label": ""}),
    "pager": Drawing(pager, {"prev": "", "next": ""}),
    "filters": Drawing(filters, {"action": "", "clear": ""}),
}
"""The components drawn in Python; those of one page that stand on it once are not worth it."""
