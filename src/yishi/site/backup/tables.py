"""Tables as lines of JSON and back, the same for both databases."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

PORTION = 5000
"""Rows of a table in one member of the archive."""

LEFT_OUT = {
    "contenttypes.contenttype": "made by migrating",
    "auth.permission": "made by migrating",
    "sessions.session": "people sign in anew",
    "people.attempt": "limits begin anew",
    "record.change": "notes for processes that run now",
    "record.version": "drawn anew by triggers",
    "cases.move": "counted anew from the cases",
    "cases.standing": "counted anew from the cases",
}


def kept() -> list[type[models.Model]]:
    """The tables a backup holds, those others refer to first."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def portions(model: type[models.Model]) -> Iterator[tuple[int, bytes]]:
    """The rows of a table in the order of their keys: (how many, lines of JSON) for each portion."""
    fields = model._meta.concrete_fields
    rows = model._base_manager.order_by("pk").values_list(*(f.attname for f in fields))
    lines: list[bytes] = []
    for row in rows.iterator(chunk_size=PORTION):
        values = [_plain(value) for value in row]
        lines.append(json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False).encode())
        if len(lines) == PORTION:
            yield len(lines), b"\n".join(lines)
            lines = []
    if lines:
        yield len(lines), b"\n".join(lines)


def columns(model: type[models.Model]) -> list[str]:
    """The names of what stands in a line, in order."""
    return [field.attname for field in model._meta.concrete_fields]


def rows(model: type[models.Model], names: list[str], lines: bytes) -> Iterable[models.Model]:
    """The rows of one portion as they were written."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    chosen = [fields[name] for name in names]
    for line in lines.split(b"\n"):
        values = json.loads(line)
        read = {f.attname: _read(f, value) for f, value in zip(chosen, values, strict=True)}
        yield model(**read)


def reset_sequences(found: list[type[models.Model]]) -> None:
    """The next row gets a number that none has yet."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    # Django's encoder cuts moments to milliseconds; the record's hashes need them whole
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read(field: models.Field, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    target: models.Field = getattr(field, "target_field", field)
    return target.to_python(value)
