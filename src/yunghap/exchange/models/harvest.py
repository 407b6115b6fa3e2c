"""What is harvested from other catalogues: sources, runs, records, refusals, and pairs that may be the same.

Sources and pairs are decisions of people and lie in the main database. Runs, records and refusals lie where their
bulk disturbs nobody: in a file of their own on SQLite, in the same database on PostgreSQL (`config.databases`). No
foreign key crosses between the two.
"""

from django.db import models
from django.db.models import F, Q

from yunghap.core import clock, ids
from yunghap.core.models import Entity
from yunghap.exchange.enums import HarvestKind, PairState, RecordState, RunState


class HarvestSource(Entity):
    """A catalogue that is read: a web address, or a file of this machine by its absolute path.

    `every_hours` is empty for one that is read only when somebody asks. `etag` and `last_modified` are of the last
    answer that was read to its end. `asked_at` is when somebody asked for a run that has not begun yet.
    """

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=HarvestKind.choices)
    address = models.CharField(max_length=2_000)
    every_hours = models.PositiveIntegerField(null=True)
    next_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    complete_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "address"], name="harvest_source_once"),
            models.CheckConstraint(condition=Q(kind__in=HarvestKind.values), name="harvest_source_kind"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(address=""), name="harvest_source_named"),
            models.CheckConstraint(
                condition=Q(every_hours__isnull=True) | Q(every_hours__gte=1, every_hours__lte=24 * 366),
                name="harvest_source_every",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DuplicatePair(Entity):
    """Two records of different sources that may describe the same data; a person says whether they do.

    `left` is the smaller id. `likeness` is the share of common character pairs in title, organisation and keywords,
    in thousandths. Nothing is merged: SAME is a statement that pages and search may show.
    """

    left = models.CharField(max_length=26)
    right = models.CharField(max_length=26)
    likeness = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=PairState.choices, default=PairState.OPEN)
    decided_by = models.CharField(max_length=26, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-likeness", "id"]
        indexes = [
            models.Index(fields=["state", "-likeness"], name="duplicate_pair_queue"),
            models.Index(fields=["right"], name="duplicate_pair_right"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="duplicate_pair_order"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="duplicate_pair_state"),
            models.CheckConstraint(
                condition=Q(state=PairState.OPEN, decided_at__isnull=True)
                | (~Q(state=PairState.OPEN) & Q(decided_at__isnull=False)),
                name="duplicate_pair_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} {self.right}"


class Harvested(models.Model):
    """A row that lies with the harvest (`config.databases`)."""

    store = "harvest"

    class Meta:
        abstract = True


class HarvestRun(Harvested):
    """One reading of a source. The counts and the position are committed together with the records they count.

    `read` = `added` + `changed` + `same` + `reappeared` + `refused`. `missing` is how many known records a complete
    reading did not hold. `document` is the address of the document being read, `items` how many of its items are done,
    `identity` what tells whether it is still the same document: a run that was cut off goes on there, or begins anew
    where it is empty since more was waiting than a position tells. `total` is
    what the source says it holds, `unnamed` how many refused records could not be told apart. `remark` (with
    `values`, as in a refusal) says why a run did not end well. `process` is the host and process that reads.
    """

    id = models.CharField(primary_key=True, max_length=26, default=ids.new_id, editable=False)
    source = models.CharField(max_length=26)
    number = models.BigIntegerField(unique=True)
    state = models.CharField(max_length=9, choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField(default=clock.now)
    beat_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    reappeared = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    documents = models.PositiveIntegerField(default=0)
    document = models.CharField(max_length=2_000, blank=True)
    items = models.PositiveIntegerField(default=0)
    identity = models.CharField(max_length=200, blank=True)
    unnamed = models.PositiveIntegerField(default=0)
    process = models.CharField(max_length=100, blank=True)
    remark = models.TextField(blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["source", "-number"], name="harvest_run_source")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    read=F("added") + F("changed") + F("same") + F("reappeared") + F("refused"),
                ),
                name="harvest_run_sum",
            ),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="harvest_run_state"),
            models.CheckConstraint(
                condition=Q(state=RunState.RUNNING, ended_at__isnull=True)
                | (~Q(state=RunState.RUNNING) & Q(ended_at__isnull=False)),
                name="harvest_run_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"


class HarvestRecord(Harvested):
    """A record of a source, and what is known of it: small, since every reading touches it.

    `id` comes from source and key (`domain.harvest.keys`), so it is the same after a new beginning. `digest` is of the
    record in canonical form. `seen` is the number of the last run that held it, `change` grows with every change of
    any record, in the order of commits: who has followed up to a number has missed nothing before it.
    """

    number = models.BigIntegerField(primary_key=True)
    id = models.CharField(max_length=26, unique=True)
    source = models.CharField(max_length=26)
    key = models.CharField(max_length=2_000)
    digest = models.BinaryField(max_length=16)
    state = models.CharField(max_length=9, choices=RecordState.choices, default=RecordState.PUBLISHED)
    seen = models.BigIntegerField()
    change = models.BigIntegerField(db_index=True)
    first_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["source", "state"], name="harvest_record_source")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecordState.values), name="harvest_record_state"),
        ]

    def __str__(self) -> str:
        return self.key


class HarvestContent(Harvested):
    """What a record says: `raw` as it came, byte for byte, and `entry`, the catalogue record made of it, in JSON.

    `page` is the SHA-256 of the document it came in, where that is kept (RDF).
    """

    record = models.OneToOneField(HarvestRecord, on_delete=models.CASCADE, primary_key=True)
    raw = models.BinaryField()
    entry = models.TextField()
    place = models.CharField(max_length=200)
    page = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["record"]

    def __str__(self) -> str:
        return str(self.pk)


class HarvestRefusal(Harvested):
    """A record that could not be read: where it stood, which it is, why, and the bytes as they came.

    `reason` is the sentence in English and `values` what stands in it, so that it can be said in either language.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.CharField(max_length=26, db_index=True)
    place = models.CharField(max_length=200)
    key = models.CharField(max_length=2_000, blank=True)
    reason = models.TextField()
    values = models.JSONField(default=dict)
    raw = models.BinaryField(default=b"")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="harvest_refusal_says_why")]

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class HarvestCounter(Harvested):
    """The one row from which numbers of runs, records and changes come; taking one locks it until the commit."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="harvest_counter_single")]

    def __str__(self) -> str:
        return str(self.value)
