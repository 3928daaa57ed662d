"""The house's own rules: who may write, what an event may hold, which doors are open, where arrows point."""

import ast
import dataclasses
import importlib
import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

import yishi
from yishi.record.events import ALLOWED, KINDS
from yishi.record.grammar import ACTIONS, CHORES
from yishi.site.doors import OPEN_LIBRARY_PAGES, OPEN_PAGES

SOURCE = Path(yishi.__file__).parent
STOREYS = [
    "record",
    "people",
    "network",
    "notices",
    "cases",
    "deliberation",
    "desk",
    "disclosure",
    "api",
    "site",
]
ROOMS = {room: f"yishi.{room}" for room in STOREYS}
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "add_child",
    "add_root",
    "move",
    "acreate",
    "asave",
}
NOT_ROWS = {
    # (file, call): why it writes no row of a room
    ("network/paper.py", "save"): "type, cut down, into memory",
    ("network/pictures.py", "save"): "a picture into the storage",
    ("network/pictures.py", "delete"): "a picture out of the storage",
    ("cases/drafts.py", "save"): "a picture of a draft into the storage",
    ("cases/drafts.py", "delete"): "a picture of a draft out of the storage",
    ("cases/learnt.py", "save"): "what was learnt into the storage",
    ("cases/learnt.py", "delete"): "what was learnt before out of the storage",
    ("cases/receipts.py", "save"): "a QR code as SVG",
    ("disclosure/briefing_papers.py", "save"): "a document, into memory",
    ("disclosure/cards.py", "save"): "a picture, into memory",
    ("disclosure/opendata/writing.py", "save"): "a file of open data into the storage",
    ("disclosure/opendata/writing.py", "delete"): "files of old open data out of the storage",
    ("disclosure/saved_files.py", "save"): "a long list into the storage, encrypted",
    ("disclosure/saved_files.py", "delete"): "a long list out of the storage",
    ("site/demo/pictures/brush.py", "save"): "a drawn picture as JPEG",
    ("site/jobs.py", "delete"): "sessions that have ended",
    ("cases/views/intake.py", "save"): "the session, with the case that was reported in it",
    ("cases/views/voices.py", "create"): "a session, so that a browser without an account is known again",
    ("desk/waiting_sheets.py", "save"): "a spreadsheet waiting in the storage, encrypted",
    ("desk/waiting_sheets.py", "delete"): "a spreadsheet that is no longer needed",
    ("network/roll/waiting.py", "save"): "a roll waiting in the storage, encrypted",
    ("network/roll/waiting.py", "delete"): "a roll that is no longer needed",
    ("record/rows.py", "bulk_create"): "the grammar itself writes the few rows of an action",
    ("site/sessions.py", "save"): "a session that is new, as the library writes it",
    ("record/bulk.py", "bulk_create"): "the grammar itself writes the rows of an action in bulk",
    ("site/bench/hall.py", "create"): "sessions of the measured clerks",
    ("site/bench/measuring.py", "create"): "sessions of the measured visitors",
    ("site/torture/counting.py", "save"): "sessions of the reporters",
    ("site/torture/people.py", "save"): "a picture to send",
    ("site/backup/archive.py", "save"): "a picture of a backup into the storage",
    ("site/backup/archive.py", "delete"): "a picture that was put back with rows that were not",
    ("site/backup/archive.py", "bulk_create"): "rows of a backup, inside the chore that puts it back",
    ("record/grammar.py", "bulk_create"): "the grammar itself writes the entries of an action",
    ("record/grammar.py", "save"): "the grammar itself keeps what came of a submission",
    ("record/grammar.py", "get_or_create"): "the grammar itself keeps what came of a submission",
}
REAL_TIME = {
    "site/commands/doctor.py": "asks whether this machine's clock is right",
    "site/jobs.py": "sessions end by the browser's clock, not by the story's",
}


def load_rooms() -> None:
    for room in STOREYS:
        for name in ("actions", "events", "jobs"):
            if (SOURCE / room / f"{name}.py").exists() or (SOURCE / room / name).is_dir():
                importlib.import_module(f"yishi.{room}.{name}")


load_rooms()


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_action_has_the_rule_of_its_name(name):
    room, verb = name.split(".")
    rules = importlib.import_module(f"yishi.{room}.rules")
    assert ACTIONS[name].may is getattr(rules, f"may_{verb}")


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_action_says_what_becomes_true(name):
    assert inspect.getdoc(ACTIONS[name]), f"{name} has no docstring"


