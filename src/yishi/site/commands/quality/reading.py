"""Reading what a measure needs: messages and labels from CSV files, and figures with their intervals."""

import csv
from math import sqrt
from pathlib import Path

from .. import Problem

csv.field_size_limit(10_000_000)


def rows(path: Path, *needed: str) -> list[dict[str, str]]:
    """The rows of a CSV file in UTF-8. Raises Problem where it cannot be read or lacks a column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or [])]
            if missing:
                raise Problem(
                    f"{path.name} has no column {', '.join(missing)}; it needs {', '.join(needed)}."
                )
            return list(reader)
    except OSError as trouble:
        raise Problem(f"{path} cannot be read: {trouble.strerror}.") from None
    except (UnicodeDecodeError, csv.Error):
        raise Problem(f"{path.name} is no CSV file in UTF-8.") from None


def messages(path: Path) -> dict[str, dict[str, str]]:
    """Messages by id, each with its whole text as `text`: subject and body."""
    found = rows(path, "id", "subject", "body")
    return {row["id"]: {**row, "text": f"{row['subject']}。{row['body']}"} for row in found}


def need(known: dict, keys: set[str], file: Path) -> None:
    """Every labelled message is there. Raises Problem."""
    lost = sorted(keys - known.keys())
    if lost:
        raise Problem(
            f"{file.name} has no message {', '.join(lost[:5])}{' and others' if len(lost) > 5 else ''}."
        )


def share(hits: int, of: int) -> dict:
    """A share with its 95 % interval (Wilson), to three digits; empty where there is nothing to divide by."""
    if not of:
        return {"hits": hits, "of": of, "share": None, "low": None, "high": None}
    z = 1.96
    p = hits / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return {
        "hits": hits,
        "of": of,
        "share": round(p, 3),
        "low": round(max(0.0, middle - reach), 3),
        "high": round(min(1.0, middle + reach), 3),
    }


def said(figure: dict) -> str:
    """A share for people: 91 % (84–95, 74 of 81)."""
    if figure["share"] is None:
        return "none to count"
    low, high = (f"{figure[end] * 100:.0f}" for end in ("low", "high"))
    return f"{figure['share'] * 100:.0f} % ({low}–{high}; {figure['hits']} of {figure['of']})"
