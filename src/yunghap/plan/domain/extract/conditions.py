"""Bounds: what a printed 이상 or 미만 says about an amount, and when it makes it a condition of something else."""

import re

from yunghap.plan.contracts import Comparison

from .amounts import Amount
from .words import any_of

_BOUND = re.compile(r" ?(?P<word>이상|이하|미만|초과|이내|내외|정도|가량|안팎|한도|까지)(?!의? ?(?:동안))")
_COMPARISONS = {
    "이상": Comparison.AT_LEAST,
    "이하": Comparison.AT_MOST,
    "이내": Comparison.AT_MOST,
    "한도": Comparison.AT_MOST,
    "까지": Comparison.AT_MOST,
    "미만": Comparison.LESS_THAN,
    "초과": Comparison.MORE_THAN,
    "내외": Comparison.ABOUT,
    "정도": Comparison.ABOUT,
    "가량": Comparison.ABOUT,
    "안팎": Comparison.ABOUT,
}
_STRICT = frozenset({"이상", "이하", "미만", "초과", "이내"})
_BEFORE = (
    (
        re.compile(r"(?:최소|적어도|at least|over|more than|minimum of) ?$", re.IGNORECASE),
        Comparison.AT_LEAST,
    ),
    (
        re.compile(r"(?:최대|최고|최장|up to|at most|no more than|maximum of) ?$", re.IGNORECASE),
        Comparison.AT_MOST,
    ),
    (re.compile(r"(?:less than|under|below|fewer than) ?$", re.IGNORECASE), Comparison.LESS_THAN),
    (re.compile(r"(?:약|대략|around|about|some|approximately) ?$", re.IGNORECASE), Comparison.ABOUT),
)
# Whom or what a bound describes: 50인 미만 사업장, 20분 이상 운용 가능한, 매출 100억원 이상 기업.
_DESCRIBED = re.compile(
    r" ?(?:의 )?(?:(?:중소|중견|소규모|영세|소상공|벤처|창업|제조|등록|보유|참여|인증|신규)\s?)?"
    + any_of("""기업 사업장 업체 사업자 사업체 시설 주택 건물 건축물 가구 아동 청년 고령 어르신
    노인 근로자 차량 선박 경력 인구 종사자 법인 단체 도시 학생 임직원 소지 보유 거주 운용 운전
    은_모두 은_총 재직 근무 경과 숙성 자로 자는 자에 구분 이면 이거나 인_경우 일_경우 의_경우 규모의 규모_
    농가 어가 점포 시군 학교 노후 이용자 대상 투자한 보유한 등급 취득 요건 조건 지역 유망 대형 소형 사업은
    사업에 사업의 사업을 과제는 과제에 과제의 건물은 공사 제품 품목은 설비를_갖춘 인_기업 장비
    탈락 과락 불합격 연구소 기관 컨소시엄 고득점 지표는 지표에 지표의 투자사업_및 투자사업은 투자사업에 투자사업의""")
    + r"|\s?(?:[인된한시]|자)(?=[ ,.)]|$)"
)
_DESCRIBES_BEFORE = re.compile(
    any_of("""종업원 상시_근로자 근로자 직원 종사자 업력 경력 창업_후 창업한_지 설립_후
    설립_이후 만 연매출 매출액이 연간_매출 자본금 연령 나이 종사자_수 보유자본 인구 면적이 점수가 평점
    재직기간 근무기간 신용등급 소득이 연소득 득점 평가점수 지분율 지분 정원""")
    + r" ?(?:이 |은 |가 )?(?:약 )?$"
)
_ENGLISH_BEFORE = re.compile(
    r"\b(?:with|of|having) (?:at least|fewer than|less than|more than|over|under) $", re.IGNORECASE
)
_COUNTED_BEHIND = re.compile(r"(?:은|는|이|인 곳은|인 곳이) ?[\d,.]+ ?(?:개|곳|명|건|%)")
_SECOND_BOUND = re.compile(r" ?~? ?[\d,.]+ ?(?:%|[가-힣]{1,3}) ?(?:이상|이하|미만|초과)")
_UNMET = re.compile(
    r"(?:에|를|을)? ?(?:미치지 ?못|못 ?미치(?:는|지)|미달하는|미달인"
    r"|밑도는|넘는 ?(?:기업|사업)|초과하는 ?(?:기업|사업)|한하여|한해|한정)"
)
# * 매출 50억원 이상, 창업 7년 이내: a note that is nothing but bounds says who is meant.
_BOUNDS_ONLY = re.compile(
    r"\s*(?:- ?)?[*※]+[^,\d]{0,20}\d[\d,.]*[^,\d]{1,8}(?:이상|이하|미만|이내|초과)"
    r"(?:(?:,| 및| 또는|·|/|이고|이며)[^,\d]{1,20}\d[\d,.]*[^,\d]{1,8}(?:이상|이하|미만|이내|초과))+[^\d,]{0,20}"
)
_LONGEST_NOTE = 160
_HOW_OFTEN = re.compile(
    r"(?:까지|한도로|에 한해|만)? ?(?:연장|재연장|재신청|갱신) ?(?:가능|할 수|허용|신청)?"
)
# (가중치 60%), 가중치 : 계획 20%, 집행 30%. Points of a score (배점 60점) are counted.
_WEIGHT = re.compile(
    r"(?:가중치|weight)(?:\([^()]*\))?\s?(?:는|은|이|가|:|\(|\)|각각|각|총|\s)*$|가중치(?:\([^()]*\))?\s?(?:는|은|:)[^.;]*$"
)
_CLOSES = re.compile(r"\s?[)\]]")
_WHOLE = re.compile(r"(?:총\s?사업비|추정\s?가격|매출액?|자산|자본금)(?:이|가|은|는)?\s?:?\s?$")
_GRADE_BEFORE = re.compile(
    r"(?:탁월|우수|양호|보통|미흡|부진|저조|정상|주의|위험|등급"
    r"|달성|초과 ?달성)(?:\s?[(:]\s?|\s)(?:\d+(?:\.\d+)?% ?이상 ?~? ?)?$"
    r"|\d(?:%|점|명|인|억원|세)? ?(?:이상|초과) ?~? ?$"
)


