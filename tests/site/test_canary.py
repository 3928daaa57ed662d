"""A canary of each visibility, and a walk over every page anybody may open, with what one might ask it for.

What is kept from the public is on none of them: neither its words nor its number nor who raised it, and no page is
another for its being there, so that no figure gives it away either. Only the record tells that something was withheld:
its pages grow by hashes. Of what is public the name and number of whoever raised it are nowhere."""

import gzip
import io
import re
from collections.abc import Iterator
from itertools import count, product
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader
from tests.site.walking import ROUTES, Town, address

from yishi.cases.jobs import fold_moves_waiting
from yishi.cases.models import Case
from yishi.cases.models.case import Visibility, number_of
from yishi.record import clock
from yishi.record.jobs import seal_waiting
from yishi.site.doors import OPEN_PAGES

pytestmark = pytest.mark.django_db

WORDS = "金丝雀在唱歌，三栋的井盖又响了"
NAME, PHONE = "欧阳金雀", "13912345678"
GROWS = ("record:",)
"""Pages of the record: they tell how many entries there are, those withheld among them."""
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


def walked(town: Town, number: str) -> Iterator[tuple[str, str, Any]]:
    """Name, address and answer of every page that is open, as somebody without a session gets it; each asks from a
    line of their own, so that nobody is told to wait."""
    lines = count(1)
    values = {**town.values, "draft": [town.browsers["anonymous"].draft]}
    values["number"] = [*values["number"], number]
    for name, converters in ROUTES:
        if name not in OPEN_PAGES:
            continue
        here = town._of_sessions(values) if name.startswith("meet:") else values
        for chosen in product(*(here[key] for key in converters)):
            path = address(name, converters, dict(zip(converters, chosen, strict=True)))
            for query in asked_for(town, number):
                line = Client(REMOTE_ADDR=f"2001:db8:{next(lines):x}::1")
                yield name, f"{path}?{query}", line.get(f"{path}?{query}")


def told(answer: Any) -> str:
    """What it says, but for what is another for every reader."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    if content[:4] == b"%PDF":
        return HEAD.sub("", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    if content[:4] == b"PK\x03\x04" and ".wordprocessingml." in answer["Content-Type"]:
        paper = Document(io.BytesIO(content))
        cells = [cell for table in paper.tables for cell in table._cells]
        return HEAD.sub("", "\n".join(each.text for each in [*paper.paragraphs, *cells]))
    return HEAD.sub(
        "", CHANGES.sub(lambda found: found[found.lastindex or 0], content.decode(errors="replace"))
    )


def raised(town: Town, visibility: str) -> Any:
    case = town.world.report(words=WORDS, visibility=visibility, contact_name=NAME, contact_phone=PHONE)
    seal_waiting()
    fold_moves_waiting()
    return case


def test_what_is_kept_from_the_public_changes_no_page_but_those_of_the_record():
    with clock.at(clock.now()):
        town = Town("anonymous")
        seal_waiting()
        fold_moves_waiting()
        coming = number_of(Case.objects.latest("pk").pk + 1)
        before = {path: (answer.status_code, told(answer)) for _name, path, answer in walked(town, coming)}
        kept = raised(town, Visibility.HOTLINE)
        assert kept.number == coming
        for name, path, answer in walked(town, coming):
            status, content = answer.status_code, told(answer)
            for canary in ("金丝雀在唱歌", NAME, PHONE):
                assert canary not in content.replace(quote(canary), ""), path
            if not name.startswith(GROWS):
                assert (status, content) == before[path], path
    assert len(before) > 200


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
