"""What a quantity claims to be: planned or done, by the words beside it, its year, the tense, the section."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from yunghap.plan.contracts import Role

from .search import Stretch
from .words import PAST_SYLLABLES, any_of

# A cue and what may stand between it and the number: 목표는 총 100개, 예산('24) : 12억원.
_TO_NUMBER = (
    r"(?:치|값|액|량|인원|건수|수준|물량|규모)?(?:\([^()]{0,12}\))?"
    r"(?:로 ?(?:삼은|한|정한|설정한)|하는|하던|한|인|은|는|이|가|을|를|으?로|의|에서|:|=|이었던|였던)?\s?[:(=]?\s?"
    r"(?:총|약|연|최대|최소|평균|각|누적|누계)?\s?(?:(?!대비)[가-힣]{1,4}비)?\s?$"
)
_BASELINE_BEFORE = re.compile(
    r"(?:기준(?:치|값|선)|기준 ?연도 ?(?:값|실적)|[(\[]기준[)\]]"
    r"|(?<![가-힣\d.)'] )(?<![가-힣\d.)'])기준(?=\s?[:(])|baseline(?: of| value)?)" + _TO_NUMBER,
    re.IGNORECASE,
)
_BASELINE_AFTER = re.compile(
    r"\s?\((?:기준|(?:'?\d{2,4}년?[도말]?,?\s?)?(?:기준[치값]|baseline)(?:,?\s?'?\d{2,4}년?)?)\)",
    re.IGNORECASE,
)
_TARGET_BEFORE = re.compile(r"(?:목표|target(?:s|ed)?(?: of)?|goal(?: of)?)" + _TO_NUMBER, re.IGNORECASE)
_PLANNED_BEFORE = re.compile(
    r"(?:(?<!실행)(?<!시행)(?<!기본)(?<!종합)(?<!세부)계획|예정|planned)" + _TO_NUMBER, re.IGNORECASE
)
_BUDGET_BEFORE = re.compile(r"(?:예산|예산 ?현액|예산안|투자계획|budget(?: of)?)" + _TO_NUMBER, re.IGNORECASE)
_ENGLISH_BUDGET = re.compile(r"\bbudget(?:ed)?\b[^.;,()\d]{0,30}$", re.IGNORECASE)
_DONE_BEFORE = re.compile(
    r"(?:실적(?: ?(?:전망|추정))?|결산|집행|기집행|기투자|기지원|현재|기존|현행"
    r"|(?<![가-힣])현(?= )(?: ?수준)?|actual(?:ly)?|achieved|executed|spent|currently)" + _TO_NUMBER,
    re.IGNORECASE,
)
_GOAL_AS_OBJECT = re.compile(r"목표(?:치|값)?[를을에]\s?(?:약|무려)?\s?$")
_BEYOND = re.compile(
    r"\s?(?:이상|넘게|가까이)?\s?(?:상회|하회|초과|웃돌|밑돌|미달|넘어|넘긴|넘겼|못 ?미)"
)  # 목표를 17.5% 상회
_TARGET_AFTER = re.compile(
    r"\s?\((?:목표|계획|예정|target|planned)(?:치|값)?\)| (?:planned|budgeted|allocated)\b"
    r"|\s?(?:을|를)?\s?(?:목표(?!\s?[(\d'])|계획|예정)(?!\s?(?:대로|대비|보다|에 (?:따라|맞)))"
    r"|\s?(?:을|를)?\s?(?:[가-힣]{1,6}\s){1,2}예정"
    r"|\s?(?:수준|규모|정도)?(?:을|를|으?로|까지)?\s?(?:[가-힣]{1,4}\s)?(?:전망|예상)(?!치|보다|을 (?:넘|웃|상회))",
    re.IGNORECASE,
)
_DONE_AFTER = re.compile(
    r"\s?\((?:실적|결산|집행|현재|actual)(?:치|값)?\)|\s?(?:을|를|이|가)?\s?(?:기?집행(?!\s?(?:계획|예정|할|목표))|기투자|결산)"
    r"|인 (?:지금|현재)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"[(\[<]\s?(?P<word>목표|계획|예산|전망|예상|실적|현재|현행|기존|종전|기준|집행|결산|당초|개선|변경|성과|target|actual|baseline|planned)(?:치|값|액)?"
    r"(?:\s?[(']?[\d.~'년말 ]*\)?)?\s?[)\]>]",
    re.IGNORECASE,
)
_LEAVES = re.compile(r"\s?(?:에서|→|⇒|->)")  # 85명(현재)에서 210명으로
_LABEL_ROLES = {
    **dict.fromkeys(("실적", "현재", "현행", "기존", "종전", "집행", "결산", "성과", "actual"), Role.ACTUAL),
    **dict.fromkeys(("기준", "baseline"), Role.BASELINE),
    **dict.fromkeys(("목표", "target"), Role.TARGET),
}
_LINE_LABEL = re.compile(
    r"[/;,]?\s*(?P<word>(?:향후|하반기|추후|내년도?|차년도) ?[가-힣 ]{0,6}"
    r"|목표|계획|실적|성과|기준|현재|[가-힣 ]{0,6}현황)(?:치|값| 상황)?\s?:"
)
_OPENING_GOAL = re.compile(
    r"(?:당초|기존|연간|올해)?\s?(?P<word>목표)(?:치|값)?[는은]\s(?=[가-힣]{1,10}\s?\d)"
)
_HEAD_LABEL = re.compile(r"\s*[(\[<](?P<word>현행|기존|종전|개선|변경)[)\]>]")
_SO_FAR = re.compile(
    r"(?:최근 ?\d|과거 ?\d|직전 ?\d|\d개년 ?평균"
    r"|(?<!\d)\d년(?:간)? ?평균|그간|그동안|지금까지|현재까지|지난 ?\d+년)[^.]*$"
)
_OUTCOME = any_of("""매출 매출액 수출 수출액 수주 수주액 투자_유치 투자_유치액 유치 생산액 생산_유발
    생산_유발효과 부가가치 소득 기술료 기술이전료 거래액 거래_규모 절감 절감액 편익 파급_효과 경제_효과
    경제적_효과 경제적_가치 시장 시장_규모 시장_창출 기술사업화 기술이전 매출_증대 판매액 판매 수입액
    기업가치 가격 부채 절약 절약액 경감 투자협약 투자_협약 자산 민간투자_유발
    원가 생산비 생산비용 발전단가 제조원가 판매가 판매가격 운영비_절감
    수입대체 수입_대체_효과 계약 계약액 수출_계약 수출_상담 수출_상담액 상담액
    GDP GRDP 총생산 국내총생산 임금 연봉 유발효과 revenue sales exports turnover
    operating_profit net_income
    net_profit 판매단가 거래단가 당기순이익 순이익 영업이익 경상이익 생산단가 기술료_수입 투자금_유치 market""")
_OUTCOME_BEFORE = re.compile(
    rf"{_OUTCOME}(?:\s?(?:유발|창출|증대)(?:액|효과)?)?(?:\([^()]*\))?(?:은|는|이|가|을|를|의|로|액)?\s?[:(]?\s?(?:총|약|연|누적|누계|최대|각|현재|기존|당초|[가-힣A-Za-z㎡]{{1,6}}당)?\s?$",
    re.IGNORECASE,
)
_EARNED = re.compile(r"\b(?:exports?|sales|revenues?|turnover|orders)\b[^.;,()\d가-힣]{1,40}$", re.IGNORECASE)
_OUTCOME_AFTER = re.compile(
    rf"\s?(?:이상|이하|내외|규모|상당|정도)?(?:의|을|를)?\s?(?:신규\s)?{_OUTCOME}", re.IGNORECASE
)
_SUBSIDY = re.compile(r"(?:지원|보조|보전|매입|위탁|용역|표준|기준|노임|적용)\s?단가[^\d]*$")
_LOWERED = re.compile(
    r"\s?(?:이하|미만|수준|선|대)?(?:으?로|까지)\s?(?:낮[추춰춘춤]|절감|인하|저감|떨어|줄[이여인])|\s?이하\s?(?:달성|유지)"
)
_OUTCOME_NAME = re.compile(rf"{_OUTCOME}(?:\s?\([^()]*\))?\s*$", re.IGNORECASE)
_FUNDS = re.compile(r"국\s?비|지방비|[시도군구]비|민자|자담|자부담|예산|투자|사업비|출연|보조|기금")
# Planning itself is told in the past: 예산을 편성했다, 과제를 담았다.
_SET_DOWN = "마련|편성|수립|확정|제시|책정|배정|반영|설정|의결|발표|계획|계상|도출"
_BUDGETED = "편성|책정|배정|계상|조정|감액|증액|삭감"
_PAST = re.compile(
    rf"(?:(?<![^부분]담)(?<![^부분]담[았하])(?<!{_SET_DOWN})(?<!(?:{_SET_DOWN})[았하])"
    rf"(?<!(?:{_BUDGETED})되)|(?![였했았었][다으고습음]))"
    rf"[{PAST_SYLLABLES}](?:다|으며|고|으나|지만|음|습니다|는데|던|으므로)"
)
# 할, 넘길: every syllable that closes with ㄹ.
_COMING_SYLLABLES = "".join(chr(code) for code in range(0xAC08, 0xD7A4, 28))
_FUTURE = re.compile(
    rf"[{_COMING_SYLLABLES}]\s?(?:계획|예정|것|방침|전망)"
    r"|[가-힣]겠(?:다|습|음|으)"
    r"|기로 ?[하했]|하고자|하도록|할 수|목표(?:로|이|다|를)"
    r"|[한된인린낸킨춘든진난]다|이다|이며"
)
_OF_BUDGET_BILL = re.compile(r"예산안(?:은|는|이|에는?|에서)\s")
_PLAN_WORDS = re.compile(
    r"목표|비전|추진(?!경과|배경)|계획|예정|로드맵|하겠|plan|target|goal|will", re.IGNORECASE
)
_PAST_ENGLISH = re.compile(
    r"\b"
    + any_of("""was were had supported achieved completed invested spent executed provided
    trained established launched approved recorded reached increased decreased rose grew fell created held
    attracted signed installed reported generated exported graduated opened selected received awarded
    registered disbursed fell dropped expanded accounted used employed earned paid produced delivered
    secured raised hosted served processed handled collected saved took won became began""")
    + r"\b",
    re.IGNORECASE,
)
_FUTURE_ENGLISH = re.compile(
    r"\b(?:will|shall|plans? to|aims? to|to be|target(?:s|ed|ing)?"
    r"|by (?:the end of )?20\d\d|expected to|intends? to|going to)\b",
    re.IGNORECASE,
)
_ALLOTTED = re.compile(r"배\s?점|만점")  # points to be had for 목표달성도: not what was reached
_COLUMN_BASELINE = re.compile(
    r"(?<![가-힣])기준\s?(?:치|값|선|년|연도|실적)?(?![가-힣])|기준[치값]|baseline", re.IGNORECASE
)
_COLUMN_AS_OF = re.compile(r"(?:말|월|일|현재|년도?|[\d.']) ?기준(?! ?[값치선])")
_COLUMN_TARGET = re.compile(
    r"(?<!전략)(?<!성과)(?<!프로그램)목\s?표|(?<![가-힣])개선(?! ?전)(?:안|후)?$|target|goal", re.IGNORECASE
)
_COLUMN_PLANNED = re.compile(
    r"계획|예산 ?현액|현액|예산|소요(?! ?(?:시간|기간|일수))|요구|편성|전망|예정|안\)|plan|budget|forecast|request",
    re.IGNORECASE,
)
# 예산 비중(%) is no budget, 집행률(%) and 목표달성도 name an indicator.
_MEASURE = re.compile(
    r"예산(?: ?현액)?|현액|소요|편성|budget"
    r"|(?:목표 ?)?(?:집행|달성|이행|완료)[률율도]",
    re.IGNORECASE,
)
_REACHED_ROW = re.compile(r"(?:목표 ?)?(?:집행|달성|이행)[률율도]\s*(?:\([^()]*\))?")
_COLUMN_DONE = re.compile(
    r"실\s?적|결산|집행|달성|현재|현행|종\s?전|기\s?존|개선 ?전|결과|기투자|기집행|현황"
    r"|성과(?! ?(?:지표|목표|계획|관리))|완료"
    r"|actual|achiev|execut|spent|result|current",
    re.IGNORECASE,
)
_STATUS_OF_BUDGET = re.compile(r"(예산|투자|재정)\s?(?:현황|상황)")
_CAPTION_OF_MONEY = re.compile(r"사업비|재원|투자|소요")
_FUNDING_HEADING = re.compile(r"(?:투자|재정|재원|예산)[^\d]{0,12}계획|소요 ?예산|예산안")
# What a past year came to by the last estimate, what there was at its end.
_ESTIMATED = re.compile(r"전망|예상|추정|잠정|\d년?도?\s?말|estimate|forecast", re.IGNORECASE)
_CAPTION = re.compile(r"실적|결산|집행|계획|예산|actual|budget|plan", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a quantity.

    `last_year` the year it ends in, `explicit` whether that is printed with it; `done` whether the section reports
    (True), plans (False) or says nothing; `funding` whether its heading is of planned money;
    `column`, `rows`, `caption` the words of its table.
    """

    money: bool
    last_year: int | None
    explicit: bool
    edition: int | None
    section_year: int | None
    done: bool | None
    background: bool
    funding: bool = False
    outcome: bool = False
    column: str = ""
    rows: tuple[str, ...] = ()
    caption: str = ""

    @property
    def planned(self) -> Role:
        """Planned money is budget; money as an outcome (매출, 수출) and all else is a target."""
        return Role.BUDGET if self.money and not self.outcome else Role.TARGET

    @property
    def current(self) -> bool:
        """The edition's year or a later one is printed with it."""
        known = self.explicit and self.last_year is not None and self.edition is not None
        return known and (self.last_year or 0) >= (self.edition or 0)

    @property
    def coming(self) -> bool:
        """A year after the edition's is printed with it."""
        return self.current and self.last_year != self.edition


