"""Sending what was queued: at once after the commit, again with growing waits, in the order of each process.

Whoever sends takes a lease by one SQL statement, so that many workers, and many machines, share the work. The call
itself is made outside of any transaction. A message may arrive twice, never out of order; receivers do not mind.
"""

import os
import socket
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache

import structlog
from django.db import connection, transaction
from django.utils.translation import gettext as _

from yunghap.core import chance, clock
from yunghap.core.errors import InvalidInput
from yunghap.core.fetch import Answer, Unreachable, fetch
from yunghap.core.gate import safe_json
from yunghap.core.rows import execute, find_row, has_row, moment_value, read_moment
from yunghap.exchange.enums import DeliveryState as State
from yunghap.exchange.models import Message, Participant

from . import refusals, waking
from .processes import LEASE, PEER, owner
from .tokens import scheme
from .waking import Claimed

log = structlog.get_logger(__name__)

SECONDS = 10.0  # a call may take
LARGEST_ANSWER = 1024 * 1024
GIVE_UP_AFTER = timedelta(hours=48)
# Waits before the next attempt: doubling to 2 s in the first minutes, so that a peer that comes back is met at once.
FIRST_WAIT, SHORT_WAIT, SHORT_FOR, LONGEST_WAIT = 0.1, 2.0, timedelta(minutes=5), 300.0
_AGAIN = frozenset({401, 404, 408, 425, 429})
# A peer may get our next message before it has written down our answer to its own, and says 409 then, as an EDC does.
CATCHING_UP = timedelta(seconds=3)


def deliver_due(*, limit: int = 1_000) -> int:
    """Send what is due, oldest first, one after the other; returns how many calls were made."""
    for number in range(limit):
        if not deliver_next():
            return number
    return limit


def deliver_next() -> bool:
    """Send the next message that is due; says whether there was one."""
    row = claim()
    if row is None:
        return False
    send(row)
    return True


def claim() -> Claimed | None:
    """Lease the oldest message that is due and heads its process; None if there is none."""
    now = clock.now()
    for row in _heads(now):
        statement = _statements(connection.vendor)["claim"]
        if _run(statement, now + LEASE, owner(), row.id, row.fence, now):
            return row
    return None


def send_handed(row: Claimed) -> None:
    """Send a message that was handed over, unless it waited for longer than its lease: then somebody else has it."""
    if row.until is None or clock.now() < row.until:
        send(row)


def send(row: Claimed) -> None:
    """Make the call and settle the message by what came back."""
    try:
        answer = _call(row)
    except InvalidInput as error:  # an address that may not be called, an answer beyond all size
        _refused(row, str(error))
    except Unreachable as error:
        _again(row, str(error))
    else:
        if 200 <= answer.status < 300:
            _delivered(row, answer)
        elif _is_passing(row, answer.status):
            _again(row, f"HTTP {answer.status}")
        else:
            _refused(row, _reason(answer))


def _is_passing(row: Claimed, status: int) -> bool:
    if status == 409:
        return clock.now() - row.at < CATCHING_UP
    return status >= 500 or (status in _AGAIN and not row.optional)


def release_dead() -> int:
    """Give back leases of processes of this machine that are no more; called when a sender starts."""
    host, free = socket.gethostname()[:60], 0
    held = Message.objects.filter(state=State.PENDING, owner__startswith=f"{host}:").exclude(owner=owner())
    for whose in set(held.values_list("owner", flat=True)):
        pid = int(whose.rpartition(":")[2])
        if pid == os.getpid() or not _lives(pid):
            free += held.filter(owner=whose).update(lease_until=None, owner="")
    return free


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _call(row: Claimed) -> Answer:
    own = find_row(Participant, organisation_id=row.participant)
    if own is None:
        raise Unreachable(_("Your organisation does not take part in the exchange yet."))
    address, body = row.address, row.body
    if PEER in address or PEER in body:
        pid = refusals.peer_pid(row.process)
        if not pid:
            raise Unreachable(_("The other side has not told its id of the process yet."))
        address, body = address.replace(PEER, pid), body.replace(PEER, pid)
    return fetch(
        address,
        method="POST",
        body=body.encode(),
        headers={
            "Authorization": scheme().header(own=own, peer=row.counterparty, body=body.encode()),
            "Content-Type": "application/json",
            "Accept": "application/json",
        },
        seconds=SECONDS,
        largest=LARGEST_ANSWER,
    )


