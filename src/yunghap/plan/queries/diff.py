"""What changed between two editions: added, dropped, renamed, changed, each with the printed places behind it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from yunghap.core.text import name_key
from yunghap.plan.enums import ObservationSubject
from yunghap.plan.models import Edition, Observation
from yunghap.plan.queries.common import Printed, in_use, nodes_of, printed, programme_places, short_names
from yunghap.plan.queries.money import MoneyRow, money_by_ministry, money_by_node
from yunghap.programmes.service import (
    LineAmount,
    lines_stated_in,
    names_of,
    participations_stated_in,
)

SIMILAR = 0.86  # two names at least this alike, and no other as alike, are proposed as one renamed programme


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the diff.

    `kind` ADDED, DROPPED, RENAMED or CHANGED; `subject` PROGRAMME, INDICATOR, NODE, AREA_MONEY or
    MINISTRY_MONEY; `before` and `after` the names, `amounts` per field [before, after] as text. `basis` says
    how a rename is known: ALIAS (recorded) or SIMILARITY (proposed). `spans_before` and `spans_after` are the
    printed places. `krw_before`, `krw_after` are won where the change is about money.
    """

    kind: str
    subject: str
    id_before: str | None
    id_after: str | None
    before: str
    after: str
    amounts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    basis: str = ""
    krw_before: int | None = None
    krw_after: int | None = None
    spans_before: tuple[Printed, ...] = ()
    spans_after: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """Everything that differs; `unchanged` counts the programmes and indicators that do not."""

    before: Edition
    after: Edition
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
        result = {"ADDED": 0, "DROPPED": 0, "RENAMED": 0, "CHANGED": 0, "UNCHANGED": self.unchanged}
        for change in self.changes:
            if change.subject in {"PROGRAMME", "INDICATOR"}:
                result[change.kind] += 1
        return result


@dataclass(frozen=True, slots=True)
class _Item:
    """A programme or indicator as one edition states it."""

    id: str
    name: str
    facts: Mapping[str, str]
    spans: tuple[Printed, ...]
    krw: int | None = None


def edition_diff(before: Edition, after: Edition) -> EditionDiff:
    """Compare two editions, of different years or of one year before and after an amendment.

    Programmes and indicators live across editions, so the same one under another name is RENAMED by its
    recorded alias; of those left over, a strongly similar name is proposed as RENAMED (`basis` SIMILARITY).
    The comparison of money takes each edition's own year.
    """
    changes: list[Change] = []
    unchanged = 0
    for subject, old, new in (
        ("PROGRAMME", _programme_items(before), _programme_items(after)),
        ("INDICATOR", _indicator_items(before), _indicator_items(after)),
    ):
        found, same = _compare(subject, old, new)
        changes += found
        unchanged += same
    changes += _node_changes(before, after)
    changes += _money_changes(
        "AREA_MONEY",
        money_by_node(before, scheme="AREAS").rows,
        money_by_node(after, scheme="AREAS").rows,
    )
    changes += _money_changes("MINISTRY_MONEY", money_by_ministry(before).rows, money_by_ministry(after).rows)
    return EditionDiff(before, after, tuple(changes), unchanged)


def _compare(subject: str, old: Mapping[str, _Item], new: Mapping[str, _Item]) -> tuple[list[Change], int]:
    changes, same = [], 0
    pairs = [(old[key], new[key], "ALIAS") for key in old if key in new]
    left = [item for key, item in old.items() if key not in new]
    right = [item for key, item in new.items() if key not in old]
    similar = _similar(left, right)
    pairs += [(one, other, "SIMILARITY") for one, other in similar]
    for one, other, basis in pairs:
        found = _pair_changes(subject, one, other, basis)
        changes += found
        same += not found
    matched_old = {one.id for one, _other in similar}
    matched_new = {other.id for _one, other in similar}
    changes += [_lone("DROPPED", subject, item) for item in left if item.id not in matched_old]
    changes += [_lone("ADDED", subject, item) for item in right if item.id not in matched_new]
    return changes, same


def _pair_changes(subject: str, one: _Item, other: _Item, basis: str) -> list[Change]:
    amounts = {
        key: (one.facts.get(key, ""), other.facts.get(key, ""))
        for key in sorted({*one.facts, *other.facts})
        if one.facts.get(key, "") != other.facts.get(key, "")
    }
    renamed = name_key(one.name) != name_key(other.name)
    if not renamed and not amounts:
        return []
    change = Change(
        kind="RENAMED" if renamed else "CHANGED",
        subject=subject,
        id_before=one.id,
        id_after=other.id,
        before=one.name,
        after=other.name,
        amounts=amounts,
        basis=basis if renamed else "",
        krw_before=one.krw,
        krw_after=other.krw,
        spans_before=one.spans,
        spans_after=other.spans,
    )
    return [change]


def _lone(kind: str, subject: str, item: _Item) -> Change:
    old = kind == "DROPPED"
    return Change(
        kind=kind,
        subject=subject,
        id_before=item.id if old else None,
        id_after=None if old else item.id,
        before=item.name if old else "",
        after="" if old else item.name,
        amounts={key: (value, "") if old else ("", value) for key, value in item.facts.items()},
        krw_before=item.krw if old else None,
        krw_after=None if old else item.krw,
        spans_before=item.spans if old else (),
        spans_after=() if old else item.spans,
    )


