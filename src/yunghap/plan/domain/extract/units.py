"""Units and currencies at a place in the text, and units printed alone (caption, header, unit column)."""

import re
from decimal import Decimal

from yunghap.plan.domain.vocabulary import Unit, Vocabulary

from .numerals import scale_factor
from .words import any_of, words_of

_PARTICLES = (
    r"을|를|이(?:[ 며고나다었라]|상|하|내|$)|가(?:[ ,]|량|$)|은|는|의|에|로|으로|와|과(?:[ ,]|$)"
    r"|도[ ,]|만[ ,에]|인[ ,]|간[ ,)]"
)
_SUFFIXES = any_of("""씩 당 까지 부터 상당 미만 초과 내외 정도 안팎 규모 수준 급 여 및 등 임 대비 보다
    마다 별 짜리 이다 였""")
# What is done with what is counted: 5개소구축, 3종개발.
_DEEDS = any_of("""지원 선정 구축 설치 운영 개최 발굴 육성 양성 확보 보급 도입 개발 제작 조성 추진
    확대 지정 신설 증가 감소 증설 건설 제공 공급 판매 수출 출시 출원 등록 참여 참가 방문 교육 수료 배출 채용
    고용 창출 유치 완료 완공 준공 착공 달성 접수 처리 승인 개선 신규 계속 파견 배치""")
# What may stand after a short unit that other words begin with.
_WORD_ENDS = re.compile(rf"$|[^가-힣]|{_PARTICLES}|{_SUFFIXES}|{_DEEDS}")
_LATIN = re.compile(r"[A-Za-z]")
# Units of one letter or syllable that may stand after a space.
_SPACED = words_of(
    "m g W % 개 건 명 대 종 회 곳 톤 배 점 인 호 식 편 팀 척 기 "
    "권 장 매 본 면 동 석 실 두 수 벌 립 병 년 월 일 주 분 초 세 위 차 平"
)
_WON_WORDS = re.compile(any_of("격 자력 천 인 칙 장 료 활 형 스톱 데이 화 소"))  # 원격, 원칙, …
_BULL_WORDS = re.compile(any_of("량 편 법 만 안 가 확 균 합"))  # 불량, 불편, …
_CURRENCY_WORDS = {"원": _WON_WORDS, "불": _BULL_WORDS}
_PAYERS = words_of("시 군 구 도 시군 시도 시군구")
_SCALED = re.compile(r"([십백천]*[만억조]?)(.+)")
_ENGLISH_SIZES = {
    "trillion": 10**12, "tn": 10**12, "billion": 10**9, "bn": 10**9, "million": 10**6, "mn": 10**6, "thousand": 10**3,
}  # fmt: skip
_ENGLISH_NAMES = {10**12: "trillion", 10**9: "billion", 10**6: "million", 10**3: "thousand"}
_CODES = {"won": "KRW", "dollars": "USD", "dollar": "USD", "us dollars": "USD", "euros": "EUR", "euro": "EUR"}
_ENGLISH_UNIT = re.compile(
    r"(?:(?P<first>KRW|USD|EUR|JPY|US\$|\$|₩) ?)?(?P<size>trillion|billion|million|thousand|bn|mn|tn)"
    r"(?:(?: of)? ?(?P<last>KRW|USD|EUR|JPY|won|dollars|euros))?",
    re.IGNORECASE,
)
_ROUND = re.compile(r"(?:KRW|₩) ?100 ?million|100 ?million ?(?:KRW|won)", re.IGNORECASE)
_SYMBOLS = {"US$": "USD", "$": "USD", "₩": "KRW", "€": "EUR", "¥": "JPY", "£": "GBP"}
_ORDER_UNITS = words_of("위 등급 단계")  # order elsewhere, but the unit of an indicator in a unit column


def word_ends(text: str, at: int) -> bool:
    """Whether a short word can end at `at`: no longer word goes on."""
    return _WORD_ENDS.match(text, at) is not None


def currency_code(word: str) -> str:
    """KRW of "₩", "won", "krw"."""
    return _SYMBOLS.get(word) or _CODES.get(word.lower()) or word.upper()


def english_size(word: str) -> int:
    """10 ** 9 of "billion" or "bn"."""
    return _ENGLISH_SIZES[word.lower()]


def english_unit(size: int, code: str) -> str:
    """ "billion KRW"."""
    return f"{_ENGLISH_NAMES[size]} {code}"


def _fits(text: str, end: int, unit: Unit, form: str) -> bool:
    """Whether the unit ends where its printed form ends."""
    following = text[end : end + 1]
    if following == "비" and form in _PAYERS:  # 도비 36,120 시군비 29,880
        return False
    if _LATIN.match(form[-1]) and following and (_LATIN.match(following) or following.isdigit()):
        return False
    return not unit.strict or word_ends(text, end)


