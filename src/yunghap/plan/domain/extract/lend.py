"""Units that stand elsewhere in the line.

방문자 수(명) : 2,388 · 20개 : 행정(4), 생활(8) · 350백만원(국비 175, 시비 175) · 45 → 60개 · ('22) 3년 → ('23) 5년.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from yunghap.plan.contracts import TokenKind
from yunghap.plan.domain.vocabulary import Vocabulary

from .amounts import IN_TRILLION, Amount, in_unit, times
from .clauses import Clauses
from .conditions import RATED_HOURS
from .numerals import read_numeral, scale_factor
from .tokens import Token
from .units import clean_unit
from .words import any_of

_LABEL = re.compile(r"\((?:단위\s?:\s?)?([^()\d]{1,12})\)\s*(?:[:=]|(?=[\d△▲('~-]|약|총))")
_UNIT_ANYWHERE = re.compile(r"\(\s*단위\s?:\s?([^(),]{1,12})")
_ITEM = re.compile(r"[가-힣A-Za-z·\s:]{1,24}$")
_ONE_WORD_BEFORE = re.compile(r"[가-힣A-Za-z]$")
_TOTAL_GOES_ON = re.compile(r"\s*[:(]")
_PARTS_JOIN = re.compile(r"\s?[,·+/]\s?[가-힣A-Za-z·\s]{1,16}[\s:]")
_PARTS_OPEN = re.compile(r"[가-힣\s]{0,16}[(:\[=]\s?[가-힣A-Za-z·\s]{1,16}[\s:]")
_ARROW = re.compile(r"→|->|⇒|➝")
_SERIES_GAP = re.compile(r"[\s()'~년:/]*(?:→|->|⇒|➝|/|,| to | and | (?:out )?of (?:the )?)?[\s()'~년:]*")
_LIST_GAP = re.compile(r"\s?/\s?[가-힣A-Za-z]{1,8}\s?")
_NEAR = 10
_JOINING = frozenset({"/", "to", "of", "out of", "of the", "out of the"})
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_MEASURED = any_of(
    "처리 응답 대기 전송 지연 소요 출동 이동 도달 접근 대응 도착 체류 검사 심사 상담 배송 접수 통행 복구 개발 허가 "
    "인허가 통관 회복"
)
_VALUE_BEFORE = re.compile(
    r"(?:'\d\d|\d{4}|\(\d\d\))년?\)?\s?[가-힣]{0,4}\s?$"
    r"|(?:기준|목표|실적)(?:치|값)?(?:는|은|인)?\s?[:(]?\s?(?:평균\s?)?$"
    rf"|평균\s?(?:{_MEASURED}(?:은|는|이)?\s?:?\s?)?약?\s?$|(?:평균\s?(?:[가-힣]+\s)?[가-힣]*|{_MEASURED}\s?)(?:시간|기간|일수)(?:은|는|을|를|이|:)?\s?:?\s?(?:평균|약)?\s?$"
)
_ENGLISH_LASTS = re.compile(
    r"\b(?:time|period|duration|delay)s?\b[a-z ]{0,24}\b(?:to|of|is|was|at|from|under|below) (?:about |around )?$"
    r"|\bfrom \d+ (?:days|hours|months|minutes) to $"
    r"|\b(?:time|period|duration|delay|average)\b[a-z ]{0,24}\bfrom [\d.]+ to $",  # time to market cut from 5.4 to
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"from [\d.]+ to ")
_MEAN_AGE = re.compile(r"평균\s?(?:연령|나이)(?:은|는|이|가)?\s?:?\s?(?:'?(?:\d\d)?\d\d년 )?약?\s?$")
_MANY_HOURS = 1000
_STRETCHES = frozenset({"년간", "개월간", "일간", "주간"})
_AIMED = re.compile(r"\s?(?:을|를)?\s?목표(?!\s?[\d('])")
_YEAR_BEHIND = re.compile(r" in (?:19|20)\d\d(?!\d)|\s?\(?(?:'\d\d|\d{4})년?\)")
_CHANGES = re.compile(r"\s?(?:\([^()]*\)\s?)?(?:→|->|⇒|에서| to )\s?(?:\([^()]*\)\s?)?(?:평균|약)?\s?")
_MEASURED_GAP = re.compile(
    r"(?:격차|수명)(?:는|은|를|을)?\s?:?\s?(?:약\s?)?(?:\d+(?:\.\d+)?년\s?(?:→|에서)\s?)?$"
)
_COMPARED = re.compile(r"보다|대비|전년|단축|연장")
_COMPARED_REACH = 24
_ENDS = re.compile(r"[.;](?:\s|$)")
_NOW_AND_THEN = re.compile(r"\s*(?:[-·•○ㅇ◦]\s?)?[(\[<](?:현행|현재|기존|종전|당초|개선|변경)[)\]>]")
_BOUND_BEHIND = re.compile(r"\s?(?:이상|이내|미만|이하|초과|간|차|동안|계획)")


def lend_units(
    text: str, tokens: Sequence[Token], clauses: Clauses, vocabulary: Vocabulary, listed: str | None
) -> list[Token]:
    """Tokens, the bare numbers with the unit lent to them where a rule knows it.

    `listed` is the unit that a caption over the list gives.
    """
    found = list(tokens)
    labels: list[tuple[int, str]] | None = None
    for index, token in enumerate(found):
        if not token.quantity or token.amount is None or token.amount.unit:
            continue
        if labels is None:
            labels = _labels(text, vocabulary)
        unit, rule = _lent(text, found, index, clauses, labels)
        if not unit and listed and _names_value(text, token):
            unit, rule = listed, "unit-caption"
        if unit:
            amount = _in_scale(text, found, index, rule)
            found[index] = replace(token, amount=in_unit(amount, unit, vocabulary, rule), rule="quantity")
    return _parts_of_total(text, found, vocabulary)


def _in_scale(text: str, tokens: Sequence[Token], index: int, rule: str) -> Amount:
    """The bare number in the scale of the printed amount that lends it the unit."""
    if rule == "unit-series":
        return _scaled(text, tokens, index)
    amount = tokens[index].amount
    assert amount is not None  # noqa: S101  (a number)
    printed = (
        each for each in reversed(tokens[:index]) if each.amount and each.amount.rule == "unit-currency"
    )
    total = next(printed, None)
    if rule not in {"unit-attached", "unit-breakdown"} or total is None or total.amount is None:
        return amount
    # 5.2조원(국비 3.1, 민자 2.1): 조 is printed, the unit is 억원.
    trillions = "조" in text[total.start : total.end] and total.amount.unit == "억원"
    part = times(amount, IN_TRILLION)
    return part if trillions and part.value <= total.amount.value else amount


def _scaled(text: str, tokens: Sequence[Token], index: int) -> Amount:
    """2.1 → 3.0만명, 3.2 → 4.4조원: a bare number in the scale of the next that prints one, where about as large."""
    amount = tokens[index].amount
    assert amount is not None  # noqa: S101  (a number)
    later = next(
        (each for each in tokens[index + 1 :] if each.quantity and each.amount and each.amount.unit), None
    )
    printed = (
        read_numeral(text, text.index(text[later.start : later.end].lstrip("△▲▼+-")[:1], later.start))
        if later
        else None
    )
    if later is None or later.amount is None or not printed or not printed.scale:
        return amount
    size = Decimal(scale_factor(printed.scale))
    near = printed.total <= amount.value * size * _NEAR and amount.value * size <= printed.total * _NEAR
    if later.amount.kind == "money":  # whose printed scale is in the unit, but for 조
        size, near = size / later.amount.size, True
    return times(amount, size) if near else amount


def _parts_of_total(text: str, tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """총사업비 : 21,500백만원 *기투자 3,800 *'23년 4,700 …: bare numbers that add up to the amount before them."""
    bare = [i for i, each in enumerate(tokens) if each.quantity and each.amount and not each.amount.unit]
    if len(bare) < 2 or any(not _names_value(text, tokens[i]) for i in bare):
        return tokens
    total = next((each.amount for each in reversed(tokens[: bare[0]]) if each.quantity), None)
    parts = [amount.value for i in bare if (amount := tokens[i].amount)]
    if total is None or not total.unit or sum(parts) != total.value:
        return tokens
    found = list(tokens)
    for i in bare:
        amount = in_unit(tokens[i].amount or total, total.unit, vocabulary, "unit-breakdown")
        found[i] = replace(tokens[i], amount=amount, rule="quantity")
    return found


