"""Whatever stands in the cells of a row, it is read or named."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yunghap.casework.domain.closed_rows import COLUMNS, read_closed_rows
from yunghap.core.errors import InvalidInput

TODAY = date(2026, 11, 27)


@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=len(COLUMNS), max_size=len(COLUMNS))
)
def test_any_cells_are_read_or_named(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([[one.id for one in COLUMNS], cells])
    try:
        rows, wrong = read_closed_rows(out.getvalue().encode(), today=TODAY)
    except InvalidInput:
        return
    assert bool(rows) != bool(wrong)
