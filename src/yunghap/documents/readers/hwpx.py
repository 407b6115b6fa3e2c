"""HWPX (OWPML, KS X 6101): paragraphs, tables, text boxes and notes in document order.

Left out: page headers and footers, master pages, hidden comments, deleted text of tracked changes, and the
numbers of footnotes in the running text (they would read as part of a figure).
"""

import re

from yunghap.core.gate import SafeZip, safe_xml

from . import errors
from .flow import Cell, Draw, Flow, Paragraph, note_text
from .lines import Lines
from .numbering import Counter, Level, Lists, number_text
from .xml import Element, attribute, child, children, descendants, local, number

KIND = "HWPX"
_SECTION = re.compile(r"(?:^|/)section(\d+)\.xml$")
_DRAWINGS = frozenset(
    {"rect", "ellipse", "arc", "polygon", "curve", "connectLine", "container", "pic", "ole"}
)
# Text that stands in a child of the item, or in an attribute.
_INLINE = {"equation": ("script", ""), "dutmal": ("mainText", ""), "compose": ("", "composeText")}
_SPACES = {"nbSpace": " ", "fwSpace": " ", "tab": "\t", "lineBreak": "\n", "hyphen": "-"}
_DELETED = {"deleteBegin": True, "deleteEnd": False}


def read_hwpx(data: bytes) -> tuple[str, tuple[str, ...]]:
    """(title, lines) of the file."""
    archive = SafeZip(data)
    names = set(archive.names())
    if _is_encrypted(archive, names):
        raise errors.protected(KIND)
    title, sections = _package(archive, names)
    if not sections:
        raise errors.damaged(KIND, "no section")
    lists = (
        _read_lists(safe_xml(archive.read("Contents/header.xml")))
        if "Contents/header.xml" in names
        else Lists()
    )
    out = Lines()
    for name in sections:
        _Walker(lists).paragraphs(safe_xml(archive.read(name)), Flow(out))
    return title, out.finish()


def _is_encrypted(archive: SafeZip, names: set[str]) -> bool:
    if "META-INF/manifest.xml" not in names:
        return False
    manifest = safe_xml(archive.read("META-INF/manifest.xml"))
    return next(descendants(manifest, "encryption-data"), None) is not None


def _package(archive: SafeZip, names: set[str]) -> tuple[str, list[str]]:
    """Title and the section parts in reading order: the spine's, else by number."""
    title = ""
    ordered: list[str] = []
    if "Contents/content.hpf" in names:
        package = safe_xml(archive.read("Contents/content.hpf"))
        title = next((element.text or "" for element in descendants(package, "title")), "")
        parts = {attribute(item, "id"): attribute(item, "href") for item in descendants(package, "item")}
        spine = [parts.get(attribute(item, "idref"), "") for item in descendants(package, "itemref")]
        ordered = [name for name in dict.fromkeys(spine) if name in names and _SECTION.search(name)]
    numbered = sorted(
        (int(found[1][:9]), name)
        for name in names
        if (found := _SECTION.search(name)) and name.startswith("Contents/")
    )
    return title.strip(), ordered or [name for _, name in numbered]


def _read_lists(head: Element) -> Lists:
    lists = Lists()
    for numbering in descendants(head, "numbering"):
        levels = {
            number(mark, "level", 1) - 1: Level(
                mark.text or "", attribute(mark, "numFormat", "DIGIT"), number(mark, "start", 1)
            )
            for mark in children(numbering, "paraHead")
        }
        lists.counters[attribute(numbering, "id")] = Counter(levels)
    for bullet in descendants(head, "bullet"):
        lists.bullets[attribute(bullet, "id")] = attribute(bullet, "char")
    for shape in descendants(head, "paraPr"):
        heading = next(descendants(shape, "heading"), None)
        if heading is not None and attribute(heading, "type", "NONE") != "NONE":
            lists.shapes[attribute(shape, "id")] = (
                attribute(heading, "type"),
                attribute(heading, "idRef"),
                number(heading, "level", 0),
            )
    return lists


class _Walker:
    """Walks the paragraphs of a part: the body, a cell, a note, a box."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._deleted = False  # inside text that a tracked change deletes

    def paragraphs(self, parent: Element, flow: Flow) -> None:
        """Print every paragraph of a section or sub-list."""
        for element in children(parent, "p"):
            paragraph = Paragraph(flow)
            outline = next((attribute(pr, "outlineShapeIDRef") for pr in descendants(element, "secPr")), "")
            self._lists.outline = outline or self._lists.outline
            paragraph.text(self._lists.mark(attribute(element, "paraPrIDRef")))
            for run in children(element, "run"):
                for item in run:
                    self._item(item, paragraph)
            paragraph.close()

    def _inside(self, element: Element) -> Draw:
        """Prints the sub-list of a cell, note, box or caption; the element itself where there is none."""
        found = child(element, "subList")
        content = element if found is None else found
        return lambda flow: self.paragraphs(content, flow)

    def _item(self, item: Element, paragraph: Paragraph) -> None:
        name = local(item)
        if name == "t":
            self._text(item, paragraph)
        elif name == "tbl":
            paragraph.table(lambda flow: self._table(item, flow))
        elif name in _DRAWINGS:
            self._drawing(item, paragraph)
        elif name in _INLINE:
            path, attributed = _INLINE[name]
            inner = child(item, path) if path else None
            paragraph.text(attribute(item, attributed) if inner is None else inner.text or "")
        elif name == "ctrl":
            for control in item:
                self._control(control, paragraph)

    def _control(self, control: Element, paragraph: Paragraph) -> None:
        name = local(control)
        if name in ("footNote", "endNote"):
            paragraph.note(note_text(self._inside(control)))
        elif name == "autoNum":
            shape = child(control, "autoNumFormat")
            number_ = number_text(number(control, "num", 1), attribute(shape, "type", "DIGIT"))
            paragraph.text(attribute(shape, "prefixChar") + number_ + attribute(shape, "suffixChar"))

    def _text(self, element: Element, paragraph: Paragraph) -> None:
        if not self._deleted:
            paragraph.text(element.text or "")
        for inner in element:
            name = local(inner)
            self._deleted = _DELETED.get(name, self._deleted)
            if not self._deleted:
                paragraph.text(_SPACES.get(name, "") + (inner.tail or ""))

    def _drawing(self, item: Element, paragraph: Paragraph) -> None:
        """A drawing or picture: the text in it and its caption on lines of their own."""
        paragraph.picture()
        for part in item:
            if local(part) in ("drawText", "caption"):
                paragraph.block(self._inside(part))
            elif local(part) in _DRAWINGS:
                self._drawing(part, paragraph)

    def _table(self, table: Element, flow: Flow) -> None:
        caption = child(table, "caption")
        above = attribute(caption, "side", "TOP") in ("TOP", "LEFT")
        if caption is not None and above:
            self._inside(caption)(flow)
        flow.table(
            [
                self._cell(index, cell)
                for index, row in enumerate(children(table, "tr"))
                for cell in children(row, "tc")
            ]
        )
        if caption is not None and not above:
            self._inside(caption)(flow)

    def _cell(self, index: int, cell: Element) -> Cell:
        address, span = child(cell, "cellAddr"), child(cell, "cellSpan")
        return Cell(
            row=number(address, "rowAddr", index),
            column=number(address, "colAddr", -1),
            draw=self._inside(cell),
            rows=number(span, "rowSpan", 1),
            columns=max(1, number(span, "colSpan", 1)),
        )
