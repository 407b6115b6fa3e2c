"""Packed files: gzip, bzip2 and xz are read as a stream, the files of a ZIP archive one after the other.

No archive is trusted: it ends early rather than unpack a bomb, and one that is cut off or damaged ends where the damage
begins.
"""

import bz2
import gzip
import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput

LARGEST_UNPACKED = 64 << 30
LARGEST_MEMBERS, RATIO = 1 << 30, 200
MOST_MEMBERS = 1_000
WITHIN = 3
IN_MEMORY = 8 << 20
PIECE = 1 << 20
_MAGIC: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# What lies beside a catalogue in an archive: it is looked at last, and no record is expected of it.
_BESIDE = (".txt", ".md", ".pdf", ".html", ".htm", ".doc", ".docx", ".hwp", ".hwpx", ".png", ".jpg")
_DAMAGE = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    NotImplementedError,  # zipfile's word for a way of packing that it does not know
    RuntimeError,  # and for a member under a password
)


class _Stream(io.RawIOBase):
    """What is packed in a file, as far as it can be unpacked."""

    def __init__(self, packed: BinaryIO, unpack: Callable[[BinaryIO], Any]) -> None:
        self.packed, self.inner = packed, unpack(packed)
        self.left, self.damaged = LARGEST_UNPACKED, False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes. Raises InvalidInput where there are too many."""
        try:
            data = self.inner.read1(len(buffer))  # so that nothing before the damage is lost
        except _DAMAGE:
            self.damaged = True
            return 0
        self.left -= len(data)
        if self.left < 0:
            raise InvalidInput(_("The answer is larger than a catalogue may be."))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """To a place; to the end only by reading up to it."""
        if whence == io.SEEK_END:
            while self.read(PIECE):
                pass
            return self.tell()
        if offset == 0 and whence == io.SEEK_SET:
            self.left = LARGEST_UNPACKED
        return int(self.inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self.inner.tell())

    def close(self) -> None:
        self.inner.close()
        self.packed.close()
        super().close()


def unpacked(file: BinaryIO) -> BinaryIO:
    """The file, or what is packed in it, once or several times."""
    for _layer in range(WITHIN):
        head = file.read(6)
        file.seek(0)
        unpack = next((how for magic, how in _MAGIC.items() if head.startswith(magic)), None)
        if unpack is None:
            break
        file = cast("BinaryIO", io.BufferedReader(_Stream(file, unpack), PIECE))
    return file


def is_damaged(file: BinaryIO) -> bool:
    """Whether the packed file ended too early, as far as it was read."""
    layer: Any = file
    while layer is not None:
        raw = getattr(layer, "raw", layer)
        if getattr(raw, "damaged", False):
            return True
        layer = getattr(raw, "packed", None)
    return False


def members_of(file: BinaryIO) -> list[tuple[str, BinaryIO]]:
    """The files of a ZIP archive in their order, those that only lie beside a catalogue last; none for any other file.

    They are unpacked into files of their own, and the archive is closed. Raises InvalidInput for one that cannot be
    read, or unpacks to far more than it holds.
    """
    head = file.read(4)
    size = file.seek(0, io.SEEK_END) if head in _ZIP else 0
    file.seek(0)
    if head not in _ZIP:
        return []
    with file:
        try:
            return _members(file, LARGEST_MEMBERS + RATIO * size)
        except zipfile.BadZipFile:
            raise InvalidInput(_("The archive is damaged: its list of files cannot be read.")) from None


def _members(file: BinaryIO, left: int) -> list[tuple[str, BinaryIO]]:
    found: list[tuple[str, BinaryIO]] = []
    with zipfile.ZipFile(file) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and info.file_size]
        infos = [info for info in infos if not _is_hidden(info.filename)]
        if len(infos) > MOST_MEMBERS:
            raise InvalidInput(_("The archive holds too many files."))
        try:
            for info in sorted(infos, key=lambda info: is_beside(info.filename)):
                member, left = _member(archive, info, left)
                found.append((_name(info), member))
        except BaseException:
            for _opened, member in found:
                member.close()
            raise
    return found


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> tuple[BinaryIO, int]:
    """One file of it, unpacked as far as it can be, and how many bytes may still come."""
    member, damaged = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)), False  # noqa: SIM115 - the reader closes it
    try:
        with archive.open(info) as packed:
            while piece := cast("io.BufferedIOBase", packed).read1(PIECE):
                left -= len(piece)
                if left < 0:
                    raise InvalidInput(_("The answer is larger than a catalogue may be."))
                member.write(piece)
    except _DAMAGE:
        damaged = True
    except InvalidInput:
        member.close()
        raise
    member.seek(0)
    member.damaged = damaged  # type: ignore[attr-defined]
    return member, left


def is_beside(name: str) -> bool:
    """Whether a file's name says that it only explains something."""
    return name.lower().endswith(_BESIDE)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file; archives made on Korean machines write it in CP949."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp949")
    except UnicodeError:
        return info.filename
