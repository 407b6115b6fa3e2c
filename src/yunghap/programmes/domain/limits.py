"""What must hold of budget lines and shares before they are written."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.programmes.contracts import LineStatement, PartStatement

LARGEST_KRW = 10**18  # a thousand times the gross domestic product; whatever is above is a slip


def check_line(line: LineStatement) -> None:
    """Raises InvalidInput for an amount or a period that no budget has."""
    if line.amount_krw < 0:
        raise InvalidInput(_("A budget cannot be negative."), field="amount_krw", key=line.key)
    if line.amount_krw >= LARGEST_KRW:
        raise InvalidInput(_("This amount is larger than any budget."), field="amount_krw", key=line.key)
    if line.year_to < line.year:
        raise InvalidInput(_("The period ends before it begins."), field="year_to", key=line.key)


def check_sources(lines: Iterable[LineStatement]) -> None:
    """Raises InvalidInput where the named sources of a total are more than the total."""
    totals: dict[tuple[object, ...], LineStatement] = {}
    parts: defaultdict[tuple[object, ...], int] = defaultdict(int)
    for line in lines:
        key: tuple[object, ...] = (line.programme, line.phase, line.year, line.year_to)
        if line.source == "ALL":
            totals[key] = line
        else:
            parts[key] += line.amount_krw
    for period, total in totals.items():
        if parts[period] > total.amount_krw + total.precision_krw:
            raise InvalidInput(_("The sources are more than the total they make up."), key=total.key)


def check_shares(parts: Iterable[PartStatement]) -> None:
    """Raises InvalidInput where the stated shares of one programme are more than the whole."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for part in parts:
        if part.share is not None:
            if not 0 < part.share <= 1:
                raise InvalidInput(_("A share is more than 0 and at most 1."), field="share")
            sums[part.programme] += part.share
    if any(total > 1 for total in sums.values()):
        raise InvalidInput(_("The shares add up to more than the whole."), field="share")
