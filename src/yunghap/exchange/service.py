"""What other modules may use of the exchange."""

from .contracts import DataPlace, Description, Distribution, Entry, Price
from .domain.authenticity.example import load_example
from .domain.connector.delivery import deliver_due
from .domain.connector.sender import start_sending, stop_sending
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
from .enums import Signatory

__all__ = [
    "PLATFORMS",
    "DataPlace",
    "Description",
    "Distribution",
    "Entry",
    "Parties",
    "Price",
    "Signatory",
    "deliver_due",
    "generated_voucher",
    "issue_voucher",
    "know",
    "load_example",
    "publish_samples",
    "start_sending",
    "stop_sending",
    "take_part",
    "trade",
    "walk",
]
