"""The lexer: every run of digits of a line becomes one token, by the first rule that explains it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yunghap.plan.contracts import TokenKind
from yunghap.plan.domain.vocabulary import Vocabulary

from .amounts import Amount, bare_number, read_amount, with_sign
from .conditions import is_condition
from .numerals import NUMBER
from .shapes import CERTAIN, LIKELY, Shape
from .short_years import read_short_year
from .when import Found, When, read_date, read_days, read_other_date, read_year

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the view. `kind` is None for an amount, with or without a unit (`amount.unit`)."""

    start: int
    end: int
    kind: TokenKind | None
    rule: str
    amount: Amount | None = None
    when: When | None = None

    @property
    def quantity(self) -> bool:
        """A number that counts or pays, not one told apart."""
        return self.kind is None and self.amount is not None


@dataclass(frozen=True, slots=True)
class Scope:
    """What the lexer knows about the text.

    `year` is the edition's; list markers stand before `content`; in a `cell` of a table a bare number may have its
    unit elsewhere.
    """

    vocabulary: Vocabulary
    year: int | None = None
    content: int = 0
    cell: bool = False


_RATIO = re.compile(
    r"(\d+(?:\.\d+)?) ?(?::|대) ?1(?=$|[^\d.,가-힣]|[.,](?!\d)|(?:이|로|을|의|에|과|까지|수준|정도)(?![가-힣]{2}[수]))"
)
_NAMED_COUNT = re.compile(r" [a-z]{3}| ?[개명건억만천백%원일종곳톤점배편팀척회]|대(?!원|응)|\.\d|,\d")
_DATE_GOES_ON = re.compile(r" ?[~,·-] ?")
# 3. 인력 양성, 1-1 스마트팜 확산, 2-2 (신규) 거점
_CELL_MARKER = re.compile(
    r"\s*(?:(\d{1,2})[.)] ?(?=[^\d\s])|(\d{1,2}(?:-\d{1,2}){1,2})[.)]? ?(?=[가-힣A-Za-z(\['\"]))"
)
_BARE_RANGE = re.compile(rf"({NUMBER}) ?~ ?({NUMBER})")
_LETTERS = re.compile(r"[A-Za-z][-A-Za-z0-9]*")
_COUNTER = re.compile(r"[가-힣]{1,3}(?=[\s,.)/·]|$)")
_ARROW = r" ?(?:→|⇒|->) ?"
_CHANGING = re.compile(rf"(?P<word>[가-힣]{{1,3}}){_ARROW}\d[\d,.]*(?P=word)(?![가-힣])")
_CHANGED = re.compile(rf"\d(?P<word>[가-힣]{{1,3}}){_ARROW}$")
_CLEARLY_COUNTED = re.compile(r"\d,\d{3}|\d\.\d|[만억천백]$")
_KINDS = {
    "name": (TokenKind.NAME, "name-unit"),
    "ordinal": (TokenKind.ORDINAL, "ordinal-unit"),
    "age": (TokenKind.CONDITION, "condition-age"),
    "time": (TokenKind.DURATION, "duration"),
}


def scan(text: str, scope: Scope) -> list[Token]:
    """All tokens of a text, in order, without overlap; together they hold every digit."""
    tokens: list[Token] = []
    done = 0
    for run in _DIGITS.finditer(text):
        at = max(run.start(), done)
        while at < run.end():
            token = _token(text, at, scope, tokens)
            if token.start < done:
                token = replace(token, start=at)
            tokens.append(token)
            done = at = token.end
    return tokens


def _token(text: str, at: int, scope: Scope, before: Sequence[Token]) -> Token:
    opening = _CELL_MARKER.match(text) if scope.cell and not text[:at].strip() else None
    if opening:
        return Token(at, opening.end(opening.lastindex or 0), TokenKind.LIST_MARKER, "list-marker")
    if at < scope.content:
        end = _DIGITS.match(text, at)
        return Token(at, end.end() if end else at + 1, TokenKind.LIST_MARKER, "list-marker")
    if before and before[-1].kind is TokenKind.DATE and _DATE_GOES_ON.fullmatch(text, before[-1].end, at):
        days = read_days(text, at)
        if days:
            return Token(at, days, TokenKind.DATE, "date-day")
    return (
        _shaped(CERTAIN, text, at)
        or _dated(text, at, scope)
        or _shaped(LIKELY, text, at)
        or _named(text, at, scope)
        or _amount(text, at, scope)
        or _unexplained(text, at, scope)
    )


