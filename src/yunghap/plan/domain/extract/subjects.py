"""What is counted or paid for, and the qualifiers printed with it."""

import re

from .clauses import Clauses, Place
from .words import any_of

_LEAD = re.compile(r"[\s\-*·※□○◦●◇,:;.→⇒]+|\([^()]{0,20}\)\s*|\)\s*")
_TAIL = re.compile(
    r"(?:[\s,:;(\[<·=→'\"]|"
    r"(?:^|(?<=[\s,:(]))"
    + any_of("총 약 각 연간 연 매년 월 최대 최소 평균 누적 등 및 중 이_중")
    + r"|[을를은는]|에(?=\s*$)|으로(?=\s*$)"
    + r")+$"
)
_YEARS = re.compile(
    r"\(?~?\s*(?:'\d\d|(?:19|20)\d\d)(?:년도?)?(?:\s*[~-]\s*(?:'?\d\d(?:\d\d)?(?:년도?)?)?)?\)?\s*|\(\d\d\)\s*"
)
_PARTICLE = re.compile(r"\s?[의을를이가은는]?\s?")
_NEXT = re.compile(r"[\d(,'\[]")
_LONGEST = 160
_SOURCES = {
    "국비": ("국비", "국고", "국고보조금", "국"),
    "지방비": ("지방비", "시비", "도비", "군비", "구비", "시군비", "시·군비", "도", "시", "군"),
    "민자": ("민자", "민간", "민간투자", "민간자본", "자부담", "민간부담금"),
    "기금": ("기금",),
}
_SOURCE_OF = {form: name for name, forms in _SOURCES.items() for form in forms}
_SOURCE_FORMS = any_of(" ".join(_SOURCE_OF))
_SOURCE_WORDS = any_of(" ".join(form for form in _SOURCE_OF if len(form) > 1))
_SOURCE = re.compile(rf"(?<![가-힣])({_SOURCE_FORMS})(?:\s?[는은이가:로을를])?\s?(?:약|총)?\s?$")
_SOURCE_HEADER = re.compile(rf"(?<![가-힣])({_SOURCE_WORDS})(?![가-힣])")
_KIND = re.compile(r"(신규|계속)(?:로|과제|사업|,)?\s?(?:로)?\s?$")
_KIND_AFTER = re.compile(r"\s?[를을의]?\s?(신규|계속)")
_CUMULATIVE = re.compile(
    r"(?:누적|누계|cumulative)(?:으로|는|은)?\s?(?:총|약)?\s?[가-힣]{0,6}\s?$", re.IGNORECASE
)
_CHANGE = re.compile(r"(?:전년|전기|기준년|'?\d\d년)\s?도?\s?(?:대비|보다)\s?[가-힣]{0,6}\s?$")
_SHARE = re.compile(r"(?:비중|비율|구성비|share)(?:은|이|:)?\s?$", re.IGNORECASE)


def subject(
    text: str, clauses: Clauses, place: Place, span: tuple[int, int], bounds: tuple[int, int]
) -> tuple[str, str]:
    """(phrase, rule): the words before the quantity in its clause; before its parenthesis; or after it.

    `span` is the quantity's, `bounds` are the end of the quantity before and the start of the line's content.
    """
    start, end = span
    previous, content = bounds
    phrase = _clean(text[max(clauses.segment_start(place), previous, content) : start])
    if len(phrase) >= 2:
        return phrase, "subject-before"
    if place.group:
        outer, opening = clauses.outer(place), clauses.groups[place.group].start - 1
        phrase = _clean(text[max(clauses.segment_start(outer), content) : opening])
        if len(phrase) >= 2:
            return phrase, "subject-parenthesis"
    after = _PARTICLE.sub("", text[end : clauses.segment_end(place)][:_LONGEST], count=1)
    return _clean(_NEXT.split(after, maxsplit=1)[0]), "subject-after"


def _clean(text: str) -> str:
    """Without bullets, years and the words that only lead to the number."""
    words = _YEARS.sub(" ", text[-_LONGEST:]).strip()
    while lead := _LEAD.match(words):
        words = words[lead.end() :]
    return re.sub(r"\s+", " ", _TAIL.sub("", words)).strip(" '\"")


def qualifiers(before: str, after: str, column: str, row: str) -> tuple[tuple[str, str], ...]:
    """("source", "국비"), ("kind", "신규"), ("cumulative", "누적"), ("change", "전년대비"), ("share", "비중")."""
    found: dict[str, str] = {}
    source = _SOURCE.search(before) or _SOURCE_HEADER.search(column) or _SOURCE_HEADER.search(row)
    if source:
        found["source"] = _SOURCE_OF[source[1]]
    kind = _KIND.search(before) or _KIND_AFTER.match(after)
    if kind:
        found["kind"] = kind[1]
    if _CUMULATIVE.search(before) or re.search(r"누적|누계", column):
        found["cumulative"] = "누적"
    if _CHANGE.search(before) or re.search(r"증감|전년 ?대비", column):
        found["change"] = "전년대비"
    if _SHARE.search(before) or re.search(r"비중|구성비", column):
        found["share"] = "비중"
    return tuple(sorted(found.items()))
