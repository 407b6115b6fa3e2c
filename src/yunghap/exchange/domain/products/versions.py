"""Versions of the data of a product."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_text
from yunghap.exchange import rules
from yunghap.exchange.contracts import DataPlace
from yunghap.exchange.enums import ProductState, SourceKind
from yunghap.exchange.models import Product, ProductVersion
from yunghap.identity.service import require
from yunghap.ledger.service import record


@transaction.atomic
def add_version(
    *, product: Product, place: DataPlace, note: str = "", by: Actor, at: datetime | None = None
) -> ProductVersion:
    """Add the next version of a product's data; a file's bytes must lie with `documents` already.

    Raises InvalidInput for a kind of source that does not exist, Conflict for a retired product.
    """
    at = at or clock.now()
    require(by, rules.PROVIDE, organisation=product.provider_id)
    if place.kind not in SourceKind.values:
        raise InvalidInput(_("There is no such kind of source."), field="kind")
    # Locks the product, so that two versions cannot take one number.
    locked = Product.objects.select_for_update().get(pk=product.pk)
    if locked.state == ProductState.RETIRED:
        raise Conflict(_("This product has ended."), state=locked.state)
    last = locked.versions.aggregate(last=Max("number"))["last"] or 0
    version = ProductVersion.objects.create(
        product=locked,
        number=last + 1,
        kind=place.kind,
        where=dict(place.where),
        media_type=place.media_type,
        sha256=place.sha256,
        bytes=place.bytes,
        rows=place.rows,
        note=clean_text(note),
        made_at=at,
        made_by=by.id,
        created_at=at,
    )
    record(
        action="exchange.version.added",
        subject=f"product:{product.pk}",
        by=by,
        at=at,
        details={
            "version": version.pk,
            "number": version.number,
            "sha256": place.sha256,
            "bytes": place.bytes,
        },
    )
    if locked.state == ProductState.PUBLISHED:
        Product.objects.filter(pk=product.pk).update(changed_at=at)
    return version
