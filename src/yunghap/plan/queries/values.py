"""An edition as plain values: what pages show and files are written from. No database.

A page reads an outline (`queries.edition.read_outline`) and fills in what it shows of it; an export reads the whole.
Both are an `EditionView`, so everything worked out in `figures` and `compare` is the same in all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.edition_data import PartData


@dataclass(frozen=True, slots=True)
class Node:
    """A direction, task or area: `scheme` is "tasks" or "areas", `parent` the code of the node above."""

    scheme: str
    code: str
    name: str
    name_en: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Money of one programme in one period; `source` is "national", "local", "private" or "" for all.

    `fact` is the id of the first fact that states it, `repeated` those that state it again elsewhere. A line that is
    part of another (`part_of`, the name of that programme) or of a total of all sources is not `counted` again.
    `differing` are facts about the line that print another amount.
    """

    fact: str
    krw: int
    role: Role
    period_start: date | None
    period_end: date | None
    source: str = ""
    repeated: tuple[str, ...] = ()
    counted: bool = True
    part_of: str = ""
    differing: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that states it."""
        return (self.fact, *self.repeated)

    @property
    def first_year(self) -> int | None:
        """The year it starts, or ends where only that is known."""
        day = self.period_start or self.period_end
        return None if day is None else day.year

    @property
    def last_year(self) -> int | None:
        """The year it ends, or starts where only that is known."""
        day = self.period_end or self.period_start
        return None if day is None else day.year

    def is_annual(self, year: int) -> bool:
        """Money of just that year: all that may enter an annual sum."""
        return self.first_year == self.last_year == year


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with its ministries, its places in the schemes (scheme -> node code) and its money.

    `ministries` are the lead and joint ones in printed order; `parts` all organisations with their stated shares,
    executing agencies included.
    """

    id: str
    name: str
    ministries: tuple[str, ...]
    nodes: dict[str, str]
    lines: tuple[BudgetLine, ...] = ()
    parts: tuple[PartData, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One value of an indicator, with the fact that states it."""

    fact: str
    role: Role
    value: Decimal
    period_start: date | None
    period_end: date | None
    repeated: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year it starts, or ends where only that is known."""
        day = self.period_start or self.period_end
        return None if day is None else day.year


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted, for whom, and its values in reading order; an outline has no values.

    `better` is a value of `enums.Better`: which way it improves. `programme` is the id of the one it belongs to.
    """

    id: str
    name: str
    unit: str
    ministries: tuple[str, ...]
    nodes: dict[str, str]
    values: tuple[IndicatorValue, ...] = ()
    better: str = "UP"
    cumulative: bool = False
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A printed total: of the whole plan ("plan"), an area ("area", code), a task ("task", code) or a ministry (name).

    An amount in money or a share in per cent, as the fact says.
    """

    subject: str
    key: str
    fact: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something due by a date, and the line that says so."""

    name: str
    ministries: tuple[str, ...]
    due_start: date
    due_end: date
    line: int


@dataclass(frozen=True, slots=True)
class Flagship:
    """An investment area, mission or project of the flagship projects."""

    level: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Somebody's statement that `weight` of node `src` belongs to node `dst`, each (scheme, code)."""

    src: tuple[str, str]
    dst: tuple[str, str]
    weight: Decimal
    basis: str


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition, whole or in part. `facts` maps ids of observations to what was read; everything points there."""

    year: int
    title: str
    title_en: str
    status: str
    version: int
    document_sha256: str
    published_on: date | None
    facts: dict[str, Quantity]
    nodes: tuple[Node, ...] = ()
    programmes: tuple[Programme, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    totals: tuple[Total, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    flagship: tuple[Flagship, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    generated: bool = False
    id: str = ""

    def scheme(self, name: str, parent: str | None = None) -> Iterable[Node]:
        """The nodes of a scheme, of one parent where given, in their order."""
        return (
            node for node in self.nodes if node.scheme == name and (parent is None or node.parent == parent)
        )

    def with_facts(self, facts: dict[str, Quantity]) -> "EditionView":
        """The same with more facts."""
        return replace(self, facts={**self.facts, **facts})
