"""Documents to write and files to read, made by the tests themselves."""

import io
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from hwpx import HwpxDocument
from hypothesis import strategies as st
from openpyxl import Workbook

from yunghap.documents.blocks import (
    Block,
    Bullet,
    Bullets,
    Cell,
    Document,
    Heading,
    Note,
    Paragraph,
    Run,
    Table,
    Value,
)


def make_document(
    *blocks: Block, title: str = "2024년 실행계획", language: str = "ko", **more: Any
) -> Document:
    """A document of these blocks, or a small one with every kind of text and table."""
    sample = (
        Heading(1, "추진 배경"),
        Paragraph([Run("융합 "), Run("59.2억원", strong=True, note="근거: 1행"), Run(" 추진\n둘째 줄")]),
        Bullets(["가 & 나", Bullet("다 < 라", 1), Bullet("마", 2)]),
        Heading(2, "투자"),
        Table(
            "표 1. 부처별 투자",
            ["부처", "2022", "2023"],
            [["산업부", Decimal("59.2"), 1234567], [Cell("과기부", rows=2), Decimal("-3.10"), 5], [0, None]],
            above=["구분", Cell("금액(억원)", columns=2)],
            widths=[2, 1, 1],
        ),
        Table("", ["a", "b"], [["1", "x"], ["2", "y"]], align=["center", "right"]),
        Note("반올림으로 합계가 다를 수 있음"),
    )
    return Document(title, language, blocks or sample, **more)  # type: ignore[arg-type]


def big_document(paragraphs: int = 600, tables: int = 40) -> Document:
    """A document of the size of a plan."""
    body: list[Block] = [
        Paragraph(f"과제 {number}: 산업융합 기반을 넓히고 {number * 1.5}억원을 투입한다. " * 2)
        for number in range(paragraphs)
    ]
    header = ["구분", *(f"{year}년" for year in range(2019, 2024))]
    for number in range(tables):
        rows: list[list[Value]] = [
            [f"부처 {row}", *(row * column for column in range(5))] for row in range(11)
        ]
        body.append(Table(f"표 {number + 1}", header, rows))
    return Document("큰 계획", "ko", tuple(body))


def zip_of(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def rezip(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive with each part replaced by what `change` gives, or left out for None."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return zip_of({name: content for name, content in parts.items() if content is not None})


def hwpx_section(body: str, *, header: str = "", more: Mapping[str, bytes | str] | None = None) -> bytes:
    """An HWPX file around the paragraphs of one section."""
    spaces = 'xmlns:hp="urn:p" xmlns:hs="urn:s" xmlns:hh="urn:h" xmlns:hc="urn:c" xmlns:opf="urn:o"'
    parts: dict[str, bytes | str] = {
        "mimetype": "application/hwp+zip",
        "Contents/header.xml": f"<hh:head {spaces}>{header}</hh:head>",
        "Contents/section0.xml": f"<hs:sec {spaces}>{body}</hs:sec>",
    }
    return zip_of({**parts, **(more or {})})


def hwp5_of(hwpx: bytes) -> bytes:
    """The same document as HWP 5, written by python-hwpx."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        path = Path(folder) / "made.hwp"
        HwpxDocument.open(io.BytesIO(hwpx)).save_to_path(path)
        return path.read_bytes()


def xlsx_of(
    sheets: Mapping[str, Sequence[Sequence[Any]]], *, formats: Mapping[str, str] | None = None
) -> bytes:
    """A workbook written by openpyxl; `formats` are number formats by cell address, on every sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for address, code in (formats or {}).items():
            sheet[address].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- for properties: any text that a person could type, and some that nobody should ---

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"])
    | st.sampled_from("가나다융합△％＝=+-@\t\n\r\u2028<>&\"'①"),
    max_size=30,
)
words = st.text(st.sampled_from("가나다라마바사아자차융합계획0123456789.,%<>&=+-"), min_size=1, max_size=12)


def values(text: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Value]:
    """Cells: text, numbers, nothing."""
    numbers = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-(10**9), 10**9, places=2)
    return text | numbers | st.none()


@st.composite
def tables(draw: st.DrawFn, text: st.SearchStrategy[str] = texts) -> Table:
    """Tables with one or two header rows and perhaps a merged cell."""
    width = draw(st.integers(1, 4))
    cell = values(text)
    rows = [draw(st.lists(cell, min_size=width, max_size=width)) for _ in range(draw(st.integers(0, 4)))]
    above = draw(st.sampled_from([(), (Cell("묶음", columns=width),)]))
    if width > 1 and len(rows) > 1 and draw(st.booleans()):
        rows[0][0] = Cell(draw(text), rows=2)
        del rows[1][0]
    header = draw(st.lists(text, min_size=width, max_size=width))
    return Table(draw(text), header, rows, above=above)


