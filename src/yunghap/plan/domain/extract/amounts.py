"""The quantity grammar: sign, numeral, unit, range, rate — what one amount says, wherever it stands."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from yunghap.plan.domain.vocabulary import Vocabulary

from .numerals import Numeral, read_numeral, scale_factor, widen
from .units import (
    currency_code,
    english_size,
    english_unit,
    match_currency,
    match_english_noun,
    match_unit,
    unit_kind,
    word_ends,
)
from .words import words_of


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, as printed: offsets of the view, `value` in `unit`, `step` the size of its last digit.

    `kind` is the unit's kind ("money" for currencies, "" where no unit stands there); `size` the size of one `unit`
    in plain numbers or won; `per` what a rate counts by; `rule` how the unit was found; `number_end` where the
    number ends and the unit begins.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: str
    kind: str
    rule: str
    size: Decimal = Decimal(1)
    value_to: Decimal | None = None
    rough: bool = False
    per: str = ""
    number_end: int = 0


_ROUGH = re.compile(r" ?(?:여|남짓|수)(?= ?[가-힣])(?!수)")
_BIG_WORD = re.compile(r" ?([만억조])")
_FIRST_CURRENCY = re.compile(r"(KRW|USD|EUR|JPY|GBP|CNY|US\$|\$|₩|€|¥|£) ?$")
_KOREAN_NAMES = {"KRW": "원", "USD": "달러", "EUR": "유로", "JPY": "엔", "GBP": "파운드", "CNY": "위안"}
_ENGLISH = re.compile(
    r"[ -]?(?P<size>trillion|billion|million|thousand|tn|bn|mn)(?![A-Za-z\d])"
    r"(?: ?-?(?P<name>won|KRW|US dollars|dollars|USD|euros|EUR)\b)?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?P<size>[TBMKkmb])(?![A-Za-z가-힣\d])(?: ?(?P<name>KRW|USD|EUR)\b)?")
_LETTER_BN = re.compile(r"(?:bn|mn|tn)\b")
_ANY_CURRENCY = re.compile(r"KRW|USD|EUR|US\$|\$|₩")
_LETTERS = {"T": 10**12, "B": 10**9, "b": 10**9, "M": 10**6, "m": 10**6, "K": 10**3, "k": 10**3}
_PLAIN_MONEY = re.compile(r"$|[^가-힣A-Za-z]|을|를|이(?!내|상)|은|의|에|으로|로|원")
_PER = re.compile(r" ?/ ?(?![\d ])(?:[십백천만](?=[명인대건]))?([가-힣A-Za-z㎠㎡㎢㎥]+)")
_PER_WORDS = words_of("""년 연 월 주 일 분기 반기 시간 분 초 인 명 회 건 개소 개 대 팀 사 개사 기업 과제
    호 ha kg 톤 t ton h s d km ㎠ ㎡ ㎢ ㎥ cm2 m2 m3 m yr year month day L kW MW kWh 곳 기관 가구 농가 세대 종 편 학급
    학교 교 마을 척 두 동 면 점 매 장 노선 산단 단지""")
_LATIN_GOES_ON = re.compile(r"[A-Za-z][A-Za-z]")
_PER_MONEY = re.compile(r"(?:백만|천만|십억|[십백천만억])?원")  # TOE/백만원
_PER_ENGLISH = re.compile(r"[a-z]{3,12}(?![a-z])")
_PER_NAMES = {"연": "년", "yr": "년", "year": "년", "month": "월", "day": "일"}
_RANGE = re.compile(r" ?(~|-|에서) ?(?=\d)| (to) (?=\d)")
_ENGLISH_TO = re.compile(r" ?(?:[-~]|to|and) ?(?=\d)")
_FROM = re.compile(r"\b[Ff]rom $")
_ROUGHLY = re.compile(r" ?(?:정도|가량|내외|사이|안팎)")
_SIGN = re.compile(
    r"(?:(?<![^\s(\[:→/,<·])[-+]"  # + and - after a space or an opening mark
    r"|(?:(?<![가-힣A-Za-z\d])|(?<=[(:→]))[△▲▽▼] ?"
    r"|(?<=[가-힣A-Za-z])[△▲▽▼])$"
)
_OPENS_LINE = re.compile(r"\s*")
_MINUS = frozenset("-△▲▽▼")
IN_TRILLION = Decimal(10000)  # 억원 in 조원
_COUNT_SCALE = re.compile(r"[ -]?(?P<size>million|thousand|billion)\b", re.IGNORECASE)


def money_unit(numeral: Numeral, currency: str) -> tuple[str, int]:
    """(unit, its size): the printed scale; several scales in 억 or 만; won never in 조."""
    scale = numeral.scale
    plain = {"", "천", "만", "백만", "억"} | (set() if currency == "원" else {"조", "십억"})
    if scale in plain:
        return f"{scale}{currency}", scale_factor(scale or "")
    if numeral.total >= 10**8:
        return f"억{currency}", 10**8
    if numeral.total >= 10**4:
        return f"만{currency}", 10**4
    return currency, 1


def _money(numeral: Numeral, currency: str, end: int, rule: str = "unit-currency") -> Amount:
    unit, size = money_unit(numeral, currency)
    return Amount(
        numeral.start, end, numeral.total / size, numeral.step / size, unit, "money", rule, Decimal(size)
    )


def _english(text: str, numeral: Numeral) -> Amount | None:
    """KRW 12.5 billion, $5M, 3.2 million won, USD 300."""
    window = max(0, numeral.start - 5)
    prefix = _FIRST_CURRENCY.search(text, window, numeral.start)
    start = prefix.start() if prefix else numeral.start
    code = currency_code(prefix[1]) if prefix else ""
    scaled = _ENGLISH.match(text, numeral.end)
    if not code and (scaled or _LETTER_BN.match(text, numeral.end)):
        earlier = list(_ANY_CURRENCY.finditer(text, max(0, numeral.start - 60), numeral.start))
        code = (
            currency_code(earlier[-1][0])
            if earlier and "(" in text[earlier[-1].end() : numeral.start]
            else ""
        )
    letter = None if scaled else _LETTER.match(text, numeral.end)
    found = scaled or letter
    if found and (code or found["name"]):
        size = english_size(found["size"]) if scaled else _LETTERS[found["size"]]
        code = code or currency_code(found["name"])
        unit = english_unit(size, code)
        return Amount(
            start, found.end(), numeral.total, numeral.step, unit, "money", "unit-english", Decimal(size)
        )
    if not code:
        return None
    if numeral.scale != "":  # ₩120억
        return replace(_money(numeral, _KOREAN_NAMES.get(code, code), numeral.end), start=start)
    return Amount(start, numeral.end, numeral.total, numeral.step, code, "money", "unit-english")


def _english_range(text: str, at: int) -> Amount | None:
    """KRW 3-5 billion, USD 10 to 15 million: the currency before both, the scale behind."""
    prefix = _FIRST_CURRENCY.search(text, max(0, at - 5), at)
    if prefix is None:
        return None
    low = read_numeral(text, at)
    mark = _ENGLISH_TO.match(text, low.end)
    if mark is None:
        return None
    high = read_numeral(text, mark.end())
    found = _ENGLISH.match(text, high.end) or _LETTER.match(text, high.end)
    if found is None or low.total >= high.total:
        return None
    word = found["size"]
    size = _LETTERS.get(word) or english_size(word)
    unit, step = english_unit(size, currency_code(prefix[1])), min(low.step, high.step)
    return Amount(
        prefix.start(),
        found.end(),
        low.total,
        step,
        unit,
        "money",
        "unit-english",
        Decimal(size),
        high.total,
        number_end=high.end,
    )


def _counted(text: str, numeral: Numeral, at: int, vocabulary: Vocabulary) -> Amount | None:
    total, step = numeral.total, numeral.step
    english = _COUNT_SCALE.match(text, at)
    if english:
        size = english_size(english["size"])
        total, step, at = total * size, step * size, english.end()
    found = match_unit(text, at, vocabulary)
    if found is None:
        noun = match_english_noun(text, at)
        return Amount(numeral.start, noun[1], total, step, noun[0], "count", "unit-english") if noun else None
    unit, end = found
    kind = "ordinal" if total < unit.least else unit.kind
    return Amount(numeral.start, end, total, step, unit.name, kind, "unit-lexicon")


def _korean(text: str, numeral: Numeral, vocabulary: Vocabulary) -> Amount | None:
    """3,096.5억원, 44백만원, 2천여 명, 120억."""
    rough = _ROUGH.match(text, numeral.end)
    at = rough.end() if rough else numeral.end
    wider = _BIG_WORD.match(text, at) if rough and numeral.scale is not None else None
    if wider:
        numeral = widen(numeral, wider[1], wider.end())
        at = numeral.end
    currency = match_currency(text, at, vocabulary)
    if currency:
        amount: Amount | None = _money(numeral, currency[0], currency[1])
    else:
        amount = _counted(text, numeral, at, vocabulary)
    if amount is None and _big_money(numeral) and _PLAIN_MONEY.match(text, numeral.end):
        amount = _money(numeral, "원", numeral.end, "default-won")
    return replace(amount, rough=True) if amount and rough else amount


def _big_money(numeral: Numeral) -> bool:
    """So large a number without a counter is money: 총 120억 투입, 350백만."""
    if numeral.scale == "백만":
        return True
    return numeral.total >= 10**8 and (numeral.scale is None or numeral.scale[-1:] in {"억", "조"})


def _single(text: str, at: int, vocabulary: Vocabulary) -> Amount | None:
    numeral = read_numeral(text, at)
    amount = _english(text, numeral) or _korean(text, numeral, vocabulary)
    if amount is None:
        return None
    return _with_slash(text, replace(amount, number_end=numeral.end), vocabulary)


_EACH_BEHIND = re.compile(r"[가-힣]{1,4}[별당](?=\s)")  # 58개 / 과제별 7억원


def _with_slash(text: str, amount: Amount, vocabulary: Vocabulary) -> Amount:
    """12억원/건, 5회/년, 45㎍/㎥."""
    found = _PER.match(text, amount.end)
    if found is None or _EACH_BEHIND.match(text, found.start(1)):
        return amount
    for length in range(len(found[1]), 0, -1):
        word = found[1][:length]
        unit = vocabulary.units.get(word) if length > 1 else None
        end = found.start(1) + length
        if (word in _PER_WORDS or unit) and word_ends(text, end) and not _LATIN_GOES_ON.match(text, end - 1):
            name = _PER_NAMES.get(word, word if word in _PER_WORDS or unit is None else unit.name)
            return replace(amount, end=end, unit=f"{amount.unit}/{name}", per=name)
    money = _PER_MONEY.match(text, found.start(1))
    if money and amount.kind != "money":
        return replace(amount, end=money.end(), unit=f"{amount.unit}/{money[0]}", per=money[0])
    word = _PER_ENGLISH.match(text, found.start(1))
    if word:
        return replace(amount, end=word.end(), unit=f"{amount.unit}/{word[0]}", per=word[0])
    return amount


def read_amount(text: str, at: int, vocabulary: Vocabulary) -> Amount | None:
    """The amount whose first digit is at `at`: a range (10~15개, 3억~5억원) or one number; None without a unit."""
    first = _english_range(text, at) or _single(text, at, vocabulary)
    low_end = first.end if first else read_numeral(text, at).end
    mark = _RANGE.match(text, low_end)
    if mark is None:
        return first
    high = _single(text, mark.end(), vocabulary)
    if high is None or high.kind in {"name", "ordinal"}:
        return first
    word = mark[1] or mark[2]
    if word == "to" and (first is not None or _FROM.search(text, max(0, at - 6), at)):
        return first
    if word == "에서" and not _ROUGHLY.match(text, high.end):
        return first
    if first is None:
        return _low_without_unit(text, at, high, read_numeral(text, mark.end()).scale if mark[1] else "")
    return _low_with_unit(first, high, word) or first


def _low_without_unit(text: str, at: int, high: Amount, scale: str | None) -> Amount | None:
    """10~15개, 3~5조원: the lower number takes the unit of the upper one, and its printed `scale`."""
    numeral = read_numeral(text, at)
    factor = 1 / high.size
    if numeral.scale == "":
        factor = scale_factor(scale) / high.size if scale else Decimal(1)
        if numeral.total * factor >= high.value:  # 5,000~1만명
            factor = 1 / high.size if scale else factor
    return _range(at, numeral.total * factor, numeral.step * factor, high)


def _low_with_unit(low: Amount, high: Amount, mark: str) -> Amount | None:
    """10개~15개, 5천만~1억원."""
    if low.kind != high.kind or mark == "-":
        return None
    if low.unit != high.unit and high.kind != "money":
        return None
    scale = low.size / high.size
    return _range(low.start, low.value * scale, low.step * scale, high)


def _range(start: int, low: Decimal, step: Decimal, high: Amount) -> Amount | None:
    if low >= high.value:
        return None
    return replace(high, start=start, value=low, value_to=high.value, step=min(step, high.step))


def with_sign(text: str, amount: Amount, *, cell: bool = False) -> Amount:
    """The amount with the sign printed before it: △, ▲ and - are minus. A dash that opens a line is a bullet."""
    sign = _SIGN.search(text, max(0, amount.start - 3), amount.start)
    if sign is None or (not cell and sign[0][0] in "-+" and _OPENS_LINE.fullmatch(text, 0, sign.start())):
        return amount
    if sign[0][0] not in _MINUS:
        return replace(amount, start=sign.start())
    high = None if amount.value_to is None else -amount.value_to
    return replace(amount, start=sign.start(), value=-amount.value, value_to=high)


def bare_number(text: str, at: int) -> Amount:
    """A number whose unit stands elsewhere."""
    numeral = read_numeral(text, at)
    return Amount(at, numeral.end, numeral.total, numeral.step, "", "", "", number_end=numeral.end)


def times(amount: Amount, factor: Decimal) -> Amount:
    """The amount so many times."""
    high = None if amount.value_to is None else amount.value_to * factor
    return replace(amount, value=amount.value * factor, step=amount.step * factor, value_to=high)


def in_unit(amount: Amount, unit: str, vocabulary: Vocabulary, rule: str) -> Amount:
    """A bare number with a unit given elsewhere ("백만원" of a caption, "명" of a header); won in 조 becomes 억."""
    if unit == "조원":
        amount, unit = times(amount, IN_TRILLION), "억원"
    kind, size = unit_kind(unit, vocabulary)
    return replace(amount, unit=unit, kind=kind, size=size, rule=rule, per=unit.partition("/")[2])
