"""Text as fewer bytes: identifiers and hashes as the numbers that they are, and words of every record as one byte.

Every text has one form and comes back from it as it was, so that forms can be compared where texts would be. Stored:
what a byte stands for never changes.
"""

import re
from functools import lru_cache

# The first byte of what follows it. Text of ours has no control characters; where it does, `_AS_IS` goes before them.
_ID, _HASH, _AS_IS = b"\x00", b"\x01", b"\x02"
# Words by the byte that stands for them, from 3 on. The list is closed: another word would change forms.
_WORDS = (
    *('{"digest":"', '","item":', ',"node":"', '","number":', ',"number":'),
    *("instance:", "procedures.", "instance.started", "item.completed", "item.claimed", "deadline.passed"),
    *("person", "system", "client", "casework.", "exchange.", "identity.", "case:", "organisation"),
    *('","', '":"', "sha256", "version", "completed", "cancelled", "deemed", "missed"),
)
_BYTE_OF = {word.encode(): bytes([number]) for number, word in enumerate(_WORDS, 3)}
_WORD_OF = {byte: word for word, byte in _BYTE_OF.items()}
_NUMBERS = rb"(?P<hash>[0-9a-f]{64})|(?P<id>[0-7][0-9A-HJKMNP-TV-Z]{25})|(?P<control>[\x00-\x1f])"
_PARTS = re.compile(b"|".join([_NUMBERS, *sorted(map(re.escape, _BYTE_OF), key=len, reverse=True)]))
_WITHOUT_WORDS = re.compile(_NUMBERS)
_MARKS = re.compile(rb"\x00(?P<id>.{16})|\x01(?P<hash>.{32})|\x02(?P<control>.)|[\x03-\x1f]", re.DOTALL)
# The digits of identifiers, as `int` takes them, and all pairs of them.
_DIGITS = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AS_BASE_32 = bytes.maketrans(_DIGITS, b"0123456789ABCDEFGHIJKLMNOPQRSTUV")
_PAIRS = [bytes((high, low)) for high in _DIGITS for low in _DIGITS]


STRANGE = "\ufffd"
_SHORT = 80  # characters; what names things is shorter, and said again and again


def pack(text: str) -> bytes:
    """The bytes to store."""
    return _remembered(text) if len(text) <= _SHORT else _PARTS.sub(_packed, text.encode())


@lru_cache(4096)
def _remembered(text: str) -> bytes:
    return _PARTS.sub(_packed, text.encode())


def pack_numbers(text: str) -> bytes:
    """Bytes that `read` takes too, with words as they are: for what is deflated afterwards."""
    return _WITHOUT_WORDS.sub(_packed, text.encode())


def unpack(data: bytes) -> str:
    """The text again; what `pack` did not make comes out with U+FFFD."""
    text = read(data)
    return text if pack(text) == data else text + STRANGE


def read(data: bytes) -> str:
    """What bytes of ours stand for, whether or not words were replaced."""
    return _MARKS.sub(_unpacked, data).decode(errors="replace")


def _packed(found: re.Match[bytes]) -> bytes:
    part, kind = found[0], found.lastgroup
    if kind is None:
        return _BYTE_OF[part]
    if kind == "id":
        return _ID + int(part.translate(_AS_BASE_32), 32).to_bytes(16, "big")
    return _HASH + bytes.fromhex(part.decode()) if kind == "hash" else _AS_IS + part


def _unpacked(found: re.Match[bytes]) -> bytes:
    kind = found.lastgroup
    if kind is None:
        return _WORD_OF.get(found[0], b"")
    part = found[kind]
    if kind == "id":
        number = int.from_bytes(part, "big")
        return b"".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
    return part.hex().encode() if kind == "hash" else part
