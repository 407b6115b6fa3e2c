# ruff: noqa
"""Bounds: what a printed 이상 or 미만 says about an amount, and when it makes the amount a condition of something else."""

import re

from yunghap.plan.contracts import Comparison

from .amounts import Amount

_BOUND = re.compile(r" ?(?P<word>이상|이하|미만|초과|이내|내외|정도|가량|안팎|한도|까지)")
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
_BEFORE = (
    (re.compile(r"(?:최소|적어도|at least|over|more than) ?$", re.IGNORECASE), Comparison.AT_LEAST),
    (re.compile(r"(?:최대|최고|최장|up to|at most|no more than) ?$", re.IGNORECASE), Comparison.AT_MOST),
    (re.compile(r"(?:less than|under|below) ?$", re.IGNORECASE), Comparison.LESS_THAN),
    (re.compile(r"(?:약|대략|around|about|some|approximately) ?$", re.IGNORECASE), Comparison.ABOUT),
)
# What is done with a bounded amount: then it is a goal or a result, not a condition.
_DONE = re.compile(
    r" ?(?:(?:을|를|으로|로|의|이|가|은|도)(?=[ ,.)]|$)|[,.)/;→·]|$|-|\(|달성|구축|확보|유지|지원|양성|선정|발굴|개최|증가|감소|향상|절감|창출|확대|설치|보급|개발|추진"
    r"|육성|제고|운영|출원|등록|유치|단축|감축|조성|개선|도입|제작|배출|채용|고용|성장|상승|하락|인하|투입|투자|집행|편성|배정|완료|관리|실시|배치|공급|생산|수출|판매|참여|기록|초과|늘|줄|높|낮"
    r"|(?:신규|추가|매년|누적|전년))"
)
_MODIFIES = re.compile(
    r" ?(?:의 )?(?:(?:중소|중견|대|소상공|벤처|창업)?(?:기업|사업장|업체|사업자|사업체|시설|주택|건물|건축물|가구|아동|청년|고령|어르신|노인|근로자|차량|선박|인 |된 |한 |경력|인구|종사자|법인|단체|기관|도시|학생|대상|임직원|소지|보유|거주|운용|운전|재직|근무|경과|숙성|인증 기업|자로|자는|자에|자$|자,|구분|이면|이거나|인 경우|일 경우|의 경우|시 )"
    r"|규모의?)"
)
_ELIGIBILITY = re.compile(
    r"(?:종업원|상시 ?근로자|근로자|직원|종사자|업력|경력|창업 ?후|창업한 지|설립 ?후|만|연매출|매출액|연간 매출|자본금|연령|나이|종사자 수|보유자본|인구|면적|점수가|점 이상) ?(?:이 |은 |가 )?(?:약 )?$"
)
_UNMET = re.compile(
    r"(?:에|를|을)? ?(?:미치지 못|못 ?미치|미달하는|미달인|밑도는|넘는 (?:기업|사업)|초과하는 (?:기업|사업))"
)


def is_condition(text: str, amount: Amount) -> bool:
    """The amount bounds something else (50인 미만 사업장, 창업 후 7년 이내) and claims nothing itself."""
    if amount.value_to is not None:
        return False
    bound = _BOUND.match(text, amount.end)
    if bound is None or bound["word"] in {"내외", "정도", "가량", "안팎", "한도", "까지"}:
        return bool(_UNMET.match(text, amount.end)) and amount.kind in {"percent", "score"}
    if amount.kind in {"time", "age"}:
        return True
    if _ELIGIBILITY.search(text, max(0, amount.start - 16), amount.start):
        return True
    after = bound.end()
    second = re.compile(r" ?~? ?[\d,.]+ ?(?:%|[가-힣]{1,3}) ?(?:이상|이하|미만|초과)").match(text, after)
    if second:
        return True
    if re.compile(r" ?\d").match(text, after):
        return False
    if _MODIFIES.match(text, after):
        return True
    if bound["word"] == "미만" and amount.unit in {"인", "명"}:
        return True
    return not _DONE.match(text, after) and not re.compile(r" ?[가-힣A-Za-z(·]").match(text, after)


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
