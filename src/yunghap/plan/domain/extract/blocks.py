"""The lines as a tree: headings, bullets under them, notes under those, tables, captions, the table of contents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yunghap.plan.contracts import Section

from .cover import edition_of, press_day, year_of_writing
from .headings import State, find_title, inherit, of_document, read_heading, tells_year
from .markers import Marker, read_marker
from .ministries import Ministries
from .rows import closed_by_pipes, is_rule, plain_rows
from .single_spaced import with_tabs
from .stacked import stacked_rows
from .view import View, make_view, without_stars
from .wrapped import broken, joined, paragraphs

_CONTENTS = re.compile(
    r"\s*[<\[(]?\s*(?:목\s*차|차\s*례|순\s*서|(?:table of )?contents)\s*[>\])]?\s*", re.IGNORECASE
)
_PAGE_AT_END = re.compile(r"\d{1,4}$")
_LEADER = re.compile(r"(?:[·.…‥]{2}|…|\t|\s\s)\s?$")
_PAGE_LINE = re.compile(
    r"\s*(?:-\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*-|(?:[Pp]age\s+)?\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?)\s*"
)
_CAPTION = re.compile(
    r"\s*(?:<[^<>]{1,120}>|\[[^\[\]]{1,120}\]|[(]?\s*단위\s*[:)].{0,60}|(?:표|그림|Table|Figure)\s*\d[\d.-]*[.:\]]?\s.{0,120}|\((?:Unit|unit)s?\s*:.{0,60})\s*"
)
_NOTED_UNIT = re.compile(r"\s*[(\[]\s*(?:단위|Units?)\s*:.*$", re.IGNORECASE)
_BEFORE_PARAGRAPH = frozenset({"blank", "heading", "caption", "row", "page", "contents"})
_PART_KINDS = frozenset({"plain-number", "number", "plain"})
_NUMBERED = frozenset({"number", "syllable", "number-paren", "paren-number", "circled", "roman"})
_BULLETS = frozenset({"note", "dash", "dot", "circle"})
_HEADS = frozenset({"markdown", "roman", "chapter", "clause", "strategy", "task", "package", "plain"})
_YEARS = re.compile(r"'?\d{2,4}년?도?")
_NO_PLAIN = re.compile(r"\d|[.,:;]|다$")
_NO_HEADING = re.compile(
    r"\d(?:[\d,.]*)\s?(?:[억만천백조%개명건톤회점식종대]|km|kW|㎡)|:\s*\S|[,;]\s*\S.*[,;]|(?:다|음|함|임)\.?$"
)
_BRACKETED = re.compile(r"\s*(?:\[[^\[\]]+\]|<[^<>]+>|\([^()]+\))\s*")
_ABOUT_BODY = re.compile(r"일반\s?현황|기관\s?(?:현황|개요|소개)|설립")
_CLOSES_BRACKET = re.compile(r"[^()\[\]<>]{1,40}[)\]]\s*$")
_ENDS_BRACKETED = re.compile(r"\S\s*\[[^\[\]]{2,40}\]\s*$")
_SHORT_PLAIN = 30
_OVER_NUMBERS, _UNDER_NUMBERS = 1.9, 2.9
_CHAPTER_RANK = 2.0
_PARENTHESES_RANK = 5.0
_HEADING_RANK = 8.0  # boxes and above may head a section
_SHORT = 46
_TOP = 60
_COVER_LINES = 120


@dataclass(slots=True)
class Block:
    """One line in the tree. `parent` is the index of the block it hangs under, -1 at the top."""

    line: int
    view: View
    kind: str  # blank, heading, bullet, text, row, caption, contents, page
    content: int = 0
    marker: Marker | None = None
    parent: int = -1
    ministry: tuple[str, ...] | None = None
    section: int = -1
    ruled: bool = False  # a table row drawn with pipes


@dataclass(slots=True)
class Node:
    """A section while it is built: `done` tells whether it reports (True) or plans (False)."""

    path: tuple[str, ...]
    kind: str
    first: int
    last: int
    year: int | None
    ministry: tuple[str, ...]
    done: bool | None
    last_year: int | None = None

    def section(self) -> Section:
        """As others see it."""
        return Section(self.path, self.kind, self.first, self.last, self.year, self.ministry)


@dataclass(slots=True)
class Tree:
    """All blocks and sections of a document."""

    blocks: list[Block]
    nodes: list[Node]
    year: int | None
    state: State
    now: int | None = None  # the year that 올해 means
    ministry: tuple[str, ...] = ()  # whose document it is, where it is one ministry's alone


_Key = tuple[str, bool, int]


@dataclass(slots=True)
class _Open:
    key: _Key
    rank: float
    indent: int
    block: int
    node: int  # -1 for bullets


@dataclass(slots=True)
class _Builder:
    tree: Tree
    ministries: Ministries
    stack: list[_Open] = field(default_factory=list)

    def node(self) -> int:
        return next((entry.node for entry in reversed(self.stack) if entry.node >= 0), -1)

    def top(self) -> int:
        return self.stack[-1].block if self.stack else -1

    def close(self, depth: int, line: int) -> None:
        for entry in self.stack[depth:]:
            if entry.node >= 0:
                self.tree.nodes[entry.node].last = line
        del self.stack[depth:]


def build_tree(lines: Sequence[str], ministries: Ministries) -> Tree:
    """The tree of a document."""
    views = with_tabs([make_view(line) for line in lines])
    wide = plain_rows(views)
    runs = _join_broken(views, wide, ministries)
    title = find_title([view.text for view in runs[:_TOP] if view is not None])
    cover = [view.text for view in views[:_COVER_LINES]]
    press = press_day(cover)
    # A press release is of its day: the years of its headlines are of what it tells.
    year = press.year if press is not None else edition_of(cover, title.text, title.year)
    tree = Tree([], [], year, of_document(title.text, year))
    tree.now = year_of_writing(cover, year)
    builder = _Builder(tree, ministries)
    contents = False
    for number, (view, whole) in enumerate(zip(views, runs, strict=True), 1):
        text = view.text
        if whole is None:
            tree.blocks.append(Block(number, View("", [], []), "joined", section=builder.node()))
            continue
        if not text.strip():
            tree.blocks.append(Block(number, view, "blank"))
            continue
        if _CONTENTS.fullmatch(text):
            contents = True
            tree.blocks.append(Block(number, view, "caption"))
            continue
        if contents and _ends_in_page(text):
            tree.blocks.append(_plain(builder, number, view, "contents"))
            continue
        contents = False
        tree.blocks.append(_block(builder, number, whole, wide))
    builder.close(0, len(lines))
    return tree


def _join_broken(views: Sequence[View], wide: frozenset[int], ministries: Ministries) -> list[View | None]:
    """The views; of lines that belong together the first with the whole text, the others None."""

    def is_text(index: int) -> bool:
        text = views[index].text
        captioned = _CAPTION.fullmatch(text) and not names_ministry(text) and not closes_bullet(index)
        return bool(text.strip()) and not (
            _plain_kind(text, wide=index + 1 in wide) or captioned or _ends_in_page(text)
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
        return marker is not None and _is_heading(marker, views[index].text[marker.content :].strip())

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


def _ends_in_page(text: str) -> bool:
    """A line of the table of contents: leaders or a gap, then a page number."""
    words = text.rstrip()
    page = _PAGE_AT_END.search(words, max(0, len(words) - 5))
    return page is not None and _LEADER.search(words, max(0, page.start() - 4), page.start()) is not None


def _plain(builder: _Builder, number: int, view: View, kind: str, *, ruled: bool = False) -> Block:
    marker = read_marker(view) if kind == "contents" else None
    return Block(
        number,
        view,
        kind,
        marker.content if marker else 0,
        marker,
        builder.top(),
        None,
        builder.node(),
        ruled,
    )


def _block(builder: _Builder, number: int, view: View, wide: frozenset[int]) -> Block:
    kind = _plain_kind(view.text, wide=number in wide)
    if kind:
        return _plain(
            builder,
            number,
            view,
            kind,
            ruled=kind == "row" and "|" in view.text and "\t" not in view.text.strip(),
        )
    marker = read_marker(view)
    captioned = marker is None or marker.kind not in {"strategy", "task", "note"}
    if captioned and _CAPTION.fullmatch(view.text) and builder.ministries.of_bullet(view.text, 0) is None:
        return _plain(builder, number, without_stars(view, 0), "caption")
    if marker is None:
        return _unmarked(builder, number, without_stars(view, 0))
    return _marked(builder, number, without_stars(view, marker.content), marker)


def _plain_kind(text: str, *, wide: bool) -> str:
    """A page number or a table row, by the line's shape alone."""
    if _PAGE_LINE.fullmatch(text):
        return "page"
    tabbed = "\t" in text.strip(" ") and not _ends_in_page(text.replace("\t", ""))
    return "row" if tabbed or wide or closed_by_pipes(text) or is_rule(text) else ""


