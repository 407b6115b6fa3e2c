"""Entries and moments."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from yunghap.core.actors import Actor
from yunghap.ledger import service

AT = datetime(2023, 3, 31, 9, 0, tzinfo=UTC)
OFFICER = Actor("person", "01HZ" + "Z" * 22, organisation="01HY" + "Y" * 22, address="192.0.2.7")


def make_entry(**changes: Any) -> service.Entry:
    """An entry of an officer, in a transaction of its own."""
    arguments = {"action": "test.thing.done", "subject": "thing:1", "by": OFFICER, "at": AT, "details": {}}
    with transaction.atomic():
        return service.record(**(arguments | changes))
