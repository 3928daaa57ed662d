"""`./yishi record`: look after the public record, check it, prove from it, hand it out."""

import argparse
import json
import sys
from pathlib import Path

from . import Problem, progress

NAME = "record"
HELP = "Check the public record, prove from it, export it, count its indicators anew."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word says what to do."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    verify = what.add_parser("verify", help="check every entry, leaf and tree head; or a downloaded export")
    verify.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="check this download of the record, or this proof, not the database",
    )
    verify.add_argument(
        "--head", action="append", default=[], metavar="SIZE:ROOT", help="a tree head noted before"
    )
    verify.add_argument("--proof", action="append", default=[], metavar="FILE", help="the proof of a receipt")
    prove = what.add_parser("prove", help="prove that the entries of a case are in the newest tree")
    prove.add_argument("case", help="number of the case, or a reference such as post:3")
    prove.add_argument("--output", metavar="FILE", type=Path, help="write the proofs to this file")
    prove.add_argument(
        "--whole", action="store_true", help="with the contents of entries that are not public"
    )
    what.add_parser("head", help="show the newest tree head")
    export = what.add_parser("export", help="write the record to a file that anybody may have")
    export.add_argument("file", metavar="FILE", type=Path, help="packed where the name ends in .gz")
    rebuild = what.add_parser(
        "rebuild", help="count the indicators anew from the record and put them in place"
    )
    rebuild.add_argument("--compare", action="store_true", help="change nothing, only say where they differ")


def run(options: argparse.Namespace) -> dict:
    """Do what the word says."""
    doing = {"verify": _verify, "prove": _prove, "head": _head, "export": _export, "rebuild": _rebuild}
    return {"what": options.what, **doing[options.what](options)}


def show(result: dict) -> None:
    """For people."""
    _SHOW[result["what"]](result)


def _verify(options: argparse.Namespace) -> dict:
    from yishi.record import checking, offline

    try:
        known = offline.known_heads(options.head, options.proof)
        if not options.file:
            progress("Reading the whole record; it may take a while.")
            return checking.check(known).as_json()
        if (proof := _as_proof(options.file)) is not None:
            size, root = offline.check_proof(proof)
            return {"ok": True, "size": size, "root": root, "proof_of": proof["index"]}
        with offline.opened(options.file) as lines:
            return offline.check(lines, known).as_json()
    except (OSError, offline.Unreadable) as trouble:
        raise Problem(str(trouble)) from None


def _as_proof(name: str) -> dict | None:
    """The proof of a receipt in this file; None where it is something else."""
    from yishi.record import offline

    path = Path(name)
    if path.suffix != ".json" or path.stat().st_size > offline.LONGEST_LINE:
        return None
    found = offline.read_object(path.read_bytes())
    return found if found.get("format") == offline.PROOF_FORMAT else None


def _prove(options: argparse.Namespace) -> dict:
    from yishi.record import proofs
    from yishi.record.models import Entry

    ref = _reference(options.case)
    head = proofs.newest_head()
    found, waiting = [], 0
    for entry in Entry.objects.about(ref):
        try:
            found.append(proofs.prove(entry, head).as_json(whole=options.whole or None))
        except proofs.NotSealed:
            waiting += 1
    if not found and not waiting:
        raise Problem(f"The record holds nothing about {ref}.")
    result = {
        "ok": not waiting,
        "subject": ref,
        "head": proofs.head_as_json(head) if head else None,
        "not_sealed_yet": waiting,
        "proofs": found,
    }
    if options.output:
        options.output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        result["written"] = str(options.output)
    return result


def _reference(text: str) -> str:
    from yishi.cases.models.case import parse_number

    if ":" in text:
        return text
    pk = parse_number(text)
    if pk is None:
        raise Problem(f"“{text}” is no number of a case: its last digit does not fit the others.")
    return f"case:{pk}"


def _head(_options: argparse.Namespace) -> dict:
    from yishi.record import proofs

    head = proofs.newest_head()
    if head is None:
        raise Problem("Nothing has been sealed yet; the worker does it (`./yishi work`).")
    return proofs.head_as_json(head)


def _export(options: argparse.Namespace) -> dict:
    from yishi.record import export

    if not options.file.parent.is_dir():
        raise Problem(f"There is no directory {options.file.parent}.")
    head = export.write(options.file)
    root = bytes(head.root).hex() if head else ""
    return {"file": str(options.file), "size": head.size if head else 0, "root": root}


def _rebuild(options: argparse.Namespace) -> dict:
    from yishi.cases import standing
    from yishi.cases.actions.standing import recount_standing
    from yishi.record import actions

    progress("Counting the record anew.")
    if options.compare:
        found, wrong = actions.compare_indicators().as_json(), len(standing.differences())
        return {**found, "ok": found["ok"] and not wrong, "standing": wrong}
    comparison = actions.rebuild_indicators()
    # What was wrong has been put right; only what cannot be counted at all is a failure.
    return {
        **comparison.as_json(),
        "ok": not comparison.unknown,
        "replaced": True,
        "standing": recount_standing(),
    }


def _show_report(result: dict) -> None:
    from yishi.record.offline import Report

    if "proof_of" in result:
        print(
            f"The proof holds: entry {result['proof_of']} stands in the tree {result['size']}:{result['root']}"
        )
        return
    report = {key: value for key, value in result.items() if key not in ("ok", "what")}
    print(Report(**report).as_text())


def _show_proofs(result: dict) -> None:
    for proof in result["proofs"]:
        what = proof["leaf"]["kind"] if proof["leaf"] else "withheld"
        print(f"entry {proof['index']} ({what}): {len(proof['path'])} steps to the root")
    if result["head"]:
        print(f"tree head {result['head']['size']}:{result['head']['root']}")
    if result["not_sealed_yet"]:
        print(
            f"{result['not_sealed_yet']} entries wait to be sealed; try again in a minute.", file=sys.stderr
        )
    if "written" in result:
        print(f"written to {result['written']}")


def _show_head(result: dict) -> None:
    print(f"{result['size']}:{result['root']}")
    print(f"sealed at {result['sealed_at']}")


def _show_export(result: dict) -> None:
    print(f"{result['size']} entries are in {result['file']}")
    if result["root"]:
        print(f"tree head {result['size']}:{result['root']}")


def _show_comparison(result: dict) -> None:
    for each in result["listed"]:
        place = each["place"] or "everywhere"
        print(
            f"{each['day']} {place} {each['measure']}: stored {each['stored']}, the record says {each['recorded']}"
        )
    for kind, count in result["unknown_kinds"].items():
        print(f"{count} entries of the kind {kind} cannot be counted: this version does not know it")
    if result.get("replaced"):
        print(f"{result['entries']} entries counted; {result['differences']} indicators were put right.")
    else:
        print(f"{result['entries']} entries counted; {result['differences']} indicators differ.")
    if result.get("standing"):
        print(f"Of what stands where, {result['standing']} sums were not what the cases say.")


_SHOW = {
    "verify": _show_report,
    "prove": _show_proofs,
    "head": _show_head,
    "export": _show_export,
    "rebuild": _show_comparison,
}
