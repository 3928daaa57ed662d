"""Seals in small batches in one process after another, each killed with SIGKILL at a moment nobody chose.

`python killing.py KILLS MODULE`; the settings and the database come from the environment. Prints how often it killed.
"""

import os
import random
import signal
import sys
import time
from importlib import import_module

import django


def seal_without_end(tell: int) -> None:
    from yishi.record.actions import seal

    seal(batch=3)
    os.write(tell, b"at work")
    while True:
        if not seal(batch=3):
            time.sleep(0.001)


def kill_one() -> None:
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            seal_without_end(tell)
        except BaseException as trouble:  # noqa: BLE001  whatever it was, the test is told
            print(f"a sealer failed by itself: {trouble!r}", file=sys.stderr, flush=True)
        finally:
            os._exit(1)
    os.close(tell)
    os.read(hear, 7)  # however slow the machine is, the blow falls while it seals
    os.close(hear)
    time.sleep(random.uniform(0, 0.12))
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit("a sealer ended before it was killed")


if __name__ == "__main__":
    django.setup()
    import_module(sys.argv[2])
    kills = int(sys.argv[1])
    for _ in range(kills):
        kill_one()
    print(kills)
