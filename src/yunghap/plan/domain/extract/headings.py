# ruff: noqa: E501
"""What a heading says about the lines under it: kind, whether they report or plan, the year."""

import re
from dataclasses import dataclass

from .when import full_year

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "ministry",
        re.compile(
            r"(?:부처|기관|부서|실국|실·국|국별|소관)별|by ministry|by agency|ministerial", re.IGNORECASE
        ),
    ),
    ("summary", re.compile(r"요약|summary|한눈에|at a glance", re.IGNORECASE)),
    (
        "investment",
        re.compile(
            r"투자|재정|예산|재원|사업비|소요액|budget|invest|financ|funding|expenditure|spending",
            re.IGNORECASE,
        ),
    ),
    (
        "performance",
        re.compile(
            r"실적|성과(?!관리|지표|목표|확산|활용|평가 ?(?:계획|체계))|추진 ?결과|집행|결산|우수 ?사례|미흡|performance|results?\b|achievement|progress|accomplish",
            re.IGNORECASE,
        ),
    ),
    (
        "background",
        re.compile(
            r"배경|여건|현황|필요성|문제점|동향|경과|진단|background|context|status|trends?\b|challenges",
            re.IGNORECASE,
        ),
    ),
    (
        "plan",
        re.compile(
            r"계획|목표|전략|방향|추진 ?내용|과제|비전|로드맵|일정|방안|대책|지표|기대 ?효과|행정 ?사항|plan|target|goal|strateg|roadmap|objective|priorit|agenda|indicator|KPI",
            re.IGNORECASE,
        ),
    ),
)
_DONE = re.compile(
    r"실적|성과(?!관리|지표|목표|확산|활용|평가 ?(?:계획|체계))|추진 ?결과|집행|결산|performance|results?\b|achievement|progress|accomplish|미흡 ?사례|우수 ?사례|미흡한",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"계획|목표|방향|추진 ?내용|예산안|전망|향후|조치|plan|target|goal|next|outlook", re.IGNORECASE
)
_PLAN_OF_RESULTS = re.compile(
    r"실적 ?및 ?(?:향후 ?)?계획|성과 ?및 ?계획|성과계획|계획 ?대비|목표 ?대비|계획 ?및 ?실적|예산 ?및 ?집행|실적 ?목표|성과 ?(?:달성|창출|제고|극대)|성과평가|실적보고|실적 ?제출"
)
_YEAR = re.compile(
    r"(?<![\d제])(?:(?P<long>(?:19|20)\d\d)|'(?P<short>\d\d)|FY ?'?(?P<fy>(?:20)?\d\d)|(?<!\d)(?P<bare>\d\d)(?=년도?(?! ?(?:간|이내|이상))))(?!\d| ?[억만천백조개건명%])"
)
_RANGE = re.compile(r"(?:\d{4}|'\d\d|\d\d)(?:년도?)? ?[~-] ?'?\d{2,4}|까지|~ ?'?\d\d")
_RELATIVE = (
    (re.compile(r"전년도|작년|지난해|직전 ?연도|last year|previous year", re.IGNORECASE), -1),
    (re.compile(r"금년|올해|당해 ?연도|this year", re.IGNORECASE), 0),
    (re.compile(r"내년|차년도|다음 ?해|next year", re.IGNORECASE), 1),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """`kind` as in contracts.Section, None where the words say nothing; `done`: True reports, False plans."""

    kind: str | None
    done: bool | None
    year: int | None


def years_in(text: str) -> list[int]:
    """All years of a heading."""
    found = []
    for match in _YEAR.finditer(text):
        year = full_year(match["long"] or match["short"] or match["fy"] or match["bare"])
        found.append(year)
    return found


def read_heading(text: str, edition: int | None) -> Meaning:
    """The meaning of a heading's words."""
    kind = next((name for name, pattern in _KINDS if pattern.search(text)), None)
    done: bool | None = None
    if not _PLAN_OF_RESULTS.search(text):
        if _DONE.search(text):
            done = True
        elif _PLANNED.search(text):
            done = False
        if kind == "investment" and done is None:
            done = False if re.search(r"계획|소요|budget", text) else None
    elif kind == "performance":
        kind = None
    years = years_in(text)
    year = years[0] if len(set(years)) == 1 and not _RANGE.search(text) else None
    if year is None and edition is not None and not years:
        year = next((edition + step for pattern, step in _RELATIVE if pattern.search(text)), None)
    return Meaning(kind, done, year)


_TITLE = re.compile(r"계획|방안|전략|대책|로드맵|보고|실적|설명|plan|report|strategy|roadmap", re.IGNORECASE)


def edition_year(lines: list[str]) -> int | None:
    """The year in the title: the first line near the top that names a plan and a year, else the newest year above."""
    first_seen: int | None = None
    for text in lines[:40]:
        years = years_in(text)
        if not years:
            continue
        span = re.search(r"(20\d\d|'\d\d)(?:년)? ?~ ?'?(?:20\d\d|\d\d)", text)
        if _TITLE.search(text) and len(text) <= 80:
            return years[0] if span else max(years)
        if first_seen is None and len(text.strip()) <= 30:
            first_seen = max(years)
    return first_seen
