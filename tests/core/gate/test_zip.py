"""Archives from outside."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import SafeZip
from yunghap.core.gate import zip as gate


def archive(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED, **attributes: int) -> bytes:
    """An archive of the files; attributes are set on every entry."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = compression
            for attribute, value in attributes.items():
                setattr(entry, attribute, value)
            target.writestr(entry, content)
    return stream.getvalue()


def patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The archive with bytes behind every header of a kind replaced."""
    result, at = bytearray(data), -1
    while (at := result.find(signature, at + 1)) >= 0:
        result[at + offset : at + offset + len(value)] = value
    return bytes(result)


CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"
PLAIN = archive({"mimetype": b"application/hwp+zip", "Contents/section0.xml": b"<a/>" * 100})


def overlapping(copies: int) -> bytes:
    """One compressed block that many directory entries point at."""
    one = archive({"a": b"\0" * 900_000})
    central = one[one.index(CENTRAL) : one.index(b"PK\x05\x06")]
    names = [f"{chr(97 + n % 26)}".encode() for n in range(copies)]
    directory = b"".join(central[:46] + name + central[47:] for name in names)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, copies, copies, len(directory), one.index(CENTRAL), 0)
    return one[: one.index(CENTRAL)] + directory + end


HOSTILE = {
    "empty": b"",
    "no archive": b"hello",
    "only the end": b"PK\x05\x06" + b"\0" * 10,
    "cut off": PLAIN[:-30],
    "absolute": archive({"/etc/passwd": b"x"}),
    "parent": archive({"a/../../x": b"x"}),
    "only parent": archive({"..": b"x"}),
    "drive": archive({"C:x": b"x"}),
    "backslash": archive({"a\\b": b"x"}),
    "control character": archive({"a\nb": b"x"}),
    "NUL in the name": patched(archive({"aXb": b"x"}), b"aXb", 1, b"\0"),
    "link": archive({"a": b"/etc/passwd"}, external_attr=0o120777 << 16, create_system=3),
    "device": archive({"a": b""}, external_attr=0o060777 << 16, create_system=3),
    "encrypted": patched(PLAIN, CENTRAL, 8, b"\x01\x00"),
    "bzip2": archive({"a": b"x"}, compression=zipfile.ZIP_BZIP2),
    "lzma": archive({"a": b"x"}, compression=zipfile.ZIP_LZMA),
    "many entries": archive({f"{n}": b"" for n in range(1_001)}),
    "bomb of zeros": archive({"a": b"\0" * 30_000_000}),
    "flat bomb": archive({f"{n}": b"\0" * 1_000_000 for n in range(50)}),
    "same name in other letters": archive({"a.xml": b"1", "A.xml": b"2"}),
    "overlapping": overlapping(20),
    "bytes before": b"#!/bin/sh\n" + PLAIN,
    "local name differs": PLAIN.replace(b"mimetype", b"mimetypo", 1),
    "local header gone": PLAIN.replace(LOCAL, b"PK\x03\x05", 1),
    "offset into nowhere": patched(PLAIN, CENTRAL, 42, b"\xff\xff\xff\x7f"),
    "size beyond the directory": patched(
        archive({"a": b"xyz"}, compression=zipfile.ZIP_STORED), CENTRAL, 20, struct.pack("<2I", 900, 900)
    ),
    "declares gigabytes": patched(PLAIN, CENTRAL, 24, b"\xff\xff\xff\x7f"),
}


class Watched(SafeZip):
    """An archive that may be looked at but not unpacked."""

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        raise AssertionError(f"{entry.filename} was unpacked")


@pytest.mark.parametrize("name", HOSTILE)
def test_safe_zip_refuses_hostile_and_broken_archives_before_unpacking(name: str) -> None:
    with pytest.raises(InvalidInput) as error:
        Watched(HOSTILE[name])
    assert len(str(error.value)) < 200


def test_safe_zip_refuses_more_than_the_total(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "TOTAL", 1_000)
    with pytest.raises(InvalidInput):
        SafeZip(archive({"a": bytes(range(251)) * 4}))


def test_safe_zip_reads_its_files() -> None:
    opened = SafeZip(PLAIN)
    assert opened.names() == ["mimetype", "Contents/section0.xml"]
    assert opened.read("mimetype") == b"application/hwp+zip"
    assert "mimetype" in opened
    assert "absent" not in opened
    assert opened.verify() == PLAIN


def test_safe_zip_leaves_folders_out_of_the_names() -> None:
    assert SafeZip(archive({"a/": b"", "a/한글.xml": b"x"})).names() == ["a/한글.xml"]


def test_safe_zip_takes_small_files_of_blanks() -> None:
    assert SafeZip(archive({"a": b" " * 500_000})).read("a") == b" " * 500_000


def test_safe_zip_reading_an_absent_file_is_an_error() -> None:
    with pytest.raises(InvalidInput):
        SafeZip(PLAIN).read("absent")


def test_safe_zip_never_opens_an_archive_within() -> None:
    with pytest.raises(InvalidInput):
        SafeZip(archive({"inner.zip": PLAIN})).read("inner.zip")


@pytest.mark.parametrize("declared", [1, 100_000])
def test_safe_zip_counts_real_bytes_whatever_the_header_says(declared: int) -> None:
    lying = patched(archive({"a": bytes(range(256)) * 40}), CENTRAL, 24, struct.pack("<I", declared))
    with pytest.raises(InvalidInput):
        SafeZip(lying).read("a")


def test_safe_zip_reads_no_more_than_the_total_altogether(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "TOTAL", 1_500)
    opened = SafeZip(archive({"a": bytes(range(250)) * 4}))
    opened.read("a")
    with pytest.raises(InvalidInput):
        opened.read("a")


def test_safe_zip_with_damaged_content_says_so() -> None:
    data = bytearray(archive({"a": bytes(range(256))}))
    data[40] ^= 0xFF
    with pytest.raises(InvalidInput):
        SafeZip(bytes(data)).verify()


@settings(max_examples=200)
@given(st.data())
def test_safe_zip_with_any_byte_changed_gives_files_or_a_clear_error(data: st.DataObject) -> None:
    changed = bytearray(PLAIN)
    for _change in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidInput):
        SafeZip(bytes(changed)).verify()
