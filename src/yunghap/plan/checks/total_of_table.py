"""Totals and subtotals of every other table are the sums of their rows and columns.

Rows called 합계, 계, 총계, 소계, total … add up the rows they belong to; columns called so add up the
columns beside them (국비 + 지방비 + 민자 = 계, years, quarters, new and continuing). Counts are exact;
money and other figures may miss by what rounding can leave. Subtotals may stand over or under what they add
up: the reading that holds more often counts.

Silently ignored: tables by area or by ministry (`area-sum`, `ministry-sum`); columns of shares, rates,
averages, scores, durations and differences; columns of mixed units; sums over a cell that is not a number
(미정); tables that say their counts overlap (중복); a total column whose addends are neither sources of
money, years nor parts of a year and which fails in half of the rows or more (it totals something else);
rows marked as "of which" where the total holds without them; totals of a single row.
"""

from collections.abc import Iterator

from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.totals import OTHER, judge_tables
from yunghap.plan.checks.verdicts import Check, Verdict
from yunghap.plan.contracts import Message


def run(reading: Reading) -> Iterator[Verdict]:
    yield from judge_tables(reading, OTHER)


CHECK = Check(
    id="total-of-table",
    version=2,
    title=Message(ko="표의 합계", en="Totals of tables"),
    nothing=Message(ko="합계를 적은 표가 없습니다.", en="No table prints a total."),
    run=run,
)
