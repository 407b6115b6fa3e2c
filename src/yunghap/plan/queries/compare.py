"""What changed between two editions: added, dropped, renamed, changed, each with the facts behind it. No database.

Programmes and indicators live across editions, so the same one under another name is renamed by its recorded alias.
Of those left over, the same name in another spelling is the same thing, and a strongly similar one of the same lead
ministry is proposed as renamed. Money is compared of each edition's own year.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher

from yunghap.core.money import EOK
from yunghap.core.text import name_key
from yunghap.plan.contracts import Message, Role
from yunghap.plan.queries.figures import MoneyRow, annual_krw, annual_line, money_table
from yunghap.plan.queries.values import BudgetLine, EditionView, Indicator, IndicatorValue, Programme

SIMILAR = 0.86  # two names at least this alike, and no other as alike, are proposed as one renamed thing


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the diff.

    `kind` ADDED, DROPPED, RENAMED or CHANGED; `subject` PROGRAMME, INDICATOR, NODE, AREA_MONEY or MINISTRY_MONEY;
    `id_before` and `id_after` the ids (codes of nodes, keys of money rows), "" where there is none; `before` and
    `after` the names. `fields` are those that differ, [before, after] as text; years in them count from the
    edition's. `basis` says how a rename is known: ALIAS (recorded), SPELLING or SIMILARITY (proposed).
    `shown_before`, `shown_after` and `difference` are the annual money in 억원 or the target with its unit;
    `facts_before` and `facts_after` the facts behind it.
    """

    kind: str
    subject: str
    id_before: str
    id_after: str
    before: str
    after: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    basis: str = ""
    shown_before: str = ""
    shown_after: str = ""
    difference: str = ""
    krw_before: int | None = None
    krw_after: int | None = None
    facts_before: tuple[str, ...] = ()
    facts_after: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name now, or the last one of something dropped."""
        return self.after or self.before

    @property
    def former(self) -> str:
        """The earlier name of something renamed."""
        return self.before if self.kind == "RENAMED" else ""


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """Everything that differs; `unchanged` counts the programmes and indicators that do not."""

    changes: tuple[Change, ...]
    unchanged: int

    def of(self, *, kind: str = "", subject: str = "") -> tuple[Change, ...]:
        """The changes of one kind, one subject, or both."""
        return tuple(
            change
            for change in self.changes
            if (not kind or change.kind == kind) and (not subject or change.subject == subject)
        )

    @property
    def counts(self) -> dict[str, int]:
        """Number of programmes and indicators per kind, and `UNCHANGED`."""
        counts = Counter(
            change.kind for change in self.changes if change.subject in {"PROGRAMME", "INDICATOR"}
        )
        kinds = ("ADDED", "DROPPED", "RENAMED", "CHANGED")
        return {**{kind: counts[kind] for kind in kinds}, "UNCHANGED": self.unchanged}


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind and subject under a heading."""

    code: str
    title: Message
    changes: tuple[Change, ...]


GROUPS = (
    ("programmes-added", "PROGRAMME", "ADDED", Message("사업: 새로 들어옴", "Programmes added")),
    ("programmes-dropped", "PROGRAMME", "DROPPED", Message("사업: 빠짐", "Programmes dropped")),
    ("programmes-renamed", "PROGRAMME", "RENAMED", Message("사업: 이름이 바뀜", "Programmes renamed")),
    ("programmes-changed", "PROGRAMME", "CHANGED", Message("사업: 내용이 바뀜", "Programmes changed")),
    ("indicators-added", "INDICATOR", "ADDED", Message("지표: 새로 들어옴", "Indicators added")),
    ("indicators-dropped", "INDICATOR", "DROPPED", Message("지표: 빠짐", "Indicators dropped")),
    ("indicators-renamed", "INDICATOR", "RENAMED", Message("지표: 이름이 바뀜", "Indicators renamed")),
    (
        "indicators-changed",
        "INDICATOR",
        "CHANGED",
        Message("지표: 값이 바뀜", "Indicators with other values"),
    ),
    ("nodes", "NODE", "", Message("방향·과제·분야", "Directions, tasks and areas")),
    ("areas", "AREA_MONEY", "", Message("분야별 금액", "Money by area")),
    ("ministries", "MINISTRY_MONEY", "", Message("부처별 금액", "Money by ministry")),
)


