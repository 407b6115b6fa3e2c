"""What pages and documents show of an edition, worked out from its facts: no Django, no database.

Rules that hold everywhere: a multi-year total never enters an annual sum; money of a joint programme is divided by
stated shares alone; what is placed nowhere is a row of its own; every won is counted once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.queries.values import BudgetLine, EditionView, IndicatorValue, Node, Programme, Total
from yunghap.programmes.contracts import Party
from yunghap.programmes.rollup import split_amount

SCHEME_OF = {"area": "areas", "task": "tasks"}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One area, task or ministry: what is printed for it and what its programmes add up to.

    `amount` and `share` are fact ids, `krw` the printed won; where nothing is printed they are "", None and 0.
    `itemised` is the won of programmes that belong here alone or by a stated share, `shared` of those that belong
    here and to others in shares nobody stated (ministries only, no part of `itemised`).
    """

    key: str
    name: str
    amount: str
    krw: int
    share: str | None
    percent: Decimal
    itemised: int
    shared: int = 0

    @property
    def not_itemised(self) -> int:
        """Won of the printed amount that no programme of the text accounts for; negative where more is itemised."""
        return self.krw - self.itemised


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Money of one year and role by areas, tasks or ministries, with the printed total.

    `itemised` is the sum over all programmes; of it `unplaced` belongs to programmes that stand in no row and
    `unknown` to several ministries in shares nobody stated. Of areas and ministries,
    `sum(row.itemised) + unplaced + unknown == itemised`; a direction contains its tasks.
    """

    year: int
    role: Role
    rows: tuple[MoneyRow, ...]
    total: str | None
    total_krw: int | None
    itemised: int
    unplaced: int
    unknown: int = 0

    @property
    def printed(self) -> tuple[MoneyRow, ...]:
        """The rows with a printed amount."""
        return tuple(row for row in self.rows if row.amount)

    @property
    def sum_krw(self) -> int:
        """What the printed rows add up to."""
        return sum(row.krw for row in self.rows)

    @property
    def agrees(self) -> bool:
        """The rows add up to the printed total, to the won."""
        return self.total_krw is None or self.total_krw == self.sum_krw

    @property
    def not_itemised(self) -> int | None:
        """Won of the printed total that no programme accounts for; None where no total is printed."""
        return None if self.total_krw is None else self.total_krw - self.itemised


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Itemised annual money and programmes of a direction or task; `node` is None for what is placed nowhere.

    `crosswalk` is the won that somebody's stated crosswalk brings here from the printed amounts of the other
    scheme, None where there is none.
    """

    node: Node | None
    krw: int
    programmes: tuple[Programme, ...]
    indicators: int
    tasks: tuple["TaskRow", ...] = ()
    crosswalk: int | None = None


@dataclass(frozen=True, slots=True)
class Achievement:
    """A year's target beside what was reached.

    `ratio` is actual / target where the indicator improves upwards, target / actual where downwards; None where
    it improves in neither direction or would divide by nothing. `reached` says whether the target was met.
    """

    year: int
    target: IndicatorValue
    actual: IndicatorValue
    ratio: Decimal | None
    reached: bool | None


def annual_line(programme: Programme, year: int, role: Role = Role.BUDGET) -> BudgetLine | None:
    """The line of all sources for that year, or the only one there is."""
    lines = annual_lines(programme, year, role)
    return lines[0] if len(lines) == 1 else None


def annual_lines(programme: Programme, year: int, role: Role = Role.BUDGET) -> tuple[BudgetLine, ...]:
    """The line of all sources for that year, else those of the single sources."""
    lines = tuple(line for line in programme.lines if line.role is role and line.is_annual(year))
    whole = next((line for line in lines if not line.source), None)
    return lines if whole is None else (whole,)


def annual_krw(programme: Programme, year: int, role: Role = Role.BUDGET) -> int | None:
    """Won of one year: the total where it is printed, else the sum of the sources; None where nothing is."""
    lines = annual_lines(programme, year, role)
    return sum(line.krw for line in lines) if lines else None


def multi_year_lines(programme: Programme) -> tuple[BudgetLine, ...]:
    """Totals over several years, shown beside and never added."""
    return tuple(line for line in programme.lines if line.first_year != line.last_year)


def counted_krw(programme: Programme, year: int, role: Role = Role.BUDGET) -> int:
    """Won of one year that enter a sum: what is part of another programme's line is counted there."""
    return sum(
        line.krw for line in programme.lines if line.counted and line.role is role and line.is_annual(year)
    )


