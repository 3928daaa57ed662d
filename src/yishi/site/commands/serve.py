"""`./yishi serve`: the web server."""

import argparse
import socket
from importlib import import_module

from . import Problem, add_port, progress

NAME = "serve"
HELP = "Start the web server. It listens on this machine only unless --host says otherwise."
BLOCKING_THREADS = 16
"""Each request holds one until all of its photos have come in over a slow line; most of them wait, few compute."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    add_port(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (default 1)")
    parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT."""
    from django.core.management import call_command
    from django.db import connections

    refuse_unknown_migrations()
    if options.migrate:
        call_command("migrate", interactive=False, verbosity=0)
    waiting = unapplied_migrations()
    if waiting:
        raise Problem(
            f"The database is not up to date ({len(waiting)} migrations wait, first {waiting[0]}). "
            "Run `./yishi manage migrate`, or start with --migrate."
        )
    call_command("collectstatic", interactive=False, verbosity=0)
    import_module("yishi.site.wsgi")  # what does not load fails here in a sentence, not in each web process
    connections.close_all()
    _claim(options.host, options.port)

    # imported here, so that `--help` and refusals do not wait for it
    from granian import Granian
    from granian.constants import Interfaces

    progress(f"Yishi answers at http://{options.host}:{options.port}/")
    Granian(
        "yishi.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=BLOCKING_THREADS,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
    return 0


def unapplied_migrations() -> list[str]:
    """Names of the migrations this code brings and the database does not have yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def refuse_unknown_migrations() -> None:
    """Refuse a database that has migrations this code does not bring: it was made by a newer version, or by one from
    before the first release, whose migrations have since become one a room."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    rooms = {app for app, _name in loader.disk_migrations}
    unknown = sorted(f"{app}.{name}" for app, name in loader.applied_migrations if app in rooms)
    unknown = [name for name in unknown if tuple(name.split(".", 1)) not in loader.disk_migrations]
    if unknown:
        raise Problem(
            f"The database was made by another version of Yishi: it has {unknown[0]}, which this one does not "
            "know. Use the version that made it; if that was one from before the first release, begin in an "
            "empty place (YISHI_DATA_DIR or YISHI_DATABASE_URL)."
        )


def _claim(host: str, port: int) -> None:
    """Refuse a port that is taken, in words; the server itself would die with a stack of them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as trouble:
            sentence = f"Cannot listen on {host}:{port} ({trouble.strerror}). Choose another --port."
            raise Problem(sentence) from None