def _labels(text: str, vocabulary: Vocabulary) -> list[tuple[int, str]]:
    """(from where, unit) of units in parentheses that stand before numbers."""
    matches = [*_LABEL.finditer(text), *_UNIT_ANYWHERE.finditer(text)]
    units = ((match.end(), clean_unit(match[1], vocabulary)) for match in matches)
    return sorted((end, unit) for end, unit in units if unit)


def _names_value(text: str, token: Token) -> bool:
    """총사업비 12,000: a word or a mark before the number, no word behind it."""
    before, after = text[max(0, token.start - 3) : token.start], text[token.end : token.end + 3]
    return bool(re.search(r"[가-힣):→(]\s?$", before)) and not re.match(r"\s?[가-힣A-Za-z]", after)


def _lent(
    text: str, tokens: list[Token], index: int, clauses: Clauses, labels: list[tuple[int, str]]
) -> tuple[str | None, str]:
    token = tokens[index]
    label = next((unit for at, unit in reversed(labels) if at <= token.start), None)
    if label:
        return label, "unit-label"
    place = clauses.places[token.start]
    if place.group:
        group = clauses.groups[place.group]
        unit = _attached(tokens, index, group.start - 1)
        if unit and _ITEM.search(text[max(group.start, token.start - 24) : token.start]):
            return unit, "unit-attached"
        item = text[max(0, group.start - 3) : group.start - 1]
        if _ONE_WORD_BEFORE.search(item) and group.end - group.start <= token.end - token.start + 2:
            unit = _total(text, tokens, index)
            if unit:
                return unit, "unit-breakdown"
    unit = _part(text, tokens, index)
    return (unit, "unit-breakdown") if unit else (_series(text, tokens, index), "unit-series")


