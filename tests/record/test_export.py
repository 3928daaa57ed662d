"""The export, and the check of it that needs nothing but Python."""

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.record.happenings import Matter, spoken

from yishi.record import export, offline
from yishi.record.actions import seal
from yishi.record.models import Entry, TreeHead
from yishi.record.proofs import newest_head, prove

pytestmark = pytest.mark.django_db
ROOM = Path(offline.__file__).parent


@pytest.fixture
def sealed() -> None:
    spoken(3)
    seal()
    spoken(2, Matter(pk=2, in_the_open=False))
    seal()
    spoken(4)
    seal()


def check(lines, *heads):
    return offline.check([line.encode() for line in lines], offline.Known(heads))


def exported() -> list[str]:
    return list(export.lines())


def changed(line: str, **fields) -> str:
    return json.dumps({**json.loads(line), **fields}) + "\n"


def test_an_export_says_everything_in_order(sealed):
    header, *lines = map(json.loads, exported())
    head = newest_head()
    assert set(header) == {"format", "version", "exported_at", "size", "root"}
    assert (header["size"], header["root"]) == (9, bytes(head.root).hex())
    assert [line.get("index", "head") for line in lines] == [
        0,
        1,
        2,
        "head",
        3,
        4,
        "head",
        5,
        6,
        7,
        8,
        "head",
    ]
    assert lines[0]["leaf"] == Entry.objects.earliest("id").as_leaf()


def test_what_is_withheld_is_there_as_its_hash_alone(sealed):
    withheld = [line for line in map(json.loads, exported()) if line.get("withheld")]
    assert [line["index"] for line in withheld] == [3, 4]
    assert set(withheld[0]) == {"index", "hash", "withheld"}
    assert "matter:2" not in "".join(exported())


def test_an_export_holds(sealed):
    report = check(exported())
    assert report.holds, report.faults
    assert (report.size, report.heads, report.withheld) == (9, 3, 2)
    assert report.root == bytes(newest_head().root).hex()


def test_an_export_of_nothing_holds():
    assert check(exported()).holds


def test_heads_noted_earlier_are_compared(sealed):
    roots = {head.size: bytes(head.root).hex() for head in TreeHead.objects.all()}
    assert check(exported(), *roots.items()).holds
    assert "not the one you noted" in check(exported(), (5, roots[3])).faults[0]
    assert "you noted a tree of 10 entries" in check(exported(), (10, roots[3])).faults[0]


def tampering(name):
    def other_word(lines):
        entry = json.loads(lines[2])["leaf"]
        lines[2] = changed(lines[2], leaf={**entry, "fields": {"topic": "fire", "times": 1}})

    def other_word_and_hash(lines):
        other_word(lines)
        lines[2] = changed(lines[2], hash=offline.hash_of(json.loads(lines[2])["leaf"]))

    def other_withheld_hash(lines):
        lines[5] = changed(lines[5], hash="0" * 64)

    def left_out(lines):
        del lines[2]

    def cut_off(lines):
        del lines[8:]

    def twice(lines):
        lines.insert(2, lines[1])

    def swapped(lines):
        lines[1], lines[2] = lines[2], lines[1]

    def same_entry_again(lines):
        first = json.loads(lines[1])
        lines[2] = changed(lines[2], leaf=first["leaf"], hash=first["hash"])

    def other_head(lines):
        head = json.loads(lines[4])["head"]
        lines[4] = changed(lines[4], head={**head, "root": "0" * 64})

    def misplaced_head(lines):
        lines[4], lines[5] = lines[5], lines[4]

    def no_last_head(lines):
        del lines[-1]

    def other_header_root(lines):
        lines[0] = changed(lines[0], root="0" * 64)

    def other_header_size(lines):
        lines[0] = changed(lines[0], size=12)

    return locals()[name]


@pytest.mark.parametrize(
    ("how", "where", "what"),
    [
        ("other_word", "line 3", "what entry 1 says was changed"),
        ("other_word_and_hash", "line 5", "something between entry 0 and entry 2"),
        ("other_withheld_hash", "line 8", "something between entry 3 and entry 4"),
        ("left_out", "line 3", "one is missing"),
        ("cut_off", "", "promises 9 entries, and there are 5"),
        ("twice", "line 3", "twice or out of order"),
        ("swapped", "line 2", "one is missing"),
        ("same_entry_again", "line 3", "is there twice"),
        ("other_head", "line 5", "tree head of 3 entries is not the root"),
        ("misplaced_head", "line 6", "stands after 4 entries"),
        ("no_last_head", "", "the last 4 entries are under no tree head"),
        ("other_header_root", "", "the root in the header"),
        ("other_header_size", "", "promises 12 entries"),
    ],
)
def test_tampering_is_found_and_placed(sealed, how, where, what):
    lines = exported()
    tampering(how)(lines)
    report = check(lines)
    assert not report.holds
    assert any(what in fault and fault.startswith(where) for fault in report.faults), report.faults