def sum_krw(programmes: Iterable[Programme], year: int, role: Role = Role.BUDGET) -> int:
    """Won of one year of several programmes, each amount once."""
    return sum(counted_krw(programme, year, role) for programme in programmes)


@dataclass(slots=True)
class _Printed:
    """Fact ids of the printed amounts and shares by row, and of the printed totals."""

    amounts: dict[str, str] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)


def _printed(edition: EditionView, subject: str, year: int, role: Role) -> _Printed:
    found = _Printed()
    for total in edition.totals:
        fact = edition.facts[total.fact]
        if fact.year != year:
            continue
        if fact.krw is None:
            # A share is a target or an actual beside budgeted or spent money: its year says which table it is of.
            if total.subject == subject:
                _keep_most_precise(edition, found.shares, total)
        elif fact.role is role and total.subject == "plan":
            found.whole.append(total.fact)
        elif fact.role is role and total.subject == subject:
            _keep_most_precise(edition, found.amounts, total)
    return found


def _keep_most_precise(edition: EditionView, kept: dict[str, str], total: Total) -> None:
    """Prose truncates; the table prints every digit."""
    known = kept.get(total.key)
    if known is None or edition.facts[total.fact].precision < edition.facts[known].precision:
        kept[total.key] = total.fact


@dataclass(slots=True)
class _Sums:
    """What the programmes add up to by row."""

    itemised: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    shared: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    total: int = 0
    unplaced: int = 0
    unknown: int = 0


def _sums(edition: EditionView, subject: str, year: int, role: Role) -> _Sums:
    sums = _Sums()
    above = {node.code: node.parent for node in edition.scheme(SCHEME_OF.get(subject, ""))}
    for item in edition.programmes:
        krw = counted_krw(item, year, role)
        sums.total += krw
        if subject == "ministry":
            _divide(sums, item, krw)
            continue
        code = item.nodes.get(SCHEME_OF[subject], "")
        if code not in above:
            sums.unplaced += krw
        while code in above:
            sums.itemised[code] += krw
            code = above[code]
    return sums


def _divide(sums: _Sums, item: Programme, krw: int) -> None:
    """Among the ministries by their stated shares; the rest is shared, and known of nobody alone."""
    stated = {part.name: part.share for part in item.parts}
    split = split_amount(krw, [Party(name, stated.get(name)) for name in item.ministries])
    if not item.ministries:
        sums.unplaced += krw
        return
    sums.unknown += split.unknown_krw
    for name in item.ministries:
        if name in split.known:
            sums.itemised[name] += split.known[name]
        else:
            sums.shared[name] += split.unknown_krw


def money_table(
    edition: EditionView, subject: str, *, year: int | None = None, role: Role = Role.BUDGET
) -> MoneyTable:
    """Money by "area", "task" or "ministry": every node, or every ministry with an amount or a programme.

    `year` is by default the edition's for budgets, the one before for actuals. Printed rows come first: nodes in
    printed order, ministries by money, which is how their columns run.
    """
    year = year or (edition.year if role is Role.BUDGET else edition.year - 1)
    printed, sums = _printed(edition, subject, year, role), _sums(edition, subject, year, role)
    names = {node.code: node.name for node in edition.scheme(SCHEME_OF.get(subject, ""))}
    facts, amounts = edition.facts, printed.amounts
    others = dict.fromkeys([*names, *sorted({*sums.itemised, *sums.shared})])
    keys = sorted(amounts, key=lambda key: _order(facts[amounts[key]], subject))
    keys += [key for key in others if key not in amounts]
    total = min(printed.whole, key=lambda key: facts[key].precision, default=None)
    total_krw = None if total is None else facts[total].krw or 0
    base = total_krw or sum(facts[fact].krw or 0 for fact in amounts.values())

    def row(key: str) -> MoneyRow:
        amount = amounts.get(key, "")
        krw = (facts[amount].krw or 0) if amount else 0
        return MoneyRow(
            key=key,
            name=names.get(key, key),
            amount=amount,
            krw=krw,
            share=printed.shares.get(key),
            percent=Decimal(100 * krw) / base if base else Decimal(0),
            itemised=sums.itemised[key],
            shared=sums.shared[key],
        )

    return MoneyTable(
        year=year,
        role=role,
        rows=tuple(row(key) for key in keys),
        total=total,
        total_krw=total_krw,
        itemised=sums.total,
        unplaced=sums.unplaced,
        unknown=sums.unknown,
    )