def _attached(tokens: list[Token], index: int, opening: int) -> str | None:
    """The unit of the quantity right before the parenthesis that opens at `opening`."""
    for earlier in reversed(tokens[max(0, index - 16) : index]):
        if earlier.quantity and earlier.amount and earlier.amount.unit and 0 <= opening - earlier.end <= 1:
            part = tokens[index].amount
            whole = (
                earlier.amount.kind == "money"
                or part is None
                or part.step >= min(Decimal(1), earlier.amount.step)
            )
            return earlier.amount.unit if whole else None  # 612편(지수 65.4)
    return None


def _total(text: str, tokens: list[Token], index: int) -> str | None:
    """20개 : 행정(4), …: the unit of the total before the colon."""
    for earlier in reversed(tokens[max(0, index - 30) : index]):
        amount = earlier.amount
        if not earlier.quantity or amount is None or not amount.unit:
            continue
        if amount.rule == "unit-breakdown":
            return amount.unit
        return amount.unit if _TOTAL_GOES_ON.match(text, earlier.end) else None
    return None


def _part(text: str, tokens: list[Token], index: int) -> str | None:
    """210명 도입(베트남 150, 라오스 60): named parts that add up to about the amount before them."""
    first = index
    while (
        first
        and _is_part(tokens, first - 1)
        and _PARTS_JOIN.fullmatch(text, tokens[first - 1].end, tokens[first].start)
    ):
        first -= 1
    last = index
    while (
        last + 1 < len(tokens)
        and _is_part(tokens, last + 1)
        and _PARTS_JOIN.fullmatch(text, tokens[last].end, tokens[last + 1].start)
    ):
        last += 1
    total = tokens[first - 1] if first else None
    if total is None or first == last or not total.quantity or total.amount is None or not total.amount.unit:
        return None
    parts = [token.amount.value for token in tokens[first : last + 1] if token.amount]
    opens = _PARTS_OPEN.fullmatch(text, total.end, tokens[first].start)
    near = abs(sum(parts) - total.amount.value) * 2 <= total.amount.value and max(parts) < total.amount.value
    return total.amount.unit if opens and near else None


def _is_part(tokens: Sequence[Token], index: int) -> bool:
    """A number with a word before it and without a unit of its own, or with one lent to it as a part."""
    token = tokens[index]
    if not token.quantity or token.amount is None:
        return False
    return not token.amount.unit or token.amount.rule == "unit-breakdown"


def _series(text: str, tokens: list[Token], index: int) -> str | None:
    """45 → 60개, 3/5개소; 국비 98 / 도비 72 / 기타 6백만원: the unit of the next number of the series that has one."""
    end = tokens[index].end
    joined, arrowed = False, True
    for later in tokens[index + 1 : index + 12]:
        gap = text[end : later.start]
        listed = _LIST_GAP.fullmatch(gap) is not None
        if not (listed or _SERIES_GAP.fullmatch(gap)):
            return None
        arrowed = arrowed and not listed
        joined = joined or listed or bool(_ARROW.search(gap)) or gap.strip() in _JOINING
        joined = joined or (gap.strip() == "and" and bool(_BETWEEN.search(text, 0, tokens[index].start)))
        end = later.end
        if later.when is not None:
            joined = joined or later.kind is TokenKind.YEAR  # '24년 10, '25년 20, '26년 30개소
            continue
        if not later.quantity or later.amount is None or not joined:
            return None
        if later.amount.unit:
            return later.amount.unit if arrowed or later.amount.kind == "money" else None
    return None


