"""Fixed words of the exchange, stored as they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class MeteredUnit(models.TextChoices):
    """What a metered price counts."""

    ROW = "ROW", _("1 row")
    MB = "MB", _("1 MB")
    CALL = "CALL", _("1 call")


class Purse(models.TextChoices):
    """Accounts that hold money: their balance is never below nothing."""

    VOUCHER = "VOUCHER", _("Voucher")
    RESERVED = "RESERVED", _("Reserved for an order")
    SETTLEMENT = "SETTLEMENT", _("Voucher money due to the provider")
    CLAIM = "CLAIM", _("Invoices not yet paid")
    EARNED = "EARNED", _("Received")


class Origin(models.TextChoices):
    """Accounts that money comes from: their balance is never above nothing, and says how much came."""

    OUTSIDE = "OUTSIDE", _("Bank transfers")
    BUDGET = "BUDGET", _("Budget line")
    DEBT = "DEBT", _("Owed")


class EntryKind(models.TextChoices):
    """What a journal entry tells of."""

    VOUCHER_ISSUED = "VOUCHER_ISSUED", _("Voucher issued")
    VOUCHER_RESERVED = "VOUCHER_RESERVED", _("Reserved for an order")
    VOUCHER_RELEASED = "VOUCHER_RELEASED", _("Reservation lifted")
    VOUCHER_SPENT = "VOUCHER_SPENT", _("Paid by voucher")
    VOUCHER_RETURNED = "VOUCHER_RETURNED", _("Returned to the budget line")
    PAID_OUT = "PAID_OUT", _("Voucher money paid out")
    INVOICED = "INVOICED", _("Invoice")
    CREDITED = "CREDITED", _("Credit note")
    PAID = "PAID", _("Bank transfer")
    REFUNDED = "REFUNDED", _("Refund")
    REVERSED = "REVERSED", _("Reversal")


class Vat(models.TextChoices):
    """How value-added tax applies (VAT Act art. 21 to 27: zero rate and exemption; art. 30: 10 per cent)."""

    TAXABLE = "TAXABLE", _("VAT 10 %")
    ZERO_RATED = "ZERO_RATED", _("Zero-rated")
    EXEMPT = "EXEMPT", _("Exempt from VAT")


class QuoteState(models.TextChoices):
    """How far a request for a price has come."""

    ASKED = "ASKED", pgettext_lazy("exchange", "Asked")
    GIVEN = "GIVEN", _("Quoted")
    ORDERED = "ORDERED", _("Ordered")
    DECLINED = "DECLINED", _("Declined")


class OrderState(models.TextChoices):
    """How far an order has come. CLOSED and CANCELLED are final."""

    PLACED = "PLACED", _("Placed")
    AGREED = "AGREED", pgettext_lazy("exchange", "Agreed")
    DELIVERED = "DELIVERED", pgettext_lazy("order", "Delivered")
    ACCEPTED = "ACCEPTED", pgettext_lazy("exchange", "Accepted")
    CLOSED = "CLOSED", _("Closed")
    CANCELLED = "CANCELLED", _("Cancelled")


class PaymentMeans(models.TextChoices):
    """How an invoice is paid."""

    BANK = "BANK", _("Bank transfer")
    VOUCHER = "VOUCHER", _("Voucher")


class VoucherKind(models.TextChoices):
    """What a voucher supports; each has its ceiling."""

    PURCHASE = "PURCHASE", _("Purchase of data")
    PROCESSING = "PROCESSING", _("General processing")
    AI_PROCESSING = "AI_PROCESSING", _("AI processing")


class VoucherState(models.TextChoices):
    """How far a voucher has come. CLOSED, EXPIRED and CANCELLED are final; what was left went back."""

    PROPOSED = "PROPOSED", _("Waiting for signatures")
    ACTIVE = "ACTIVE", _("In use")
    CLOSED = "CLOSED", _("Settled")
    EXPIRED = "EXPIRED", _("Expired")
    CANCELLED = "CANCELLED", _("Cancelled")


class Signatory(models.TextChoices):
    """The three parties of a voucher agreement."""

    COMPANY = "COMPANY", _("Demand company")
    SUPPLIER = "SUPPLIER", _("Supplier")
    AGENCY = "AGENCY", _("Agency")


class SupplierState(models.TextChoices):
    """Whether an organisation may supply under a voucher programme."""

    APPLIED = "APPLIED", _("Applied")
    REGISTERED = "REGISTERED", _("Registered")
    REFUSED = "REFUSED", pgettext_lazy("exchange", "Refused")
    SUSPENDED = "SUSPENDED", _("Suspended")


class SourceKind(models.TextChoices):
    """Where the bytes of a version lie."""

    FILE = "FILE", _("File")
    S3 = "S3", _("Object storage (S3)")
    HTTP = "HTTP", _("HTTP API")
    POSTGRESQL = "POSTGRESQL", _("PostgreSQL query")
    SQLITE = "SQLITE", _("SQLite query")
    DUCKDB = "DUCKDB", _("DuckDB query")


# Kinds of sources that a query is put to.
DATABASES = ("POSTGRESQL", "SQLITE", "DUCKDB")


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
    AGREED = "AGREED", pgettext_lazy("exchange", "Agreed")
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


# Types of the Frictionless Table Schema.
FIELD_TYPES = {
    "string": _("Text"),
    "integer": _("Whole number"),
    "number": _("Number"),
    "boolean": _("Yes or no"),
    "date": _("Date"),
    "datetime": _("Date and time"),
    "time": _("Time"),
    "year": _("Year"),
    "yearmonth": _("Year and month"),
    "duration": _("Duration"),
    "geopoint": _("Place (latitude, longitude)"),
    "object": _("Object (JSON)"),
    "array": _("List (JSON)"),
    "any": _("Anything"),
}

# Of ten thousand: what a report needs for a certificate.
LEAST_SCORE = 9_000


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


class AnswerMethod(models.TextChoices):
    """How it is known whether a record is authentic."""

    COMMITMENTS = "COMMITMENTS", _("Commitments kept here; salt with the holder")
    ENDPOINT = "ENDPOINT", _("The issuer's own endpoint")
    CERTIFICATES = "CERTIFICATES", _("Signed certificates of this site")


class ReviewState(models.TextChoices):
    """Whether a review stands on the page of its data set."""

    SHOWN = "SHOWN", pgettext_lazy("review", "Shown")
    TAKEN_BACK = "TAKEN_BACK", pgettext_lazy("review", "Taken back by its authors")
    HIDDEN = "HIDDEN", pgettext_lazy("review", "Taken off by the operator")


class ShowcaseState(models.TextChoices):
    """Whether what was made with a data set is shown beside it."""

    PROPOSED = "PROPOSED", pgettext_lazy("showcase", "Proposed")
    ACCEPTED = "ACCEPTED", pgettext_lazy("showcase", "Shown")
    REFUSED = "REFUSED", pgettext_lazy("showcase", "Not shown")
