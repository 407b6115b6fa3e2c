"""List numbers that a program prints but the text does not hold ("1.", "가.", "①")."""

from collections.abc import Mapping
from dataclasses import dataclass, field

_SYLLABLES = "가나다라마바사아자차카타파하"
_JAMO = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_HANJA = "一二三四五六七八九十"
_PHONETIC = "일이삼사오육칠팔구십"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MAX = 9_999


def _roman(number: int) -> str:
    digits = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        digits.append(letters * count)
    return "".join(digits)


def _circled(number: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return f"({number})"


def _cycle(letters: str, number: int) -> str:
    """The n-th letter; after the last one letters are doubled, as programs print them."""
    rounds, index = divmod(number - 1, len(letters))
    return letters[index] * (rounds + 1) if rounds < 20 else str(number)


def _tens(digits: str, number: int) -> str:
    """Numerals of the Chinese pattern: 십, 십일, 이십 …"""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = digits[9] if tens == 1 else digits[tens - 1] + digits[9] if tens else ""
    return head + (digits[ones - 1] if ones else "")


def number_text(number: int, kind: str) -> str:
    """A list number as printed; `kind` is the name OWPML gives the number format."""
    if not 1 <= number <= _MAX:
        return str(number)
    latin = "abcdefghijklmnopqrstuvwxyz"
    printed = {
        "ROMAN_CAPITAL": lambda: _roman(number),
        "ROMAN_SMALL": lambda: _roman(number).lower(),
        "LATIN_CAPITAL": lambda: _cycle(latin.upper(), number),
        "LATIN_SMALL": lambda: _cycle(latin, number),
        "CIRCLED_DIGIT": lambda: _circled(number),
        "CIRCLED_LATIN_CAPITAL": lambda: chr(0x24B6 + number - 1) if number <= 26 else f"({number})",
        "CIRCLED_LATIN_SMALL": lambda: chr(0x24D0 + number - 1) if number <= 26 else f"({number})",
        "HANGUL_SYLLABLE": lambda: _cycle(_SYLLABLES, number),
        "CIRCLED_HANGUL_SYLLABLE": lambda: chr(0x326E + number - 1) if number <= 14 else f"({number})",
        "HANGUL_JAMO": lambda: _cycle(_JAMO, number),
        "CIRCLED_HANGUL_JAMO": lambda: chr(0x3260 + number - 1) if number <= 14 else f"({number})",
        "HANGUL_PHONETIC": lambda: _tens(_PHONETIC, number),
        "IDEOGRAPH": lambda: _tens(_HANJA, number),
        "CIRCLED_IDEOGRAPH": lambda: chr(0x3280 + number - 1) if number <= 10 else f"({number})",
    }
    return printed.get(kind, lambda: str(number))()


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `template` holds the mark and level number ("^1." or "%1.")."""

    template: str
    kind: str = "DIGIT"
    start: int = 1


@dataclass(slots=True)
class Counter:
    """Counts one list through the document."""

    levels: Mapping[int, Level]
    mark: str = "^"
    _numbers: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """The printed number of the next paragraph at `level` (0-based); "" where it prints none."""
        for deeper in [known for known in self._numbers if known > level]:
            del self._numbers[deeper]
        here = self.levels.get(level)
        if here is None:
            return ""
        self._numbers[level] = self._numbers.get(level, here.start - 1) + 1
        printed = here.template
        for other, known in sorted(self.levels.items(), reverse=True):  # "^10" before "^1"
            number = self._numbers.get(other, known.start)
            printed = printed.replace(f"{self.mark}{other + 1}", number_text(number, known.kind))
        return printed.strip()


def bullet_text(symbol: str) -> str:
    """A bullet as printed; symbols of picture fonts (private use area) become "•"."""
    symbol = symbol.strip()
    return "•" if not symbol or 0xE000 <= ord(symbol[0]) <= 0xF8FF else symbol


@dataclass(slots=True)
class Lists:
    """Which paragraph shapes of a Hancom document print a number or bullet.

    `shapes`: shape id -> (NUMBER | OUTLINE | BULLET, list id, 0-based level); `outline`: the section's list.
    """

    shapes: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    counters: dict[str, Counter] = field(default_factory=dict)
    bullets: dict[str, str] = field(default_factory=dict)
    outline: str = ""

    def mark(self, shape: str) -> str:
        """The printed number of the next paragraph with that shape, with a space after it, or ""."""
        kind, reference, level = self.shapes.get(shape, ("NONE", "", 0))
        if kind == "BULLET":
            printed = bullet_text(self.bullets.get(reference, ""))
        elif kind in ("NUMBER", "OUTLINE"):
            counter = self.counters.get(self.outline if kind == "OUTLINE" else reference)
            printed = counter.next(level) if counter else ""
        else:
            printed = ""
        return f"{printed} " if printed else ""