def test_chores_say_why_they_are_no_facts():
    assert CHORES
    assert all(len(why) > 15 for why in CHORES.values())


def _outside_chores(tree: ast.AST):
    """Every node but those inside a function marked as a chore, which says itself why it writes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef) and any(_name(d) == "chore" for d in node.decorator_list):
            continue
        yield node
        yield from _outside_chores(node)


def _name(decorator: ast.AST) -> str:
    return (
        decorator.func.id if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) else ""
    )


def _calls_that_write(tree: ast.AST):
    for node in _outside_chores(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in WRITES or (node.func.attr == "update" and _on_rows(node.func.value)):
            yield node.func.attr, node.lineno


def _on_rows(value: ast.AST) -> bool:
    """`update` of a dict is everyday; of a query it follows `filter`, `all` or `objects`."""
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in ("filter", "all", "exclude")
    )


def _is_writer(path: Path) -> bool:
    inside = path.relative_to(SOURCE).parts
    return "migrations" in inside or inside[1:2] in (("actions.py",), ("actions",))


def test_only_actions_write():
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if _is_writer(path):
            continue
        name = str(path.relative_to(SOURCE))
        for call, line in _calls_that_write(ast.parse(path.read_text())):
            if (name, call) not in NOT_ROWS:
                found.append(f"{name}:{line} calls .{call}(")
    assert not found, "\n".join(found)


WAYS_TO_WRITE = {"rows", "bulk"}
"""Modules of the record whose functions write rows without a call that `WRITES` knows."""
MAY_USE_THEM = {"cases/search.py": "the rows of the search index, for the actions that call it"}


def _quick_ways(tree: ast.AST) -> set[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    whole = {alias.name for node in imports if node.module == "yishi.record" for alias in node.names}
    parts = {
        node.module.rpartition(".")[2] for node in imports if (node.module or "").startswith("yishi.record.")
    }
    return (whole | parts) & WAYS_TO_WRITE


def test_only_actions_use_the_quick_ways_to_write():
    found = [
        name
        for path in sorted(SOURCE.rglob("*.py"))
        if not _is_writer(path) and _quick_ways(ast.parse(path.read_text()))
        if (name := str(path.relative_to(SOURCE))) not in MAY_USE_THEM and not name.startswith("record/")
    ]
    assert not found, found


OURS = sorted(kind for kind in KINDS if kind.split(".")[0] in STOREYS)


@pytest.mark.parametrize("kind", OURS)
def test_an_event_holds_no_free_text(kind):
    for field in dataclasses.fields(KINDS[kind]):
        parts = getattr(field.type, "__args__", (field.type,))
        held = [part for part in parts if part is not type(None)]
        assert held and all(part in ALLOWED for part in held), f"{kind}.{field.name} is a {field.type}"


@pytest.mark.parametrize("kind", OURS)
def test_an_event_has_a_sentence_whose_places_are_its_fields(kind):
    event = KINDS[kind]
    names = {field.name for field in dataclasses.fields(event)}
    str(event.sentence) % dict.fromkeys(names, "x")


def test_foreign_keys_point_downward():
    storey = {room: n for n, room in enumerate(STOREYS)}
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in storey
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in storey
        if storey[field.related_model._meta.app_label] > storey[model._meta.app_label]
    ]
    assert not upward, "\n".join(upward)


def _pages(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _pages(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback


PAGES = dict(_pages(get_resolver().url_patterns))


def test_every_page_is_closed_unless_marked_and_listed():
    marked = {name for name, view in PAGES.items() if getattr(view, "open_to_all", False)}
    assert marked == OPEN_PAGES


def test_the_list_of_library_pages_names_pages_that_exist():
    assert set(PAGES) >= OPEN_LIBRARY_PAGES


def test_one_clock():
    beside = [
        f"{path.relative_to(SOURCE)}:{n}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.name != "clock.py" and "migrations" not in path.parts
        if str(path.relative_to(SOURCE)) not in REAL_TIME
        for n, line in enumerate(path.read_text().splitlines(), 1)
        if "timezone.now()" in line or "datetime.now(" in line or "date.today()" in line
    ]
    assert not beside, "\n".join(beside)


def test_no_file_of_a_shapeless_name():
    shapeless = {"utils.py", "helpers.py", "common.py", "services.py", "managers.py", "signals.py"}
    assert not [p for p in SOURCE.rglob("*.py") if p.name in shapeless]
