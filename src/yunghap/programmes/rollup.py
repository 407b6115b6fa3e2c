"""Adding up money without counting anything twice. Pure: no database.

A total over several years never enters an annual sum. A total over all sources contains those of the named
sources. A line that is part of another line is already in it. Shares that nobody stated stay unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal

from yunghap.programmes.contracts import LineAmount, Party, Split


def counted_lines(lines: Iterable[LineAmount], *, year: int | None = None) -> tuple[LineAmount, ...]:
    """The annual lines that an annual sum over `lines` adds, each won once.

    Left out are multi-year totals, lines of other years than `year`, lines of a named source beside a total
    of the same programme, phase and year, and lines whose container is among those given. Give all lines of
    an edition and group what comes out: a part whose container is left out of `lines` would count.
    """
    annual = [line for line in lines if not line.multi_year and year in {None, line.year}]
    by_id = {line.id: line for line in annual}
    totals = {(line.programme, line.phase, line.year) for line in annual if line.source == "ALL"}
    return tuple(
        line
        for line in annual
        if (line.source == "ALL" or (line.programme, line.phase, line.year) not in totals)
        and not _contained(line, by_id)
    )


def _contained(line: LineAmount, by_id: Mapping[str, LineAmount]) -> bool:
    """Another given line of the same phase and year already contains this one."""
    container = by_id.get(line.part_of or "")
    return container is not None and (container.phase, container.year) == (line.phase, line.year)


def annual_sum(lines: Iterable[LineAmount], *, year: int) -> int:
    """Won of one year, nothing twice."""
    return sum(line.amount_krw for line in counted_lines(lines, year=year))


def split_amount(amount_krw: int, parties: Sequence[Party]) -> Split:
    """Divide won among organisations by their stated shares.

    A single organisation has all of it. Several with stated shares get theirs, in whole won (largest
    remainders first, where the shares sum to 1); what belongs to organisations without a stated share is
    unknown. The parts and the unknown rest always add up to `amount_krw`.
    """
    if len(parties) == 1 and parties[0].share is None:
        return Split({parties[0].organisation: amount_krw}, 0)
    stated = [(party.organisation, party.share) for party in parties if party.share is not None]
    exact = {organisation: Decimal(amount_krw) * share for organisation, share in stated}
    known = {name: int(value.to_integral_value(ROUND_FLOOR)) for name, value in exact.items()}
    rest = amount_krw - sum(known.values())
    if stated and sum(share for _name, share in stated) == 1:
        order = sorted(exact, key=lambda name: (known[name] - exact[name], name))
        for name in order[:rest]:
            known[name] += 1
        rest = 0
    return Split(known, rest)


def sum_splits(splits: Iterable[Split]) -> Split:
    """Add splits by organisation; what is unknown stays unknown."""
    known: defaultdict[str, int] = defaultdict(int)
    unknown = 0
    for split in splits:
        unknown += split.unknown_krw
        for organisation, amount in split.known.items():
            known[organisation] += amount
    return Split(dict(known), unknown)
