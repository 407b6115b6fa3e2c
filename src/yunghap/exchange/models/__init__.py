"""Tables of the exchange."""

from .agreements import Agreement
from .connector import AcceptanceRule, Message, Negotiation, Obligation, Participant, TransferProcess
from .harvest import (
    DuplicatePair,
    HarvestContent,
    HarvestCounter,
    HarvestRecord,
    HarvestRefusal,
    HarvestRun,
    HarvestSource,
)
from .products import Offer, Product, ProductVersion
from .quality import QualityCertificate, QualityReport

__all__ = [
    "AcceptanceRule",
    "Agreement",
    "DuplicatePair",
    "HarvestContent",
    "HarvestCounter",
    "HarvestRecord",
    "HarvestRefusal",
    "HarvestRun",
    "HarvestSource",
    "Message",
    "Negotiation",
    "Obligation",
    "Offer",
    "Participant",
    "Product",
    "ProductVersion",
    "QualityCertificate",
    "QualityReport",
    "TransferProcess",
]