def heads_funding(heading: str) -> bool:
    """The heading is of money to be spent: 재원별 투자계획."""
    return _FUNDING_HEADING.search(heading) is not None


def is_funding(caption: str) -> bool:
    """The table is one of money to be spent."""
    return _CAPTION_OF_MONEY.search(caption) is not None


def labels_of(text: str, content: int) -> list[tuple[int, str]]:
    """(to where, word) of each label of a line, in order: at its head, or after its / or ;."""
    head = _HEAD_LABEL.match(text, content) or _OPENING_GOAL.match(
        text, content
    )  # 당초 목표는 상담 7,500건, …
    return ([(head.end(), head["word"])] if head else []) + [
        (match.end(), match["word"])
        for match in _LINE_LABEL.finditer(text, content)
        if match.start() == content or text[match.start()] in "/;,"
    ]


def of_line(labels: Sequence[tuple[int, str]], at: int, setting: Setting) -> tuple[Role, str] | None:
    """- 목표 : 표준공정모델 20개 개발, 로봇 300대 보급: the last label of the line before `at`."""
    if setting.explicit and _is_past(setting) and not setting.done:
        return None
    before = bisect_right(labels, at, key=lambda label: label[0])
    found = labels[before - 1][1] if before else None
    if found and found.endswith("현황"):
        return Role.ACTUAL, "role-label"
    if found == "성과" and setting.done is False:  # what a plan expects
        return setting.planned, "role-label"
    return (_LABEL_ROLES.get(found, setting.planned), "role-label") if found else None


