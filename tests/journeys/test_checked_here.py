"""Somebody who trusts nobody: the record is downloaded, the network taken away, and a browser computes it anew."""

import gzip
import json
import re

import pytest
from tests.record.happenings import Matter, spoken

from yishi.record import export, proofs
from yishi.record.actions import seal
from yishi.record.models import Entry
from yishi.record.tree import canonical


@pytest.fixture
def record(transactional_db):
    """(lines of an export, a proof, the head the tree had when it was smaller)."""
    spoken(30)
    seal()
    earlier = proofs.newest_head()
    spoken(2, Matter(pk=2, in_the_open=False))
    spoken(9)
    seal()
    lines = list(export.lines())
    return lines, proofs.prove(Entry.objects.first()).as_json(), f"{earlier.size}:{bytes(earlier.root).hex()}"


@pytest.fixture
def check(record, live_server, browser, tmp_path):
    """Opens the check as a file of its own, without a network, and gives it what was downloaded."""
    saved = tmp_path / "check.html"
    page = browser.new_page()
    page.goto(f"{live_server.url}/record/check/here")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="保存这个核对页").click()
    downloaded.value.save_as(saved)
    browser.set_offline(True)
    page.goto(saved.as_uri())

    def checked(content: bytes, noted: str = "") -> str:
        file = {"name": "record.jsonl.gz", "mimeType": "application/gzip", "buffer": content}
        page.get_by_label("下载的公开记录，或者回执的证明").set_input_files(files=[file])
        page.get_by_label("您以前记下的条数和树根").fill(noted)
        page.get_by_role("button", name="核对").click()
        answer = page.locator("[data-answer=good], [data-answer=stop], [data-answer=warn]")
        answer.wait_for()
        said = answer.inner_text()
        page.reload()
        return said

    return checked


def packed(lines: list[str]) -> bytes:
    return gzip.compress("".join(lines).encode())


def test_the_record_is_checked_without_us(record, check):
    lines, proof, noted = record
    head = json.loads(lines[0])
    good = check(packed(lines), noted)
    assert "记录完好" in good and head["root"] in good and f"{head['size']} 条" in good
    assert "记录完好" in check("".join(lines).encode())

    # one byte of one entry is another, and the browser says which
    at = next(n for n, line in enumerate(lines) if '"index":7,' in line)
    other = re.sub(
        r'"recorded_at":"(\d)', lambda found: f'"recorded_at":"{(int(found[1]) + 1) % 10}', lines[at]
    )
    changed = check(packed([*lines[:at], other, *lines[at + 1 :]]))
    assert "记录不完好" in changed and "第 7 条" in changed

    # an entry changed with its hash gives another tree
    forged = json.loads(other)
    forged["hash"] = "0" * 64
    assert "记录不完好" in check(packed([*lines[:at], canonical(forged) + "\n", *lines[at + 1 :]]))
    assert "记录不完好" in check(packed([*lines[:at], *lines[at + 1 :]]))  # one is left out
    assert "记录不完好" in check(packed(lines)[:-40])  # cut off
    assert "记录不完好" in check(packed(lines), f"3:{'a' * 64}")  # not what was noted
    assert "64 位" in check(packed(lines), "3:abc")

    assert "证明成立" in check(json.dumps(proof).encode())
    assert "证明不成立" in check(json.dumps({**proof, "index": proof["index"] + 1}).encode())
    assert "都不是" in check(b"hello\n")
