"""Who may apply, with what papers (신청자격, 제외대상, 선정기준, 제출서류): numbers that bound, not count."""

import re
from collections.abc import Sequence
from dataclasses import replace

from yunghap.plan.contracts import TokenKind

from .tokens import Token
from .words import any_of

_QUALIFIES = (
    any_of("신청 지원 참여 응모 참가 입주 입찰 출원 선정 제안")
    + r"\s?"
    + any_of("자격 요건 조건 제한")
    + "|"
    + any_of(
        "자격_요건 제외_대상 지원_제외 신청_제외 참여_제한 선정_기준 선정_제외 제출_서류 구비_서류 유의_사항"
    )
)
_HEADING = re.compile(rf"[^:]{{0,12}}(?:{_QUALIFIES})[^:]{{0,8}}")
_LABEL = re.compile(rf"\s*[(\[<]?\s?[가-힣·\s]{{0,6}}(?:{_QUALIFIES})\s?(?:및\s[가-힣\s]{{2,8}})?[)\]>]?\s*:")


def bounds_only(title: str, text: str, content: int) -> bool:
    """The section is titled so, or the line begins with such a label."""
    return bool((title and _HEADING.fullmatch(title)) or _LABEL.match(text, content))


def as_conditions(tokens: Sequence[Token]) -> list[Token]:
    """The amounts among the tokens told apart as conditions."""
    return [
        replace(token, kind=TokenKind.CONDITION, rule="condition-eligibility") if token.quantity else token
        for token in tokens
    ]
