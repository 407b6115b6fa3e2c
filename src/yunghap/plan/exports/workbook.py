"""The edition as sheets: facts as rows to import again, programmes and indicators to read."""

from yunghap.documents.blocks import Document, Heading, Table
from yunghap.plan.fact_rows import COLUMNS, to_row
from yunghap.plan.queries.values import EditionView

SHEETS = {"ko": ("사실", "사업", "지표"), "en": ("Facts", "Programmes", "Indicators")}


def plan_workbook(edition: EditionView, language: str = "ko") -> Document:
    """One sheet a table; the first holds every fact."""
    facts, programmes, indicators = SHEETS.get(language, SHEETS["ko"])
    return Document(
        title=edition.title,
        language="en" if language == "en" else "ko",
        blocks=(
            Heading(1, facts),
            Table(caption=facts, header=COLUMNS, rows=tuple(to_row(fact) for fact in edition.facts.values())),
            Heading(1, programmes),
            Table(
                caption=programmes, header=PROGRAMME_HEADER[language], rows=tuple(_programme_rows(edition))
            ),
            Heading(1, indicators),
            Table(
                caption=indicators, header=INDICATOR_HEADER[language], rows=tuple(_indicator_rows(edition))
            ),
        ),
    )


PROGRAMME_HEADER = {
    "ko": ("사업", "부처", "과제", "분야", "구분", "시작", "끝", "재원", "금액(원)", "줄"),
    "en": ("programme", "ministry", "task", "area", "role", "from", "to", "source", "won", "line"),
}
INDICATOR_HEADER = {
    "ko": ("지표", "단위", "부처", "과제", "구분", "연도", "값", "인쇄된 값", "줄"),
    "en": ("indicator", "unit", "ministry", "task", "role", "year", "value", "as printed", "line"),
}


def _programme_rows(edition: EditionView) -> list[tuple[str, ...]]:
    return [
        (
            item.name,
            "·".join(item.ministries),
            item.nodes.get("tasks", ""),
            item.nodes.get("areas", ""),
            line.role.value,
            str(line.first_year or ""),
            str(line.last_year or ""),
            line.source,
            str(line.krw),
            str(edition.facts[line.fact].line),
        )
        for item in edition.programmes
        for line in item.lines
    ]


def _indicator_rows(edition: EditionView) -> list[tuple[str, ...]]:
    return [
        (
            item.name,
            item.unit,
            "·".join(item.ministries),
            item.nodes.get("tasks", ""),
            value.role.value,
            str(value.year or ""),
            f"{value.value:f}",
            edition.facts[value.fact].text,
            str(edition.facts[value.fact].line),
        )
        for item in edition.indicators
        for value in item.values
    ]
