"""The formats an edition can be written in, one table for the site, the API and the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from yunghap.documents.service import write_hwpx, write_pdf, write_xlsx
from yunghap.plan.view.model import EditionView

from .document import plan_document
from .edition_file import write_json
from .fiscal import write_fiscal_data_package
from .stratml import write_stratml
from .table import write_csv
from .workbook import plan_workbook


@dataclass(frozen=True, slots=True)
class Format:
    """How an edition becomes a file: `write(edition, language)`; the same input gives the same bytes."""

    suffix: str
    media_type: str
    write: Callable[[EditionView, str], bytes]


FORMATS: dict[str, Format] = {
    "hwpx": Format(
        ".hwpx", "application/hwp+zip", lambda edition, language: write_hwpx(plan_document(edition, language))
    ),
    "pdf": Format(
        ".pdf",
        "application/pdf",
        lambda edition, language: write_pdf(plan_document(edition, language, to_import=False)),
    ),
    "xlsx": Format(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda edition, language: write_xlsx(plan_workbook(edition, language)),
    ),
    "csv": Format(
        ".csv",
        "text/csv; charset=utf-8",
        lambda edition, language: write_csv(edition, korean=language == "ko"),
    ),
    "json": Format(".json", "application/json", lambda edition, _language: write_json(edition)),
    "fiscal": Format(
        ".fiscal.zip", "application/zip", lambda edition, _language: write_fiscal_data_package(edition)
    ),
    "stratml": Format(".stratml.xml", "application/xml", lambda edition, _language: write_stratml(edition)),
}
