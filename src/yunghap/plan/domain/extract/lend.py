# ruff: noqa
"""Units that stand elsewhere in the line: 방문자 수(명) : 2,388 · 20개 : 행정(4), 생활(8) · 45 → 60개 · ('22) 3년 → ('23) 5년."""

import re
from collections.abc import Sequence
from dataclasses import replace

from yunghap.plan.domain.vocabulary import Vocabulary

from .amounts import clean_unit, in_unit
from .clauses import Clauses
from .tokens import Token

_LABEL = re.compile(r"\((?:단위\s?:\s?)?([^()\d]{1,12})\)\s*[:=]")
_UNIT_ANYWHERE = re.compile(r"\(\s*단위\s?[:：]\s?([^(),]{1,12})")
_ITEM = re.compile(r"[가-힣A-Za-z\s·]{1,20}$")


def lend_units(text: str, tokens: Sequence[Token], clauses: Clauses, vocabulary: Vocabulary) -> list[Token]:
    """Tokens, the bare numbers with the unit lent to them where a rule knows it."""
    found = list(tokens)
    label = _labels(text, vocabulary)
    for index, token in enumerate(found):
        if token.amount is None or token.kind is not None or token.amount.unit:
            continue
        unit, rule = _unit_for(text, found, index, clauses, label)
        if unit:
            found[index] = replace(
                token, amount=in_unit(token.amount, unit, vocabulary, rule), rule="quantity"
            )
    return found


def _labels(text: str, vocabulary: Vocabulary) -> list[tuple[int, str]]:
    labels = []
    for match in _LABEL.finditer(text):
        unit = clean_unit(match[1], vocabulary)
        if unit:
            labels.append((match.end(), unit))
    anywhere = _UNIT_ANYWHERE.search(text)
    if anywhere:
        unit = clean_unit(anywhere[1], vocabulary)
        if unit:
            labels.append((anywhere.end(), unit))
    return sorted(labels)


def _unit_for(
    text: str, tokens: list[Token], index: int, clauses: Clauses, labels: list[tuple[int, str]]
) -> tuple[str | None, str]:
    token = tokens[index]
    label = next((unit for at, unit in reversed(labels) if at <= token.start), None)
    if label:
        return label, "unit-label"
    place = clauses.places[token.start]
    group = clauses.groups[place.group]
    if place.group:
        attached = _ending_at(tokens, index, group.start - 1)
        if attached and _ITEM.search(text[max(group.start, token.start - 20) : token.start]):
            return attached, "unit-attached"
        before = text[max(0, group.start - 13) : group.start - 1]
        if text[group.start : group.end].strip() == text[token.start : token.end] and re.search(
            r"[가-힣A-Za-z]$", before
        ):
            total = _total_before(text, tokens, index)
            if total:
                return total, "unit-breakdown"
    following = _series(text, tokens, index)
    if following:
        return following, "unit-series"
    return None, ""


def _ending_at(tokens: list[Token], index: int, opening: int) -> str | None:
    """The unit of the quantity right before the parenthesis that opens at `opening`."""
    for earlier in reversed(tokens[max(0, index - 12) : index]):
        if (
            earlier.amount is not None
            and earlier.kind is None
            and earlier.amount.unit
            and 0 <= opening - earlier.end <= 1
        ):
            return earlier.amount.unit
    return None


def _total_before(text: str, tokens: list[Token], index: int) -> str | None:
    """20개 : 행정(4), … — the unit of the total before the colon."""
    for earlier in reversed(tokens[max(0, index - 30) : index]):
        amount = earlier.amount
        if amount is None or earlier.kind is not None or not amount.unit:
            continue
        if amount.rule == "unit-breakdown":
            return amount.unit
        between = text[earlier.end : tokens[index].start]
        return amount.unit if re.match(r"\s*[:：(]", between) else None
    return None


def _series(text: str, tokens: list[Token], index: int) -> str | None:
    """45 → 60개, 3·4·5개: the unit of the next number of the series."""
    token = tokens[index]
    end = token.end
    for later in tokens[index + 1 : index + 12]:
        between = text[end : later.start]
        if later.when is not None and re.fullmatch(r"[\s(]*(?:→|->|⇒)?[\s('~]*", between):
            end = later.end
            continue
        if (
            later.amount is None
            or later.kind is not None
            or not re.fullmatch(r"[)\s년]*(?:→|->|⇒)?[\s(년):]*", between)
            or (
                "→" not in text[token.end : later.start]
                and "->" not in text[token.end : later.start]
                and "⇒" not in text[token.end : later.start]
            )
        ):
            return None
        if later.amount.unit:
            return later.amount.unit
        end = later.end
    return None


_SERIES_BEFORE = re.compile(
    r"(?:'\d\d|\d{4}|\(\d\d\))년?\)?\s?[가-힣]{0,4}\s?$|(?:기준|목표|실적)(?:치|값)?(?:는|은)?\s?[:(]?\s?(?:평균\s?)?$|(?:'\d\d\)?|\d{4}년?\)?)\s?→\s?$"
)
_SERIES_AFTER = re.compile(r"\s?\(?(?:'\d\d|\d{4})년?\)")


def durations_as_values(text: str, tokens: Sequence[Token], *, cell: bool) -> list[Token]:
    """A duration is a quantity as the value of an indicator: in a series marked with years, beside 목표 or 실적."""
    found = []
    for token in tokens:
        if token.rule == "duration" and token.amount is not None:
            before = text[max(0, token.start - 16) : token.start]
            if (
                not cell
                and (_SERIES_BEFORE.search(before) or _SERIES_AFTER.match(text, token.end))
                and not re.match(r"\s?(?:이상|이내|미만|이하|초과)", text[token.end : token.end + 4])
            ):
                found.append(replace(token, kind=None, rule="quantity"))
                continue
        found.append(token)
    return found
