"""Charts as SVG of our own: the same bytes in the page, in PDF and in HWPX.

Deterministic, without script, style attribute or outside reference. Every chart has a title and a description for
those who do not see it, tells series apart by pattern and label besides colour, prints its values, and has a data
table (`data_table`) that each page shows with it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .bars import bar_chart, grouped_bar_chart, stacked_share
from .canvas import Number, Series
from .lines import line_with_target, sparkline
from .table import data_table, treemap_table
from .treemap import Group, treemap


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG in two widths: `wide` for pages and documents, `narrow` for a phone."""

    wide: str
    narrow: str


def in_two_widths(draw: Callable[..., str], **values: object) -> Picture:
    """The picture of a chart that can be narrow: `bar_chart`, `grouped_bar_chart` or `line_with_target`."""
    return Picture(draw(**values, narrow=False), draw(**values, narrow=True))


__all__ = [
    "Group",
    "Number",
    "Picture",
    "Series",
    "bar_chart",
    "data_table",
    "grouped_bar_chart",
    "in_two_widths",
    "line_with_target",
    "sparkline",
    "stacked_share",
    "treemap",
    "treemap_table",
]
