"""Translations without a gettext binary: `python -m yishi.site.translations compile|check|missing`.

English msgids stand in the code and the templates; each room carries its Chinese in
`locale/zh_Hans/LC_MESSAGES/django.po`. `compile` writes the `.mo` files, `check` fails on what is missing, doubled,
no longer used (unless its comment says it is a library's sentence), or has other placeholders than its msgid.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract

ROOMS = Path(__file__).resolve().parents[1]
_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]")
Key = tuple[str | None, str]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogues() -> list[Path]:
    return sorted(ROOMS.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Write the .mo beside each .po. Gives 0."""
    for po in catalogues():
        with po.open("rb") as source:
            catalog = pofile.read_po(source)
        fresh = po.with_suffix(".mo.new")
        with fresh.open("wb") as target:
            mofile.write_mo(target, catalog)
        fresh.replace(po.with_suffix(".mo"))
    return 0


def used(room: Path) -> dict[Key, str]:
    """What the code and templates of a room ask for: (context, msgid) → where."""
    found: dict[Key, str] = {}
    for path in sorted(room.rglob("*.py")):
        if "migrations" not in path.parts:
            found.update(_in_python(path.read_bytes(), path))
    for path in sorted(room.rglob("templates/**/*.html")):
        found.update(_in_template(path))
    return found


def _in_python(source: bytes, path: Path) -> Iterator[tuple[Key, str]]:
    for line, msg, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
        first = msg[0] if isinstance(msg, tuple) else msg
        if first:
            yield (context, first), f"{path.relative_to(ROOMS)}:{line}"


def _in_template(path: Path) -> Iterator[tuple[Key, str]]:
    from django.utils.translation.template import templatize

    # Component tags hold template tags inside their attributes, which the lexer of templates reads as they stand.
    pseudo = templatize(path.read_text(), origin=str(path))
    return _in_python(pseudo.encode(), path)


def known(po: Path) -> Catalog:
    with po.open("rb") as source:
        return pofile.read_po(source)


def problems() -> Iterator[str]:
    """Everything that is wrong, a line each. At run time the rooms' catalogues are one, so they are judged as one."""
    asked: dict[Key, str] = {}
    told: dict[Key, tuple[Message, Path]] = {}
    for room in sorted(p for p in ROOMS.iterdir() if (p / "apps.py").exists()):
        asked |= used(room)
        po = room / "locale/zh_Hans/LC_MESSAGES/django.po"
        for message in known(po) if po.exists() else ():
            key = (message.context, _first(message.id))
            if key in told and _first(told[key][0].string) != _first(message.string):
                yield f"{po.relative_to(ROOMS)}: {key[1]!r} has another Chinese in {told[key][1].relative_to(ROOMS)}"
            if message.id:
                told[key] = message, po
    for key, where in asked.items():
        yield from _missing(key, where, told[key][0] if key in told else None)
    for key in told.keys() - asked.keys():
        message, po = told[key]
        if not any("library" in comment for comment in message.user_comments):
            yield f"{po.relative_to(ROOMS)}: {key[1]!r} is used nowhere"


def _missing(key: Key, where: str, message: Message | None) -> Iterator[str]:
    if message is None or not _first(message.string):
        yield f"{where}: no Chinese for {key[1]!r}"
    elif message.fuzzy:
        yield f"{where}: {key[1]!r} is only guessed (fuzzy)"
    else:
        yield from _other_places(key[1], message, where)


def _first(text: str | tuple | list | None) -> str:
    return text[0] if isinstance(text, (tuple, list)) else text or ""


def _other_places(msgid: str, message: Message, where: str) -> Iterator[str]:
    wanted = set(_PLACES.findall(" ".join(message.id) if isinstance(message.id, tuple) else msgid))
    given = set(_PLACES.findall(_first(message.string)))
    if given - wanted or (wanted - given and not isinstance(message.id, tuple)):
        yield f"{where}: the Chinese of {msgid!r} has {sorted(given)} where {sorted(wanted)} is asked for"


def main(arguments: list[str]) -> int:
    """The command line of this module."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yishi.site.settings")
    if arguments == ["compile"]:
        return compile_all()
    import django

    django.setup()
    found = list(problems())
    print("\n".join(found) or "every sentence has its Chinese", file=sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
