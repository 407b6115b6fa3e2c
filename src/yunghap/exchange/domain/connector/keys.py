"""The private keys of participants that this installation speaks for: one file each, readable by its owner only.

Folder `DATA_DIR/keys/participants`: `SLUG.pem` (PKCS #8, Ed25519). The public key stands in the roster.
"""

import base64
import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from joserfc.jwk import OKPKey

from yunghap.core.errors import InvalidInput, NotFound
from yunghap.core.folders import private_folder


def make_key(slug: str) -> str:
    """Make the private key of a participant and return its public key (base64url); an existing one stays."""
    path = _path(slug)
    if not path.exists():
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        new.rename(path)
        private_key.cache_clear()
    return public_text(_read(path).public_key())


@lru_cache(maxsize=1_000)
def private_key(slug: str) -> OKPKey:
    """The key that signs for a participant; raises NotFound where this installation does not have it."""
    path = _path(slug)
    if not path.exists():
        raise NotFound(_("The key of this participant is not on this machine."))
    return OKPKey.import_key(path.read_bytes())


@lru_cache(maxsize=1_000)
def public_key(text: str) -> OKPKey:
    """A public key of the roster."""
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": check_public(text)})


def check_public(text: str) -> str:
    """The text if it is an Ed25519 public key in base64url; raises InvalidInput."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return public_text(Ed25519PublicKey.from_public_bytes(raw))
    except ValueError:
        raise InvalidInput(_("This is no public key (Ed25519, base64url)."), field="public_key") from None


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as the roster holds it."""
    return base64.urlsafe_b64encode(key.public_bytes_raw()).decode().rstrip("=")


def _path(slug: str) -> Path:
    return private_folder(settings.DATA_DIR / "keys" / "participants") / f"{slug}.pem"


def _read(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise NotFound(_("The key of this participant is not on this machine."))
    return key
