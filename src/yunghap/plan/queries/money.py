"""Money of one edition by area, ministry, direction and task: printed, itemised, and what is left open.

Amounts are integer won. `printed` is what the edition's table says, to the last digit; `itemised_krw` the sum of
the programmes that the text names with an amount (every won once, see `programmes.rollup`); `remainder_krw` what
the printed amount has beyond that.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from yunghap.plan.enums import ObservationRole, ObservationSubject
from yunghap.plan.models import Crosswalk, Edition, Observation
from yunghap.plan.queries.common import (
    NodeRef,
    Printed,
    in_use,
    nodes_of,
    printed,
    programme_places,
    short_names,
)
from yunghap.programmes.service import (
    LineAmount,
    Party,
    Phase,
    Split,
    counted_lines,
    lines_stated_in,
    parties_stated_in,
    split_amount,
)

ROLES = {Phase.PLANNED: ObservationRole.BUDGET, Phase.EXECUTED: ObservationRole.ACTUAL}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One area, ministry, direction or task.

    `key` is the node's code or the ministry's short name; `node` is set for nodes. `printed` is the finest
    printed amount (None where nothing is printed), `share` the printed per cent, `also_printed` the same
    amount elsewhere in the text, e.g. truncated in prose. `itemised_krw` counts programmes that belong here
    alone or by a stated share; `shared_krw` programmes that belong here and to others in shares nobody
    stated (not part of `itemised_krw`; ministries only). `remainder_krw` is printed minus itemised, None
    where nothing is printed. `crosswalk_krw` is money that somebody's stated crosswalk brings here from the
    printed amounts of the other scheme, None where there is none.
    """

    key: str
    label: str
    node: NodeRef | None
    printed: Printed | None
    share: Printed | None
    also_printed: tuple[Printed, ...]
    itemised_krw: int
    shared_krw: int
    remainder_krw: int | None
    programmes: tuple[str, ...]
    crosswalk_krw: int | None = None

    @property
    def printed_krw(self) -> int | None:
        """Won of the printed amount."""
        return self.printed.krw if self.printed else None


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Money of one year and phase by one classification.

    `total` is the printed total. `itemised_krw` is the sum over all named programmes; of it `unplaced_krw`
    belongs to programmes that the text places in no row, and `unknown_krw` to several ministries in shares
    nobody stated. `remainder_krw` is the printed total minus everything itemised. Over the rows,
    `sum(itemised_krw) + unplaced_krw + unknown_krw == itemised_krw` of the table.
    """

    year: int
    phase: str
    rows: tuple[MoneyRow, ...]
    total: Printed | None
    total_share: Printed | None
    also_printed: tuple[Printed, ...]
    itemised_krw: int
    unplaced_krw: int
    unknown_krw: int
    remainder_krw: int | None
    unplaced_programmes: tuple[str, ...] = ()

    @property
    def printed_sum_krw(self) -> int | None:
        """Sum of the printed rows; None where a row has no printed amount."""
        amounts = [row.printed_krw for row in self.rows]
        return None if not amounts or None in amounts else sum(amount or 0 for amount in amounts)


@dataclass(slots=True)
class _Sums:
    """Money and programmes by the label of a row."""

    itemised: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    shared: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    programmes: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(
        self, line: LineAmount, parties: Iterable[Party], split: Split, labels: Mapping[str, str]
    ) -> None:
        for party in parties:
            label = labels[party.organisation]
            self.programmes[label].append(line.programme)
            if party.organisation in split.known:
                self.itemised[label] += split.known[party.organisation]
            else:
                self.shared[label] += split.unknown_krw


@dataclass(slots=True)
class _Numbers:
    """The printed numbers of one subject: money, finest first, and shares in per cent."""

    money: list[Printed] = field(default_factory=list)
    shares: list[Printed] = field(default_factory=list)

    def add(self, number: Printed) -> None:
        if number.krw is not None:
            self.money.append(number)
        elif number.unit == "%":
            self.shares.append(number)

    def best(self) -> Printed | None:
        return min(self.money, key=_fineness, default=None)

    def best_share(self) -> Printed | None:
        return min(self.shares, key=lambda number: (number.precision, -number.line), default=None)

    def others(self) -> tuple[Printed, ...]:
        best = self.best()
        return tuple(number for number in self.money if number is not best)


def _fineness(number: Printed) -> tuple[int, int, int]:
    return number.precision_krw, number.line, number.start


def _numbers(rows: Iterable[Observation], key: str) -> dict[str, _Numbers]:
    result: defaultdict[str, _Numbers] = defaultdict(_Numbers)
    for row in rows:
        result[str(getattr(row, key))].add(printed(row))
    return result


def _stated(edition: Edition, subject: ObservationSubject, year: int) -> Iterable[Observation]:
    return in_use(edition).filter(subject=subject, year=year)


def _is_of(phase: str, row: Observation) -> bool:
    """The number belongs to the phase; shares of planned money are targets in print."""
    if phase == Phase.PLANNED:
        return row.role in {ObservationRole.BUDGET, ObservationRole.TARGET}
    return row.role == ObservationRole.ACTUAL


def _annual(edition: Edition, year: int, phase: str) -> tuple[LineAmount, ...]:
    lines = [line for line in lines_stated_in(edition.pk) if line.phase == phase]
    return counted_lines(lines, year=year)


def _total(edition: Edition, year: int, phase: str) -> _Numbers:
    result = _Numbers()
    for row in _stated(edition, ObservationSubject.TOTAL, year):
        if _is_of(phase, row):
            result.add(printed(row))
    return result


def money_by_node(
    edition: Edition, *, scheme: str, year: int | None = None, phase: str = Phase.PLANNED
) -> MoneyTable:
    """Money by area (`scheme="AREAS"`) or by direction and task (`"DIRECTIONS"`).

    `year` is the edition's for planned and the year before for executed money. A direction has what its
    tasks have; the table's sums count the lowest nodes only.
    """
    year = year or default_year(edition, phase)
    nodes = nodes_of(edition, scheme)
    places = programme_places(edition)
    numbers = _numbers(
        (row for row in _stated(edition, ObservationSubject.NODE, year) if _is_of(phase, row)), "node_id"
    )
    lines = _annual(edition, year, phase)
    sums: defaultdict[str, int] = defaultdict(int)
    named: defaultdict[str, list[str]] = defaultdict(list)
    unplaced, unplaced_programmes = 0, []
    above = {node.id: node.parent for node in nodes}
    for line in lines:
        place: str | None = places.get(line.programme, {}).get(scheme)
        if place not in above:
            unplaced += line.amount_krw
            unplaced_programmes.append(line.programme)
        while place in above:
            sums[place] += line.amount_krw
            named[place].append(line.programme)
            place = above[place]
    crossed = _crosswalked(nodes, year, phase)
    rows = tuple(
        _row(
            key=node.code,
            label=node.name_ko,
            node=node,
            numbers=numbers.get(node.id, _Numbers()),
            itemised=sums[node.id],
            programmes=named[node.id],
            crosswalk=crossed.get(node.id),
        )
        for node in nodes
    )
    return _table(
        edition, year, phase, rows, lines, unplaced=unplaced, unplaced_programmes=unplaced_programmes
    )


def money_by_ministry(edition: Edition, *, year: int | None = None, phase: str = Phase.PLANNED) -> MoneyTable:
    """Money by ministry, in descending order of the printed amounts.

    A programme of several ministries counts for each by its stated share; what is not stated is the table's
    `unknown_krw`, and shows as `shared_krw` with every ministry concerned.
    """
    year = year or default_year(edition, phase)
    numbers = _numbers(
        (row for row in _stated(edition, ObservationSubject.MINISTRY, year) if _is_of(phase, row)), "ministry"
    )
    lines = _annual(edition, year, phase)
    parties = parties_stated_in(edition.pk)
    labels = short_names({party.organisation for row in parties.values() for party in row})
    sums = _Sums()
    unknown = unplaced = 0
    unplaced_programmes = []
    for line in lines:
        stated = parties.get(line.programme, ())
        if not stated:
            unplaced += line.amount_krw
            unplaced_programmes.append(line.programme)
            continue
        split = split_amount(line.amount_krw, stated)
        unknown += split.unknown_krw
        sums.add(line, stated, split, labels)
    keys = sorted(
        {*numbers, *sums.programmes},
        key=lambda key: (-(_krw(numbers.get(key)) or -1), -sums.itemised[key], key),
    )
    rows = tuple(
        _row(
            key=key,
            label=key,
            node=None,
            numbers=numbers.get(key, _Numbers()),
            itemised=sums.itemised[key],
            programmes=sums.programmes[key],
            shared=sums.shared[key],
        )
        for key in keys
    )
    return _table(
        edition,
        year,
        phase,
        rows,
        lines,
        unplaced=unplaced,
        unknown=unknown,
        unplaced_programmes=unplaced_programmes,
    )


def _krw(numbers: _Numbers | None) -> int | None:
    best = numbers.best() if numbers else None
    return best.krw if best else None


def default_year(edition: Edition, phase: str) -> int:
    """The edition's year for planned money, the year before for executed money."""
    return edition.year if phase == Phase.PLANNED else edition.year - 1


