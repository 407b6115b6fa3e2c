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
