"""Shapes of the ledger, without Django."""

from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["receipt", "statement"]
ROLES: tuple[Role, ...] = ("receipt", "statement")

RECEIPT = "yunghap-receipt/1"
STATEMENT = "yunghap-statement/1"
STATUS_LIST = "yunghap-status-list/1"
HANDOVER = "yunghap-key-handover/1"
KEYRING = "yunghap-keyring/1"

# A signed document: {"type": …, "payload": {…}, "signatures": [{"key": …, "signature": …}]}, JSON.
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 key that signs for one role.

    `id` is derived from role and key; `public_key` 32 bytes; moments are canonical text. `sign_until` is set
    when a successor took over: until then both sign. `handover` is the document by which the predecessor, if
    any, named this key, signed by both.
    """

    id: str
    role: Role
    public_key: bytes
    created_at: str
    sign_until: str | None = None
    handover: Document | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a verification found: a stable code, whether it is fatal, and what it is about."""

    code: str
    fatal: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of verifying a document offline.

    `status` says what is known about revocation: "good" and "revoked" rest on a status list of the moment
    `status_at`, "unknown" means that no list that covers the statement was at hand.
    """

    type: str
    payload: dict[str, Any]
    keys: tuple[str, ...]
    findings: tuple[Finding, ...]
    status: Literal["good", "revoked", "unknown", "none"] = "none"
    status_at: str | None = None

    @property
    def valid(self) -> bool:
        """No fatal finding."""
        return not any(finding.fatal for finding in self.findings)
