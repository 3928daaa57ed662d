"""Tags of Django whose answer lasts: words in a language, and where a link leads. A page has dozens of each, and to ask
the catalogue and the table of addresses anew costs as much as all else that is drawn. They say to the letter what
Django's own tags say (tests/site/test_lasting.py), and stand in their place: this is also what `{% load i18n %}` loads.
"""

from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, TextNode, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags import i18n
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from yishi.record.ways import way

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Said(TranslateNode):
    """Words that stand in the template itself: looked up once a language."""

    said: dict[str | None, str]

    def render(self, context: Context) -> str:
        language = get_language()
        found = self.said.get(language)
        if found is None:
            found = self.said[language] = super().render(context)
        return found


class Way(URLNode):
    """Where a link leads (`record.ways`)."""

    def render(self, context: Context) -> str:
        try:
            found = way(self.view_name.resolve(context), *[arg.resolve(context) for arg in self.args])
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
@register.tag("trans")
def translate(parser: Parser, token: Token) -> TranslateNode:
    """As Django's."""
    node = do_translate(parser, token)
    stands_here = _is_written(node.filter_expression) and (
        node.message_context is None or _is_written(node.message_context)
    )
    if stands_here and not node.asvar:
        node.__class__ = Said
        node.said = {}  # type: ignore[attr-defined]  # of the class it is by now
    return node


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """As Django's."""
    node = django_url(parser, token)
    if not node.kwargs:
        node.__class__ = Way
    return node


def _is_written(value: FilterExpression) -> bool:
    """Whether it is a text in quotation marks and nothing else."""
    said = value.var
    return not value.filters and (
        isinstance(said, str) or (isinstance(said, Variable) and said.lookups is None)
    )


def lasts(nodes: NodeList) -> bool:
    """Whether what they show depends on the language and the addresses alone."""
    return all(map(_lasts, nodes))


def _lasts(node: Any) -> bool:
    if type(node) is Way:
        return node.asvar is None and all(map(_is_written, (node.view_name, *node.args)))
    return type(node) in (TextNode, Said)


class Lasting:
    """A small template whose nodes last: drawn once a language."""

    def __init__(self, drawn: Any) -> None:
        self._drawn, self._shown = drawn, dict[tuple[str | None, str], str]()

    def render(self, context: Context) -> str:
        """What it shows, as a template does."""
        key = get_language(), settings.ROOT_URLCONF
        found = self._shown.get(key)
        if found is None:
            found = self._shown[key] = self._drawn.render(context)
        return found
