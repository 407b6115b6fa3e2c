"""The money of a demonstration: a budget line for vouchers."""

from datetime import datetime

from yunghap.core.actors import SYSTEM
from yunghap.programmes import service as programmes

AMOUNT = 3_000_000  # of the voucher, in won
LINE = 100_000_000  # of the budget line it is issued under


def make_line(at: datetime) -> programmes.BudgetLine:
    """A planned budget line of this year, stated by nobody but the demonstration."""
    found = programmes.ensure_programmes(names=["데이터 바우처 (시연)"], by=SYSTEM)
    statement = programmes.LineStatement(
        key="line",
        programme=next(iter(found.values())).pk,
        phase=programmes.Phase.PLANNED,
        year=at.year,
        year_to=at.year,
        amount_krw=LINE,
    )
    return programmes.state_lines(stated_in=programmes.DEMONSTRATION, lines=[statement], by=SYSTEM)["line"]
