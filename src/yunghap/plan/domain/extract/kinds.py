"""What a line is by its shape alone: a caption, a page number, a line of the table of contents, a row, a heading."""

import re

from .headings import tells_year
from .markers import Marker
from .rows import closed_by_pipes, is_rule

_PAGE_AT_END = re.compile(r"\d{1,4}$")
_LEADER = re.compile(r"(?:[·.…‥]{2}|…|\t|\s\s)\s?$")
_DOTS_AND_PAGE = re.compile(r"(?:[·.…‥]{2}|…)\s*\d{1,4}\s*$")
_PAGE_LINE = re.compile(
    r"\s*(?:-\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*-|(?:[Pp]age\s+)?\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?)\s*"
)
CAPTION = re.compile(
    r"\s*+(?:<[^<>]{1,120}>|\[[^\[\]]{1,120}\]|[(]?\s*+단위\s*[:)].{0,60}|(?:표|그림|Table|Figure)\s*\d[\d.-]*[.:\]]?\s.{0,120}|\((?:Unit|unit)s?\s*:.{0,60})\s*"
)
_NOTED_UNIT = re.compile(r"\s*[(\[]\s*(?:단위|Units?)\s*:.*$", re.IGNORECASE)
_BULLETS = frozenset({"note", "dash", "dot", "circle", "answer"})
_HEADS = frozenset(
    {"markdown", "roman", "chapter", "clause", "strategy", "task", "package", "question", "plain"}
)
_NO_HEADING = re.compile(
    r"\d(?:[\d,.]*)\s?(?:[억만천백조%개명건톤회점식종대]|km|kW|㎡)|:\s*\S|[,;]\s*\S.*[,;]|(?:다|음|함|임)\.?$"
)
SHORT = 46  # letters of a heading


def ends_in_page(text: str) -> bool:
    """A line of the table of contents: leaders or a gap, then a page number."""
    words = text.rstrip()
    page = _PAGE_AT_END.search(words, max(0, len(words) - 5))
    return page is not None and _LEADER.search(words, max(0, page.start() - 4), page.start()) is not None


def plain_kind(text: str, *, wide: bool) -> str:
    """A page number or a table row, by the line's shape alone."""
    if _PAGE_LINE.fullmatch(text):
        return "page"
    tabbed = "\t" in text.strip(" ") and not _DOTS_AND_PAGE.search(text)
    return "row" if tabbed or wide or closed_by_pipes(text) or is_rule(text) else ""


def is_heading(marker: Marker, words: str) -> bool:
    """A numbered or boxed line short enough, whose `words` tell no figures and end no sentence."""
    if marker.kind in _BULLETS or not words:
        return False
    if marker.kind in _HEADS:
        return len(words) <= 100
    words = _NOTED_UNIT.sub("", words)
    return len(words) <= SHORT and (not _NO_HEADING.search(words) or tells_year(words))
