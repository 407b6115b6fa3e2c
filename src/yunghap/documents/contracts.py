"""What the documents module hands to others, as plain values: no Django, no database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document as lines: the same bytes give the same lines, so that a line number can be cited.

    `lines` of a text file are its own, split at LF or CRLF only and otherwise untouched. In every other
    format each is a paragraph, or a table row with a tab between cells. `sha256` is of the bytes read.
    """

    sha256: str
    media_type: str
    title: str
    lines: tuple[str, ...]
