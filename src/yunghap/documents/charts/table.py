"""The data behind a chart, as a table."""

from collections.abc import Sequence
from decimal import Decimal

from yunghap.documents.blocks import Cell, Table, Value

from .canvas import WORDS, Language, Number, Series, check, printed
from .treemap import Group


def data_table(
    *,
    caption: str,
    first: str,
    categories: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    language: Language = "ko",
) -> Table:
    """Categories down, series across; `first` heads the categories. A missing value is an empty cell."""
    check(series, len(categories))
    rows: list[list[Value]] = [
        [category, *(_cell(one.values[row]) for one in series)] for row, category in enumerate(categories)
    ]
    return Table(
        _with_unit(caption, unit, language),
        [first, *(one.name for one in series)],
        rows,
        align=["left", *["right"] * len(series)],  # type: ignore[list-item]
        widths=[2.0, *[1.0] * len(series)],
    )


def treemap_table(
    *,
    caption: str,
    header: tuple[str, str, str],
    groups: Sequence[Group],
    unit: str = "",
    language: Language = "ko",
) -> Table:
    """Group, member, value; each group ends with its total."""
    rows: list[list[Value]] = []
    for group in groups:
        for number, (member, value) in enumerate(group.members):
            row: list[Value] = [member, _cell(value)]
            rows.append([Cell(group.name, rows=len(group.members) + 1), *row] if not number else row)
        total = _cell(group.total)
        rows.append(
            [Cell(WORDS[language]["total"], strong=True), Cell(total.text, total.number, strong=True)]
        )
    return Table(_with_unit(caption, unit, language), header, rows, align=["left", "left", "right"])


def _cell(value: Number | None) -> Cell:
    """As the chart prints it, with the number behind it."""
    if value is None:
        return Cell("")
    exact = value if isinstance(value, int | Decimal) else Decimal(f"{value:.10g}")
    return Cell(printed(value).replace("−", "-"), number=exact)


def _with_unit(caption: str, unit: str, language: Language) -> str:
    return f"{caption} ({WORDS[language]['unit']}: {unit})" if unit else caption