def _unmarked(builder: _Builder, number: int, view: View) -> Block:
    """Running text: it goes on with the bullet above, or stands under the heading; or a heading without a mark."""
    blocks = builder.tree.blocks
    opens = (
        not blocks
        or blocks[-1].kind in _BEFORE_PARAGRAPH
        or (_BRACKETED.fullmatch(view.text) is not None and bool(builder.ministries.only(view.text)))
    )
    indent = len(view.text) - len(view.text.lstrip())
    marker = _plain_heading(builder, number, view.text.strip()) if opens else None
    if marker:
        return _marked(builder, number, view, Marker(marker.kind, marker.rank, indent, 0))
    if builder.stack and builder.stack[-1].node >= 0:
        own = builder.ministries.only(view.text.strip(" ()[]<>"))
        heading = blocks[builder.top()]
        if own and heading.ministry is None:  # the line under a heading that names whose part it is
            heading.ministry = builder.tree.nodes[builder.stack[-1].node].ministry = own
    if opens and not indent:
        depth = next((i + 1 for i in range(len(builder.stack) - 1, -1, -1) if builder.stack[i].node >= 0), 0)
        builder.close(depth, number - 1)
    # A bullet set by the word processor leaves no mark: its line ends in (산업부) all the same.
    named = builder.ministries.trailing(view.text, indent)
    return Block(number, view, "text", indent, None, builder.top(), named, builder.node())


