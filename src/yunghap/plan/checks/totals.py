"""What the checks of sums share: which scheme a table classifies by, and the sentence about a sum."""

import re
from collections.abc import Iterator
from decimal import Decimal

from yunghap.plan.checks import names
from yunghap.plan.checks.figures import Sum, in_unit
from yunghap.plan.checks.grids import Grid, SumCase, Value, is_total
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import Verdict, lines_en, lines_ko, span_of, verdict
from yunghap.plan.checks.words import lexicon, squeeze, with_particle

AREA, MINISTRY, OTHER = "area", "ministry", "other"
_BY_AREA = re.compile(
    r"(?:분야|영역|부문|전략|방향|과제|테마|유형)\s?별|by (?:area|field|strategy|task)", re.IGNORECASE
)
_BY_MINISTRY = re.compile(
    r"(?:부처|기관|부서|실국|소관|주체|시군|부처·기관)\s?별|by (?:ministry|agency|organi[sz]ation)",
    re.IGNORECASE,
)
_AREA_HEAD = lexicon("area headers")
_MINISTRY_HEAD = lexicon("ministry headers")


def scheme(grid: Grid) -> str:
    """By what a table classifies: its labels, first header and caption tell."""
    labels = {value.label for value in grid.values if not is_total(value.label)}
    known = sum(names.find(label) is not None for label in labels)
    if labels and known * 2 > len(labels):
        return MINISTRY
    caption = grid.table.caption
    head = squeeze(grid.cell(0, 0)) if grid.rows else ""
    if _BY_MINISTRY.search(caption) or head in _MINISTRY_HEAD:
        return MINISTRY
    if _BY_AREA.search(caption) or head in _AREA_HEAD:
        return AREA
    return OTHER


def caption_of(grid: Grid) -> str:
    """The caption without brackets and unit."""
    text = re.sub(r"[(\[<][^()<>\[\]]*(?:단위|억원|백만원|천원|%)[^()<>\[\]]*[)\]>]", "", grid.table.caption)
    return re.sub(r"\s+", " ", text.strip(" <>[]○□ㅇ-*※◇:")).strip() or f"표 {grid.table.number + 1}"


def judge_tables(reading: Reading, wanted: str) -> Iterator[Verdict]:
    """The sums over the rows of one scheme; sums along a row are nobody's scheme."""
    for grid in reading.grids:
        found = scheme(grid)
        for case in grid.sums():
            if (OTHER if case.across else found) == wanted and not (case.across and new_and_continuing(case)):
                yield judge_sum(grid, case)


def new_and_continuing(case: SumCase) -> bool:
    """The parts along a row are the new and the continuing ones."""
    headers = " ".join(part.header for part in case.parts)
    return "신규" in headers and "계속" in headers


def difference(found: Sum, unit: str, step: Decimal | None = None) -> tuple[str, str]:
    """`1.2억원 많습니다` and `1.2억원 more`, seen from the printed total."""
    apart = in_unit(abs(found.difference), unit, step)
    return (
        f"{apart}만큼 {'큽니다' if found.difference > 0 else '작습니다'}",
        f"{apart} {'more' if found.difference > 0 else 'less'}",
    )


def judge_sum(grid: Grid, case: SumCase) -> Verdict:
    """A sentence about one printed total."""
    unit = case.total.quantity.unit
    spans = [span_of(value.quantity) for value in (case.total, *case.parts)]
    where = f"‘{caption_of(grid)}’ 표({lines_ko(spans)})"
    place = f"table “{caption_of(grid)}” ({lines_en(spans)})"
    of = f" ‘{case.of}’" if case.of and not is_total(case.of) else ""
    step = min(value.quantity.precision for value in (case.total, *case.parts))
    added, total = in_unit(case.sum.added, unit, step), case.total.quantity.text
    total = total if unit in total else in_unit(case.sum.total, unit, step)
    what = case.total.label if is_total(case.total.label) else "계"
    if case.sum.holds:
        ko = (
            f"{where}{of}: {len(case.parts)}개 값을 더하면 {added}, 적힌 "
            f"{with_particle(what, '과와')} 맞습니다."
        )
        en = (
            f"In the {place}{of} the {len(case.parts)} values add up to {added}; the printed total is "
            f"{total}."
        )
    else:
        more, less = difference(case.sum, unit, step)
        ko = (
            f"{where}{of}: {len(case.parts)}개 값을 더하면 {added}인데 {with_particle(what, '은는')} "
            f"{with_particle(total, '으로')} 적혀 있어 {more}."
        )
        en = (
            f"In the {place}{of} the {len(case.parts)} values add up to {added}, but the printed total is "
            f"{total}, {less}."
        )
    return verdict(case.sum.holds, spans, ko, en, **sum_values(case.sum, case.total, case.parts))


def sum_values(found: Sum, total: Value, parts: tuple[Value, ...]) -> dict[str, object]:
    """The raw figures behind a sum."""
    return {
        "total": total.quantity.text,
        "parts": " + ".join(part.quantity.text for part in parts),
        "sum": in_unit(found.added, total.quantity.unit),
        "difference": in_unit(found.difference, total.quantity.unit),
        "allowed": in_unit(max(-found.low, found.high), total.quantity.unit),
    }
