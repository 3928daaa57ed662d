"""A canary of each visibility, and a walk over every page anybody may open, with what one might ask it for.

What is kept from the public is on none of them: neither its words nor its number nor who raised it, and no page is
another for its being there, so that no figure gives it away either. Only the record tells that something was withheld:
its pages grow by hashes. Of what is public the name and number of whoever raised it are nowhere. The same holds for
those who are signed in and have nothing to do with it, on every page there is, and for their programs."""

import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import count, product
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader
from tests.site.walking import ROUTES, Town, address

from yishi.api import actions as api
from yishi.api import keys, limiting
from yishi.api.models import Scope
from yishi.cases.jobs import fold_moves_waiting
from yishi.cases.models import Case
from yishi.cases.models.case import Visibility, number_of
from yishi.network.actors import CLOCK, Actor
from yishi.record import clock
from yishi.record.jobs import seal_waiting
from yishi.site.doors import OPEN_PAGES

pytestmark = pytest.mark.django_db

WORDS = "金丝雀在唱歌，三栋的井盖又响了"
NAME, PHONE = "欧阳金雀", "13912345678"
GROWS = ("record:",)
"""Pages of the record: they tell how many entries there are, those withheld among them."""
ENDS = ("account_logout",)
"""Pages that would sign out whoever walks."""
CHANGES = re.compile(
    r'(name="csrfmiddlewaretoken" value=")\w+|(name="key" value=")[\w-]+|(/report/)[\w-]{20,}|(data-key=")[\w-]+'
)
"""What is another for every reader."""

HEAD = re.compile(r"记录于[^；]{0,60}?共\s*\d+\s*条|(?:(?:<span>)?[0-9a-f]{8}(?:</span>)?\s*){8}")
"""The head of the record's tree, which a briefing prints: it grows with every entry, as the record's pages do."""


def asked_for(town: Town, number: str) -> list[str]:
    """What one might ask any page for, to find it out."""
    place, words = town.world.places["b3"].code, "金丝雀"
    return [
        "",
        f"q={words}&in=all&n={number}&place={place}&page_size=200&period=year",
        f"q={number}&service_request_id={number}&number={number}&start_date=2020-01-01T00:00:00Z&show=all&tab=all",
    ]


