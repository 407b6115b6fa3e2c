"""Pushing data to the address that a consumer gave, piece by piece where the receiver lets us go on where we stopped.

A receiver that answers HEAD with `Upload-Offset` (Resumable Uploads for HTTP, IETF draft) gets pieces with
`Content-Range` from there; any other gets the whole in one PUT, again from the start if that fails.
"""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock, outbox
from yunghap.core.errors import DomainError, InvalidInput, sentence
from yunghap.core.fetch import Answer, Unreachable, fetch
from yunghap.exchange.enums import TransferState
from yunghap.exchange.models import Content, Push, TransferProcess

from .contents import content_of, path_of
from .deliveries import current_version, properties_of
from .metering import grant_range
from .views import view_of

PIECE = 8 * 1024 * 1024
LEASE = timedelta(minutes=2)
# After so many attempts without a byte of progress a push is given up (about two days).
ATTEMPTS = 60
SENT, GIVEN_UP = "exchange.push.sent", "exchange.push.given_up"
log = structlog.get_logger(__name__)


def note_push(transfer: TransferProcess, at: datetime) -> None:
    """Note the work of a push; a job does it. Raises InvalidInput for a transfer without an address to push to."""
    if not target_of(transfer.data_address):
        raise InvalidInput(_("A push needs the address that the data go to."))
    made, is_new = Push.objects.get_or_create(
        transfer=transfer, defaults={"next_attempt_at": at, "created_at": at}
    )
    if made.done_at is not None:  # the last piece went while the transfer was suspended
        _publish(made, SENT, {}, at)
    elif not is_new:
        Push.objects.filter(pk=made.pk).update(next_attempt_at=at, attempts=0)


def target_of(address: object) -> str:
    """Where a data address wants its data: its `endpoint`; EDC says it among the properties, as `baseUrl`; else ""."""
    if isinstance(address, dict) and address.get("endpoint"):
        return str(address["endpoint"])
    named = _named(address)
    return named.get("endpoint", "") or named.get("baseUrl", "")


def _named(address: object) -> dict[str, str]:
    """The properties of a data address by the last part of their names, which EDC writes as addresses."""
    return {name.rpartition("/")[2]: value for name, value in properties_of(address).items()}


def stop_push(transfer: TransferProcess, at: datetime) -> None:  # noqa: ARG001 - as every plane
    """Do no more of a push; a piece that is under way is the last."""
    Push.objects.filter(transfer=transfer, done_at__isnull=True).update(next_attempt_at=None)


def send_due(*, at: datetime | None = None) -> int:
    """Go on with every push that is due and that nobody is at; gives how many."""
    number = 0
    for push in Push.objects.filter(next_attempt_at__lte=at or clock.now(), done_at__isnull=True):
        number += send(push=push.pk)
    return number


def send(*, push: str) -> bool:
    """Go on with one push until it is done or fails; False where somebody else is at it."""
    now = clock.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    mine = Push.objects.filter(free, pk=push, done_at__isnull=True, next_attempt_at__isnull=False)
    if not mine.update(lease_until=now + LEASE):
        return False
    row = Push.objects.select_related("transfer__agreement__offer__product", "content").get(pk=push)
    try:
        content = row.content or _content(row)
        _send(row, content)
        _settle(row, SENT, {"bytes": content.bytes, "sha256": content.sha256})
    except DomainError as error:
        _put_off(row, str(error))
    return True


def _content(row: Push) -> Content:
    version = current_version(row.transfer)
    content = content_of(version, view_of(row.transfer.agreement.policy))
    Push.objects.filter(pk=row.pk).update(content=content, sent=0)
    row.sent = 0
    return content


