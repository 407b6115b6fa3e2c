"""When cases come: drawn, or as they were recorded."""

import csv
import io
import random
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.gate import decode_text
from yunghap.procedures.program.iso import read_moment

from .contracts import Arrival
from .settings import value_of

MOST = 100_000


def poisson(*, number: int, every: float, seed: int, start: datetime) -> tuple[Arrival, ...]:
    """So many arrivals, `every` days apart on average, without memory."""
    chance = random.Random(f"{seed}:arrivals")  # noqa: S311 - no secret
    at, found = start, []
    for _number in range(number):
        at += timedelta(days=chance.expovariate(1 / every))
        found.append(Arrival(at))
    return tuple(found)


def recorded(data: bytes) -> tuple[Arrival, ...]:
    """From CSV: a column `arrived` (a date, or a moment of ISO 8601, Korean time), every other one a variable.

    Values are JSON where they look like it, else text; empty cells give nothing. Raises InvalidInput with the line.
    """
    rows = csv.DictReader(io.StringIO(decode_text(data)))
    if "arrived" not in (rows.fieldnames or ()):
        raise InvalidInput(_("The table of arrivals needs a column “arrived”."))
    found = []
    for row in rows:
        try:
            at = read_moment(row["arrived"] or "")
        except InvalidInput as wrong:
            raise InvalidInput(
                sentence(_("Line %(line)s: %(reason)s"), line=rows.line_num, reason=wrong.message)
            ) from None
        values = {name: value_of(text) for name, text in row.items() if name and name != "arrived" and text}
        found.append(Arrival(at, values))
        if len(found) > MOST:
            raise InvalidInput(sentence(_("At most %(most)s cases are simulated at once."), most=f"{MOST:,}"))
    return tuple(sorted(found, key=lambda arrival: arrival.at))
