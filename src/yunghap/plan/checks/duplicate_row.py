"""No row of a table and no item with figures stands twice.

Two rows of one table that are equal in every cell, and two lines with figures of one section that are equal
in every letter and digit, count the same thing twice.

Silently ignored: rows without a figure or without a label; totals and subtotals; a running number in the
first column; lines of fewer than twelve letters; repetitions in another section (a summary repeats the
plan).
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from yunghap.plan.checks.grids import is_subtotal, is_total
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.totals import caption_of
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.checks.words import squeeze
from yunghap.plan.contracts import Message, Span


def run(reading: Reading) -> Iterator[Verdict]:
    for grid in reading.grids:
        rows: dict[str, list[int]] = defaultdict(list)
        for row in grid.body:
            cells = [grid.cell(row, column) for column in range(grid.width)]
            if re.fullmatch(r"\d{1,3}\.?", cells[0]) and len(cells) > 2:
                cells = cells[1:]
            labels = grid.labels(row)
            figures = any(grid.at.get((row, column)) for column in range(grid.width))
            if not figures or not labels or any(is_total(x) or is_subtotal(x) for x in labels):
                continue
            rows["\t".join(squeeze(cell) or cell for cell in cells)].append(row)
        if len(rows) < 2:
            continue
        twice = [found for found in rows.values() if len(found) > 1]
        where_ko, where_en = f"‘{caption_of(grid)}’ 표", f"table “{caption_of(grid)}”"
        for found in twice:
            spans = [reading.whole(grid.line(row)) for row in found]
            label = grid.labels(found[0])[-1]
            ko = f"{where_ko}({lines_ko(spans)})에 ‘{label}’ 행이 같은 값으로 {len(found)}번 적혀 있습니다."
            en = f"The row “{label}” stands {len(found)} times in {where_en} ({lines_en(spans)})."
            yield verdict(False, spans, ko, en, label=label)
        if not twice:
            lines = [reading.whole(grid.line(found[0])) for found in rows.values()]
            ko = f"{where_ko}({lines_ko(lines)})에 되풀이된 행이 없습니다."
            en = f"No row stands twice in {where_en} ({lines_en(lines)})."
            yield verdict(True, lines, ko, en)
    yield from _lines(reading)


def _lines(reading: Reading) -> Iterator[Verdict]:
    seen: dict[tuple[tuple[str, ...], str], list[Span]] = defaultdict(list)
    for item in reading.items:
        key = squeeze(item.text)
        if reading.on(item.line) and sum(char.isalpha() for char in key) >= 12:
            seen[reading.path(item.line), key].append(reading.whole(item.line))
    for spans in seen.values():
        if len(spans) > 1:
            ko = f"{lines_ko(spans)}: 같은 항목이 한 절에 {len(spans)}번 적혀 있습니다."
            en = f"{lines_en(spans).capitalize()}: the same item stands {len(spans)} times in one section."
            yield verdict(False, spans, ko, en)


CHECK = Check(
    id="duplicate-row",
    version=1,
    title=Message(ko="되풀이된 행", en="Duplicate rows"),
    nothing=Message(ko="행이 둘 이상인 표가 없습니다.", en="No table has two rows."),
    run=run,
)
