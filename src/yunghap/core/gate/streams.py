"""Bytes and text."""

import codecs
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

CHUNK = 64 * 1024
_MEGABYTE = 1024 * 1024


class Readable(Protocol):
    """Anything with `read(size)` that gives bytes."""

    def read(self, size: int, /) -> bytes: ...


def too_large(limit: int) -> InvalidInput:
    """The error for input beyond `limit` bytes."""
    return InvalidInput(
        sentence(_("The file is too large: at most %(limit)s MB."), limit=f"{limit / _MEGABYTE:,.0f}")
    )


def read_limited(stream: Readable, limit: int) -> bytes:
    """All bytes of the stream, if they are no more than `limit`; at most one chunk more is ever held."""
    parts, size = [], 0
    while chunk := stream.read(min(CHUNK, limit + 1 - size)):
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        parts.append(chunk)
    return b"".join(parts)


def decode_text(data: bytes) -> str:
    """Text in UTF-8 (with or without mark), UTF-16 with mark, or CP949, told apart in this order.

    Line ends stay as they are. Raises InvalidInput for anything else, such as a binary file.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings = ["utf-16"] if utf16 else ["utf-8-sig", "cp949"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput(_("This is not a text file in UTF-8, UTF-16 or CP949."))
