"""Commitments to issued records: what an issuer registers, what a holder keeps. Pure: no Django, no database.

A record is an object of texts. Its commitment is the SHA-256 of the canonical JSON of {"issuer", "record", "salt"},
where the salt is 128 random bits in hex, made for this record alone. Without the salt, nobody who has the commitment
can try out records; with it, anybody can ask about this one record. The holder also keeps a key of 128 bits, of which
the issuer registers the SHA-256: it shows who asked.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from yunghap.core import canonical
from yunghap.core.text import nfc, without_invisible

TYPE = "yunghap-commitment/1"
_HEX = frozenset("0123456789abcdef")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Held:
    """What the holder of a record keeps: the document to show, and the key to see who asked."""

    issuer: str
    record: dict[str, str]
    salt: str
    holder_key: str

    @property
    def document(self) -> dict[str, object]:
        """The document that is shown to whoever asks."""
        return {"type": TYPE, "issuer": self.issuer, "record": self.record, "salt": self.salt}

    @property
    def digest(self) -> str:
        """The commitment."""
        return digest_of(self.issuer, self.record, self.salt)

    @property
    def holder_digest(self) -> str:
        """What is registered of the holder's key."""
        return key_digest(self.holder_key)


def hold(issuer: str, record: Mapping[str, str]) -> Held:
    """A record with a fresh salt and a fresh key."""
    return Held(issuer, plain_record(record), secrets.token_hex(16), secrets.token_hex(16))


def plain_record(record: Mapping[str, object]) -> dict[str, str]:
    """The record as it is committed to: texts in NFC, without what cannot be seen, spaces made one."""
    return {str(name): " ".join(without_invisible(nfc(str(value))).split()) for name, value in record.items()}


def digest_of(issuer: str, record: Mapping[str, object], salt: str) -> str:
    """The commitment to a record."""
    body = {"issuer": issuer, "record": plain_record(record), "salt": salt.strip().lower()}
    return sha256(canonical.encode(body)).hexdigest()


def key_digest(holder_key: str) -> str:
    """What is registered of a holder's key."""
    return sha256(b"yunghap-holder:" + holder_key.strip().lower().encode()).hexdigest()


def is_digest(text: str) -> bool:
    """Whether the text is a SHA-256 in lower-case hex."""
    return len(text) == 64 and set(text) <= _HEX
