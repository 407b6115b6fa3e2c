"""What other modules may use. Blocks and charts are imported from `documents.blocks` and `documents.charts`."""

from collections.abc import Sequence

from .blocks import Attached, Document
from .contracts import SourceText
from .domain.files import (
    HOLDERS,
    discard_original,
    keep_original,
    keep_pieces,
    release_original,
    sweep_strays,
)
from .models import File
from .queries import get_file, open_original, original_path, read_original
from .readers.document import read_document
from .readers.lines import MAX_BYTES
from .readers.tables import read_tables
from .writers.csv import write_csv
from .writers.html import html_fragment, write_html
from .writers.hwpx import write_hwpx

__all__ = [
    "HOLDERS",
    "MAX_BYTES",
    "File",
    "SourceText",
    "discard_original",
    "get_file",
    "html_fragment",
    "keep_original",
    "keep_pieces",
    "open_original",
    "original_path",
    "read_document",
    "read_original",
    "read_tables",
    "release_original",
    "sweep_strays",
    "write_csv",
    "write_html",
    "write_hwpx",
    "write_pdf",
    "write_xlsx",
]


def write_pdf(document: Document, attached: Sequence[Attached] = ()) -> bytes:
    """The document as tagged PDF (PDF/UA-1), with the attached files (then PDF/A-3 as well)."""
    from .writers import pdf  # noqa: PLC0415 - fontTools takes a fifth of a second to load

    return pdf.write_pdf(document, attached)


def write_xlsx(document: Document) -> bytes:
    """The document as a workbook: its text on the first sheet, each table on one of its own."""
    from .writers import xlsx  # noqa: PLC0415 - openpyxl takes half a second to load

    return xlsx.write_xlsx(document)
