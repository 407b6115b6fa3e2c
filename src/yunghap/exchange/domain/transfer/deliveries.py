"""What a transfer delivers, the newest version of its agreement's data or one that is named, and where to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import NotFound
from yunghap.exchange.models import Product, ProductVersion, TransferProcess


def current_version(transfer: TransferProcess, number: str = "") -> ProductVersion:
    """The version with that number, the newest where none is named. Raises NotFound."""
    agreement = transfer.agreement
    product = (
        agreement.offer.product if agreement.offer else Product.objects.filter(pk=agreement.asset).first()
    )
    rows = ProductVersion.objects.filter(product=product).select_related("product").order_by("-number")
    if number:
        rows = rows.filter(
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
        )
    version = rows.first() if product is not None else None
    if version is None:
        raise NotFound(_("There is no such version of the data."))
    return version


def properties_of(address: Any) -> dict[str, str]:
    """The named values of a DataAddress that somebody sent."""
    found = address.get("endpointProperties") if isinstance(address, dict) else None
    return {
        str(item["name"]): str(item["value"])
        for item in found or ()
        if isinstance(item, dict) and "name" in item and "value" in item
    }
