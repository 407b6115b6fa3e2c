"""The packaged fonts, unpacked for a document: the house's font, and of the one for everything else what is needed.

Pretendard GOV holds the letters of everyday Korean, without Chinese characters and most signs (△ among them). Noto Sans
KR has those, in some 120 slices by code point, of which a document needs few.
"""

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

_HOUSE = ("vendor/krds/fonts/PretendardGOV-Regular.woff", "vendor/krds/fonts/PretendardGOV-Bold.woff")
_OTHER = "vendor/noto-sans-kr"
_RANGE = re.compile(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", re.IGNORECASE)


def folders_for(text: str) -> list[str]:
    """Folders with the font files (TTF) that show the text, one each, on disk for as long as this process lives."""
    letters = set(map(ord, text)) - _house_letters()
    slices = {name for letter in letters if (name := _slices().get(letter))}
    return [_unpacked(name) for name in (*_HOUSE, *sorted(slices))]


def spelled_out(text: str) -> str:
    """The text with every letter that the packaged fonts lack printed as its number; invisible ones go."""
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if letter.isspace() or ord(letter) in _house_letters() or ord(letter) in _slices():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else f"<U+{ord(letter):04X}>"


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="yunghap-fonts-")


@cache
def _unpacked(name: str) -> str:
    """The folder of the font, unpacked once a process; Typst reads no WOFF2, and folders only."""
    folder = Path(_folder().name) / Path(name).stem
    folder.mkdir(exist_ok=True)
    with TTFont(_packaged(name), recalcTimestamp=False) as font:
        font.flavor = None
        font.save(folder / "font.ttf")
    return str(folder)


def _packaged(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{name} is missing: run bin/setup")
    return found


@cache
def _house_letters() -> frozenset[int]:
    return frozenset.intersection(*map(_letters, _HOUSE))


def _letters(name: str) -> frozenset[int]:
    with TTFont(_packaged(name), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _slices() -> dict[int, str]:
    """Code point -> the file that has it."""
    ranges = json.loads(Path(_packaged(f"{_OTHER}/unicode.json")).read_bytes())
    return {
        letter: f"{_OTHER}/noto-sans-kr-{key.strip('[]')}-wght-normal.woff2"
        for key, listed in ranges.items()
        for letter in _points(listed)
    }


def _points(listed: str) -> Iterator[int]:
    """The code points of a CSS `unicode-range`."""
    for first, last in _RANGE.findall(listed):
        yield from range(int(first, 16), int(last or first, 16) + 1)
