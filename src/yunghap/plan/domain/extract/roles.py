# ruff: noqa
"""What a quantity claims to be: planned or done, by the words beside it, its year, the tense, the section."""

import re
from dataclasses import dataclass

from yunghap.plan.contracts import Role

_LABEL_END = r"(?:치|값|액|량|인원|건수|수준|물량)?(?:\([^()]{0,12}\))?(?:로 ?(?:삼은|한|정한|설정한)|하는|하던|한|인|은|는|이|가|을|를|로|의|에서|:|=|이었던)?\s?[:(=]?\s?(?:총|약|연|최대|최소|평균|각|누적|누계)?\s?(?:[가-힣]{1,4}비)?\s?$"
_BASELINE_BEFORE = re.compile(
    r"(?:기준(?:치|값|선)|기준 ?연도 ?(?:값|실적)|[(\[]기준[)\]]|(?<![가-힣] )(?<![가-힣])기준(?=\s?[:(])|baseline(?: of| value)?)"
    + _LABEL_END,
    re.IGNORECASE,
)
_BASELINE_AFTER = re.compile(r"\s?\((?:[^()]{0,8}\s)?(?:기준(?:치|값)|기준|baseline)\)", re.IGNORECASE)
_PLANNED_BEFORE = re.compile(
    r"(?:목표|계획|예정|target(?:s|ed)?(?: of)?|goal(?: of)?|planned)" + _LABEL_END, re.IGNORECASE
)
_BUDGET_BEFORE = re.compile(r"(?:예산|예산안|budget(?: of)?)" + _LABEL_END, re.IGNORECASE)
_DONE_BEFORE = re.compile(
    r"(?:실적|결산|집행|현재|기존|현행|(?<![가-힣])현(?= )|달성률은?|actual(?:ly)?|achieved|executed|spent|currently)"
    + _LABEL_END,
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(
    r"\s?(?:을|를|로|으로)?\s?(?:\()?(?:목표|계획|예정|targeted|planned)", re.IGNORECASE
)
_DONE_AFTER = re.compile(
    r"\s?(?:을|를|이|가)?\s?(?:\()?(?:집행(?!\s?(?:계획|예정|할|목표))|실적|결산|기집행|기투자|기지원|actual)",
    re.IGNORECASE,
)
_OF_BUDGET = re.compile(r"\s?(?:중|가운데|대비|of which)")
_PAST = re.compile(
    r"(?:했|였|됐|었|았|렸|졌|쳤|켰|냈|났|갔|왔|섰|봤|웠|꼈|뤘|혔|붙였|췄|줬|샀|겼|셨|녔|랐|렀|폈|풀렸)(?:다|으며|고|으나|지만|음|습니다|는데|던|으므로)"
)
_FUTURE = re.compile(
    r"(?:할|될|을|릴|낼|줄|칠|킬|일)\s?(?:계획|예정|것|방침|전망)|하겠|되겠|하기로|하고자|하도록|할 수|목표(?:로|이|다|를)|한다|된다|ㄴ다|인다|린다|낸다|킨다|춘다|든다|진다|난다|이다|이며"
)
_PLAN_WORDS = re.compile(
    r"목표|비전|추진(?!경과|배경)|계획|예정|로드맵|하겠|plan|target|goal|will", re.IGNORECASE
)
_PAST_ENGLISH = re.compile(
    r"\b(?:was|were|had|supported|achieved|completed|invested|spent|executed|provided|trained|established|launched|approved|recorded|reached|increased|decreased|rose|grew|fell|created|held|attracted|signed|installed|reported|generated|exported|graduated|opened|selected)\b",
    re.IGNORECASE,
)
_FUTURE_ENGLISH = re.compile(
    r"\b(?:will|shall|plans? to|aims? to|to be|target(?:s|ed|ing)?|by 20\d\d|expected to|intends? to|going to)\b",
    re.IGNORECASE,
)
_COLUMN_BASELINE = re.compile(r"기준(?:치|값|선|년|연도)?|baseline", re.IGNORECASE)
_COLUMN_AS_OF = re.compile(r"(?:말|월|일|현재|년도?) ?기준")
_COLUMN_PLANNED = re.compile(
    r"목표|계획|예산|소요|요구|안\)|편성|전망|예정|target|plan|budget|goal|forecast", re.IGNORECASE
)
_COLUMN_DONE = re.compile(
    r"실적|결산|집행|달성|현재|결과|기투자|기지원|현황|성과|완료|actual|achiev|execut|spent|result|current",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a quantity: its kind, the year it ends in, the edition's and the section's."""

    money: bool
    last_year: int | None
    edition: int | None
    section_year: int | None
    section_done: bool | None
    background: bool
    column: str = ""
    row: str = ""
    caption: str = ""
    explicit: bool = False  # the year is printed with the quantity


def _planned(setting: Setting) -> Role:
    return Role.BUDGET if setting.money else Role.TARGET


def of_table(setting: Setting) -> tuple[Role, str] | None:
    """By the words of column, row and caption."""
    for words, rule in (
        (setting.column, "role-column"),
        (setting.row, "role-row"),
        (setting.caption, "role-caption"),
    ):
        if not words:
            continue
        if rule != "role-caption" and _COLUMN_BASELINE.search(words) and not _COLUMN_AS_OF.search(words):
            return Role.BASELINE, rule
        done, planned = _COLUMN_DONE.search(words), _COLUMN_PLANNED.search(words)
        if rule == "role-row" and not re.fullmatch(r"\D{0,12}", words) and len(words) > 14:
            continue
        if rule == "role-caption" and (
            bool(done) == bool(planned)
            or not re.search(r"실적|결산|집행|계획|예산|actual|budget|plan", words)
        ):
            continue
        if done and planned:
            last = max(_COLUMN_DONE.finditer(words), key=lambda m: m.start()).start()
            first = max(_COLUMN_PLANNED.finditer(words), key=lambda m: m.start()).start()
            return (Role.ACTUAL if last > first else _planned(setting)), rule
        if done:
            return Role.ACTUAL, rule
        if planned:
            return _planned(setting), rule
    return None


def of_words(before: str, after: str, setting: Setting) -> tuple[Role, str] | None:
    """By the words printed with the number: `before` and `after` it in its clause, without other numbers."""
    if _BASELINE_BEFORE.search(before) or _BASELINE_AFTER.match(after):
        return Role.BASELINE, "role-beside"
    if _PLANNED_BEFORE.search(before):
        return _planned(setting), "role-beside"
    if _DONE_BEFORE.search(before):
        return Role.ACTUAL, "role-beside"
    if (
        setting.money
        and _BUDGET_BEFORE.search(before)
        and (not setting.section_done or _OF_BUDGET.match(after) or after.startswith("의"))
    ):
        return Role.BUDGET, "role-beside"
    if _DONE_AFTER.match(after):
        return Role.ACTUAL, "role-beside"
    if _PLANNED_AFTER.match(after):
        return _planned(setting), "role-beside"
    return None


def of_setting(sentence: str, rest: str, setting: Setting) -> tuple[Role, str]:
    """By year, tense (of `rest`, what follows in the sentence) and section."""
    last, edition = setting.last_year, setting.edition
    if setting.section_done:
        limit = setting.section_year if setting.section_year is not None else edition
        if last is not None and limit is not None and setting.explicit and last > limit:
            return _planned(setting), "role-coming-year"
        return Role.ACTUAL, "role-section"
    if last is not None and edition is not None and setting.explicit and last < edition:
        return Role.ACTUAL, "role-past-year"
    if setting.background:
        if last is not None and edition is not None and setting.explicit and last > edition:
            return _planned(setting), "role-coming-year"
        if _PAST.search(rest):
            return Role.ACTUAL, "role-tense"
        planned = bool(_PLAN_WORDS.search(sentence))
        return (_planned(setting), "role-wording") if planned else (Role.ACTUAL, "role-section")
    past, future = _PAST.search(rest), _FUTURE.search(rest)
    if (
        past
        and not (future and future.start() < past.start())
        and not (last is not None and edition is not None and last > edition)
    ):
        return Role.ACTUAL, "role-tense"
    if _PAST_ENGLISH.search(sentence) and not _FUTURE_ENGLISH.search(sentence):
        return Role.ACTUAL, "role-tense"
    return _planned(setting), "role-section" if setting.section_done is False else "default-role"
