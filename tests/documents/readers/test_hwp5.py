"""HWP 5: files written by python-hwpx, and sections made record by record."""

import io
import struct
import zlib

import pytest

from tests.factories.documents import compound_file, hwp5_of, hwp5_record, make_document
from yunghap.core.errors import InvalidInput
from yunghap.documents import blocks
from yunghap.documents.service import read_document
from yunghap.documents.writers.hwpx import write_hwpx

PARA, TEXT, CONTROL, LIST, COMPONENT, TABLE, EQUATION = 66, 67, 71, 72, 76, 77, 88


def header(flags: int = 1) -> bytes:
    return b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05010000, flags) + bytes(216)


def deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def hwp(section: bytes, *, info: bytes = b"", flags: int = 1) -> bytes:
    pack = deflate if flags & 1 else bytes
    return compound_file(
        {"FileHeader": header(flags), "DocInfo": pack(info), "BodyText/Section0": pack(section)}
    )


def wide(code: int) -> bytes:
    """A control character, 8 code units long."""
    return struct.pack("<H12xH", code, code)


def para(text: str | bytes, *controls: bytes, level: int = 0, shape: int = 0) -> bytes:
    data = text if isinstance(text, bytes) else text.encode("utf-16-le")
    head = hwp5_record(PARA, level, struct.pack("<IIHBB", len(data) // 2, 0, shape, 0, 0))
    return head + (hwp5_record(TEXT, level + 1, data) if data else b"") + b"".join(controls)


def control(name: str, payload: bytes = b"", level: int = 1) -> bytes:
    return hwp5_record(CONTROL, level, name.encode()[::-1] + payload)


def cell(column: int, row: int, columns: int = 1, rows: int = 1) -> bytes:
    return hwp5_record(LIST, 2, bytes(8) + struct.pack("<4H", column, row, columns, rows) + bytes(18))


def read(section: bytes, **more: object) -> tuple[str, ...]:
    return read_document(hwp(section, **more)).lines  # type: ignore[arg-type]


def test_document_written_by_python_hwpx_reads_like_the_hwpx_file() -> None:
    document = make_document()
    source = read_document(hwp5_of(write_hwpx(document)))
    assert source.lines == blocks.lines(document)
    assert source.media_type == "application/x-hwp"


def test_characters_print_what_they_show() -> None:
    text = (
        "가".encode("utf-16-le")
        + wide(9)
        + "나".encode("utf-16-le")
        + b"\x1e\x00" + "다\x18라\n마\x1f바😀\r".encode("utf-16-le")
    )  # fmt: skip
    assert read(para(text)) == ("가 나 다-라", "마 바😀")


def test_sections_may_be_unpacked() -> None:
    assert read(para("본문"), flags=0) == ("본문",)


def test_table_with_merged_cells_caption_and_nested_table() -> None:
    inner = (
        hwp5_record(CONTROL, 3, b" lbt")
        + hwp5_record(TABLE, 4, bytes(20))
        + b"".join(
            hwp5_record(LIST, 4, bytes(8) + struct.pack("<4H", column, row, 1, 1))
            + para(f"안{row}{column}", level=4)
            for row in (0, 1)
            for column in (0, 1)
        )
    )
    table = (
        control("tbl ")
        + hwp5_record(LIST, 2, bytes(30)) + para("표 1", level=2)
        + hwp5_record(TABLE, 2, bytes(20))
        + cell(0, 0, rows=2) + para("가", level=2) + para("나", level=2)
        + cell(1, 0, columns=2) + para("머리", level=2)
        + cell(1, 1) + para("다".encode("utf-16-le") + wide(11), inner, level=2)
        + cell(2, 1) + para("라", level=2)
    )  # fmt: skip
    assert read(para("앞".encode("utf-16-le") + wide(11) + "뒤".encode("utf-16-le"), table)) == (
        "앞",
        "표 1",
        "가 나\t머리\t",
        "\t다\t라",
        "",
        "안00\t안01",
        "안10\t안11",
        "뒤",
    )


def test_notes_boxes_equations_and_automatic_numbers() -> None:
    number = hwp5_record(CONTROL, 3, b"onta" + struct.pack("<I4H", 0, 1, 0, 0, ord(")")))
    note = (
        control("fn  ")
        + hwp5_record(LIST, 2, bytes(8))
        + para(wide(18) + " 주".encode("utf-16-le"), number, level=2)
    )
    box = (
        control("gso ")
        + hwp5_record(COMPONENT, 2, bytes(8))
        + hwp5_record(COMPONENT, 3, bytes(8))
        + hwp5_record(LIST, 4, bytes(8)) + para("상자", level=4)
    )  # fmt: skip
    script = "x^2".encode("utf-16-le")
    equation = control("eqed") + hwp5_record(EQUATION, 2, struct.pack("<IH", 0, 3) + script)
    skipped = control("head") + hwp5_record(LIST, 2, bytes(8)) + para("머리말", level=2)
    text = (
        "가".encode("utf-16-le")
        + wide(17)
        + wide(11)
        + wide(11)
        + wide(16)
        + "나".encode("utf-16-le")
        + wide(21)
    )
    assert read(para(text, note, box, equation, skipped)) == ("가", "상자", "x^2나", "1) 주")


def test_list_numbers_are_printed() -> None:
    def level(template: str, kind: int = 0) -> bytes:
        return struct.pack("<I8xH", kind << 5, len(template)) + template.encode("utf-16-le")

    numbering = level("^1.") + level("^2)", 8) + b"".join(level("") for _ in range(5))
    starts = struct.pack("<H7I", 0, 1, 3, 1, 1, 1, 1, 1)

    def shape(kind: int, identity: int, depth: int = 0) -> bytes:
        return hwp5_record(25, 1, struct.pack("<I24xHH", kind << 23 | depth << 25, 0, identity) + bytes(10))

    info = (
        hwp5_record(17, 0, bytes(60))
        + hwp5_record(23, 1, numbering + starts)
        + hwp5_record(23, 1, numbering)
        + hwp5_record(24, 1, bytes(12) + "□".encode("utf-16-le"))
        + shape(0, 0) + shape(2, 1) + shape(2, 1, 1) + shape(3, 1) + shape(1, 0)
        + hwp5_record(25, 1, bytes(4))
    )  # fmt: skip
    section = control("secd", bytes(14) + struct.pack("<H", 2) + bytes(30))
    body = (
        para("글", shape=1) + para("글", shape=2) + para("글", shape=2) + para("글", shape=3)
        + para(wide(2) + "글".encode("utf-16-le"), section, shape=4) + para("글", shape=5)
    )  # fmt: skip
    assert read(body, info=info) == ("1. 글", "다) 글", "라) 글", "□ 글", "1. 글", "글")


@pytest.mark.parametrize(
    ("flags", "said"),
    [(3, "encrypted"), (5, "for distribution"), (17, "encrypted"), (1 << 8 | 1, "encrypted")],
)
def test_protected_documents_are_refused_by_name(flags: int, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_document(hwp(para("글"), flags=flags))


def test_broken_streams_are_refused() -> None:
    packed = deflate(para("글" * 500))
    for section in (packed[:-5], b"\xff" * 40, deflate(para("글")[:-1]), deflate(b"\x42\x00\xf0\xff")):
        data = compound_file({"FileHeader": header(), "DocInfo": deflate(b""), "BodyText/Section0": section})
        with pytest.raises(InvalidInput, match="damaged"):
            read_document(data)


@pytest.mark.parametrize(
    "streams",
    [
        {"FileHeader": b"something else" + bytes(300)},
        {"FileHeader": b"HWP Document File"},
        {"FileHeader": header()},
        {"FileHeader": header(), "BodyText/Section0": deflate(b"")},
    ],
)
def test_files_without_the_needed_streams_are_refused(streams: dict[str, bytes]) -> None:
    with pytest.raises(InvalidInput, match="damaged"):
        read_document(compound_file(streams))


def test_bomb_and_abyss_are_refused() -> None:
    with pytest.raises(InvalidInput, match="too large"):
        read_document(hwp(bytes(101 * 1024 * 1024)))
    deep = b"".join(hwp5_record(PARA, level, bytes(12)) for level in range(500))
    with pytest.raises(InvalidInput, match="too large"):
        read_document(hwp(deep))


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        ("WordDocument", "DOC files"),
        ("Workbook", "XLS files"),
        ("PowerPoint Document", "PPT files"),
        ("EncryptedPackage", "encrypted"),
        ("Other", "neither"),
    ],
)
def test_other_compound_files_are_told_apart(stream: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_document(compound_file({stream: b"x" * 5000}))


def test_compound_file_cut_off_is_refused() -> None:
    data = hwp(para("글"))
    for end in (8, 100, 512, 700, len(data) - 600):
        with pytest.raises(InvalidInput):
            read_document(data[:end])
    assert io.BytesIO(data).read(4) == b"\xd0\xcf\x11\xe0"
