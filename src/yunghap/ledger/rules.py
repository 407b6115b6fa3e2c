"""Hashes and commitments; no database."""

import hashlib
import hmac

from yunghap.core import canonical


def leaf_hash(body: bytes) -> str:
    """RFC 6962 section 2.1: SHA-256 over 0x00 and the bytes, in hexadecimal."""
    return hashlib.sha256(b"\x00" + body).hexdigest()


def commitment(salt: bytes, name: str, value: object) -> str:
    """HMAC-SHA-256 keyed with the salt over the canonical `{"name": …, "value": …}`, in hexadecimal.

    With 32 random bytes of salt, nobody can find the value by trying; without the salt it means nothing.
    """
    message = canonical.encode({"name": name, "value": value})
    return hmac.new(salt, message, hashlib.sha256).hexdigest()
