"""Files that somebody will send one day, each with what must become of it: the right lines, or a clear refusal.

Everything is generated. `GOOD` says one amount, `59.2억원` of 산업부 in 2023, in every disguise; `BAD` cannot be read.
"""

import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache

from tests.documents.readers.test_docx import made as docx_of
from tests.documents.readers.test_docx import p, r
from tests.documents.readers.test_pdf import page_of
from tests.factories.documents import (
    compound_file,
    hwp5_of,
    hwpx_section,
    make_document,
    rezip,
    xlsx_of,
    zip_of,
)
from yunghap.documents.blocks import Paragraph, Table
from yunghap.documents.writers.hwpx import write_hwpx
from yunghap.documents.writers.pdf import write_pdf

Make = Callable[[], bytes]
LINE = "2023년 예산 59.2억원을 투입한다 (산업부)"
MORE = "2023년 예산 3억원을 투입한다 (산업부)"
BOMB = bytes(120 * 1024 * 1024)


@cache
def hwpx() -> bytes:
    return write_hwpx(
        make_document(Paragraph(LINE), Table("표", ["부처", "2023"], [["산업부", 5], ["과기부", 6]]))
    )


@cache
def hwp5() -> bytes:
    return hwp5_of(hwpx())


def xlsx(*, text: str = LINE) -> bytes:
    return xlsx_of({"예산": [[text, 5], ["둘째", 6]]})


def docx() -> bytes:
    return docx_of(p(r(LINE)))


@cache
def pdf() -> bytes:
    return write_pdf(make_document(Paragraph(LINE)))


def _section(body: str) -> bytes:
    return hwpx_section(f'<hp:p xmlns:hp="urn:p"><hp:run><hp:t>{body}</hp:t></hp:run></hp:p>')


def _text(text: str, encoding: str = "utf-8", *, before: bytes = b"") -> Make:
    return lambda: before + text.encode(encoding)


def _nested(depth: int) -> bytes:
    opened, closed = "<hp:p><hp:run><hp:tbl><hp:tr><hp:tc>", "</hp:tc></hp:tr></hp:tbl></hp:run></hp:p>"
    return hwpx_section(opened * depth + closed * depth)


def _with_part(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(hwpx())) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return zip_of({**parts, name: content})


def _doctype(kind: str) -> bytes:
    inside = {
        "entity": b'<!DOCTYPE x [<!ENTITY a "59.2">]>',
        "file": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "network": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
        "laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 999 + b'">]>',
    }[kind]
    return rezip(hwpx(), lambda name, data: inside + data.partition(b"?>")[2] if "section0" in name else data)


def _encrypted_zip() -> bytes:
    """The flag of every entry says: encrypted."""
    data = bytearray(xlsx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _hwp5_flags(flags: int) -> bytes:
    head = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05010000, flags)
    return compound_file({"FileHeader": head.ljust(256, b"\0"), "DocInfo": b"x", "BodyText/Section0": b"x"})


def _encrypted_pdf() -> bytes:
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >> /ID [<00><00>]"
    plain = page_of(b"BT /F 12 Tf 10 100 Td (secret) Tj ET")
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R " + encrypt % (b"28" * 32, b"11" * 32))


GOOD: dict[str, Make] = {
    "utf-8": _text(LINE),
    "utf-8 with mark": _text(LINE, "utf-8-sig"),
    "utf-8 with two marks": _text(LINE, "utf-8-sig", before=b"\xef\xbb\xbf"),
    "utf-16 with mark": _text(LINE, "utf-16"),
    "utf-16 big-endian with mark": _text(LINE, "utf-16-be", before=b"\xfe\xff"),
    "utf-16 without mark": _text(LINE, "utf-16-le"),
    "utf-16 big-endian without mark": _text(LINE, "utf-16-be"),
    "utf-32 with mark": _text(LINE, "utf-32"),
    "cp949": _text(LINE, "cp949"),
    "cp949 beyond euc-kr": _text(f"똠방각하 펲시콜라\n{LINE}", "cp949"),
    "euc-kr": _text(LINE, "euc-kr"),
    "decomposed": _text(unicodedata.normalize("NFD", LINE)),
    "full-width digits": _text(LINE.replace("59.2", "５９．２").replace("2023", "２０２３")),
    "zero-width letters": _text(LINE.replace("억원", "억\u200b원")),
    "lines end in cr": _text(f"제목\r{LINE}\r"),
    "lines end in crlf": _text(f"제목\r\n{LINE}\r\n"),
    "mixed line ends": _text(f"제목\r\n머리\n\r{LINE}\n\r\n"),
    "form feed": _text(f"제목\x0c\n{LINE}\x0c"),
    "line separator": _text(f"제목\u2028{LINE}\u2029"),
    "next line": _text(f"제목\x85{LINE}"),
    "end-of-file mark of dos": _text(f"{LINE}\r\n\x1a"),
    "hwpx": hwpx,
    "hwp 5": hwp5,
    "xlsx": xlsx,
    "docx": docx,
    "pdf": pdf,
    "hwpx, decomposed": lambda: _section(unicodedata.normalize("NFD", LINE)),
    "hwpx with unused entries": lambda: _with_part("BinData/image1.bmp", bytes(5000)),
    "xlsx, full-width digits": lambda: xlsx(text=LINE.replace("59.2", "５９．２")),
}

