"""JSON of any size, read as a stream: the records of a list one by one, each with its text as it stood there.

Lenient where catalogues are: a mark at the beginning, NaN, control characters, several values one after the other (JSON
lines), other encodings than UTF-8. A broken record is handed over as such and the next one is looked for.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from django.utils.translation import gettext_noop

Path = tuple[str, ...]  # names of members, and "[2]" for the third of a list that is gone into
# items: each element of the list is a record; item: this is a record; each: go into the elements of the list;
# inside: go into the object; value: take it as it is; skip: read over it.
What = Literal["items", "item", "each", "inside", "value", "skip"]
Choose = Callable[[Path, str, str], What]

PIECE = 1 << 20
PEEK = 1 << 16
LARGEST = 32 << 20
DEPTH = 6
_SPACE = re.compile(r"[ \t\n\r\f\v\ufeff\u00a0\x1e\0]*")
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_NEXT = re.compile(r"[}\]]\s*,?\s*(?=\{)")
_LINE = re.compile(r"\n(?=\{)")

ENDS = gettext_noop("The file ends in the middle of this record.")
ENDS_BEFORE = gettext_noop("The file ends before the list of records does.")
BROKEN = gettext_noop("This is not valid JSON (%(why)s).")
DEEP = gettext_noop("It is nested too deeply.")


@dataclass(slots=True)
class Item:
    """A record: its place in the document, its text, its value; or, with `fault`, why it has no value."""

    path: Path
    place: str
    raw: bytes
    value: Any = None
    fault: str = ""
    why: str = ""


@dataclass(slots=True)
class Member:
    """A value beside the records."""

    path: Path
    value: Any


class NotJson(Exception):  # noqa: N818
    """The document does not begin as JSON does."""


class _End(Exception):  # noqa: N818
    """Nothing more can be read."""


def is_in_list(name: str) -> bool:
    """Whether the last part of a path is the number of a member of a list."""
    return name.startswith("[")


def _place(path: Path) -> str:
    """As people write it: catalog[1].dataset."""
    return "".join(part if is_in_list(part) else f".{part}" for part in path).lstrip(".")


def _number(name: str) -> None:  # noqa: ARG001 - NaN and the infinities are no values
    return None


def encoding_of(head: bytes) -> str:
    """What a text is written in: told by its mark, or UTF-8 where that fits, else CP949 or CP1252."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if (zeros := _zeros(head)) is not None:
        return zeros
    if _fits(head, "utf-8") or _mostly_utf8(head):
        return "utf-8"
    return "cp949" if _fits(head, "cp949") or _mostly_korean(head) else "cp1252"


