"""ZIP archives (HWPX, DOCX, XLSX) without bombs."""

import io
import re
import stat
import struct
import zipfile
import zlib

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

from .streams import CHUNK

ENTRIES = 1_000
TOTAL = 200 * 1024 * 1024
RATIO = 100
# Below this size the ratio of an entry says nothing: a page of blanks shrinks to almost nothing.
_SMALL = 1024 * 1024
_LOCAL = struct.Struct("<4s5H3I2H")
_BAD_NAME = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|[\x00-\x1f\x7f]")


class SafeZip:
    """A ZIP archive whose entries were checked before any is unpacked.

    Refused: more than 1,000 entries or 200 MB unpacked, more than 100 bytes out of one, entries that overlap,
    name the same file twice, point outside, are links, are encrypted or use rare compression, and bytes
    before the archive. Reading counts the real bytes, whatever the headers say. An archive within the archive
    is never opened: reading such an entry is refused.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = TOTAL
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
            raise _bad(_("it is damaged or not a ZIP archive")) from None
        entries = self._zip.infolist()
        if len(entries) > ENTRIES:
            raise _bad(sentence(_("it has more than %(entries)s entries"), entries=ENTRIES))
        for entry in entries:
            _check_entry(entry)
        names = [entry.filename.casefold() for entry in entries]
        if len(set(names)) != len(names):
            raise _bad(_("it names a file twice"))
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > TOTAL or (unpacked > _SMALL and unpacked > RATIO * len(data)):
            raise _bomb()
        _check_layout(data, entries, self._zip.start_dir)

    def names(self) -> list[str]:
        """The names of the files, in the order of the archive; folders are left out."""
        return [entry.filename for entry in self._zip.infolist() if not entry.is_dir()]

    def __contains__(self, name: object) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """The bytes of a file; raises InvalidInput if it is absent, damaged, too large or an archive."""
        if name not in self:
            raise _bad(sentence(_("it has no “%(name)s”"), name=name[:80]))
        content = self._unpack(self._zip.getinfo(name))
        if content.startswith(b"PK\x03\x04"):
            raise _bad(_("it holds another archive"))
        return content

    def verify(self) -> bytes:
        """Unpack every entry once within the limits, and give the archive's bytes for a library that reads
        it.
        """
        for entry in self._zip.infolist():
            self._unpack(entry)
        self._left = TOTAL
        return self._data

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        parts, size = [], 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > self._left:
                        raise _bomb()
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise _bad(sentence(_("“%(name)s” is damaged"), name=entry.filename[:80])) from None
        if size != entry.file_size:  # the library stops there itself, but not where less comes
            raise _bad(sentence(_("“%(name)s” is damaged"), name=entry.filename[:80]))
        self._left -= size
        return b"".join(parts)


def _bad(reason: object) -> InvalidInput:
    return InvalidInput(sentence(_("This archive cannot be accepted: %(reason)s."), reason=reason))


def _bomb() -> InvalidInput:
    return _bad(_("it would unpack to far more than it should"))


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if _BAD_NAME.search(entry.filename) or _BAD_NAME.search(entry.orig_filename):
        raise _bad(_("it has a file name that points outside"))
    if entry.flag_bits & 0x1:
        raise _bad(_("it is encrypted; please remove the password"))
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _bad(_("it is compressed in an unusual way"))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.create_system == 3 and kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _bad(_("it holds a link"))
    if entry.file_size > _SMALL and entry.file_size > RATIO * max(1, entry.compress_size):
        raise _bomb()


def _check_layout(data: bytes, entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Every entry lies by itself, between first byte and directory, under the name the directory gives."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        start = entry.header_offset
        head = data[start : start + _LOCAL.size]
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise _bad(_("it is damaged or not a ZIP archive"))
        if start < end or (end == 0 and start != 0):
            raise _bad(_("its entries overlap or something stands before them"))
        fields = _LOCAL.unpack(head)
        name_size, extra_size = fields[-2:]
        name = data[start + _LOCAL.size : start + _LOCAL.size + name_size]
        if name.decode("utf-8" if fields[2] & 0x800 else "cp437", "replace") != entry.orig_filename:
            raise _bad(_("its entries overlap or something stands before them"))
        end = start + _LOCAL.size + name_size + extra_size + entry.compress_size
    if end > directory:
        raise _bad(_("its entries overlap or something stands before them"))
