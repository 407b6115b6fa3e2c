"""Secrets handed out once and kept as hashes."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits as text that fits an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256 in hexadecimal; enough for secrets with 256 random bits, which nobody can guess."""
    return hashlib.sha256(token.encode()).hexdigest()
