"""`./yishi work`: the worker, which does what the clock asks for."""

import argparse
import signal
import threading

from . import progress

NAME = "work"
HELP = "Start the worker: it seals the record, watches deadlines and sends messages."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One round or on and on."""
    parser.add_argument("--once", action="store_true", help="run every due job once, report and end")


def run(options: argparse.Namespace) -> int | dict:
    """Work until SIGTERM or SIGINT; the round at hand is finished first."""
    from yishi.site import schedule

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if not options.once:
        progress("The worker is at work; Ctrl-C ends it after the round at hand.")
    done = schedule.run(stop, once=options.once)
    return {"ok": True, "jobs": done} if options.once else 0


def show(result: dict) -> None:
    """What each job did."""
    for job, count in result["jobs"].items():
        print(f"{job}: {count}")
