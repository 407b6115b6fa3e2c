"""What other modules may use of the exchange."""

from .contracts import DataPlace, Description, Distribution, Entry, Price

__all__ = ["DataPlace", "Description", "Distribution", "Entry", "Price"]
