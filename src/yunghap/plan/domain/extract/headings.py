"""What a heading says about the lines under it: kind, whether they report or plan, the year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .when import full_year
from .words import PAST_SYLLABLES, any_of

_DONE_WORDS = (
    r"실적(?! ?목표)"
    # Not 인력 양성과 활용, 안전성과 신뢰성: 성 and a particle.
    r"|(?<![양여조편특형작완달합전산율속명뢰문근용제])(?<!(?<!교)육)(?<!(?<!연)구)성과"
    r"(?! ?(?:계획|정보|중심|보상|관리|지표|목표|확산|활용|창출|제고|평가 ?(?:계획|체계)|급|연봉|극대))"
    r"|(?:추진|이행|점검|평가|운영|집행|조사|사업) ?결과|결과 ?보고|(?:추진|이행) ?점검"
    r"|(?:사업|연차|연례) ?보고|annual (?:report|review)"
    r"|추진 ?(?:상황|현황)|이행 ?(?:상황|현황|점검)"
    r"|집행(?! ?(?:과 |및 |· ?)?(?:관리|평가|점검|계획|방안|방향|지침|체계|절차|기준|전략))|결산|달성도|달성 ?현황"
    r"|계획(?: ?\([^()]*\))?의? ?평가 ?$"
    r"|(?:중간|최종|종료|사후|종합) ?평가(?! ?(?:계획|지침|기준|방법|지표|체계|편람|일정|배점|항목|대상|방식|절차))"
    r"|(?:자체|자율) ?평가(?! ?(?:계획|지침|기준|방법|지표|체계|편람|일정|대상|위원))|평가 ?보고서"
    r"|우수 ?사례|미흡|아쉬운|보완할 점|그간의? 추진|주요 ?경과"
    r"|performance(?! (?:plan|indicator|target|goal|budget|agreement|management))"
    r"|(?:지난|최근|그간의?|그동안의?|전년도?) ?(?:[\d가-힣]+ ){0,2}(?:평가|변화|노력|성적|발자취)"
    r"|(?:was|were|been) (?:done|achieved)\b|results?\b|achievement|progress|accomplish|actuals|review of"
)
_SURROUNDINGS = (
    any_of("경영 대내외 대내 대외 외부 내부 정책 시장 산업 거시 추진")
    + r" ?환경(?! ?(?:조성|개선|변화 ?대응))"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("ministry", r"(?:부처|기관|부서|실국|실·국|국|소관)별|by ministry|by agency|ministerial"),
        ("summary", r"요약|한눈에|summary|at a glance"),
        (
            "investment",
            r"투자|재정|예산|재원|사업비|소요액|budget|invest|financ|funding|expenditure|spending",
        ),
        ("performance", _DONE_WORDS),
        (
            "background",
            rf"배경|여건|{_SURROUNDINGS}|현황|필요성|문제점|동향|경과|진단|실태|background|context|status|trends?\b|challenges",
        ),
        (
            "plan",
            any_of("""계획 목표 전략 방향 추진_내용 과제 비전 로드맵 일정 방안 대책 지표
            기대_효과 행정_사항 plan target goal strateg roadmap objective priorit agenda indicator KPI"""),
        ),
    )
)
_DONE = re.compile(_DONE_WORDS, re.IGNORECASE)
# 무엇을 하였나, 이렇게 달라졌습니다: a verb in the past (a syllable that closes with ㅆ) at the end.
_TOLD = re.compile(rf"[{PAST_SYLLABLES}](?:다|나|나요|는가|습니다|습니까|어요|던 것|음)[.?!]?\s*$")
_TELLS = re.compile(r"백서|연보|연감|통계(?:집|자료)?\s*$|white ?paper|yearbook", re.IGNORECASE)
# What a body tells those who inspect it is told of the year it is asked in.
_ANSWERS = re.compile(
    r"(?:국정|행정 ?사무) ?감사|답변(?:서| ?자료)|질의 ?(?:및|·|,)? ?(?:답변|응답)|요구 ?자료"
)
_INTENDED = re.compile(
    r"겠습니다[.!]?\s*$|(?:할|될|갈|낼|룰|일) ?(?:일|것|과제)\s*$|(?:하|되|나|꾸)나[?]?\s*$"
)
_PLANNED = re.compile(
    r"계획|목표|방향|사업 ?개요|추진 ?내용|추진 ?과제|예산안|전망|향후|앞으로|조치|plan|target|goal|next|outlook"
    r"|(?:will|to) (?:be done|do)\b",
    re.IGNORECASE,
)
# What there is, not what was done.
_STATUS = re.compile(
    r"(?<!추진 )(?<!추진)(?<!예산 )(?<!예산)(?<!투자 )(?<!투자)(?:현황|실태"
    r"|동향|여건)(?! ?(?:관리|개선|분석 ?계획))|current status|overview of",
    re.IGNORECASE,
)
# 재정 여건과 전망: what money there will be.
_OUTLOOK = re.compile(r"전망|outlook|forecast", re.IGNORECASE)
# In a document or section that reports, only such words turn to plans.
_TURNS_TO_PLAN = re.compile(
    r"(?<!실행)(?<!실행 )(?<!시행)(?<!시행 )(?<!기본)(?<!기본 )계획$"
    r"|(?:개선|발전|활성화|추진|보완|개편) ?(?:방안|방향|대책|과제)|제언|권고|향후|내년|차년도|다음 ?해"
    r"|사업 ?개요|앞으로|겠습니다|(?:할|될|갈|낼|룰) ?(?:일|것|과제)\s*$|next (?:steps|year)|plan(?:s)? for|outlook",
    re.IGNORECASE,
)
# What is proposed, or planned for a part of the year, is not of the next year.
_PART_OF_YEAR = re.compile(r"[1-4] ?(?:/ ?4 ?)?분기|[상하]반기")
_THIS_YEAR = re.compile(_PART_OF_YEAR.pattern + r"|방안|방향|대책|과제|제언|권고")
_TURNS_TO_DONE = re.compile(
    r"실적|추진 ?(?:성과|경과|결과|상황)|주요 ?성과|이행 ?(?:결과"
    r"|상황|점검)|성과$|그간|결산|results|achievement|performance",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?:현황|문제점|지연|부진|미흡)[가-힣 ]{0,6}(?:및|과|와|·) ?[가-힣 ]{0,6}(?:계획|방안|대책)"
    r"|(?:실적|성과|결과) ?(?:및|과|와|·|,) ?(?:향후 ?"
    r"|'?\d+년도? ?)?(?:추진 ?)?계획|계획 ?(?:및|과|와|·) ?(?:추진 ?)?(?:실적|성과)"
)
# (산업육성과, 디지털전략과): who does it, not what is told. 성과, 결과, 효과 and 경과 are no departments.
_DEPARTMENTS = re.compile(
    r"\((?:(?!(?:[가-힣]{0,4}(?<![육양])성|[가-힣]*[결효경초])과[\s,·/)])[가-힣]{2,14}(?:과|국|실|팀|단|관)[\s,·/]{0,2})+\)\s*$"
)
_YEAR = re.compile(
    r"(?<![\d제])(?:(?P<long>(?:19|20)\d\d)|'(?P<short>\d\d)"
    r"|FY ?'?(?P<fy>(?:20)?\d\d)|(?P<bare>\d\d)(?=년도?(?! ?(?:간|이내|이상))))"
    r"(?!\d| ?[억만천백조개건명%]|(?:년도?)?(?:\s?말)?\s?(?:대비|보다|比))"
)
_SPAN = re.compile(r"(?:\d{4}|'\d\d|\d\d)\.?(?:년도?)?\.? ?[~-] ?'?\d{2,4}|까지|~ ?'?\d\d")
_RELATIVE = (
    (re.compile(any_of("전년도 작년 지난해 직전_연도 last_year previous_year"), re.IGNORECASE), -1),
    (re.compile(any_of("금년 올해 당해_연도 this_year"), re.IGNORECASE), 0),
    (re.compile(any_of("내년 차년도 다음_해 next_year"), re.IGNORECASE), 1),
)
_TITLE = re.compile(
    any_of(
        "계획 방안 전략 대책 로드맵 보고 실적 설명 점검 평가 결과 "
        "성과 업무 백서 plan report strategy roadmap programme review"
    ),
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^\s*(?:\[[^\[\]]*\]|<[^<>]*>|※.*)\s*")
_SENTENCE = re.compile(r"[가-힣]다\.(?:\s|$)")
_TITLE_LINES = 40
_BULLET = re.compile(r"\s*(?:[□■○●◦ㅇ▪•·*※①-⑳]|-\s(?!.*-\s*$))")
_FIRST_HEADING = re.compile(r"\s*(?:Ⅰ|I[.)]|1[.)]? |제 ?1 ?[장편부절]|Chapter 1)")
_WEAK_RANK = 7.0  # circled numbers, boxes and bullets turn nothing
_SHORT = 25
_TITLE_ALONE = 12  # 향후계획 under a bullet's mark


@dataclass(frozen=True, slots=True)
class Meaning:
    """`kind` as in contracts.Section, None where the words say nothing; `done`: True reports, False plans."""

    kind: str | None
    done: bool | None
    year: int | None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Kind, tense and year of a section, or of the document around its sections."""

    kind: str
    done: bool | None
    year: int | None
    last_year: int | None = None  # of a section for several years


