"""The command line. Each command is a module with `NAME`, `HELP`, `add_arguments(parser)` and `run(options)`.

`run` returns an exit status, or a dict that says what was found: with `--json` it is printed as one object on
standard output, otherwise by the module's `show(result)` where there is one. A dict with `"ok": False` ends with
status 1. Progress goes to standard error. A module sets `NEEDS_DJANGO = False` when it must run before the settings
load. `options.rest` is for modules that run another program: `TAKES = "unknown"` puts arguments there that the module
does not know, `TAKES = "all"` every one. Modules import what needs Django inside `run`.
"""

import argparse
import importlib
import json
import os
import sys
from types import ModuleType

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "work": "work",
    "doctor": "doctor",
    "record": "record",
    "import": "import_",  # the bare word belongs to Python
    "backup": "backup",
    "restore": "restore",
    "keys": "keys",
    "push-key": "push_key",
    "retention": "retention",
    "bench": "bench",
    "torture": "torture",
    "manage": "manage",
    "test": "test",
    "check": "check",
    "quality": "quality",
}
DEFAULT_PORT = 8000


class Problem(Exception):
    """A command cannot do its work; the sentence says why and what to do."""


def progress(sentence: str) -> None:
    """Tell the person at the terminal what is going on, without disturbing standard output."""
    print(sentence, file=sys.stderr, flush=True)


def add_port(parser: argparse.ArgumentParser) -> None:
    """The option that every command with a web server has."""
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help=f"port to listen on (default {DEFAULT_PORT})"
    )


def main(argv: list[str]) -> int:
    """Run one command and return its exit status: 0 only for success."""
    if not argv or argv[0] not in COMMANDS:
        progress(f"Name a command: {', '.join(COMMANDS)}.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yishi.site.settings")
    command = _load(argv[0])
    options = _options(command, argv[1:])
    try:
        if getattr(command, "NEEDS_DJANGO", True):
            import django

            django.setup()
        result = command.run(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as trouble:
        if os.environ.get("YISHI_DEBUG"):
            raise
        return _report({"ok": False, "error": sentence_of(trouble)}, options.json, _show_error)
    if isinstance(result, dict):
        return _report(result, options.json, getattr(command, "show", _show_plainly))
    return result or 0


def sentence_of(trouble: BaseException) -> str:
    """One sentence for people about what went wrong."""
    first = next(iter(str(trouble).strip().splitlines()), "")
    if isinstance(trouble, Problem):
        return str(trouble)
    if type(trouble).__name__ == "ImproperlyConfigured":
        return f"The configuration is not right: {first}"
    if "disk is full" in first or "No space left on device" in first:
        return f"There is no room left on the disk: {first}"
    if type(trouble).__name__ in ("OperationalError", "InterfaceError"):
        return f"The database does not answer as it should: {first}"
    if isinstance(trouble, OSError) and trouble.strerror and trouble.filename:
        return f"{trouble.filename}: {trouble.strerror}"
    return f"{type(trouble).__name__}: {first} (set YISHI_DEBUG=1 to see where)"


def _load(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{COMMANDS[name]}")


def _options(command: ModuleType, arguments: list[str]) -> argparse.Namespace:
    """Parse what a command was given. `--json` counts wherever it stands, also behind a subcommand's name."""
    takes = getattr(command, "TAKES", "known")
    if takes == "all":
        return argparse.Namespace(json=False, rest=arguments)
    parser = argparse.ArgumentParser(
        prog=f"./yishi {command.NAME}",
        description=command.HELP,
        conflict_handler="resolve",  # a module may describe --json in its own words
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    command.add_arguments(parser)
    options, rest = parser.parse_known_args([each for each in arguments if each != "--json"])
    options.rest = rest
    if options.rest and takes != "unknown":
        parser.error(f"unknown: {' '.join(options.rest)}")
    options.json = "--json" in arguments
    return options


def _report(result: dict, as_json: bool, show) -> int:
    if as_json:
        print(json.dumps(result, ensure_ascii=False, default=str), flush=True)
    else:
        show(result)
    return 0 if result.get("ok", True) else 1


def _show_error(result: dict) -> None:
    progress(result["error"])


def _show_plainly(result: dict) -> None:
    for key, value in result.items():
        print(f"{key.replace('_', ' ')}: {value}")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port; give a number from 1 to 65535")
    return int(text)
