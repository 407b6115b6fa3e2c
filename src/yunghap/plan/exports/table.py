"""Facts as a flat table for spreadsheets: one fact a row, one meaning a column."""

import csv
import io
from collections.abc import Iterator

from yunghap.plan.queries.values import EditionView

HEADER = (
    "id",
    "ministry",
    "subject",
    "role",
    "comparison",
    "value",
    "value_to",
    "unit",
    "amount_krw",
    "year",
    "period_start",
    "period_end",
    "year_basis",
    "as_printed",
    "section",
    "line",
    "start",
    "end",
    "document_sha256",
)
HEADER_KO = (
    "식별자",
    "부처",
    "대상",
    "구분",
    "비교",
    "값",
    "상한",
    "단위",
    "금액(원)",
    "연도",
    "기간 시작",
    "기간 끝",
    "연도 근거",
    "인쇄된 값",
    "절",
    "줄",
    "시작",
    "끝",
    "문서 sha256",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def fact_table(edition: EditionView) -> Iterator[tuple[str | int | None, ...]]:
    """The rows under `HEADER`; numbers keep every printed digit as text of a plain number."""
    for key, fact in edition.facts.items():
        yield (
            key,
            "·".join(fact.ministry),
            fact.programme,
            fact.role.value,
            fact.comparison.value,
            f"{fact.value:f}",
            None if fact.value_to is None else f"{fact.value_to:f}",
            fact.unit,
            fact.krw,
            fact.year,
            None if fact.period_start is None else fact.period_start.isoformat(),
            None if fact.period_end is None else fact.period_end.isoformat(),
            fact.year_basis.value,
            fact.text,
            " › ".join(fact.section),
            fact.line,
            fact.start,
            fact.end,
            edition.document_sha256,
        )


def write_csv(edition: EditionView, *, korean: bool = False) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, without which spreadsheet programs misread Korean."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(HEADER_KO if korean else HEADER)
    for row in fact_table(edition):
        writer.writerow(
            ["" if cell is None else _safe(column, cell) for column, cell in zip(HEADER, row, strict=True)]
        )
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _safe(column: str, cell: str | int) -> str | int:
    """A spreadsheet would run text that begins like a formula; numbers stay numbers, also negative ones."""
    if column in {"value", "value_to"} or not isinstance(cell, str) or not cell.startswith(_FORMULA_STARTS):
        return cell
    return "'" + cell
