"""Tables of the exchange."""

from .accounts import (
    Account,
    JournalEntry,
    Posting,
)
from .agreements import (
    Agreement,
)
from .authenticity import (
    AuthenticityCheck,
    Commitment,
    Issuer,
)
from .catalogue import (
    Follow,
    FulfilledRequest,
    SavedSearch,
    SearchCount,
    UseCount,
    Watched,
)
from .connector import (
    AcceptanceRule,
    Message,
    Negotiation,
    Obligation,
    Participant,
    TransferProcess,
)
from .harvest import (
    DuplicatePair,
    HarvestContent,
    HarvestCounter,
    HarvestRecord,
    HarvestRefusal,
    HarvestRun,
    HarvestSource,
)
from .products import (
    Offer,
    Product,
    ProductVersion,
)
from .quality import (
    QualityCertificate,
    QualityReport,
)
from .trade import (
    Invoice,
    Order,
    Payment,
    Quote,
    Refund,
    Terms,
    TradeNumber,
    Usage,
)
from .transfer import (
    Arrival,
    Content,
    Credential,
    Database,
    Delivery,
    Grant,
    Meter,
    Push,
)
from .voices import (
    Download,
    Review,
    Showcase,
    ShowcaseUse,
)
from .vouchers import (
    MisuseFinding,
    Supplier,
    TradingParty,
    Voucher,
    VoucherProgramme,
    VoucherSignature,
)

__all__ = [
    "AcceptanceRule",
    "Account",
    "Agreement",
    "Arrival",
    "AuthenticityCheck",
    "Commitment",
    "Content",
    "Credential",
    "Database",
    "Delivery",
    "Download",
    "DuplicatePair",
    "Follow",
    "FulfilledRequest",
    "Grant",
    "HarvestContent",
    "HarvestCounter",
    "HarvestRecord",
    "HarvestRefusal",
    "HarvestRun",
    "HarvestSource",
    "Invoice",
    "Issuer",
    "JournalEntry",
    "Message",
    "Meter",
    "MisuseFinding",
    "Negotiation",
    "Obligation",
    "Offer",
    "Order",
    "Participant",
    "Payment",
    "Posting",
    "Product",
    "ProductVersion",
    "Push",
    "QualityCertificate",
    "QualityReport",
    "Quote",
    "Refund",
    "Review",
    "SavedSearch",
    "SearchCount",
    "Showcase",
    "ShowcaseUse",
    "Supplier",
    "Terms",
    "TradeNumber",
    "TradingParty",
    "TransferProcess",
    "Usage",
    "UseCount",
    "Voucher",
    "VoucherProgramme",
    "VoucherSignature",
    "Watched",
]
