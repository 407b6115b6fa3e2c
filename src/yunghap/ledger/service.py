"""What other modules may use of the ledger."""

from .contracts import Document, Finding, PublicKey, Role, Verdict
from .domain.entries import note, record
from .domain.keys import key_list, record_handovers, rotate_key
from .domain.personal import erase_personal
from .domain.statements import (
    receipt,
    revoke_statement,
    sign_statement,
    status_list,
    verify_document,
    verify_statement,
)
from .models import Entry, Statement
from .queries import details_of, entries_for, get_entry, personal_of, statements_for
from .wording import CONTENTS, say_content, say_finding

__all__ = [
    "CONTENTS",
    "Document",
    "Entry",
    "Finding",
    "PublicKey",
    "Role",
    "Statement",
    "Verdict",
    "details_of",
    "entries_for",
    "erase_personal",
    "get_entry",
    "key_list",
    "note",
    "personal_of",
    "receipt",
    "record",
    "record_handovers",
    "revoke_statement",
    "rotate_key",
    "say_content",
    "say_finding",
    "sign_statement",
    "statements_for",
    "status_list",
    "verify_document",
    "verify_statement",
]
