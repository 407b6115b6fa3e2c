"""Parts told behind a total add up to it.

Judged where the text itself says that parts follow: a total and then, in brackets or behind a colon, at
least two figures of the same kind with names of their own (`20개 : 행정(4), 일자리(7) …`, `총 100억원(국비
60억원, 지방비 40억원)`); a total with a footnote mark and a note of that mark that lists such figures;
figures "added up to" a total (`A와 B를 합한 C`); a bullet with 총 and right below it a note that lists at least four
figures and nearly makes the total; a list of names with figures in one section and, in
another, one total for all of these names. `각` multiplies by the names before it (`가·나 각 5건` is 10).
Counts are exact; money may miss by what rounding can leave. A single part called 국비, 지방비, 민자 … must
not exceed its total.

Silently ignored: lists that say they are partial (등, 중, 이 중, 포함, 주요, 일부) unless they exceed the
total; new and continuing (`new-plus-continuing`); parts without names; parts in brackets that reach less
than half or more than one and a half of the total and are neither sources of money nor behind a colon or
footnote mark (they count something else); ranges and figures called about; rates.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunghap.plan.checks.clauses import Commitment, Group, commitments, letters, read_clause
from yunghap.plan.checks.figures import Figure, Sum, add_up, in_unit
from yunghap.plan.checks.grids import SOURCES
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.checks.wording import PARTIAL, is_whole, new_or_continuing
from yunghap.plan.checks.words import squeeze, with_particle
from yunghap.plan.contracts import Message

_GENERIC = frozenset({"개", "건", "과제"})
_SOURCE = re.compile(
    r"민간자본|" + "|".join(sorted((s for s in SOURCES if len(s) > 1), key=len, reverse=True))
)
_ADDED = re.compile(r"합한|합친|합쳐|합하여|더한|더하여|합산한|합해")
_TOTAL_BEFORE = re.compile(r"(?:총|모두|합계)\s?$")
_PLAIN_NOTE = re.compile(r"\s*(?:\*|※|-)\s?")
_FEWEST_PARTS = 4
_NEARLY = 33  # parts that miss the total by more than a 33rd are parts of something else
_MARK = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class Parts:
    """A total with the figures told as its parts; `firm` where the text leaves no doubt that they are."""

    total: Commitment
    parts: tuple[Commitment, ...]
    firm: bool
    partial: bool


def run(reading: Reading) -> Iterator[Verdict]:
    lines = sorted({placed.line for placed in reading.placed})
    by_line = {line: list(commitments(read_clause(reading, line))) for line in lines}
    for line, found in by_line.items():
        seen: set[int] = set()
        for parts in _of_line(found):
            if id(parts.total) not in seen:
                seen.add(id(parts.total))
                yield from _judge(parts)
        for parts in (*_of_notes(reading, line, by_line), *_of_plain_note(reading, line, by_line)):
            yield from _judge(parts)
    yield from _of_lists(reading, by_line)


def same_kind(one: Figure, other: Figure) -> bool:
    """Of one dimension, or counts of which one is only called 개 or 건 (41개 과제: 29개, 12개)."""
    if one.dimension == other.dimension:
        return True
    return one.is_count and other.is_count and bool({one.dimension, other.dimension} & _GENERIC)


def _countable(commitment: Commitment) -> bool:
    figure = commitment.placed.figure
    return (
        not figure.about
        and commitment.placed.quantity.value_to is None
        and "/" not in figure.dimension
        and (figure.is_money or figure.is_count)
    )


def _of_line(found: Sequence[Commitment]) -> Iterator[Parts]:
    for index, total in enumerate(found):
        if not _countable(total):
            continue
        clause = total.clause
        group = _next_group(total, found)
        if group is not None:
            inside = [c for c in found if group.start < c.placed.start and c.placed.end < group.end]
            yield from _grouped(total, inside, clause.text[group.start : group.end])
        colon = re.match(r"\s*(?:\*+\s*)?[:：]", clause.text[total.placed.end :])
        if colon:
            after = _until_repeated(found[index + 1 :])
            stop = after[-1].placed.end + 6 if after else total.placed.end
            yield from _listed(total, after, clause.text[total.placed.end : stop])
        yield from _added_up(total, found[:index])
        yield from _sourced(total, found[index + 1 :])


def _next_group(total: Commitment, found: Sequence[Commitment]) -> Group | None:
    """The bracket that opens after a total within its clause, no other figure between."""
    clause, end = total.clause, total.placed.end
    around = clause.group_at(total.placed.start, end)
    for group in clause.groups:
        if group.start < end or (around is not None and group.start > around.end):
            continue
        between = clause.text[end : group.start]
        if re.search(r"[,;:→]|\.\s", between) or len(between) > 30:
            return None
        if any(end <= c.placed.start < group.start for c in found):
            return None
        if clause.inside(group):
            return group
    return None


def _named(parts: Sequence[Commitment]) -> bool:
    """Every part has a name of its own, none twice."""
    own = [squeeze(c.own if letters(c.own) >= 1 else c.head) for c in parts]
    return all(own) and len(set(own)) == len(own)


def _own_named(parts: Sequence[Commitment]) -> bool:
    own = [squeeze(c.own) for c in parts]
    return all(own) and len(set(own)) == len(own)


def _grouped(total: Commitment, inside: Sequence[Commitment], text: str) -> Iterator[Parts]:
    parts = [c for c in inside if same_kind(total.placed.figure, c.placed.figure)]
    partial = bool(PARTIAL.search(text))
    if any(new_or_continuing(c) for c in parts):
        return
    sources = bool(parts) and all(_SOURCE.search(c.own) for c in parts)
    if len(parts) == 1 and sources and total.placed.figure.is_money:
        yield Parts(total, tuple(parts), False, True)
    elif len(parts) > 1 and _own_named(parts) and all(_countable(c) for c in parts):
        yield Parts(total, tuple(parts), sources and len(parts) > 1 and total.placed.figure.is_money, partial)


def _until_repeated(after: Sequence[Commitment]) -> list[Commitment]:
    """The figures behind a colon, up to one that has a colon itself."""
    found = []
    for commitment in after:
        rest = commitment.clause.text[commitment.placed.end :]
        if re.match(r"\s*[:：]", rest):
            break
        found.append(commitment)
    return found


def _listed(total: Commitment, after: Sequence[Commitment], text: str) -> Iterator[Parts]:
    parts = [c for c in after if same_kind(total.placed.figure, c.placed.figure)]
    if len(parts) < 2 or len(parts) != len(after) or not _named(parts):
        return
    if all(_countable(c) and not new_or_continuing(c) for c in parts):
        yield Parts(total, tuple(parts), True, bool(PARTIAL.search(text)))


def _added_up(total: Commitment, before: Sequence[Commitment]) -> Iterator[Parts]:
    """`A 60억원과 B 45억원을 합한 105억원`."""
    text = total.clause.text
    start = max(text.rfind(". ", 0, total.placed.start), 0)
    parts = [
        c
        for c in before
        if c.placed.start >= start and same_kind(c.placed.figure, total.placed.figure) and _countable(c)
    ]
    if len(parts) > 1 and _ADDED.search(text[parts[-1].placed.end : total.placed.start]):
        yield Parts(total, tuple(parts), True, False)


def _sourced(total: Commitment, after: Sequence[Commitment]) -> Iterator[Parts]:
    """`재원은 모두 1,482억원이다. 국비가 620억원(41.8%), 시비가 …`: every figure of money behind is a source's."""
    if not total.placed.figure.is_money or not is_whole(total):
        return
    parts = [c for c in after if c.placed.figure.is_money]
    if len(parts) > 1 and all(_SOURCE.fullmatch(c.own.split()[-1]) if c.own else False for c in parts):
        around = total.clause.group_at(parts[0].placed.start, parts[0].placed.end)
        if around is None and _own_named(parts) and all(_countable(c) for c in parts):
            yield Parts(total, tuple(parts), False, False)


