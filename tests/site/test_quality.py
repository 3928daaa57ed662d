"""`./yishi quality`: measured on small invented files, on labels that hold no text, and on the messages beside us."""

import csv
import json
import re
from pathlib import Path

import pytest

from yishi.site import commands

LABELS = Path(__file__).resolve().parents[1] / "quality"
MESSAGES = [
    ("1", "充电棚太少", "丹桂园充电棚太少，晚上抢不到位子，有人从窗户放线充电。", "充电"),
    ("2", "再建一个充电棚", "丹桂园充电棚只有四十个位子，三百辆车抢，能不能再建一个？", "充电"),
    ("3", "飞线充电", "下班回来丹桂园充电棚又满了，只好飞线充电，真怕着火。", "充电"),
    ("4", "早市堵路", "早市占了消防通道，救护车进不来，东门口天天堵着。", "通道"),
    ("5", "东门早市", "东门早市的摊子摆到消防通道上，车根本过不去。", "通道"),
    ("6", "管管早市", "请管管东门早市，消防通道都被菜摊占满了。", "通道"),
    ("7", "老年卡", "想问一下老年卡在哪里办理。", "咨询"),
    ("8", "办证", "请问居住证在哪里办理，要带什么。", "咨询"),
]


def write(path: Path, head: list[str], rows: list) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return str(path)


@pytest.fixture
def messages(tmp_path) -> str:
    return write(tmp_path / "messages.csv", ["id", "subject", "body", "category"], MESSAGES)


def measure(capsys, *words: str) -> tuple[int, dict]:
    status = commands.main(["quality", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_duplicates_count_pairs_right_and_wrong(capsys, tmp_path, messages):
    pairs = [("1", "2", "same"), ("4", "5", "same"), ("1", "4", "different"), ("3", "8", "different")]
    file = write(tmp_path / "pairs.csv", ["a", "b", "label"], pairs)
    status, found = measure(capsys, "duplicates", "--messages", messages, "--pairs", file, "--cold")
    assert status == 0
    near = found["parts"]["all"]["near_from"]
    assert (near["recall"]["hits"], near["recall"]["of"]) == (2, 2)
    assert near["precision"]["share"] == 1
    assert near["recall"]["low"] < 1


def test_topics_find_the_groups_people_found(capsys, tmp_path, messages):
    labels = [("shed", n) for n in "123"] + [("market", n) for n in "456"]
    file = write(tmp_path / "topics.csv", ["topic", "id"], labels)
    status, found = measure(capsys, "topics", "--messages", messages, "--topics", file)
    assert status == 0
    assert found["parts"]["all"]["topics"] == 2
    assert found["parts"]["all"]["precision"]["share"] == 1
    assert found["parts"]["all"]["neighbour"]["share"] == 1


def test_categories_stand_beside_simpler_ways(capsys, messages):
    status, found = measure(capsys, "categories", "--messages", messages, "--folds", "2")
    assert status == 0
    assert found["messages"] == 8
    assert set(found) >= {"guess", "nearest", "commonest", "among_three", "right_when_speaking"}
    assert found["guess"]["accuracy"]["of"] == 8


def test_another_file_can_be_guessed_from_the_first(capsys, tmp_path, messages):
    other = write(
        tmp_path / "other.csv", ["id", "subject", "body", "category"], [("9", "", "充电棚又满了", "充电")]
    )
    _status, found = measure(capsys, "categories", "--messages", messages, "--test", other)
    assert found["guess"]["accuracy"]["share"] == 1


def test_no_text_is_printed(capsys, tmp_path, messages):
    file = write(tmp_path / "topics.csv", ["topic", "id"], [("shed", n) for n in "123"])
    commands.main(["quality", "topics", "--messages", messages, "--topics", file])
    commands.main(["quality", "categories", "--messages", messages, "--folds", "2"])
    said = capsys.readouterr()
    assert not any(row[2] in said.out + said.err for row in MESSAGES)
    assert "充电棚" not in said.out + said.err


@pytest.mark.parametrize(
    ("head", "rows", "sentence"),
    [
        (["a", "b"], [("1", "2")], "no column label"),
        (["a", "b", "label"], [("1", "2", "maybe")], "same or different"),
        (["a", "b", "label"], [("1", "77", "same")], "has no message 77"),
        (["a", "b", "label"], [], "no pair"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_a_sentence(capsys, tmp_path, messages, head, rows, sentence):
    file = write(tmp_path / "pairs.csv", head, rows)
    status, found = measure(capsys, "duplicates", "--messages", messages, "--pairs", file)
    assert status == 1 and sentence in found["error"]


def test_a_file_that_is_not_there_or_no_text_is_refused(capsys, tmp_path, messages):
    (tmp_path / "gbk.csv").write_bytes("甲,乙".encode("gbk"))
    for file in ("gbk.csv", "none.csv"):
        status, found = measure(capsys, "duplicates", "--messages", messages, "--pairs", str(tmp_path / file))
        assert status == 1 and file in found["error"]


def test_labels_in_the_project_hold_ids_and_labels_only():
    for file in LABELS.glob("*.csv"):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            assert re.fullmatch(r"[0-9]+,[0-9]+,(same|different|tuned|unseen)(,(tuned|unseen))?", line), (
                file.name,
                line,
            )


def test_there_are_enough_labels_and_a_part_was_kept_unseen():
    with (LABELS / "pairs.csv").open() as file:
        pairs = list(csv.DictReader(file))
    with (LABELS / "topics.csv").open() as file:
        topics = {row["topic"]: row["part"] for row in csv.DictReader(file)}
    assert len({frozenset((pair["a"], pair["b"])) for pair in pairs}) == len(pairs) >= 150
    assert {pair["label"] for pair in pairs} == {"same", "different"}
    assert len(topics) >= 10
    assert {*topics.values()} == {pair["part"] for pair in pairs} == {"tuned", "unseen"}


def test_on_real_messages_it_finds_what_people_found(capsys, beside_project):
    messages = str(beside_project("data/messages/with_votes.csv"))
    _status, found = measure(
        capsys, "duplicates", "--messages", messages, "--pairs", str(LABELS / "pairs.csv")
    )
    same, near = found["parts"]["all"]["same_from"], found["parts"]["all"]["near_from"]
    assert same["precision"]["share"] > 0.8 and same["recall"]["share"] > 0.8
    assert near["recall"]["share"] > 0.9
