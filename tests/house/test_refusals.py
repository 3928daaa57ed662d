"""Every no of a rule, and every refusal of an action, says why in words that are translated."""

import ast
from collections.abc import Iterator
from pathlib import Path

import yishi

SOURCE = Path(yishi.__file__).parent
SAYS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def refusals() -> Iterator[tuple[str, ast.Call]]:
    """Every call of `no(…)` in a rule and `Refused(…)` in an action, with where it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE)
        room = {part.removesuffix(".py") for part in inside.parts[1:]}
        wanted = {"no"} if "rules" in room else {"Refused"} if "actions" in room else set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in wanted:
                yield f"{inside}:{node.lineno}", node


def says_why(call: ast.Call) -> bool:
    """Whether the first thing given is a sentence, or comes from one that was made before."""
    if not call.args:
        return False
    why = call.args[0]
    if isinstance(why, ast.BinOp):  # a sentence with its places filled
        why = why.left
    if isinstance(why, ast.Call) and isinstance(why.func, ast.Name) and why.func.id in SAYS:
        return any(isinstance(arg, ast.Constant) and len(str(arg.value)) > 10 for arg in why.args)
    return not isinstance(why, ast.Constant)  # a name: what was said where it was made


def test_every_refusal_says_why():
    found = list(refusals())
    assert len(found) > 100
    silent = [where for where, call in found if not says_why(call)]
    assert not silent, silent
