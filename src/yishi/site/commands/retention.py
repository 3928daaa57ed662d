"""`./yishi retention`: what has been kept long enough is erased."""

import argparse

NAME = "retention"
HELP = "Erase what has been kept long enough, by the rules of the house; the worker does it once a day."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Look first, if you like."""
    parser.add_argument("--dry-run", action="store_true", help="change nothing, only say what would go")


def run(options: argparse.Namespace) -> dict:
    """Count, or erase."""
    from yishi.site import retention

    if options.dry_run:
        return {"dry_run": True, "rules": retention.waiting(), "files": len(retention.orphans())}
    return {"dry_run": False, "gone": retention.retain_all(), "files": retention.sweep_orphans()}


def show(result: dict) -> None:
    """A line a rule."""
    if result["dry_run"]:
        for rule in result["rules"]:
            count = "another job" if rule["count"] is None else rule["count"]
            print(f"{rule['what']:<12} {rule['keep_days']:>5} days   would go: {count}")
    else:
        for what, count in result["gone"].items():
            print(f"{what:<12} gone: {count}")
    print(f"files that no row names: {result['files']}")
