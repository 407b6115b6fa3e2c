# ruff: noqa
"""The quantity grammar: sign, numeral, unit, range, rate — what one amount says, wherever it stands."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from yunghap.plan.domain.vocabulary import Unit, Vocabulary

from .numerals import NUMBER, Numeral, plain_number, read_numeral, scale_factor


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, as printed: offsets of the view, value in `unit`.

    `kind` is the unit's kind ("money" for currencies, "" where no unit stands there); `scale` scales the value of one
    `unit` to plain numbers (won for 원); `rule` says how the unit was found.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: str
    kind: str
    rule: str
    scale: Decimal = Decimal(1)
    value_to: Decimal | None = None
    rough: bool = False
    per: str = ""
    strict: bool = False
    number_end: int = 0


# What may stand after a short unit that other words begin with.
_FOLLOW = re.compile(
    r"(?:$|[^가-힣]|을|를|이(?:[ 며고나다었]|상|하|내|라|$)|가(?:[ ,]|량|$)|은|는|의|에|로|으로|와|과(?:[ ,]|$)|도[ ,]|만[ ,에]|씩|당"
    r"|까지|부터|상당|미만|초과|내외|정도|안팎|규모|수준|급|여|간[ ,)]|및|등|인[ ,]|임|대비|보다|마다|별|짜리|이다|였"
    r"|지원|선정|구축|설치|운영|개최|발굴|육성|양성|확보|보급|도입|개발|제작|조성|추진|확대|지정|신설|증가|감소|증설|건설|제공|공급|판매"
    r"|수출|출시|출원|등록|참여|참가|방문|교육|수료|배출|채용|고용|창출|유치|완료|완공|준공|착공|달성|접수|처리|승인|개선|신규|계속|파견|배치)"
)
_APPROXIMATE = re.compile(r" ?(?:여|남짓)(?= ?[가-힣])")
_FOREIGN_PREFIX = re.compile(r"(KRW|USD|EUR|JPY|GBP|CNY|US\$|\$|₩|€|¥|£)\s?$")
_PREFIX_NAMES = {"US$": "USD", "$": "USD", "₩": "KRW", "€": "EUR", "¥": "JPY", "£": "GBP"}
_PREFIX_UNITS = {"KRW": "원", "USD": "불", "EUR": "유로", "JPY": "엔", "GBP": "파운드", "CNY": "위안"}
_ENGLISH_SCALES = {
    "trillion": 10**12, "tn": 10**12, "billion": 10**9, "bn": 10**9, "million": 10**6, "mn": 10**6, "thousand": 10**3,
    "T": 10**12, "B": 10**9, "M": 10**6, "K": 10**3, "k": 10**3, "m": 10**6, "b": 10**9,
}  # fmt: skip
_LONG_SCALES = {10**12: "trillion", 10**9: "billion", 10**6: "million", 10**3: "thousand"}
_ENGLISH_SCALE = re.compile(
    r"[ -]?(trillion|billion|million|thousand|tn|bn|mn)\b(?:[ -](won|KRW|dollars|USD|US dollars|euros?)\b)?",
    re.IGNORECASE,
)
_SHORT_SCALE = re.compile(r"([TBMKkmb])\b(?![가-힣])")
_ENGLISH_MONEY = {
    "won": "KRW",
    "krw": "KRW",
    "dollars": "USD",
    "usd": "USD",
    "us dollars": "USD",
    "euro": "EUR",
    "euros": "EUR",
}
_PER_SLASH = re.compile(r" ?/ ?(?![\d ])([가-힣A-Za-z㎡㎥]+)")
_PER_WORDS = frozenset(
    [
        "년",
        "연",
        "월",
        "주",
        "일",
        "분기",
        "반기",
        "시간",
        "분",
        "초",
        "인",
        "명",
        "회",
        "건",
        "개소",
        "개",
        "대",
        "팀",
        "사",
        "개사",
        "기업",
        "과제",
        "호",
        "ha",
        "kg",
        "톤",
        "t",
        "ton",
        "h",
        "s",
        "d",
        "km",
        "㎡",
        "㎥",
        "m2",
        "m3",
        "m",
        "yr",
        "year",
        "month",
        "day",
        "L",
        "kW",
        "MW",
        "kWh",
    ]
)
_LATIN = re.compile(r"[A-Za-z]")
_RANGE_MARK = re.compile(r" ?(?:~|-|에서) ?(?=\d)")
_ROUGH_AFTER = re.compile(r" ?(?:정도|가량|내외|사이|안팎)")


def _fits(text: str, end: int, unit: Unit, form: str) -> bool:
    """Whether the unit ends where its printed form ends."""
    following = text[end : end + 1]
    if _LATIN.match(form[-1]) and following and _LATIN.match(following):
        return False
    if _LATIN.match(form[-1]) and following.isdigit():
        return False
    return not unit.strict or bool(_FOLLOW.match(text, end))


def match_unit(
    text: str, at: int, vocabulary: Vocabulary, *, spaced: bool = True
) -> tuple[Unit, str, int] | None:
    """The longest unit at `at` (one space may stand before it): (unit, printed form, end)."""
    space = 1 if spaced and text[at : at + 1] == " " else 0
    first = at + space
    for length in range(min(vocabulary.longest, len(text) - first), 0, -1):
        form = text[first : first + length]
        unit = vocabulary.units.get(form)
        if unit is None or form[-1] == " ":
            continue
        if space and len(form) == 1 and _LATIN.match(form) and form not in "mg":
            continue
        if _fits(text, first + length, unit, form):
            return unit, form, first + length
    return None


def match_currency(text: str, at: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """A currency word at `at`: (canonical currency, end)."""
    first = at + (text[at : at + 1] == " ")
    for form in sorted(vocabulary.currencies, key=len, reverse=True):
        if text.startswith(form, first):
            end = first + len(form)
            if _LATIN.match(form[-1]) and _LATIN.match(text[end : end + 1] or " "):
                continue
            if form == "원" and not _WON_FOLLOW.match(text, end):
                continue
            if form in {"엔", "위안", "파운드"} and not _FOLLOW.match(text, end):
                continue
            return vocabulary.currencies[form], end
    return None


_WON_FOLLOW = re.compile(r"(?!격|자력|천|인|칙|장|료|활|형|스톱|데이)")


def money_unit(numeral: Numeral, currency: str) -> tuple[str, int]:
    """(unit, its size) in which the amount is given: as printed, but several scales in 억 or 만, won never in 조."""
    scale = numeral.scale
    if scale in {"", "천", "만", "백만", "억"}:
        return f"{scale}{currency}", scale_factor(scale)
    if scale == "조" and currency != "원":
        return f"조{currency}", 10**12
    if scale == "십억" and currency != "원":
        return f"십억{currency}", 10**9
    if numeral.total >= 10**8:
        return f"억{currency}", 10**8
    if numeral.total >= 10**4:
        return f"만{currency}", 10**4
    return currency, 1


def _money(numeral: Numeral, currency: str, end: int) -> Amount:
    unit, size = money_unit(numeral, currency)
    return Amount(
        numeral.start,
        end,
        numeral.total / size,
        numeral.step / size,
        unit,
        "money",
        "unit-currency",
        Decimal(size),
    )


def _english_money(text: str, numeral: Numeral, currency: str, start: int) -> Amount | None:
    """KRW 12.5 billion, $5M, 3.2 million won."""
    name = _PREFIX_NAMES.get(currency, currency)
    found = _ENGLISH_SCALE.match(text, numeral.end) or (
        _SHORT_SCALE.match(text, numeral.end) if currency else None
    )
    if found:
        size = _ENGLISH_SCALES[found[1] if found[1] in _ENGLISH_SCALES else found[1].lower()]
        after = found[2] if found.re is _ENGLISH_SCALE else None
        name = name or _ENGLISH_MONEY.get((after or "").lower(), "")
        if not name:
            return None
        unit = f"{_LONG_SCALES[size]} {name}"
        return Amount(
            start,
            found.end(),
            numeral.total,
            numeral.step,
            unit,
            "money",
            "unit-english-money",
            Decimal(size),
        )
    if not currency:
        return None
    if numeral.scale or numeral.scale is None:
        korean = _PREFIX_UNITS.get(name, name)
        return replace(_money(numeral, korean, numeral.end), start=start)
    return Amount(
        start, numeral.end, numeral.total, numeral.step, name, "money", "unit-english-money", Decimal(1)
    )


def _prefixed(text: str, numeral: Numeral) -> Amount | None:
    window = text[max(0, numeral.start - 5) : numeral.start]
    prefix = _FOREIGN_PREFIX.search(window)
    if prefix is None:
        return _english_money(text, numeral, "", numeral.start)
    start = numeral.start - (len(window) - prefix.start())
    return _english_money(text, numeral, prefix[1], start)


def _counted(text: str, numeral: Numeral, vocabulary: Vocabulary) -> Amount | None:
    rough = _APPROXIMATE.match(text, numeral.end)
    at = rough.end() if rough else numeral.end
    total, step = numeral.total, numeral.step
    english = _ENGLISH_SCALE.match(text, at)
    if english and not english[2]:
        size = _ENGLISH_SCALES[english[1].lower()]
        total, step, at = total * size, step * size, english.end()
    found = match_unit(text, at, vocabulary)
    if found is None:
        return None
    unit, _form, end = found
    if unit.least and total < unit.least:
        return None
    return Amount(
        numeral.start,
        end,
        total,
        step,
        unit.name,
        unit.kind,
        "unit-lexicon",
        rough=bool(rough),
        strict=unit.strict,
    )


def _single(text: str, at: int, vocabulary: Vocabulary) -> Amount | None:
    numeral = read_numeral(text, at)
    if numeral is None:
        return None
    rough = _APPROXIMATE.match(text, numeral.end)
    after = rough.end() if rough else numeral.end
    amount = _prefixed(text, numeral)
    if amount is None:
        currency = match_currency(text, after, vocabulary)
        big_after = (
            re.compile(r"([만억조])").match(text, after) if rough and numeral.scale is not None else None
        )
        if currency:
            amount = replace(_money(numeral, currency[0], currency[1]), rough=bool(rough))
        elif big_after:
            widened = replace(
                numeral,
                end=big_after.end(),
                total=numeral.total * scale_factor(big_after[1]),
                step=numeral.step * scale_factor(big_after[1]),
                scale=(numeral.scale or "") + big_after[1],
            )
            currency = match_currency(text, widened.end, vocabulary)
            if currency:
                amount = replace(_money(widened, currency[0], currency[1]), rough=True)
            else:
                amount = _counted(text, widened, vocabulary)
        else:
            amount = _counted(text, numeral, vocabulary)
    if (
        amount is None
        and numeral.total >= 10**8
        and (numeral.scale is None or numeral.scale[-1:] in {"억", "조"})
    ):
        # 총 120억 투입: so large a number without a counter is money
        if re.compile(r"(?:$|[^가-힣A-Za-z]|을|를|이|은|의|에|으로|로|여|원)").match(text, numeral.end):
            amount = replace(_money(numeral, "원", numeral.end), rule="default-won")
    if amount is None:
        return None
    return _with_slash(text, replace(amount, number_end=numeral.end), vocabulary)


def _with_slash(text: str, amount: Amount, vocabulary: Vocabulary) -> Amount:
    """12억원/건, 5회/년, 45㎍/㎥."""
    found = _PER_SLASH.match(text, amount.end)
    if found is None:
        return amount
    word = found[1]
    for length in range(len(word), 0, -1):
        per = word[:length]
        unit = vocabulary.units.get(per)
        known = per in _PER_WORDS or (unit is not None and length > 1)
        if known and _FOLLOW.match(text, found.start(1) + length):
            per = {"연": "년", "yr": "년", "year": "년", "month": "월", "day": "일"}.get(per, per)
            name = unit.name if unit is not None and per not in _PER_WORDS else per
            return replace(amount, end=found.start(1) + length, unit=f"{amount.unit}/{name}", per=name)
    return amount


def read_amount(text: str, at: int, vocabulary: Vocabulary) -> Amount | None:
    """The amount whose first digit is at `at`: a range (10~15개, 3억~5억원) or one number; None without a unit."""
    first = _single(text, at, vocabulary)
    low_end = first.end if first else None
    if first is None:
        numeral = read_numeral(text, at)
        low_end = numeral.end if numeral else None
    if low_end is None:
        return None
    mark = _RANGE_MARK.match(text, low_end)
    if mark is None:
        return first
    high = _single(text, mark.end(), vocabulary)
    if high is None or high.value_to is not None or high.kind in {"name", "ordinal"}:
        return first
    return _range(text, at, first, high, mark) or first


def _range(text: str, at: int, first: Amount | None, high: Amount, mark: re.Match[str]) -> Amount | None:
    word = mark[0].strip()
    if word == "에서" and (first is None or not _ROUGH_AFTER.match(text, high.end)):
        return None
    if first is None:
        numeral = read_numeral(text, at)
        if numeral is None:
            return None
        plain = numeral.scale == ""
        low = numeral.total if plain else numeral.total / high.scale
        step = numeral.step if plain else numeral.step / high.scale
    elif first.kind != high.kind or word == "-":
        return None
    else:
        low, step = first.value * first.scale / high.scale, first.step * first.scale / high.scale
        if first.unit != high.unit and high.kind != "money":
            return None
    if low >= high.value:
        return None
    return replace(
        high, start=first.start if first else at, value=low, value_to=high.value, step=min(step, high.step)
    )


_SIGN = re.compile(
    r"(?:(?<![^\s(\[:→/,<\t])[-+]|(?:(?<![가-힣A-Za-z\d])|(?<=[(:→]))[△▲▽▼] ?|(?<=[가-힣A-Za-z])[△▲▽▼]|[+](?<![\w+]\+))$"
)
_MINUS = frozenset("-△▲▽▼")


def with_sign(text: str, amount: Amount) -> Amount:
    """The amount with the sign printed before it: △, ▲ and - are minus."""
    sign = _SIGN.search(text, max(0, amount.start - 3), amount.start)
    if sign is None or (sign[0][0] in "-+" and not text[: sign.start()].strip()):
        return amount
    start = sign.start()
    if sign[0][0] in _MINUS:
        high = -amount.value_to if amount.value_to is not None else None
        return replace(amount, start=start, value=-amount.value, value_to=high)
    return replace(amount, start=start)


def bare_number(text: str, at: int) -> Amount | None:
    """A number whose unit stands elsewhere."""
    numeral = read_numeral(text, at)
    if numeral is None:
        return None
    return Amount(at, numeral.end, numeral.total, numeral.step, "", "", "", number_end=numeral.end)


NUMBER_PATTERN = re.compile(NUMBER)


def in_unit(amount: Amount, unit: str, vocabulary: Vocabulary, rule: str) -> Amount:
    """A bare number with a unit given elsewhere ("백만원" of a caption, "명" of a header)."""
    kind, size = unit_kind(unit, vocabulary)
    per = unit.partition("/")[2]
    return replace(amount, unit=unit, kind=kind, scale=Decimal(size), rule=rule, per=per)


_MONEY_UNIT = re.compile(r"([십백천]*[만억조]?)(.+)")


def unit_kind(unit: str, vocabulary: Vocabulary) -> tuple[str, int]:
    """(kind, size in won or 1) of a unit's name."""
    base = unit.partition("/")[0]
    scaled = _MONEY_UNIT.fullmatch(base)
    if scaled and scaled[2] in vocabulary.currencies.values():
        return "money", scale_factor(scaled[1])
    english = re.fullmatch(r"(?:(trillion|billion|million|thousand) )?([A-Z]{3})", base)
    if english:
        return "money", _ENGLISH_SCALES.get(english[1] or "", 1)
    known = vocabulary.units.get(base)
    if known is None and scaled:
        known = vocabulary.units.get(scaled[2])
    return (known.kind if known else "count"), 1


