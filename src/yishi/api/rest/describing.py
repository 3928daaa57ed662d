"""The interface in words: the OpenAPI 3.1 document, and the same for people."""

import copy
import functools
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from ninja.openapi.schema import OpenAPISchema

from . import acting, doings
from .joined import api
from .once import HEADER, LONGEST
from .problems import KINDS, MEDIA_TYPE, ProblemDocument

PREFIX = "/api/v1"
INTRODUCTION = """\
What a resident or a holder can do on the pages of Yishi, done by a program: the same rules, actions and record stand
behind it. Reading needs no key for what everybody may read. A key is made at `/me/keys/`, acts for one person as a
resident or for one post, within its scopes, until its day, and is shown as `Authorization: Bearer ys_…` or `X-Api-Key`.
The session of a browser has no rights here.

* Errors are problem documents (RFC 9457): `type`, `title`, `status`, `detail`, with 422 `errors` by field. Sentences
  come in the language of `Accept-Language` (`zh-Hans` or `en`). What may not be seen is answered as what is not there.
* Unknown parameters and fields are refused (422), so that a misspelt filter never widens a list.
* Lists have `limit` (1 to 100) and `cursor`; the next page's cursor stands in `next` and in the header `Link`.
* Reads carry an `ETag`; asked again with `If-None-Match`, unchanged things are answered by 304. A write with `If-Match`
  is refused (412) where the thing stands otherwise by now.
* A POST with an `Idempotency-Key` of your own happens once: sent again it is answered the same again
  (`Idempotency-Replayed: true`), also after you were cut off. Answers are kept for 30 days.
* 600 reads a minute from an address, 1,800 with a key, 120 writes with a key; beyond that 429 with `Retry-After`.
* Pictures are sent within the JSON, in base64; 24 MB in all.
"""
SECURITY = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "ys_…",
        "description": "A key of /me/keys/.",
    },
    "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "The same key."},
}
PARTS = {
    "number": "Its number, as people read it out.",
    "code": "Its code.",
    "n": "Number of the part; of a line the one read out at the session, such as A7.",
}
"""What the parts of addresses are."""
_HEADERS = {
    "ETag": {"description": "Stands for what was told.", "schema": {"type": "string"}},
    "Link": {"description": "Where the next page is: rel=next.", "schema": {"type": "string"}},
    "Location": {"description": "Where what was made stands.", "schema": {"type": "string"}},
    "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "Replayed": {"description": "Nothing was done; this was answered before.", "schema": {"type": "string"}},
}


@functools.cache
def document(language: str = "en") -> dict[str, Any]:
    """The document, put together once a process; the names of fields and errors in a language."""
    with translation.override(language):
        return _document()


