"""What in a text may tell of a person: found by form, by the names that a case knows, and by the titles that stand
beside names. A person decides, and hides further words.
"""

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
# Names of three syllables with a title behind or a label before them; English ones behind a title. A word whose last
# syllable the title takes up is an office: 연구소 소장, 기술원 원장.
_NAME = (
    "[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길]"
    "[가-힣]{2}"
)
_TITLE = (
    "대표이사|대표|이사장|이사|부사장|사장|회장|원장|소장|센터장|본부장|실장|국장|과장|팀장|부장|차장|대리|사무관|주무관"
    "|책임연구원|선임연구원|연구원|교수|박사|변호사|변리사|위원장|위원|씨|님"
)
_TITLED = (
    re.compile(rf"(?<![가-힣])(?P<name>{_NAME})\s?(?P<title>{_TITLE})"),
    re.compile(
        rf"(?:성명|이름|담당자|대표자|대표|작성자|신청인|연구책임자|발명자)\s?[:：]\s?(?P<name>{_NAME})"
    ),
    re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Prof)\.? (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text that may tell of a person."""

    start: int
    end: int
    kind: Personal
    text: str


def find_personal(text: str, names: Iterable[str] = ()) -> list[Found]:
    """Resident numbers, phone numbers, e-mail addresses, account numbers, known names and what may be one, in the order
    of the text.
    """
    taken: list[Found] = []
    for one in (*_by_form(text), *_by_name(text, names), *_by_title(text)):
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


def _by_title(text: str) -> Iterator[Found]:
    for form in _TITLED:
        for match in form.finditer(text):
            name = match["name"]
            if not match.groupdict().get("title", "").startswith(name[-1]):
                yield Found(match.start("name"), match.end("name"), Personal.TITLED, name)


def redact(text: str, hidden: Iterable[str], names: Iterable[str] = (), further: Iterable[str] = ()) -> str:
    """The text with the findings of these words hidden, and `further` words wherever they stand, the longest first."""
    words, parts, last = set(hidden), [], 0
    for one in find_personal(text, names):
        if one.text in words:
            parts += [text[last : one.start], MASK]
            last = one.end
    result = "".join([*parts, text[last:]])
    for word in sorted(set(further), key=len, reverse=True):
        result = result.replace(word, MASK)
    return result