# 1인당 교육 40시간, 장비 가동 연 1,800시간: hours that are counted, no time limit.
RATED_HOURS = re.compile(
    r"(?:(?<![가-힣])연간?|1?[인명대]당)\s?(?:[가-힣]{1,6}\s){0,2}(?:최대|최소|평균|약)?\s?$"
)
_BASE = re.compile(r"\s?당(?=\s)")  # 10억 원당, 1만 명당
_RANKED = re.compile(r"(?:상위|하위)\s?$")
_GRADED_RANGE = re.compile(r"(?:탁월|우수|양호|보통|미흡|부진|저조|등급)\s?\($")


def is_condition(text: str, amount: Amount) -> bool:
    """The amount bounds something else (50인 미만 사업장, 창업 후 7년 이내) and claims nothing itself."""
    if amount.value_to is not None:
        return bool(_GRADED_RANGE.search(text, max(0, amount.start - 12), amount.start))
    if _BASE.match(text, amount.end) and (amount.value != 1 or amount.kind == "money"):
        return True
    bound = _BOUND.match(text, amount.end)
    described = _bounds(text, amount, bound) if bound and bound["word"] in _STRICT else _limits(text, amount)
    ranked = amount.unit == "%" and _RANKED.search(text, max(0, amount.start - 6), amount.start) is not None
    return (
        described
        or ranked
        or any(
            pattern.search(text, max(0, amount.start - reach), amount.start) is not None
            for pattern, reach in ((_WEIGHT, 120), (_ENGLISH_BEFORE, 24))
        )
    )


def _bounds(text: str, amount: Amount, bound: re.Match[str]) -> bool:
    """창업 후 7년 이내, 50인 미만 사업장, 우수(100% 이상), 90% 이상 100% 미만."""
    return bool(
        (amount.kind in {"time", "age"} and not _is_rated_hours(text, amount))
        or _GRADE_BEFORE.search(text, max(0, amount.start - 24), amount.start)
        or _DESCRIBES_BEFORE.search(text, max(0, amount.start - 16), amount.start)
        or _SECOND_BOUND.match(text, bound.end())
        or _DESCRIBED.match(text, bound.end())
        or _COUNTED_BEHIND.match(text, bound.end())
        or (len(text) <= _LONGEST_NOTE and _BOUNDS_ONLY.fullmatch(text))
        or (bound["word"] == "미만" and amount.unit in {"인", "명"})
        or _is_threshold(text, amount, bound)
    )


def _is_threshold(text: str, amount: Amount, bound: re.Match[str]) -> bool:
    """해당없음 (총사업비 500억원 미만): money that bounds at the end of a parenthesis."""
    if amount.kind != "money" or not _CLOSES.match(text, bound.end()):
        return False
    whole = _WHOLE.search(text, max(0, amount.start - 16), amount.start)
    return bound["word"] == "미만" or (bound["word"] != "이내" and whole is not None)


def _is_rated_hours(text: str, amount: Amount) -> bool:
    return (
        amount.unit == "시간"
        and RATED_HOURS.search(text, max(0, amount.start - 24), amount.start) is not None
    )


def _limits(text: str, amount: Amount) -> bool:
    """60%에 미치지 못하는, 1회에 한하여, 1회 연장 가능."""
    often = amount.unit == "회" and _HOW_OFTEN.match(text, amount.end) is not None
    return often or _UNMET.match(text, amount.end) is not None


def comparison(text: str, amount: Amount) -> Comparison:
    """How the printed number bounds the real one."""
    if amount.value_to is not None:
        return Comparison.RANGE
    bound = _BOUND.match(text, amount.end)
    if bound:
        return _COMPARISONS[bound["word"]]
    window = max(0, amount.start - 16)
    for pattern, found in _BEFORE:
        if pattern.search(text, window, amount.start):
            return found
    return Comparison.ABOUT if amount.rough else Comparison.EQUAL
