"""`./yishi check`: what a machine can say about the code without running the tests."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import Problem, progress

NAME = "check"
HELP = "Check style, types, import rules, migrations and translations."
NEEDS_DJANGO = False

PROJECT = Path(__file__).resolve().parents[4]
CHECKS = {
    "lint": ["ruff", "check", "--quiet", "--output-format=concise", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "imports": ["importlinter.cli", "lint", "--no-timing"],
    "types": ["mypy", "--no-error-summary", "src"],
    "migrations": ["yishi", "manage", "makemigrations", "--check", "--dry-run"],
    "system": ["yishi", "manage", "check", "--fail-level=WARNING"],
    "translations": ["yishi.site.translations", "check"],
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All checks or some."""
    names = ", ".join(CHECKS)
    parser.add_argument("check", nargs="*", metavar="CHECK", help=f"only these: {names}")


def run(options: argparse.Namespace) -> dict:
    """Run each check, telling how it went as it goes; what a failed one said follows in full."""
    wanted = options.check or list(CHECKS)
    if unknown := set(wanted) - set(CHECKS):
        raise Problem(f"There is no check {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}.")
    results = []
    with tempfile.TemporaryDirectory(prefix="yishi-check-") as directory:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "yishi.site.settings",
            # no check depends on a database that happens to be here, or leaves one behind
            "YISHI_DATA_DIR": directory,
            "YISHI_DATABASE_URL": f"sqlite:///{directory}/check.sqlite3",
        }
        for name in wanted:
            results.append(_run(name, environment))
            progress(_line(results[-1]))
    return {"ok": all(each["ok"] for each in results), "checks": results}


def show(result: dict) -> None:
    """What failed checks said, then how many there were."""
    failed = [each for each in result["checks"] if not each["ok"]]
    for each in failed:
        print(f"\n{each['check']}:\n{each['output']}")
    print(f"{len(result['checks']) - len(failed)} checks ok, {len(failed)} failed", flush=True)


def _run(name: str, environment: dict[str, str]) -> dict:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-P", "-m", *CHECKS[name]],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return {
        "check": name,
        "ok": done.returncode == 0,
        "seconds": round(time.monotonic() - begun, 1),
        "output": done.stdout.strip() if done.returncode else "",
    }


def _line(result: dict) -> str:
    return f"{result['check']:<13}{'ok' if result['ok'] else 'failed':<8}{result['seconds']:>5} s"
