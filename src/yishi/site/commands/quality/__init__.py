"""`./yishi quality`: how good duplicates, topics, suggested categories and masking are, on texts that people labelled.

Each measure is a module beside this one with `NAME`, `HELP`, `add_arguments(parser)`, `run(options)` and
`show(result)`; a new one is named in `MEASURES`. Nothing is read or written but the files named; what a measure
prints are ids and figures, never a text. docs/quality.md says how the labels were made and what came out.
"""

import argparse
from importlib import import_module
from types import ModuleType

NAME = "quality"
HELP = "Measure duplicates, topics and categories on labelled texts."
NEEDS_DJANGO = False

MEASURES = ("duplicates", "topics", "categories", "masking")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word says what is measured."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name in MEASURES:
        measure = _measure(name)
        measure.add_arguments(what.add_parser(name, help=measure.HELP, description=measure.HELP))


def run(options: argparse.Namespace) -> dict:
    """Measure."""
    return {"what": options.what, **_measure(options.what).run(options)}


def show(result: dict) -> None:
    """For people."""
    _measure(result["what"]).show(result)


def _measure(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name}")
