"""Which format a file has, by its content; its name says nothing."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import olefile

from yunghap.core.gate import SafeZip

from . import errors
from .docx import read_docx
from .hwp5 import read_hwp5
from .hwpx import read_hwpx
from .pdf import read_pdf
from .text import read_text
from .xlsx import read_xlsx

_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: `read` gives (title, lines)."""

    name: str
    media_type: str
    read: Callable[[bytes], tuple[str, tuple[str, ...]]]


TEXT = Format("text", "text/plain", lambda data: ("", read_text(data)))
HWPX = Format("HWPX", "application/hwp+zip", read_hwpx)
HWP5 = Format("HWP", "application/x-hwp", read_hwp5)
DOCX = Format("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", read_docx)
XLSX = Format("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", read_xlsx)
PDF = Format("PDF", "application/pdf", read_pdf)


def detect(data: bytes) -> Format:
    """The format of the bytes. Raises InvalidInput for formats that are known and not read."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"HWP Document File V"):
        raise errors.unsupported("HWP 3")
    if data.startswith(b"{\\rtf"):
        raise errors.unsupported("RTF")
    if data.startswith(_PICTURES):
        raise errors.no_text_layer()
    return TEXT


def _zip(data: bytes) -> Format:
    names = set(SafeZip(data).names())
    if names & {"Contents/content.hpf", "Contents/section0.xml"}:
        return HWPX
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
        if "xl/workbook.bin" in names:
            raise errors.unsupported("XLSB")
        if any(name.startswith("ppt/") for name in names):
            raise errors.unsupported("PPTX")
    raise errors.unsupported("ODF" if "content.xml" in names else "ZIP")


def _compound(data: bytes) -> Format:
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        if compound.exists("FileHeader"):
            return HWP5
        for stream, kind in (
            ("WordDocument", "DOC"),
            ("Workbook", "XLS"),
            ("Book", "XLS"),
            ("PowerPoint Document", "PPT"),
        ):
            if compound.exists(stream):
                raise errors.unsupported(kind)
        if compound.exists("EncryptedPackage"):
            raise errors.protected("Office")
    raise errors.not_text()