def is_outcome(before: str, after: str, row: str, column: str) -> bool:
    """Money to be earned, not to be spent."""
    named = any(_OUTCOME_NAME.search(words) for words in (row, column)) and not _FUNDS.search(column)
    beside = (_OUTCOME_BEFORE.search(before) and not _SUBSIDY.search(before)) or _EARNED.search(before)
    return bool(named or beside or _OUTCOME_AFTER.match(after) or _LOWERED.match(after))


def _of_header(words: str, setting: Setting) -> Role | None:
    if _COLUMN_BASELINE.search(words) and not _COLUMN_AS_OF.search(words):
        return Role.BASELINE
    words = _STATUS_OF_BUDGET.sub(r"\1", words)
    cues = [
        (match.start(), role)
        for pattern, role in (
            (_COLUMN_DONE, Role.ACTUAL),
            (_COLUMN_TARGET, Role.TARGET),
            (_COLUMN_PLANNED, setting.planned),
        )
        for match in pattern.finditer(words)
    ]
    return max(cues, key=lambda cue: cue[0])[1] if cues else None


def of_table(setting: Setting) -> tuple[Role, str] | None:
    """By the words of column, row and caption; a caption that says both says nothing."""
    if setting.explicit and _is_past(setting) and _ESTIMATED.search(setting.column):
        return Role.ACTUAL, "role-past-year"
    role = _of_header(setting.column, setting)
    if role:
        return role, "role-column"
    for row in () if _ALLOTTED.search(setting.column) else reversed(setting.rows):
        reached = len(setting.rows) > 1 and _REACHED_ROW.fullmatch(row)  # 달성률 under 목표 and 실적
        words = row if setting.money or reached else _MEASURE.sub("", row)
        role = _of_header(words, setting) if len(words) <= 16 else None
        if role:
            return role, "role-row"
    caption = _STATUS_OF_BUDGET.sub(r"\1", setting.caption)
    if _CAPTION.search(caption):
        done, planned = _COLUMN_DONE.search(caption), _COLUMN_PLANNED.search(caption)
        past = setting.explicit and _is_past(setting) and not setting.money
        if bool(done) != bool(planned) and not (planned and past):
            return (Role.ACTUAL if done else setting.planned), "role-caption"
    if setting.money and not setting.done and (setting.funding or _CAPTION_OF_MONEY.search(caption)):
        return setting.planned, "role-caption"
    return None


