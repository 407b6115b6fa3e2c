"""Columns that take less room than Django's, for tables with a row of every action."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup

from yunghap.core import compact

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class CompactTextField(models.Field[str | None, str]):
    """Text that is kept as the bytes of `core.compact`; rows are found by equal texts only."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        return super().get_lookup(lookup_name) if lookup_name in {"exact", "in", "isnull"} else None

    def get_prep_value(self, value: Any) -> bytes | None:
        return None if value is None else compact.pack(str(value))

    def from_db_value(self, value: Any, *_more: Any) -> str | None:
        if isinstance(value, str):  # SQLite keeps what it is given
            return value + compact.STRANGE
        return None if value is None else compact.unpack(bytes(value))


class MomentField(models.DateTimeField[Any, Any]):
    """A moment; SQLite, which knows none, keeps the microseconds since 1970 instead of 26 characters."""

    def get_internal_type(self) -> str:
        return "MomentField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "integer" if connection.vendor == "sqlite" else "timestamp with time zone"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        moment = value if prepared else self.get_prep_value(value)
        return to_microseconds(moment) if connection.vendor == "sqlite" else moment

    def from_db_value(self, value: Any, *_more: Any) -> datetime | None:
        return from_microseconds(value) if isinstance(value, int) else value


def to_microseconds(moment: datetime | None) -> int | None:
    """As SQLite keeps a moment."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> datetime:
    """The moment again."""
    return _EPOCH + timedelta(microseconds=number)