def _send(row: Push, content: Content) -> None:
    address = target_of(row.transfer.data_address)
    headers = _headers(row.transfer, content)
    told = fetch(address, method="HEAD", headers=headers, seconds=30)
    offset = told.headers.get("upload-offset", "")
    if told.status >= 400 or not offset.isdigit():
        _whole(row, content, address, headers)
        return
    start, failed = int(offset), 0
    with path_of(content).open("rb") as file:
        while start < content.bytes or not content.bytes:
            _expect_running(row)
            file.seek(start)
            piece = file.read(PIECE)
            end = start + len(piece) - 1
            _grant(row, content, start, end)
            ranged = {"Content-Range": f"bytes {start}-{end}/{content.bytes}"} if content.bytes else {}
            answer = fetch(address, method="PUT", body=piece, headers={**headers, **ranged}, seconds=60)
            offset = answer.headers.get("upload-offset", "")
            if answer.status == 409 and offset.isdigit() and failed < 5:
                start, failed = int(offset), failed + 1  # the receiver has more or less than we believed
                continue
            _expect_taken(answer)
            start = end + 1
            now = clock.now()
            Push.objects.filter(pk=row.pk).update(sent=start, attempts=0, lease_until=now + LEASE)
            if not content.bytes:
                return


def _whole(row: Push, content: Content, address: str, headers: Mapping[str, str]) -> None:
    _grant(row, content, 0, content.bytes - 1)
    with path_of(content).open("rb") as file:
        sent = {**headers, "Content-Length": str(content.bytes)}
        _expect_taken(fetch(address, method="PUT", body=file, headers=sent, seconds=60))
    Push.objects.filter(pk=row.pk).update(sent=content.bytes)


def _grant(row: Push, content: Content, first: int, last: int) -> None:
    wanted = (first, last) if last >= first else None
    grant_range(transfer=row.transfer, content=content, wanted=wanted)


def _headers(transfer: TransferProcess, content: Content) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(content.sha256)).decode()
    headers = {"Content-Type": content.media_type, "Repr-Digest": f"sha-256=:{digest}:"}
    given = _named(transfer.data_address)
    if given.get("authorization"):
        scheme = "" if " " in given["authorization"] else "Bearer "
        headers["Authorization"] = scheme + given["authorization"]
    elif given.get("authCode") and given.get("authKey", "").lower() == "authorization":  # as EDC says it
        headers["Authorization"] = given["authCode"]
    return headers


def _expect_running(row: Push) -> None:
    """A suspension in the middle of a push is heard before the next piece."""
    running = TransferProcess.objects.filter(pk=row.transfer_id, state=TransferState.STARTED)
    if not running.exists():
        raise InvalidInput(_("This transfer is not running."))


def _expect_taken(answer: Answer) -> None:
    if answer.status not in {200, 201, 202, 204}:
        raise Unreachable(sentence(_("The receiver answers with status %(status)s."), status=answer.status))


def _put_off(row: Push, why: str) -> None:
    attempts = row.attempts + 1
    if attempts >= ATTEMPTS:
        _settle(row, GIVEN_UP, {"because": why[:300]})
        return
    log.warning("push put off", push=row.pk, attempts=attempts, reason=why[:200])
    # One that was stopped meanwhile stays stopped.
    rows = Push.objects.filter(pk=row.pk)
    rows.update(lease_until=None, attempts=attempts, last_error=why[:2_000])
    rows.filter(next_attempt_at__isnull=False).update(
        next_attempt_at=clock.now() + outbox.wait_before(attempts)
    )


@transaction.atomic
def _settle(row: Push, topic: str, what: dict[str, object]) -> None:
    now = clock.now()
    done = {"done_at": now} if topic == SENT else {"next_attempt_at": None}
    Push.objects.filter(pk=row.pk).update(lease_until=None, last_error=str(what.get("because", "")), **done)
    _publish(row, topic, what, now)


def _publish(row: Push, topic: str, what: Mapping[str, object], at: datetime) -> None:
    payload = {"transfer": row.transfer_id, **what}
    outbox.publish(topic=topic, subject=f"transfer:{row.transfer_id}", payload=payload, at=at)
