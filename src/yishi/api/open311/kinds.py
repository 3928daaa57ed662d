"""Services as GeoReport calls them: our kinds of matters, and what each asks beside the words."""

from typing import Any

from django.utils.translation import gettext as _

from yishi.cases import known
from yishi.cases.models import Category, Question

NOT_SURE = "other.matter"
"""Code of the kind for what fits nowhere."""
PLACE, CALM = "place", "calm"
"""Questions every kind has, and every emergency: where, and that nobody is in danger."""


def offered() -> list[Category]:
    """The kinds a matter can be of, in the order of the pages; kept by the process, for reading."""
    return [kind for top in known.tops() for kind in _under(top)]


def _under(top: Category) -> list[Category]:
    return sorted(
        (kind for kind in top.children.all() if kind.active), key=lambda each: (each.position, each.pk)
    )


def by_code(code: str) -> list[Category]:
    """The kind with the code, or all kinds under the heading that has it; also one that is offered no more, which cases
    may still have. Empty for none."""
    tops = known.tops()
    if heading := next((top for top in tops if top.code == code), None):
        return list(heading.children.all())
    found = next((kind for top in tops for kind in top.children.all() if kind.code == code), None)
    return [found] if found else list(Category.objects.filter(code=code))


def chosen(code: str) -> Category | None:
    """The kind with the code, if a matter can be of it."""
    return next((kind for kind in offered() if kind.code == code), None)


def listed() -> list[dict[str, Any]]:
    """All services."""
    return [service(kind, top.name) for top in known.tops() for kind in _under(top)]


def service(kind: Category, group: str) -> dict[str, Any]:
    """One of them. Every kind can be told where it is, so each has a definition."""
    return {
        "service_code": kind.code,
        "service_name": kind.name,
        "description": kind.stop or kind.notice or kind.name,
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join([group, *(["emergency"] if kind.stop else [])]),
        "group": group,
    }


def definition(kind: Category) -> dict[str, Any]:
    """What a service asks: words to be shown first, where it is, then the kind's own questions."""
    asked = [*_to_show(kind), _where(), *_calm(kind), *(_own(each) for each in known.questions(kind.pk))]
    in_order = [{**each, "order": n} for n, each in enumerate(asked, start=1)]
    return {"service_code": kind.code, "attributes": in_order}


def _attribute(
    code: str,
    datatype: str,
    description: str,
    *,
    variable: bool = True,
    required: bool = False,
    hint: str = "",
    values: tuple[tuple[str, str], ...] = (),
) -> dict[str, Any]:
    found = {
        "variable": variable,
        "code": code,
        "datatype": datatype,
        "required": required,
        "datatype_description": hint,
        "order": 0,
        "description": description,
    }
    return {**found, "values": [{"key": key, "name": name} for key, name in values]} if values else found


def _to_show(kind: Category) -> list[dict[str, Any]]:
    said = [("stop", f"{kind.stop} ☎ {kind.stop_number}" if kind.stop else ""), ("notice", kind.notice)]
    return [_attribute(code, "string", words, variable=False) for code, words in said if words]


def _where() -> dict[str, Any]:
    hint = _("Code of the building or estate. Or send it as address_id, or name the place in address_string.")
    return _attribute(PLACE, "string", _("Where is it?"), hint=hint)


def _calm(kind: Category) -> list[dict[str, Any]]:
    if not kind.stop:
        return []
    words = _("Was the emergency number rung, and is nobody in danger any more?")
    return [_attribute(CALM, "singlevaluelist", words, required=True, values=(("yes", _("yes")),))]


def _own(question: Question) -> dict[str, Any]:
    choices = tuple(question.choices) if question.kind != Question.Kind.TEXT else ()
    kind = "singlevaluelist" if choices else "string"
    return _attribute(f"q{question.pk}", kind, question.text, values=choices)
