"""The state machines of DSP 2025-1 as tables: which side may make which move in which state.

Where the specification's diagram and its text differ, the text holds: every state that is not final can be broken off
by either side.
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, sentence
from yunghap.exchange.enums import NegotiationState as N
from yunghap.exchange.enums import Side
from yunghap.exchange.enums import TransferState as T

PROVIDER, CONSUMER = Side.PROVIDER, Side.CONSUMER
_BOTH = (PROVIDER, CONSUMER)


class Move(StrEnum):
    """What a message does to a negotiation or a transfer."""

    REQUEST = "request"
    OFFER = "offer"
    ACCEPT = "accept"
    AGREE = "agree"
    VERIFY = "verify"
    FINALIZE = "finalize"
    START = "start"
    SUSPEND = "suspend"
    COMPLETE = "complete"
    TERMINATE = "terminate"


class IllegalMove(DomainError):  # noqa: N818
    """The other side, or a person here, wants a step that the state does not allow."""

    code = "illegal-move"
    status = 400


# (state, None at the beginning) -> move -> who may make it, the state after it
_NEGOTIATION: dict[str | None, dict[Move, tuple[tuple[Side, ...], N]]] = {
    None: {Move.REQUEST: ((CONSUMER,), N.REQUESTED), Move.OFFER: ((PROVIDER,), N.OFFERED)},
    N.REQUESTED: {Move.OFFER: ((PROVIDER,), N.OFFERED), Move.AGREE: ((PROVIDER,), N.AGREED)},
    N.OFFERED: {Move.REQUEST: ((CONSUMER,), N.REQUESTED), Move.ACCEPT: ((CONSUMER,), N.ACCEPTED)},
    N.ACCEPTED: {Move.AGREE: ((PROVIDER,), N.AGREED)},
    N.AGREED: {Move.VERIFY: ((CONSUMER,), N.VERIFIED)},
    N.VERIFIED: {Move.FINALIZE: ((PROVIDER,), N.FINALIZED)},
    N.FINALIZED: {},
    N.TERMINATED: {},
}
_TRANSFER: dict[str | None, dict[Move, tuple[tuple[Side, ...], T]]] = {
    None: {Move.REQUEST: ((CONSUMER,), T.REQUESTED)},
    T.REQUESTED: {Move.START: ((PROVIDER,), T.STARTED)},
    T.STARTED: {Move.COMPLETE: (_BOTH, T.COMPLETED), Move.SUSPEND: (_BOTH, T.SUSPENDED)},
    T.SUSPENDED: {Move.START: (_BOTH, T.STARTED)},
    T.COMPLETED: {},
    T.TERMINATED: {},
}
for _state in (N.REQUESTED, N.OFFERED, N.ACCEPTED, N.AGREED, N.VERIFIED):
    _NEGOTIATION[_state][Move.TERMINATE] = (_BOTH, N.TERMINATED)
for _running in (T.REQUESTED, T.STARTED, T.SUSPENDED):
    _TRANSFER[_running][Move.TERMINATE] = (_BOTH, T.TERMINATED)

NEGOTIATION_OVER = frozenset({N.FINALIZED, N.TERMINATED})
TRANSFER_OVER = frozenset({T.COMPLETED, T.TERMINATED})


def negotiated(state: str | None, move: Move, by: Side) -> N:
    """The state of a negotiation after a move. Raises IllegalMove."""
    sides, after = _NEGOTIATION[state].get(move, ((), N.TERMINATED))
    if by not in sides:
        raise _illegal(state, move)
    return after


def transferred(state: str | None, move: Move, by: Side) -> T:
    """The state of a transfer after a move. Raises IllegalMove."""
    sides, after = _TRANSFER[state].get(move, ((), T.TERMINATED))
    if by not in sides:
        raise _illegal(state, move)
    return after


def moves_of(state: str, by: Side, *, transfer: bool = False) -> frozenset[Move]:
    """What a side may do in a state."""
    table = _TRANSFER if transfer else _NEGOTIATION
    return frozenset(move for move, (sides, _after) in table[state].items() if by in sides)


def _illegal(state: str | None, move: Move) -> IllegalMove:
    return IllegalMove(
        sentence(
            _("In the state %(state)s there is no “%(move)s” by this side."),
            state=state or "–",
            move=move.value,
        )
    )
