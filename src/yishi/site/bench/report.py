"""The benchmark as a table for people, in the Markdown that docs/performance.md is written in."""

from typing import Any

HEAD = (
    "| what | connections | p50 ms | p99 ms | requests/s | processor ms | queries "
    "| to its rung | by processor | p50, times its rung's |"
)
RULE = "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"


def text(result: dict[str, Any]) -> str:
    """Everything measured."""
    about = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in result["machine"].items())
    rungs = ["", "### Rungs", "", HEAD, RULE] if result["rungs"] else []
    parts = [about, *rungs, *(line(row, {}) for row in result["rungs"])]
    for n, size in enumerate(result["sizes"]):
        last = n == len(result["sizes"]) - 1
        ratios = result["ratios"] if last else {}
        parts += [
            "",
            f"### {size['cases']:,} cases in {result['estates']:,} estates",
            "",
            *_about(size),
            "",
            HEAD,
            RULE,
        ]
        parts += [line(row, ratios) for row in size["measured"]]
    for size in result.get("dwellings", ()):
        filled = f"Filled in {size['seconds_to_fill']} s; asked in the process, one after the other."
        parts += ["", f"### {size['dwellings']:,} dwellings on the roll", "", filled, "", HEAD, RULE]
        parts += [line(row, {}) for row in size["measured"]]
    if result["ratios"]["p50_growth"]:
        parts += ["", "### Growth of the median from the smallest size to the largest", ""]
        parts += ["| what (connections) | times |", "|---|---:|"]
        parts += [f"| {what} | {times} |" for what, times in result["ratios"]["p50_growth"].items()]
    return "\n".join(parts)


def _about(size: dict[str, Any]) -> list[str]:
    fill, worker = size["fill"], size["worker"]
    memory = ", ".join(f"{name} {amount} MB" for name, amount in size["memory_mb"].items())
    return [
        f"Entered {fill['cases_per_second']} cases a second, sealed and added up {fill['sealed_per_second']} entries "
        f"a second. Memory: {memory}. After the last report {worker['waiting_after_the_last_report']} entries waited; "
        f"the worker had caught up after {worker['seconds_until_caught_up']} s."
    ]


def line(row: dict[str, Any], ratios: dict[str, Any]) -> str:
    key = f"{row['what']} ({row['connections']})"
    cpu = "" if row["cpu"] is None else row["cpu"]
    queries = "" if row["queries"] is None else row["queries"]
    wrong = f" ({row['wrong']} wrong)" if row["wrong"] else ""
    stands = [
        str(ratios.get(kind, {}).get(key, "")) for kind in ("to_rung", "to_rung_by_processor", "p50_to_rung")
    ]
    return (
        f"| {row['what']}{wrong} | {row['connections']} | {row['p50']} | {row['p99']} | {row['per_second']} | "
        f"{cpu} | {queries} | {' | '.join(stands)} |"
    )
