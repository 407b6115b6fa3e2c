"""The shipped table of public organisations and what became of them: plain values, no database, no Django settings.

`data/organisations.json` names ministries and central agencies, the 17 provinces and metropolitan cities and
the executing agencies a plan mentions. Names are dated, both days inclusive; a missing day is open. An
organisation exists on the days one of its names covers, so that a ministry abolished and founded again
(해양수산부) is one organisation with a gap. Source of the dates: Government Organization Act (정부조직법) and
the acts founding each body.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from yunghap.core.text import name_key

Kind = Literal["ministry", "agency", "province"]
ChangeKind = Literal["rename", "split", "merge", "transfer"]

# The order in which the 2023 plan prints its ministries.
PLAN_ORDER = (
    "산업부", "과기부", "중기부", "고용부", "문체부", "농림부",
    "해수부", "환경부", "복지부", "국토부", "행안부",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DatedName:
    """One set of names, valid from `starts_on` to `ends_on` (both inclusive; None is open)."""

    long: str
    short: str
    english: str
    starts_on: date | None = None
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the name was in force on the day."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the table.

    `id` is a stable key ("motie"); `short` the canonical short name ("산업부"), the same whatever the
    organisation was called at a date; `plan_order` its place among the ministries of the 2023 plan; `parent`
    the id of the supervising organisation.
    """

    id: str
    kind: Kind
    short: str
    names: tuple[DatedName, ...]
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    plan_order: int | None = None

    def name_on(self, day: date) -> DatedName | None:
        """The names in force on the day; None where the organisation did not exist."""
        return next((name for name in reversed(self.names) if name.covers(day)), None)

    @property
    def latest(self) -> DatedName:
        """The newest names, in force or not."""
        return self.names[-1]

    def texts(self) -> tuple[str, ...]:
        """Every Korean name and alias by which the organisation was ever printed, longest first."""
        texts = {self.short, *self.aliases}
        for name in self.names:
            texts |= {name.long, name.short}
        return tuple(sorted(texts, key=lambda text: (-len(text), text)))


@dataclass(frozen=True, slots=True)
class Move:
    """What went from one organisation (id) to another (id; the same for a rename)."""

    source: str
    target: str
    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Change:
    """A rename, split, merger or transfer of tasks, with the day and the act it rests on."""

    on: date
    kind: ChangeKind
    basis: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Directory:
    """The table, with look-ups by id and by any name."""

    bodies: tuple[Body, ...]
    changes: tuple[Change, ...]
    _by_id: dict[str, Body] = field(default_factory=dict, compare=False, repr=False)
    _by_key: dict[str, tuple[Body, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        keys: dict[str, list[Body]] = {}
        for body in self.bodies:
            self._by_id[body.id] = body
            english = {name.english for name in body.names}
            for key in {name_key(text) for text in {*body.texts(), *english}}:
                keys.setdefault(key, []).append(body)
        self._by_key.update({key: tuple(found) for key, found in keys.items()})

    def __iter__(self) -> Iterator[Body]:
        return iter(self.bodies)

    def get(self, id: str) -> Body:  # noqa: A002
        """The organisation with that id; KeyError where there is none."""
        return self._by_id[id]

    def of_kind(self, kind: Kind) -> tuple[Body, ...]:
        """All organisations of a kind, in the order of the table."""
        return tuple(body for body in self.bodies if body.kind == kind)

    def plan_ministries(self) -> tuple[Body, ...]:
        """The eleven ministries of the 2023 plan in its order."""
        return tuple(sorted((b for b in self.bodies if b.plan_order), key=lambda b: b.plan_order or 0))

    def candidates(self, text: str) -> tuple[Body, ...]:
        """Every organisation that was ever called so."""
        return self._by_key.get(name_key(text), ())

    def find(self, text: str, on: date | None = None) -> Body | None:
        """The organisation of that name: short, long, English, former or alias.

        Where several bear the name, the one that bore it as its own name on the day `on` wins, then the one
        that existed then, then the first of the table.
        """
        found = self.candidates(text)
        if len(found) < 2:
            return found[0] if found else None
        key = name_key(text)

        def rank(body: Body) -> tuple[bool, bool, bool]:
            name = body.name_on(on) if on else body.latest
            own = name is not None and key in {name_key(t) for t in (name.long, name.short, name.english)}
            return (not own, name is None, name_key(body.short) != key)

        return min(found, key=rank)

    def successors(self, id: str, on: date) -> tuple[Body, ...]:  # noqa: A002
        """Who had the organisation's tasks on the day: itself where it existed, else its last heirs."""
        body = self.get(id)
        if body.name_on(on):
            return (body,)
        ended = max((n.ends_on for n in body.names if n.ends_on and n.ends_on < on), default=None)
        heirs: dict[str, Body] = {}
        for change in self.changes:
            if ended is None or not ended < change.on <= on:
                continue
            for move in change.moves:
                if move.source == id and move.target != id:
                    heirs.update({heir.id: heir for heir in self.successors(move.target, on)})
        return tuple(heirs.values())


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _body(row: dict[str, Any]) -> Body:
    names = tuple(
        DatedName(n["long"], n["short"], n["english"], _day(n.get("from")), _day(n.get("to")))
        for n in row["names"]
    )
    return Body(
        id=row["id"],
        kind=row["kind"],
        short=row["short"],
        names=names,
        aliases=tuple(row.get("aliases", ())),
        parent=row.get("parent"),
        plan_order=row.get("plan_order"),
    )


@cache
def load_directory() -> Directory:
    """The table as shipped."""
    text = (resources.files("yunghap.identity") / "data" / "organisations.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return Directory(
        bodies=tuple(_body(row) for row in data["organisations"]),
        changes=tuple(
            Change(
                on=date.fromisoformat(row["on"]),
                kind=row["kind"],
                basis=row["basis"],
                moves=tuple(Move(m["from"], m["to"], m["ko"], m["en"]) for m in row["moves"]),
            )
            for row in data["changes"]
        ),
    )
