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

_WHOM = re.compile(r"\s*[(\[<]?\s?(?:지원|신청|참여|모집|공모)\s?대상\s?(?:기업)?\s?[)\]>]?\s*:")
_BOUND = re.compile(r"\s?(?:이상|이하|이내|미만|초과)")

# 지원조건 : 국고보조 50%, 지방비 30%, 자부담 20%
_SHARES = re.compile(
    any_of("국고 국비 지방비 도비 시비 군비 시군비 보조 보조율 자부담 자담 융자 출연 출연금 민자 민간_부담")
    + r"[가-힣]{0,3}\s?:?\s?\d+(?:\.\d+)?\s?%"
)


def bounds_apart(tokens: Sequence[Token], title: str, text: str, content: int) -> list[Token]:
    """The tokens, told apart as conditions all amounts of a section titled so or of a line with such a label.

    Shares of who pays are no bounds. Of a label 지원대상 : only bounds of money.
    """
    bounds = (title and _HEADING.fullmatch(title)) or _LABEL.match(text, content)
    every = bool(bounds) and not _SHARES.search(text, content)
    if not every and not _WHOM.match(text, content):
        return list(tokens)
    return [
        replace(token, kind=TokenKind.CONDITION, rule="condition-eligibility")
        if token.quantity and (every or _bounds_money(text, token))
        else token
        for token in tokens
    ]


def _bounds_money(text: str, token: Token) -> bool:
    money = token.amount is not None and token.amount.kind == "money"
    return money and _BOUND.match(text, token.end) is not None
