"""Rows of the plan for tests."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from yunghap.core.actors import SYSTEM, Actor
from yunghap.identity.directory import load_directory
from yunghap.identity.service import Organisation, find_organisation, load_public_bodies
from yunghap.plan import service as plan
from yunghap.plan.contracts import Comparison, Quantity, Role, Section, YearBasis
from yunghap.plan.domain.writing import write_nodes
from yunghap.plan.edition_data import (
    DocumentData,
    EditionData,
    FactData,
    LineData,
    NodeData,
    PartData,
    ProgrammeData,
)
from yunghap.plan.models import Edition, Submission
from yunghap.plan.queries.figures import MoneyTable
from yunghap.plan.queries.values import Indicator, Programme
from yunghap.plan.service import RowValues, load_edition, open_edition, open_submission

from . import identity as identity_make

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_numbers = itertools.count(1)


def person(organisation: str | None = None) -> Actor:
    """A person nobody has seen before."""
    return Actor(kind="person", id=f"PERSON{next(_numbers):020d}", organisation=organisation)


def public_bodies() -> None:
    """The ministries of the shipped directory."""
    load_public_bodies(by=SYSTEM)


def ministry(short_name: str = "산업부") -> Organisation:
    """A ministry of the shipped directory, made where it is not there yet: alone, which is quicker than all."""
    found = find_organisation(short_name)
    if found is None:
        body = load_directory().find(short_name, date(2023, 1, 1))
        assert body is not None
        name = body.name_on(date(2023, 1, 1)) or body.latest
        found = identity_make.make_organisation(long=name.long, short=short_name, english=name.english)
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


def officer(role: str, short_name: str = "산업부") -> Actor:
    """A person holding a role in a ministry."""
    organisation = ministry(short_name)
    who = identity_make.make_member(organisation, role)
    return identity_make.actor(who, organisation)


def compiler() -> Actor:
    """A compiling officer."""
    return officer("COMPILING_OFFICER")


def collecting(year: int = 2024, **values: object) -> Edition:
    """An edition that takes submissions, with directions, tasks and areas; two ministries exist."""
    ministry()
    ministry("과기부")
    made = open_edition(year=year, title=f"{year} 실행계획", by=SYSTEM, at=AT, **values)  # type: ignore[arg-type]
    write_nodes(made, NODES, AT)
    return made


def submission(edition: Edition | None = None, short_name: str = "산업부") -> Submission:
    """A submission without rows."""
    return open_submission(
        edition=edition or collecting(), organisation=ministry(short_name), by=SYSTEM, at=AT
    )


def budget(name: str = "융합 기술개발", value: object = 10, **changes: object) -> RowValues:
    """A row that states a budget."""
    base = RowValues(kind="BUDGET", programme_name=name, value=Decimal(str(value)), unit="억원", year=2024)
    return replace(base, **changes)  # type: ignore[arg-type]


def target(name: str = "지원 기업", value: object = 30, **changes: object) -> RowValues:
    """A row that states a target."""
    base = RowValues(kind="TARGET", indicator_name=name, value=Decimal(str(value)), unit="개사", year=2024)
    return replace(base, **changes)  # type: ignore[arg-type]


def programme_facts(key: str = "p1", krw: int = 10 * 10**8) -> dict[str, object]:
    """A programme with one budget line and the number that claims it, as changes for `edition_values`."""
    name = f"사업 {key}"
    return {
        "programmes": (
            ProgrammeData(key, name, parts=(PartData("산업부", "LEAD"),), places={"DIRECTIONS": "1.1"}),
        ),
        "lines": (LineData(f"{key}-l", key, "PLANNED", 2023, 2023, krw, 10**8, "억원"),),
        "facts": (FactData(quantity(line=5, value=krw // 10**8), f"LINE:{key}-l"),),
    }


def money(edition: Edition, subject: str = "ministry", **values: object) -> MoneyTable:
    """The edition's money by ministry, area or task."""
    return plan.money_table(plan.read_outline(edition), subject, **values)  # type: ignore[arg-type]


def programmes(edition: Edition) -> tuple[Programme, ...]:
    """The edition's programmes, in the order of the text."""
    return plan.read_outline(edition).programmes


def indicators(edition: Edition) -> tuple[Indicator, ...]:
    """The edition's indicators with their values."""
    return plan.read_edition(edition).indicators
