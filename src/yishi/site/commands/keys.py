"""`./yishi keys`: the keys that what was said in confidence is encrypted with."""

import argparse

from . import progress

NAME = "keys"
HELP = "Show the data keys, make a new one, encrypt everything anew under it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word says what to do."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    what.add_parser("list", help="the keys, when each was made, and how much it opens")
    what.add_parser("new", help="a new key encrypts from now on; what is there stays as it is")
    rotate = what.add_parser(
        "rotate", help="a new key, and everything encrypted anew under it; safe beside the server"
    )
    rotate.add_argument(
        "--resume", action="store_true", help="no new key: go on with a change that was stopped half-way"
    )


def run(options: argparse.Namespace) -> dict:
    """Do what the word says."""
    from yishi.record import keyring
    from yishi.site import keys

    if options.what == "new" or (options.what == "rotate" and not options.resume):
        made = keyring.new()
        progress(f"The key {made.id} encrypts from now on.")
    result: dict = {"what": options.what, "ring": str(keyring.path())}
    if options.what == "rotate":
        done = keys.turn(lambda where, n: progress(f"{where}: {n}"))
        result |= {"texts": done.texts, "pictures": done.pictures, "dropped": list(done.dropped)}
    result["keys"] = [
        {"id": key.id, "made_at": key.made_at, "active": key.active, "opens": keys.users(key.id)}
        for key in keyring.all_keys()
    ]
    return result


def show(result: dict) -> None:
    """A line a key."""
    if result["what"] == "rotate":
        print(f"{result['texts']} texts and {result['pictures']} pictures were encrypted anew.")
        for name in result["dropped"]:
            print(f"The key {name} opened nothing any more and is gone.")
    for key in result["keys"]:
        standing = "active" if key["active"] else "old"
        print(f"{key['id']}  {key['made_at']}  {standing:<6}  opens {key['opens']}")
    if len(result["keys"]) > 1 and result["what"] == "rotate":
        print("Old keys that open nothing are dropped by the worker within the hour. Make a backup now.")
