"""Lines that nobody writes are read about as fast as others: a rule that tries every way to cut them would never end."""

import pytest

from yunghap.casework.similarity.articles import cited_articles
from yunghap.plan.checks import run_checks
from yunghap.plan.domain.extract import extract_plan

LENGTH = 20_000


@pytest.mark.parametrize("repeated", [" ", "\t", "(", "[", "-", "0", "조", "'", "「 ", "(단위: ", "2024년 "])
def test_a_long_line_of_the_same_is_read_to_its_end(repeated: str) -> None:
    line = repeated * (LENGTH // len(repeated)) + "x"
    plan = extract_plan(["2024년 계획", line, "□ 스마트공장 5개소 구축"])
    assert [quantity.text for quantity in plan.quantities if quantity.line == 3] == ["5개소"]
    assert run_checks(plan)
    assert cited_articles(line) == ()


def test_a_tall_table_without_a_first_column_is_read_row_by_row() -> None:
    rows = [f"\t사업{number}\t{number}" for number in range(1, 3_000)]
    plan = extract_plan(["2024년 계획", "구분\t사업명\t예산(백만원)", *rows])
    assert len(plan.quantities) == len(rows)
