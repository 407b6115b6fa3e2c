"""What other modules may use. Blocks and charts are imported from `documents.blocks` and `documents.charts`."""

from .contracts import SourceText
from .readers.document import read_document
from .readers.lines import MAX_BYTES
from .writers.csv import write_csv
from .writers.html import html_fragment, write_html
from .writers.hwpx import write_hwpx
from .writers.pdf import write_pdf
from .writers.xlsx import write_xlsx

__all__ = [
    "MAX_BYTES",
    "SourceText",
    "html_fragment",
    "read_document",
    "write_csv",
    "write_html",
    "write_hwpx",
    "write_pdf",
    "write_xlsx",
]
