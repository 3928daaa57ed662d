"""The start script: what it says and refuses before there is an environment. Nothing is installed here."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "yishi"


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run the script as a person would."""
    plain = {
        name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")
    }
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments],
        env={**plain, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict:
    """The script's own functions, working on an environment directory of this test."""
    monkeypatch.setenv("YISHI_VENV", str(tmp_path / "venv"))
    return runpy.run_path(str(SCRIPT), run_name="script")


def test_commands_are_listed_in_the_readers_language() -> None:
    assert "Start a demo city" in start(LANG="en_GB.UTF-8").stdout
    assert "启动演示城市" in start("--help", LANG="zh_CN.UTF-8").stdout
    assert "Start a demo city" in start("help", LANG="zh_CN.UTF-8", LC_ALL="C.UTF-8").stdout


def test_every_command_is_listed_and_every_listed_command_exists(script: dict) -> None:
    from yishi.site import commands

    assert set(script["COMMANDS"]) == set(commands.COMMANDS)


@pytest.mark.parametrize(
    "name", ["demo", "serve", "work", "doctor", "record", "import", "manage", "test", "check"]
)
def test_every_command_has_the_shape_of_one(name: str) -> None:
    from yishi.site import commands

    command = commands._load(name)
    assert name == command.NAME
    assert command.HELP
    assert callable(command.add_arguments)
    assert callable(command.run)


def test_an_unknown_command_is_refused_in_a_sentence(tmp_path: Path) -> None:
    refused = start("dance", YISHI_VENV=str(tmp_path / "venv"))
    assert refused.returncode == 1
    assert refused.stderr == "There is no command “dance”; ./yishi lists them.\n"
    assert not list(tmp_path.iterdir())


def test_an_old_python_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.9"):
        runpy.run_path(str(SCRIPT), run_name="script")


def test_an_old_python_can_read_the_script_far_enough_to_refuse() -> None:
    import ast

    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))


def test_without_ensurepip_the_package_is_named_and_nothing_is_left(
    script: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)  # what an import then finds is nothing
    with pytest.raises(SystemExit, match="apt-get install -y python3-venv"):
        script["prepare"](["run.txt"])
    assert not list(tmp_path.iterdir())


def test_a_directory_of_somebody_else_is_left_alone(script: dict, tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "letters").write_text("dear")
    with pytest.raises(SystemExit, match="was not made by this script"):
        script["prepare"](["run.txt"])
    assert (tmp_path / "venv" / "letters").read_text() == "dear"


def test_a_finished_environment_is_known_by_the_digest_of_its_lock(script: dict, tmp_path: Path) -> None:
    pretend_environment(
        script, tmp_path, {"python": script["VERSION"], "run.txt": script["digest"]("run.txt")}
    )
    assert script["missing"](["run.txt"]) == []
    assert script["missing"](["run.txt", "test.txt"]) == ["test.txt"]


@pytest.mark.parametrize("mark", [{}, {"python": "3.8", "run.txt": "as it was"}])
def test_an_unfinished_environment_or_one_of_another_python_is_made_again(
    script: dict, tmp_path: Path, mark: dict[str, str]
) -> None:
    pretend_environment(script, tmp_path, mark)
    assert script["read_mark"]() == {}
    assert script["missing"](["run.txt"]) == ["run.txt"]


def test_a_mark_cut_short_counts_as_none(script: dict, tmp_path: Path) -> None:
    pretend_environment(script, tmp_path, {})
    (tmp_path / "venv" / "yishi.json").write_text('{"python": "3.1')
    assert script["read_mark"]() == {}


def test_locks_name_no_index_and_no_machine() -> None:
    for lock in (PROJECT / "requirements").glob("*.txt"):
        for line in lock.read_text("utf-8").splitlines():
            assert "://" not in line, f"{lock.name} names an address: {line}"
            # which packages are there as source alone is no secret of a machine
            named = re.fullmatch(r"--no-binary [a-z]+", line)
            assert named or not line.startswith(("-", "/")), f"{lock.name} takes an option or a path: {line}"


def test_the_test_lock_agrees_with_the_lock_of_what_runs() -> None:
    def versions(lock: str) -> dict[str, str]:
        lines = (PROJECT / "requirements" / lock).read_text("utf-8").splitlines()
        pinned = [
            line.split(" ")[0].split("==") for line in lines if "==" in line and not line.startswith(" ")
        ]
        return dict(pinned)

    assert versions("run.txt").items() <= versions("test.txt").items()


def pretend_environment(script: dict, tmp_path: Path, mark: dict[str, str]) -> None:
    """An environment directory with a Python that is never run."""
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "bin" / "python").touch()
    (tmp_path / "venv" / "yishi.json").write_text(json.dumps(mark))
