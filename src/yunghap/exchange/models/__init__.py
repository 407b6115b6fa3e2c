"""Tables of the exchange."""

from .agreements import Agreement
from .products import Offer, Product, ProductVersion

__all__ = ["Agreement", "Offer", "Product", "ProductVersion"]
