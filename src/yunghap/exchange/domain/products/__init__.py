"""Data products of organisations here: described, published, offered, retired."""

from .beginning import add_data, begin_product
from .offers import end_offer, make_offer
from .products import create_product, describe_product, description_of, publish_product, retire_product
from .versions import add_version

__all__ = [
    "add_data",
    "add_version",
    "begin_product",
    "create_product",
    "describe_product",
    "description_of",
    "end_offer",
    "make_offer",
    "publish_product",
    "retire_product",
]