def addresses(town: Town, number: str, draft: str, named: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Name and address of every page of such names, that of this number among them."""
    values = {**town.values, "draft": [draft], "number": [*town.values["number"], number]}
    for name, converters in ROUTES:
        if named(name):
            here = town._of_sessions(values) if name.startswith("meet:") else values
            for chosen in product(*(here[key] for key in converters)):
                yield name, address(name, converters, dict(zip(converters, chosen, strict=True)))


def walked(town: Town, number: str) -> Iterator[tuple[str, str, Any]]:
    """Name, address and answer of every page that is open, as somebody without a session gets it; each asks from a
    line of their own, so that nobody is told to wait."""
    lines = count(1)
    draft = town.browsers["anonymous"].draft
    for name, path in addresses(town, number, draft, OPEN_PAGES.__contains__):
        for query in asked_for(town, number):
            line = Client(REMOTE_ADDR=f"2001:db8:{next(lines):x}::1")
            yield name, f"{path}?{query}", line.get(f"{path}?{query}")


def walked_by(town: Town, who: str, number: str) -> Iterator[tuple[str, str, Any]]:
    """The same of every page there is, as somebody who signed in gets it, and what their program gets at the doors for
    programs. What was looked at leaves no trace, so that each page is asked for on the same day of the same life."""
    browser = town.browsers[who]
    query = asked_for(town, number)[1]
    for name, path in addresses(town, number, browser.draft, lambda name: not name.startswith(ENDS)):
        yield name, path, town.ask(browser, "GET", f"{path}?{query}")
    program = town.program
    for name, path in addresses(town, number, "", lambda name: name.startswith("api:")):
        limiting.forget()
        yield name, f"{path} by a program", town.ask(program, "GET", f"{path}?{query}")


def told(answer: Any) -> str:
    """What it says, but for what is another for every reader."""
    return _told(b"".join(answer) if answer.streaming else answer.content, answer["Content-Type"])


def _told(content: bytes, kind: str) -> str:
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    if content[:4] == b"%PDF":
        return HEAD.sub("", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    if content[:4] == b"PK\x03\x04" and ".wordprocessingml." in kind:
        paper = Document(io.BytesIO(content))
        cells = [cell for table in paper.tables for cell in table._cells]
        return HEAD.sub("", "\n".join(each.text for each in [*paper.paragraphs, *cells]))
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as files:
            names = [name for name in files.namelist() if not name.startswith("docProps/")]
            return "\n".join(name + _told(files.read(name), "") for name in names)
    return HEAD.sub(
        "", CHANGES.sub(lambda found: found[found.lastindex or 0], content.decode(errors="replace"))
    )


@pytest.fixture(params=["neighbour", "steward2", "property"])
def beside(request, settings):
    """A town and somebody in it whom what is raised does not concern: a resident, a steward next door, and those who
    may be the ones complained about; and their program, which may do whatever theirs may."""
    settings.YISHI_MOST_A_MINUTE = 0
    with clock.at(clock.now()):
        who = request.param
        town = Town(who)
        holder = town.world.posts.get(who) or town.world.people[who]
        by = CLOCK if who in town.world.posts else Actor(person=holder)
        scopes = list(Scope.values) if by is CLOCK else ["read", "report", "speak"]
        token, ends = keys.new_token(), clock.today() + timedelta(days=30)
        api.issue_key(by, holder, token=token, label="我的程序", scopes=scopes, ends_on=ends)
        town.program = Client(headers={"Authorization": f"Bearer {token}"})
        town.program.kept = SimpleCookie()
        seal_waiting()
        fold_moves_waiting()
        yield town, who


def raised(town: Town, visibility: str) -> Any:
    case = town.world.report(words=WORDS, visibility=visibility, contact_name=NAME, contact_phone=PHONE)
    seal_waiting()
    fold_moves_waiting()
    return case


def changed_by_nothing_hidden(town: Town, walk: Callable[[str], Iterator[tuple[str, str, Any]]]) -> int:
    """Walk before something is kept from the public and after: each page is what it was. Gives how many there are."""
    coming = number_of(Case.objects.latest("pk").pk + 1)
    before = {path: (answer.status_code, told(answer)) for _name, path, answer in walk(coming)}
    assert raised(town, Visibility.HOTLINE).number == coming
    for name, path, answer in walk(coming):
        status, content = answer.status_code, told(answer)
        for canary in ("金丝雀在唱歌", NAME, PHONE):
            assert canary not in content.replace(quote(canary), ""), path
        if not name.startswith(GROWS):
            assert (status, content) == before[path], path
    return len(before)


def test_what_is_kept_from_the_public_changes_no_page_but_those_of_the_record():
    with clock.at(clock.now()):
        town = Town("anonymous")
        seal_waiting()
        fold_moves_waiting()
        assert changed_by_nothing_hidden(town, lambda number: walked(town, number)) > 200


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.ANONYMOUS])
def test_what_is_public_is_shown_and_who_raised_it_is_not(visibility):
    with clock.at(clock.now()):
        town = Town("anonymous")
        case = raised(town, visibility)
        found = 0
        for _name, path, answer in walked(town, case.number):
            content = told(answer)
            found += "金丝雀在唱歌" in content
            assert NAME not in content and PHONE not in content, path
    assert found > 3


def test_nor_does_it_change_a_page_of_those_whom_it_does_not_concern(beside):
    town, who = beside
    assert changed_by_nothing_hidden(town, lambda number: walked_by(town, who, number)) > 500


def test_whoever_raised_what_is_public_is_told_to_nobody_beside(beside):
    town, who = beside
    town.values["number"].append(raised(town, Visibility.ANONYMOUS).number)
    case = raised(town, Visibility.PUBLIC)
    found = 0
    for _name, path, answer in walked_by(town, who, case.number):
        content = told(answer)
        found += "金丝雀在唱歌" in content
        assert NAME not in content and PHONE not in content, path
    assert found > 6
