"""What an event is: a frozen dataclass of references, codes, dates, numbers and digests.

Each room writes its own in its `events.py`; the class registers itself as `<room>.<Name>`. An event never holds a
name or prose (`check` refuses both), so the record outlives an erasure request.
"""

import dataclasses
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NewType, Self, get_args, get_type_hints

if TYPE_CHECKING:
    # To the type checker they are text; what they may hold is checked as the event is written (`Event.check`).
    Ref = str
    Code = str
    Digest = str
else:
    Ref = NewType("Ref", str)
    """Points to a row: `case:17`."""
    Code = NewType("Code", str)
    """A word out of a closed list, or an official code; never what somebody wrote."""
    Digest = NewType("Digest", str)
    """A salted SHA-256, see `digests`."""

_SHAPES = {
    Ref: re.compile(r"([a-z]+:[0-9]+)?"),
    Code: re.compile(r"[A-Za-z0-9_.:/-]{0,64}"),
    Digest: re.compile(r"([0-9a-f]{64})?"),
}
PLAIN = (bool, int, datetime, date)
ALLOWED = (*_SHAPES, *PLAIN)

KINDS: dict[str, type["Event"]] = {}
_types: dict[type["Event"], dict[str, tuple[Any, bool]]] = {}


def room_of(module: str) -> str:
    """The room a module of ours lies in, however its files are split; another module's own name."""
    ours, _, rest = module.partition(".")
    return rest.split(".")[0] if ours == "yishi" else module


@dataclasses.dataclass(frozen=True)
class Event:
    """Base of all events. `sentence` is what a reader is told, with the fields by name as `%(field)s`.

    A field that comes to an event later has a default, so that what was recorded before can still be read.
    """

    kind: ClassVar[str]
    sentence: ClassVar[Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        taken = {"kind", "sentence"} & set(cls.__annotations__ if "__annotations__" in cls.__dict__ else ())
        if taken:
            raise TypeError(f"{cls.__qualname__}: an event has no field called {' or '.join(sorted(taken))}")
        cls.kind = f"{room_of(cls.__module__)}.{cls.__name__}"
        KINDS[cls.kind] = cls

    def measures(self) -> dict[str, int]:
        """What this event adds to the indicators of its day and places: measure → amount."""
        return {}

    told_of_withheld: ClassVar[tuple[str, ...]] = ()
    """Beginnings of measures that are counted also where the subject is kept from the public. Whoever emits such an
    event says where: at a place wide enough."""

    def counted_on(self) -> date | None:
        """The day its measures are counted on, where that is not the day it happened: what takes back something that
        was counted is counted where that was."""
        return None

    def monthly(self) -> dict[str, int]:
        """What it adds to the indicators of its month, as `measures`: for what has many values, so that a year of it
        stays few rows. It stands under the first day of the month."""
        return {}

    def labels(self) -> dict[str, Any]:
        """What the sentence says instead of a field's bare value: field → words, such as the label of a code."""
        return {}

    def fields(self) -> dict[str, Any]:
        """The fields as JSON holds them."""
        return {f.name: _as_json(getattr(self, f.name)) for f in dataclasses.fields(self)}

    def written(self) -> str:
        """The fields as canonical JSON (`tree.canonical`), straight down. Raises ValueError as `check` does."""
        said = []
        for name, label, kind, optional, shape in _in_order(type(self)):
            value = getattr(self, name)
            if shape is not None:
                # whatever has such a shape stands between quotation marks as it is
                found = shape.fullmatch(value) if isinstance(value, str) else None
                text = f'"{found[0]}"' if found else None
            else:
                text = _plain_json(kind, value)
            if text is None:
                if not (value is None and optional):
                    raise ValueError(f"{self.kind}.{name} is no {getattr(kind, '__name__', kind)}: {value!r}")
                text = "null"
            said.append(label + text)
        return "{" + ",".join(said) + "}"

    @classmethod
    def revived(cls, data: dict[str, Any]) -> Self:
        """The event from its fields as JSON holds them. A field that has gone since is passed over."""
        kinds = field_types(cls)
        return cls(
            **{name: _from_json(kinds[name][0], value) for name, value in data.items() if name in kinds}
        )

    def check(self) -> None:
        """Refuse (ValueError) a field that could be a name or prose."""
        for name, (kind, optional) in field_types(type(self)).items():
            value = getattr(self, name)
            if not ((value is None and optional) or _fits(kind, value)):
                raise ValueError(f"{self.kind}.{name} is no {getattr(kind, '__name__', kind)}: {value!r}")


def field_types(event_class: type[Event]) -> dict[str, tuple[Any, bool]]:
    """Of each field, its type and whether it may be None. Raises TypeError for a type the record does not hold."""
    if event_class not in _types:
        hints = get_type_hints(event_class)
        fields = dataclasses.fields(event_class)
        _types[event_class] = {f.name: _type_of(event_class, f.name, hints[f.name]) for f in fields}
    return _types[event_class]


_orders: dict[type[Event], list[tuple[str, str, Any, bool, re.Pattern[str] | None]]] = {}


def _in_order(event_class: type[Event]) -> list[tuple[str, str, Any, bool, re.Pattern[str] | None]]:
    """Of each field, by name: its name, that in JSON, its type, whether it may be None, and the shape of a text."""
    if event_class not in _orders:
        _orders[event_class] = [
            (name, f'"{name}":', kind, optional, _SHAPES.get(kind))
            for name, (kind, optional) in sorted(field_types(event_class).items())
        ]
    return _orders[event_class]


def _plain_json(kind: Any, value: Any) -> str | None:
    """A number, a yes or no, a day or a moment as JSON; None where it is no such."""
    if not isinstance(value, kind):
        return None
    if kind is datetime:
        return f'"{value.isoformat()}"'
    if kind is date:
        return None if isinstance(value, datetime) else f'"{value.isoformat()}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return int.__repr__(value)


def _type_of(event_class: type[Event], name: str, hint: Any) -> tuple[Any, bool]:
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not type(None)]
    if len(kinds) != 1 or kinds[0] not in ALLOWED:
        raise TypeError(f"{event_class.kind}.{name}: the record holds no {hint}")
    return kinds[0], type(None) in get_args(hint)


def _fits(kind: Any, value: Any) -> bool:
    if kind in _SHAPES:
        return isinstance(value, str) and bool(_SHAPES[kind].fullmatch(value))
    # A moment is a day to Python, but is not read back as one.
    return isinstance(value, kind) and not (kind is date and isinstance(value, datetime))


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _from_json(kind: Any, value: Any) -> Any:
    return kind.fromisoformat(value) if kind in (date, datetime) and isinstance(value, str) else value
