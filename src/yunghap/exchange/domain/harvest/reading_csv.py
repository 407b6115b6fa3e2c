"""CSV of any size, a row at a time with the bytes it came from; a broken row does not take the next ones with it."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_noop

from .reading_json import encoding_of

LINES_OF_ONE = 2_000
BYTES_OF_ONE = 4 << 20
SAMPLE = 1 << 20
BOTCHED = gettext_noop("Its quotation marks are broken: %(cells)s cells, the heading has %(columns)s.")
_NOTHING = " \t\r\n\0\x1a\ufeff"  # \x1a once marked the end of a file
csv.field_size_limit(BYTES_OF_ONE)


@dataclass(slots=True)
class Row:
    """A row: where it begins (the first line is 1), its cells, its bytes.

    `cut` where the file ends inside it, `botched` where its quotation marks do not match.
    """

    line: int
    cells: list[str]
    raw: bytes
    cut: bool = False
    botched: bool = False


class _Lines:
    """Lines with their bytes, and the way back to one."""

    def __init__(self, file: BinaryIO) -> None:
        sample = file.read(SAMPLE)
        file.seek(0)
        self.encoding = encoding_of(sample)
        self.file, self.number = file, 0
        self.back: list[tuple[str, bytes]] = []
        text = sample.decode(self.encoding, "replace").lstrip("\ufeff")
        self.delimiter = _delimiter(text)
        self.old_ends = b"\n" not in sample and b"\r" in sample
        self.source = self._read()

    def _read(self) -> Iterator[tuple[str, bytes]]:
        if self.encoding.startswith(("utf-16", "utf-32")) or self.old_ends:
            reader = codecs.getreader(self.encoding)(self.file, "replace")
            for text in reader:
                yield text.removeprefix("\ufeff"), text.encode("utf-8")
            return
        first = True
        for raw in self.file:
            text = raw.decode(self.encoding, "replace")
            yield (text.removeprefix("\ufeff") if first else text), raw
            first = False

    def next(self) -> tuple[str, bytes] | None:
        """The next line; None at the end."""
        found = self.back.pop() if self.back else next(self.source, None)
        if found is not None:
            self.number += 1
        return found

    def put_back(self, lines: list[tuple[str, bytes]]) -> None:
        """Read these again."""
        self.back.extend(reversed(lines))
        self.number -= len(lines)


def _delimiter(text: str) -> str:
    head = re.sub(r'"[^"]*"', "", text[:20_000]).split("\n", 1)[0]
    return max(",\t;|", key=head.count)


class Rows:
    """Every row that is not empty; the heading is one of them. Set `width` once the heading is known."""

    def __init__(self, file: BinaryIO) -> None:
        self.lines = _Lines(file)
        self.width = 0

    def __iter__(self) -> Iterator[Row]:
        while (row := self._one()) is not None:
            if any(cell.strip(_NOTHING) for cell in row.cells):
                yield row

    def _one(self) -> Row | None:
        """The next row. One that goes on for too long, or to the end of the file, began with a stray mark."""
        line = self.lines.next()
        if line is None:
            return None
        taken, start, size = [line], self.lines.number, len(line[1])
        while _is_open(taken, self.lines.delimiter):
            line = self.lines.next()
            if line is None:
                return self._unclosed(taken, start)
            taken.append(line)
            size += len(line[1])
            if len(taken) > LINES_OF_ONE or size > BYTES_OF_ONE:
                return self._botched(taken, start)
        cells = self._cells("".join(text for text, _raw in taken))
        if self.width and len(taken) > 1 and len(cells) != self.width and self._stand_alone(taken[1:]):
            return self._botched(taken, start)
        cut = self.width > len(cells) and not taken[-1][0].endswith(("\n", "\r")) and self._is_last()
        return Row(start, cells, b"".join(raw for _text, raw in taken), cut=cut)

    def _is_last(self) -> bool:
        line = self.lines.next()
        if line is not None:
            self.lines.put_back([line])
        return line is None

    def _cells(self, text: str) -> list[str]:
        try:
            found = next(csv.reader([text], delimiter=self.lines.delimiter), [])
        except csv.Error:
            found = text.rstrip("\r\n").split(self.lines.delimiter)
        return found

    def _unclosed(self, taken: list[tuple[str, bytes]], start: int) -> Row:
        if len(taken) == 1 or not self._stand_alone(taken[1:]):
            text = "".join(text for text, _raw in taken)
            return Row(start, self._cells(text + '"'), b"".join(raw for _text, raw in taken), cut=True)
        return self._botched(taken, start)

    def _botched(self, taken: list[tuple[str, bytes]], start: int) -> Row:
        """Only as far as the next line that is a row of its own; that one is read again."""
        end = 1
        while end < len(taken) and not self._stands_alone(taken[end][0]):
            end += 1
        self.lines.put_back(taken[end:])
        text = "".join(text for text, _raw in taken[:end])
        cells = text.rstrip("\r\n").split(self.lines.delimiter)
        return Row(start, cells, b"".join(raw for _text, raw in taken[:end]), botched=True)

    def _stand_alone(self, lines: list[tuple[str, bytes]]) -> bool:
        return any(self._stands_alone(text) for text, _raw in lines)

    def _stands_alone(self, text: str) -> bool:
        """Whether the line is a whole row: as many cells as the heading, and marks in pairs."""
        return (
            self.width > 2
            and not _is_open([(text, b"")], self.lines.delimiter)
            and len(self._cells(text)) == self.width
        )


def _is_open(taken: list[tuple[str, bytes]], delimiter: str) -> bool:
    """Whether the text so far ends inside a quoted cell."""
    text = "".join(text for text, _raw in taken) if len(taken) > 1 else taken[0][0]
    if '"' not in text:
        return False
    if text.count('"') % 2 == 0 and not _STRAY.search(text):
        return False
    return _walk(text, delimiter)


_STRAY = re.compile(r'[^",;|\t\r\n]"[^",;|\t\r\n]')


def _walk(text: str, delimiter: str) -> bool:
    """As csv.reader sees it: a mark opens a cell only at its beginning, and a doubled one inside is a mark."""
    at, inside, begins = 0, False, True
    while at < len(text):
        character = text[at]
        if inside:
            if character == '"':
                if text[at + 1 : at + 2] == '"':
                    at += 1
                else:
                    inside = False
        elif character == '"' and begins:
            inside = True
        begins = not inside and character in (delimiter, "\n", "\r")
        at += 1
    return inside