def groups(diff: EditionDiff) -> tuple[Group, ...]:
    """The changes as a page lists them."""
    return tuple(
        Group(code, title, diff.of(kind=kind, subject=subject)) for code, subject, kind, title in GROUPS
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """A programme or indicator as one edition states it."""

    id: str
    name: str
    lead: str
    fields: Mapping[str, str]
    shown: str
    amount: Decimal | None
    facts: tuple[str, ...]
    krw: int | None = None


def compare(before: EditionView, after: EditionView) -> EditionDiff:
    """Compare two editions, of different years or of one year before and after an amendment.

    Of both, programmes and indicators are needed with their lines and values, and the totals with their facts.
    """
    changes: list[Change] = []
    unchanged = 0
    for subject, items in (("PROGRAMME", _programmes), ("INDICATOR", _indicators)):
        found, same = _compare(subject, items(before), items(after))
        changes += found
        unchanged += same
    changes += _node_changes(before, after)
    for subject in ("area", "ministry"):
        changes += _money_changes(
            f"{subject.upper()}_MONEY",
            money_table(before, subject).printed,
            money_table(after, subject).printed,
        )
    return EditionDiff(tuple(changes), unchanged)


def _compare(subject: str, old: Mapping[str, _Item], new: Mapping[str, _Item]) -> tuple[list[Change], int]:
    pairs = [(old[key], new[key], "ALIAS") for key in old if key in new]
    left = [item for key, item in old.items() if key not in new]
    right = [item for key, item in new.items() if key not in old]
    pairs += [(one, other, "SPELLING") for one, other in _same_name(left, right)]
    pairs += [(one, other, "SIMILARITY") for one, other in _similar(left, right)]
    changes = []
    for one, other, basis in pairs:
        changes += _pair_changes(subject, one, other, basis)
    same = len(pairs) - len(changes)
    changes += [_lone("DROPPED", subject, item) for item in left]
    changes += [_lone("ADDED", subject, item) for item in right]
    return changes, same


def _pair_changes(subject: str, one: _Item, other: _Item, basis: str) -> list[Change]:
    fields = {
        key: (one.fields.get(key, ""), other.fields.get(key, ""))
        for key in sorted({*one.fields, *other.fields})
        if one.fields.get(key, "") != other.fields.get(key, "")
    }
    renamed = name_key(one.name) != name_key(other.name)
    if not renamed and not fields:
        return []
    known = one.amount is not None and other.amount is not None
    change = Change(
        kind="RENAMED" if renamed else "CHANGED",
        subject=subject,
        id_before=one.id,
        id_after=other.id,
        before=one.name,
        after=other.name,
        fields=fields,
        basis=basis if renamed else "",
        shown_before=one.shown,
        shown_after=other.shown,
        difference=_signed((other.amount or 0) - (one.amount or 0), subject) if known else "",
        krw_before=one.krw,
        krw_after=other.krw,
        facts_before=one.facts,
        facts_after=other.facts,
    )
    return [change]


def _lone(kind: str, subject: str, item: _Item) -> Change:
    old = kind == "DROPPED"
    return Change(
        kind=kind,
        subject=subject,
        id_before=item.id if old else "",
        id_after="" if old else item.id,
        before=item.name if old else "",
        after="" if old else item.name,
        fields={key: (value, "") if old else ("", value) for key, value in item.fields.items()},
        shown_before=item.shown if old else "",
        shown_after="" if old else item.shown,
        krw_before=item.krw if old else None,
        krw_after=None if old else item.krw,
        facts_before=item.facts if old else (),
        facts_after=() if old else item.facts,
    )


def _same_name(left: list[_Item], right: list[_Item]) -> list[tuple[_Item, _Item]]:
    """Pairs of one name and lead ministry in whatever spelling; taken out of both lists."""
    known = {(name_key(item.name), item.lead): item for item in right}
    pairs = [
        (item, known.pop((name_key(item.name), item.lead)))
        for item in left
        if (name_key(item.name), item.lead) in known
    ]
    _take_out(pairs, left, right)
    return pairs


def _similar(left: list[_Item], right: list[_Item]) -> list[tuple[_Item, _Item]]:
    """Pairs of strongly similar names of one lead ministry, the most alike first; taken out of both lists."""
    by_bigram: defaultdict[str, set[int]] = defaultdict(set)
    for index, item in enumerate(right):
        for pair in _bigrams(item.name):
            by_bigram[pair].add(index)
    candidates = []
    for number, item in enumerate(left):
        own = _bigrams(item.name)
        shared = Counter(index for pair in own for index in by_bigram.get(pair, ()))
        for index, count in shared.items():
            other = right[index]
            if 2 * count < len(own) or other.lead != item.lead:
                continue
            matcher = SequenceMatcher(None, name_key(item.name), name_key(other.name))
            if matcher.quick_ratio() >= SIMILAR and (ratio := matcher.ratio()) >= SIMILAR:
                candidates.append((-ratio, number, index))
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _ratio, number, index in sorted(candidates):
        if number not in taken[0] and index not in taken[1]:
            taken[0].add(number)
            taken[1].add(index)
            pairs.append((left[number], right[index]))
    _take_out(pairs, left, right)
    return pairs


def _take_out(pairs: Sequence[tuple[_Item, _Item]], left: list[_Item], right: list[_Item]) -> None:
    taken = {one.id for one, _other in pairs}, {other.id for _one, other in pairs}
    left[:] = [item for item in left if item.id not in taken[0]]
    right[:] = [item for item in right if item.id not in taken[1]]


def _bigrams(name: str) -> set[str]:
    key = name_key(name)
    return {key[index : index + 2] for index in range(len(key) - 1)} or {key}


def _programmes(edition: EditionView) -> dict[str, _Item]:
    return {item.id: _programme(item, edition.year) for item in edition.programmes}


def _programme(item: Programme, year: int) -> _Item:
    krw, line = annual_krw(item, year), annual_line(item, year)
    fields = {_line_name(line, year): str(line.krw) for line in item.lines}
    fields["ministries"] = "·".join(item.ministries)
    return _Item(
        id=item.id,
        name=item.name,
        lead=item.ministries[0] if item.ministries else "",
        fields={key: value for key, value in {**fields, **item.nodes}.items() if value},
        shown=_eok(krw),
        amount=None if krw is None else Decimal(krw) / EOK,
        facts=line.facts if line else tuple(fact for line in item.lines for fact in line.facts),
        krw=krw,
    )


def _line_name(line: BudgetLine, year: int) -> str:
    """Years relative to the edition, so that this year's budget meets next year's."""
    start, end = (line.first_year or year) - year, (line.last_year or year) - year
    period = f"{start:+d}" if start == end else f"{start:+d}..{end:+d}"
    return ":".join(part for part in (line.role.value, line.source, period) if part)


def _indicators(edition: EditionView) -> dict[str, _Item]:
    return {item.id: _indicator(item, edition.year) for item in edition.indicators}


def _indicator(item: Indicator, year: int) -> _Item:
    fields: dict[str, str] = {}
    for value in item.values:
        offset = "" if value.year is None else f":{value.year - year:+d}"
        fields.setdefault(f"{value.role.value}{offset}", f"{value.value:f}")
    targets = [value for value in reversed(item.values) if value.role is Role.TARGET]
    target = next((value for value in targets if value.year == year), targets[0] if targets else None)
    return _Item(
        id=item.id,
        name=item.name,
        lead=item.ministries[0] if item.ministries else "",
        fields=fields,
        shown=_target(target, item.unit),
        amount=None if target is None else target.value,
        facts=(target.fact, *target.repeated) if target else tuple(value.fact for value in item.values),
    )


def _target(value: IndicatorValue | None, unit: str) -> str:
    return "–" if value is None else f"{value.value:,f} {unit}"


def _eok(krw: int | None) -> str:
    return "–" if krw is None else f"{Decimal(krw) / EOK:,.2f}"


def _signed(amount: Decimal | int, subject: str) -> str:
    if not amount:
        return ""
    return f"{amount:+,f}" if subject == "INDICATOR" else f"{amount:+,.2f}"


def _node_changes(before: EditionView, after: EditionView) -> Iterable[Change]:
    old = {(node.scheme, node.code): node for node in before.nodes}
    new = {(node.scheme, node.code): node for node in after.nodes}
    for key in dict.fromkeys([*old, *new]):
        one, other = old.get(key), new.get(key)
        if one and other and name_key(one.name) == name_key(other.name):
            continue
        yield Change(
            kind="RENAMED" if one and other else "DROPPED" if one else "ADDED",
            subject="NODE",
            id_before=one.code if one else "",
            id_after=other.code if other else "",
            before=one.name if one else "",
            after=other.name if other else "",
            basis="ALIAS" if one and other else "",
        )


def _money_changes(subject: str, old: Sequence[MoneyRow], new: Sequence[MoneyRow]) -> Iterable[Change]:
    before, after = {row.key: row for row in old}, {row.key: row for row in new}
    for key in dict.fromkeys([*after, *before]):
        one, other = before.get(key), after.get(key)
        krw_before, krw_after = one.krw if one else None, other.krw if other else None
        if krw_before == krw_after:
            continue
        gap = None if krw_before is None or krw_after is None else Decimal(krw_after - krw_before) / EOK
        yield Change(
            kind="CHANGED" if one and other else "DROPPED" if one else "ADDED",
            subject=subject,
            id_before=key if one else "",
            id_after=key if other else "",
            before=one.name if one else "",
            after=other.name if other else "",
            shown_before=_eok(krw_before),
            shown_after=_eok(krw_after),
            difference="" if gap is None else _signed(gap, subject),
            krw_before=krw_before,
            krw_after=krw_after,
            facts_before=(one.amount,) if one else (),
            facts_after=(other.amount,) if other else (),
        )