def _delivered(row: Claimed, answer: Answer) -> None:
    settle = _statements(connection.vendor)["settle"]
    with transaction.atomic():
        if _run(settle, State.DELIVERED, clock.now(), "", row.id) and row.kind in refusals.FIRST:
            refusals.learn(row.process, row.kind, answer.body)
    if has_row(Message, process=row.process, state=State.PENDING):
        waking.nudge()  # the next message of the process is due now


def _refused(row: Claimed, why: str) -> None:
    log.warning("message refused", kind=row.kind, process=row.process, reason=why)
    with transaction.atomic():
        if _run(_statements(connection.vendor)["settle"], State.REFUSED, clock.now(), why[:1000], row.id):
            refusals.follow(row.process, why, optional=row.optional)
    waking.nudge()


def _again(row: Claimed, why: str) -> None:
    now = clock.now()
    if now - row.at >= GIVE_UP_AFTER or (row.optional and now - row.at >= timedelta(hours=1)):
        with transaction.atomic():
            if _run(_statements(connection.vendor)["settle"], State.GIVEN_UP, now, why[:1000], row.id):
                refusals.follow(row.process, why, optional=row.optional)
        return
    seconds = wait_before(row.attempts + 2, now - row.at)
    later = now + timedelta(seconds=seconds)
    _run(_statements(connection.vendor)["later"], later, why[:1000], row.id, row.fence + 1)


def wait_before(attempt: int, age: timedelta) -> float:
    """Seconds before the given attempt (2, 3, …) of a message of that age, spread by a fifth."""
    longest = SHORT_WAIT if age < SHORT_FOR else LONGEST_WAIT
    wait = min(FIRST_WAIT * 2.0 ** min(attempt - 2, 20), longest)
    return wait * chance.source().uniform(0.8, 1.2)


def _reason(answer: Answer) -> str:
    """What a refusal says: its reasons where it is one of the protocol, else its status."""
    try:
        body = safe_json(answer.body, largest=LARGEST_ANSWER)
    except InvalidInput:
        return f"HTTP {answer.status}"
    reason = body.get("reason") if isinstance(body, dict) else None
    parts = reason if isinstance(reason, list) else [reason] if reason else []
    texts = [str(part.get("@value", "") if isinstance(part, dict) else part)[:300] for part in parts[:5]]
    return " · ".join([f"HTTP {answer.status}", *texts])


@cache
def _statements(_vendor: str) -> dict[str, str]:
    """Statements that every message needs, built once."""
    table = connection.ops.quote_name(Message._meta.db_table)
    return {
        "heads": (
            "SELECT m.id, m.process, m.participant_id, m.counterparty, m.kind, m.body, m.address, m.optional,"  # noqa: S608
            f" m.attempts, m.fence, m.at FROM {table} m WHERE m.state = 'PENDING' AND m.next_attempt_at <= %s"
            " AND (m.lease_until IS NULL OR m.lease_until <= %s)"
            f" AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.process = m.process AND o.state = 'PENDING'"
            " AND o.id < m.id) ORDER BY m.next_attempt_at, m.id LIMIT 20"
        ),
        "claim": (
            f"UPDATE {table} SET lease_until = %s, owner = %s, fence = fence + 1, attempts = attempts + 1"  # noqa: S608
            " WHERE id = %s AND fence = %s AND state = 'PENDING' AND (lease_until IS NULL OR lease_until <= %s)"
        ),
        # An answer that came late counts all the same: the message was had.
        "settle": (
            f"UPDATE {table} SET state = %s, settled_at = %s, last_error = %s, lease_until = NULL, owner = ''"  # noqa: S608
            " WHERE id = %s AND state = 'PENDING'"
        ),
        "later": (
            f"UPDATE {table} SET next_attempt_at = %s, last_error = %s, lease_until = NULL, owner = ''"  # noqa: S608
            " WHERE id = %s AND fence = %s AND state = 'PENDING'"
        ),
    }


def _heads(now: datetime) -> list[Claimed]:
    moment = moment_value(now, connection.vendor)
    with closing(execute(connection, _statements(connection.vendor)["heads"], [[moment, moment]])) as cursor:
        return [Claimed(*[*row[:-1], read_moment(row[-1])]) for row in cursor.fetchall()]


def _run(statement: str, *values: object) -> int:
    vendor = connection.vendor
    given = [moment_value(one, vendor) if isinstance(one, datetime) else one for one in values]
    with closing(execute(connection, statement, [given])) as cursor:
        return int(cursor.rowcount)
