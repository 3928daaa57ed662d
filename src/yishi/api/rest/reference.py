"""The document as a page for people: every address with what it takes and gives, and how one asks it."""

import functools
import json
import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .describing import document
from .problems import KINDS

GROUPS = {
    "lookups": gettext_lazy("Kinds and places"),
    "cases": gettext_lazy("Matters: read and raised"),
    "doings": gettext_lazy("What is done to a matter"),
    "sessions": gettext_lazy("Sessions"),
    "series": gettext_lazy("Series of sessions"),
    "session_doings": gettext_lazy("What is done to a session and its parts"),
    "place_doings": gettext_lazy("What begins at a place"),
    "topics": gettext_lazy("Topics"),
    "promises": gettext_lazy("Promises"),
    "notices": gettext_lazy("Notices"),
}
"""What the groups of the document are called on the page; one of another name bears its own."""
EXAMPLES = {"number": "596", "code": "421182001901-01-03", "place": "421182001901-01-03", "n": "7"}


@functools.cache
def reference(language: str) -> dict[str, Any]:
    """What the page shows, in the reader's language; put together once a process."""
    found = document(language)
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            told = _operation(path, method.upper(), operation)
            groups.setdefault((operation.get("tags") or ["other"])[0], []).append(told)
    return {
        "groups": [
            {
                "slug": tag,
                "title": str(GROUPS.get(tag, tag)),
                "operations": told,
                "acts": any("/doings/" in each["path"] for each in told),
            }
            for tag, told in groups.items()
        ],
        "shapes": [
            {"name": name, "words": shape.get("description", ""), "fields": _fields(shape)}
            for name, shape in sorted(found["components"]["schemas"].items())
            if "properties" in shape
        ],
        "problems": [
            {"status": status, "slug": slug, "title": str(title), "words": str(words)}
            for status, (slug, title, words) in KINDS.items()
        ],
    }


def _operation(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    (status, answer) = next((s, a) for s, a in operation["responses"].items() if s in ("200", "201"))
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    shapes = _alternatives(content.get("schema", {}))
    scopes = operation.get("x-scopes") or {}
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "summary": operation["summary"],
        "words": _paragraphs(path, operation),
        "keyed": {} not in operation["security"],
        "resident": scopes.get("resident"),
        "post": scopes.get("post"),
        "parameters": [
            {
                "name": each["name"],
                "where": each["in"],
                "type": _type(each.get("schema", {})),
                "needed": each.get("required", False),
                "words": each.get("description", ""),
            }
            for each in operation.get("parameters", [])
            if each["in"] != "header"
        ],
        "bodies": [{"title": each.get("title", ""), "fields": _fields(each)} for each in shapes],
        "body_shape": _shape_name(content.get("schema", {})),
        "status": status,
        "gives": _type(answer["content"]["application/json"]["schema"]),
        "gives_shape": _shape_name(answer["content"]["application/json"]["schema"]),
        "others": [each for each in operation["responses"] if each not in (status, "500", "503")],
        "curl": _curl(path, method, operation, shapes),
    }


def _paragraphs(path: str, operation: dict[str, Any]) -> list[str]:
    """What is said of it; of a doing, what holds for all of them stands once, above."""
    said = operation.get("description", "").partition("\n\nNeeds ")[0]
    found = [" ".join(each.split()) for each in said.split("\n\n") if each.strip()]
    return found[:-1] if "/doings/" in path else found


def _alternatives(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in schema.get("anyOf", [schema]) if each.get("properties")]


def _fields(shape: dict[str, Any]) -> list[dict[str, Any]]:
    needed = shape.get("required", [])
    return [
        {
            "name": name,
            "type": _type(each),
            "shape": _shape_name(each),
            "needed": name in needed,
            "words": each.get("description", ""),
        }
        for name, each in shape.get("properties", {}).items()
    ]


def _type(schema: dict[str, Any]) -> str:
    """The kind of a value in a few signs."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if parts := schema.get("anyOf") or schema.get("allOf"):
        return " | ".join(dict.fromkeys(_type(each) for each in parts))
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"] if each is not None)
    kind = schema.get("type", "")
    kinds = [each for each in (kind if isinstance(kind, list) else [kind]) if each != "null"]
    named = kinds[0] if kinds else "null"
    if named == "array":
        return f"[{_type(schema.get('items', {}))}]"
    if named == "string" and schema.get("contentEncoding"):
        return "base64"
    return schema.get("format") or named


def _shape_name(schema: dict[str, Any]) -> str:
    """The shape a value is of, to be looked up on the page."""
    found = re.search(r"#/components/schemas/([^\"]+)", json.dumps(schema))
    return found[1] if found else ""


def _curl(path: str, method: str, operation: dict[str, Any], shapes: list[dict[str, Any]]) -> str:
    """How it is asked from a command line."""
    known = {**EXAMPLES, "n": "A7"} if "/lines/" in path else EXAMPLES
    filled = re.sub(r"{(\w+)}", lambda found: known.get(found[1], "1"), path)
    lines = [f"curl {'-X POST ' if method == 'POST' else ''}$YISHI{filled}"]
    if {} not in operation["security"]:
        lines.append('-H "Authorization: Bearer $KEY"')
    if method == "POST":
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
        said = _said(shapes[0] if shapes else {}, operation)
        lines += ['-H "Content-Type: application/json"', f"-d '{said}'"]
    return " \\\n  ".join(lines)


def _said(shape: dict[str, Any], operation: dict[str, Any]) -> str:
    """An example of what is sent: what must be."""
    if not shape:
        schema = (
            operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        )
        shape = document()["components"]["schemas"].get(_shape_name(schema), {})
    needed = {name: shape["properties"][name] for name in shape.get("required", [])}
    return json.dumps({name: _example(each) for name, each in needed.items()}, ensure_ascii=False)


def _example(schema: dict[str, Any]) -> Any:
    if found := schema.get("examples"):
        return found[0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    return {"boolean": True, "integer": 1, "array": []}.get(
        str(schema.get("type")), "2026-12-01" if schema.get("format") == "date" else _("in a sentence")
    )
