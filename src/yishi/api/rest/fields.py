"""The fields of a form as a program sees them: what the document says of each, and how what was sent is put into it.

The forms are those of the pages, so a program is told the same sentences as a person, and nothing is allowed to one
that is not allowed to the other.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from yishi.cases.forms.fields import Files, YesNo
from yishi.insight.words import clean
from yishi.network.pictures import MOST_PHOTOS

from . import pictures
from .problems import Problem
from .wording import BODY

MOST_CHOICES = 200
LONGEST = 4000


def kind_of(field: forms.Field) -> str:
    """What is sent for it: pictures, picture, boolean, choices, choice, day, number or text."""
    for kinds, name in (
        ((Files,), "pictures"),
        ((forms.FileField,), "picture"),
        ((YesNo, forms.BooleanField), "boolean"),
        ((forms.MultipleChoiceField, forms.ModelMultipleChoiceField), "choices"),
        ((forms.ChoiceField, forms.ModelChoiceField), "choice"),
        ((forms.DateField,), "day"),
        ((forms.IntegerField,), "number"),
    ):
        if isinstance(field, kinds):
            return name
    return "text"


def needed(field: forms.Field) -> bool:
    """Whether it must be sent: one that has a usual value need not."""
    return field.required and (field.initial in (None, "") or callable(field.initial))


def choices(field: forms.Field) -> list[tuple[str, str]]:
    """Key and words of each choice there is; of a field whose choices are of one case, those of that case. Of choices
    in groups, those of all groups."""
    found: list[tuple[str, str]] = []
    for key, words in getattr(field, "choices", ()):
        for one, said in words if isinstance(words, (list, tuple)) else [(key, words)]:
            if force_str(one) and len(found) < MOST_CHOICES:
                found.append((force_str(one), force_str(said)))
    return found


def schema(form: type[forms.Form], title: str) -> dict[str, Any]:
    """The JSON schema of what a form takes, whatever case it is about."""
    return schema_of(form.base_fields, title)


def schema_of(fields: Mapping[str, forms.Field], title: str) -> dict[str, Any]:
    """The JSON schema of what these fields take."""
    found: dict[str, Any] = {
        "type": "object",
        "title": title,
        "properties": {name: _property(field) for name, field in fields.items()},
    }
    if asked := [name for name, field in fields.items() if needed(field)]:
        found["required"] = asked
    return found


def _property(field: forms.Field) -> dict[str, Any]:
    found: dict[str, Any] = {**_shape(field)}
    words = " ".join(filter(None, (force_str(field.label or ""), force_str(field.help_text or ""))))
    if words:
        found["description"] = words
    if not needed(field):
        found = {**found, "type": [found["type"], "null"]}
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
    return found


def _shape(field: forms.Field) -> dict[str, Any]:
    kind = kind_of(field)
    if kind == "pictures":
        one = {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/jpeg"}
        return {"type": "array", "maxItems": MOST_PHOTOS, "items": one}
    if kind == "picture":
        return {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/jpeg"}
    if kind == "boolean":
        return {"type": "boolean"}
    if kind in ("choice", "choices"):
        one = {"type": "string"}
        if not isinstance(field, forms.ModelChoiceField) and (
            keys := [key for key, _words in choices(field)]
        ):
            one["enum"] = keys  # type: ignore[assignment]
        return one if kind == "choice" else {"type": "array", "items": one, "uniqueItems": True}
    if kind == "day":
        return {"type": "string", "format": "date"}
    if kind == "number":
        limits = {"minimum": getattr(field, "min_value", None), "maximum": getattr(field, "max_value", None)}
        return {"type": "integer", **{name: limit for name, limit in limits.items() if limit is not None}}
    return {"type": "string", "maxLength": getattr(field, "max_length", None) or LONGEST}


def told(name: str, field: forms.Field) -> dict[str, Any]:
    """A field of a form about one case, with the choices there are."""
    return {
        "name": name,
        "label": force_str(field.label or name),
        "hint": force_str(field.help_text or "") or None,
        "kind": kind_of(field),
        "needed": needed(field),
        "choices": [{"key": key, "name": words} for key, words in choices(field)]
        if kind_of(field) in ("choice", "choices")
        else [],
    }


def put(fields: Mapping[str, forms.Field], body: Mapping[str, Any]) -> tuple[QueryDict, MultiValueDict]:
    """What was sent as a form takes it: its fields and its files. Raises Problem for what is of another kind."""
    data = QueryDict(mutable=True)
    files: MultiValueDict[str, Any] = MultiValueDict()
    errors: dict[str, list[str]] = {}
    for name in body:
        if name not in fields:
            errors[name[:100]] = [_("There is no such field here.")]
    for name, field in fields.items():
        value = body.get(name)
        if value is None:
            _usual(data, name, field)
        elif wrong := _put(data, files, name, field, value):
            errors[name] = [wrong]
    if errors:
        raise Problem(422, errors=errors)
    return data, files


def _usual(data: QueryDict, name: str, field: forms.Field) -> None:
    """What stands chosen on the page is what a program means that says nothing."""
    if kind_of(field) == "choice" and field.initial is not None and not callable(field.initial):
        data[name] = force_str(getattr(field.initial, "pk", field.initial))


def begin(form: forms.Form) -> None:
    """Each field knows what it begins with for what the form is about, whether the form says so or the field."""
    for name, field in form.fields.items():
        field.initial = form.get_initial_for_field(field, name)


def as_it_stands(form: forms.Form, body: Mapping[str, Any], data: QueryDict) -> None:
    """What stands on the page before anybody typed is what a program means that says nothing of a field, not even
    null."""
    for name, field in form.fields.items():
        if name in body or field.initial in (None, "") or kind_of(field) in ("pictures", "picture"):
            continue
        said = [
            force_str(getattr(each, "pk", each))
            for each in (field.initial if isinstance(field.initial, (list, tuple)) else [field.initial])
        ]
        if kind_of(field) == "boolean" and not isinstance(field, YesNo):
            said = ["on"] if field.initial else []
        data.setlist(name, said)


def _put(data: QueryDict, files: MultiValueDict, name: str, field: forms.Field, value: Any) -> str:
    """Put one value in; gives a sentence where it is of another kind."""
    kind = kind_of(field)
    if kind == "pictures":
        if not _is_texts(value):
            return _("This must be a list of pictures in base64.")
        files.setlist(name, pictures.files(value, name))
    elif kind == "picture":
        if not isinstance(value, str):
            return _("This must be a picture in base64.")
        files.setlist(name, pictures.files([value], name))
    elif kind == "boolean":
        if not isinstance(value, bool):
            return _("This must be true or false.")
        if isinstance(field, YesNo):
            data[name] = "yes" if value else "no"
        elif value:
            data[name] = "on"
    elif kind == "choices":
        if not _is_texts(value):
            return _("This must be a list.")
        data.setlist(name, [clean(each) for each in value])
    elif kind == "number":
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**9:
            return _("This must be a whole number.")
        data[name] = str(value)
    elif not isinstance(value, str):
        return _("This must be a text.")
    else:
        data[name] = value.encode(errors="ignore").decode()
    return ""


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value) and len(value) <= 60


def faults(form: forms.Form) -> dict[str, list[str]]:
    """What a form says is wrong, by field."""
    return {
        BODY if name == "__all__" else name: [str(each) for each in found]
        for name, found in form.errors.items()
    }


# Fields that a form has only for what it is about, as the document names them.


def of_choices(label: Any, *, needed: bool = False) -> forms.Field:
    """One of several, which are told with the doing."""
    return forms.ChoiceField(label=label, required=needed)


def of_text(label: Any) -> forms.Field:
    """Some words."""
    return forms.CharField(label=label, required=False)


def of_number(label: Any) -> forms.Field:
    """A whole number."""
    return forms.IntegerField(label=label, required=False, min_value=0)
