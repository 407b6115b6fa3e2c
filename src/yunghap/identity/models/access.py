"""Who saw whose personal data (개인정보의 안전성 확보조치 기준 제8조)."""

from django.db import models
from django.db.models import Q

from yunghap.core import clock, ids


class PersonalAccess(models.Model):
    """One look at one person's data; triggers in the database refuse to change or delete a row.

    `actor_*` the identifier and place, `at` the time, `subject` whose data (a person, or the case whose document
    names them), `fields` what was seen, `purpose` the task. No foreign keys: the record outlives the rows it names.
    `entry_id` is the ledger entry that commits to it.
    """

    id = models.CharField(primary_key=True, max_length=26, default=ids.new_id, editable=False)
    at = models.DateTimeField(default=clock.now)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=64)
    organisation = models.CharField(max_length=26, null=True)  # null: acted for none
    on_behalf_of = models.CharField(
        max_length=26, null=True
    )  # the person whose deputy looked; null: nobody's
    address = models.CharField(max_length=45, blank=True, default="")
    subject = models.CharField(max_length=26)
    fields = models.JSONField(default=list)
    purpose = models.CharField(max_length=200)
    download = models.BooleanField(default=False)
    entry_id = models.CharField(max_length=26, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="identity_access_purpose"),
        ]
        indexes = [
            models.Index(fields=["subject", "-at"], name="identity_access_subject"),
            models.Index(fields=["actor_id", "-at"], name="identity_access_actor"),
            models.Index(fields=["-at"], name="identity_access_at"),
        ]
