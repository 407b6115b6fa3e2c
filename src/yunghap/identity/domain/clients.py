"""API clients: OAuth 2.0 client credentials (RFC 6749 section 4.4), secrets and tokens kept as hashes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.core.text import clean_name
from yunghap.core.versions import update_versioned
from yunghap.identity import permissions
from yunghap.identity.models import ApiClient, ApiSecret, ApiToken, Organisation
from yunghap.identity.roles import MANAGE_CLIENTS
from yunghap.ledger.service import record

from .authorisation import can, require
from .tokens import new_token, token_hash

SECRET_LIFETIME = timedelta(days=365)
TOKEN_LIFETIME = timedelta(hours=1)
# How long the old secret still works after a rotation.
OVERLAP = timedelta(days=7)


@transaction.atomic
def create_client(
    *,
    organisation: Organisation,
    name: str,
    scopes: Sequence[str],
    by: Actor,
    at: datetime | None = None,
) -> tuple[ApiClient, str]:
    """A program that acts for the organisation; returns it and its first secret, shown once.

    `scopes` are permission codes that clients may have. Raises Conflict where the
    organisation has a client of this name.
    """
    require(by, MANAGE_CLIENTS, organisation=organisation.pk)
    at, name = at or clock.now(), clean_name(name)
    _check_scopes(scopes)
    if ApiClient.objects.filter(organisation=organisation, name=name, revoked_at__isnull=True).exists():
        raise Conflict(_("There is a client of this name already."))
    client = ApiClient.objects.create(
        organisation=organisation,
        name=name,
        scopes=sorted(set(scopes)),
        created_by_id=by.id if by.kind == "person" else None,
        created_at=at,
    )
    secret = _add_secret(client, at)
    record(
        action="identity.client.created",
        subject=f"client:{client.pk}",
        by=by,
        at=at,
        details={"organisation": organisation.pk, "name": name, "scopes": client.scopes},
    )
    return client, secret


@transaction.atomic
def rotate_secret(*, client: ApiClient, by: Actor, at: datetime | None = None) -> str:
    """A new secret, shown once; the old ones work for seven more days."""
    require(by, MANAGE_CLIENTS, organisation=client.organisation_id)
    at = at or clock.now()
    if client.revoked_at is not None:
        raise Conflict(_("This client has been revoked."))
    for old in client.secrets.filter(expires_at__gt=at + OVERLAP):
        update_versioned(old, expected=old.version, changes={"expires_at": at + OVERLAP})
    secret = _add_secret(client, at)
    record(
        action="identity.client.rotated",
        subject=f"client:{client.pk}",
        by=by,
        at=at,
        details={"organisation": client.organisation_id, "old_until": at + OVERLAP},
    )
    return secret


@transaction.atomic
def revoke_client(*, client: ApiClient, by: Actor, at: datetime | None = None) -> None:
    """Shut the client out at once: its secrets and tokens stop working."""
    require(by, MANAGE_CLIENTS, organisation=client.organisation_id)
    at = at or clock.now()
    if client.revoked_at is not None:
        raise Conflict(_("This client has been revoked."))
    update_versioned(client, expected=client.version, changes={"revoked_at": at})
    client.tokens.filter(revoked_at__isnull=True).update(revoked_at=at)
    record(
        action="identity.client.revoked",
        subject=f"client:{client.pk}",
        by=by,
        at=at,
        details={"organisation": client.organisation_id},
    )


@transaction.atomic
def issue_token(
    *, client_id: str, secret: str, address: str | None = None, at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A bearer token for a client and its secret; raises NotAllowed, the same whatever is wrong."""
    at = at or clock.now()
    known = (
        ApiSecret.objects.select_related("client")
        .filter(
            client_id=client_id,
            secret_hash=token_hash(secret),
            expires_at__gt=at,
            client__revoked_at__isnull=True,
        )
        .first()
    )
    if known is None:
        raise NotAllowed(_("Client or secret are not right."))
    token = new_token()
    row = ApiToken.objects.create(
        client=known.client, token_hash=token_hash(token), created_at=at, expires_at=at + TOKEN_LIFETIME
    )
    record(
        action="identity.token.issued",
        subject=f"client:{client_id}",
        by=Actor("client", client_id, known.client.organisation_id, address),
        at=at,
        details={"token": row.pk, "expires_at": row.expires_at},
    )
    return row, token


@transaction.atomic
def revoke_token(*, token: str, client_id: str, at: datetime | None = None) -> None:
    """A client gives a token back (RFC 7009); an unknown one is no error."""
    ApiToken.objects.filter(
        client_id=client_id, token_hash=token_hash(token), revoked_at__isnull=True
    ).update(revoked_at=at or clock.now())


def client_of_token(token: str, at: datetime | None = None) -> ApiClient | None:
    """The client that holds the bearer token, or None for one unknown, expired or revoked."""
    row = (
        ApiToken.objects.select_related("client")
        .filter(
            token_hash=token_hash(token),
            expires_at__gt=at or clock.now(),
            revoked_at__isnull=True,
            client__revoked_at__isnull=True,
        )
        .first()
    )
    return row.client if row else None


def purge_tokens(*, after: timedelta = timedelta(days=30), at: datetime | None = None) -> int:
    """Forget tokens and secrets that ran out longer ago; returns how many. The ledger keeps that they were."""
    oldest = (at or clock.now()) - after
    tokens, _kinds = ApiToken.objects.filter(expires_at__lt=oldest).delete()
    secrets, _kinds = ApiSecret.objects.filter(expires_at__lt=oldest).delete()
    return tokens + secrets


def grantable_scopes(by: Actor, organisation: Organisation) -> list[permissions.Permission]:
    """The permissions that the actor may give to a client of the organisation."""
    if not can(by, MANAGE_CLIENTS, organisation=organisation.pk):
        return []
    return [permission for permission in permissions.all_permissions() if permission.client_scope]


def _check_scopes(scopes: Sequence[str]) -> None:
    known = {permission.code for permission in permissions.all_permissions() if permission.client_scope}
    if not scopes:
        raise InvalidInput(_("Choose at least one scope."))
    if not known.issuperset(scopes):
        raise InvalidInput(_("There is no such scope."))


def _add_secret(client: ApiClient, at: datetime) -> str:
    secret = new_token()
    ApiSecret.objects.create(
        client=client, secret_hash=token_hash(secret), created_at=at, expires_at=at + SECRET_LIFETIME
    )
    return secret
