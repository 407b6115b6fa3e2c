"""The figures of this module: what writing, reading and drawing a plan-sized document costs.

The document has 600 paragraphs and 40 tables of 12 × 6. `python-hwpx` writes the same one for comparison where it
is installed (it is a development dependency).
"""

import importlib.util
import io
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from . import charts, service
from .blocks import Block, Document, Paragraph, Table, Value

PARAGRAPHS, TABLES, ROWS = 600, 40, 11


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure."""

    name: str
    value: float
    unit: str


def sample() -> Document:
    """The document that is measured."""
    text = "과제 {}: 산업융합 기반을 넓히고 {}억원을 투입한다. "
    blocks: list[Block] = [Paragraph(text.format(number, number * 1.5) * 2) for number in range(PARAGRAPHS)]
    header = ["구분", *(f"{year}년" for year in range(2019, 2024))]
    for number in range(TABLES):
        rows: list[list[Value]] = [
            [f"부처 {row}", *(row * column for column in range(5))] for row in range(ROWS)
        ]
        blocks.append(Table(f"표 {number + 1}", header, rows))
    return Document("큰 계획", "ko", tuple(blocks))


def bench(*, repeat: int = 5, library: bool = True) -> list[Row]:
    """Every figure: medians over `repeat` runs; the library and PDF, being slow, run once each after a warm-up."""
    return list(_measure(sample(), repeat, library=library))


def _measure(document: Document, repeat: int, *, library: bool) -> Iterator[Row]:
    seconds, hwpx = _timed(lambda: service.write_hwpx(document), repeat)
    yield Row("documents.hwpx.write", seconds, "s")
    yield Row("documents.hwpx.size", len(hwpx), "bytes")
    if library and importlib.util.find_spec("hwpx"):
        theirs, _ = _timed(lambda: _by_library(document), 1)
        yield Row("documents.hwpx.write.python-hwpx", theirs, "s")
        yield Row("documents.hwpx.write.times-faster", theirs / seconds, "times")
    for name, write, times in (
        ("html", service.write_html, repeat),
        ("xlsx", service.write_xlsx, repeat),
        ("pdf", service.write_pdf, 1),
    ):
        write(Document("x", "ko", (Paragraph("가"),)))  # loads the libraries
        seconds, data = _timed(lambda write=write: write(document), times)  # type: ignore[misc]
        yield Row(f"documents.{name}.write", seconds, "s")
        yield Row(f"documents.{name}.size", len(data), "bytes")
        if name != "html":
            seconds, _ = _timed(lambda data=data: service.read_document(data), 1)  # type: ignore[misc]
            yield Row(f"documents.{name}.read", seconds, "s")
    seconds, source = _timed(lambda: service.read_document(hwpx), repeat)
    yield Row("documents.hwpx.read", seconds, "s")
    text = "\n".join(source.lines).encode()
    yield Row("documents.text.read", _timed(lambda: service.read_document(text), repeat)[0], "s")
    yield Row("documents.chart", _timed(_chart, repeat)[0], "s")


def _timed(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Median seconds, and what the work gave."""
    taken, result = [], None
    for _ in range(repeat):
        started = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), result


def _chart() -> str:
    series = [charts.Series("2022", range(11)), charts.Series("2023", range(11))]
    return charts.grouped_bar_chart(
        title="투자",
        description="부처별 투자",
        categories=[f"부처 {n}" for n in range(11)],
        series=series,
        unit="억원",
    )


def _by_library(document: Document) -> bytes:
    """The same document by python-hwpx."""
    from hwpx import HwpxDocument  # noqa: PLC0415 - only where it is installed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = HwpxDocument.new()
        for block in document.blocks:
            if isinstance(block, Paragraph):
                made.add_paragraph(block.text, style="바탕글")
            elif isinstance(block, Table):
                made.add_paragraph(block.caption, style="바탕글")
                table = made.add_table(block.row_count, block.column_count)
                for place in block.placed:
                    table.cell(place.row, place.column).text = place.cell.text
        out = io.BytesIO()
        made.save_to_stream(out)
    return out.getvalue()