def printed_table(edition: EditionView, subject: str, *, year: int, role: Role) -> MoneyTable | None:
    """The money table with the printed rows alone; None where no amount is printed."""
    table = money_table(edition, subject, year=year, role=role)
    return replace(table, rows=table.printed) if table.printed else None


def ministry_keys(edition: EditionView) -> tuple[str, ...]:
    """Short names of the ministries: those with a printed budget first, by money, then who else has a part."""
    table = printed_table(edition, "ministry", year=edition.year, role=Role.BUDGET)
    printed = [row.key for row in table.rows] if table else []
    parts = [item.ministries for item in edition.programmes]
    parts += [item.ministries for item in edition.indicators]
    parts += [item.ministries for item in edition.milestones]
    return tuple(dict.fromkeys([*printed, *sorted({name for names in parts for name in names})]))


def _order(fact: Quantity, subject: str) -> tuple[int, int]:
    return (-(fact.krw or 0), fact.line) if subject == "ministry" else _place(fact)


def _place(fact: Quantity) -> tuple[int, int]:
    return (fact.line, fact.start)


def with_children(edition: EditionView, code: str) -> frozenset[str]:
    """The code of a direction or task and those of the tasks below it."""
    return frozenset({code, *(node.code for node in edition.scheme("tasks", parent=code))})


def task_rows(edition: EditionView) -> tuple[TaskRow, ...]:
    """Directions with their tasks, and last what is placed in none."""
    programmes: defaultdict[str, list[Programme]] = defaultdict(list)
    for item in edition.programmes:
        programmes[item.nodes.get("tasks", "")].append(item)
    counts: defaultdict[str, int] = defaultdict(int)
    for indicator in edition.indicators:
        counts[indicator.nodes.get("tasks", "")] += 1
    walked = crosswalked(edition, "tasks")

    def own(node: Node | None) -> TaskRow:
        code = "" if node is None else node.code
        items = tuple(programmes[code])
        return TaskRow(node, sum_krw(items, edition.year), items, counts[code], crosswalk=walked.get(code))

    def direction(node: Node) -> TaskRow:
        tasks = tuple(own(task) for task in edition.scheme("tasks", parent=node.code))
        alone = own(node)
        return TaskRow(
            node,
            alone.krw + sum(task.krw for task in tasks),
            alone.programmes + tuple(item for task in tasks for item in task.programmes),
            alone.indicators + sum(task.indicators for task in tasks),
            tasks,
            alone.crosswalk,
        )

    return (*(direction(node) for node in edition.scheme("tasks", parent="")), own(None))


def crosswalked(edition: EditionView, scheme: str) -> Mapping[str, int]:
    """Code of a node of `scheme` -> won that stated crosswalks bring from this year's printed budgets elsewhere."""
    subjects = {name: subject for subject, name in SCHEME_OF.items()}
    amounts = {
        (source, row.key): row.krw
        for source in {walk.src[0] for walk in edition.crosswalks if walk.dst[0] == scheme}
        for row in money_table(edition, subjects[source]).printed
    }
    result: defaultdict[str, Decimal] = defaultdict(Decimal)
    for walk in edition.crosswalks:
        if walk.dst[0] == scheme and walk.src in amounts:
            result[walk.dst[1]] += walk.weight * amounts[walk.src]
    return {code: int(won.to_integral_value(ROUND_HALF_UP)) for code, won in result.items()}


def achievements(values: Iterable[IndicatorValue], better: str) -> tuple[Achievement, ...]:
    """Every year with a target and an actual, oldest first; the last stated of several counts."""
    values = list(values)
    targets = {value.year: value for value in values if value.role is Role.TARGET and value.year}
    actuals = {value.year: value for value in values if value.role is Role.ACTUAL and value.year}
    return tuple(
        Achievement(year, targets[year], actuals[year], *_compare(better, targets[year], actuals[year]))
        for year in sorted(year for year in targets.keys() & actuals.keys() if year is not None)
    )


def _compare(
    better: str, target: IndicatorValue, actual: IndicatorValue
) -> tuple[Decimal | None, bool | None]:
    if better == "UP":
        return (actual.value / target.value if target.value > 0 else None), actual.value >= target.value
    if better == "DOWN":
        return (target.value / actual.value if actual.value > 0 else None), actual.value <= target.value
    return None, None
