"""DOCX (WordprocessingML, ECMA-376): paragraphs, tables, text boxes and notes in document order.

Left out: page headers and footers, comments, deleted text of tracked changes, note numbers in running text.
"""

from dataclasses import dataclass, field

from yunghap.core.gate import SafeZip, safe_xml

from . import errors
from .flow import Cell, Draw, Flow, Paragraph, note_text
from .lines import Lines
from .numbering import Counter, Level, bullet_text
from .xml import Element, attribute, child, children, descendants, local, number

KIND = "DOCX"
_MAIN = "word/document.xml"
_PRINTED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_THROUGH = frozenset(
    {"hyperlink", "smartTag", "ins", "moveTo", "fldSimple", "sdt", "sdtContent", "customXml", "r"}
)
_KINDS = {
    "decimal": "DIGIT",
    "upperRoman": "ROMAN_CAPITAL",
    "lowerRoman": "ROMAN_SMALL",
    "upperLetter": "LATIN_CAPITAL",
    "lowerLetter": "LATIN_SMALL",
    "decimalEnclosedCircle": "CIRCLED_DIGIT",
    "ganada": "HANGUL_SYLLABLE",
    "chosung": "HANGUL_JAMO",
    "koreanCounting": "HANGUL_PHONETIC",
    "koreanDigital": "HANGUL_PHONETIC",
    "koreanDigital2": "IDEOGRAPH",
    "ideographDigital": "IDEOGRAPH",
    "chineseCounting": "IDEOGRAPH",
}