def _row(
    *,
    key: str,
    label: str,
    node: NodeRef | None,
    numbers: _Numbers,
    itemised: int,
    programmes: Iterable[str],
    shared: int = 0,
    crosswalk: int | None = None,
) -> MoneyRow:
    best = numbers.best()
    return MoneyRow(
        key=key,
        label=label,
        node=node,
        printed=best,
        share=numbers.best_share(),
        also_printed=numbers.others(),
        itemised_krw=itemised,
        shared_krw=shared,
        remainder_krw=None if best is None or best.krw is None else best.krw - itemised,
        programmes=tuple(dict.fromkeys(programmes)),
        crosswalk_krw=crosswalk,
    )


def _table(
    edition: Edition,
    year: int,
    phase: str,
    rows: tuple[MoneyRow, ...],
    lines: Iterable[LineAmount],
    *,
    unplaced: int,
    unknown: int = 0,
    unplaced_programmes: Iterable[str] = (),
) -> MoneyTable:
    total = _total(edition, year, phase)
    best = total.best()
    itemised = sum(line.amount_krw for line in lines)
    return MoneyTable(
        year=year,
        phase=str(phase),
        rows=rows,
        total=best,
        total_share=total.best_share(),
        also_printed=total.others(),
        itemised_krw=itemised,
        unplaced_krw=unplaced,
        unknown_krw=unknown,
        remainder_krw=None if best is None or best.krw is None else best.krw - itemised,
        unplaced_programmes=tuple(dict.fromkeys(unplaced_programmes)),
    )


def _crosswalked(nodes: Iterable[NodeRef], year: int, phase: str) -> dict[str, int]:
    """Node id -> won that stated crosswalks bring from printed amounts of other nodes."""
    walks = list(Crosswalk.objects.filter(dst__in=[node.id for node in nodes]))
    if not walks:
        return {}
    rows = Observation.objects.filter(
        node__in={walk.src_id for walk in walks}, subject=ObservationSubject.NODE, year=year
    ).exclude(status="REJECTED")
    numbers = _numbers((row for row in rows.select_related("span") if _is_of(phase, row)), "node_id")
    result: defaultdict[str, Decimal] = defaultdict(Decimal)
    for walk in walks:
        amount = _krw(numbers.get(walk.src_id))
        if amount is not None:
            result[walk.dst_id] += walk.weight * amount
    return {key: int(value.to_integral_value(ROUND_HALF_UP)) for key, value in result.items()}