def _is_past(setting: Setting) -> bool:
    return (
        setting.last_year is not None and setting.edition is not None and setting.last_year < setting.edition
    )


def of_words(before: str, after: str, setting: Setting) -> tuple[Role, str] | None:
    """By the words printed with the number: `before` and `after` it in its clause, without other numbers."""
    budget = setting.money and bool(_BUDGET_BEFORE.search(before) or _ENGLISH_BUDGET.search(before))
    cues = (
        (_BASELINE_BEFORE.search(before) or _BASELINE_AFTER.match(after), Role.BASELINE),
        (_TARGET_BEFORE.search(before) and not _goes_beyond(before, after), Role.TARGET),
        (_DONE_BEFORE.search(before) and not budget, Role.ACTUAL),
        (_PLANNED_BEFORE.search(before), setting.planned),
        (budget, Role.BUDGET),
        (_DONE_AFTER.match(after), Role.ACTUAL),
        (_TARGET_AFTER.match(after), setting.planned),
    )
    return next(((role, "role-beside") for cue, role in cues if cue), None)


def _goes_beyond(before: str, after: str) -> bool:
    """목표를 17.5% 상회: by how much a goal was passed or missed."""
    return _GOAL_AS_OBJECT.search(before) is not None and _BEYOND.match(after) is not None


