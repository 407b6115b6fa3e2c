"""What a table looks like: its first rows, its columns with charts, its quality; remembered by content."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunghap.core.errors import DomainError
from yunghap.documents.charts import Picture, bar_chart, in_two_widths
from yunghap.exchange.domain.quality import is_table, say, shortfalls, table_place
from yunghap.exchange.domain.tables import Column, open_table, preview, profile
from yunghap.exchange.enums import Dimension, Licence
from yunghap.exchange.models import Product, ProductVersion, QualityReport
from yunghap.exchange.queries.products import latest_report

LARGEST_LOOK = 200_000_000


@dataclass(frozen=True, slots=True)
class Bars:
    """A column's values as bars, with the figures behind them."""

    picture: Picture
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A table: `names` and `rows` of its beginning, `count` of all rows, `columns` with their pictures."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    columns: tuple[Column, ...]


@lru_cache(maxsize=64)
def _look(path: Path, media_type: str) -> Look:
    """Of a file that never changes."""
    with open_table(path, media_type) as table:
        first = tuple(tuple(row) for row in preview(table, rows=20))
        count, columns = profile(table)
        return Look(tuple(table.names), first, count, tuple(columns))


def look_at(version: ProductVersion | None) -> Look | None:
    """The look of a version's table; None where it is no table, lies elsewhere or is too large to look at here."""
    if version is None or not is_table(version) or (version.bytes or 0) > LARGEST_LOOK:
        return None
    try:
        return _look(*table_place(version))
    except DomainError:
        return None


def pictures(look: Look) -> list[tuple[Column, Bars | None]]:
    """Every column with its picture: a histogram of numbers, the most frequent values of words where any recurs."""
    return [(column, _picture(column)) for column in look.columns]


def _picture(column: Column) -> Bars | None:
    if column.histogram:
        rows = tuple((f"{low:g} – {high:g}", count) for low, high, count in column.histogram)
    elif len(column.top) > 1 and column.top[0][1] > 1:
        rows = column.top
    else:
        return None
    picture = in_two_widths(
        bar_chart,
        title=column.name,
        description=_("How often the values of this column occur"),
        categories=[label or "–" for label, _count in rows],
        values=[count for _label, count in rows],
        unit=_("rows"),
        language="en" if get_language() == "en" else "ko",
    )
    return Bars(picture, rows)


def shows_rows(product: Product) -> bool:
    """Whether everybody may see rows: not where a contract decides who uses the data."""
    return product.licence != Licence.CONTRACT


def table_context(product: Product, *, inside: bool = False) -> dict[str, object]:
    """What `exchange/parts/table.html` and `quality.html` need; `inside` for the provider's own people."""
    version = product.versions.select_related("product").first()
    look = look_at(version)
    report = latest_report(product)
    may = inside or shows_rows(product)
    return {
        "product": product,
        "look": look,
        "shows_rows": may,
        "pictures": pictures(look) if look is not None and may else [],
        **quality_context(report),
    }


def quality_context(report: QualityReport | None) -> dict[str, object]:
    """A report in words."""
    if report is None:
        return {"report": None}
    return {
        "report": report,
        "certificate": getattr(report, "certificate", None),
        "score": report.score / 100,
        "scores": [
            (Dimension(dimension).label, value / 100) for dimension, value in report.report["scores"].items()
        ],
        "outcomes": [
            {
                **one,
                "said": say(one["name"], one["value"], one["fields"]),
                "dimension": Dimension(one["dimension"]).label,
                "where": ", ".join(one["fields"]),
                "share": 100 - 100 * one["broken"] / one["asked"] if one["asked"] else 100,
            }
            for one in report.report["outcomes"]
            if one["asked"]
        ],
        "shortfalls": shortfalls(report),
    }