def _of_notes(reading: Reading, line: int, by_line: dict[int, list[Commitment]]) -> Iterator[Parts]:
    """`228건*의 …` and the note marked with the same stars."""
    for total in by_line[line]:
        mark = _MARK.match(total.clause.text, total.placed.end)
        if not mark or not _countable(total):
            continue
        note = _note(reading, line, len(mark.group()))
        listed = by_line.get(note, []) if note else []
        parts = [c for c in listed if same_kind(total.placed.figure, c.placed.figure)]
        if (
            len(parts) > 1
            and len(parts) == len(listed)
            and _named(parts)
            and all(_countable(c) for c in parts)
        ):
            yield Parts(total, tuple(parts), True, bool(PARTIAL.search(reading.text(note))))


def _of_plain_note(reading: Reading, line: int, by_line: dict[int, list[Commitment]]) -> Iterator[Parts]:
    """A bullet with one 총 and right below it a note that lists nothing but parts, nearly as many in all."""
    totals = [c for c in by_line[line] if _countable(c) and _TOTAL_BEFORE.search(_before(c))]
    listed = by_line.get(line + 1, [])
    if len(totals) != 1 or len(listed) < _FEWEST_PARTS or not _PLAIN_NOTE.match(reading.text(line + 1)):
        return
    (total,) = totals
    alike = all(same_kind(total.placed.figure, c.placed.figure) and _countable(c) for c in listed)
    if not alike or not _own_named(listed) or PARTIAL.search(reading.text(line + 1)):
        return
    parts = Parts(total, tuple(listed), True, False)
    found = _add(parts)
    if abs(found.difference) * _NEARLY <= found.total:
        yield parts


def _before(commitment: Commitment) -> str:
    return commitment.clause.text[max(0, commitment.placed.start - 4) : commitment.placed.start]