@dataclass(frozen=True, slots=True)
class Title:
    """The document's title and its year: the first of a plan for several years."""

    text: str
    year: int | None


def years_in(text: str) -> list[int]:
    """All years of a heading."""
    return [
        full_year(match["long"] or match["short"] or match["fy"] or match["bare"])
        for match in _YEAR.finditer(text)
    ]


def read_heading(text: str, edition: int | None) -> Meaning:
    """The meaning of a heading's words; of words that say both ("실적 및 계획") no tense."""
    text = _DEPARTMENTS.sub("", text)
    kind = next((name for name, pattern in _KINDS if pattern.search(text)), None)
    done: bool | None = None
    if _BOTH.search(text):
        kind = None if kind == "performance" else kind
    elif _DONE.search(text) or (_TOLD.search(text) and not _PLANNED.search(text)):
        done = True
    elif kind == "plan" or _PLANNED.search(text) or _INTENDED.search(text):
        done = False
    years = years_in(text)
    if len(years) == 2 and years[0] < years[1] and _SPAN.search(text):
        return Meaning(kind, done, years[0], years[1])
    year = years[0] if len(set(years)) == 1 and not _SPAN.search(text) else None
    if edition is not None and not years:
        step = next((step for pattern, step in _RELATIVE if pattern.search(text)), None)
        year = None if step is None else edition + step
        if step == -1 and done is None and tells_year(text):
            kind, done = "performance", True
    return Meaning(kind, done, year)


