"""Which originals the exchange refers to."""

from yunghap.exchange.models import Content, ProductVersion


def refers_to(sha256: str) -> bool:
    """Whether data of a product or of a delivery is this original; registered with `documents`."""
    return (
        ProductVersion.objects.filter(where__document=sha256).exists()
        or Content.objects.filter(sha256=sha256).exists()
    )
