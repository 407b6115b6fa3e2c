"""Reading the ledger."""

import json
from typing import Any

from .models import Entry, PersonalDetail, Statement


def entries_for(subject: str) -> list[Entry]:
    """Every entry about a subject, oldest first."""
    return list(Entry.objects.filter(subject=subject).order_by("position"))


def get_entry(entry_id: str) -> Entry:
    """One entry; raises Entry.DoesNotExist."""
    return Entry.objects.get(entry_id=entry_id)


def details_of(entry: Entry) -> dict[str, Any]:
    """What the entry says beside who did what to whom, and when."""
    details: dict[str, Any] = json.loads(entry.details)
    return details


def personal_of(entry: Entry) -> dict[str, Any]:
    """Personal details of the entry that have not been erased. The caller records who looked."""
    rows = PersonalDetail.objects.filter(entry_id=entry.entry_id, erased_at__isnull=True).order_by("name")
    return {row.name: json.loads(row.value or "null") for row in rows}


def statements_for(subject: str) -> list[Statement]:
    """Every statement about a subject, oldest first."""
    return list(Statement.objects.filter(subject=subject).order_by("issued_at", "id"))
