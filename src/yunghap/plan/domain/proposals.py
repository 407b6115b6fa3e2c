"""What the numbers of a document are about, as far as names that are known tell. Pure: no database.

A number in a table is about the total, an area or a ministry where its headers say so. An amount whose subject is the
name or alias of a known programme is about that programme's budget line. Everything else waits for a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yunghap.core.text import name_key
from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.edition_data import NodeData
from yunghap.programmes.service import LineStatement

TOTALS = frozenset({"합계", "총계", "계", "총합계", "total", "sum"})
SOURCES = {"국비": "NATIONAL", "지방비": "LOCAL", "민자": "PRIVATE", "민간": "PRIVATE"}


@dataclass(slots=True)
class Proposals:
    """Index of a quantity -> `about` (as in `edition_data`), and the budget lines those name by key."""

    about: dict[int, str] = field(default_factory=dict)
    lines: list[LineStatement] = field(default_factory=list)


def propose(
    quantities: Sequence[Quantity], nodes: Sequence[NodeData], programmes: Mapping[str, str]
) -> Proposals:
    """Say what quantities are about. `programmes` maps the key of a subject phrase to a programme's id."""
    areas = {name_key(node.name_ko): f"NODE:{node.scheme}/{node.code}" for node in nodes}
    result = Proposals()
    lines: dict[tuple[object, ...], LineStatement] = {}
    for index, quantity in enumerate(quantities):
        about = _from_cell(quantity, areas)
        programme = programmes.get(name_key(quantity.programme)) if quantity.programme else None
        if about:
            result.about[index] = about
        elif programme is not None:
            line = _line(quantity, programme, f"l{index}")
            if line is not None:
                identity = (line.programme, line.phase, line.year, line.year_to, line.source)
                result.about[index] = f"LINE:{lines.setdefault(identity, line).key}"
    result.lines = list(lines.values())
    return result


def _from_cell(quantity: Quantity, areas: Mapping[str, str]) -> str:
    """What the headers of a table say of money and of shares of it."""
    if quantity.cell is None or (quantity.krw is None and quantity.unit != "%"):
        return ""
    headers = {name_key(quantity.cell.row_header), name_key(quantity.cell.column_header)}
    if headers & TOTALS:
        return "TOTAL"
    for header in sorted(headers & areas.keys()):
        return areas[header]
    return (
        "MINISTRY"
        if len(quantity.ministry) == 1 and quantity.rules.get("ministry") == "ministry-cell"
        else ""
    )


def _line(quantity: Quantity, programme: str, key: str) -> LineStatement | None:
    if quantity.krw is None or quantity.krw < 0 or quantity.year is None:
        return None
    if quantity.role not in {Role.BUDGET, Role.ACTUAL}:
        return None
    end = quantity.period_end.year if quantity.period_end else quantity.year
    source = next(
        (SOURCES[value] for name, value in quantity.qualifiers if name == "source" and value in SOURCES),
        "ALL",
    )
    step = quantity.krw / quantity.value * quantity.precision if quantity.value else 1
    return LineStatement(
        key=key,
        programme=programme,
        phase="PLANNED" if quantity.role is Role.BUDGET else "EXECUTED",
        year=quantity.year,
        year_to=max(end, quantity.year),
        amount_krw=quantity.krw,
        precision_krw=max(int(step), 1),
        unit=quantity.unit[:20],
        source=source,
    )
