"""Where a plan names ministries: trailing tags, tables by ministry, headings of the ministries' parts."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yunghap.plan.checks.grids import bare
from yunghap.plan.checks.names import EVERYBODY, Name, find, split_names
from yunghap.plan.checks.reading import Reading
from yunghap.plan.contracts import Section, Span

_COLUMN = re.compile(r"부처|소관|주관|ministry", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in the place of a ministry."""

    name: Name
    span: Span
    kind: str  # tag, table, heading


def judged_on(reading: Reading, line: int | None = None) -> tuple[date, date] | None:
    """From when to when a name may have been right: the day of publication, or the edition's year where none is
    printed; in a section that looks back, from the beginning of its year on. None where the plan has no year."""
    published, year = reading.plan.published, reading.plan.year
    if published is None and year is None:
        return None
    last = published or date(year or 1, 12, 31)
    first = published or date(year or 1, 1, 1)
    section_year = reading.year_of(line) if line else None
    if section_year is not None and section_year < first.year:
        first = date(section_year, 1, 1)
    return first, last


def mentions(reading: Reading) -> list[Mention]:
    """All names in the place of a ministry, where the document has such places.

    A body other than the national government tags its departments: unless at least two names of the document are
    ministries, and at least a third of those that look like one, none is judged.
    """
    found = [*_tags(reading), *_tables(reading), *_headings(reading)]
    known = [m for m in found if m.name.body is not None]
    looking = [m for m in found if m.name.body is not None or m.name.looks]
    if len(known) < 2 or len(known) * 3 < len(looking):
        return []
    return looking


def _day(reading: Reading, line: int) -> date | None:
    between = judged_on(reading, line)
    return between[1] if between else None


def _tags(reading: Reading) -> Iterator[Mention]:
    for item in reading.items:
        if not item.tag or EVERYBODY.search(item.tag):
            continue
        names = split_names(item.tag, _day(reading, item.line))
        at = item.tag_start
        for name in names:
            yield Mention(name, _locate(reading, item.line, name.text, at), "tag")


def _locate(reading: Reading, line: int, text: str, start: int) -> Span:
    """The place of a name in a line; its spaces may have been dropped."""
    pattern = r"\s?".join(map(re.escape, text))
    match = re.search(pattern, reading.text(line)[start:])
    if match is None:
        return reading.whole(line)
    return reading.span(line, start + match.start(), start + match.end())


def _tables(reading: Reading) -> Iterator[Mention]:
    for grid in reading.grids:
        if not grid.head:
            continue
        for column in range(grid.width):
            if not _COLUMN.search(bare(grid.cell(grid.head - 1, column))):
                continue
            for row in grid.body:
                text = grid.cell(row, column)
                if not text or EVERYBODY.search(text):
                    continue
                line = grid.line(row)
                for name in split_names(text, _day(reading, line)):
                    yield Mention(name, _locate(reading, line, name.text, 0), "table")


def _headings(reading: Reading) -> Iterator[Mention]:
    """Headings that stand beside headings that are ministries' names."""
    siblings: dict[tuple[str, ...], list[Section]] = defaultdict(list)
    for section in reading.plan.sections:
        siblings[section.path[:-1]].append(section)
    for group in siblings.values():
        names = [(section, _heading_name(reading, section)) for section in group]
        if sum(name is not None and name.body is not None for _, name in names) < 2:
            continue
        for section, name in names:
            if name is not None:
                yield Mention(name, _locate(reading, section.first_line, name.text, 0), "heading")


def _heading_name(reading: Reading, section: Section) -> Name | None:
    title = re.sub(r"\([^()]*\)\s*$", "", section.path[-1]).strip(" *")
    names = split_names(title, _day(reading, section.first_line))
    return names[0] if len(names) == 1 else None


def long_names(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """(line, start, word) of words of the running text that end like a ministry's name."""
    for item in reading.items:
        for match in re.finditer(r"(?<![가-힣])[가-힣]{2,13}?(?:부|처|청)(?![가-힣])", item.text):
            yield item.line, match.start(), match.group()


__all__ = ["Mention", "find", "judged_on", "long_names", "mentions"]