def _shaped(shapes: Sequence[Shape], text: str, at: int) -> Token | None:
    for shape in shapes:
        place = shape.read(text, at)
        if place:
            return Token(*place, shape.kind, shape.id)
    return None


def _when(found: Found) -> Token:
    kind = TokenKind.YEAR if found.kind == "year" else TokenKind.DATE
    return Token(found.start, found.end, kind, found.rule, when=found.when)


def _dated(text: str, at: int, scope: Scope) -> Token | None:
    found = read_date(text, at)
    if found:
        return _when(found)
    ratio = _ratio(text, at)
    if ratio:
        return ratio
    found = read_other_date(text, at) or read_short_year(text, at, scope.year)
    if found:
        return _when(found)
    found = read_year(text, at)
    return _when(found) if found and not _counts(text, at, found, scope) else None


def _counts(text: str, at: int, found: Found, scope: Scope) -> bool:
    """Four digits that look like a year, but are counted or paid: 2023개, 2000만원, 1,950."""
    if found.start != at or found.rule != "year" or found.end != at + 4:
        return False
    if re.match(r",\d{3}|\.\d", text[at + 4 : at + 8]):
        return True
    amount = read_amount(text, at, scope.vocabulary)
    if amount is None or amount.kind in {"time", "name", "ordinal"}:
        return False
    return text[amount.number_end : amount.number_end + 1] != " " or amount.kind in {"money", "percent"}


def _ratio(text: str, at: int) -> Token | None:
    """19.1:1, 5대 1."""
    match = _RATIO.match(text, at)
    if match is None or match[1] == "1":
        return None
    amount = replace(bare_number(text, at), end=match.end(), unit=":1", kind="ratio", rule="unit-ratio")
    return Token(at, match.end(), None, "quantity", amount)


def _named(text: str, at: int, scope: Scope) -> Token | None:
    """Names of the vocabulary that begin with digits (119)."""
    for name in scope.vocabulary.names:
        end = at + len(name)
        if (
            text.startswith(name, at)
            and not _NAMED_COUNT.match(text, end)
            and not text[end : end + 1].isdigit()
        ):
            return Token(at, end, TokenKind.NAME, "name-vocabulary")
    return None


def _amount(text: str, at: int, scope: Scope) -> Token | None:
    amount = read_amount(text, at, scope.vocabulary)
    if amount is None:
        return None
    amount = with_sign(text, amount, cell=scope.cell)
    if amount.kind not in {"name", "ordinal"} and is_condition(text, amount):
        return Token(amount.start, amount.end, TokenKind.CONDITION, "condition", amount)
    kind, rule = _KINDS.get(amount.kind, (None, "quantity"))
    return Token(amount.start, amount.end, kind, rule, amount)


def _unexplained(text: str, at: int, scope: Scope) -> Token:
    """A number without a known unit: a name in letters, an unknown counter of a large number, or a bare number."""
    ranged = _BARE_RANGE.match(text, at)
    number = bare_number(text, at)
    if ranged:
        high = bare_number(text, ranged.start(2))
        if number.end == ranged.end(1) and number.value < high.value:
            step = min(number.step, high.step)
            number = replace(number, end=high.end, value_to=high.value, step=step, number_end=high.end)
    letters = _LETTERS.match(text, number.end)
    if letters:
        return Token(at, letters.end(), TokenKind.NAME, "name-letters")
    counter = _COUNTER.match(text, number.end)
    if counter and _CLEARLY_COUNTED.search(text[at : number.end]):
        number = replace(number, end=counter.end(), unit=counter[0], kind="count", rule="default-unit")
        number = with_sign(text, number, cell=scope.cell)
        return Token(number.start, number.end, None, "quantity", number)
    changing = _CHANGING.match(text, number.end) or _CHANGED.search(text, max(0, at - 24), at)
    if changing and changing["word"] == (counter[0] if counter else ""):  # 7작목 → 12작목
        number = replace(
            number,
            end=number.end + len(changing["word"]),
            unit=changing["word"],
            kind="count",
            rule="default-unit",
        )
    number = with_sign(text, number, cell=scope.cell)
    return Token(number.start, number.end, None, "quantity" if number.unit else "bare", number)
