"""Rates by the word before the number: 연 400명 is 명/년, 개소당 5억원 is 억원/개소. The span stays as it is."""

import re
from dataclasses import replace
from decimal import Decimal

from yunghap.plan.domain.vocabulary import Vocabulary

from .amounts import Amount
from .words import any_of, words_of

_TIMES = {
    "연": "년", "연간": "년", "연평균": "년", "매년": "년", "해마다": "년", "1년에": "년",
    "회당": "회", "매회": "회",
    "월": "월", "매월": "월", "월평균": "월", "매달": "월", "한달에": "월", "달마다": "월",
    "주": "주", "매주": "주", "주당": "주",
    "일": "일", "매일": "일", "하루": "일", "하루에": "일", "일평균": "일", "일일": "일", "1일": "일",
    "분기": "분기", "매분기": "분기", "분기별": "분기", "분기당": "분기", "분기마다": "분기",
    "반기": "반기", "반기별": "반기", "반기마다": "반기", "시간당": "시간", "시간마다": "시간",
}  # fmt: skip
_FORMS = any_of("""연간 연평균 연 매년 해마다 1년에 월평균 매월 매달 달마다 한_달에 월 매주 주당 주 매회 매일
    하루에 하루 일평균 일일 1일 일 매_분기 분기별 분기당 분기마다 분기 반기별 반기마다 반기 시간당 시간마다""")
PER_NOUNS = words_of("""인 명 사람 개소 곳 건 기업 기관 거점 업체 농가 어가 가구 호 과제 팀 대 회 개
    개사 사 사업 학교 센터 지역 시군 ha 마을 산단 거점 분과 학급 학과 품목 종 척 세대 년 병원 대학 단지 공장 점포 사업장
    매장 km kW 톤 학생 교육생 과정 강좌 편 기 면 동 실 ㎡ 두 권역 지구 시설 제품 모델 교 개교 컨소시엄
    연구실 연구단 스타트업 창업팀 프로젝트 부처 시도 품종 노선 차량 선박 어선 콘텐츠 작품 행사 회사 참여자
    식 세트 기체 수료생""")
_BETWEEN = any_of(
    "최대 최소 평균 약 총 각 각각 한도 최고 지원액은 지원금은 지원액 지원금 단가 국비 보조금 사업비"
)
# 산단별 80억원: who each gets an amount; 부처별 and 업종별 only tell amounts apart.
_EACH = any_of(
    "팀 산단 개소 기업 기관 거점 마을 학교 대학 센터 컨소시엄 단지 사업장 창업팀 과제 시군 농가 가구"
)
_YEAR_ASIDE = r"(?:\(?'?(?:20)?\d\d년?\)? ?)"
_NOUN = r"(?![연월주일]\s)[가-힣]{1,8}\s"
_BEFORE = re.compile(
    rf"(?:^|[\s(,·:/<\[~→])(?:"
    rf"(?P<time>{_FORMS})(?:\s+|$)(?:{_BETWEEN}\s*)*(?:(?:(?<=평균\s)|(?<=해마다\s)|(?<=매년\s)|(?<=매월\s)){_NOUN}|(?:(?<=연간\s)|(?<=1일\s)|(?<=하루\s))[가-힣]{{0,6}}(?:능력|물량|량|규모|객|건수|인원)\s)?"
    rf"|(?P<money>월|연|매월|매년)\s[가-힣]{{0,6}}(?:료|비|금|수당|급여)(?:로|은|는)?\s(?:{_BETWEEN}\s*)*"
    r"|(?<![\d\s][만억천백] )1?(?P<noun>[가-힣A-Za-z㎡社]{1,8}?)(?<!수)\s?당(?:\s+|$)"
    rf"(?:{_BETWEEN}\s*|{_NOUN}){{0,3}}"
    rf"|(?P<yearly>연간)\s[가-힣·]{{1,8}}\s(?:{_BETWEEN}\s*)*"
    rf"|(?P<each>{_EACH})별\s(?:{_BETWEEN}\s*)*"
    rf")(?:(?<=\s): {_YEAR_ASIDE}?)?$"
)
_ITEM = r"(?!총|전체|합계|연간?|월|국비|도비|시비|지방비|민자|자부담)[가-힣]{1,6}"
_GIVEN = rf"{_ITEM} [\d,.]+[가-힣]*원"
_SHARED = re.compile(
    rf"(?P<head>(?:^|[\s(,·:/])[가-힣]{{1,8}}당 )(?:[가-힣 ]{{0,12}})(?:(?<= )[\d,.]+[가-힣 ]{{0,4}}원(?:에서| →) "
    rf"|(?:{_GIVEN}, ?)+{_ITEM} )$"
)
_PAYER = r"(?:국비|지방비|[도시군구]비|시군비|민자|민간|자부담|자담|보조|융자|출연) ?"
_AMOUNT = r"[\d,.]+ ?[조억만천백십]* ?(?:[\d,.]+ ?[만천백십]*)? ?원"
_PARTS = re.compile(
    rf"(?P<head>(?:^|[\s(,·:/])1?[가-힣]{{1,8}}당 (?:[가-힣]{{1,8}} ){{0,3}}?)"
    rf"(?:{_AMOUNT} ?\((?:{_PAYER}{_AMOUNT}, ?){{0,6}}|(?:{_PAYER}{_AMOUNT} ?[,·+/] ?){{1,6}}){_PAYER}$"
)
_BEFORE_LATER = re.compile(
    r"(?P<value>\d[\d,.]*) ?(?P<unit>[^\s\d,.()→]{1,6}(?: 원)?)"
    rf"(?:(?: ?\([^()]*\))? ?(?:→|⇒|->|에서) ?| ?\([^()]*\), ?){_YEAR_ASIDE}?(?:월|연)?$"
    r"|(?P<now>\d[\d,.]*) ?(?P<kind>[^\s\d,.()→]{1,6}?)(?:으로|로|이며|에서) (?:전년도?|지난해|작년)(?:의 | ?\()$"
    rf"|(?P<first>\d[\d,.]*) ?(?P<same>[^\s\d,.()→]{{1,6}})[가-힣\s]{{0,6}}\({_YEAR_ASIDE}$"
)
_LONGEST_SERIES = 6
_FEW = 3
_ENGLISH = re.compile(
    r" (?:(?:an?|each|every) (?=year|month|week|day|quarter|hour|site|project)|per )(?P<unit>[a-z]+)\b"
)
_ENGLISH_BEFORE = re.compile(r"\bper (?P<unit>[a-z]{3,12})(?: of)? $")
_ASIDE = re.compile(r"\s?\(1?([가-힣]{1,6})당\)")
_IN_KOREAN = {
    "year": "년",
    "month": "월",
    "week": "주",
    "day": "일",
    "quarter": "분기",
    "site": "개소",
    "project": "과제",
}
_PER_NAMES = {"명": "인", "사람": "인", "社": "개사", "개社": "개사", "사": "개사"}
_NO_NOUNS = words_of("식 상 부 배 점 표 장 관 과정 담 해 전담 정 역")
_NO_SHARE = re.compile(r"[수담해배부적정상합충]$")
_WEEKLY = words_of("회 시간 일 차례 번 명 건")
_NOT_RATED = words_of("percent point ratio times")


