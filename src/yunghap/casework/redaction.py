"""What in a text may tell of a person: found by form, and by the names that a case knows. A person decides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .enums import Personal

MASK = "○○○"
_SHORTEST_NAME = 2
# In this order: what an earlier form has taken, a later one leaves alone.
_FORMS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    (
        Personal.RESIDENT_NUMBER,
        re.compile(r"(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?[-–]?\s?[1-8][\d*●○]{6}(?!\d)"),
    ),
    (Personal.E_MAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)),
    (
        Personal.PHONE,
        re.compile(
            r"(?<![\d-])(?:\+82[-. ]?|0)(?:2|[3-6]\d|1[016-9]|70|80|50\d?)\)?[-. ]?\d{3,4}[-. ]?\d{4}(?![\d-])"
        ),
    ),
    (
        Personal.ACCOUNT,
        re.compile(r"(?<![\d-])\d{2,6}(?:-\d{1,8}){2,3}(?![\d-])|(?<=계좌)[^\d\n]{0,20}\d{10,16}(?!\d)"),
    ),
)
_BUSINESS_NUMBER = re.compile(r"\d{3}-\d{2}-\d{5}")  # of a business registration: public
_ACCOUNT_DIGITS = range(10, 17)


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text that may tell of a person."""

    start: int
    end: int
    kind: Personal
    text: str


def find_personal(text: str, names: Iterable[str] = ()) -> list[Found]:
    """Resident numbers, phone numbers, e-mail addresses, account numbers and known names, in the order of the text."""
    taken: list[Found] = []
    for one in (*_by_form(text), *_by_name(text, names)):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def _by_form(text: str) -> Iterator[Found]:
    for kind, form in _FORMS:
        for match in form.finditer(text):
            said = match.group()
            digits = sum(letter.isdigit() for letter in said)
            if kind is Personal.ACCOUNT and (
                digits not in _ACCOUNT_DIGITS or _BUSINESS_NUMBER.fullmatch(said)
            ):
                continue
            yield Found(match.start(), match.end(), kind, said)


def _by_name(text: str, names: Iterable[str]) -> Iterator[Found]:
    """A Korean name stands at the beginning of a word: what follows may be a particle or a title."""
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) >= _SHORTEST_NAME:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}", text):
                yield Found(match.start(), match.end(), Personal.NAME, match.group())


def redact(text: str, hidden: Iterable[str], names: Iterable[str] = ()) -> str:
    """The text with the findings of these words hidden."""
    words, parts, last = set(hidden), [], 0
    for one in find_personal(text, names):
        if one.text in words:
            parts += [text[last : one.start], MASK]
            last = one.end
    return "".join([*parts, text[last:]])
