"""The tables of states hold for every order of messages, duplicates and stray ones included."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from yunghap.exchange.domain.connector.machine import (
    NEGOTIATION_OVER,
    TRANSFER_OVER,
    IllegalMove,
    Move,
    moves_of,
    negotiated,
    transferred,
)
from yunghap.exchange.enums import NegotiationState, Side, TransferState

SIDES = st.sampled_from(list(Side))
MOVES = st.sampled_from(list(Move))


class Negotiating(RuleBasedStateMachine):
    """Any side tries any move at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.state: str | None = None
        self.path: list[Move] = []

    @rule(move=MOVES, side=SIDES)
    def move(self, move, side):
        before = self.state
        try:
            self.state = negotiated(self.state, move, side)
        except IllegalMove:
            assert self.state == before
            assert before is None or move not in moves_of(before, side)
        else:
            assert before not in NEGOTIATION_OVER
            self.path.append(move)

    @invariant()
    def a_contract_was_agreed_and_verified(self):
        if self.state == NegotiationState.FINALIZED:
            assert self.path[-3:] == [Move.AGREE, Move.VERIFY, Move.FINALIZE]
            assert self.path.count(Move.AGREE) == 1


class Transferring(RuleBasedStateMachine):
    """Likewise for transfers."""

    def __init__(self) -> None:
        super().__init__()
        self.state: str | None = None
        self.started = False

    @rule(move=MOVES, side=SIDES)
    def move(self, move, side):
        before = self.state
        try:
            self.state = transferred(self.state, move, side)
        except IllegalMove:
            assert before is None or move not in moves_of(before, side, transfer=True)
        else:
            assert before not in TRANSFER_OVER
            self.started |= self.state == TransferState.STARTED

    @invariant()
    def only_what_was_started_is_completed(self):
        if self.state == TransferState.COMPLETED:
            assert self.started


TestNegotiating = Negotiating.TestCase
TestTransferring = Transferring.TestCase


def test_either_side_may_break_off_what_is_not_over():
    for state in NegotiationState:
        for side in Side:
            assert (Move.TERMINATE in moves_of(state, side)) is (state not in NEGOTIATION_OVER)


def test_an_illegal_move_says_where_it_stands():
    with pytest.raises(IllegalMove) as caught:
        negotiated(NegotiationState.REQUESTED, Move.VERIFY, Side.CONSUMER)
    assert "REQUESTED" in str(caught.value)
