"""The keys on disk: private ones one file each, readable by their owner only; public ones in one list.

Folder `DATA_DIR/keys/ledger`: `keyring.json` (public, may be handed out) and `<role>-<id>.pem` (PKCS #8). The
list is replaced in one step, so that a crash leaves the old or the new one.
"""

import base64
import binascii
import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from yunghap.core.canonical import moment
from yunghap.core.folders import private_folder

from .contracts import HANDOVER, KEYRING, PublicKey, Role
from .proofs import key_id, signed


def folder() -> Path:
    """Where the keys lie; made if absent."""
    return private_folder(settings.DATA_DIR / "keys" / "ledger")


def public_keys() -> list[PublicKey]:
    """Every key there has been, oldest first."""
    path = folder() / "keyring.json"
    return read_keyring(json.loads(path.read_bytes())) if path.exists() else []


def read_keyring(value: Any) -> list[PublicKey]:
    """Keys from the JSON form of a key list; raises ValueError if it is none."""
    try:
        if value["type"] != KEYRING:
            raise ValueError("not a key list")
        keys = [
            PublicKey(
                id=entry["id"],
                role=entry["role"],
                public_key=base64.b64decode(entry["public_key"], validate=True),
                created_at=entry["created_at"],
                sign_until=entry["sign_until"],
                handover=entry["handover"],
            )
            for entry in value["keys"]
        ]
    except (KeyError, TypeError, binascii.Error) as error:
        raise ValueError(f"not a key list: {error}") from None
    if any(key.id != key_id(key.role, key.public_key) for key in keys):
        raise ValueError("a key does not belong to its id")
    return keys


def write_keyring(keys: Iterable[PublicKey]) -> dict[str, Any]:
    """The JSON form of a key list."""
    return {
        "type": KEYRING,
        "keys": [
            {
                "id": key.id,
                "role": key.role,
                "public_key": base64.b64encode(key.public_key).decode(),
                "created_at": key.created_at,
                "sign_until": key.sign_until,
                "handover": key.handover,
            }
            for key in keys
        ],
    }


def signing_keys(role: Role, at: datetime) -> list[tuple[str, Ed25519PrivateKey]]:
    """The keys that sign for a role at a moment: the newest, and older ones during their overlap.

    The first key of a role is made when it is first asked for.
    """
    if not any(key.role == role for key in public_keys()):
        _create_first(role, at)
    text = moment(at)
    return [
        (key.id, _read_private(key))
        for key in public_keys()
        if key.role == role and (key.sign_until is None or text <= key.sign_until)
    ]


def hand_over(role: Role, at: datetime, sign_until: datetime) -> PublicKey:
    """Make a successor for the newest key of a role; both sign until `sign_until`. Returns the new key."""
    signing_keys(role, at)
    with _locked():
        keys = public_keys()
        old = next(key for key in reversed(keys) if key.role == role)
        private, new = _create(role, at)
        payload = {
            "role": role,
            "old": old.id,
            "new": new.id,
            "new_public_key": base64.b64encode(new.public_key).decode(),
            "at": at,
            "sign_until": sign_until,
        }
        handover = signed(HANDOVER, payload, [(old.id, _read_private(old)), (new.id, private)])
        new = replace(new, handover=handover)
        ended = [replace(key, sign_until=moment(sign_until)) if key.id == old.id else key for key in keys]
        _write_public([*ended, new])
    return new


def _create_first(role: Role, at: datetime) -> None:
    with _locked():
        keys = public_keys()
        if not any(key.role == role for key in keys):
            _private, new = _create(role, at)
            _write_public([*keys, new])


def _create(role: Role, at: datetime) -> tuple[Ed25519PrivateKey, PublicKey]:
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes_raw()
    key = PublicKey(id=key_id(role, raw), role=role, public_key=raw, created_at=moment(at))
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(folder() / f"{role}-{key.id}.pem", pem)
    return private, key


def _read_private(key: PublicKey) -> Ed25519PrivateKey:
    private = serialization.load_pem_private_key(
        (folder() / f"{key.role}-{key.id}.pem").read_bytes(), password=None
    )
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"{key.id} is not an Ed25519 key")
    return private


def _write_public(keys: Iterable[PublicKey]) -> None:
    _write(folder() / "keyring.json", json.dumps(write_keyring(keys), indent=1).encode())


def _write(path: Path, data: bytes) -> None:
    """Replace a file in one step, on disk before the name changes."""
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@contextmanager
def _locked() -> Iterator[None]:
    """One process at a time changes the list."""
    descriptor = os.open(folder() / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