def documents(text: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Document]:
    """Whole documents."""
    runs = st.lists(st.builds(Run, text, st.booleans(), st.sampled_from(["", "", "각주"]) | text), max_size=4)
    blocks = st.one_of(
        st.builds(Heading, st.integers(1, 4), text),
        st.builds(Paragraph, text | runs),
        st.builds(Bullets, st.lists(st.builds(Bullet, text, st.integers(0, 2)), max_size=3)),
        st.builds(Note, text),
        tables(text),
    )
    title = text.filter(lambda value: bool(Paragraph(value).text.strip())).filter(_has_title)
    return st.builds(Document, title, st.sampled_from(["ko", "en"]), st.lists(blocks, max_size=6).map(tuple))


def _has_title(value: str) -> bool:
    try:
        Document(value, "ko", ())
    except ValueError:
        return False
    return True


# --- HWP 5 by hand ---


def hwp5_record(tag: int, level: int, payload: bytes) -> bytes:
    """A record of an HWP 5 stream."""
    if len(payload) >= 0xFFF:
        return struct.pack("<II", tag | level << 10 | 0xFFF << 20, len(payload)) + payload
    return struct.pack("<I", tag | level << 10 | len(payload) << 20) + payload


_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB, version 3, sectors of 512 bytes); names may hold one folder "
    "("BodyText/Section0")."""
    folders = sorted({name.partition("/")[0] for name in streams if "/" in name})
    entries: list[tuple[str, int, str, bytes]] = [("Root Entry", 5, "", b"")]
    entries += [(folder, 1, "", b"") for folder in folders]
    # Streams below 4,096 bytes stand in the mini stream, in sectors of 64 bytes.
    mini, minifat, sectors, fat = bytearray(), [], bytearray(), []
    placed: dict[str, tuple[int, int]] = {}

    def place(data: bytes) -> int:
        first = len(fat)
        count = -(-len(data) // 512)
        fat.extend([*range(first + 1, first + count), _END])
        sectors.extend(data.ljust(count * 512, b"\0"))
        return first

    for name, data in streams.items():
        if len(data) >= 4096:
            placed[name] = (place(data), len(data))
        elif data:
            first, count = len(minifat), -(-len(data) // 64)
            minifat.extend([*range(first + 1, first + count), _END])
            mini.extend(data.ljust(count * 64, b"\0"))
            placed[name] = (first, len(data))
        else:
            placed[name] = (_END, 0)
        folder, _, leaf = name.rpartition("/")
        entries.append((leaf, 2, folder, data))
    mini_start = place(bytes(mini)) if mini else _END
    table = struct.pack(f"<{len(minifat)}I", *minifat)
    table = table.ljust(-(-len(table) // 512) * 512, b"\xff")
    minifat_start = place(table) if table else _END
    directory = _directory(entries, placed, mini_start, len(mini))
    directory_start = place(directory)
    return _with_fat(sectors, fat, directory_start, minifat_start, len(table) // 512)


def _directory(
    entries: Sequence[tuple[str, int, str, bytes]],
    placed: Mapping[str, tuple[int, int]],
    mini: int,
    mini_size: int,
) -> bytes:
    """Siblings hang to the right of each other: a list is a tree, too."""
    groups: dict[str, list[int]] = {}
    for number, (_, kind, folder, _) in enumerate(entries):
        if kind != 5:
            groups.setdefault(folder if kind == 2 else "", []).append(number)
    right = {}
    for members in groups.values():
        members.sort(key=lambda number: (len(entries[number][0]), entries[number][0].upper()))
        right |= dict(pairwise(members))
    out = bytearray()
    for number, (name, kind, folder, _) in enumerate(entries):
        below = groups.get("" if kind == 5 else name, []) if kind != 2 else []
        start, size = (mini, mini_size) if kind == 5 else (0, 0)
        if kind == 2:
            start, size = placed[f"{folder}/{name}" if folder else name]
        encoded = (name + "\0").encode("utf-16-le")
        out += struct.pack(
            "<64sHBB3I36xIQ",
            encoded, len(encoded), kind, 1, _FREE, right.get(number, _FREE), below[0] if below else _FREE, start, size,
        )  # fmt: skip
    while len(out) % 512:
        out += struct.pack("<64xHBB3I36xIQ", 0, 0, 0, _FREE, _FREE, _FREE, 0, 0)
    return bytes(out)


def _with_fat(sectors: bytearray, fat: list[int], directory: int, minifat: int, minifat_count: int) -> bytes:
    count = 1
    while (len(fat) + count) * 4 > count * 512:
        count += 1
    first = len(fat)
    fat = [*fat, *[_FAT] * count]
    difat = [*range(first, first + count)]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * 512, b"\xff")
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, count, directory, 0, 4096, minifat, minifat_count, _END, 0,
    )  # fmt: skip
    head += struct.pack("<109I", *difat, *[_FREE] * (109 - len(difat)))
    return head + bytes(sectors) + table
