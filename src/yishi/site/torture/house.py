"""The processes of one installation, and how to end and begin them."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..bench import cluster


@dataclass
class Database:
    """A PostgreSQL of its own that can be killed and comes back."""

    directory: Path
    address: str

    def crash(self) -> None:
        """As a power cut."""
        cluster.crash(self.directory)

    def start(self) -> None:
        """After a crash."""
        cluster.start_again(self.directory)


@dataclass
class House:
    """The processes of one installation, and how to end and begin them."""

    directory: Path
    port: int
    database: Database | None = None
    running: dict[str, subprocess.Popen] = field(default_factory=dict)
    kills: Counter = field(default_factory=Counter)
    fallen: Counter = field(default_factory=Counter)

    @property
    def environment(self) -> dict[str, str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith("YISHI_")}
        own |= {"YISHI_DATA_DIR": str(self.directory / "data"), "YISHI_SECRET_KEY": "torture" * 8}
        own["YISHI_BENCH"] = "1"  # limits on attempts are counted as ever and refuse nobody
        source = str(Path(__file__).resolve().parents[3])
        own["PYTHONPATH"] = os.pathsep.join(filter(None, [source, own.get("PYTHONPATH", "")]))
        if self.database:
            own["YISHI_DATABASE_URL"] = self.database.address
        return own

    def begin(self, name: str) -> None:
        """Start the web server or the worker, or the database after a crash."""
        if name == "database" and self.database:
            self.database.start()
            return
        words = {"web": ["serve", "--port", str(self.port), "--workers", "2"], "worker": ["work"]}[name]
        command = [sys.executable, "-m", "yishi", *words]
        self.running[name] = subprocess.Popen(
            command,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name: str) -> None:
        """End it as a power cut would: no chance to finish anything."""
        self.kills[name] += 1
        if name == "database" and self.database:
            self.database.crash()
        else:
            os.killpg(self.running[name].pid, signal.SIGKILL)
            self.running[name].wait()

    def revive(self) -> None:
        """What ended by itself is started again, as systemd would: a web server that finds no database ends."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self.fallen[name] += 1
                self.begin(name)

    def end(self) -> None:
        """End what still runs."""
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def inside(self, what: str, **given: Any) -> Any:
        """What a function of `counting` finds in the house, asked in a process of its own."""
        command = [
            sys.executable,
            "-c",
            f"from yishi.site.torture import counting; counting.answer({what!r})",
        ]
        done = subprocess.run(
            command,
            env=self.environment,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr else f"{what} failed")
        return json.loads(done.stdout.splitlines()[-1])

    def answers(self) -> bool:
        """Whether the web server is up."""
        with socket.socket() as trial:
            trial.settimeout(1)
            return trial.connect_ex(("127.0.0.1", self.port)) == 0
