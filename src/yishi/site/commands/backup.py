"""`./yishi backup`: everything of this installation in one encrypted file."""

import argparse
import json
import os
from pathlib import Path

from . import Problem, progress

NAME = "backup"
HELP = "Write database, pictures and secrets into one file in the age format, or make a key to write it for."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and for whom."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", type=Path, help="the file to write; must not exist"
    )
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="RECIPIENT",
        help="the public half of a key (age1…); several may be named; default: YISHI_BACKUP_TO",
    )
    parser.add_argument(
        "--new-key",
        type=Path,
        metavar="FILE",
        help="make a key and write it there; keep it on another machine",
    )


def run(options: argparse.Namespace) -> dict:
    """Make a key, or a backup."""
    made_key = _new_key(options.new_key) if options.new_key else {}
    if options.file is None:
        if made_key:
            return made_key
        raise Problem("Name the file to write, or --new-key FILE to make a key first.")
    to = (
        options.to
        + os.environ.get("YISHI_BACKUP_TO", "").split()
        + list(filter(None, [made_key.get("recipient")]))
    )
    if not to:
        raise Problem("Say for whom: --to age1… (make a key with `./yishi backup --new-key FILE`).")
    return {**made_key, **_backup(options.file, to)}


def _backup(file: Path, to: list[str]) -> dict:
    from django.conf import settings

    from yishi.record import clock

    from ..backup import archive

    if not file.parent.is_dir():
        raise Problem(f"There is no directory {file.parent}.")
    try:
        made = archive.make(file, to, progress)
    except archive.Unusable as trouble:
        raise Problem(str(trouble)) from None
    last = {
        "at": clock.real_now().isoformat(),
        "bytes": file.stat().st_size,
        "unreadable": len(made.unreadable),
    }
    (settings.DATA_DIR / "backup.json").write_text(json.dumps(last))
    return {
        "file": str(file),
        "bytes": last["bytes"],
        "rows": made.rows,
        "files": made.files,
        "ok": not made.unreadable,
        "unreadable": made.unreadable,
        "head": made.head,
    }


def _new_key(file: Path) -> dict:
    from pyrage import x25519

    key = x25519.Identity.generate()
    recipient = str(key.to_public())
    try:
        with open(file, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
            out.write(f"# public key: {recipient}\n{key}\n")
    except FileExistsError:
        raise Problem(f"{file} is there already; a key is never written over.") from None
    progress(f"Keep {file} on another machine: without it no backup can be read, and with it every one can.")
    return {"key": str(file), "recipient": recipient}
