"""Secrets that open sources, sealed under the installation's secret key."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.text import clean_name
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.models import Credential
from yunghap.identity.service import Organisation, can, require
from yunghap.ledger.service import record

_WORDS = frozenset(
    {"user", "password", "access_key", "secret_key", "session_token", "header", "parameter", "value"}
)


@transaction.atomic
def keep_credential(
    *, owner: Organisation, name: str, words: Mapping[str, str], by: Actor, at: datetime | None = None
) -> Credential:
    """Keep a secret under a name; a `where` refers to it as {"credential": id}. Nobody is shown it again.

    Raises InvalidInput for words that no source takes, Conflict where the name is taken.
    """
    require(by, rules.PROVIDE, organisation=owner.pk)
    at, name = at or clock.now(), clean_name(name)
    given = {key: value for key, value in words.items() if value}
    if not given or not _WORDS.issuperset(given):
        raise InvalidInput(_("A secret has a user and a password, two keys, or a header and its value."))
    if Credential.objects.filter(owner=owner, name=name, revoked_at__isnull=True).exists():
        raise Conflict(_("There is a secret of this name already."))
    made = Credential.objects.create(owner=owner, name=name, sealed=seal(given), made_by=by.id, created_at=at)
    record(
        action="exchange.credential.kept",
        subject=f"credential:{made.pk}",
        by=by,
        at=at,
        details={"owner": owner.pk, "name": name, "words": sorted(given)},
    )
    return made


@transaction.atomic
def revoke_credential(*, credential: Credential, by: Actor, at: datetime | None = None) -> None:
    """Forget a secret: sources that need it can no longer be read. An operator may, for the database it opens."""
    if not can(by, rules.OPERATE):
        require(by, rules.PROVIDE, organisation=credential.owner_id)
    at = at or clock.now()
    if credential.revoked_at is not None:
        raise Conflict(_("This secret has been revoked."))
    update_versioned(credential, expected=credential.version, changes={"revoked_at": at, "sealed": b""})
    record(
        action="exchange.credential.revoked",
        subject=f"credential:{credential.pk}",
        by=by,
        at=at,
        details={"owner": credential.owner_id},
    )


def opened(credential: str, *, owner: str) -> dict[str, str]:
    """The words of a secret of that organisation. Raises NotFound for any other."""
    found = Credential.objects.filter(pk=credential, owner=owner, revoked_at__isnull=True).first()
    if found is None:
        raise NotFound(_("The source's secret is not there."))
    return unseal(bytes(found.sealed))


def seal(words: Mapping[str, str]) -> bytes:
    """Words as ciphertext (AES-128-CBC with HMAC-SHA-256, the Fernet format)."""
    return _box().encrypt(json.dumps(dict(words)).encode())


def unseal(sealed: bytes) -> dict[str, str]:
    """The words again. Raises NotFound where the installation's secret key is another by now."""
    try:
        words: dict[str, str] = json.loads(_box().decrypt(sealed))
    except InvalidToken:
        raise NotFound(_("The source's secret cannot be opened: the server's key has changed.")) from None
    return words


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"yunghap exchange credentials")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