BAD: dict[str, tuple[Make, str]] = {
    "empty": (lambda: b"", "holds no text"),
    "blank": (lambda: b" \r\n\t\n", "holds no text"),
    "only a mark": (lambda: b"\xef\xbb\xbf", "holds no text"),
    "nuls": (lambda: bytes(5000), "neither text nor a document"),
    "nul in text": (_text(f"a\0{LINE}"), "neither text nor a document"),
    "random bytes": (lambda: bytes(range(256)) * 50, "neither text nor a document"),
    "damaged utf-8": (lambda: f"{LINE}\n".encode()[:-4] + b"\xff" + LINE.encode(), "damaged at byte"),
    "surrogate in utf-8": (lambda: b"\xed\xa0\x80" + LINE.encode(), "damaged at byte 0"),
    "half a letter of utf-16": (lambda: LINE.encode("utf-16")[:-1], "neither text nor a document"),
    "surrogate in utf-16": (
        lambda: LINE.encode("utf-16") + b"\x00\xd8" + "끝".encode("utf-16-le"),
        "neither text nor a document",
    ),
    "johab": (_text(LINE * 3, "johab"), "neither text nor a document"),
    "more than 50 MB": (lambda: b"a" * (50 * 1024 * 1024 + 1), "larger than 50 MB|too large"),
    "200 MB of holes": (lambda: bytes(200 * 1024 * 1024), "larger than 50 MB|too large"),
    "too many lines": (lambda: b"\n" * 200_001 + LINE.encode(), "too many lines"),
    "hwpx cut off": (lambda: hwpx()[: len(hwpx()) // 2], "damaged or not a ZIP"),
    "hwpx, tail only": (lambda: hwpx()[40:], "before them|damaged|overlap|neither"),
    "hwpx with bytes before": (lambda: b"MZ" * 40 + hwpx(), "neither text|before them"),
    "hwpx without section": (lambda: rezip(hwpx(), lambda n, d: None if "section" in n else d), "damaged"),
    "hwpx, section is no xml": (
        lambda: rezip(hwpx(), lambda n, d: b"\0" if "section" in n else d),
        "not well-formed",
    ),
    "hwpx, section is an archive": (
        lambda: rezip(hwpx(), lambda n, d: hwpx() if "section" in n else d),
        "another archive",
    ),
    "hwpx, deep": (lambda: _nested(200), "nested too deeply"),
    "hwpx, bomb": (lambda: _with_part("BinData/a.bin", BOMB), "unpack to far more"),
    "hwpx, path outside": (lambda: _with_part("../../etc/cron.d/x", b"x"), "points outside"),
    "hwpx, absolute path": (lambda: _with_part("/etc/x", b"x"), "points outside"),
    "hwpx, windows path": (lambda: _with_part("C:x", b"x"), "points outside"),
    "hwpx, entity": (lambda: _doctype("entity"), "DOCTYPE"),
    "hwpx, entity from a file": (lambda: _doctype("file"), "DOCTYPE"),
    "hwpx, entity from the network": (lambda: _doctype("network"), "DOCTYPE"),
    "hwpx, billion laughs": (lambda: _doctype("laughs"), "DOCTYPE"),
    "hwpx, encrypted": (
        lambda: _with_part("META-INF/manifest.xml", b'<m><encryption-data checksum="x"/></m>'),
        "HWPX file is encrypted",
    ),
    "hwp 5 cut off": (lambda: hwp5()[: len(hwp5()) // 2], "file is damaged"),
    "hwp 5 with a password": (lambda: _hwp5_flags(2), "HWP file is encrypted"),
    "hwp 5 for distribution": (lambda: _hwp5_flags(4), "for distribution"),
    "hwp 5 with rights management": (lambda: _hwp5_flags(16), "HWP file is encrypted"),
    "hwp 5 without text": (lambda: _hwp5_flags(1), "file is damaged"),
    "hwp 3": (lambda: b"HWP Document File V3.00 \x1a\x01" + bytes(200), "HWP 3 files"),
    "xlsx cut off": (lambda: xlsx()[:-60], "damaged or not a ZIP"),
    "xlsx, zip encryption": (_encrypted_zip, "encrypted; please remove the password"),
    "xlsx with a password": (
        lambda: compound_file({"EncryptionInfo": b"x" * 64, "EncryptedPackage": b"y" * 5000}),
        "Office file is encrypted",
    ),
    "xlsx, formula without result": (
        lambda: xlsx_of({"표": [["=SUM(1,2)", 1], [1, 2]]}),
        "formula whose result",
    ),
    "docx without body": (
        lambda: rezip(docx(), lambda n, d: b"<x/>" if n.endswith("document.xml") else d),
        ".",
    ),
    "pdf cut off": (lambda: pdf()[: len(pdf()) // 3], "PDF file is damaged"),
    "pdf, encrypted": (_encrypted_pdf, "PDF file is encrypted"),
    "pdf, scanned": (lambda: page_of(b"q 100 0 0 100 0 0 cm 0 0 1 1 re f Q", count=3), "no text layer"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(400), "no text layer"),
    "old word": (lambda: compound_file({"WordDocument": b"x" * 5000}), "DOC files"),
    "old excel": (lambda: compound_file({"Workbook": b"x" * 5000}), "XLS files"),
    "zip of something": (lambda: zip_of({"a.txt": LINE}), "ZIP files"),
    "open document": (lambda: zip_of({"content.xml": "<x/>", "mimetype": "x"}), "ODF files"),
    "rtf": (lambda: b"{\\rtf1 59.2}", "RTF files"),
}
