"""Hashes, commitments, signatures and their verification; no database."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from yunghap.core import canonical

from .contracts import HANDOVER, RECEIPT, STATEMENT, STATUS_LIST, Document, Finding, PublicKey, Role, Verdict

# The role whose keys may sign a type, and the moment in its payload that must lie within the key's time.
_SIGNED_BY: dict[str, tuple[Role, str]] = {
    RECEIPT: ("receipt", "time"),
    STATEMENT: ("statement", "issued_at"),
    STATUS_LIST: ("statement", "issued_at"),
}


def leaf_hash(body: bytes) -> str:
    """RFC 6962 section 2.1: SHA-256 over 0x00 and the bytes, in hexadecimal."""
    return hashlib.sha256(b"\x00" + body).hexdigest()


def commitment(salt: bytes, name: str, value: object) -> str:
    """HMAC-SHA-256 keyed with the salt over the canonical `{"name": …, "value": …}`, in hexadecimal.

    With 32 random bytes of salt, nobody can find the value by trying; without the salt it means nothing.
    """
    message = canonical.encode({"name": name, "value": value})
    return hmac.new(salt, message, hashlib.sha256).hexdigest()


def key_id(role: str, public_key: bytes) -> str:
    """The first 8 bytes of SHA-256 over "yunghap/", role, line feed and key, in hexadecimal."""
    return hashlib.sha256(f"yunghap/{role}\n".encode() + public_key).hexdigest()[:16]


def signed_bytes(type_: str, payload: Mapping[str, Any]) -> bytes:
    """What a signature covers: a line that names this scheme, then the canonical `{"payload": …, "type": …}`."""
    return b"yunghap-signed/1\n" + canonical.encode({"type": type_, "payload": payload})


def signed(type_: str, payload: Mapping[str, Any], keys: Iterable[tuple[str, Ed25519PrivateKey]]) -> Document:
    """A document with the signatures of the given keys (id, key)."""
    message = signed_bytes(type_, payload)
    signatures = [
        {"key": identifier, "signature": base64.b64encode(key.sign(message)).decode()}
        for identifier, key in keys
    ]
    return {"type": type_, "payload": canonical.plain(payload), "signatures": signatures}


def signers(document: Document, keys: Mapping[str, PublicKey]) -> tuple[list[str], list[str]]:
    """Ids of the known keys whose signature holds, and of those whose signature does not."""
    message = signed_bytes(document["type"], document["payload"])
    good: list[str] = []
    bad: list[str] = []
    for entry in document["signatures"]:
        key = keys.get(entry["key"])
        if key is not None:
            (good if _holds(key.public_key, message, entry["signature"]) else bad).append(key.id)
    return good, bad


def _holds(public_key: bytes, message: bytes, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            base64.b64decode(signature, validate=True), message
        )
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def follow_handovers(trusted: Iterable[PublicKey], offered: Iterable[PublicKey]) -> dict[str, PublicKey]:
    """The trusted keys, and those offered ones that a trusted key has handed over to, step by step."""
    keys = {key.id: key for key in trusted}
    left = [key for key in offered if key.id not in keys]
    found = True
    while found:
        found = False
        for key in list(left):
            if _is_handed_over(key, keys):
                keys[key.id] = key
                left.remove(key)
                found = True
    return keys


def _is_handed_over(key: PublicKey, trusted: Mapping[str, PublicKey]) -> bool:
    if key.handover is None or key.id != key_id(key.role, key.public_key):
        return False
    try:
        payload = key.handover["payload"]
        old = trusted.get(payload["old"])
        if (
            old is None
            or key.handover["type"] != HANDOVER
            or payload["new"] != key.id
            or payload["role"] != key.role
        ):
            return False
        good, _bad = signers(key.handover, {old.id: old, key.id: key})
    except (KeyError, TypeError, ValueError):
        return False
    return old.role == key.role and {old.id, key.id} <= set(good)


def verify(document: Document, keys: Mapping[str, PublicKey], status: Document | None = None) -> Verdict:
    """Verify a receipt, statement or status list against trusted keys, without any network or database.

    `status` is a status list to look a statement up in. Raises ValueError if the document has no such shape.
    """
    type_, payload = _shape(document)
    findings, good = _check_signatures(type_, payload, document, keys)
    if type_ == RECEIPT and "entry" in document:
        body = str(document["entry"]).encode()
        if leaf_hash(body) != payload.get("leaf_hash"):
            findings.append(Finding("entry-differs", fatal=True, about=str(payload.get("entry_id"))))
    if type_ != STATEMENT:
        return Verdict(type_, payload, tuple(good), tuple(findings))
    if status is None:
        return Verdict(type_, payload, tuple(good), tuple(findings), "unknown")
    return _with_status(Verdict(type_, payload, tuple(good), tuple(findings), "unknown"), status, keys)


def _shape(document: Document) -> tuple[str, dict[str, Any]]:
    type_, payload = document.get("type"), document.get("payload")
    signatures = document.get("signatures")
    if type_ not in _SIGNED_BY or not isinstance(payload, dict) or not isinstance(signatures, list):
        raise ValueError("not a receipt, statement or status list")
    for entry in signatures:
        if not isinstance(entry, dict) or not all(
            isinstance(entry.get(part), str) for part in ("key", "signature")
        ):
            raise ValueError("a signature has no such shape")
    if not isinstance(payload.get(_SIGNED_BY[type_][1]), str):
        raise ValueError("the payload has no moment")  # noqa: TRY004 - the document is wrong
    try:
        signed_bytes(type_, payload)
    except TypeError as error:
        raise ValueError(str(error)) from None
    return type_, payload


def _check_signatures(
    type_: str, payload: dict[str, Any], document: Document, keys: Mapping[str, PublicKey]
) -> tuple[list[Finding], list[str]]:
    role, moment = _SIGNED_BY[type_]
    at = payload[moment]
    good, bad = signers(document, {key.id: key for key in keys.values() if key.role == role})
    findings = [Finding("signature-wrong", fatal=True, about=identifier) for identifier in bad]
    in_time = []
    for identifier in good:
        key = keys[identifier]
        # Moments are text of constant length in UTC, so that they compare as text.
        if key.created_at <= at and (key.sign_until is None or at <= key.sign_until):
            in_time.append(identifier)
        else:
            findings.append(Finding("key-out-of-time", fatal=False, about=identifier))
    if not in_time and not bad:
        findings.append(Finding("key-unknown" if not good else "no-key-in-time", fatal=True))
    return findings, in_time


def _with_status(verdict: Verdict, status: Document, keys: Mapping[str, PublicKey]) -> Verdict:
    """The verdict completed by a status list, if that list itself holds and is not older than the statement.

    What had ended by the moment of the list does not hold.
    """
    listed = verify(status, keys) if status.get("type") == STATUS_LIST else None
    if listed is None or not listed.valid:
        findings = (*verdict.findings, Finding("status-list-wrong", fatal=True))
        return Verdict(verdict.type, verdict.payload, verdict.keys, findings, "unknown")
    at = listed.payload["issued_at"]
    findings = verdict.findings
    until = verdict.payload.get("valid_until")
    if isinstance(until, str) and until <= at:
        findings = (*findings, Finding("ended", fatal=True, about=until))
    for entry in listed.payload.get("revoked", []):
        if entry.get("id") == verdict.payload.get("id"):
            findings = (*findings, Finding("revoked", fatal=True, about=str(entry.get("at"))))
            return Verdict(verdict.type, verdict.payload, verdict.keys, findings, "revoked", at)
    if at < verdict.payload["issued_at"]:
        findings = (*findings, Finding("status-list-too-old", fatal=False, about=at))
        return Verdict(verdict.type, verdict.payload, verdict.keys, findings, "unknown", at)
    return Verdict(verdict.type, verdict.payload, verdict.keys, findings, "good", at)
