"""Fixed words of the exchange, stored as they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductState(models.TextChoices):
    """How far a data product of our own has come."""

    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Published")
    RETIRED = "RETIRED", _("Retired")


class Licence(models.TextChoices):
    """Under which terms data may be used: KOGL 0-4 and AI (since 2026-01-28), Creative Commons, or a contract."""

    KOGL_0 = "KOGL_0", _("KOGL type 0: free use")
    KOGL_1 = "KOGL_1", _("KOGL type 1: source indicated")
    KOGL_2 = "KOGL_2", _("KOGL type 2: source indicated, no commercial use")
    KOGL_3 = "KOGL_3", _("KOGL type 3: source indicated, no changes")
    KOGL_4 = "KOGL_4", _("KOGL type 4: source indicated, no commercial use, no changes")
    KOGL_AI = "KOGL_AI", _("KOGL AI type: may be used for training")
    CC0 = "CC0", "CC0 1.0"
    CC_BY = "CC_BY", "CC BY 4.0"
    CC_BY_SA = "CC_BY_SA", "CC BY-SA 4.0"
    CC_BY_NC = "CC_BY_NC", "CC BY-NC 4.0"
    CC_BY_ND = "CC_BY_ND", "CC BY-ND 4.0"
    CONTRACT = "CONTRACT", _("By contract")


class PriceForm(models.TextChoices):
    """The price forms of the standard contract for manufacturing data (2020-10), and none."""

    FREE = "FREE", _("Free of charge")
    FIXED = "FIXED", _("Fixed price per period")
    METERED = "METERED", _("Metered")
    LUMP_SUM = "LUMP_SUM", _("Lump sum")
    REVENUE_SHARE = "REVENUE_SHARE", _("Revenue share")


class SourceKind(models.TextChoices):
    """Where the bytes of a version lie."""

    FILE = "FILE", _("File")
    S3 = "S3", _("Object storage (S3)")
    HTTP = "HTTP", _("HTTP API")
    POSTGRESQL = "POSTGRESQL", _("PostgreSQL query")
    SQLITE = "SQLITE", _("SQLite query")
    DUCKDB = "DUCKDB", _("DuckDB query")


class Side(models.TextChoices):
    """Which side of a contract we are."""

    PROVIDER = "PROVIDER", _("Provider")
    CONSUMER = "CONSUMER", _("Consumer")


class AgreementState(models.TextChoices):
    """Whether an agreement holds. RETIRED and EXPIRED are final."""

    ACTIVE = "ACTIVE", _("In force")
    SUSPENDED = "SUSPENDED", _("Suspended")
    RETIRED = "RETIRED", _("Retired")
    EXPIRED = "EXPIRED", _("Expired")


class ParticipantState(models.TextChoices):
    """Whether an organisation takes part. Only ADMITTED ones are talked to; REMOVED is final."""

    APPLIED = "APPLIED", _("Has applied")
    ADMITTED = "ADMITTED", _("Takes part")
    SUSPENDED = "SUSPENDED", _("Suspended")
    REMOVED = "REMOVED", _("Removed")


class NegotiationState(models.TextChoices):
    """The states of a contract negotiation (DSP 2025-1). FINALIZED and TERMINATED are final."""

    REQUESTED = "REQUESTED", _("Requested")
    OFFERED = "OFFERED", _("Offered")
    ACCEPTED = "ACCEPTED", _("Offer accepted")
    AGREED = "AGREED", _("Agreed")
    VERIFIED = "VERIFIED", _("Verified")
    FINALIZED = "FINALIZED", _("Concluded")
    TERMINATED = "TERMINATED", _("Broken off")


class TransferState(models.TextChoices):
    """The states of a transfer process (DSP 2025-1). COMPLETED and TERMINATED are final."""

    REQUESTED = "REQUESTED", _("Requested")
    STARTED = "STARTED", _("Running")
    SUSPENDED = "SUSPENDED", _("Suspended")
    COMPLETED = "COMPLETED", _("Completed")
    TERMINATED = "TERMINATED", _("Broken off")


class Direction(models.TextChoices):
    """Which way a message of the protocol went."""

    IN = "IN", _("Received")
    OUT = "OUT", _("Sent")


class DeliveryState(models.TextChoices):
    """Where a message of ours stands. What was received is DELIVERED."""

    PENDING = "PENDING", _("On its way")
    DELIVERED = "DELIVERED", _("Delivered")
    REFUSED = "REFUSED", _("Refused by the other side")
    GIVEN_UP = "GIVEN_UP", _("Given up")


class Acceptance(models.TextChoices):
    """What happens to a request for an offer of ours."""

    AUTOMATIC = "AUTOMATIC", _("Accept if it takes the offer as it stands")
    ASK = "ASK", _("Ask a person")
    REFUSE = "REFUSE", _("Refuse")


class ObligationState(models.TextChoices):
    """Whether a duty was done."""

    OPEN = "OPEN", _("To be done")
    DONE = "DONE", _("Fulfilled")
    DROPPED = "DROPPED", _("No longer due")


class Dimension(models.TextChoices):
    """Dimensions of data quality, in the words of ISO/IEC 25012."""

    COMPLETENESS = "COMPLETENESS", _("Completeness")
    VALIDITY = "VALIDITY", _("Validity")
    UNIQUENESS = "UNIQUENESS", _("Uniqueness")
    CONSISTENCY = "CONSISTENCY", _("Consistency")
    TIMELINESS = "TIMELINESS", _("Timeliness")


class HarvestKind(models.TextChoices):
    """What a catalogue speaks."""

    DATA_GO_KR = "data-go-kr", _("Korean public data portal")
    CKAN = "ckan", "CKAN"
    DCAT = "dcat", "DCAT (RDF)"
    DATA_JSON = "data-json", "DCAT-US data.json"
    DSP = "dsp", _("Dataspace Protocol")


class RunState(models.TextChoices):
    """How far a reading has come. A PARTIAL one broke off or was cut short: nothing counts as missing after it."""

    RUNNING = "RUNNING", _("Running")
    COMPLETE = "COMPLETE", _("Complete")
    UNCHANGED = "UNCHANGED", _("Unchanged at the source")
    PARTIAL = "PARTIAL", _("Broken off")
    FAILED = "FAILED", _("Failed")


class RecordState(models.TextChoices):
    """Whether the last complete reading held the record."""

    PUBLISHED = "PUBLISHED", _("Published")
    MISSING = "MISSING", _("Missing at the source")


class PairState(models.TextChoices):
    """What a person said about two records that look alike."""

    OPEN = "OPEN", _("To be looked at")
    SAME = "SAME", _("The same data")
    DIFFERENT = "DIFFERENT", _("Different data")