def _plain_heading(builder: _Builder, number: int, words: str) -> Marker | None:
    """A short line of its own that is a ministry, or words like 추진실적."""
    if len(words) > _SHORT_PLAIN:
        return None
    meaning = read_heading(words, builder.tree.year)
    titled = number > 1 and meaning.kind is not None and not _NO_PLAIN.search(_YEARS.sub("", words))
    if builder.ministries.heading(words) is None and not titled:
        return None
    return Marker("plain", 1.9 if builder.node() < 0 or meaning.year else 2.95, 0, 0)


def _marked(builder: _Builder, number: int, view: View, marker: Marker) -> Block:
    """A heading or bullet: closes what it ends, opens a section where it heads one."""
    text = view.text
    words = text[marker.content :].strip()
    own = builder.ministries.heading(words) if len(words) <= _SHORT else None
    part = (
        own is not None and marker.kind in _PART_KINDS
    )  # ministries' parts nest over the same kind of number
    key = (marker.kind, part, marker.indent if marker.rank >= _HEADING_RANK else -1)
    rank = (_task_rank(builder, key) if marker.kind == "task" else marker.rank) - (0.1 if part else 0)
    parent = _place(builder, key, rank, marker, number)
    heading = _is_heading(marker, words)
    block = Block(number, view, "heading" if heading else "bullet", marker.content, marker, parent)
    block.ministry = own if own is not None else builder.ministries.of_bullet(text, marker.content)
    whole = builder.ministries.responsible(text, marker.content)
    above = builder.tree.blocks[parent] if parent >= 0 else None
    # Under 기관 일반현황 it says who oversees the body, not whose quantities these are.
    if whole and above and above.ministry is None and not _ABOUT_BODY.search(above.view.text):
        above.ministry = whole
    node = _open_node(builder, block, words, whole=bool(own)) if heading else -1
    builder.stack.append(_Open(key, rank, marker.indent, number - 1, node))
    block.section = builder.node()
    return block


def _task_rank(builder: _Builder, key: _Key) -> float:
    """[과제 1-2] under "3. 추진과제" stands below such numbers, under a chapter or strategy above them."""
    same = next((entry.rank for entry in builder.stack if entry.key == key), None)
    if same is not None:
        return same
    return _UNDER_NUMBERS if any(entry.key[0] == "number" for entry in builder.stack) else _OVER_NUMBERS


def _is_heading(marker: Marker, words: str) -> bool:
    if marker.kind in _BULLETS or not words:
        return False
    if marker.kind in _HEADS:
        return len(words) <= 100
    words = _NOTED_UNIT.sub("", words)
    return len(words) <= _SHORT and (not _NO_HEADING.search(words) or tells_year(words))


def _place(builder: _Builder, key: _Key, rank: float, marker: Marker, number: int) -> int:
    """Close what the new block ends; the index of its parent."""
    stack = builder.stack
    depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].key == key), None)
    if depth is None:
        depth = len(stack)
        while depth and _ends(stack[depth - 1], rank, marker) and not _is_chapter(stack[:depth], rank):
            depth -= 1
    builder.close(depth, number - 1)
    return builder.top()


def _is_chapter(stack: Sequence[_Open], rank: float) -> bool:
    """A box with nothing above it is a chapter, under which 1), (1) and 가) stand."""
    return (
        len(stack) == 1
        and stack[0].rank == _HEADING_RANK
        and stack[0].node >= 0
        and rank >= _PARENTHESES_RANK
    )


def _ends(entry: _Open, rank: float, marker: Marker) -> bool:
    """Whether an open block ends where a block of a new kind begins."""
    if marker.kind == "note":
        return entry.rank >= 12.0
    if rank < 2.0:
        return entry.rank >= rank
    if marker.indent > entry.indent and entry.rank < 12.0:
        return False
    if entry.rank >= _HEADING_RANK and marker.indent < entry.indent:
        return True
    return entry.rank >= rank


def _open_node(builder: _Builder, block: Block, words: str, *, whole: bool) -> int:
    """A section; `whole`: its heading is a ministry's name and nothing else."""
    tree = builder.tree
    parent = builder.node()
    above = tree.nodes[parent] if parent >= 0 else None
    outer = State(above.kind, above.done, above.year, above.last_year) if above else tree.state
    rank = block.marker.rank if block.marker else 0.0
    # Where nothing stands above a box, boxes are this document's chapters.
    state = inherit(words, min(rank, _CHAPTER_RANK) if above is None else rank, outer, tree.state, tree.year)
    tree.nodes.append(
        Node(
            path=(*(above.path if above else ()), re.sub(r"\s+", " ", words)),
            kind="ministry" if whole and state.kind in {"plan", "other"} else state.kind,
            first=block.line,
            last=block.line,
            year=state.year,
            ministry=block.ministry if block.ministry is not None else (above.ministry if above else ()),
            done=state.done,
            last_year=state.last_year,
        )
    )
    return len(tree.nodes) - 1
