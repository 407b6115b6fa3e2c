"""Plain text: UTF-8, UTF-16, UTF-32 with mark, or CP949 (the Windows form of EUC-KR)."""

import codecs
import re

from . import errors
from .lines import MAX_CHARACTERS, MAX_LINES

_LINE_END = re.compile("\r\n|\n")
# Controls that no text has: not tab, line ends, form feed and the old end-of-file mark.
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")


def split_lines(text: str) -> tuple[str, ...]:
    """Split at LF or CRLF only; a line end at the end of the text starts no further line."""
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    return tuple(lines)


def decode(data: bytes) -> str:
    """Bytes -> text by mark, else strict UTF-8, else CP949. Raises InvalidInput where neither fits."""
    if data.startswith(codecs.BOM_UTF8):
        return _strict(data[3:], "utf-8", skipped=3)
    if data.startswith(
        (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    ):  # before UTF-16, whose mark it begins with
        return _strict(data, "utf-32")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16")
    if 0 in data:  # UTF-16 without a mark: one byte of every digit and space is 0
        return _strict(data, "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exception:
        if _mostly_utf8(data):
            raise errors.broken_utf8(exception.start) from exception
    return _strict(data, "cp949")


def _strict(data: bytes, encoding: str, *, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exception:
        if encoding == "utf-8":
            raise errors.broken_utf8(exception.start + skipped) from exception
        raise errors.not_text() from exception


def _mostly_utf8(data: bytes) -> bool:
    """Damaged UTF-8 reads as CP949 nonsense: more good than bad sequences mean it was UTF-8."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", errors="ignore")) - bad
    return good > bad


def read_text(data: bytes) -> tuple[str, ...]:
    """The lines of a text file, untouched."""
    text = decode(data)
    if _BINARY.search(text):
        raise errors.not_text()
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        raise errors.too_long("text")
    return split_lines(text)