def match_unit(text: str, at: int, vocabulary: Vocabulary) -> tuple[Unit, int] | None:
    """The longest unit at `at` (one space may stand before it) and its end."""
    first = at + (text[at : at + 1] == " ")
    for length in range(min(vocabulary.longest, len(text) - first), 0, -1):
        form = text[first : first + length]
        unit = vocabulary.units.get(form)
        if unit is None:
            continue
        if first > at and len(form) == 1 and form not in _SPACED:
            continue
        if _fits(text, first + length, unit, form):
            return unit, first + length
    return None


_LINKS = any_of("in of for and by at to the on with from per a an or as than is are was were will be not")
_NO_NOUNS = any_of(
    "was is has as this its across plus less versus his us bus analysis status basis process access business"
)
_ENGLISH_NOUN = re.compile(
    rf"\+?(?: or (?:more|fewer|less))? (?:(?!{_LINKS}\b)[A-Za-z][\w&'/-]* ){{0,3}}?"
    rf"(?P<noun>(?!{_NO_NOUNS}\b)[A-Za-z][\w-]*[a-zA-Z]s|people|staff|men|women)"
    r"(?![\w-])"
)


_ENGLISH_TERM = re.compile(
    rf" (?:[A-Z][\w-]* ){{0,2}}(?P<noun>[A-Z][a-z][\w-]*)(?= ?(?:{_DEEDS}|체결|수행|실증|추가|[을를])|[,.)/]|$)"
)
_LATIN_BEFORE = re.compile(r"[A-Za-z][\w-]* ?[\d,.]+$")


def match_english_noun(text: str, at: int) -> tuple[str, int] | None:
    """The noun that an English number counts, and its end: 12 new pilot projects; 5 Living Lab 구축."""
    match = _ENGLISH_NOUN.match(text, at)
    if match is None and not _LATIN_BEFORE.search(text, max(0, at - 12), at):
        match = _ENGLISH_TERM.match(text, at)
    return (match["noun"], match.end()) if match else None


def match_currency(text: str, at: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """A currency word at `at` (one space may stand before it): (currency, end)."""
    first = at + (text[at : at + 1] == " ")
    for form in vocabulary.currency_forms:
        if not text.startswith(form, first):
            continue
        end = first + len(form)
        if _LATIN.match(form[-1]) and _LATIN.match(text, end):
            continue
        other = _CURRENCY_WORDS.get(form)
        if other.match(text, end) if other else not (len(form) > 1 or word_ends(text, end)):
            continue
        return vocabulary.currencies[form], end
    return None


def unit_kind(unit: str, vocabulary: Vocabulary) -> tuple[str, Decimal]:
    """(kind, size in won or 1) of a unit's name: ("money", 10 ** 6) of 백만원."""
    base = unit.partition("/")[0]
    scaled = _SCALED.fullmatch(base)
    if scaled and scaled[2] in vocabulary.currencies:
        return "money", Decimal(scale_factor(scaled[1]))
    english = re.fullmatch(r"(?:(trillion|billion|million|thousand) )?([A-Z]{3})", base)
    if english:
        return "money", Decimal(_ENGLISH_SIZES.get(english[1] or "", 1))
    known = vocabulary.units.get(base) or (vocabulary.units.get(scaled[2]) if scaled else None)
    return (known.kind if known else "count"), Decimal(1)


def clean_unit(text: str, vocabulary: Vocabulary) -> str | None:
    """The name of a unit printed alone, as in a caption, a header or a unit column; None if it is none."""
    words = re.sub(r"\s+", " ", text.strip(" .:"))
    compact = words.replace(" ", "").replace("社", "사")
    unit = vocabulary.units.get(words) or vocabulary.units.get(compact)
    if unit is not None:
        named = unit.kind in {"name", "ordinal"} and unit.name not in _ORDER_UNITS
        return None if named else unit.name
    head, slash, per = compact.partition("/")
    if slash:
        first = clean_unit(head, vocabulary)
        return f"{first}/{'년' if per == '연' else per}" if first and per and not per[0].isdigit() else None
    return _money_name(words, compact, vocabulary)


def _money_name(words: str, compact: str, vocabulary: Vocabulary) -> str | None:
    if _ROUND.fullmatch(words):
        return "억원"
    english = _ENGLISH_UNIT.fullmatch(words)
    if english and (english["first"] or english["last"]):
        return english_unit(english_size(english["size"]), currency_code(english["first"] or english["last"]))
    if words in {"KRW", "USD", "EUR", "JPY"}:
        return words
    scaled = _SCALED.fullmatch(compact.replace("US$", "달러").replace("$", "달러"))  # 백만$
    if scaled is None:
        return None
    if scaled[2] in vocabulary.currencies:
        return f"{scaled[1]}{vocabulary.currencies[scaled[2]]}"
    known = vocabulary.units.get(scaled[2]) if scaled[1] else None
    return f"{scaled[1]}{known.name}" if known else None
