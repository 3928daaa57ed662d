"""`./yishi torture`: reports while everything is killed at random, and what is left of them."""

import argparse
import socket
import tempfile
from pathlib import Path

from . import Problem, progress

NAME = "torture"
HELP = (
    "Send reports through HTTP while web server, worker and database are killed at random; then count what is there. "
    "Uses a temporary directory and a PostgreSQL of its own; your data is not touched."
)
NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much, how long, and on what."""
    parser.add_argument("--reports", type=int, default=1000, help="how many reports to send (default 1000)")
    parser.add_argument("--minutes", type=float, default=20, help="stop after so many minutes (default 20)")
    parser.add_argument("--seed", type=int, default=1, help="which sequence of kills (default 1)")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite, where there is no server to kill")


def run(options: argparse.Namespace) -> dict:
    """Torture a house of its own."""
    from .. import torture
    from ..bench import cluster

    if options.reports < 1 or options.minutes <= 0:
        raise Problem("Give at least one report and some time.")
    with tempfile.TemporaryDirectory(prefix="yishi-torture-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # the database server is another user where we are root
        house = torture.House(directory, _free_port())
        try:
            if options.sqlite:
                return _result(torture, house, options)
            with cluster.running(directory) as address:
                house.database = torture.Database(directory, address)
                return _result(torture, house, options)
        except cluster.NoPostgres as trouble:
            raise Problem(str(trouble)) from None
        finally:
            house.end()


def _result(torture, house, options: argparse.Namespace) -> dict:
    result = torture.torture(house, options.reports, options.minutes, options.seed, progress)
    house.end()
    return {"database": "sqlite" if options.sqlite else "postgresql", "seed": options.seed, **result}


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