def _note(reading: Reading, line: int, stars: int) -> int:
    """The line of the note with so many stars under a line, 0 where there is none."""
    for item in reading.items:
        if not line < item.line <= line + 6:
            continue
        mark = re.match(r"[\s\-○□]*(\*+)(?!\*)", item.text)
        if not mark:
            return 0
        if len(mark.group(1)) == stars:
            return item.line
    return 0


def _of_lists(reading: Reading, by_line: dict[int, list[Commitment]]) -> Iterator[Verdict]:
    """A list of names with figures, and one total for all the names elsewhere."""
    lists = [
        (line, parts)
        for line, found in by_line.items()
        for parts in _by_unit(found)
        if len(parts) > 2 and _named_list(parts)
    ]
    for line, parts in lists:
        keys = [part for c in parts for part in re.split(r"[·/,]", c.name)]
        keys = [squeeze(key) for key in keys]
        if PARTIAL.search(reading.text(line)) or any(len(key) < 2 for key in keys):
            continue
        for other, found in by_line.items():
            if other == line or reading.path(other) == reading.path(line):
                continue
            text = squeeze(reading.text(other))
            if not all(key in text for key in keys):
                continue
            totals = [
                c for c in found if same_kind(c.placed.figure, parts[0].placed.figure) and _countable(c)
            ]
            if len(totals) == 1 and all(key in squeeze(totals[0].name) for key in keys):
                yield from _judge(Parts(totals[0], tuple(parts), False, False))


def _by_unit(found: Sequence[Commitment]) -> list[list[Commitment]]:
    units: dict[str, list[Commitment]] = {}
    for commitment in found:
        if _countable(commitment):
            units.setdefault(commitment.placed.figure.dimension, []).append(commitment)
    return list(units.values())


def _named_list(parts: Sequence[Commitment]) -> bool:
    names = [squeeze(c.name) for c in parts]
    return all(2 <= len(name) <= 14 for name in names) and len(set(names)) == len(names)


def _times(commitment: Commitment) -> int:
    """How many things `각` counts: the names joined by a middle dot before it."""
    text = commitment.clause.text
    near = text[max(0, commitment.placed.start - 3) : commitment.placed.start]
    if not re.search(r"각각?\s*$", near):
        return 1
    return len(re.split(r"·|,|\s및\s|와\s|과\s", commitment.own)) or 1


def _add(parts: Parts) -> Sum:
    figures = [
        Figure(c.placed.figure.value * times, c.placed.figure.step * times, c.placed.figure.dimension)
        for c in parts.parts
        for times in (_times(c),)
    ]
    return add_up(
        figures, parts.total.placed.figure, exact=all(c.placed.figure.is_count for c in parts.parts)
    )


def _judge(parts: Parts) -> Iterator[Verdict]:
    found = _add(parts)
    total = parts.total.placed
    exceeds = found.difference < found.low
    if parts.partial and not exceeds:
        return
    if parts.partial and len(parts.parts) > 1 and not total.figure.is_money:
        return  # partial lists of things may overlap
    near = Decimal("0.5") * found.total <= found.added <= Decimal("1.5") * found.total
    if not found.holds and not parts.firm and not parts.partial and not near:
        return
    unit = total.quantity.unit
    step = min(total.quantity.precision, *(c.placed.quantity.precision for c in parts.parts))
    spans = [total.span, *(c.placed.span for c in parts.parts)]
    added, printed = in_unit(found.added, unit, step), total.quantity.text
    terms = " + ".join(_term(c) for c in parts.parts)
    apart = in_unit(abs(found.difference), unit, step)
    name = f"‘{parts.total.name}’ " if parts.total.name else ""
    if found.holds:
        ko = (
            f"{lines_ko(spans)}: {name}{with_particle(printed, '은는')} 구성 항목의 합({terms} = "
            f"{added})과 맞습니다."
        )
        en = f"{lines_en(spans).capitalize()}: the parts of {printed} add up to it ({terms} = {added})."
    elif parts.partial:
        ko = (
            f"{lines_ko(spans)}: {name}{printed} 가운데 일부로 적은 {with_particle(added, '이가')} "
            f"전체보다 {apart} 큽니다."
        )
        en = f"{lines_en(spans).capitalize()}: {added}, told as part of {printed}, exceeds it by {apart}."
    else:
        ko = (
            f"{lines_ko(spans)}: {name}{printed}인데 구성 항목을 더하면 {added}({terms})이어서 "
            f"{apart} 차이가 납니다."
        )
        en = (
            f"{lines_en(spans).capitalize()}: the parts of {printed} add up to {added} ({terms}), "
            f"{apart} apart."
        )
    yield verdict(found.holds, spans, ko, en, total=printed, parts=terms, sum=added, difference=apart)


def _term(commitment: Commitment) -> str:
    times = _times(commitment)
    text = commitment.placed.quantity.text
    return f"{text}×{times}" if times > 1 else text


CHECK = Check(
    id="part-of-sum",
    version=2,
    title=Message(ko="구성 항목의 합", en="Parts of a total"),
    nothing=Message(ko="총수와 구성 항목을 함께 적은 곳이 없습니다.", en="No total is told with its parts."),
    run=run,
)
