"""Parts of a page that are the same for everybody: the frame round it, made once a process; and what depends on rows,
such as the form that narrows a list, made once a minute."""

import threading
import time
from collections import OrderedDict
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
SECONDS, MOST = 60, 300
_parts: OrderedDict[tuple[str, ...], tuple[float, SafeString]] = OrderedDict()
_lock = threading.Lock()


class Still(Node):
    """Shows what it showed before for the same values in the same language."""

    MOST = 300

    def __init__(self, values: list[FilterExpression], inside: NodeList) -> None:
        self.values, self.inside = values, inside
        self._made: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        if not settings.YISHI_PAGES_ARE_KEPT:
            return self.inside.render(context)
        key = (get_language(), settings.ROOT_URLCONF, *[value.resolve(context) for value in self.values])
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= self.MOST:
                self._made.clear()
            found = self._made[key] = self.inside.render(context)
        return found


class Kept(Node):
    """Shows what it showed a moment ago for the same values in the same language."""

    def __init__(self, values: list[FilterExpression], inside: NodeList) -> None:
        self.values, self.inside = values, inside

    def render(self, context: Context) -> SafeString:
        if not settings.YISHI_PAGES_ARE_KEPT:
            return self.inside.render(context)
        key = (get_language() or "", *(str(value.resolve(context)) for value in self.values))
        found = _parts.get(key)
        if found and found[0] > time.monotonic():
            return found[1]
        made = self.inside.render(context)
        with _lock:
            _parts[key] = (time.monotonic() + SECONDS, made)
            while len(_parts) > MOST:
                _parts.popitem(last=False)
        return made


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept "name" value … %}…{% endkept %}`: the inside must depend on the values and the language alone, and hold
    nothing of one reader."""
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(values, inside)


@register.tag
def still(parser: Parser, token: Token) -> Still:
    """`{% still value … %}…{% endstill %}`: the inside must depend on the values, the language and the program alone,
    on no row of the database and nothing of one reader. Values are text, numbers, yes or no."""
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    inside = parser.parse(("endstill",))
    parser.delete_first_token()
    return Still(values, inside)
