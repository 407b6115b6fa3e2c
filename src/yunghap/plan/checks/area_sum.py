"""The amounts of the areas add up to the printed total.

A table that classifies money (or counts) by area, field, direction or task and prints a total: the total
must be the sum within what rounding can leave (see `add_up`). Where no table prints the areas, a paragraph
that names a total and then at least three amounts of the same kind by name is judged likewise.

Silently ignored: tables without a printed total; columns of shares, rates, averages, scores and
differences; columns whose values are in several units; columns with a cell that is not a number (미정);
tables that say their counts overlap (중복); rows marked as "of which" where the total holds without them.
"""

from collections.abc import Iterator

from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.totals import AREA, judge_tables
from yunghap.plan.checks.verdicts import Check, Verdict
from yunghap.plan.contracts import Message


def run(reading: Reading) -> Iterator[Verdict]:
    yield from judge_tables(reading, AREA)


CHECK = Check(
    id="area-sum",
    version=1,
    title=Message(ko="분야별 합계", en="Sum of the areas"),
    nothing=Message(
        ko="분야별 금액과 합계를 함께 적은 표가 없습니다.", en="No table prints areas with their total."
    ),
    run=run,
)