def _document() -> dict[str, Any]:
    found = dict(OpenAPISchema(api, PREFIX.lstrip("/")))
    found["info"] = {
        "title": "Yishi REST",
        "version": api.version,
        "summary": "议事 · 开放接口",
        "description": INTRODUCTION,
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    _each_doing(found["paths"])
    found["servers"] = [{"url": "/", "description": "Where this document was read."}]
    found["tags"] = _tags(found["paths"])
    schemas = found["components"]["schemas"]
    schemas["Problem"] = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    found["components"].update(securitySchemes=SECURITY, headers=_HEADERS, responses=_problems())
    for methods in found["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return found


def _each_doing(paths: dict[str, Any]) -> None:
    """Each doing has a path of its own in the document, with what it takes: one address stands behind all of them."""
    for whole in [path for path in paths if path.endswith("/doings/{doing}")]:
        any_of_them = paths.pop(whole)["post"]
        subject = acting.SUBJECTS.get(whole.removeprefix(PREFIX))
        table: Sequence[Any] = subject.deeds if subject else doings.table()
        for name in dict.fromkeys(each.name for each in table):
            found = [each for each in table if each.name == name]
            told = _doing(copy.deepcopy(any_of_them), found)
            told["operationId"] = f"do_{subject.name}_{name}" if subject else f"do_{name}"
            paths[whole.replace("{doing}", name)] = {"post": told}


def _doing(operation: dict[str, Any], found: Sequence[Any]) -> dict[str, Any]:
    by = {each.whose for each in found}
    several = bool(found[0].variant) and found[0].name == "answer"
    operation["summary"] = str(_("Answer it") if several else found[0].label)
    operation["x-chinese"] = ""
    operation["parameters"] = [each for each in operation["parameters"] if each["name"] != "doing"]
    person, post = operation["x-scopes"]
    operation["x-scopes"] = [person if doings.RESIDENT in by else None, post if doings.POST in by else None]
    words = dict.fromkeys(str(each.lead) for each in found if each.lead)
    operation["description"] = "\n\n".join([*words, operation["description"]])
    shapes = [_shape(each, len(by) > 1) for each in found]
    body = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
    needed = all(each.get("required") for each in shapes)
    operation["requestBody"] = {"required": needed, "content": {"application/json": {"schema": body}}}
    return operation


def _shape(doing: Any, several: bool) -> dict[str, Any]:
    title = str(doing.label)
    if several:
        said = _("As a resident: %(label)s") if doing.whose == doings.RESIDENT else _("As a post: %(label)s")
        title = said % {"label": title}
    found: dict[str, Any] = doing.shape(title)
    if doing.variant:
        found["properties"] = {"kind": {"type": "string", "const": doing.variant}, **found["properties"]}
        found["required"] = ["kind", *found.get("required", [])]
    return found


def _tags(paths: dict[str, Any]) -> list[dict[str, str]]:
    used = dict.fromkeys(
        tag
        for methods in paths.values()
        for operation in methods.values()
        for tag in operation.get("tags", [])
    )
    return [{"name": tag} for tag in used]


def _problems() -> dict[str, Any]:
    """The problem answers, which every operation points to."""
    return {f"Problem{status}": _problem(status) for status in KINDS}


def _problem(status: int) -> dict[str, Any]:
    slug, title, meant = KINDS[status]
    example: dict[str, Any] = {
        "type": f"{PREFIX}/docs#problem-{slug}",
        "title": str(title),
        "status": status,
        "detail": str(meant),
    }
    if status == 422:
        example["errors"] = {"place": ["There is no place with the code “421”."]}
    told: dict[str, Any] = {
        "description": str(meant),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
    if status in (409, 429, 503):
        told["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
    return told


def _complete(operation: dict[str, Any]) -> None:
    """What the frame adds to every operation: security, headers, problem answers."""
    key = operation.pop("x-key", "optional")
    keyed: list[dict[str, list[str]]] = [{"bearer": []}, {"header": []}]
    operation["security"] = keyed if key == "needed" else [{}, *keyed]
    statuses = (*operation.pop("x-problems", ()), 500, 503)
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    for status in sorted(set(statuses)):
        answers[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    parameters = operation.setdefault("parameters", [])
    for each in parameters:
        if each["in"] == "path" and "description" not in each:
            each["description"] = PARTS.get(each["name"], each["name"])
    parameters.append(_header("Accept-Language", "Language of names and sentences: `zh-Hans` or `en`."))
    done = next(answer for status, answer in answers.items() if status in ("200", "201"))
    if operation.pop("x-writes", False):
        parameters += [
            _once(),
            _header("If-Match", "Refuse (412) unless it stands as when this ETag was told."),
        ]
        done["headers"] = {
            "Idempotency-Replayed": {"$ref": "#/components/headers/Replayed"},
            "Location": {"$ref": "#/components/headers/Location"},
        }
    else:
        parameters.append(_header("If-None-Match", "The ETag one has: unchanged, the answer is 304."))
        answers["304"] = {"description": "Nothing has changed."}
        done["headers"] = {
            "ETag": {"$ref": "#/components/headers/ETag"},
            "Link": {"$ref": "#/components/headers/Link"},
        }
    operation["responses"] = answers
    _scopes(operation)


def _scopes(operation: dict[str, Any]) -> None:
    """OpenAPI has no scopes for plain keys, so they stand in the words."""
    chinese, scopes = operation.pop("x-chinese", ""), operation.pop("x-scopes", None)
    if chinese:
        here = (translation.get_language() or "").startswith("zh")
        operation["summary"] = chinese if here else f"{operation['summary']} · {chinese}"
    if scopes:
        person, post = scopes
        said = [f"a resident's key with the scope `{person}`" if person else ""]
        said.append(f"a post's key with the scope `{post}`" if post else "")
        words = " or ".join(filter(None, said))
        operation["description"] = f"{operation.get('description', '')}\n\nNeeds {words}.".strip()
        operation["x-scopes"] = {"resident": person, "post": post}


def _header(name: str, words: str, **schema: Any) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": False,
        "description": words,
        "schema": {"type": "string", "maxLength": 200, **schema},
    }


def _once() -> dict[str, Any]:
    return _header(
        HEADER,
        "A name of your own for this sending: sent again under it, it happens once.",
        minLength=1,
        maxLength=LONGEST,
        pattern="^[!-~]+$",
    )
