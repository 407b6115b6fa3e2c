"""Two editions side by side: what was added, dropped, renamed and changed. No Django, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from yunghap.core.text import name_key
from yunghap.plan.contracts import Message, Role

from .figures import EOK, annual_krw, printed_table
from .model import EditionView, Indicator, Programme

Item = TypeVar("Item", Programme, Indicator)
SAME_NAME = 0.86  # of two names of one ministry: above it, one is taken for the other's new name


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison; `former` is the earlier name of something renamed."""

    name: str
    before: str
    after: str
    difference: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind of change."""

    title: Message
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs; `areas` are (name, won before, won after) for the chart."""

    groups: tuple[Group, ...]
    areas: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Pairs(Generic[Item]):
    """Items of two editions matched: by id, then by name, then by a very similar name of the same ministry."""

    both: tuple[tuple[Item, Item], ...]
    dropped: tuple[Item, ...]
    added: tuple[Item, ...]


def compare(before: EditionView, after: EditionView) -> Comparison:
    """The differences of two editions; money in 억원."""
    programmes = _pair(before.programmes, after.programmes)
    indicators = _pair(before.indicators, after.indicators)
    money = _totals(before, after)
    groups = (
        Group(
            Message("사업: 새로 들어옴", "Programmes added"),
            tuple(_one(item, after, "after") for item in programmes.added),
        ),
        Group(
            Message("사업: 빠짐", "Programmes dropped"),
            tuple(_one(item, before, "before") for item in programmes.dropped),
        ),
        Group(Message("사업: 이름이 바뀜", "Programmes renamed"), tuple(_renamed(programmes, before, after))),
        Group(
            Message("사업: 금액이 바뀜", "Programmes with other amounts"),
            tuple(_changed(programmes, before, after)),
        ),
        Group(
            Message("지표: 새로 들어옴", "Indicators added"),
            tuple(_indicator(item, "after") for item in indicators.added),
        ),
        Group(
            Message("지표: 빠짐", "Indicators dropped"),
            tuple(_indicator(item, "before") for item in indicators.dropped),
        ),
        Group(Message("지표: 목표가 바뀜", "Indicators with other targets"), tuple(_targets(indicators))),
        Group(
            Message("분야별·부처별 금액", "Money by area and ministry"), tuple(row for row, _a, _b in money)
        ),
    )
    areas = tuple(
        (row.name, first, second) for row, first, second in money if row.former == "" and first and second
    )
    return Comparison(groups, areas)


def _pair(before: Iterable[Item], after: Iterable[Item]) -> _Pairs[Item]:
    old, new = list(before), list(after)
    both: list[tuple[Item, Item]] = []
    for key in (_by_id, _by_name_and_lead):
        known = {key(item): item for item in new}
        for item in list(old):
            other = known.pop(key(item), None)
            if other is not None:
                both.append((item, other))
                old.remove(item)
                new.remove(other)
    for item in list(old):
        best = max(new, key=lambda other: _likeness(item, other), default=None)
        if best is not None and _likeness(item, best) >= SAME_NAME:
            both.append((item, best))
            old.remove(item)
            new.remove(best)
    return _Pairs(tuple(both), tuple(old), tuple(new))


def _by_id(item: Programme | Indicator) -> tuple[object, ...]:
    return (item.id,)


def _by_name_and_lead(item: Programme | Indicator) -> tuple[object, ...]:
    return (name_key(item.name), item.ministries[:1])


def _likeness(one: Programme | Indicator, other: Programme | Indicator) -> float:
    if one.ministries[:1] != other.ministries[:1]:
        return 0.0
    return SequenceMatcher(None, name_key(one.name), name_key(other.name)).ratio()


def _shown(krw: int | None) -> str:
    return "–" if krw is None else f"{Decimal(krw) / EOK:,.2f}"


def _signed(amount: Decimal) -> str:
    return f"{amount:+,.2f}"


def _one(item: Programme, edition: EditionView, side: str) -> Row:
    shown = _shown(annual_krw(item, edition.year))
    return Row(item.name, shown if side == "before" else "", shown if side == "after" else "")


def _renamed(pairs: _Pairs[Programme], before: EditionView, after: EditionView) -> Iterable[Row]:
    for old, new in pairs.both:
        if name_key(old.name) != name_key(new.name):
            first, second = annual_krw(old, before.year), annual_krw(new, after.year)
            yield Row(new.name, _shown(first), _shown(second), _difference(first, second), former=old.name)


def _changed(pairs: _Pairs[Programme], before: EditionView, after: EditionView) -> Iterable[Row]:
    for old, new in pairs.both:
        first, second = annual_krw(old, before.year), annual_krw(new, after.year)
        if first != second:
            yield Row(new.name, _shown(first), _shown(second), _difference(first, second))


def _difference(first: int | None, second: int | None) -> str:
    return "" if first is None or second is None else _signed(Decimal(second - first) / EOK)


def _target(item: Indicator) -> tuple[str, Decimal | None]:
    values = [value.value for value in item.values if value.role is Role.TARGET]
    return (f"{values[-1]:,f} {item.unit}", values[-1]) if values else ("–", None)


def _indicator(item: Indicator, side: str) -> Row:
    shown, _value = _target(item)
    return Row(item.name, shown if side == "before" else "", shown if side == "after" else "")


def _targets(pairs: _Pairs[Indicator]) -> Iterable[Row]:
    for old, new in pairs.both:
        (shown_before, first), (shown_after, second) = _target(old), _target(new)
        if first != second:
            gap = "" if first is None or second is None else f"{second - first:+,f}"
            yield Row(new.name, shown_before, shown_after, gap)


def _totals(before: EditionView, after: EditionView) -> list[tuple[Row, int, int]]:
    rows: list[tuple[Row, int, int]] = []
    for subject in ("area", "ministry"):
        first = _by_name(before, subject)
        second = _by_name(after, subject)
        for name in dict.fromkeys([*second, *first]):
            old, new = first.get(name), second.get(name)
            row = Row(name, _shown(old), _shown(new), _difference(old, new))
            if old != new:
                rows.append((row, old or 0, new or 0))
    return rows


def _by_name(edition: EditionView, subject: str) -> Mapping[str, int]:
    table = printed_table(edition, subject, year=edition.year, role=Role.BUDGET)
    return {row.name: row.krw for row in table.rows} if table else {}