def of_label(words: str, setting: Setting) -> tuple[Role, str] | None:
    """By the last label in brackets before the number in its clause: (목표) 적합성인증 12건."""
    labels = [label for label in _LABELS.finditer(words) if not _LEAVES.match(words, label.end())]
    if not labels:
        return None
    word = labels[-1]["word"].lower()
    if word == "성과" and setting.done is False:
        return setting.planned, "role-label"
    return _LABEL_ROLES.get(word, setting.planned), "role-label"


def of_setting(sentence: Stretch, before: str, rest: Stretch, setting: Setting) -> tuple[Role, str]:
    """By year, tense (of `rest`, what follows in the sentence) and section."""
    if setting.done:
        return _reported(setting)
    happened = (
        (setting.explicit and _is_past(setting), "role-past-year"),
        (not setting.current and _SO_FAR.search(before), "role-beside"),
        (not setting.coming and _tells(sentence, rest, english=not setting.current), "role-tense"),
    )
    rule = next((rule for cue, rule in happened if cue), None)
    if rule == "role-tense" and sentence.first(
        _OF_BUDGET_BILL
    ):  # what a bill proposes is told in the past, too
        return setting.planned, "role-wording"
    if rule:
        return Role.ACTUAL, rule
    if not setting.background:
        return setting.planned, "role-section" if setting.done is False else "default-role"
    if setting.coming or sentence.first(_PLAN_WORDS):
        return setting.planned, "role-coming-year" if setting.coming else "role-wording"
    return Role.ACTUAL, "role-section"


def _reported(setting: Setting) -> tuple[Role, str]:
    """In a section that reports, only a coming year is planned."""
    limit = setting.section_year if setting.section_year is not None else setting.edition
    if setting.explicit and setting.last_year is not None and limit is not None and setting.last_year > limit:
        return setting.planned, "role-coming-year"
    return Role.ACTUAL, "role-section"


def _tells(sentence: Stretch, rest: Stretch, *, english: bool) -> bool:
    """The next finite verb is in the past tense; one in `english` may be a participle: 40 t collected in 2027."""
    past, future = rest.first(_PAST), rest.first(_FUTURE)
    if past and not (future and future.start() < past.start()):
        return True
    return bool(english and sentence.first(_PAST_ENGLISH) and not sentence.first(_FUTURE_ENGLISH))
