"""Files that Yunghap wrote itself come back as they were: the fact table of HWPX and XLSX, the edition in JSON."""

from dataclasses import replace

from yunghap.core.gate import safe_json
from yunghap.documents.service import SourceText
from yunghap.plan.contracts import PlanText, Quantity, Section
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.edition_data import EditionData
from yunghap.plan.edition_json import from_json
from yunghap.plan.enums import EditionOrigin
from yunghap.plan.fact_rows import find_fact_rows, from_row

TITLE_LINES = 20  # the year and the day of publication stand in the first lines


def is_json(data: bytes) -> bool:
    """The bytes are JSON rather than a document."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_edition_file(data: bytes) -> EditionData:
    """The edition of a JSON file; one that is no generated example counts as imported. Raises InvalidInput."""
    edition = from_json(safe_json(data.removeprefix(b"\xef\xbb\xbf")))
    generated = edition.origin == EditionOrigin.GENERATED
    return edition if generated else replace(edition, origin=EditionOrigin.IMPORTED.value)


def read_fact_table(source: SourceText) -> PlanText | None:
    """The facts of a document that carries our fact table; None for any other.

    Their places are those in the text they were first read from. Raises InvalidInput where a row is damaged.
    """
    rows = find_fact_rows(line.split("\t") for line in source.lines)
    if rows is None:
        return None
    quantities = tuple(from_row(cells) for _line, cells in rows)
    head = extract_plan(source.lines[:TITLE_LINES])
    return PlanText(
        lines=source.lines,
        sections=_sections(quantities),
        tables=(),
        quantities=quantities,
        others=(),
        not_understood=(),
        year=head.year,
        published=head.published,
    )


def _sections(quantities: tuple[Quantity, ...]) -> tuple[Section, ...]:
    """Runs of facts under the same headings."""
    runs: list[Section] = []
    for quantity in quantities:
        if not quantity.section:
            continue
        if runs and runs[-1].path == quantity.section:
            lines = (runs[-1].first_line, runs[-1].last_line, quantity.line)
            runs[-1] = replace(runs[-1], first_line=min(lines), last_line=max(lines))
        else:
            runs.append(Section(quantity.section, "other", quantity.line, quantity.line))
    return tuple(runs)
