"""Django's `flush`, which empties every table: for tests only."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import flush

from yunghap.ledger.models import guard


class Command(flush.Command):
    """Empties the database between tests, ledger included; refused elsewhere."""

    def handle(self, **options: Any) -> None:
        try:
            with guard.lifted():
                super().handle(**options)
        except RuntimeError as error:
            raise CommandError(str(error)) from None