def read_docx(data: bytes) -> tuple[str, tuple[str, ...]]:
    """(title, lines) of the file."""
    archive = SafeZip(data)
    names = set(archive.names())
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
        raise errors.macros(KIND)
    if _MAIN not in names:
        raise errors.damaged(KIND, "no main part")

    def part(name: str) -> Element | None:
        return safe_xml(archive.read(name)) if name in names else None

    walker = _Walker(
        numbering=_Numbering(part("word/numbering.xml"), part("word/styles.xml")),
        notes={
            (kind, attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            for note in _all(part(f"word/{kind}s.xml"), kind)
        },
    )
    body = child(safe_xml(archive.read(_MAIN)), "body")
    if body is None:
        raise errors.damaged(KIND, "no body")
    out = Lines()
    walker.blocks(body, Flow(out))
    title = next((element.text or "" for element in _all(part("docProps/core.xml"), "title")), "")
    return title.strip(), out.finish()


def _all(root: Element | None, name: str) -> list[Element]:
    return [] if root is None else list(descendants(root, name))


class _Numbering:
    """List numbers: a paragraph names a list and level itself or through its style."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {attribute(style, "styleId"): style for style in _all(styles, "style")}
        self._lists: dict[str, Counter] = {}
        self._bullets: dict[tuple[str, int], str] = {}
        abstract = {attribute(item, "abstractNumId"): item for item in _all(numbering, "abstractNum")}
        shared: dict[str, Counter] = {}
        for item in _all(numbering, "num"):
            base = attribute(child(item, "abstractNumId"), "val")
            starts = {
                number(override, "ilvl", 0): number(child(override, "startOverride"), "val", 1)
                for override in children(item, "lvlOverride")
                if child(override, "startOverride") is not None
            }
            identity = attribute(item, "numId")
            levels = self._levels(identity, abstract.get(base), starts)
            # Lists of one definition count on together unless one of them starts anew.
            self._lists[identity] = (
                Counter(levels, mark="%") if starts else shared.setdefault(base, Counter(levels, mark="%"))
            )

    def _levels(self, identity: str, abstract: Element | None, starts: dict[int, int]) -> dict[int, Level]:
        levels = {}
        for level in [] if abstract is None else children(abstract, "lvl"):
            index = number(level, "ilvl", 0)
            kind = attribute(child(level, "numFmt"), "val", "decimal")
            text = attribute(child(level, "lvlText"), "val")
            if kind == "bullet":
                self._bullets[identity, index] = bullet_text(text)
            elif kind != "none":
                start = starts.get(index, number(child(level, "start"), "val", 1))
                levels[index] = Level(text, _KINDS.get(kind, "DIGIT"), start)
        return levels

    def mark(self, properties: Element | None) -> str:
        """The printed number or bullet of the next paragraph with these properties, with a space after it."""
        identity, level = self._reference(properties)
        if identity in ("", "0"):
            return ""
        printed = self._bullets.get((identity, level), "")
        if not printed and identity in self._lists:
            printed = self._lists[identity].next(level)
        return f"{printed} " if printed else ""

    def _reference(self, properties: Element | None) -> tuple[str, int]:
        """(list id, level): the paragraph's, else that of its style or of a style that one is based on."""
        seen: set[str] = set()
        identity, level = "", -1
        while properties is not None:
            reference = child(properties, "numPr")
            if reference is not None:
                identity = identity or attribute(child(reference, "numId"), "val")
                level = number(child(reference, "ilvl"), "val", -1) if level < 0 else level
            if identity:
                break
            name = attribute(child(properties, "pStyle"), "val") or attribute(
                child(properties, "basedOn"), "val"
            )
            if not name or name in seen:
                break
            seen.add(name)
            properties = self._style(name)
        return identity, max(level, 0)

    def _style(self, name: str) -> Element | None:
        """The style's paragraph properties, or the style itself where only its base can help."""
        style = self._styles.get(name)
        inner = child(style, "pPr")
        return inner if inner is not None and child(inner, "numPr") is not None else style


@dataclass(slots=True)
class _Walker:
    numbering: _Numbering
    notes: dict[tuple[str, str], Element]
    _counts: dict[str, int] = field(default_factory=dict)

    def blocks(self, parent: Element, flow: Flow) -> None:
        """Print the paragraphs and tables of a body, cell, note or box."""
        for block in parent:
            name = local(block)
            if name == "p":
                self._paragraph(block, flow)
            elif name == "tbl":
                flow.after(lambda later, block=block: self._table(block, later))  # type: ignore[misc]
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                self.blocks(block, flow)

    def _paragraph(self, element: Element, flow: Flow) -> None:
        paragraph = Paragraph(flow)
        paragraph.text(self.numbering.mark(child(element, "pPr")))
        self._inline(element, paragraph)
        paragraph.close()

    def _inline(self, parent: Element, paragraph: Paragraph) -> None:
        for item in parent:
            name = local(item)
            if name == "t":
                paragraph.text(item.text or "")
            elif name in _PRINTED:
                paragraph.text(_PRINTED[name])
            elif name == "sym":
                paragraph.text(_symbol(attribute(item, "char")))
            elif name in _THROUGH:
                self._inline(item, paragraph)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(name.removesuffix("Reference"), attribute(item, "id"), paragraph)
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                paragraph.picture()
                for box in _boxes(item):
                    paragraph.block(self._inside(box))
            elif name in ("oMath", "oMathPara"):
                paragraph.text("".join(text.text or "" for text in descendants(item, "t")))

    def _inside(self, element: Element) -> Draw:
        return lambda flow: self.blocks(element, flow)

    def _note(self, kind: str, identity: str, paragraph: Paragraph) -> None:
        note = self.notes.get((kind, identity))
        if note is not None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            paragraph.note(f"{self._counts[kind]}) {note_text(self._inside(note)).strip()}")

    def _table(self, table: Element, flow: Flow) -> None:
        cells: list[Cell] = []
        merged: dict[int, int] = {}  # column -> the cell that continues downwards there
        for index, row in enumerate(_rows(table, "tr")):
            column = number(child(child(row, "trPr"), "gridBefore"), "val", 0)
            for element in _rows(row, "tc"):
                properties = child(element, "tcPr")
                columns = max(1, number(child(properties, "gridSpan"), "val", 1))
                merge = child(properties, "vMerge")
                if (
                    merge is not None
                    and attribute(merge, "val", "continue") == "continue"
                    and column in merged
                ):
                    above = cells[merged[column]]
                    cells[merged[column]] = Cell(
                        above.row, above.column, above.draw, index - above.row + 1, above.columns
                    )
                else:
                    merged.pop(column, None)
                    if merge is not None:
                        merged[column] = len(cells)
                    cells.append(Cell(index, column, self._inside(element), columns=columns))
                column += columns
        flow.table(cells)


def _rows(parent: Element, name: str) -> list[Element]:
    """Rows or cells, also those wrapped in content controls or tracked insertions."""
    found = []
    for item in parent:
        if local(item) == name:
            found.append(item)
        elif local(item) in ("sdt", "sdtContent", "customXml", "ins"):
            found.extend(_rows(item, name))
    return found


def _boxes(item: Element) -> list[Element]:
    """Text boxes of a drawing, outermost only; of alternatives the first that has one."""
    name = local(item)
    if name == "txbxContent":
        return [item]
    if name == "AlternateContent":
        return next((found for part in item if (found := _boxes(part))), [])
    return [box for part in item for box in _boxes(part)]


def _symbol(code: str) -> str:
    """A symbol given by its code; picture fonts use the private use area."""
    try:
        return bullet_text(chr(int(code, 16)))
    except (ValueError, OverflowError):
        return ""
