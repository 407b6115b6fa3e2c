"""Words that tell what a figure is: a whole, a part, more or less of something."""

import re

from yunghap.plan.checks.clauses import Commitment
from yunghap.plan.checks.words import squeeze

_WHOLE = re.compile(r"(?:^|\s)(?:총|합계|총계|전체|모두|총액|total)\s*$", re.IGNORECASE)
_WHOLE_NAMES = re.compile(
    r"(?:투자규모|총사업비|총투자|총예산|재정규모|투자총액|총규모|소요재원|재원|합계|총액|사업비|예산|"
    r"투자계획|투자액|totalinvestment|totalbudget)$"
)
PARTIAL = re.compile(
    r"(?<![가-힣])등(?![가-힣])|(?<=[가-힣\s)])등(?=[\s*.,)]|$)|이\s?중|그\s?중|(?<=\s)중(?=\s)|포함|"
    r"가운데|주요|일부|외\s?\d|etc\.?|including|such as|of which",
    re.IGNORECASE,
)
# Of these the smaller figure is the better one.
LESS_IS_BETTER = re.compile(
    r"배출|사고|사망|부상|재해|"
    r"(?:처리|소요|심사|대기|응답|출동|복구|승인|허가|인증|발급|개발|검사)\s?(?:기간|일수|일$|시간)|"
    r"제작\s?기간|최종처분|매립|소각|disposal|landfill|"
    r"불량|결함|고장|미세먼지|농도|오염|실업|격차|오류|손실|"
    r"부채|이직|폐기물|의존도|체납|위반|탈락|이탈|폐사|누수|유출|침해|범죄|감염|화재|불용|적자|공실|"
    r"emission|accident|death|defect|downtime|lead time|processing time|turnaround|error rate|vacancy|"
    r"dropout",
    re.IGNORECASE,
)
# Of these either may be meant.
EITHER_WAY = re.compile(
    r"기간|일수|시간|횟수당|비용|단가|원가|소비|사용량|수요|민원|불만|반려|이월|접수|지연|중단|건당|"
    r"인당|당\s|격차|가격|금리|면적|비중|비율|자부담|규모|duration|review|waiting|average|cost|price|demand|share",
    re.IGNORECASE,
)
# A reduction is the thing counted: more of it is better.
REDUCTION = re.compile(
    r"(?:감축|저감|절감|감소|단축|해소|예방|개선|처리|대응|점검|회수|재활용|차단|진압|완화|방지|"
    r"억제)\s?(?:량|률|율|액|건수|건|실적|효과|목표|시설|기술|과제|장치|설비|센터|$|[(\[])|"
    r"reduction|saved|savings|avoided|prevented",
    re.IGNORECASE,
)


def is_whole(commitment: Commitment) -> bool:
    """The figure is called a total: `총 3조원`, `범부처 투자규모는 3조원`."""
    text = commitment.clause.text[: commitment.placed.start]
    return bool(_WHOLE.search(text)) or bool(_WHOLE_NAMES.search(squeeze(commitment.name)))


def better(name: str) -> str:
    """Which way a figure of that name should go: `less`, `more` or, where neither is sure, empty."""
    lessened, reduced = (
        max((match.start() for match in pattern.finditer(name)), default=-1)
        for pattern in (LESS_IS_BETTER, REDUCTION)
    )
    if lessened >= 0 or reduced >= 0:  # 처리시설 고장 건수 counts failures, 배출 저감량 what was saved
        return "less" if lessened > reduced else "more"
    return "" if EITHER_WAY.search(name) else "more"


_KINDS = {
    "신규": "new",
    "계속": "continuing",
    "new": "new",
    "continuing": "continuing",
    "ongoing": "continuing",
}
_KIND = re.compile(r"(?<![가-힣A-Za-z])(신규|계속|new|continuing|ongoing)(?![A-Za-z])", re.IGNORECASE)


def new_or_continuing(commitment: Commitment) -> str:
    """`new`, `continuing` or neither: the word right before or right behind the figure.

    `신규 31개`, `29개 계속`, `6개 신규과제`; a word behind counts before one that belongs to the figure before.
    """
    after = _KIND.match(commitment.after.lstrip("·, "))
    if after and commitment.after[:1] not in "·,":
        return _KINDS[after.group(1).lower()]
    text = commitment.clause.text
    near = re.split(
        r"[,;:()\[\]·/]|\d", text[max(0, commitment.placed.start - 14) : commitment.placed.start]
    )[-1]
    before = list(_KIND.finditer(near))
    return _KINDS[before[-1].group(1).lower()] if before else ""
