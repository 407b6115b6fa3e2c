"""Lines that a page broke: which of them go on with the line before.

A text taken from a PDF, or set by hand for a page, ends its lines where the page ends. A bullet's ministry, the year
at the end of its list and the verb of its sentence then stand in another line than the number; so such lines are read
as one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import pairwise

from .view import View

_SENTENCE_END = re.compile(r"[다요][.\"']*\s*$")
_CLOSED = re.compile(r"[(\[][^()\[\]\d]{1,60}(?:부|처|청|위)\s?[)\]]\s*$|:\s*$")
_PARENTHESIS = re.compile(r"\s*[(<\[][^()<>\[\]]*[)>\]]\s*")
_LABEL = re.compile(r"\s*[가-힣A-Za-z][가-힣A-Za-z ]{0,12}\s?(?:\([^()]*\)\s?)?[:|]")
_CLOSES = re.compile(r"[^()]*\)")
_DAY = re.compile(r"\s*(?:19|20)\d\d\s?[.년]\s?\d{1,2}\s?[.월](?:\s?\d{1,2}\s?[.일])?\s*")
_SEVERAL = 3  # lines at least that tell a page's width
_SHORT = 12  # lines
_FULL = 0.8  # of the page's width, fonts being of several sizes
_HANGING = 0.55  # a line that the next one, set in deeper, goes on with
_NARROWEST = 36  # columns; a Korean letter takes two
_MOSTLY = 0.75
_LONGEST = 60  # lines of a paragraph


def width(text: str) -> int:
    """Columns that a text takes, without the emphasis and spaces around it."""
    bare = text.replace("*", "").strip()
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in bare)


def broken(
    views: Sequence[View],
    is_text: Callable[[int], bool],
    *,
    heads: Callable[[int], bool],
    is_plain: Callable[[int], bool],
) -> list[int]:
    """Indexes of the lines that go on with the line before them.

    `is_text` tells of an index that its line is running text, a bullet or a heading, `heads` that it is a heading,
    `is_plain` that it begins with no mark.
    """
    texts = [index for index in range(len(views)) if is_text(index)]
    widths = {index: width(views[index].text) for index in texts}
    page = _page(sorted(widths.values(), reverse=True))
    pairs = [(first, second) for first, second in pairwise(texts) if second == first + 1 and is_plain(second)]
    closed = {second for first, second in pairs if _is_closed_by(views[first].text, views[second].text)}
    pairs = [
        (first, second)
        for first, second in pairs
        if second not in closed and not heads(first) and _may_go_on(views[first].text, views[second].text)
    ]
    deeper = {second for first, second in pairs if _hangs(views[first].text, views[second].text)}
    hanging = {
        second
        for first, second in pairs
        if second in deeper and _is_long(widths[first], views[second].text, page)
    }
    reach = _reach(widths, hanging)
    flush = list(_open(views, [pair for pair in pairs if pair[1] not in deeper]))
    full = {second for first, second in flush if _is_full(reach[first], views[second].text, page)}
    wide = [pair for pair in flush if _is_long(reach[pair[0]], views[pair[1]].text, page)]
    full |= _under_bullets(wide, full | closed | hanging, is_plain)
    body = next((index for index in texts if not is_plain(index)), 0)
    counted = sum(
        first >= body or second in full for first, second in flush
    )  # short lines of a cover say nothing
    if page < _NARROWEST or len(full) < max(_SEVERAL, _MOSTLY * counted):
        full = set()
    return sorted(closed | full | hanging)


def _reach(widths: Mapping[int, int], hanging: Set[int]) -> dict[int, int]:
    """How far each line reaches: a piece set in deeper as far as with the line that it goes on with.

    A text that was broken once is broken anew where it is set narrower: its old ends are then those of short pieces.
    """
    found: dict[int, int] = {}
    for index, own in widths.items():
        found[index] = own + found[index - 1] if index in hanging else own
    return found


def _under_bullets(
    pairs: Sequence[tuple[int, int]], known: Set[int], is_plain: Callable[[int], bool]
) -> set[int]:
    """Second lines that go on with a bullet, whose piece may be shorter: where all has marks, they have none."""
    found: set[int] = set()
    for first, second in pairs:
        if not is_plain(first) or first in known or first in found:
            found.add(second)
    return found


def paragraphs(lines: Sequence[int]) -> Iterator[range]:
    """Each first line with those of `lines`, indexes in order, that go on with it; a very long one in parts."""
    head = None
    for index, following in zip(lines, [*lines, -1][1:], strict=True):
        head = index - 1 if head is None else head
        if following != index + 1:
            yield range(head, index + 1)
            head = None
        elif index - head >= _LONGEST:
            yield range(head, index + 1)
            head = index + 1


def _may_go_on(first: str, second: str) -> bool:
    """The first line ends with no ministry or colon, the second is no day and does not begin with a label."""
    return not (_CLOSED.search(first) or _LABEL.match(second) or _DAY.fullmatch(second))


def _page(widths: Sequence[int]) -> int:
    """The width of the page: of a text of some length not its very longest lines."""
    return widths[_SEVERAL - 1 if len(widths) > _SHORT else 0] if widths else 0


def _is_full(first: int, second: str, page: int) -> bool:
    """The next line's first word had no room."""
    return first + 1 + width(second.split(maxsplit=1)[0]) > page * _FULL


def _is_long(first: int, second: str, page: int) -> bool:
    """A line that one set in deeper goes on with; one that is a parenthesis and no more goes on with any."""
    return first >= max(page, _NARROWEST) * _HANGING or _PARENTHESIS.fullmatch(second) is not None


def _open(views: Sequence[View], pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pairs whose first line does not end a sentence."""
    return (pair for pair in pairs if not _SENTENCE_END.search(views[pair[0]].text))


def _hangs(first: str, second: str) -> bool:
    """The second line is set in deeper than the first."""
    before, after = (len(text) - len(text.lstrip()) for text in (first, second))
    return after > before


def _is_closed_by(first: str, second: str) -> bool:
    """The second line closes a parenthesis that the first leaves open."""
    at = first.rfind("(")
    return at >= 0 and ")" not in first[at:] and bool(_CLOSES.match(second))


def joined(views: Sequence[View], between: str = " ") -> View:
    """Several lines as one, with a letter between them that is nobody's."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    rows: list[int] = []
    for row, view in enumerate(views):
        first = len(view.text) - len(view.text.lstrip()) if row else 0
        last = len(view.text.rstrip()) if row + 1 < len(views) else len(view.text)
        if row and text:
            text.append(between)
            starts.append(ends[-1])
            ends.append(ends[-1])
            rows.append(row - 1)
        text.append(view.text[first:last])
        starts.extend(view.starts[first:last])
        ends.extend(view.ends[first:last])
        rows.extend([row] * (last - first))
    return View("".join(text), starts, ends, rows)
