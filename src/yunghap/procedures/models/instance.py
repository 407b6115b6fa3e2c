"""A running instance as rows: what `engine.state.State` is in memory.

Rows of one instance are known by its key and a number of their own. Keys inside the module are integers: there are
dozens of rows to an instance, and a million instances; `code` is what the outside knows.
"""

from django.db import models
from django.db.models import Q

from yunghap.core import ids
from yunghap.core.models.fields import CompactTextField, MomentField
from yunghap.procedures.engine.packing import unpack
from yunghap.procedures.engine.state import How, Phase, ScopeKind, Status

from .version import ProcedureVersion, ProgramSource

STATUSES = [(one.value, one.value) for one in Status]


class Instance(models.Model):
    """One run of a procedure. `reference` is what the module above knows it by; `number` the next free number.

    `version` counts the actions: it is the number of the last journal entry.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=26, default=ids.new_id, editable=False)
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(ProgramSource, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=STATUSES, default=Status.RUNNING)
    outcome = models.CharField(max_length=200, blank=True)
    next = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Not `unique=True`, for which PostgreSQL gets a second index: nobody looks for beginnings of codes.
            models.UniqueConstraint(fields=["code"], name="procedures_instance_code"),
            models.CheckConstraint(
                condition=Q(status=Status.RUNNING, ended_at__isnull=True)
                | (~Q(status=Status.RUNNING) & Q(ended_at__isnull=False)),
                name="procedures_instance_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["reference"], name="procedures_instance_ref", condition=~Q(reference=""))
        ]


class _Part(models.Model):
    """A row of an instance. Columns of a fixed size come first, which PostgreSQL need not pad."""

    pk = models.CompositePrimaryKey("instance_id", "number")
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()

    class Meta:
        abstract = True


class ScopeRow(_Part):
    """See `engine.state.Scope`; the row goes when the scope closes."""

    parent = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in ScopeKind])
    node = models.CharField(max_length=200, blank=True)
    container = models.CharField(max_length=200, blank=True)
    index = models.PositiveIntegerField(null=True)
    values = models.JSONField(default=dict)
    arrived = models.JSONField(null=True)
    members = models.JSONField(null=True)


class ItemRow(_Part):
    """See `engine.state.Item`; stays when it is closed, for statistics by step."""

    scope = models.PositiveIntegerField()
    opened_at = MomentField()
    due = MomentField(null=True)
    closed_at = MomentField(null=True)
    node = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=26, blank=True)
    assignee = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=1000, blank=True)
    phase = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Phase], default=Phase.ENTER
    )
    via = models.CharField(max_length=400, blank=True)
    how = CompactTextField(choices=[(one.value, one.value) for one in How], blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, how="") | (Q(closed_at__isnull=False) & ~Q(how="")),
                name="procedures_item_closed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due"],
                name="procedures_item_assignee",
                condition=Q(closed_at__isnull=True) & ~Q(assignee=""),
            ),
            models.Index(
                fields=["organisation", "due"],
                name="procedures_item_inbox",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["role", "due"], name="procedures_item_role", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["opened_at"],
                name="procedures_item_problem",
                condition=Q(closed_at__isnull=True) & ~Q(problem=""),
            ),
        ]


class TimerRow(_Part):
    """See `engine.state.Timer`; a timer without a moment follows its deadline."""

    host = models.PositiveIntegerField()
    at = MomentField(null=True)
    deadline = models.PositiveIntegerField(null=True)
    left = models.PositiveIntegerField(null=True)
    node = models.CharField(max_length=200)
    every = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="procedures_timer_at", condition=Q(at__isnull=False))]


class WaitRow(_Part):
    """See `engine.state.Wait`."""

    host = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    on = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name", "key", "on"], name="procedures_wait_name")]


class DeadlineRow(_Part):
    """See `engine.state.DeadlineState`; stays when its work is over.

    `due` is the last day in time; a deadline of hours (`timed`) ends at `passes` itself.
    """

    host = models.PositiveIntegerField()
    start = MomentField()
    passes = MomentField()
    closed_at = MomentField(null=True)
    due = models.DateField()
    timed = models.BooleanField(default=False)
    stopped = models.BooleanField(default=False)
    missed = models.BooleanField(default=False)
    rule = models.CharField(max_length=80)
    term = models.CharField(max_length=40)
    stops = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    how = CompactTextField(choices=[(one.value, one.value) for one in How], blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, how="") | (Q(closed_at__isnull=False) & ~Q(how="")),
                name="procedures_deadline_closed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["passes"],
                name="procedures_deadline_passes",
                condition=Q(closed_at__isnull=True, stopped=False, missed=False),
            ),
        ]


class JournalEntry(_Part):
    """One action on an instance and everything that followed from it; replayed in order they give its state.

    `number` is the instance's version after it. `key` makes the action idempotent. The ledger's entry commits to
    the content with `nonce`, so that personal data in `events` can be erased here (both are then empty) without a trace
    there. `events` is packed; `text` is what the ledger commits to.
    """

    item = models.PositiveIntegerField(null=True)
    at = MomentField()
    action = CompactTextField()
    node = CompactTextField()
    actor_kind = CompactTextField()
    actor_id = CompactTextField()
    organisation = CompactTextField()
    on_behalf_of = models.CharField(max_length=26, null=True)  # the person whose deputy acted; null: nobody's
    key = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    nonce = models.BinaryField()
    events = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="procedures_journal_key"),
        ]

    @property
    def text(self) -> str:
        """The events as text, empty where they were erased; raises ValueError for what nobody wrote."""
        return unpack(bytes(self.events)) if self.events else ""