def _similar(left: Sequence[_Item], right: Sequence[_Item]) -> list[tuple[_Item, _Item]]:
    """Pairs of strongly similar names, the most alike first, every name once."""
    by_bigram: defaultdict[str, set[int]] = defaultdict(set)
    for index, item in enumerate(right):
        for pair in _bigrams(item.name):
            by_bigram[pair].add(index)
    candidates = []
    for number, item in enumerate(left):
        own = _bigrams(item.name)
        shared = Counter(index for pair in own for index in by_bigram.get(pair, ()))
        for index, count in shared.items():
            if 2 * count < len(own):
                continue
            ratio = SequenceMatcher(None, name_key(item.name), name_key(right[index].name)).ratio()
            if ratio >= SIMILAR:
                candidates.append((-ratio, number, index))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for _ratio, number, index in sorted(candidates):
        if number not in taken_left and index not in taken_right:
            taken_left.add(number)
            taken_right.add(index)
            pairs.append((left[number], right[index]))
    return pairs


def _bigrams(name: str) -> set[str]:
    key = name_key(name)
    return {key[index : index + 2] for index in range(len(key) - 1)} or {key}


def _programme_items(edition: Edition) -> dict[str, _Item]:
    lines: defaultdict[str, list[LineAmount]] = defaultdict(list)
    for line in lines_stated_in(edition.pk):
        lines[line.programme].append(line)
    participations = participations_stated_in(edition.pk)
    places = programme_places(edition)
    nodes = {node.id: node.code for node in nodes_of(edition)}
    spans = _spans(edition, ObservationSubject.BUDGET_LINE)
    names = names_of({*lines, *participations, *places}, year=edition.year)
    labels = short_names({part.organisation_id for parts in participations.values() for part in parts})
    result = {}
    for programme, name in names.items():
        own = lines.get(programme, [])
        facts = {_line_name(line, edition): str(line.amount_krw) for line in own}
        facts["ministries"] = "·".join(
            labels[part.organisation_id] for part in participations.get(programme, ())
        )
        facts.update({scheme.lower(): nodes[node] for scheme, node in places.get(programme, {}).items()})
        planned = [line for line in own if line.phase == "PLANNED" and line.year == edition.year]
        annual = [line for line in planned if not line.multi_year and line.source == "ALL"]
        result[programme] = _Item(
            id=programme,
            name=name,
            facts={key: value for key, value in facts.items() if value},
            spans=tuple(number for line in own for number in spans.get(line.id, ())),
            krw=annual[0].amount_krw if annual else None,
        )
    return result


def _line_name(line: LineAmount, edition: Edition) -> str:
    """Years relative to the edition, so that this year's budget meets next year's."""
    start = line.year - edition.year
    end = line.year_to - edition.year
    return f"{line.phase.lower()}:{line.source.lower()}:{start:+d}" + (
        f"..{end:+d}" if line.multi_year else ""
    )


def _indicator_items(edition: Edition) -> dict[str, _Item]:
    rows = in_use(edition).filter(subject=ObservationSubject.INDICATOR).select_related("indicator")
    claims: defaultdict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        claims[str(row.indicator_id)].append(row)
    result = {}
    for key, found in claims.items():
        indicator = found[0].indicator
        if indicator is None:  # the filter above excludes it; the database constraint too
            continue
        facts: dict[str, str] = {}
        for row in found:
            offset = "" if row.year is None else f"{row.year - edition.year:+d}"
            facts.setdefault(f"{row.role.lower()}:{offset}", str(row.value.normalize() + 0))
        result[key] = _Item(
            id=key,
            name=indicator.name,
            facts=facts,
            spans=tuple(printed(row) for row in found),
        )
    return result


def _spans(edition: Edition, subject: ObservationSubject) -> dict[str, tuple[Printed, ...]]:
    result: defaultdict[str, list[Printed]] = defaultdict(list)
    for row in in_use(edition).filter(subject=subject):
        result[str(row.budget_line_id)].append(printed(row))
    return {key: tuple(value) for key, value in result.items()}


def _node_changes(before: Edition, after: Edition) -> Iterable[Change]:
    old = {(node.scheme, node.code): node for node in nodes_of(before)}
    new = {(node.scheme, node.code): node for node in nodes_of(after)}
    for key in old.keys() | new.keys():
        one, other = old.get(key), new.get(key)
        if one and other and name_key(one.name_ko) == name_key(other.name_ko):
            continue
        yield Change(
            kind="RENAMED" if one and other else "DROPPED" if one else "ADDED",
            subject="NODE",
            id_before=one.id if one else None,
            id_after=other.id if other else None,
            before=one.name_ko if one else "",
            after=other.name_ko if other else "",
            basis="ALIAS" if one and other else "",
        )


def _money_changes(subject: str, old: Sequence[MoneyRow], new: Sequence[MoneyRow]) -> Iterable[Change]:
    before, after = {row.key: row for row in old}, {row.key: row for row in new}
    for key in [*before, *(key for key in after if key not in before)]:
        one, other = before.get(key), after.get(key)
        amount_old, amount_new = one.printed_krw if one else None, other.printed_krw if other else None
        if amount_old == amount_new:
            continue
        yield Change(
            kind="CHANGED" if one and other else "DROPPED" if one else "ADDED",
            subject=subject,
            id_before=one.node.id if one and one.node else None,
            id_after=other.node.id if other and other.node else None,
            before=one.label if one else "",
            after=other.label if other else "",
            amounts={"printed": (_text(amount_old), _text(amount_new))},
            krw_before=amount_old,
            krw_after=amount_new,
            spans_before=(one.printed,) if one and one.printed else (),
            spans_after=(other.printed,) if other and other.printed else (),
        )


def _text(amount: int | None) -> str:
    return "" if amount is None else str(amount)
