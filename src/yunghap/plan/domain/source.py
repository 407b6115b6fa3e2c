"""A plan document's bytes as lines."""

import re

from yunghap.core.errors import InvalidInput

_LINE_END = re.compile(r"\r\n|\n")


def read_lines(data: bytes) -> tuple[str, ...]:
    """Lines of a plain text (UTF-8, UTF-16 with mark, CP949), split at LF or CRLF only. Raises InvalidInput."""
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidInput("This is not a text.")
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp949"):
        try:
            lines = _LINE_END.split(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        return tuple(lines[:-1] if lines[-1] == "" else lines)
    raise InvalidInput("This is not a text.")
