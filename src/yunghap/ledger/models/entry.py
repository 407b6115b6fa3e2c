"""Entries, and beside them the personal details they commit to."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One act, for ever: triggers in the database refuse to change or delete a row.

    `body` holds the canonical bytes, `leaf_hash` their RFC 6962 leaf hash in hexadecimal; the other columns
    repeat parts of the body for look-ups. Only `idx`, the place in the tree, is set later and once. There are
    no foreign keys: the record never hinders, nor is hindered by, the life of other rows.
    """

    position = models.BigAutoField(primary_key=True)
    entry_id = models.CharField(max_length=26, unique=True)
    body = models.BinaryField()
    leaf_hash = models.CharField(max_length=64)
    idx = models.BigIntegerField(null=True, unique=True)
    action = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=64)
    organisation = models.CharField(max_length=26, null=True)  # null says: acted for none
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(idx__isnull=True) | Q(idx__gte=0), name="ledger_entry_idx")
        ]
        indexes = [
            models.Index(fields=["subject", "position"], name="ledger_entry_subject"),
            models.Index(fields=["actor_id", "position"], name="ledger_entry_actor"),
            models.Index(fields=["action", "position"], name="ledger_entry_action"),
        ]


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
