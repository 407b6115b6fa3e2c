"""What the suite expects of each data set and agreement, by its id."""

import os
import time
from datetime import datetime
from typing import Any

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector import decisions, planes, tokens, transfers
from yunghap.exchange.domain.connector.machine import Move
from yunghap.exchange.domain.connector.negotiations import make_move, take_step
from yunghap.exchange.models import Negotiation, Participant, TransferProcess

PEER = "TCK_PARTICIPANT"
FORMAT = "Tck-PULL"
# The suite registers what it waits for, and once only, after its own call is answered: who is faster is told that nobody
# listens, or is heard before the suite knows its own state. On a busy machine a tenth of a second was too fast.
DELAY = float(os.environ.get("TCK_DELAY", "0.3"))

OFFER, AGREE, FINALIZE, TERMINATE = Move.OFFER, Move.AGREE, Move.FINALIZE, Move.TERMINATE
ACCEPT, VERIFY, REQUEST = Move.ACCEPT, Move.VERIFY, Move.REQUEST
START, SUSPEND, COMPLETE = Move.START, Move.SUSPEND, Move.COMPLETE

# data set -> move of the other side -> our moves
_NEGOTIATIONS: dict[str, dict[Move, tuple[Move, ...]]] = {
    **{key: {REQUEST: (OFFER,)} for key in ("ACN0101", "ACN0204", "ACN0302", "ACN0303", "ACN0304")},
    "ACN0103": {REQUEST: (OFFER,), ACCEPT: (AGREE,), VERIFY: (FINALIZE,)},
    **{key: {REQUEST: (AGREE,), VERIFY: (FINALIZE,)} for key in ("ACN0104", "ACN0301")},
    "ACN0201": {REQUEST: (TERMINATE,)},
    "ACN0202": {},
    "ACN0203": {REQUEST: (AGREE,)},
    "ACN0205": {REQUEST: (OFFER, TERMINATE)},
    "ACN0206": {REQUEST: (OFFER,), ACCEPT: (TERMINATE,)},
    "ACN0207": {REQUEST: (AGREE,), VERIFY: (TERMINATE,)},
    "ACNC0101": {OFFER: (ACCEPT,), AGREE: (VERIFY,)},
    "ACNC0103": {OFFER: (TERMINATE,)},
    **{key: {AGREE: (VERIFY,)} for key in ("ACNC0104", "ACNC0206")},
    "ACNC0203": {AGREE: (TERMINATE,)},
    **{key: {OFFER: (ACCEPT,)} for key in ("ACNC0205", "ACNC0304", "ACNC0305", "ACNC0306")},
}
_AT_ONCE = {"ACNC0202": TERMINATE}
_PROVIDED: dict[str, tuple[Move, ...]] = {
    "ATP0101": (START, TERMINATE),
    "ATP0102": (START, COMPLETE),
    "ATP0103": (START, SUSPEND, TERMINATE),
    "ATP0104": (START, SUSPEND, START, COMPLETE),
    "ATP0105": (TERMINATE,),
    **dict.fromkeys(
        ("ATP0201", "ATP0202", "ATP0203", "ATP0204", "ATP0303", "ATP0304", "ATP0305", "ATP0306"), (START,)
    ),
}
_CONSUMED: dict[str, tuple[Move, ...]] = {
    "ATPC0201": (TERMINATE,),
    "ATPC0202": (COMPLETE,),
    "ATPC0203": (SUSPEND, TERMINATE),
    "ATPC0204": (SUSPEND, START, COMPLETE),
}
_TRANSFER_AT_ONCE = {"ATPC0205": TERMINATE}


class Listener:
    """The suite proves nothing about who it is, and must not be spoken to too soon."""

    def header(self, *, own: Participant, peer: str, body: bytes) -> str:  # noqa: ARG002 - of the port
        """Wait, then name ourselves."""
        time.sleep(DELAY)
        return f"tck {own.key} {peer}"

    def caller(self, *, own: Participant, header: str, body: bytes) -> str:  # noqa: ARG002 - of the port
        """Whoever calls is the suite."""
        return PEER


def install() -> None:
    """Put everything in force."""
    tokens.use_scheme(Listener())
    decisions.use_answer(answer_negotiation)
    transfers.use_transfer_answer(answer_transfer)
    if FORMAT not in planes.data_planes:
        planes.data_planes.register(FORMAT, planes.DataPlane(start=_address, stop=lambda _row, _at: None))


def answer_negotiation(row: Negotiation, move: Move, *, at: datetime) -> None:
    """The script of the data set, whichever side we are."""
    if row.asset in {"ACN0102", "ACNC0102"}:
        _counter(row, move, at)
        return
    if move is REQUEST and row.rounds > 1:
        return  # an offer is made once
    for ours in _NEGOTIATIONS.get(row.asset, {}).get(move, ()):
        terms = row.terms if ours in {OFFER, REQUEST} else None
        take_step(row, ours, terms=terms, reason="script" if ours is TERMINATE else "", by=SYSTEM, at=at)


def _counter(row: Negotiation, move: Move, at: datetime) -> None:
    """An offer, a counter-offer to it, and the end."""
    if row.asset == "ACN0102" and row.rounds == 1:
        take_step(row, OFFER, terms=row.terms, by=SYSTEM, at=at)
    elif row.asset == "ACN0102":
        take_step(row, TERMINATE, reason="script", by=SYSTEM, at=at)
    elif move is OFFER and row.rounds == 2:
        take_step(row, REQUEST, terms=row.terms, by=SYSTEM, at=at)


def answer_transfer(row: TransferProcess, move: Move, at: datetime) -> None:
    """The script of the agreement."""
    key = row.agreement.key
    moves = _PROVIDED.get(key, ()) if move is REQUEST else _CONSUMED.get(key, ()) if move is START else ()
    for ours in moves:
        transfers.take_transfer_step(row, ours, reason="script", by=SYSTEM, at=at)


def after_request(row: Negotiation) -> None:
    """What is done unasked."""
    if row.asset in _AT_ONCE:
        make_move(negotiation=row, move=_AT_ONCE[row.asset], reason="script", at=clock.now())


def after_transfer_request(row: TransferProcess) -> None:
    """What is done unasked."""
    move = _TRANSFER_AT_ONCE.get(row.agreement.key)
    if move is not None:
        transfers.make_transfer_move(transfer=row, move=move, reason="script", at=clock.now())


def _address(row: TransferProcess, _at: datetime) -> dict[str, Any]:
    return {
        "@type": "DataAddress",
        "endpointType": "https://w3id.org/idsa/v4.1/HTTP",
        "endpoint": f"http://127.0.0.1:1/{row.pk}",
    }