def clean_unit(text: str, vocabulary: Vocabulary) -> str | None:
    """The canonical name of a unit printed alone, as in a caption, a header or a unit column; None if it is none."""
    words = re.sub(r"\s+", " ", text.strip())
    if not words:
        return None
    if words in vocabulary.units:
        unit = vocabulary.units[words]
        return (
            unit.name
            if unit.kind not in {"name", "ordinal"}
            else words
            if words in {"위", "등급", "단계"}
            else None
        )
    compact = words.replace(" ", "").replace("社", "사")
    if compact in vocabulary.units:
        return vocabulary.units[compact].name
    head, slash, per = compact.partition("/")
    if slash:
        first = clean_unit(head, vocabulary)
        return f"{first}/{'년' if per == '연' else per}" if first else None
    english = re.fullmatch(
        r"(?:(KRW|USD|EUR|JPY) ?)?(trillion|billion|million|thousand|bn|mn|tn)(?: ?(KRW|USD|EUR|JPY|won|dollars))?",
        words,
        re.IGNORECASE,
    )
    if english and (english[1] or english[3]):
        name = _ENGLISH_MONEY.get((english[1] or english[3]).lower(), (english[1] or english[3]).upper())
        return f"{_LONG_SCALES[_ENGLISH_SCALES[english[2].lower()]]} {name}"
    if words.upper() in _PREFIX_UNITS:
        return words.upper()
    scaled = _MONEY_UNIT.fullmatch(compact)
    if scaled and scaled[2] in vocabulary.currencies:
        currency = vocabulary.currencies[scaled[2]]
        return f"{scaled[1]}{currency}"
    if scaled and scaled[1] and scaled[2] in vocabulary.units:
        return f"{scaled[1]}{vocabulary.units[scaled[2]].name}"
    return None


def plain(text: str) -> Decimal:
    """Digits as a number."""
    return plain_number(text)[0]
