"""Charts as SVG of our own: the same bytes in the page, in PDF and in HWPX.

Deterministic, without script, style attribute or outside reference. Every chart has a title and a description for
those who do not see it, tells series apart by pattern and label besides colour, prints its values, and has a data
table (`data_table`) that each page shows with it.
"""

from .bars import bar_chart, grouped_bar_chart, stacked_share
from .canvas import Number, Series
from .lines import line_with_target, sparkline
from .table import data_table, treemap_table
from .treemap import Group, treemap

__all__ = [
    "Group",
    "Number",
    "Series",
    "bar_chart",
    "data_table",
    "grouped_bar_chart",
    "line_with_target",
    "sparkline",
    "stacked_share",
    "treemap",
    "treemap_table",
]
