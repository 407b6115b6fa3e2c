"""What follows a move of the other side by itself, and what waits for a person.

`answer_move` is a port: the conformity suite puts a script in its place. By default a provider accepts what takes an
offer as it stands, as far as its rules say so; a consumer takes what it asked for, and nothing else.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput
from yunghap.core.outbox import publish
from yunghap.core.rows import find_row, find_rows
from yunghap.exchange.domain.policies.evaluator import Situation, judge
from yunghap.exchange.domain.policies.odrl import same_rules
from yunghap.exchange.enums import Acceptance, Side
from yunghap.exchange.models import AcceptanceRule, Negotiation, Participant

from . import events
from .machine import Move
from .negotiations import take_step
from .processes import own_participant, write_changes


class Answer(Protocol):
    """What is called after each move of the other side, in its transaction, with the row locked."""

    def __call__(self, row: Negotiation, move: Move, *, at: datetime) -> None: ...


def _follow_rules(row: Negotiation, move: Move, *, at: datetime) -> None:
    """The default: see the module."""
    handler = _BY_MOVE.get(move)
    if handler is not None:
        handler(row, at)


def _on_request(row: Negotiation, at: datetime) -> None:
    """Accept what takes our offer as it stands; ask about anything else."""
    offer = row.offer
    unchanged = offer is not None and same_rules(row.terms, offer.policy)
    decision = decision_for(row)
    if decision == Acceptance.REFUSE:
        _break_off(row, at, _("The provider does not accept this request."))
    elif unchanged:
        verdict = judge(row.terms, situation_of(row, at))
        if not verdict.permitted:
            _break_off(row, at, str(verdict.sentence))
        elif decision == Acceptance.AUTOMATIC:
            take_step(row, Move.AGREE, by=SYSTEM, at=at)
        else:
            _wait(row, at)
    else:
        _wait(row, at)


def _on_offer(row: Negotiation, at: datetime) -> None:
    """Accept what we asked for; a person looks at what was changed."""
    if row.requested and same_rules(row.terms, row.requested):
        take_step(row, Move.ACCEPT, by=SYSTEM, at=at)
    else:
        _wait(row, at)


def _on_accept(row: Negotiation, at: datetime) -> None:
    """The consumer took our last offer: that is an agreement."""
    take_step(row, Move.AGREE, by=SYSTEM, at=at)


def _on_agree(row: Negotiation, at: datetime) -> None:
    """Verify an agreement on what was asked for; anything else is broken off, never silently taken."""
    wrong = _what_is_wrong(row)
    if wrong:
        _break_off(row, at, wrong)
    else:
        take_step(row, Move.VERIFY, by=SYSTEM, at=at)


def _on_verify(row: Negotiation, at: datetime) -> None:
    take_step(row, Move.FINALIZE, by=SYSTEM, at=at)


_BY_MOVE: dict[Move, Callable[[Negotiation, datetime], None]] = {
    Move.REQUEST: _on_request,
    Move.OFFER: _on_offer,
    Move.ACCEPT: _on_accept,
    Move.AGREE: _on_agree,
    Move.VERIFY: _on_verify,
}
_answer: Answer = _follow_rules


def answer_move(row: Negotiation, move: Move, *, at: datetime) -> None:
    """Do what follows a move of the other side."""
    _answer(row, move, at=at)


def use_answer(other: Answer | None) -> None:
    """Put another way to answer in force (at start-up); None for the default."""
    global _answer  # noqa: PLW0603 - one for the process
    _answer = other or _follow_rules


def decision_for(row: Negotiation) -> str:
    """What the provider wants: of its rules the one that names most; without any, the unchanged is accepted."""
    best, found = -1, str(Acceptance.AUTOMATIC)
    for rule in find_rows(AcceptanceRule, participant_id=row.participant_id):
        if rule.offer_id not in {None, row.offer_id} or rule.counterparty not in {"", row.counterparty}:
            continue
        weight = 2 * (rule.offer_id is not None) + bool(rule.counterparty)
        if weight > best:
            best, found = weight, rule.decision
    return found


def situation_of(row: Negotiation, at: datetime) -> Situation:
    """What is known when a contract is made: who, from where, when."""
    consumer = row.counterparty if row.side == Side.PROVIDER else own_participant(row.participant_id).key
    peer = find_row(Participant, key=consumer)
    return Situation(at=at, participant=consumer, region=peer.region if peer else "", concluding=True)


def _what_is_wrong(row: Negotiation) -> str:
    """Why an agreement is not the one we asked for; "" if it is."""
    own = own_participant(row.participant_id)
    terms = row.terms
    if terms["target"] != row.asset:
        return _("The agreement is about another data set.")
    if terms["assigner"] != row.counterparty or terms["assignee"] != own.key:
        return _("The agreement names other parties.")
    try:
        same = same_rules(terms, row.requested)
    except InvalidInput:
        same = False
    return "" if same else _("The agreement is not on the terms that were asked for.")


def _wait(row: Negotiation, at: datetime) -> None:
    """A person has to decide; the event tells them."""
    write_changes(row, {"waiting": True})
    publish(
        topic=events.NEGOTIATION_WAITING,
        subject=f"negotiation:{row.pk}",
        payload={"details": {"negotiation": row.pk, "side": row.side, "organisation": row.participant_id}},
        at=at,
    )


def _break_off(row: Negotiation, at: datetime, why: str) -> None:
    take_step(row, Move.TERMINATE, reason=why, by=SYSTEM, at=at)
