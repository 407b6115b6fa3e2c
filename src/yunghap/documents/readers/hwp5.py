"""HWP 5 (HWP Document File Formats 5.0, revision 1.3): a compound file of zlib-packed record streams.

Read: body text, tables, text boxes, captions, equations' scripts, foot- and endnotes, list numbers. Left out,
as in HWPX: page headers and footers, hidden comments, note numbers in running text.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from . import errors
from .flow import Cell, Draw, Flow, Paragraph, note_text
from .lines import MAX_BYTES, Lines
from .numbering import Counter, Level, Lists, number_text

KIND = "HWP"
_MAX_INFLATED = 2 * MAX_BYTES
_MAX_DEPTH = 120

# Record tags (section 4.2)
_NUMBERING, _BULLET, _PARA_SHAPE = 23, 24, 25
_PARA_HEADER, _PARA_TEXT, _CTRL_HEADER, _LIST_HEADER = 66, 67, 71, 72
_SHAPE_COMPONENT, _TABLE, _EQUATION = 76, 77, 88

# Bits of the file header's properties (section 3.1)
_COMPRESSED, _PASSWORD, _DISTRIBUTION, _DRM, _CERTIFICATE, _CERTIFICATE_DRM = (
    1 << n for n in (0, 1, 2, 4, 8, 10)
)

# Control characters of the text (section 4.2.2): those 8 code units long, and those with a control record.
_WIDE = frozenset({*range(1, 10), 11, 12, *range(14, 24)})
_WITH_RECORD = frozenset({1, 2, 3, 11, 12, 14, 15, 16, 17, 18, 21, 22, 23})
_PRINTED = {9: "\t", 10: "\n", 24: "-", 30: " ", 31: " "}
_KINDS = (
    "DIGIT", "CIRCLED_DIGIT", "ROMAN_CAPITAL", "ROMAN_SMALL", "LATIN_CAPITAL", "LATIN_SMALL",
    "CIRCLED_LATIN_CAPITAL", "CIRCLED_LATIN_SMALL", "HANGUL_SYLLABLE", "CIRCLED_HANGUL_SYLLABLE",
    "HANGUL_JAMO", "CIRCLED_HANGUL_JAMO", "HANGUL_PHONETIC", "IDEOGRAPH", "CIRCLED_IDEOGRAPH", "DIGIT",
)  # fmt: skip
_HEADINGS = ("NONE", "OUTLINE", "NUMBER", "BULLET")


@dataclass(slots=True)
class Record:
    """A record and those nested under it."""

    tag: int
    payload: bytes
    children: list["Record"] = field(default_factory=list)

    def of(self, tag: int) -> Iterator["Record"]:
        """Nested records with the tag, in order."""
        return (child for child in self.children if child.tag == tag)


def read_hwp5(data: bytes) -> tuple[str, tuple[str, ...]]:
    """("", lines) of the file: HWP 5 keeps a title only in its summary, which is often another document's."""
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        streams = {"/".join(path): path for path in compound.listdir(streams=True, storages=False)}
        header = compound.openstream("FileHeader").read(256)
        if len(header) < 40 or not header.startswith(b"HWP Document File"):
            raise errors.damaged(KIND)
        flags = int.from_bytes(header[36:40], "little")
        if flags & (_PASSWORD | _DRM | _CERTIFICATE | _CERTIFICATE_DRM):
            raise errors.protected(KIND)
        if flags & _DISTRIBUTION:
            raise errors.distribution()
        names = sorted(
            (int(name[16:]), name)
            for name in streams
            if name.startswith("BodyText/Section") and name[16:].isdigit()
        )
        if not names or "DocInfo" not in streams:
            raise errors.damaged(KIND)
        packed = bool(flags & _COMPRESSED)
        budget = _MAX_INFLATED
        parts = []
        for name in ["DocInfo", *(name for _, name in names)]:
            parts.append(_inflate(compound.openstream(streams[name]).read(), packed=packed, limit=budget))
            budget -= len(parts[-1])
    lists = _read_lists(parse_records(parts[0]))
    out = Lines()
    for part in parts[1:]:
        _Walker(lists).paragraphs(parse_records(part), Flow(out))
    return "", out.finish()