def durations_as_values(text: str, tokens: Sequence[Token]) -> list[Token]:
    """A duration is a quantity as the value of an indicator: in a series marked with years, beside 목표 or 실적."""
    found: list[Token] = []
    for index, token in enumerate(tokens):
        value = _is_value(text, token) or _in_series(text, tokens, index, found)
        found.append(replace(token, kind=None, rule="quantity") if value else token)
        if value and index:
            found[-2] = _left(text, found[-2], token)
    return [
        replace(each, kind=None, rule="quantity")
        if _compared(text, each, found[max(0, index - _COMPARED_REACH) : index])
        else each
        for index, each in enumerate(found)
    ]


def _left(text: str, before: Token, token: Token) -> Token:
    """Cut from 5.4 to 4.1 years: the bare number is in the unit of the duration that follows it."""
    amount, unit = before.amount, token.amount
    bare = before.quantity and amount is not None and not amount.unit
    if not bare or unit is None or not _FROM_TO.fullmatch(text, before.start - len("from "), token.start):
        return before
    return replace(
        before,
        amount=replace(amount or unit, unit=unit.unit, kind=unit.kind, rule="unit-series"),
        rule="quantity",
    )


def _compared(text: str, token: Token, earlier: Sequence[Token]) -> bool:
    """평균 98일로 전년(121일)보다 23일 단축: what a value of the same sentence is compared with, and by how much."""
    if token.kind is not TokenKind.DURATION or token.amount is None or token.amount.unit == "년":
        return False
    unit = token.amount.unit
    alike = (each for each in reversed(earlier) if each.quantity and each.amount and each.amount.unit == unit)
    before = next(alike, None)
    if before is None or _BOUND_BEHIND.match(text, token.end):
        return False
    between = text[before.end : token.start]
    return (
        len(between) <= _COMPARED_REACH
        and not _ENDS.search(between)
        and _COMPARED.search(text[before.end : token.end + 8]) is not None
    )


def _in_series(text: str, tokens: Sequence[Token], index: int, found: Sequence[Token]) -> bool:
    """180일 → 120일, 38일에서 30일로: the same unit on both sides."""
    token = tokens[index]
    if token.kind is not TokenKind.DURATION or token.amount is None:
        return False
    years = (
        token.amount.unit == "년"
    )  # 5년 → 3년 may be terms; after a value, 4.5년에서 1.8년, they are values
    following = next(
        (later for later in tokens[index + 1 : index + 4] if later.kind is not TokenKind.YEAR), None
    )
    before = next((earlier for earlier in found[:-4:-1] if earlier.kind is not TokenKind.YEAR), None)
    for other in (following, before):
        if other is None or other.amount is None or other.amount.unit != token.amount.unit:
            continue
        if years and not other.quantity:
            continue
        first, second = sorted((token, other), key=lambda each: each.start)
        if _CHANGES.fullmatch(text, first.end, second.start):
            return True
    return False


def _is_value(text: str, token: Token) -> bool:
    window = max(0, token.start - 20)
    if token.rule == "condition-age":
        return bool(_MEAN_AGE.search(text, window, token.start))
    unit = token.amount.unit if token.amount else ""
    if unit == "년" and token.kind is TokenKind.DURATION and _MEASURED_GAP.search(text, window, token.start):
        return True
    if token.kind is not TokenKind.DURATION or unit in _STRETCHES:
        return False
    if unit == "시간" and token.amount and token.amount.value >= _MANY_HOURS:
        return True  # 20만 시간: counted
    if (unit == "시간" and RATED_HOURS.search(text, window, token.start)) or _AIMED.match(text, token.end):
        return True
    beside = (
        _VALUE_BEFORE.search(text, window, token.start)
        or _ENGLISH_LASTS.search(text, max(0, token.start - 48), token.start)
        or _YEAR_BEHIND.match(text, token.end)
        or _NOW_AND_THEN.match(text)
    )
    return beside is not None and not _BOUND_BEHIND.match(text, token.end)