def _zeros(head: bytes) -> str | None:
    """UTF-16 without a mark, told by the zero that stands beside every space, digit and sign."""
    some = head[: 2_000 // 2 * 2]
    even, odd = some[::2].count(0), some[1::2].count(0)
    if max(even, odd) * 8 < len(some) // 2 or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def opening(head: bytes) -> str:
    """The text a document begins with, without marks and spaces."""
    return head.decode(encoding_of(head), "replace").lstrip("\ufeff \t\r\n\0")


def _fits(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(head: bytes) -> bool:
    """A few broken bytes in a UTF-8 text do not make it another encoding: hardly any other text looks like UTF-8."""
    decoded = head.decode("utf-8", "replace")
    bad = decoded.count("\ufffd")
    return bad <= sum(character > "\x7f" for character in decoded) - bad


def _mostly_korean(head: bytes) -> bool:
    """A few broken bytes in a text of CP949 do not make it another encoding: hardly any other text holds Hangul."""
    decoded = head.decode("cp949", "replace")
    hangul = sum("가" <= character <= "힣" for character in decoded)
    return hangul > 20 * decoded.count("\ufffd")


def members_in(peek: str) -> dict[str, str]:
    """The names of an object's members as far as its beginning shows them, and what each value begins with."""
    found: dict[str, str] = {}
    depth = 0
    for match in _STRUCTURE.finditer(peek):
        first = match[0][0]
        if first == '"':
            if depth == 1 and (after := _VALUE.match(peek, match.end())):
                found[_unquoted(match[0])] = after[1]
        else:
            depth += 1 if first in "[{" else -1
            if depth <= 0:
                break
    return found


_VALUE = re.compile(r"\s*:\s*(\S)")


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text.strip('"')


def items(file: BinaryIO, choose: Choose) -> Iterator[Item | Member]:
    """What a document holds, in its order. Raises NotJson."""
    return _Reader(file, choose).everything()


class _Reader:
    """A window that moves over the text."""

    def __init__(self, file: BinaryIO, choose: Choose) -> None:
        self.file, self.choose = file, choose
        head = file.read(PIECE)
        self.encoding = encoding_of(head)
        self.decoder = codecs.getincrementaldecoder(self.encoding)(
            "surrogateescape" if self.encoding in {"utf-8", "cp949"} else "replace"
        )
        self.text, self.at, self.ended = self.decoder.decode(head), 0, len(head) == 0
        self.scan = json.JSONDecoder(parse_constant=_number, strict=False).raw_decode
        self.keys: set[str] = set()
        self.fewest = 0  # names in the smallest record so far
        self.cut = False

    # --- the window

    def more(self) -> bool:
        """Read on; what lies behind is let go. False at the end."""
        if self.ended:
            return False
        left = self.text[self.at :]
        data = self.file.read(max(PIECE, len(left)))  # twice as much each time one record does not fit
        self.ended = not data
        self.text, self.at = left + self.decoder.decode(data, final=self.ended), 0
        return True

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def bytes_of(self, text: str) -> bytes:
        """The bytes a piece of text was read from."""
        encoding = f"{self.encoding}-le" if self.encoding in {"utf-16", "utf-32"} else self.encoding
        errors = "surrogateescape" if self.encoding in {"utf-8", "cp949"} else "replace"
        return text.encode(encoding, errors)

    # --- values

    def value(self) -> tuple[Any, str]:
        """The value here and its text. Raises ValueError where it is broken, _End where the text ends in it."""
        while True:
            try:
                value, end = self.scan(self.text, self.at)
            except json.JSONDecodeError as error:
                near = error.pos >= len(self.text) - 8 or error.msg.startswith("Unterminated")
                if near and len(self.text) - self.at < LARGEST and self.more():
                    continue
                if near and self.ended:
                    raise _End from None
                raise ValueError(error.msg.lower()) from None
            except RecursionError:
                raise ValueError(DEEP) from None
            if end == len(self.text) and self.more():
                continue  # a number may go on
            text, self.at = self.text[self.at : end], end
            return value, text

    def skip_broken(self, *, in_lines: bool = False) -> str:
        """Move behind a broken record and return its text: to the bracket that closes it, or to the next record; where
        every line is a record, to the next line that is one.
        """
        while len(self.text) - self.at < PIECE and self.more():
            pass
        end = (self._next_record(_LINE) if in_lines else None) or self._closing() or self._next_record(_NEXT)
        if end is None:
            end = len(self.text)
        text, self.at = self.text[self.at : end], end
        return text

    def _closing(self) -> int | None:
        depth = 0
        for found in _STRUCTURE.finditer(self.text, self.at, self.at + PIECE):
            first = found[0][0]
            if first in "[{":
                depth += 1
            elif first in "]}":
                depth -= 1
                if depth <= 0:
                    return found.end() if self._goes_on(found.end()) else None
        return None

    def _goes_on(self, at: int) -> bool:
        """Whether a comma or the end of the list follows."""
        found = _SPACE.match(self.text, at)
        end = found.end() if found else at
        return self.text[end : end + 1] in {",", "]", ""}

    def _next_record(self, beginning: re.Pattern[str]) -> int | None:
        for found in beginning.finditer(self.text, self.at):
            try:
                value, _end = self.scan(self.text, found.end())
            except (ValueError, RecursionError):
                continue
            if not isinstance(value, dict) or len(value) * 2 < self.fewest:
                continue
            if len(self.keys & value.keys()) * 2 >= min(len(value), len(self.keys)):
                return found.end()
        return None

    # --- structure

    def everything(self) -> Iterator[Item | Member]:
        """All values of the document, one after the other."""
        first = self.peek()
        if first not in "[{" or not first:
            raise NotJson
        number = 0
        try:
            while self.peek():
                number += 1
                yield from self._one((), f"value {number}")
                if self.peek() == ",":
                    self.at += 1
        except _End:
            if not self.cut:
                yield Item((), f"after value {number}", b"", fault=ENDS_BEFORE)

    def _one(self, path: Path, place: str) -> Iterator[Item | Member]:
        bracket = self.peek()
        what: What = "value"
        if bracket in "[{" and bracket:
            what = self.choose(path, bracket, self.text[self.at : self.at + PEEK])
        if what == "items" and bracket == "[":
            yield from self._list(path, records=True)
        elif what == "each" and bracket == "[" and len(path) < DEPTH:
            yield from self._list(path, records=False)
        elif what == "inside" and bracket == "{" and len(path) < DEPTH:
            yield from self._object(path)
        elif what == "item":
            yield self._record(path, place)
        else:
            yield from self._member(path, place, keep=what != "skip")

    def _member(self, path: Path, place: str, *, keep: bool) -> Iterator[Item | Member]:
        try:
            value, _text = self.value()
        except ValueError as error:
            if not path:  # the whole document, or one of its lines
                text = self.skip_broken(in_lines=True)
                yield Item(path, place, self.bytes_of(text), fault=BROKEN, why=str(error))
                return
            yield Item(path, _place(path), self.bytes_of(self.skip_broken()), fault=BROKEN, why=str(error))
            return
        if keep:
            yield Member(path, value)

    def _record(self, path: Path, place: str) -> Item:
        try:
            value, text = self.value()
        except _End:
            text, self.at, self.cut = self.text[self.at :], len(self.text), True
            return Item(path, place, self.bytes_of(text[:LARGEST]), fault=ENDS)
        except ValueError as error:
            text = self.skip_broken(in_lines=not path)
            return Item(path, place, self.bytes_of(text), fault=BROKEN, why=str(error))
        if isinstance(value, dict) and len(self.keys) < 1_000:
            self.keys |= value.keys()
            self.fewest = min(self.fewest or len(value), len(value))
        return Item(path, place, self.bytes_of(text), value)

    def _list(self, path: Path, *, records: bool) -> Iterator[Item | Member]:
        self.at += 1
        name, number = _place(path), 0
        while True:
            character = self.peek()
            if character == "]":
                self.at += 1
                return
            if not character:
                raise _End
            if character == ",":
                self.at += 1
                continue
            place = f"{name}[{number}]"
            number += 1
            if records:
                item = self._record(path, place)
                yield item
                if item.fault == ENDS:
                    return
            else:
                yield from self._one((*path, f"[{number - 1}]"), place)
            if self.peek() not in {",", "]", "{", ""}:  # something stands between two records
                text = self.skip_broken()
                if text.strip():
                    yield Item(
                        path, f"{name}[{number}]", self.bytes_of(text), fault=BROKEN, why="expecting a comma"
                    )
                    number += 1

    def _object(self, path: Path) -> Iterator[Item | Member]:
        self.at += 1
        while True:
            character = self.peek()
            if character == "}":
                self.at += 1
                return
            if not character:
                raise _End
            if character == ",":
                self.at += 1
                continue
            if character != '"':
                yield Item(
                    path,
                    _place(path) or "value 1",
                    self.bytes_of(self.skip_broken()),
                    fault=BROKEN,
                    why="a name is absent",
                )
                return
            try:
                key, _text = self.value()
            except ValueError:
                raise _End from None
            if self.peek() != ":":
                if self.peek() == "":
                    raise _End
                yield Item(
                    path,
                    _place(path) or str(key),
                    self.bytes_of(self.skip_broken()),
                    fault=BROKEN,
                    why="expecting a colon",
                )
                return
            self.at += 1
            if not self.peek():
                raise _End
            within = (*path, str(key))
            yield from self._one(within, _place(within))
