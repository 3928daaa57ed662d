"""`./yishi restore`: a backup put back on an empty machine, and checked."""

import argparse
from pathlib import Path
from typing import Any

from . import Problem, progress

NAME = "restore"
HELP = "Put a backup into an empty database and data directory, and check the record."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, with which key."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup")
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help="the key it was written for")


def run(options: argparse.Namespace) -> dict:
    """Everything is back, or nothing is."""
    from django.core.management import call_command

    from ..backup import archive

    identities = _identities(options.key)
    if not options.file.is_file():
        raise Problem(f"There is no file {options.file}.")
    call_command("migrate", interactive=False, verbosity=0)
    try:
        return archive.put_back(options.file, identities, progress)
    except archive.Unusable as trouble:
        raise Problem(str(trouble)) from None


def _identities(file: Path) -> list[Any]:
    from pyrage import IdentityError, x25519

    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        keys = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (UnicodeDecodeError, IdentityError):
        keys = []
    if not keys:
        raise Problem(f"{file} holds no age key; such a file has a line that begins with AGE-SECRET-KEY-.")
    return keys