def of_document(title: str, edition: int | None) -> State:
    """The state a title gives to the document: it reports (추진실적 보고), answers, tells (a white book) or neither."""
    meaning = read_heading(title, edition)
    if meaning.done or _ANSWERS.search(title):
        return State("performance", True, edition)
    return State("background" if _TELLS.search(title) else "other", None, None)


def tells_year(words: str) -> bool:
    """A short sentence that heads what a year brought or brings: 작년에는 이만큼 해냈습니다."""
    return len(words) <= _SHORT + 5 and any(pattern.match(words) for pattern, _step in _RELATIVE)


def inherit(words: str, rank: float, above: State, document: State, edition: int | None) -> State:
    """Kind, tense and year of a section from its own words and the section (or document) above."""
    meaning = read_heading(words, edition)
    weak = rank >= _WEAK_RANK
    kind, done, year = above.kind, above.done, meaning.year or above.year
    last = meaning.last_year if meaning.year else above.last_year
    intends = meaning.kind is None and meaning.done is False
    foreseen = meaning.kind == "investment" and _OUTLOOK.search(words)
    funds = meaning.kind == "investment" and not above.done and words.rstrip().endswith("현황")
    if (
        _STATUS.search(words)
        and not (meaning.done or foreseen or funds)
        and not (weak and len(words) > _SHORT)
    ):
        return State("background", True, year, last)
    if not weak and done is None and meaning.done is None and _is_past(meaning, edition):
        return State(meaning.kind or "background", True, year, last)
    before = (
        edition - 1 if edition is not None and not (document.done or document.kind == "background") else None
    )
    aside = weak and len(words) > _TITLE_ALONE
    if not aside and above.kind == "plan" and meaning.kind == "background" and meaning.done is None:
        return State("background", None, year, last)
    if (
        meaning.done
        and not above.done
        and (above.done is None or _TURNS_TO_DONE.search(words))
        and not (weak and len(words) > _SHORT)
    ):
        done, kind = True, "investment" if meaning.kind == "investment" else "performance"
        of_this = _PART_OF_YEAR.search(words) is not None
        if meaning.year is None and above.year in {None, edition} and not weak and not of_this:
            year, last = before, None
    elif (
        above.done
        and meaning.done is False
        and not aside
        and (_TURNS_TO_PLAN.search(words) or _comes(meaning.year, above.year))
    ):
        done, kind = False, meaning.kind or kind
        if meaning.year is None and not weak:
            last = None
            later = document.done and edition is not None and not _THIS_YEAR.search(words)
            year = (edition or 0) + 1 if later else _next(above.year, edition) or above.year
    elif meaning.kind == "investment" and kind != "ministry":
        kind, done = "investment", meaning.done if above.done is None else above.done
    elif (kind in {"other", "summary"} and meaning.kind) or (
        kind == "background" and (meaning.kind in {"plan", "performance"} or intends) and not weak
    ):
        kind, done = meaning.kind or "plan", meaning.done if meaning.done is not None else done
    return State(kind, done, year, last)


