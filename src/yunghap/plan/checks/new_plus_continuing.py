"""New and continuing ones make the total.

`41개 과제(29개 계속·12개 신규)`, `총 41개(신규 12, 계속 29)`, `신규 12개, 계속 29개 등 총 41개`, and tables
with columns 신규, 계속 and 계: the new and the continuing ones of one kind must add up to the total told
with them: the figure before the bracket or colon, or one of the same clause called 총, 합계 or 전체. Counts
are exact; money may miss by what rounding can leave.

Silently ignored: new or continuing ones told alone; no total of the same kind beside them; three or more
figures of one kind with the same word; figures called about.
"""

import re
from collections.abc import Iterator, Sequence

from yunghap.plan.checks.clauses import Commitment, commitments, read_clause
from yunghap.plan.checks.figures import add_up, in_unit
from yunghap.plan.checks.part_of_sum import same_kind
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.totals import judge_sum, new_and_continuing
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.checks.wording import new_or_continuing
from yunghap.plan.checks.words import with_particle
from yunghap.plan.contracts import Message

_TOTAL = re.compile(r"(?:총|합계|전체|모두|합쳐|합하여|total(?:\s+of)?)\s*$", re.IGNORECASE)


def run(reading: Reading) -> Iterator[Verdict]:
    for grid in reading.grids:
        for case in grid.sums():
            if case.across and new_and_continuing(case):
                yield judge_sum(grid, case)
    for line in sorted({placed.line for placed in reading.placed}):
        yield from _line(list(commitments(read_clause(reading, line))))


def _line(found: Sequence[Commitment]) -> Iterator[Verdict]:
    kinds = {id(c): new_or_continuing(c) for c in found}
    for new in found:
        if kinds[id(new)] != "new" or new.placed.figure.about:
            continue
        partners = [
            c
            for c in found
            if kinds[id(c)] == "continuing"
            and same_kind(new.placed.figure, c.placed.figure)
            and not c.placed.figure.about
            and _together(new, c)
        ]
        if len(partners) != 1:
            continue
        total = _total(new, partners[0], [c for c in found if not kinds[id(c)]])
        if total is not None:
            yield _judge(total, new, partners[0])


def _together(new: Commitment, continuing: Commitment) -> bool:
    """In one bracket, or both outside."""
    clause = new.clause
    groups = [clause.group_at(c.placed.start, c.placed.end) for c in (new, continuing)]
    return groups[0] == groups[1]


def _total(new: Commitment, continuing: Commitment, others: Sequence[Commitment]) -> Commitment | None:
    clause = new.clause
    group = clause.group_at(new.placed.start, new.placed.end)
    first, last = sorted((new.placed.start, continuing.placed.start))
    alike = [
        c
        for c in others
        if same_kind(c.placed.figure, new.placed.figure)
        and same_kind(c.placed.figure, continuing.placed.figure)
        and c.placed.quantity.year == new.placed.quantity.year
    ]
    for candidate in alike:  # called a total, beside them
        near = clause.text[max(0, candidate.placed.start - 8) : candidate.placed.start]
        if _TOTAL.search(near) and abs(candidate.placed.start - first) < 120:
            return candidate
    before = [
        c for c in alike if c.placed.end <= first and clause.group_at(c.placed.start, c.placed.end) != group
    ]
    if group is not None and before:
        gap = clause.text[before[-1].placed.end : group.start]
        if len(gap) <= 30 and not re.search(r"[,;→]", gap):
            return before[-1]
    outside = [c for c in alike if c.placed.end <= first]
    if outside and re.search(r"^\s*(?:\*+\s*)?[:：]", clause.text[outside[-1].placed.end : last]):
        return outside[-1]
    return None


def _judge(total: Commitment, new: Commitment, continuing: Commitment) -> Verdict:
    parts = [new.placed.figure, continuing.placed.figure]
    found = add_up(parts, total.placed.figure, exact=all(part.is_count for part in parts))
    spans = [c.placed.span for c in (total, new, continuing)]
    unit = total.placed.quantity.unit
    added, apart = in_unit(found.added, unit), in_unit(abs(found.difference), unit)
    texts = [c.placed.quantity.text for c in (new, continuing, total)]
    if found.holds:
        ko = (
            f"{lines_ko(spans)}: 신규 {with_particle(texts[0], '과와')} 계속 {texts[1]}의 합이 "
            f"{with_particle(texts[2], '과와')} 맞습니다."
        )
        en = f"{lines_en(spans).capitalize()}: {texts[0]} new and {texts[1]} continuing make {texts[2]}."
    else:
        ko = (
            f"{lines_ko(spans)}: 신규 {with_particle(texts[0], '과와')} 계속 "
            f"{with_particle(texts[1], '을를')} 더하면 {added}인데 {with_particle(texts[2], '으로')} "
            f"적혀 있어 {apart} 차이가 납니다."
        )
        en = (
            f"{lines_en(spans).capitalize()}: {texts[0]} new and {texts[1]} continuing make {added}, but "
            f"{texts[2]} is printed, {apart} apart."
        )
    return verdict(found.holds, spans, ko, en, new=texts[0], continuing=texts[1], total=texts[2], sum=added)


CHECK = Check(
    id="new-plus-continuing",
    version=1,
    title=Message(ko="신규 + 계속 = 총수", en="New + continuing = total"),
    nothing=Message(
        ko="신규와 계속을 총수와 함께 적은 곳이 없습니다.",
        en="New and continuing are nowhere told with their total.",
    ),
    run=run,
)