def with_rate(text: str, amount: Amount, vocabulary: Vocabulary) -> Amount:
    """The amount in the unit of its rate, where a word before it makes it one."""
    if amount.per or amount.kind in _NOT_RATED or not amount.unit:
        return amount
    match = _BEFORE.search(text, max(0, amount.start - 28), amount.start)
    behind = _ENGLISH.match(text, amount.end) or _ENGLISH_BEFORE.search(
        text, max(0, amount.start - 24), amount.start
    )
    aside = _ASIDE.match(text, amount.end)  # 3억원(기업당)
    match = match or (_BEFORE.search(f"{aside[1]}당 ") if aside else None)
    match = match or _parallel(text, amount) or _part(text, amount) or _earlier(text, amount)
    base = behind["unit"] if behind else _base(match, amount, vocabulary) if match else ""
    if not base:
        return amount
    if behind and not amount.unit.isascii():
        base = _IN_KOREAN.get(base, base)  # 6,000명 per year
    return replace(amount, unit=f"{amount.unit}/{base}", per=base, rule=f"{amount.rule}+rate")


def _parallel(text: str, amount: Amount) -> re.Match[str] | None:
    """기업당 신규 1억원, 고도화 1.5억원: nouns that share what each amount is for."""
    shared = _SHARED.search(text, max(0, amount.start - 60), amount.start)
    return _BEFORE.search(text, shared.start(), shared.end("head")) if shared else None


def _part(text: str, amount: Amount) -> re.Match[str] | None:
    """대당 3.7억원(국비 2.6억원, 지방비 1.1억원), 개소당 국비 3억원, 지방비 1억원: who pays what each gets."""
    whole = _PARTS.search(text, max(0, amount.start - 80), amount.start) if amount.kind == "money" else None
    return _BEFORE.search(text, whole.start(), whole.end("head")) if whole else None


def _earlier(text: str, amount: Amount) -> re.Match[str] | None:
    """월 110만원(1년차), 100만원(2년차); 마을당 소득 : ('22) 2.9억원 → ('24) 3.4억원: the word is before the first."""
    at = amount.start
    for _ in range(_LONGEST_SERIES):
        gap = _BEFORE_LATER.search(text, max(0, at - 60), at)
        if gap is None or (gap["unit"] or gap["kind"] or gap["same"]).replace(" ", "") not in {
            amount.unit,
            f"{amount.unit}을",
            f"{amount.unit}를",
        }:
            return None
        at = gap.start("value" if gap["unit"] else "now" if gap["kind"] else "first")
        if gap["first"] and _is_total(amount.value, Decimal(gap["first"].replace(",", "").rstrip("."))):
            return None
        match = _BEFORE.search(text, max(0, at - 28), at)
        if match:
            return match
    return None


def _is_total(value: Decimal, each: Decimal) -> bool:
    """교당 9억원('24년 45억원): so many times what each gets is what all get."""
    return 0 < _FEW * each <= value and value % each == 0


def _base(match: re.Match[str], amount: Amount, vocabulary: Vocabulary) -> str:
    if match["noun"]:
        noun = match["noun"]
        noun = _PER_NAMES.get(noun, noun)
        known = noun in PER_NOUNS or (noun in vocabulary.units and noun not in _NO_NOUNS)
        paid = amount.kind == "money" and len(noun) > 1 and not _NO_SHARE.search(noun)  # 기체당 40만 원
        return noun if known or paid else ""
    if match["yearly"]:
        return "년" if amount.kind in {"measure", "count", "money"} and "예산" not in match[0] else ""
    if match["each"]:
        return _PER_NAMES.get(match["each"], match["each"]) if amount.kind == "money" else ""
    if match["money"]:
        return _TIMES[match["money"]] if amount.kind == "money" else ""
    word = match["time"].replace(" ", "")
    if word == "주" and amount.unit not in _WEEKLY:
        return ""
    return _TIMES[word]
