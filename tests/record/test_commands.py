"""`./yishi record`, as one types it."""

import json

import pytest
from django.db import connection
from tests.record.happenings import Matter, spoken

from yishi.cases.models.case import number_of
from yishi.record import triggers
from yishi.record.actions import seal
from yishi.record.models import Entry, Indicator
from yishi.record.proofs import newest_head
from yishi.site.commands import main

pytestmark = pytest.mark.django_db


class Case(Matter):
    @property
    def ref(self) -> str:
        return f"case:{self.pk}"


@pytest.fixture
def sealed() -> None:
    spoken(3, Case(pk=17))
    spoken(2, Case(pk=18, in_the_open=False))
    seal()


def run(capsys, *words: str) -> tuple[int, dict]:
    capsys.readouterr()
    status = main(["record", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_verify_the_database(sealed, capsys):
    status, result = run(capsys, "verify")
    assert (status, result["ok"], result["size"]) == (0, True, 5)
    assert main(["record", "verify"]) == 0
    assert "The record holds" in capsys.readouterr().out


def test_verify_ends_with_1_where_the_record_does_not_hold(sealed, capsys):
    triggers.remove(connection)
    Entry.objects.filter(leaf__index=2).update(actor="post:8")
    triggers.install(connection)
    status, result = run(capsys, "verify")
    assert (status, result["fault_count"]) == (1, 1)
    assert main(["record", "verify"]) == 1
    assert "WRONG" in capsys.readouterr().out


def test_export_and_verify_it(sealed, capsys, tmp_path):
    file, receipt = tmp_path / "out.jsonl.gz", tmp_path / "proofs.json"
    root = bytes(newest_head().root).hex()
    assert run(capsys, "export", str(file)) == (
        0,
        {"what": "export", "file": str(file), "size": 5, "root": root},
    )
    status, result = run(capsys, "verify", str(file), "--head", f"5:{root}")
    assert (status, result["withheld"]) == (0, 2)
    assert run(capsys, "verify", str(file), "--head", f"5:{'0' * 64}")[0] == 1
    run(capsys, "prove", number_of(17), "--output", str(receipt))
    one = tmp_path / "one.json"
    one.write_text(json.dumps(json.loads(receipt.read_text())["proofs"][0]))
    assert run(capsys, "verify", str(file), "--proof", str(one))[0] == 0
    status, result = run(capsys, "verify", str(one))
    assert (status, result["root"]) == (0, root)
    one.write_text(one.read_text().replace(root[:8], "0" * 8))
    assert run(capsys, "verify", str(one))[0] == 1


def test_what_cannot_be_read_or_written_is_told(sealed, capsys, tmp_path):
    assert "No such file" in run(capsys, "verify", str(tmp_path / "absent"))[1]["error"]
    assert "no tree head" in run(capsys, "verify", "--head", "5")[1]["error"]
    assert "no directory" in run(capsys, "export", str(tmp_path / "absent" / "file"))[1]["error"]


def test_prove_a_case(sealed, capsys):
    status, result = run(capsys, "prove", number_of(17))
    assert (status, result["subject"], len(result["proofs"])) == (0, "case:17", 3)
    withheld = run(capsys, "prove", "case:18")[1]["proofs"][0]
    assert withheld["leaf"] is None
    assert run(capsys, "prove", "case:18", "--whole")[1]["proofs"][0]["leaf"]["subject"] == "case:18"
    assert main(["record", "prove", "case:18"]) == 0


def test_prove_what_is_not_there_or_not_sealed(sealed, capsys):
    wrong = number_of(17)[:-1] + str((int(number_of(17)[-1]) + 1) % 10)
    assert "no number of a case" in run(capsys, "prove", wrong)[1]["error"]
    assert "nothing about" in run(capsys, "prove", "case:99")[1]["error"]
    spoken(1, Case(pk=17))
    status, result = run(capsys, "prove", "case:17")
    assert (status, result["not_sealed_yet"], len(result["proofs"])) == (1, 1, 3)


def test_head(capsys):
    assert "Nothing has been sealed" in run(capsys, "head")[1]["error"]
    spoken(1)
    seal()
    assert run(capsys, "head")[1]["size"] == 1
    assert main(["record", "head"]) == 0


def test_rebuild(sealed, capsys):
    assert run(capsys, "rebuild", "--compare")[0] == 0
    Indicator.objects.filter(place="").update(amount=9)
    status, result = run(capsys, "rebuild", "--compare")
    assert (status, result["differences"]) == (1, 4)
    assert main(["record", "rebuild", "--compare"]) == 1
    assert "stored 9, the record says 3" in capsys.readouterr().out
    assert run(capsys, "rebuild")[0] == 0
    assert run(capsys, "rebuild", "--compare")[0] == 0
