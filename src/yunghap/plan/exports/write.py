"""The formats an edition can be written in, one table for the site, the API and the command line."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import caches

import yunghap
from yunghap.documents.service import write_hwpx, write_pdf, write_xlsx
from yunghap.plan.queries.values import EditionView

from .document import plan_document
from .edition_file import write_json
from .fiscal import write_fiscal_data_package
from .stratml import write_stratml
from .table import write_csv
from .workbook import plan_workbook


@dataclass(frozen=True, slots=True)
class Format:
    """How an edition becomes a file: `write(edition, language)`; the same input gives the same bytes.

    `costly`: worth keeping once made.
    """

    suffix: str
    media_type: str
    write: Callable[[EditionView, str], bytes]
    costly: bool = False


FORMATS: dict[str, Format] = {
    "hwpx": Format(
        ".hwpx",
        "application/hwp+zip",
        lambda edition, language: write_hwpx(plan_document(edition, language)),
        costly=True,
    ),
    "pdf": Format(
        ".pdf",
        "application/pdf",
        lambda edition, language: write_pdf(plan_document(edition, language, to_import=False)),
        costly=True,
    ),
    "xlsx": Format(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda edition, language: write_xlsx(plan_workbook(edition, language)),
        costly=True,
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


def edition_file(edition: EditionView, code: str, language: str) -> bytes:
    """The edition in the format `code`; a costly file is made once for the same data, by whichever process is first."""
    chosen = FORMATS[code]
    if not chosen.costly:
        return chosen.write(edition, language)
    said = repr((yunghap.__version__, code, language, edition))
    key = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
    kept: bytes | None = caches["exports"].get(key)
    if kept is None:
        kept = chosen.write(edition, language)
        caches["exports"].set(key, kept)
    return kept
