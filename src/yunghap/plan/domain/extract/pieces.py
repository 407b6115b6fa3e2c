"""The lines of a text as they belong together: pieces that a page broke, cells set one to a line."""

import re
from collections.abc import Sequence

from .kinds import CAPTION, ends_in_page, is_heading, plain_kind
from .markers import read_marker
from .ministries import Ministries
from .stacked import stacked_rows
from .view import View
from .wrapped import broken, joined, paragraphs

_NUMBERED = frozenset({"number", "syllable", "number-paren", "paren-number", "circled", "roman"})
_CLOSES_BRACKET = re.compile(r"[^()\[\]<>]{1,40}[)\]]\s*$")
_ENDS_BRACKETED = re.compile(r"\S\s*\[[^\[\]]{2,40}\]\s*$")


def join_broken(views: Sequence[View], wide: frozenset[int], ministries: Ministries) -> list[View | None]:
    """The views; of lines that belong together the first with the whole text, the others None."""

    def is_text(index: int) -> bool:
        text = views[index].text
        whole = text.count("(") <= text.count(")")  # not (단위 : with 억원) in the next line
        captioned = (
            whole and CAPTION.fullmatch(text) and not names_ministry(text) and not closes_bullet(index)
        )
        return bool(text.strip()) and not (
            plain_kind(text, wide=index + 1 in wide) or captioned or ends_in_page(text)
        )

    def names_ministry(text: str) -> bool:
        """(산업부), or <산업부> set in deeper, closes a bullet; else a ministry opens its part."""
        return text[:1] in {"(", " "} and ministries.only(text) is not None

    def is_plain(index: int) -> bool:
        text = views[index].text
        if _CLOSES_BRACKET.match(text) or closes_bullet(index):
            return True
        return markers[index] is None and (names_ministry(text) or not ministries.only(text))

    def closes_bullet(index: int) -> bool:
        """[산업부] under the last piece of a bullet, in a document whose bullets end so."""
        above = views[index - 1].text if index else ""
        return (
            bracketed
            and views[index].text.lstrip().startswith("[")
            and bool(above.strip())
            and not heads(index - 1)
            and not ministries.trailing(above, 0)
            and ministries.only(views[index].text) is not None
        )

    def heads(index: int) -> bool:
        marker = markers[index]
        return marker is not None and is_heading(marker, views[index].text[marker.content :].strip())

    markers = [read_marker(view, heading_ok=False) for view in views]
    bracketed = any(_ENDS_BRACKETED.search(view.text) and ministries.trailing(view.text, 0) for view in views)
    runs: list[View | None] = list(views)
    tables: set[int] = set()

    def is_cell(index: int) -> bool:
        marker = markers[index]
        return is_text(index) and (marker is None or marker.kind in _NUMBERED)

    for cells in stacked_rows(views, is_cell):
        row = joined([views[cell] for cell in cells], "\t")
        runs[cells.start : cells.stop] = [row, *[None] * (len(cells) - 1)]
        tables.update(cells)
    texts = {index for index in range(len(views)) if index not in tables and is_text(index)}
    for lines in paragraphs(broken(views, texts.__contains__, heads=heads, is_plain=is_plain)):
        whole = joined([views[line] for line in lines])
        runs[lines.start : lines.stop] = [whole, *[None] * (len(lines) - 1)]
    return runs
