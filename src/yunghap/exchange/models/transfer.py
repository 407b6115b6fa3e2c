"""What the data plane keeps: secrets of sources, files made of them, access, deliveries, pushes, arrivals."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.exchange.enums import DATABASES


class Credential(Entity):
    """A secret that opens a source of an organisation; `sealed` holds its words, encrypted."""

    owner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    sealed = models.BinaryField()
    made_by = models.CharField(max_length=26)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["owner", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="credential_named"),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(revoked_at__isnull=True), name="credential_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Database(Entity):
    """A database that an organisation names as a source of its data; it can be asked once an operator has allowed it.

    `where` says how it is reached: {"host", "port", "database"} of a server, {"path"} of a file in the organisation's
    folder. `credential` opens a server; it is forgotten when the database is closed.
    """

    owner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    where = models.JSONField(default=dict)
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=26)
    allowed_at = models.DateTimeField(null=True)
    allowed_by = models.CharField(max_length=26, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.TextField(blank=True)

    class Meta:
        ordering = ["owner", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="database_named"),
            models.CheckConstraint(condition=Q(kind__in=DATABASES), name="database_kind"),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(closed_at__isnull=True), name="database_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it may be asked."""
        return self.allowed_at is not None and self.closed_at is None


class Content(Entity):
    """A file ready to be sent: a version's data as a view lets them through, in one form.

    `key` tells version, view, form and starting point apart. The bytes lie under their `sha256`: with `documents` if
    `original`, else in the content folder, from which they may be dropped and made again. `cursor` is the greatest
    value of the growing column, where the source has one.
    """

    version_of = models.ForeignKey("ProductVersion", on_delete=models.CASCADE, related_name="contents")
    key = models.CharField(max_length=64)
    form = models.CharField(max_length=10, blank=True)
    since = models.CharField(max_length=200, blank=True)
    cursor = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    rows = models.BigIntegerField(null=True)
    media_type = models.CharField(max_length=100)
    original = models.BooleanField(default=False)
    used_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key", "created_at"], name="content_key"),
            models.Index(fields=["sha256"], name="content_sha256"),
            models.Index(fields=["used_at"], name="content_used"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "sha256"], name="content_once"),
            models.CheckConstraint(condition=Q(bytes__gte=0), name="content_bytes"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="content_sha256_form"),
        ]

    def __str__(self) -> str:
        return f"{self.key[:12]} {self.sha256[:12]}"


class Grant(Entity):
    """A pair of tokens that opens the data of one transfer; only their hashes are kept.

    `parent` is the grant whose refresh token it was made with: that one stays good until this one is first used
    (`used_at`), so that an answer lost on the way does no harm.
    """

    transfer = models.ForeignKey("TransferProcess", on_delete=models.CASCADE, related_name="grants")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    access_hash = models.CharField(max_length=64, unique=True)
    refresh_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="grant_lifetime"),
        ]


class Delivery(Entity):
    """One content sent under one transfer: which of its bytes, each counted once however often it was asked for.

    `covered` holds the ranges granted so far as [first, last] pairs, apart and in order. `whole_at` is when the last
    missing byte was granted.
    """

    transfer = models.ForeignKey("TransferProcess", on_delete=models.PROTECT, related_name="deliveries")
    content = models.ForeignKey("Content", on_delete=models.SET_NULL, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    rows = models.BigIntegerField(null=True)
    covered = models.JSONField(default=list)
    whole_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "sha256"], name="delivery_once"),
        ]


class Meter(models.Model):
    """What was had under an agreement on one day in Korea.

    `bytes` and `rows` count what was delivered for the first time in its transfer (prices and quotas go by them),
    `sent` every byte granted, repeats included, `deliveries` the contents begun.
    """

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey("Agreement", on_delete=models.PROTECT, related_name="meters")
    day = models.DateField()
    requests = models.BigIntegerField(default=0)
    deliveries = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    sent = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["agreement", "day"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "day"], name="meter_once"),
            models.CheckConstraint(
                condition=Q(
                    requests__gte=0, deliveries__gte=0, bytes__gte=0, rows__gte=0, sent__gte=F("bytes")
                ),
                name="meter_counts",
            ),
        ]


class Push(Entity):
    """The provider's work of one push: which content, how much of it the receiver has, when to try again."""

    transfer = models.OneToOneField("TransferProcess", on_delete=models.CASCADE, related_name="push")
    content = models.ForeignKey("Content", on_delete=models.SET_NULL, null=True, related_name="+")
    sent = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="push_due", condition=Q(done_at__isnull=True))
        ]
        constraints = [models.CheckConstraint(condition=Q(sent__gte=0), name="push_sent")]


class Arrival(Entity):
    """What a provider pushes to us: the consumer's inbox of one transfer.

    `bytes` and `announced` are what the sender says (size, SHA-256); `received` bytes lie in the content folder until
    they are whole and their hash is right, then they are kept with `documents` under `sha256`.
    """

    transfer = models.OneToOneField("TransferProcess", on_delete=models.PROTECT, related_name="arrival")
    token_hash = models.CharField(max_length=64, unique=True)
    bytes = models.BigIntegerField(null=True)
    announced = models.CharField(max_length=64, blank=True)
    received = models.BigIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0) & (Q(bytes__isnull=True) | Q(received__lte=F("bytes"))),
                name="arrival_received",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(sha256__regex=r"^[0-9a-f]{64}$"), name="arrival_done"
            ),
        ]
