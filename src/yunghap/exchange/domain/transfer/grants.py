"""Tokens that open the data of one transfer: opaque, short-lived, kept as hashes, withdrawn at once.

Whether a token opens anything is asked of the rows at every request: of the grant, its transfer and its agreement. A
transfer or agreement that is suspended or over lets nobody in from that moment on.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import DomainError, NotAllowed
from yunghap.exchange.enums import AgreementState, ParticipantState, TransferState
from yunghap.exchange.models import Grant, Participant, TransferProcess
from yunghap.ledger.service import record

ACCESS = timedelta(minutes=10)
# A refresh token that nobody used for so long is no longer good.
REFRESH = timedelta(days=30)


class BadToken(DomainError):  # noqa: N818
    """No token, or one that is unknown, has run out or was replaced."""

    code = "invalid-token"
    status = 401


class Withdrawn(NotAllowed):
    """The token was good; the transfer or its agreement is not in force."""

    code = "withdrawn"


@dataclass(frozen=True, slots=True)
class Tokens:
    """A fresh pair; `seconds` is how long the access token is good."""

    access: str
    refresh: str
    seconds: int


def give_access(*, transfer: TransferProcess, at: datetime, parent: Grant | None = None) -> Tokens:
    """A pair of tokens for a transfer; in the caller's transaction. Nothing is written to the ledger for each pair."""
    access, refresh = (secrets.token_urlsafe(32) for _one in range(2))
    Grant.objects.create(
        transfer=transfer,
        parent=parent,
        access_hash=_hash(access),
        refresh_hash=_hash(refresh),
        expires_at=at + ACCESS,
        created_at=at,
    )
    return Tokens(access, refresh, int(ACCESS.total_seconds()))


def withdraw_access(*, transfer: TransferProcess, at: datetime) -> None:
    """Close every grant of a transfer; in the caller's transaction."""
    transfer.grants.filter(closed_at__isnull=True).update(closed_at=at)


def admit(*, token: str, transfer: str, at: datetime | None = None) -> Grant:
    """The grant that opens this transfer. Raises BadToken, Withdrawn."""
    at = at or clock.now()
    grant = (
        Grant.objects.select_related("transfer__agreement__offer__product")
        .filter(access_hash=_hash(token), transfer=transfer)
        .first()
    )
    if grant is None:
        raise BadToken(_("A valid token is needed."))
    _check_in_force(grant.transfer, at)
    if grant.closed_at is not None or grant.expires_at <= at:
        raise BadToken(_("The token has run out. Ask for a new one with the refresh token."))
    if grant.used_at is None:
        _mark_used(grant, at)
    return grant


def refresh_access(*, token: str, transfer: str, at: datetime | None = None) -> Tokens:
    """A new pair for a refresh token, which stays good until the new pair is first used.

    So an answer that is lost on the way does no harm: the same token gives another pair. A token that comes after its
    successor was used has been copied by somebody: all that was made of it is closed, and the consumer asks its
    connector for a new address (RFC 9700, section 4.14.2). Raises BadToken, Withdrawn.
    """
    at = at or clock.now()
    # What closes stolen tokens is kept, and the error is raised after it.
    with transaction.atomic():
        grant = (
            Grant.objects.select_related("transfer__agreement")
            .filter(refresh_hash=_hash(token), transfer=transfer)
            .first()
        )
        if grant is None or grant.created_at + REFRESH <= at:
            raise BadToken(_("A valid token is needed."))
        _check_in_force(grant.transfer, at)
        if grant.closed_at is None:
            if grant.used_at is None:
                _mark_used(grant, at)
            return give_access(transfer=grant.transfer, at=at, parent=grant)
        if grant.children.filter(used_at__isnull=False).exists():
            _close_stolen(grant, at)
    raise BadToken(_("The token was used before. Ask for a new address of the data."))


def _mark_used(grant: Grant, at: datetime) -> None:
    """The first use of a grant ends what it replaces: the grant before it, and others made of that."""
    Grant.objects.filter(pk=grant.pk, used_at__isnull=True).update(used_at=at)
    if grant.parent_id is not None:
        replaced = Q(pk=grant.parent_id) | (Q(parent=grant.parent_id) & ~Q(pk=grant.pk))
        Grant.objects.filter(replaced, closed_at__isnull=True).update(closed_at=at)


def _close_stolen(grant: Grant, at: datetime) -> None:
    """Close all that was made of a grant, one from the other."""
    made, last = [], [grant.pk]
    while last := list(Grant.objects.filter(parent__in=last).values_list("pk", flat=True)):
        made += last
    if Grant.objects.filter(pk__in=made, closed_at__isnull=True).update(closed_at=at):
        record(
            action="exchange.access.replayed",
            subject=f"transfer:{grant.transfer_id}",
            by=SYSTEM,
            at=at,
            details={
                "agreement": grant.transfer.agreement_id,
                "counterparty": grant.transfer.counterparty,
            },
        )


def _check_in_force(transfer: TransferProcess, at: datetime) -> None:
    agreement = transfer.agreement
    if agreement.state == AgreementState.SUSPENDED or transfer.state == TransferState.SUSPENDED:
        raise Withdrawn(_("This transfer is suspended."), state="suspended")
    if agreement.state != AgreementState.ACTIVE or (agreement.ends_at and agreement.ends_at <= at):
        raise Withdrawn(_("The contract of this transfer is over."), state="over")
    if transfer.state != TransferState.STARTED:
        raise Withdrawn(_("This transfer is not running."), state=transfer.state.lower())
    out = (ParticipantState.SUSPENDED, ParticipantState.REMOVED)
    if Participant.objects.filter(key=transfer.counterparty, state__in=out).exists():
        raise Withdrawn(_("This participant takes no part at the moment."), state="suspended")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
