"""`./yishi manage`: Django's own commands, such as `migrate`."""

import argparse

NAME = "manage"
HELP = "Pass a command to Django, such as migrate."
NEEDS_DJANGO = False
TAKES = "all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of our own."""


def run(options: argparse.Namespace) -> int:
    """Hand over to Django, which ends the process itself where a command fails."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["./yishi manage", *options.rest])
    return 0
