"""The consumer's side of a pull: where the data of a contract are, with a token that is good now.

Only the consumer's connector holds the refresh token; programs get access tokens from it. So a program that is killed,
or several at once, never use up a token that another one needs.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, NotAllowed, sentence
from yunghap.core.fetch import Unreachable, fetch
from yunghap.core.gate import safe_json
from yunghap.exchange import rules
from yunghap.exchange.domain.connector.machine import TRANSFER_OVER
from yunghap.exchange.domain.connector.transfers import request_transfer
from yunghap.exchange.enums import AgreementState, Side, TransferState
from yunghap.exchange.models import Agreement, TransferProcess
from yunghap.identity.service import require

from .deliveries import properties_of
from .planes import PULL

# A token that runs out within this time is renewed before it is handed out.
_MARGIN = timedelta(seconds=60)


class Declined(NotAllowed):
    """The provider did not start the transfer, or ended it."""

    code = "declined"


@dataclass(frozen=True, slots=True)
class Access:
    """Where data are, and the token; `expires_at` as far as the provider says."""

    transfer: str
    endpoint: str
    token: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Starting:
    """A transfer was requested; the provider has yet to start it."""

    transfer: str


def access_for(
    *, agreement: Agreement, after: str = "", transfer: str = "", by: Actor, at: datetime | None = None
) -> Access | Starting:
    """The address of an agreement's data; `after` is a token that the provider no longer takes.

    Where no transfer is running one is requested; who then asks again names it as `transfer`.
    Raises NotAllowed, Conflict for an agreement that is not in force, Declined, Unreachable.
    """
    at = at or clock.now()
    require(by, rules.CONSUME, organisation=agreement.participant_id)
    if agreement.side != Side.CONSUMER or agreement.state != AgreementState.ACTIVE:
        raise Conflict(_("The contract is not in force."), state=agreement.state.lower())
    rows = TransferProcess.objects.filter(agreement=agreement, format=PULL)
    running = rows.filter(state=TransferState.STARTED).exclude(data_address={})
    row = running.order_by("-started_at", "-pk").first()
    if row is None:
        last = rows.order_by("-opened_at", "-pk").first()
        return _started(agreement, last, transfer, by, at)
    known = _access(row)
    if known.token != after and (known.expires_at is None or known.expires_at > at + _MARGIN):
        return known
    with _alone(row.pk):
        row.refresh_from_db()
        now_known = _access(row)
        if now_known.token not in {after, known.token}:
            return now_known  # somebody else has just renewed it
        return _renewed(row, at)


def _started(
    agreement: Agreement, last: TransferProcess | None, asked: str, by: Actor, at: datetime
) -> Starting:
    """Request a transfer, unless that has been done. Raises Conflict, Declined."""
    if last is not None and last.state == TransferState.SUSPENDED:
        raise Conflict(_("This transfer is suspended."), state="suspended")
    if last is not None and last.state in TRANSFER_OVER and last.pk == asked:
        raise Declined(last.reason or _("The provider ended the transfer."), transfer=last.pk)
    if last is None or last.state in TRANSFER_OVER:
        last = request_transfer(agreement=agreement, format=PULL, by=by, at=at)
    return Starting(last.pk)


def _access(row: TransferProcess) -> Access:
    given = properties_of(row.data_address)
    expires_at = _moment(given.get("expiresAt", ""))
    lasts = _seconds(given.get("expiresIn"))
    if expires_at is None and lasts is not None and row.started_at:
        expires_at = row.started_at + timedelta(seconds=lasts)
    endpoint = str(row.data_address.get("endpoint", ""))
    return Access(row.pk, endpoint, given.get("authorization", "").removeprefix("Bearer "), expires_at)


def _moment(text: str) -> datetime | None:
    """A moment with its zone, as a provider says it; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _seconds(said: object) -> int | None:
    """How long a token is good, as a provider says it; None for what is no such number."""
    text = str(said)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _renewed(row: TransferProcess, at: datetime) -> Access:
    """Ask the provider for new tokens and keep them in place of the old ones."""
    given = properties_of(row.data_address)
    if not given.get("refreshToken") or not given.get("refreshEndpoint"):
        return _access(row)
    form = urlencode({"grant_type": "refresh_token", "refresh_token": given["refreshToken"]})
    answer = fetch(
        given["refreshEndpoint"],
        method="POST",
        body=form.encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    if answer.status != 200:
        raise Unreachable(
            sentence(_("The provider gives no new token (status %(status)s)."), status=answer.status)
        )
    fresh = safe_json(answer.body)
    if not isinstance(fresh, dict) or not isinstance(fresh.get("access_token"), str):
        raise Unreachable(_("The provider's answer holds no token."))
    seconds = _seconds(fresh.get("expires_in")) or 0
    address = _with(
        row.data_address,
        authorization=fresh["access_token"],
        refreshToken=str(fresh.get("refresh_token") or given["refreshToken"]),
        expiresIn=str(seconds),
        expiresAt=(at + timedelta(seconds=seconds)).isoformat(),
    )
    TransferProcess.objects.filter(pk=row.pk, state=TransferState.STARTED).update(data_address=address)
    row.data_address = address
    return _access(row)


def _with(address: dict[str, Any], **values: str) -> dict[str, Any]:
    """A DataAddress with these properties in place of those of their names."""
    kept = [item for item in address.get("endpointProperties", ()) if item.get("name") not in values]
    new = [{"@type": "EndpointProperty", "name": name, "value": value} for name, value in values.items()]
    return {**address, "endpointProperties": kept + new}


@contextmanager
def _alone(transfer: str) -> Iterator[None]:
    """One renewal at a time, without a transaction that would stand while the provider is asked."""
    folder = Path(settings.CONTENT_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f"access-{transfer}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
