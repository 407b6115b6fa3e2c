"""What other modules may use of the exchange."""

from .contracts import DataPlace, Description, Distribution, Entry, Price
from .domain.connector.delivery import deliver_due
from .domain.connector.sender import start_sending, stop_sending

__all__ = [
    "DataPlace",
    "Description",
    "Distribution",
    "Entry",
    "Price",
    "deliver_due",
    "start_sending",
    "stop_sending",
]
