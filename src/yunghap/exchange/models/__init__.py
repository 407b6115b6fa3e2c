"""Tables of the exchange."""

from .agreements import Agreement
from .connector import AcceptanceRule, Message, Negotiation, Obligation, Participant, TransferProcess
from .products import Offer, Product, ProductVersion
from .quality import QualityCertificate, QualityReport

__all__ = [
    "AcceptanceRule",
    "Agreement",
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
