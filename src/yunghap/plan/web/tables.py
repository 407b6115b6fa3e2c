"""Rows of the tables of programmes and indicators."""

from collections.abc import Iterable
from dataclasses import dataclass

from yunghap.plan.contracts import Role
from yunghap.plan.queries import figures
from yunghap.plan.queries.values import BudgetLine, EditionView, Indicator, Node, Programme


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme in a table: its line of the year, totals over several years, its task."""

    item: Programme
    line: BudgetLine | None
    multi: tuple[BudgetLine, ...]
    task: Node | None

    @property
    def name(self) -> str:
        """The programme's name."""
        return self.item.name


def programme_rows(data: EditionView, programmes: Iterable[Programme]) -> list[ProgrammeRow]:
    """The rows of some programmes."""
    tasks = {node.code: node for node in data.scheme("tasks")}
    return [
        ProgrammeRow(
            item=item,
            line=figures.annual_line(item, data.year),
            multi=figures.multi_year_lines(item),
            task=tasks.get(item.nodes.get("tasks", "")),
        )
        for item in programmes
    ]


def indicator_rows(data: EditionView, indicators: Iterable[Indicator]) -> list[dict[str, object]]:
    """The rows of some indicators: their values by role."""
    tasks = {node.code: node for node in data.scheme("tasks")}
    rows: list[dict[str, object]] = []
    for item in indicators:
        values = {
            role.value: [value for value in item.values if value.role is role]
            for role in (Role.BASELINE, Role.ACTUAL, Role.TARGET)
        }
        rows.append({"item": item, "task": tasks.get(item.nodes.get("tasks", "")), **values})
    return rows
