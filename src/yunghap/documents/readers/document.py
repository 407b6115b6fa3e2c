"""The one way from bytes to lines."""

import hashlib
import struct
import zlib
from pathlib import PurePath

import olefile
from lxml import etree

from yunghap.documents.contracts import SourceText

from . import errors
from .detect import Format, detect
from .lines import MAX_BYTES, TooLong, clean

# What parsers raise on bytes that nobody could have meant.
BROKEN = (
    ValueError,
    LookupError,
    OSError,
    EOFError,
    ArithmeticError,
    struct.error,
    zlib.error,
    etree.LxmlError,
)
_TITLE_LENGTH = 200


def read_document(data: bytes, *, name: str = "") -> SourceText:
    """Read text, HWPX, HWP 5, DOCX, PDF or XLSX into lines. Pure: no database, no network.

    The format is told by the content; `name` only gives a title where the document has none.
    Raises InvalidInput, with a sentence for a person, for anything that cannot be read whole.
    """
    if len(data) > MAX_BYTES:
        raise errors.too_big(MAX_BYTES)
    form, title, lines = _read(data)
    if not any(line.strip() for line in lines):
        raise errors.empty()
    return SourceText(
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=form.media_type,
        title=clean(title).strip()[:_TITLE_LENGTH] or _first_line(lines) or PurePath(name).stem,
        lines=lines,
    )


def _read(data: bytes) -> tuple[Format, str, tuple[str, ...]]:
    kind = ""
    try:
        form = detect(data)
        kind = form.name
        return form, *form.read(data)
    except (TooLong, RecursionError, MemoryError):
        raise errors.too_long(kind) from None
    except (*BROKEN, olefile.olefile.OleFileError) as exception:
        raise errors.damaged(kind, type(exception).__name__) from exception


def _first_line(lines: tuple[str, ...]) -> str:
    """The first line with a letter in it, cells joined."""
    for line in lines:
        if any(character.isalpha() for character in line):
            return " ".join(line.split())[:_TITLE_LENGTH]
    return ""
