"""The public pages of the record, over HTTP."""

import gzip
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from tests.record.happenings import Matter, spoken

from yishi.record import offline, views
from yishi.record.actions import seal
from yishi.record.models import Entry, TreeHead
from yishi.record.numbers import BIGGEST
from yishi.record.proofs import newest_head, prove

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> TreeHead:
    spoken(30)
    spoken(2, Matter(pk=2, in_the_open=False))
    seal()
    return newest_head()


def url(name: str, *args) -> str:
    return reverse(f"record:{name}", args=args)


def test_every_page_of_the_room_is_open_and_listed():
    patterns = next(p for p in get_resolver().url_patterns if getattr(p, "app_name", "") == "record")
    assert {f"record:{p.name}" for p in patterns.url_patterns} == views.OPEN_PAGES
    assert all(p.callback.open_to_all for p in patterns.url_patterns)


def test_the_front_page_without_anything_sealed(client):
    assert client.get(url("home")).status_code == 200


def test_the_front_page_shows_the_head_and_what_was_sealed_last(client, sealed):
    page = client.get(url("home"), headers={"accept-language": "en"})
    text = page.content.decode()
    assert page.status_code == 200
    assert bytes(sealed.root).hex()[:8] in text
    assert text.count("water was said 1 times.") == 18
    assert "matter:2" not in text


def test_the_entries_of_one_matter_and_nothing_of_a_withheld_one(client, sealed):
    one = client.get(url("home") + "?about=matter:1", headers={"accept-language": "en"}).content.decode()
    assert one.count("water was said 1 times.") == 20 and 'rel="next"' in one
    withheld = client.get(url("home") + "?about=matter:2", headers={"accept-language": "en"}).content.decode()
    assert "Withheld" not in withheld and "was said" not in withheld


def test_paging_goes_both_ways_by_key(client, sealed, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = client.get(url("home") + "?before=12")
    assert [item["index"] for item in page.context["told"]] == list(range(11, -1, -1))
    assert (page.context["newer"], page.context["older"]) == (11, None)
    page = client.get(url("home") + "?after=11")
    assert [item["index"] for item in page.context["told"]] == list(range(31, 11, -1))
    assert (page.context["newer"], page.context["older"]) == (None, 12)


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=" + "9" * 40, "after=²", "before=0", "after=99"]
)
def test_odd_pages_are_pages(client, sealed, query):
    assert client.get(f"{url('home')}?{query}").status_code == 200


def test_the_head_for_programs(client, sealed):
    answer = client.get(url("head"))
    assert answer.json()["root"] == bytes(sealed.root).hex()
    assert "max-age" in answer["Cache-Control"]
    assert client.get(url("head"), headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_no_head_yet(client):
    answer = client.get(url("head"))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_proof_can_be_fetched_and_checked(client, sealed):
    answer = client.get(url("proof", Entry.objects.earliest("id").pk))
    assert offline.check_proof(answer.json()) == (32, bytes(sealed.root).hex())
    assert answer.json()["leaf"]["subject"] == "matter:1"
    assert (
        client.get(answer.request["PATH_INFO"], headers={"if-none-match": answer["ETag"]}).status_code == 304
    )


def test_the_proof_of_what_is_withheld_says_nothing_of_it(client, sealed):
    answer = client.get(url("proof", Entry.objects.latest("id").pk)).json()
    assert answer["leaf"] is None
    assert offline.check_proof(answer)


def test_no_proof_of_what_is_not_there_or_not_sealed(client, sealed):
    assert client.get(url("proof", BIGGEST)).status_code == 404
    spoken(1)
    answer = client.get(url("proof", Entry.objects.latest("id").pk))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_growth_can_be_fetched(client, sealed):
    spoken(9)
    seal()
    assert len(client.get(url("growth", 32, 41)).json()["path"]) > 0
    for old, new in [(0, 5), (42, 43), (9, 5), (1, BIGGEST)]:
        assert client.get(url("growth", old, new)).status_code == 404


def test_the_download_holds(client, sealed):
    answer = client.get(url("export"))
    assert "attachment" in answer["Content-Disposition"]
    lines = gzip.decompress(answer.getvalue()).splitlines(keepends=True)
    report = offline.check(lines)
    assert report.holds
    assert (report.size, report.withheld) == (32, 2)
    assert client.get(url("export"), headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.head(url("export")).getvalue() == b""


def test_the_tools_can_be_taken_along(client):
    for name in ("offline.py", "tree.py"):
        answer = client.get(url("tool", name))
        assert answer.content.startswith(b'"""')
        assert "attachment" in answer["Content-Disposition"]
    assert client.get(url("tool", "models.py")).status_code == 404


def test_a_proof_is_pasted_and_holds(client, sealed):
    proof = prove(Entry.objects.earliest("id")).as_json()
    page = client.post(url("verify"), {"proof": json.dumps(proof)}, headers={"accept-language": "en"})
    assert page.status_code == 200
    assert page.context["answer"] == "good"
    assert "The proof holds" in page.content.decode()
    assert "water was said" in page.content.decode()


def test_a_proof_is_uploaded_and_holds(client, sealed):
    proof = json.dumps(prove(Entry.objects.latest("id")).as_json()).encode()
    page = client.post(url("verify"), {"file": SimpleUploadedFile("proof.json", proof)})
    assert page.context["answer"] == "good"
    assert page.context["sentence"] == ""


def test_a_proof_that_was_changed_does_not_hold(client, sealed):
    proof = prove(Entry.objects.earliest("id")).as_json()
    for change in ({"index": 1}, {"leaf": {**proof["leaf"], "actor": "post:8"}}, {"root": "0" * 64}):
        page = client.post(url("verify"), {"proof": json.dumps({**proof, **change})})
        assert (page.status_code, page.context["answer"]) == (200, "broken")


def test_a_sound_proof_from_elsewhere_is_told_apart(client, sealed):
    proof = prove(Entry.objects.earliest("id")).as_json()
    leaf = "0" * 64
    made_up = {**proof, "leaf": None, "hash": leaf, "path": [], "index": 0, "size": 1, "root": leaf}
    page = client.post(url("verify"), {"proof": json.dumps(made_up)})
    assert (page.status_code, page.context["answer"]) == (200, "foreign")


BAD = [
    "",
    "   ",
    "not a proof",
    "[]",
    "null",
    "{}",
    "\x00",
    "\ud83d",
    "{" * 3000,
    '{"format":' * 3000,
    '{"a":1,"a":1}',
    '{"size":' + "9" * 5000 + "}",
    "x" * (64 * 1024 + 1),
    json.dumps({"format": "yishi-record-proof", "version": 1, "index": -1, "size": 0}),
    json.dumps({"format": "yishi-record-proof", "version": 1, "index": 0, "size": 1e300}),
    json.dumps(
        {"format": "yishi-record-proof", "version": 1, "index": 0, "size": 1, "path": [[]], "hash": 7}
    ),
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_is_no_proof_gets_a_clear_answer(client, text):
    text = text.encode(errors="replace").decode()
    for given in ({"proof": text}, {"file": SimpleUploadedFile("proof.json", text.encode() or b" ")}):
        page = client.post(url("verify"), given)
        assert page.status_code == 400
        assert page.context["form"].errors


def test_a_file_that_is_no_text(client):
    page = client.post(url("verify"), {"file": SimpleUploadedFile("proof.json", b"\x89PNG\xff\xfe")})
    assert page.status_code == 400


@pytest.mark.parametrize("name", ["home", "head", "export"])
def test_pages_for_looking_take_no_post(client, name):
    assert client.post(url(name)).status_code == 405
