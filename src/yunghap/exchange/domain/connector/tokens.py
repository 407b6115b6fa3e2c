"""Who speaks: signed tokens (JWT, EdDSA with Ed25519, RFC 9864) between participants of the roster.

A token names its issuer and whom it is for by their ids in the protocol, and the SHA-256 of the body it goes with
(`digest`), and lives five minutes: whoever gets hold of one can only say the same again, which changes nothing. Peers
that `YUNGHAP_EXCHANGE_UNBOUND` names may leave the digest out. The scheme is a port, so that another one
(Decentralized Claims Protocol, the mock of a foreign connector in tests) can take its place.
"""

import base64
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.errors import JoseError

from yunghap.core import clock
from yunghap.core.errors import DomainError
from yunghap.core.gate import safe_json
from yunghap.core.rows import find_row
from yunghap.exchange.enums import ParticipantState
from yunghap.exchange.models import Participant

from . import keys
from .messages import digest

LIFETIME = 300
RENEW_AFTER = 120  # seconds after which a new token is made
LEEWAY = 30  # seconds that two clocks may differ
_LONGEST = 4_096


class Unknown(DomainError):  # noqa: N818
    """The caller did not prove to be a participant."""

    code = "unauthorized"
    status = 401


class Scheme(Protocol):
    """How a call says who makes it."""

    def header(self, *, own: Participant, peer: str, body: bytes) -> str:
        """The value of `Authorization` for a call of our participant to another."""

    def caller(self, *, own: Participant, header: str, body: bytes) -> str:
        """The id of the participant that makes a call to ours; raises Unknown."""


class SignedTokens:
    """Tokens signed with the keys of the roster."""

    def header(self, *, own: Participant, peer: str, body: bytes) -> str:
        """A bearer token; for the same body the same one for two minutes."""
        slot = int(clock.now().timestamp()) // RENEW_AFTER
        return _token(own.slug or "", own.key, peer, digest(body), slot)

    def caller(self, *, own: Participant, header: str, body: bytes) -> str:
        """Verify the signature against the roster, the audience, the times and the body."""
        kind, _space, token = header.partition(" ")
        if kind.lower() != "bearer" or not token or len(token) > _LONGEST:
            raise _unknown()
        issuer = _claimed_issuer(token)
        peer = find_row(Participant, key=issuer)
        if peer is None or not peer.public_key:
            raise _unknown()
        claims = _claims(token, peer.public_key)
        now = clock.now().timestamp()
        if (
            claims.get("iss") != issuer
            or claims.get("aud") != own.key
            or not _is_number(claims.get("exp"))
            or not _is_number(claims.get("iat"))
            or not now - LEEWAY <= claims["exp"] <= now + LIFETIME + LEEWAY  # type: ignore[operator]
            or claims["iat"] > now + LEEWAY  # type: ignore[operator]
        ):
            raise _unknown()
        unbound = "digest" not in claims and issuer in settings.EXCHANGE_UNBOUND
        if not unbound and claims.get("digest") != digest(body):
            raise _unknown()
        return issuer


_scheme: Scheme = SignedTokens()


def scheme() -> Scheme:
    """The scheme in force."""
    return _scheme


def use_scheme(other: Scheme) -> None:
    """Put another scheme in force (at start-up)."""
    global _scheme  # noqa: PLW0603 - one for the process
    _scheme = other


def admitted(key: str) -> Participant:
    """The other side, if it is in the roster and takes part; raises Unknown."""
    peer = find_row(Participant, key=key, state=ParticipantState.ADMITTED)
    if peer is None:
        raise _unknown()
    return peer


def _unknown() -> Unknown:
    return Unknown(_("The caller did not prove to be a participant of this exchange."))


@lru_cache(maxsize=1_000)
def _token(slug: str, issuer: str, audience: str, said: str, slot: int) -> str:
    issued = slot * RENEW_AFTER
    claims = {
        "iss": issuer, "sub": issuer, "aud": audience, "iat": issued, "exp": issued + LIFETIME, "digest": said,
    }  # fmt: skip
    signed = jwt.encode({"alg": "Ed25519"}, claims, keys.private_key(slug), algorithms=["Ed25519"])
    return f"Bearer {signed}"


@lru_cache(maxsize=1_000)
def _claims(token: str, public_key: str) -> dict[str, object]:
    """What a token says, its signature verified. Its times are for the caller to judge."""
    try:
        return dict(jwt.decode(token, keys.public_key(public_key), algorithms=["Ed25519"]).claims)
    except (JoseError, ValueError, TypeError):
        raise _unknown() from None


def _claimed_issuer(token: str) -> str:
    try:
        part = token.split(".")[1]
        claims = safe_json(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), largest=_LONGEST)
        return str(claims["iss"])
    except (IndexError, ValueError, KeyError, TypeError, DomainError):
        raise _unknown() from None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