def _inflate(data: bytes, *, packed: bool, limit: int) -> bytes:
    if not packed:
        return data
    unpacker = zlib.decompressobj(-15)
    unpacked = unpacker.decompress(data, limit + 1)
    if len(unpacked) > limit:
        raise errors.too_long(KIND)
    if not unpacker.eof:
        raise errors.damaged(KIND, "stream ends early")
    return unpacked


def parse_records(data: bytes) -> list[Record]:
    """The records of a stream as trees (section 4.1): tag 10 bits, level 10 bits, size 12 bits."""
    root = Record(0, b"")
    open_records = [root]  # the last record of each level, root first
    position = 0
    while position + 4 <= len(data):
        (word,) = struct.unpack_from("<I", data, position)
        position += 4
        level, size = word >> 10 & 0x3FF, word >> 20
        if size == 0xFFF:
            (size,) = struct.unpack_from("<I", data, position)
            position += 4
        if position + size > len(data):
            raise errors.damaged(KIND, "record ends early")
        record = Record(word & 0x3FF, data[position : position + size])
        position += size
        del open_records[level + 1 :]
        if len(open_records) > _MAX_DEPTH:
            raise errors.too_long(KIND)
        open_records[-1].children.append(record)
        open_records.append(record)
    return root.children


def _read_lists(records: list[Record]) -> Lists:
    """List numbers from DocInfo; ids count from 1 in order of the records, those of shapes from 0."""
    lists = Lists()
    counts = {_NUMBERING: 1, _BULLET: 1, _PARA_SHAPE: 0}
    stack = list(reversed(records))
    while stack:
        record = stack.pop()
        stack.extend(reversed(record.children))
        if record.tag not in counts:
            continue
        identity, payload = str(counts[record.tag]), record.payload
        counts[record.tag] += 1
        if record.tag == _NUMBERING:
            lists.counters[identity] = Counter(_levels(payload))
        elif record.tag == _BULLET:
            lists.bullets[identity] = payload[12:14].decode("utf-16-le", errors="replace")
        elif len(payload) >= 32:
            (attributes,) = struct.unpack_from("<I", payload)
            (reference,) = struct.unpack_from("<H", payload, 30)
            kind = _HEADINGS[attributes >> 23 & 3]
            if kind != "NONE":
                lists.shapes[identity] = (kind, str(reference), attributes >> 25 & 7)
    return lists


def _levels(payload: bytes) -> dict[int, Level]:
    """Seven levels: 12 bytes of attributes, then a counted UTF-16 template each; then the first numbers."""
    templates, position = [], 0
    for _ in range(7):
        attributes, _rest, length = struct.unpack_from("<I8sH", payload, position)
        position += 14
        template = payload[position : position + 2 * length].decode("utf-16-le", errors="replace")
        position += 2 * length
        templates.append((template, _KINDS[attributes >> 5 & 15]))
    starts = [1] * 7
    if len(payload) >= position + 2 + 28:
        starts = list(struct.unpack_from("<7I", payload, position + 2))
    return {
        level: Level(template, kind, start if start < 10_000 else 1)
        for level, ((template, kind), start) in enumerate(zip(templates, starts, strict=True))
    }


def _control_id(record: Record) -> str:
    return record.payload[:4][::-1].decode("latin-1")


