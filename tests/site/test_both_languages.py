"""Every page in both languages: no Chinese on an English page but what people wrote, and no English on a Chinese one.

`translations check` tells which sentences of the catalogue lack their Chinese. This tells of words that never went
through it. So that what people wrote cannot hide an untranslated word, all of it is turned into letters first: after
that every Chinese character on an English page is one of the house.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from tests.site.walking import Town, address

from yishi.site import translations

pytestmark = pytest.mark.django_db
IN_ENGLISH = {"api:rest_docs", "api:open311"}
"""For those who write programs: what a name of the interface means is told in English, its headings in both."""
OWN_NAMES = {str(name) for _code, name in settings.LANGUAGES}
"""Languages to choose from, each by its own name."""
COMMAND = re.compile(r"\./yishi [a-z ]+")
HAN = re.compile(r"[\u3007\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z][a-z]+(?: [a-z]+){2,}")
"""Three words of English on end."""
WHO = ["anonymous", "resident", "steward", "branch", "committee", "operator"]
READ_OUT = {"alt", "aria-label", "title", "placeholder", "value"}
NEVER_CLOSED = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
BESIDE = {"script", "style", "code", "pre", "textarea"}


class Words(HTMLParser):
    """What of a page is read, by eye or ear, but for what says that it is in another language."""

    def __init__(self, language: str):
        super().__init__()
        self.language, self.found = language, []
        self._open: list[bool] = []

    def _counts(self, tag: str, told: dict[str, str | None]) -> bool:
        other = "lang" in told and not (told["lang"] or "").lower().startswith(self.language)
        return (not self._open or self._open[-1]) and tag not in BESIDE and not other

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        counts = self._counts(tag, told)
        if tag not in NEVER_CLOSED:
            self._open.append(counts)
        if not counts:
            return
        names = (
            READ_OUT if tag != "input" or told.get("type") in ("submit", "button") else READ_OUT - {"value"}
        )
        names = {"content"} if tag == "meta" and told.get("name") == "description" else names
        self.found += [told[name] or "" for name in names & told.keys() if tag != "option" or name != "value"]
        self.found += [text or "" for name, text in attrs if name.startswith("data-text")]

    def handle_endtag(self, tag):
        if tag not in NEVER_CLOSED and self._open:
            self._open.pop()

    def handle_data(self, data):
        if not self._open or self._open[-1]:
            self.found.append(data)


def sentences_with_chinese() -> set[str]:
    """English sentences that quote Chinese, such as what stands in a cell of a spreadsheet."""
    said = (str(message.id) for po in translations.catalogues() for message in translations.known(po))
    return {" ".join(text.split()) for text in said if HAN.search(text)}


def in_letters(words: str) -> str:
    return HAN.sub(lambda one: chr(97 + ord(one[0]) % 26), words)


def turn_into_letters() -> None:
    """All that people wrote: every Chinese character of every row."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("yishi.") or not model._meta.managed:
            continue
        texts = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField)) and not field.primary_key
        ]
        for row in model._base_manager.all() if texts else ():
            said = {name: getattr(row, name) for name in texts}
            changed = {
                name: in_letters(text)
                for name, text in said.items()
                if isinstance(text, str) and HAN.search(text)
            }
            if changed:
                model._base_manager.filter(pk=row.pk).update(**changed)


def pages(town: Town, name: str, language: str) -> Iterator[tuple[str, list[str]]]:
    """Every page somebody gets to, with its words; each name once."""
    client, met = town.browsers[name], set()
    client.kept["django_language"] = {"en": "en", "zh": "zh-hans"}[language]
    for view, converters, values in town.pages(client):
        if view in IN_ENGLISH or {"nonsense", "__class__"} & set(values.values()):
            continue
        path = address(view, converters, values)
        with_doing = (view, values.get("action"), values.get("step"), values.get("doing"), values.get("name"))
        if with_doing in met:
            continue
        answer = town.ask(client, "GET", path)
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        met.add(with_doing)
        read = Words(language)
        read.feed(answer.content.decode())
        said = {" ".join(text.split()) for text in read.found}
        yield f"{name} {path}", sorted(said - OWN_NAMES)


@pytest.mark.parametrize("who", WHO)
def test_no_chinese_word_of_the_house_stands_on_an_english_page(who):
    town = Town(who)
    turn_into_letters()
    examples = sentences_with_chinese()
    wrong, seen = [], 0
    for where, words in pages(town, who, "en"):
        seen += 1
        wrong += [f"{where}: {text[:80]}" for text in words if HAN.search(text) and text not in examples]
    assert seen > 60
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", WHO)
def test_no_english_sentence_stands_on_a_chinese_page(who):
    town = Town(who)
    wrong, seen = [], 0
    for where, words in pages(town, who, "zh"):
        seen += 1
        wrong += [f"{where}: {text[:80]}" for text in words if ENGLISH.search(COMMAND.sub("", text))]
    assert seen > 60
    assert not wrong, "\n".join(wrong)


ASKED_AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext", "Label"}
"""What gives words in the language of the moment; a label is one string with its hint."""


def too_early(path: Path) -> Iterator[int]:
    """Lines that ask for words while the module is read, when there is no reader yet."""
    tree = ast.parse(path.read_text())
    here = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in ASKED_AT_ONCE
    }
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in here:
            yield node.lineno
        later = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        waiting += [node.args] if later else ast.iter_child_nodes(node)


def test_no_words_are_chosen_before_there_is_a_reader():
    wrong = [f"{path}:{line}" for path in translations.ROOMS.rglob("*.py") for line in too_early(path)]
    assert not wrong, "\n".join(wrong)