def _is_past(meaning: Meaning, edition: int | None) -> bool:
    """The heading is of a year that is over and plans nothing: 분야별로 본 2021년."""
    return meaning.kind in {None, "background"} and (meaning.last_year or meaning.year or 9999) < (
        edition or 0
    )


def _comes(year: int | None, above: int | None) -> bool:
    return year is not None and above is not None and year > above


def _next(above: int | None, edition: int | None) -> int | None:
    """The year that a plan under a report is for."""
    return edition if above is not None and edition is not None and edition > above else None


def find_title(lines: Sequence[str]) -> Title:
    """The first line near the top that names a plan and a year, else a short line with a year (the cover's date).

    A bullet is no title, and where the cover prints a year the first heading ends the search.
    """
    bare = [text for text in lines[:_TITLE_LINES] if not _BULLET.match(text)]
    found = _search_title(bare)
    return found if found.year is not None else _search_title(lines[:_TITLE_LINES])


def _search_title(lines: Sequence[str]) -> Title:
    other, named = Title("", None), ""
    for text in lines:
        if other.year is not None and _FIRST_HEADING.match(text):
            break
        if _SENTENCE.search(text):
            continue
        years = years_in(text)
        if not years:
            titled = len(text) <= 60 and not _BULLET.match(text) and _TITLE.search(_BRACKETS.sub("", text))
            if other.year is None and titled:
                named = text
            continue
        bare = _BRACKETS.sub("", text)
        if _TITLE.search(bare) and years_in(bare) and len(text) <= 80 and "\t" not in text:
            return Title(text, _year_of_title(text))
        if other.year is None and len(text.strip()) <= 30:
            other = Title(f"{named} {text}".strip(), _year_of_title(text))
    return other


def _year_of_title(text: str) -> int:
    """The first year of a plan for several years; of its plan for one of them ('23~'27, 2025년 시행계획) that one."""
    single = years_in(_SPAN.sub(" ", text))
    return max(single) if single else years_in(text)[0]
