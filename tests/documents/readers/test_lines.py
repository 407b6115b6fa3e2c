"""Lines under limits."""

import pytest

from yunghap.documents.readers.lines import MAX_CELLS, MAX_COLUMNS, MAX_LINES, Grid, Lines, TooLong


def test_too_many_lines_and_characters() -> None:
    out = Lines()
    for _ in range(MAX_LINES):
        out.paragraph("")
    with pytest.raises(TooLong):
        out.paragraph("")
    with pytest.raises(TooLong):
        Lines().paragraph("a" * 20_000_000)


def test_separators_that_others_take_for_line_ends_do_not_break_lines() -> None:
    out = Lines()
    out.paragraph("a\x0bb\x0cc\u2028d\x85e\x00f\r\ng\rh")
    assert out.finish() == ("a b c d ef", "g", "h")


@pytest.mark.parametrize(
    ("row", "column", "rows", "columns"),
    [
        (-1, 0, 1, 1),
        (MAX_LINES, 0, 1, 1),
        (0, -1, 1, 1),
        (0, 0, 1, 0),
        (0, MAX_COLUMNS, 1, 1),
        (0, 0, 200_000, 999),
    ],
)
def test_cells_outside_the_limits(row: int, column: int, rows: int, columns: int) -> None:
    with pytest.raises(TooLong):
        Grid().put(row, column, "a", rows=rows, columns=columns)


def test_sparse_table_that_would_be_huge() -> None:
    grid = Grid()
    grid.put(MAX_CELLS // MAX_COLUMNS + 1, MAX_COLUMNS - 1, "a")
    with pytest.raises(TooLong):
        grid.table()


def test_row_span_is_cut_at_the_limit() -> None:
    grid = Grid()
    grid.put(MAX_LINES - 1, 0, "a", rows=5)
    assert grid.free_column(MAX_LINES - 1) == 1