@pytest.mark.parametrize("number", range(13))
def test_no_single_digit_of_any_hash_can_be_changed(sealed, number):
    lines = exported()
    place = max(lines[number].rfind('"hash":"') + 8, lines[number].rfind('"root":"') + 8)
    digit = lines[number][place]
    lines[number] = lines[number][:place] + ("1" if digit != "1" else "2") + lines[number][place + 1 :]
    assert not check(lines).holds


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("", "the file is empty"),
        ("\n", "not JSON"),
        ("{}\n", "not an export"),
        ("[]\n", "not a JSON object"),
        ('{"format": "yishi-record", "version": 2}\n', "version 2"),
        ('{"format": "yishi-record", "version": 1}\n', "lacks size"),
        ("{" * 5000, "not JSON"),
        ('{"a":' * 100000, "not JSON"),
        ('{"a":1,"a":2}\n', "twice"),
        ('{"a":NaN}\n', "not a number"),
        ("x" * (offline.LONGEST_LINE + 1), "longer than"),
    ],
)
def test_what_is_no_export_is_told_in_words(line, what):
    report = check([line] if line else [])
    assert what in report.faults[0]


@pytest.mark.parametrize(
    "line", ["{}", '{"index":true,"hash":""}', '{"head":[]}', '{"index":9,"hash":"' + "0" * 64 + '"}']
)
def test_a_line_that_is_no_line_ends_the_reading(sealed, line):
    lines = exported()
    lines[3] = line
    assert check(lines).faults[0].startswith("line 4: ")


def test_only_the_first_faults_are_listed():
    report = offline.Report()
    for number in range(50):
        report.fault(str(number))
    assert (len(report.faults), report.fault_count) == (20, 50)
    assert "and 30 more" in report.as_text()


def written(tmp_path: Path, name: str) -> Path:
    file = tmp_path / name
    export.write(file)
    return file


@pytest.mark.parametrize("name", ["record.jsonl", "record.jsonl.gz"])
def test_a_written_file_is_checked_on_the_command_line(sealed, tmp_path, name, capsys):
    file = written(tmp_path, name)
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert offline.main([str(file)]) == 0
    assert "The record holds" in capsys.readouterr().out
    assert offline.main([str(file), "--json", "--head", f"9:{'0' * 64}"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False
    assert offline.main([str(file), "--head", "nine"]) == 2
    assert offline.main([str(tmp_path / "absent")]) == 2


def test_a_file_cut_off_is_told(sealed, tmp_path):
    file = written(tmp_path, "record.jsonl.gz")
    file.write_bytes(file.read_bytes()[:-40])
    assert offline.main([str(file)], write=lambda text: None) == 1


def test_the_streamed_file_is_the_written_one(sealed):
    assert gzip.decompress(b"".join(export.packed(export.lines()))).decode().splitlines()[1:] == [
        line.rstrip("\n") for line in exported()[1:]
    ]


def test_two_downloaded_files_are_enough(sealed, tmp_path):
    """Without Django, without the project, without anything installed."""
    for name in ("offline.py", "tree.py"):
        shutil.copy(ROOM / name, tmp_path)
    file = written(tmp_path, "record.jsonl.gz")
    receipt = tmp_path / "proof.json"
    receipt.write_text(json.dumps(prove(Entry.objects.earliest("id")).as_json()))
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        "import sys; sys.path.insert(0, sys.argv[1]); import offline; ",
    ]
    command[-1] += "sys.exit(offline.main(sys.argv[2:]))"
    done = subprocess.run(
        [*command, str(tmp_path), str(file), "--proof", str(receipt)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "The record holds" in done.stdout


def test_it_runs_as_a_module_too(sealed, tmp_path):
    file = written(tmp_path, "record.jsonl")
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*lines[:2], *lines[3:]]))
    done = subprocess.run(
        [sys.executable, "-m", "yishi.record.offline", str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOM.parents[1],
    )
    assert done.returncode == 1
    assert "line 3" in done.stdout


def test_a_proof_stands_by_itself(sealed):
    proof = prove(Entry.objects.earliest("id")).as_json()
    assert offline.check_proof(proof) == (9, bytes(newest_head().root).hex())
    withheld = prove(Entry.objects.get(leaf__index=4)).as_json()
    assert withheld["leaf"] is None
    assert offline.check_proof(withheld)
    assert prove(Entry.objects.get(leaf__index=4)).as_json(whole=True)["leaf"]["subject"] == "matter:2"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "x"}, "format"),
        ({"index": 9}, "place"),
        ({"index": "0"}, "place"),
        ({"size": 1 << 62}, "place"),
        ({"path": "x"}, "hashes"),
        ({"path": ["0" * 64] * 65}, "hashes"),
        ({"root": None}, "hashes"),
        ({"index": 1}, "path"),
        ({"size": 17}, "path"),
        ({"root": "0" * 64}, "path"),
        ({"hash": "0" * 64}, "contents"),
        ({"leaf": {}}, "contents"),
        ({"leaf": {"a": "\ud800"}}, "contents"),
    ],
)
def test_a_proof_that_was_changed_is_none(sealed, change, code):
    proof = prove(Entry.objects.earliest("id")).as_json()
    with pytest.raises(offline.Unreadable) as trouble:
        offline.check_proof({**proof, **change})
    assert trouble.value.code == code
