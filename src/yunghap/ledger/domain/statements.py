"""Receipts, signed statements, their revocation, and the status list that tells of it offline."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock, ids
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.ledger import keyring, proofs
from yunghap.ledger.contracts import RECEIPT, STATEMENT, STATUS_LIST, Document, Verdict
from yunghap.ledger.models import Entry, Statement

from .entries import record


def receipt(entry: Entry, *, at: datetime | None = None) -> Document:
    """A signed receipt: this entry was recorded, with these bytes. It holds the entry itself.

    The holder can prove later what was recorded, even against the operator of the database.
    """
    at = at or clock.now()
    payload = {"entry_id": entry.entry_id, "leaf_hash": entry.leaf_hash, "time": at}
    document = proofs.signed(RECEIPT, payload, keyring.signing_keys("receipt", at))
    return document | {"entry": entry.body.decode()}


@transaction.atomic
def sign_statement(
    *,
    kind: str,
    subject: str,
    content: Mapping[str, Any],
    by: Actor,
    at: datetime,
    valid_until: datetime | None = None,
) -> Statement:
    """Sign a statement ("plan.edition", "certificate", …) about a subject, and record that.

    `content` holds canonical JSON values and nothing personal that may have to be erased. The signed document
    is
    `json.loads(statement.document)`.
    """
    identifier = ids.new_id()
    payload = {
        "id": identifier,
        "kind": kind,
        "subject": subject,
        "issued_at": at,
        "valid_until": valid_until,
        "content": content,
    }
    document = proofs.signed(STATEMENT, payload, keyring.signing_keys("statement", at))
    statement = Statement.objects.create(
        id=identifier,
        kind=kind,
        subject=subject,
        document=json.dumps(document, ensure_ascii=False, sort_keys=True),
        issued_at=at,
    )
    details = {
        "statement": identifier,
        "kind": kind,
        "leaf_hash": proofs.leaf_hash(statement.document.encode()),
    }
    record(action="ledger.statement.signed", subject=subject, by=by, at=at, details=details)
    return statement


@transaction.atomic
def revoke_statement(*, statement_id: str, reason: str, by: Actor, at: datetime) -> Statement:
    """Revoke a statement; `reason` is shown to everybody who checks it. Raises NotFound, Conflict,
    InvalidInput.
    """
    if not reason.strip():
        raise InvalidInput(_("Please give the reason."))
    changed = Statement.objects.filter(pk=statement_id, revoked_at__isnull=True).update(
        revoked_at=at, reason=reason.strip()
    )
    statement = Statement.objects.filter(pk=statement_id).first()
    if statement is None:
        raise NotFound(_("There is no such statement."))
    if not changed:
        raise Conflict(_("The statement has been revoked before."))
    details = {"statement": statement_id, "reason": statement.reason}
    record(action="ledger.statement.revoked", subject=statement.subject, by=by, at=at, details=details)
    return statement


def status_list(*, at: datetime | None = None) -> Document:
    """A signed list of every revoked statement, as of a moment; whoever holds a copy can check offline."""
    at = at or clock.now()
    revoked = Statement.objects.filter(revoked_at__lte=at).order_by("revoked_at", "id")
    payload = {
        "issued_at": at,
        "revoked": [{"id": row.id, "at": row.revoked_at, "reason": row.reason} for row in revoked],
    }
    return proofs.signed(STATUS_LIST, payload, keyring.signing_keys("statement", at))


def verify_statement(document: Document, *, status: Document | None = None) -> Verdict:
    """Verify against the keys of this installation; without a status list, its own rows say what was revoked.

    Raises InvalidInput for what has not the shape of a signed document.
    """
    keys = {key.id: key for key in keyring.public_keys()}
    try:
        return proofs.verify(document, keys, status if status is not None else status_list())
    except ValueError:
        raise InvalidInput(_("This is no signed document of this system.")) from None


def verify_document(document: Document, *, keys: Document) -> Verdict:
    """Verify what another installation signed against its key list, which came by other means.

    Raises InvalidInput where that is no key list.
    """
    try:
        known = {key.id: key for key in keyring.read_keyring(keys)}
    except ValueError:
        raise InvalidInput(_("This is no key list.")) from None
    return proofs.verify(document, known)
