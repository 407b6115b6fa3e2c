"""Events as compact JSON and back: `[code, field, …]`, without trailing fields that have their default."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, get_type_hints

from . import events as e
from .state import How, Phase, ScopeKind, Status
from .values import from_json, to_json

# Codes are stored: never change or reuse one.
CODES: dict[str, type] = {
    "start": e.Started,
    "end": e.Ended,
    "move": e.Moved,
    "s+": e.ScopeOpened,
    "s-": e.ScopeClosed,
    "s0": e.ScopeCleared,
    "mr": e.MemberResult,
    "i+": e.ItemOpened,
    "i-": e.ItemClosed,
    "it": e.ItemTaken,
    "ip": e.ItemTroubled,
    "id": e.ItemDue,
    "v": e.ValuesSet,
    "j+": e.Arrived,
    "j-": e.Joined,
    "t+": e.TimerSet,
    "t~": e.TimerMoved,
    "t-": e.TimerEnded,
    "w+": e.WaitSet,
    "w-": e.WaitEnded,
    "d+": e.DeadlineSet,
    "ds": e.DeadlineStopped,
    "dr": e.DeadlineResumed,
    "de": e.DeadlineExtended,
    "dc": e.DeadlineCounted,
    "dm": e.DeadlineMissed,
    "d-": e.DeadlineEnded,
    "c": e.Chose,
    "p": e.Passed,
    "r": e.Decided,
    "x": e.Thrown,
    "a": e.Asked,
}


def dump(happened: Iterable[e.Event]) -> str:
    """The events of one action as text."""
    return json.dumps([_encode(event) for event in happened], ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> tuple[e.Event, ...]:
    """The events again; raises ValueError or LookupError for text that is none of ours."""
    return tuple(_decode(row) for row in json.loads(text))


def _encode(event: e.Event) -> list[object]:
    form = _FORMS[type(event)]
    values = form.values(event)
    kept = len(values)
    while kept > form.required and values[kept - 1] == form.defaults[kept - 1]:
        kept -= 1
    row: list[object] = [form.code]
    for value, write in zip(values[:kept], form.writers, strict=False):
        row.append(value if write is _same else write(value))
    return row


def _decode(row: list[Any]) -> e.Event:
    made = CODES[row[0]]
    values = [read(value) for read, value in zip(_FORMS[made].readers, row[1:], strict=False)]
    event: e.Event = made(*values)
    return event


def write_values(values: Mapping[str, object]) -> dict[str, object]:
    """Variables as JSON."""
    return {name: to_json(value) for name, value in values.items()}


def read_values(values: Mapping[str, object]) -> dict[str, object]:
    """The variables again."""
    return {name: from_json(value) for name, value in values.items()}


def write_moment(value: datetime) -> str:
    """In UTC, without what is zero."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_moment(text: str) -> datetime:
    """The moment again."""
    return datetime.fromisoformat(text)


def _write_day_or_moment(value: date | datetime) -> str:
    return write_moment(value) if isinstance(value, datetime) else value.isoformat()


def _read_day_or_moment(text: str) -> date | datetime:
    return read_moment(text) if "T" in text else date.fromisoformat(text)


def _same(value: Any) -> Any:
    return value


def _maybe(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


_Pair = tuple[Callable[[Any], Any], Callable[[Any], Any]]
_CONVERTERS: dict[object, _Pair] = {
    date | datetime: (_write_day_or_moment, _read_day_or_moment),
    datetime: (write_moment, read_moment),
    datetime | None: (_maybe(write_moment), _maybe(read_moment)),
    date: (date.isoformat, date.fromisoformat),
    tuple[str, ...]: (list, tuple),
    tuple[object, ...]: (to_json, lambda value: tuple(from_json(value))),  # type: ignore[arg-type]
    Mapping[str, object]: (to_json, from_json),
    object: (to_json, from_json),
    **{kind: (str, kind) for kind in (How, Phase, ScopeKind, Status)},
}


def _default(field: Field[Any]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


@dataclass(frozen=True, slots=True)
class _Form:
    """How events of one type are written: code, fields, and how many of these always are."""

    code: str
    values: Callable[[e.Event], tuple[Any, ...]]
    defaults: tuple[object, ...]
    writers: tuple[Callable[[Any], Any], ...]
    readers: tuple[Callable[[Any], Any], ...]
    required: int


def _form(code: str, made: type) -> _Form:
    hints, parts = get_type_hints(made), fields(made)
    pairs = [_CONVERTERS.get(hints[one.name], (_same, _same)) for one in parts]
    names = [one.name for one in parts]
    several = attrgetter(*names) if len(names) > 1 else lambda event: (getattr(event, names[0]),)
    defaults = tuple(map(_default, parts))
    required = sum(default is MISSING for default in defaults)
    writers, readers = zip(*pairs, strict=True)
    return _Form(code, several, defaults, writers, readers, required)


_FORMS = {made: _form(code, made) for code, made in CODES.items()}
