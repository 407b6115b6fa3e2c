"""The lines as a tree: headings, bullets under them, notes under those, tables, captions, the table of contents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yunghap.plan.contracts import Section

from .cover import edition_of, press_day, year_of_writing
from .delimited import cells_apart
from .headings import State, find_title, inherit, of_document, read_heading
from .kinds import CAPTION, SHORT, ends_in_page, is_heading, plain_kind
from .markers import Marker, read_marker
from .ministries import Ministries
from .pieces import join_broken
from .rows import plain_rows
from .single_spaced import with_tabs
from .view import View, make_view, without_stars

_CONTENTS = re.compile(
    r"\s*+[<\[(]?\s*+(?:목\s*차|차\s*례|순\s*서|(?:table of )?contents)\s*[>\])]?\s*", re.IGNORECASE
)
_UNMARKED = frozenset({"blank", "text", "caption"})
_BEFORE_PARAGRAPH = frozenset({"blank", "heading", "caption", "row", "page", "contents"})
_PART_KINDS = frozenset({"plain-number", "number", "plain"})
_YEARS = re.compile(r"'?\d{2,4}년?도?")
_NO_PLAIN = re.compile(r"\d|[.,:;]|다$")
_BRACKETED = re.compile(r"\s*(?:\[[^\[\]]+\]|<[^<>]+>|\([^()]+\))\s*")
_ABOUT_BODY = re.compile(r"일반\s?현황|기관\s?(?:현황|개요|소개)|설립")
_SHORT_PLAIN = 30
_NO_CAPTIONS = frozenset({"strategy", "task", "note", "question", "answer"})
_RIGHT_UNDER_NUMBERS, _UNDER_NUMBERS = 2.2, 2.9
_HOLDS_STRATEGIES = re.compile(r"(?:계획|과제|전략|사업)(?:\s?\([^()]*\))?$")
_CHAPTER_RANK = 2.0
_PARENTHESES_RANK = 5.0
_HEADING_RANK = 8.0  # boxes and above may head a section
_OPENING = 6  # lines under a heading that may say whose it is
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

    def heading(self) -> int:
        return next((entry.block for entry in reversed(self.stack) if entry.node >= 0), -1)

    def opens_section(self) -> bool:
        """Nothing but blank lines and lines without a mark stands yet below the heading, or the head of an answer."""
        head = self.tree.blocks[self.top()] if self.stack else None
        below = self.tree.blocks[self.top() + 1 :]
        opens = head is not None and (
            head.kind == "heading" or (head.marker is not None and head.marker.kind == "answer")
        )
        return opens and len(below) <= _OPENING and all(block.kind in _UNMARKED for block in below)

    def entrust(self, index: int, names: tuple[str, ...] | None) -> None:
        """What stands under a heading or bullet is of these ministries, where nobody is named for it yet."""
        block = self.tree.blocks[index] if index >= 0 else None
        # Under 기관 일반현황 it says who oversees the body, not whose quantities these are.
        if (
            names is None
            or block is None
            or block.ministry is not None
            or _ABOUT_BODY.search(block.view.text)
        ):
            return
        block.ministry = names
        if block.kind == "heading":
            self.tree.nodes[block.section].ministry = names

    def close(self, depth: int, line: int) -> None:
        for entry in self.stack[depth:]:
            if entry.node >= 0:
                self.tree.nodes[entry.node].last = line
        del self.stack[depth:]


def build_tree(lines: Sequence[str], ministries: Ministries) -> Tree:
    """The tree of a document."""
    views = with_tabs(cells_apart([make_view(line) for line in lines]))
    wide = plain_rows(views)
    runs = join_broken(views, wide, ministries)
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
        if contents and ends_in_page(text):
            tree.blocks.append(_plain(builder, number, view, "contents"))
            continue
        contents = False
        tree.blocks.append(_block(builder, number, whole, wide))
    builder.close(0, len(lines))
    return tree


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
    kind = plain_kind(view.text, wide=number in wide)
    if kind:
        return _plain(
            builder,
            number,
            view,
            kind,
            ruled=kind == "row" and "|" in view.text and "\t" not in view.text.strip(),
        )
    marker = read_marker(view)
    captioned = marker is None or marker.kind not in _NO_CAPTIONS
    if captioned and CAPTION.fullmatch(view.text) and builder.ministries.of_bullet(view.text, 0) is None:
        return _plain(builder, number, without_stars(view, 0), "caption")
    if marker is None:
        return _unmarked(builder, number, without_stars(view, 0))
    return _marked(builder, number, without_stars(view, marker.content), marker)


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
    if builder.stack and builder.stack[-1].node >= 0:  # the line under a heading that names whose part it is
        builder.entrust(builder.top(), builder.ministries.only(view.text.strip(" ()[]<>")) or None)
    if builder.opens_section():
        builder.entrust(builder.heading(), builder.ministries.responsible(view.text, indent))
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
    words = text[marker.content :].strip() or (text.strip() if marker.kind == "question" else "")
    own = builder.ministries.heading(words) if len(words) <= SHORT else None
    part = (
        own is not None and marker.kind in _PART_KINDS
    )  # ministries' parts nest over the same kind of number
    key = (marker.kind, part, marker.indent if marker.rank >= _HEADING_RANK else -1)
    rank = _rank(builder, key, marker) - (0.1 if part else 0)
    parent = _place(builder, key, rank, marker, number)
    heading = is_heading(marker, words)
    block = Block(number, view, "heading" if heading else "bullet", marker.content, marker, parent)
    block.ministry = own if own is not None else builder.ministries.of_bullet(text, marker.content)
    whole = builder.ministries.responsible(text, marker.content)
    builder.entrust(parent, whole)
    if marker.kind == "answer" and whole is not None:
        block.ministry = whole
    node = _open_node(builder, block, words, whole=bool(own)) if heading else -1
    builder.stack.append(_Open(key, rank, marker.indent, number - 1, node))
    block.section = builder.node()
    return block


def _rank(builder: _Builder, key: _Key, marker: Marker) -> float:
    """Of strategies and tasks by what is open: under "3. 추진과제" they stand below such numbers, else above them."""
    if marker.kind not in {"strategy", "task"}:
        return marker.rank
    same = next((entry.rank for entry in builder.stack if entry.key == key), None)
    if same is not None:
        return same
    numbers = [entry for entry in builder.stack if entry.key[0] == "number"]
    if marker.kind == "task":
        return _UNDER_NUMBERS if numbers else marker.rank
    titles = [builder.tree.nodes[entry.node].path[-1] for entry in numbers if entry.node >= 0]
    return _RIGHT_UNDER_NUMBERS if any(map(_HOLDS_STRATEGIES.search, titles)) else marker.rank


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


def _is_later(year: int | None, edition: int | None) -> bool:
    return year is not None and edition is not None and year > edition


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
            done=state.done and not _is_later(state.year, tree.year),
            last_year=state.last_year,
        )
    )
    return len(tree.nodes) - 1
