"""The text of a journal entry as few bytes: deflated with the words that every journal has."""

import zlib

from yunghap.core import compact

# Written before each packed text; it says how. Stored: never change what a number stands for, add another. Of the
# first form, which is only read, identifiers and hashes are text; of the second they are numbers (`core.compact`).
_FIRST, _SECOND = b"\x01", b"\x02"
_WORDS = (
    b'"],["mr",3,"],["end","cancelled","failed","],["it",1,"],["ip",1,"],["ds",1,"],["dr",1,"],["de",1,"],["dc",1,"],'
    b'["dm",1,"],["d-",1,"missed","],["j+",0,"],["j-",0,"],["t~",1,"],["t-",1,"],["w+",1,"message","],["w-",1,"],'
    b'["x",0,"signal","],["a",1,"service","manual","],["s0",0,"],["s+",3,0,"multi","],["s+",4,3,"body","","",0,{"",'
    b'"part","","],["d+",11,10,"","P30D","2026-01-01T00:00:00.000000Z","2026-12-14","2026-12-14T15:00:00Z"],'
    b'["t+",12,10,"",null,11],["id",10,"20[["start","],["p",0,"],["r",0,"_rules",["_rules_1"],{"],["s-",9,"completed"],'
    b'["c",0,"gate",["gate_"]],["i+",22,0,"","user","officer"]]"]],[["v",0,{"":true}],["i-",22,"completed"],'
)
# A window just larger than the words: setting up a larger one costs more than all the rest.
_WINDOW, _MEMORY = -12, 5
LARGEST = 100_000_000  # characters of one entry


def pack(text: str) -> bytes:
    """The bytes to store."""
    made = zlib.compressobj(6, zlib.DEFLATED, _WINDOW, _MEMORY, zdict=_WORDS)
    return _SECOND + made.compress(compact.pack_numbers(text)) + made.flush()


def unpack(data: bytes) -> str:
    """The text again; raises ValueError for bytes that are none of ours."""
    form = data[:1]
    if form not in {_FIRST, _SECOND}:
        raise ValueError("a journal entry of an unknown form")
    opened = zlib.decompressobj(_WINDOW, zdict=_WORDS)
    try:
        found = opened.decompress(data[1:], LARGEST)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not opened.eof or opened.unused_data:
        raise ValueError("a journal entry that is cut off, or longer than it says")
    return found.decode() if form == _FIRST else compact.read(found)
