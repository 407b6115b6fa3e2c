"""What other modules may use of the exchange."""

from .contracts import DataPlace, Description, Distribution, Entry, Price
from .domain.authenticity.example import load_example
from .domain.connector.delivery import deliver_due
from .domain.connector.negotiations import request_contract
from .domain.connector.sender import start_sending, stop_sending
from .domain.connector.transfers import request_transfer
from .domain.demonstration.loading import (
    Parties,
    generated_voucher,
    issue_voucher,
    know,
    publish_samples,
    take_part,
)
from .domain.demonstration.samples import PLATFORMS
from .domain.demonstration.walking import trade, walk
from .domain.products import add_version
from .enums import Signatory
from .models import Agreement, Negotiation, Participant, TransferProcess

__all__ = [
    "PLATFORMS",
    "Agreement",
    "DataPlace",
    "Description",
    "Distribution",
    "Entry",
    "Negotiation",
    "Participant",
    "Parties",
    "Price",
    "Signatory",
    "TransferProcess",
    "add_version",
    "deliver_due",
    "generated_voucher",
    "issue_voucher",
    "know",
    "load_example",
    "publish_samples",
    "request_contract",
    "request_transfer",
    "start_sending",
    "stop_sending",
    "take_part",
    "trade",
    "walk",
]
