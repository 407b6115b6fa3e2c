from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.plan.contracts import Cell, Comparison, Quantity, Role, YearBasis
from yunghap.plan.fact_rows import COLUMNS, COLUMNS_EN, find_fact_rows, from_row, to_row

text = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)
name = st.text(alphabet="가나다라 ›\\;=ab\t\n", min_size=1, max_size=8)
number = st.decimals(min_value=-(10**15), max_value=10**15, places=2)
quantities = st.builds(
    Quantity,
    line=st.integers(1, 10**6),
    start=st.integers(0, 500),
    end=st.integers(501, 600),
    text=text,
    value=number,
    unit=text,
    precision=st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(100)]),
    role=st.sampled_from(Role),
    comparison=st.sampled_from(Comparison),
    value_to=st.none() | number,
    krw=st.none() | st.integers(-(10**15), 10**15),
    year=st.none() | st.integers(1990, 2100),
    period_start=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    period_end=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    year_basis=st.sampled_from(YearBasis),
    ministry=st.lists(st.sampled_from(["산업부", "과기부", "국토부"]), unique=True, max_size=3).map(tuple),
    programme=text,
    section=st.lists(name, max_size=3).map(tuple),
    cell=st.none() | st.builds(Cell, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), text, text),
    qualifiers=st.lists(st.tuples(st.sampled_from(["source", "kind"]), text), max_size=2).map(tuple),
    rules=st.dictionaries(st.sampled_from(["value", "year", "role"]), text, max_size=3),
)


@given(quantities)
def test_row_gives_the_same_quantity_back(quantity):
    cells = to_row(quantity)
    assert len(cells) == len(COLUMNS)
    assert from_row(cells) == quantity


ROW = ("3:1-4", "12억원", "eq 12 /1 =1200000000", "억원", "budget", "explicit 2023 ../..", "", "", "", "", "")


def test_fact_rows_are_found_after_their_header_even_when_it_repeats():
    rows = [("머리말",), COLUMNS, ROW, ("쪽 2",), COLUMNS_EN, ROW, ROW, ("끝",), ROW]
    found = find_fact_rows(rows)
    assert found == [(3, ROW), (6, ROW), (7, ROW)]


def test_document_of_others_has_no_fact_rows():
    assert find_fact_rows([("위치", "값"), ROW]) is None


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (0, "x"),
        (2, "eq"),
        (2, "eq NaN /1"),
        (2, "eq 1 2 3 /1"),
        (2, "eq 1"),
        (2, "sort 1 /1"),
        (4, "wish"),
        (5, "explicit"),
        (5, "explicit 2023 2023-13-01/.."),
        (9, "{}"),
        (9, '[["a"]]'),
        (10, "not json"),
    ],
)
def test_bad_cell_names_its_column(column, cell):
    cells = [*ROW]
    cells[column] = cell
    with pytest.raises(InvalidInput) as error:
        from_row(cells)
    assert error.value.details.get("column", COLUMNS[column]) == COLUMNS[column]


def test_short_row_is_refused():
    with pytest.raises(InvalidInput):
        from_row(ROW[:-1])
