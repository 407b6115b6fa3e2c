"""A quantity as one row of text, and back without loss.

The same eleven columns stand in the fact table of the HWPX document, in the XLSX and in the CSV, so that importing any
of them gives the same facts again. The header row is the mark by which a table is known as ours.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import safe_json
from yunghap.plan.contracts import Cell, Comparison, Quantity, Role, YearBasis

COLUMNS = (
    "위치",
    "인쇄된 값",
    "값",
    "단위",
    "구분",
    "기간",
    "부처",
    "대상",
    "절",
    "조건",
    "규칙",
)
COLUMNS_EN = (
    "position",
    "as printed",
    "value",
    "unit",
    "role",
    "period",
    "ministry",
    "subject",
    "section",
    "qualifiers",
    "rules",
)
_POSITION = re.compile(r"(\d+):(\d+)-(\d+)", re.ASCII)
_SECTION_MARK = " › "
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "›": "\\›"}
_UNESCAPES = {value[1]: key for key, value in _ESCAPES.items()} | {"s": " "}


def to_row(quantity: Quantity) -> tuple[str, ...]:
    """The eleven cells of a quantity."""
    q = quantity
    return (
        f"{q.line}:{q.start}-{q.end}",
        _escape(q.text),
        _value_cell(q),
        _escape(q.unit),
        q.role.value,
        _period_cell(q),
        "·".join(q.ministry),
        _escape(q.programme),
        _SECTION_MARK.join(_escape(heading) for heading in q.section),
        _pairs((*q.qualifiers, *_cell_pairs(q.cell))),
        _pairs(sorted(q.rules.items())),
    )


def from_row(cells: Sequence[str]) -> Quantity:
    """The quantity of a row; raises InvalidInput naming the column that cannot be read."""
    if len(cells) != len(COLUMNS):
        raise InvalidInput(f"{len(cells)} cells instead of {len(COLUMNS)}")
    column = 0
    try:
        position = _POSITION.fullmatch(cells[0].strip())
        if position is None:
            raise ValueError(cells[0])
        line, start, end = map(int, position.groups())
        column = 2
        comparison, value, value_to, precision, krw = _read_value(cells[2])
        column = 4
        role = Role(cells[4].strip())
        column = 5
        basis, year, period_start, period_end = _read_period(cells[5])
        column = 9
        pairs = _read_pairs(cells[9])
        cell = _read_cell(pairs)
        column = 10
        rules = dict(_read_pairs(cells[10]))
    except (ValueError, ArithmeticError, LookupError, InvalidInput) as problem:
        raise InvalidInput(f"{COLUMNS[column]}: {cells[column][:80]!r}", column=COLUMNS[column]) from problem
    return Quantity(
        line=line,
        start=start,
        end=end,
        text=_unescape(cells[1]),
        value=value,
        unit=_unescape(cells[3]),
        precision=precision,
        role=role,
        comparison=comparison,
        value_to=value_to,
        krw=krw,
        year=year,
        period_start=period_start,
        period_end=period_end,
        year_basis=basis,
        ministry=tuple(name for name in cells[6].strip().split("·") if name),
        programme=_unescape(cells[7]),
        section=tuple(_unescape(part) for part in cells[8].split(_SECTION_MARK) if part),
        cell=cell,
        qualifiers=tuple(pair for pair in pairs if not pair[0].startswith("cell.")),
        rules=rules,
    )


def find_fact_rows(rows: Iterable[Sequence[str]]) -> list[tuple[int, tuple[str, ...]]] | None:
    """The fact rows of a document written by us with their 1-based line, or None where the header is absent.

    The table may be cut by page or sheet ends: its header can come again.
    """
    facts: list[tuple[int, tuple[str, ...]]] = []
    inside = seen = False
    for number, cells in enumerate(rows, start=1):
        plain = tuple(cell.strip() for cell in cells)
        if plain in (COLUMNS, COLUMNS_EN):
            inside = seen = True
        elif inside and len(plain) == len(COLUMNS) and _POSITION.fullmatch(plain[0]):
            facts.append((number, tuple(cells)))
        else:
            inside = False
    return facts if seen else None


def _value_cell(q: Quantity) -> str:
    """`ge 10`, `range 10 15`, with precision and won: `eq 34561 /1 =3456100000000`."""
    parts = [q.comparison.value, str(q.value)]
    if q.value_to is not None:
        parts.append(str(q.value_to))
    parts.append(f"/{q.precision}")
    if q.krw is not None:
        parts.append(f"={q.krw}")
    return " ".join(parts)


def _read_value(cell: str) -> tuple[Comparison, Decimal, Decimal | None, Decimal, int | None]:
    parts = cell.split()
    comparison = Comparison(parts[0])
    numbers = [_decimal(part) for part in parts[1:] if part[0] not in "/="]
    precision = [_decimal(part[1:]) for part in parts if part[0] == "/"]
    krw = next((int(part[1:]) for part in parts if part[0] == "="), None)
    if not (1 <= len(numbers) <= 2 and len(precision) == 1):
        raise ValueError(cell)
    return comparison, numbers[0], numbers[1] if len(numbers) == 2 else None, precision[0], krw


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or value.copy_abs() > Decimal("1e18"):
        raise ValueError(text)
    return value


def _period_cell(q: Quantity) -> str:
    """`explicit 2023 2023-01-01/2023-12-31`; what is open is `..`."""
    year = "" if q.year is None else str(q.year)
    begin = "" if q.period_start is None else q.period_start.isoformat()
    end = "" if q.period_end is None else q.period_end.isoformat()
    return f"{q.year_basis.value} {year or '..'} {begin or '..'}/{end or '..'}"


def _read_period(cell: str) -> tuple[YearBasis, int | None, date | None, date | None]:
    basis, year, span = cell.split()
    begin, end = span.split("/")
    return (
        YearBasis(basis),
        None if year == ".." else int(year),
        None if begin == ".." else date.fromisoformat(begin),
        None if end == ".." else date.fromisoformat(end),
    )


def _cell_pairs(cell: Cell | None) -> tuple[tuple[str, str], ...]:
    if cell is None:
        return ()
    return (
        ("cell.at", f"{cell.table},{cell.row},{cell.column}"),
        ("cell.row", cell.row_header),
        ("cell.column", cell.column_header),
    )


def _read_cell(pairs: Sequence[tuple[str, str]]) -> Cell | None:
    found = dict(pairs)
    if "cell.at" not in found:
        return None
    table, row, column = map(int, found["cell.at"].split(","))
    return Cell(table, row, column, found.get("cell.row", ""), found.get("cell.column", ""))


def _escape(text: str) -> str:
    """Documents keep neither spaces at the ends nor two in a row, so those are written as `\\s`."""
    escaped = "".join(_ESCAPES.get(char, char) for char in text)
    return re.sub(r"(?<= ) |^ | $", r"\\s", escaped)


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _UNESCAPES.get(match[1], match[1]), text, flags=re.DOTALL)


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """JSON, since both sides may hold anything; an empty list is an empty cell."""
    listed = [list(pair) for pair in pairs]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":")) if listed else ""
    return re.sub(r"(?<= ) ", r"\\u0020", text)


def _read_pairs(cell: str) -> tuple[tuple[str, str], ...]:
    if not cell.strip():
        return ()
    listed = safe_json(cell.encode())
    if not isinstance(listed, list):
        raise ValueError(cell)  # noqa: TRY004 - one kind of error for every bad cell
    return tuple((str(key), str(value)) for key, value in listed)
