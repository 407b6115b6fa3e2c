"""Which originals the exchange refers to."""

from yunghap.exchange.models import Content, ProductVersion, Showcase


def refers_to(sha256: str) -> bool:
    """Whether data of a product or of a delivery, or a picture, is this original; registered with `documents`."""
    return (
        ProductVersion.objects.filter(where__document=sha256).exists()
        or Content.objects.filter(sha256=sha256).exists()
        or Showcase.objects.filter(picture=sha256).exists()
    )