class _Walker:
    """Prints paragraphs; each control character of the text stands for the next control record."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def paragraphs(self, records: list[Record], flow: Flow) -> None:
        """Print the paragraphs among the records."""
        for record in records:
            if record.tag == _PARA_HEADER:
                self._paragraph(record, flow)

    def _paragraph(self, record: Record, flow: Flow) -> None:
        controls = list(record.of(_CTRL_HEADER))
        for control in controls:
            if _control_id(control) == "secd" and len(control.payload) >= 20:
                self._lists.outline = str(int.from_bytes(control.payload[18:20], "little"))
        paragraph = Paragraph(flow)
        shape = int.from_bytes(record.payload[8:10], "little")
        paragraph.text(self._lists.mark(str(shape)))
        following = iter(controls)
        for piece in _pieces(b"".join(text.payload for text in record.of(_PARA_TEXT))):
            if isinstance(piece, str):
                paragraph.text(piece)
            else:
                following_control = next(following, None)
                if following_control is not None:
                    self._control(following_control, paragraph)
        paragraph.close()

    def _control(self, control: Record, paragraph: Paragraph) -> None:
        name = _control_id(control)
        if name == "tbl ":
            paragraph.table(lambda flow: self._table(control, flow))
        elif name == "gso ":
            self._drawing(control, paragraph)
        elif name in ("fn  ", "en  "):
            paragraph.note(
                note_text(self._inside([r for _, records in _sub_lists(control) for r in records]))
            )
        elif name == "atno" and len(control.payload) >= 16:
            kind, number, _user, before, after = struct.unpack_from("<I4H", control.payload, 4)
            printed = number_text(number, _KINDS[kind >> 4 & 15])
            paragraph.text("".join([chr(before) if before else "", printed, chr(after) if after else ""]))
        elif name == "eqed":
            for equation in control.of(_EQUATION):
                length = int.from_bytes(equation.payload[4:6], "little")
                paragraph.text(equation.payload[6 : 6 + 2 * length].decode("utf-16-le", errors="replace"))

    def _inside(self, records: list[Record]) -> Draw:
        return lambda flow: self.paragraphs(records, flow)

    def _drawing(self, record: Record, paragraph: Paragraph) -> None:
        """A drawing: text boxes in it (also in its parts) and its caption on lines of their own."""
        paragraph.picture()
        for _, records in _sub_lists(record):
            paragraph.block(self._inside(records))
        for part in record.of(_SHAPE_COMPONENT):
            self._drawing(part, paragraph)

    def _table(self, control: Record, flow: Flow) -> None:
        cells: list[Cell] = []
        captions: list[Draw] = []
        tags = [child.tag for child in control.children]
        # The caption's list stands before the table record, the cells' lists after it.
        above = {id(child) for child in control.children[: tags.index(_TABLE) if _TABLE in tags else 0]}
        for header, records in _sub_lists(control):
            if len(header.payload) >= 16 and id(header) not in above:
                column, row, columns, rows = struct.unpack_from("<4H", header.payload, 8)
                cells.append(
                    Cell(row, column, self._inside(records), rows=max(1, rows), columns=max(1, columns))
                )
            else:
                captions.append(self._inside(records))
        for caption in captions:
            caption(flow)
        flow.table(cells)


def _sub_lists(record: Record) -> list[tuple[Record, list[Record]]]:
    """(list header, its paragraphs): they follow the header on its level, or hang below it."""
    found: list[tuple[Record, list[Record]]] = []
    for child in record.children:
        if child.tag == _LIST_HEADER:
            found.append((child, list(child.of(_PARA_HEADER))))
        elif child.tag == _PARA_HEADER and found:
            found[-1][1].append(child)
    return found


def _pieces(text: bytes) -> Iterator[str | None]:
    """The runs of a paragraph's text; None for a character that stands for a control record."""
    units = struct.unpack(f"<{len(text) // 2}H", text[: len(text) // 2 * 2])
    start = position = 0
    while position < len(units):
        unit = units[position]
        if unit >= 32:
            position += 1
            continue
        if start < position:
            yield text[2 * start : 2 * position].decode("utf-16-le", errors="replace")
        if unit in _PRINTED:
            yield _PRINTED[unit]
        elif unit in _WITH_RECORD:
            yield None
        position += 8 if unit in _WIDE else 1
        start = position
    if start < len(units):
        yield text[2 * start :].decode("utf-16-le", errors="replace")
