# ruff: noqa
"""What is counted or paid for, and the qualifiers printed with it."""

import re

from .clauses import Clauses, Place

_LEAD = re.compile(r"^[\s\-–*·※□○◦●◇,:;.→⇒]+|^\([^()]{0,20}\)\s*")
_TAIL = re.compile(
    r"(?:[\s,:;(\[<·=→]|총|약|각|연간|연|매년|월|최대|최소|평균|누적|등|및|을|를|에|은|는|이|가|의|으로|로)+$"
)
_YEARS = re.compile(
    r"\(?~?\s*(?:'\d\d|(?:19|20)\d\d)(?:년도?)?(?:\s*[~-]\s*(?:'?\d\d(?:\d\d)?(?:년도?)?)?)?\)?\s*|\(\d\d\)\s*"
)
_AFTER = re.compile(r"\s?(?:의|을|를|이|가|은|는)?\s?")
_SOURCES = {
    "국비": "국비", "국고": "국비", "지방비": "지방비", "시비": "지방비", "도비": "지방비", "군비": "지방비", "구비": "지방비",
    "시군비": "지방비", "시·군비": "지방비", "민자": "민자", "민간": "민자", "민간투자": "민자", "자부담": "민자", "민간부담금": "민자", "기금": "기금",
}  # fmt: skip
_SOURCE = re.compile(
    rf"(?<![가-힣])({'|'.join(sorted(_SOURCES, key=len, reverse=True))})(?:\s?(?:는|은|이|가|:|로|을|를))?\s?(?:약|총)?\s?$"
)
_KIND = re.compile(r"(신규|계속)(?:로|과제|사업|,)?\s?(?:로)?\s?$")
_KIND_AFTER = re.compile(r"\s?(?:를|을|의)?\s?(신규|계속)")
_CUMULATIVE = re.compile(
    r"(누적|누계|총누적|cumulative)(?:으로|는|은)?\s?(?:총|약)?\s?[가-힣]{0,6}\s?$", re.IGNORECASE
)
_CHANGE = re.compile(r"(?:전년|전기|기준년|'?\d\d년)\s?도?\s?(?:대비|보다)\s?[가-힣]{0,6}\s?$")
_SHARE = re.compile(r"(?:비중|비율|구성비|share)(?:은|이|:)?\s?$", re.IGNORECASE)


def subject(
    text: str, clauses: Clauses, place: Place, start: int, end: int, previous: int, content: int
) -> tuple[str, str]:
    """(phrase, rule): the words before the quantity in its clause; before its parenthesis; or after it."""
    segment = max(clauses.segment_start(place), previous, content)
    phrase = _clean(text[segment:start])
    if len(phrase) >= 2:
        return phrase, "subject-before"
    group = clauses.groups[place.group]
    if place.group:
        outer = Place(group.parent, group.segment, group.sentence)
        opening = group.start - 1
        phrase = _clean(text[max(clauses.segment_start(outer), content) : opening])
        if len(phrase) >= 2:
            return phrase, "subject-parenthesis"
    after = text[end : clauses.segment_end(place)]
    after = re.split(r"[\d(,'\[]", _AFTER.sub("", after, count=1), maxsplit=1)[0]
    return _clean(after), "subject-after"


def _clean(text: str) -> str:
    text = _YEARS.sub(" ", text[-160:])
    for _ in range(4):
        text = _LEAD.sub("", text.strip())
    previous = None
    while previous != text:
        previous, text = text, _TAIL.sub("", text)
    return re.sub(r"\s+", " ", text).strip(" '\"")


def qualifiers(before: str, after: str, column: str, row: str) -> tuple[tuple[str, str], ...]:
    """("source", "국비"), ("kind", "신규"), ("cumulative", "누적"), ("change", "전년대비"), ("share", "비중")."""
    found: dict[str, str] = {}
    source = _SOURCE.search(before) or next(
        (m for cell in (column, row) for m in [re.search(rf"({'|'.join(_SOURCES)})", cell)] if m), None
    )
    if source:
        found["source"] = _SOURCES[source[1]]
    kind = _KIND.search(before) or _KIND_AFTER.match(after)
    if kind:
        found["kind"] = kind[1]
    cumulative = _CUMULATIVE.search(before) or re.search(r"누적|누계", column)
    if cumulative:
        found["cumulative"] = "누적"
    if _CHANGE.search(before) or re.search(r"증감|전년 ?대비", column):
        found["change"] = "전년대비"
    if _SHARE.search(before) or re.search(r"비중|구성비", column):
        found["share"] = "비중"
    return tuple(sorted(found.items()))
