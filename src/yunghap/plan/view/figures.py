"""What the pages and documents show of an edition, worked out from its facts: no Django, no database.

Rules that hold everywhere: a multi-year total never enters an annual sum; money of a joint programme without stated
shares is not divided; what is placed nowhere is a row of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from yunghap.plan.contracts import Quantity, Role

from .model import BudgetLine, EditionView, Node, Programme, Total

EOK = 100_000_000


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row of a printed money table: `amount` and `share` are fact ids, `itemised` the won found in programmes."""

    key: str
    name: str
    amount: str
    krw: int
    share: str | None
    percent: Decimal
    itemised: int

    @property
    def not_itemised(self) -> int:
        """Won of the printed amount that no programme of the text accounts for; negative where more is itemised."""
        return self.krw - self.itemised


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A printed table of money with its printed total; `sum_krw` is what the rows add up to."""

    year: int
    role: Role
    rows: tuple[PrintedRow, ...]
    total: str | None
    total_krw: int | None

    @property
    def sum_krw(self) -> int:
        """What the rows add up to."""
        return sum(row.krw for row in self.rows)

    @property
    def agrees(self) -> bool:
        """The rows add up to the printed total, to the won."""
        return self.total_krw is None or self.total_krw == self.sum_krw


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Itemised annual money and programmes of a direction or task; `node` is None for what is placed nowhere."""

    node: Node | None
    krw: int
    programmes: tuple[Programme, ...]
    indicators: int
    tasks: tuple["TaskRow", ...] = ()


def annual_line(programme: Programme, year: int, role: Role = Role.BUDGET) -> BudgetLine | None:
    """The line of all sources for that year, or the only one there is."""
    lines = [line for line in programme.lines if line.role is role and line.is_annual(year)]
    return next((line for line in lines if not line.source), lines[0] if len(lines) == 1 else None)


def annual_krw(programme: Programme, year: int, role: Role = Role.BUDGET) -> int | None:
    """Won of one year: the total where it is printed, else the sum of the sources; None where nothing is."""
    lines = [line for line in programme.lines if line.role is role and line.is_annual(year)]
    whole = [line.krw for line in lines if not line.source]
    if whole:
        return whole[0]
    return sum(line.krw for line in lines) if lines else None


def multi_year_lines(programme: Programme) -> tuple[BudgetLine, ...]:
    """Totals over several years, shown beside and never added."""
    return tuple(line for line in programme.lines if line.first_year != line.last_year)


def sum_krw(programmes: Iterable[Programme], year: int, role: Role = Role.BUDGET) -> int:
    """Won of one year of several programmes, each amount once: what is part of another is not added again."""
    return sum(
        line.krw
        for programme in programmes
        for line in programme.lines
        if line.counted and line.role is role and line.is_annual(year)
    )


def printed_table(edition: EditionView, subject: str, *, year: int, role: Role) -> PrintedTable | None:
    """The printed table of areas or ministries for a year, in printed order; None where there is none."""
    amounts: dict[str, str] = {}
    shares: dict[str, str] = {}
    whole: list[str] = []
    for total in edition.totals:
        fact = edition.facts[total.fact]
        if fact.year != year:
            continue
        if fact.krw is None:
            # A share is a target or an actual beside budgeted or spent money: its year says which table it is of.
            if total.subject == subject:
                _keep_most_precise(edition, shares, total)
        elif fact.role is role and total.subject == "plan":
            whole.append(total.fact)
        elif fact.role is role and total.subject == subject:
            _keep_most_precise(edition, amounts, total)
    if not amounts:
        return None
    ordered = sorted(amounts, key=lambda key: _order(edition.facts[amounts[key]], subject))
    names = {node.code: node.name for node in edition.nodes if node.scheme == "areas"}
    total_fact = min(whole, key=lambda key: edition.facts[key].precision, default=None)
    total_krw = None if total_fact is None else _won(edition.facts[total_fact])
    base = total_krw or sum(_won(edition.facts[fact]) for fact in amounts.values())
    rows = tuple(
        PrintedRow(
            key=key,
            name=names.get(key, key),
            amount=amounts[key],
            krw=(krw := _won(edition.facts[amounts[key]])),
            share=shares.get(key),
            percent=Decimal(100 * krw) / base if base else Decimal(0),
            itemised=sum_krw(_under(edition, subject, key), year, role),
        )
        for key in ordered
    )
    return PrintedTable(year, role, rows, total_fact, total_krw)


def _keep_most_precise(edition: EditionView, kept: dict[str, str], total: Total) -> None:
    """Prose truncates; the table prints every digit."""
    known = kept.get(total.key)
    if known is None or edition.facts[total.fact].precision < edition.facts[known].precision:
        kept[total.key] = total.fact


def _order(fact: Quantity, subject: str) -> tuple[int, int]:
    """Areas as printed; ministries by money, which is how their columns run."""
    return (-_won(fact), fact.line) if subject == "ministry" else _place(fact)


def _place(fact: Quantity) -> tuple[int, int]:
    return (fact.line, fact.start)


def _won(fact: Quantity) -> int:
    return fact.krw or 0


def _under(edition: EditionView, subject: str, key: str) -> list[Programme]:
    if subject == "area":
        return [item for item in edition.programmes if item.nodes.get("areas") == key]
    # Joint programmes count for their lead ministry alone: a share nobody stated is not divided.
    return [item for item in edition.programmes if item.ministries[:1] == (key,)]


def task_rows(edition: EditionView) -> tuple[TaskRow, ...]:
    """Directions with their tasks, and last what is placed in none."""
    rows = []
    for direction in edition.scheme("tasks", parent=""):
        tasks = tuple(_task_row(edition, node) for node in edition.scheme("tasks", parent=direction.code))
        own = _task_row(edition, direction)
        rows.append(
            TaskRow(
                direction,
                own.krw + sum(task.krw for task in tasks),
                own.programmes + tuple(item for task in tasks for item in task.programmes),
                own.indicators + sum(task.indicators for task in tasks),
                tasks,
            )
        )
    rows.append(_task_row(edition, None))
    return tuple(rows)


def _task_row(edition: EditionView, node: Node | None) -> TaskRow:
    code = None if node is None else node.code
    programmes = tuple(item for item in edition.programmes if item.nodes.get("tasks") == code)
    count = sum(item.nodes.get("tasks") == code for item in edition.indicators)
    return TaskRow(node, sum_krw(programmes, edition.year), programmes, count)


def facts_by_line(edition: EditionView) -> dict[int, list[str]]:
    """Line number -> ids of the facts printed there, in reading order."""
    lines: dict[int, list[str]] = {}
    for key, fact in sorted(edition.facts.items(), key=lambda item: _place(item[1])):
        lines.setdefault(fact.line, []).append(key)
    return lines
