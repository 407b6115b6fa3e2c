"""Duties of an agreement as dated obligations that somebody sees."""

import hashlib
from datetime import datetime

from django.utils import translation

from yunghap.core import canonical
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Agreement, Obligation

from .explain import say_rule
from .odrl import Atom, Rule, read_policy
from .values import read_duration, read_moment


def write_obligations(agreement: Agreement, *, at: datetime) -> int:
    """Write the duties of an agreement that was concluded, each once; returns how many. They are the consumer's."""
    policy = read_policy(agreement.policy)
    duties = [*policy.of("obligation"), *(duty for rule in policy.of("permission") for duty in rule.duties)]
    rows = {}
    for duty in duties:
        key = _key(duty)
        rows[key] = Obligation(
            agreement=agreement,
            key=key,
            owed_by=Side.CONSUMER,
            action=duty.action[:100],
            text_ko=_said(duty, "ko"),
            text_en=_said(duty, "en"),
            due_at=due_of(duty, agreement.agreed_at),
            created_at=at,
        )
    if rows:
        Obligation.objects.bulk_create(rows.values())
    return len(rows)


def due_of(duty: Rule, agreed_at: datetime) -> datetime | None:
    """By when: the earliest of its dates, and of its periods counted from the agreement."""
    found = []
    for part in duty.constraints:
        if not isinstance(part, Atom) or part.operator not in {"lt", "lteq", "eq", "term-lteq"}:
            continue
        if part.left == "dateTime":
            found.append(read_moment(part.right, end_of_day=part.operator != "lt"))
        elif part.left in {"elapsedTime", "delayPeriod"}:
            period = read_duration(part.right)
            found.append(agreed_at + period if period is not None else None)
    return min((moment for moment in found if moment is not None), default=None)


def _key(duty: Rule) -> str:
    conditions = [str(part) for part in duty.constraints]
    return hashlib.sha256(canonical.encode([duty.action, conditions])).hexdigest()


def _said(duty: Rule, language: str) -> str:
    with translation.override(language):
        return str(say_rule(duty))
