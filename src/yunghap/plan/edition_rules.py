"""What must hold of an edition as plain values before it is written. Pure: no database."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.plan import edition_data as d
from yunghap.plan.contracts import Comparison, Quantity

LARGEST_VALUE = Decimal(10) ** 15
LARGEST_KRW = 10**18
STORED_PLACES = 6
LONGEST_SPAN = 200


def refuse(path: str) -> InvalidInput:
    """The error for a member that is not in order."""
    return InvalidInput(_("The edition file is not in order at %(path)s.") % {"path": path}, path=path)


def _unique(items: Iterable[object], path: str) -> None:
    seen: set[object] = set()
    for index, item in enumerate(items):
        if item in seen:
            raise refuse(f"{path}/{index}")
        seen.add(item)


def storable(number: Decimal) -> bool:
    """The value fits our tables: below 10^15, at most six decimal places."""
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return abs(number) < LARGEST_VALUE and places <= STORED_PLACES


def check_quantity(quantity: Quantity, line_count: int) -> bool:
    """The quantity lies in the document and its numbers hold together."""
    bounds = 1 <= quantity.line <= line_count and 0 <= quantity.start < quantity.end
    numbers = [quantity.value, quantity.precision]
    ranged = quantity.comparison is Comparison.RANGE
    if ranged == (quantity.value_to is None):
        return False
    if quantity.value_to is not None:
        numbers.append(quantity.value_to)
        if quantity.value_to < quantity.value:
            return False
    money = quantity.krw is None or abs(quantity.krw) < LARGEST_KRW
    period = (
        quantity.period_start is None
        or quantity.period_end is None
        or quantity.period_start <= quantity.period_end
    )
    texts = 0 < len(quantity.text) <= LONGEST_SPAN and bool(quantity.unit)
    return bounds and money and period and texts and quantity.precision > 0 and all(map(storable, numbers))


def check_edition(data: d.EditionData) -> None:
    """Every key is unique, every reference has its end, every number its place in the document.

    Raises InvalidInput with the `path` of the first member that does not hold.
    """
    _check_nodes(data)
    nodes = {f"{node.scheme}/{node.code}" for node in data.nodes}
    programmes = {programme.key for programme in data.programmes}
    lines = {line.key for line in data.lines}
    indicators = {indicator.key for indicator in data.indicators}
    _unique((item.key for item in data.programmes), "/programmes")
    _unique((item.key for item in data.lines), "/lines")
    _unique((item.key for item in data.indicators), "/indicators")
    _unique(((fact.quantity.line, fact.quantity.start) for fact in data.facts), "/facts")
    for index, line in enumerate(data.lines):
        if line.programme not in programmes or line.part_of not in {"", *lines}:
            raise refuse(f"/lines/{index}")
    placed = [("/programmes", [item.places for item in data.programmes])]
    placed.append(("/indicators", [item.places for item in data.indicators]))
    for path, all_places in placed:
        for index, places in enumerate(all_places):
            if not {f"{scheme}/{code}" for scheme, code in places.items()} <= nodes:
                raise refuse(f"{path}/{index}/places")
    for index, indicator in enumerate(data.indicators):
        if indicator.programme and indicator.programme not in programmes:
            raise refuse(f"/indicators/{index}/programme")
    abouts = {d.UNBOUND, d.TOTAL, d.MINISTRY}
    abouts |= {f"NODE:{node}" for node in nodes}
    abouts |= {f"LINE:{line}" for line in lines}
    abouts |= {f"INDICATOR:{indicator}" for indicator in indicators}
    for index, fact in enumerate(data.facts):
        if fact.about not in abouts or (fact.about == d.MINISTRY and not fact.quantity.ministry):
            raise refuse(f"/facts/{index}/about")
        if not check_quantity(fact.quantity, data.document.line_count):
            raise refuse(f"/facts/{index}")
    _check_rest(data, nodes, programmes)


def _check_nodes(data: d.EditionData) -> None:
    known: set[tuple[str, str]] = set()
    for index, node in enumerate(data.nodes):
        if node.parent and (node.scheme, node.parent) not in known:
            raise refuse(f"/nodes/{index}/parent")
        if (node.scheme, node.code) in known or node.scheme not in {"DIRECTIONS", "AREAS"}:
            raise refuse(f"/nodes/{index}")
        known.add((node.scheme, node.code))


def _check_rest(data: d.EditionData, nodes: set[str], programmes: set[str]) -> None:
    sums: dict[tuple[str, str], Decimal] = {}
    for index, walk in enumerate(data.crosswalks):
        key = (walk.src, walk.dst.split("/")[0])
        sums[key] = sums.get(key, Decimal(0)) + walk.weight
        if not {walk.src, walk.dst} <= nodes or not walk.weight > 0 or sums[key] > 1 or not walk.basis:
            raise refuse(f"/crosswalks/{index}")
    levels: set[str] = {""}
    for index, item in enumerate(data.flagship):
        if item.parent not in levels:
            raise refuse(f"/flagship/{index}/parent")
        levels.add(item.name)
    for index, milestone in enumerate(data.milestones):
        good = milestone.programme in {"", *programmes} and milestone.place in {"", *nodes}
        span = milestone.span
        inside = 1 <= span.line <= data.document.line_count and 0 <= span.start < span.end
        if not good or not inside or milestone.due_end < milestone.due_start:
            raise refuse(f"/milestones/{index}")
    for index, section in enumerate(data.sections):
        if not 1 <= section.first_line <= section.last_line <= data.document.line_count:
            raise refuse(f"/sections/{index}")
