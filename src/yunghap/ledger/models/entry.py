"""Entries, and beside them the personal details they commit to."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from yunghap.core import canonical
from yunghap.core.models.fields import CompactTextField, MomentField

VERSION = 1


def canonical_body(row: Mapping[str, Any], details: object, personal: object) -> bytes:
    """The canonical bytes of an entry, from its columns and, as `canonical.plain` gives them, what `details` and
    `personal` stand for.
    """
    said: Any = canonical.plain(
        {
            "v": VERSION,
            "id": row["entry_id"],
            "at": row["at"],
            "action": row["action"],
            "subject": row["subject"],
            "actor": {"kind": row["actor_kind"], "id": row["actor_id"], "organisation": row["organisation"]},
        }
    )
    return canonical.written({**said, "details": details, "personal": personal}).encode()


class Entry(models.Model):
    """One act, for ever: triggers in the database refuse to change or delete a row.

    Each fact is kept once: the entry's canonical bytes are put together from the columns, and `leaf`, their RFC 6962
    leaf hash, holds them to it. `details` is canonical JSON; so is `personal`, the commitments to personal details by
    name, empty where there are none. Only `idx`, the place in the tree, is set later and once. There are no foreign
    keys: the record never hinders, nor is hindered by, the life of other rows.
    """

    position = models.BigAutoField(primary_key=True)
    at = MomentField()
    idx = models.BigIntegerField(null=True)
    entry_id = CompactTextField()
    leaf = models.BinaryField()
    action = CompactTextField()
    subject = CompactTextField()
    actor_kind = CompactTextField()
    actor_id = CompactTextField()
    organisation = CompactTextField(null=True)  # type: ignore[misc]  # null says: acted for none
    details = CompactTextField()
    personal = CompactTextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(idx__isnull=True) | Q(idx__gte=0), name="ledger_entry_idx"),
            models.UniqueConstraint(fields=["entry_id"], name="ledger_entry_once"),
            models.UniqueConstraint(
                fields=["idx"], condition=Q(idx__isnull=False), name="ledger_entry_place"
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="ledger_entry_subject")]

    @property
    def leaf_hash(self) -> str:
        """The leaf hash in hexadecimal, as receipts say it."""
        return bytes(self.leaf).hex()

    @property
    def body(self) -> bytes:
        """The canonical bytes that the leaf hash is of. Raises ValueError where somebody made them unreadable."""
        return canonical_body(vars(self), json.loads(self.details), json.loads(self.personal or "{}"))


class PersonalDetail(models.Model):
    """A personal detail of an entry, outside of its bytes, with the salt of the commitment inside them.

    Erasing drops salt and value; what remains in the entry is then a random number. `person` names whose
    detail it is. `value` holds canonical JSON.
    """

    id = models.BigAutoField(primary_key=True)
    entry_id = models.CharField(max_length=26)
    name = models.CharField(max_length=80)
    person = models.CharField(max_length=200)
    salt = models.BinaryField(null=True)
    value = models.TextField(null=True)  # null says: erased
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "name"], name="ledger_personal_once"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, salt__isnull=False, value__isnull=False)
                | Q(erased_at__isnull=False, salt__isnull=True, value__isnull=True),
                name="ledger_personal_erased",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="ledger_personal_person")]
