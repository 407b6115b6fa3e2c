"""PDF (tagged, PDF/UA-1) from the blocks, set by Typst. It reads nothing but what it is handed."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.documents.blocks import (
    Attached,
    Block,
    Bullets,
    Cell,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
)

from .fonts import folders_for, spelled_out
from .pdf_worker import Order

COMMAND = [sys.executable, "-I", "-m", "yunghap.documents.writers.pdf_worker"]
WAIT = 240.0  # seconds; the worker's own limit of processor time strikes first


class _Refused(Exception):  # noqa: N818
    """Typst's own words."""


def write_pdf(document: Document, attached: Sequence[Attached] = ()) -> bytes:
    """The document as tagged PDF; its dates are the document's, the same document gives the same bytes.

    Files can be `attached`: the PDF then keeps to PDF/A-3 as well, and any reader of PDF takes them out again.
    A letter that no font at hand can show is printed as its number ("<U+1F600>"). Raises InvalidInput where the
    document is too large for a PDF, ValueError where a drawing cannot be read or reaches for another file.
    """
    source = _source(document, attached)
    try:
        return _set(source, document, attached)
    except _Refused:  # most often a letter without a shape, which PDF/UA forbids
        try:
            return _set(spelled_out(source), document, attached)
        except _Refused as refusal:
            raise ValueError(f"The document cannot be set: {refusal}") from refusal


def _order(source: str, document: Document, attached: Sequence[Attached] = ()) -> Order:
    return Order(
        template=_template(),
        root=_nothing().name,
        fonts=folders_for(source),
        document=source,
        timestamp=int(document.created.timestamp()),
        standards=["ua-1", "a-3a"] if attached else ["ua-1"],
    )


def _set(source: str, document: Document, attached: Sequence[Attached]) -> bytes:
    order = json.dumps(_order(source, document, attached)).encode()
    try:
        done = subprocess.run(COMMAND, input=order, capture_output=True, timeout=WAIT, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _too_large() from None
    if done.returncode == 1:
        raise _Refused(done.stderr.decode(errors="replace"))
    if done.returncode:  # killed by its limits
        raise _too_large()
    return done.stdout


def _too_large() -> InvalidInput:
    return InvalidInput(_("The document is too large for a PDF. Take it in another format."))


@cache
def _template() -> str:
    return files("yunghap.documents.writers").joinpath("print.typ").read_text(encoding="utf-8")


@cache
def _nothing() -> tempfile.TemporaryDirectory[str]:
    """An empty folder: Typst reads files below its root only."""
    return tempfile.TemporaryDirectory(prefix="yunghap-typst-")


def _source(document: Document, attached: Sequence[Attached] = ()) -> str:
    """What the template reads: JSON of the texts and how they are arranged."""
    created = document.created
    return json.dumps(
        {
            "title": document.title,
            "subtitle": document.subtitle,
            "creator": document.creator,
            "language": document.language,
            "created": {
                name: getattr(created, name) for name in ("year", "month", "day", "hour", "minute", "second")
            },
            "blocks": list(_blocks(document)),
            "attached": [asdict(one) | {"data": list(one.data)} for one in attached],
        },
        ensure_ascii=False,
    )


def _blocks(document: Document) -> Iterator[dict[str, Any]]:
    above: list[
        int
    ] = []  # PDF/UA allows no level to be skipped: what counts is how many headings stand above
    for block in document.blocks:
        if isinstance(block, Heading):
            above = [*(level for level in above if level < block.level), block.level]
            yield {"kind": "heading", "level": block.level, "depth": len(above), "text": block.text}
        else:
            yield from _block(block)


def _block(block: Block) -> Iterator[dict[str, Any]]:
    if isinstance(block, Paragraph):
        runs = [(run.text, run.strong, run.note) for run in block.runs]
        yield {"kind": "paragraph", "runs": runs}
    elif isinstance(block, Bullets):
        for level, items in groupby(block.items, key=lambda item: item.level):
            yield {"kind": "bullets", "level": level, "items": [item.text for item in items]}
    elif isinstance(block, Note):
        yield {"kind": "note", "text": block.line}
    elif isinstance(block, Figure):
        yield {
            "kind": "figure",
            "svg": block.svg,
            "alternative": block.alternative or block.caption,
            "table": _table(block.table, block.caption or block.table.caption),
        }
    elif isinstance(block, Table):
        yield {"kind": "table", **_table(block, block.caption)}


def _table(table: Table, caption: str) -> dict[str, Any]:
    header = [table.above, table.header] if table.above else [table.header]
    return {
        "caption": caption,
        "align": table.align,
        "widths": table.widths,
        "header": [[_cell(cell) for cell in row] for row in header],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> tuple[str, int, int, bool]:
    return cell.text, cell.columns, cell.rows, cell.strong
