"""Rows of the plan for tests."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from yunghap.core.actors import SYSTEM, Actor
from yunghap.identity.service import Organisation, find_organisation, load_public_bodies
from yunghap.plan.contracts import Comparison, Quantity, Role, Section, YearBasis
from yunghap.plan.edition_data import DocumentData, EditionData, FactData, NodeData
from yunghap.plan.models import Edition
from yunghap.plan.service import load_edition

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_numbers = itertools.count(1)


def person(organisation: str | None = None) -> Actor:
    """A person nobody has seen before."""
    return Actor(kind="person", id=f"PERSON{next(_numbers):020d}", organisation=organisation)


def public_bodies() -> None:
    """The ministries of the shipped directory."""
    load_public_bodies(by=SYSTEM)


def ministry(short_name: str = "산업부") -> Organisation:
    """A ministry of the shipped directory, loaded where it is not there yet."""
    found = find_organisation(short_name)
    if found is None:
        public_bodies()
        found = find_organisation(short_name)
    assert found is not None
    return found


def quantity(line: int = 1, start: int = 0, text: str = "10억원", **changes: object) -> Quantity:
    """A number of a document; money in 억원 by default."""
    value = Decimal(str(changes.pop("value", 10)))
    unit = str(changes.pop("unit", "억원"))
    base = Quantity(
        line=line,
        start=start,
        end=start + len(text),
        text=text,
        value=value,
        unit=unit,
        precision=Decimal(str(changes.pop("precision", 1))),
        role=Role.BUDGET,
        comparison=Comparison.EQUAL,
        krw=int(value * 10**8) if unit == "억원" else None,
        year=2023,
        period_start=date(2023, 1, 1),
        period_end=date(2023, 12, 31),
        year_basis=YearBasis.SECTION,
        ministry=("산업부",),
        section=("계획",),
        rules={"value": "number", "year": "section"},
    )
    return replace(base, **changes)  # type: ignore[arg-type]


NODES = (
    NodeData("DIRECTIONS", "1", "방향 하나", "Direction one"),
    NodeData("DIRECTIONS", "1.1", "과제 하나", "Task one", "1"),
    NodeData("DIRECTIONS", "1.2", "과제 둘", "Task two", "1"),
    NodeData("AREAS", "A", "분야 가", "Area A"),
    NodeData("AREAS", "B", "분야 나", "Area B"),
)


def edition_values(facts: Iterable[FactData] = (), **changes: object) -> EditionData:
    """A small edition as plain values."""
    base = EditionData(
        year=2023,
        title="실행계획",
        origin="IMPORTED",
        document=DocumentData(sha256=f"{next(_numbers):064x}", title="실행계획", line_count=100),
        issued_on=date(2023, 7, 1),
        sections=(Section(("계획",), "plan", 1, 100, 2023),),
        nodes=NODES,
        facts=tuple(facts),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def edition(facts: Iterable[FactData] = (), **changes: object) -> Edition:
    """A small published edition."""
    ministry()
    return load_edition(data=edition_values(facts, **changes), by=SYSTEM, at=AT)
