"""A product begun with its data: first looked at, then kept with whatever opens it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError
from yunghap.core.ids import new_id
from yunghap.core.outbox import publish
from yunghap.exchange.contracts import DataPlace, Description
from yunghap.exchange.domain.transfer.contents import keep_brought
from yunghap.exchange.domain.transfer.credentials import keep_credential
from yunghap.exchange.domain.transfer.sampling import Sample, sampled
from yunghap.exchange.enums import SourceKind
from yunghap.exchange.models import Product, ProductVersion
from yunghap.identity.service import Organisation

from .products import create_product, describe_product, description_of
from .versions import add_version

LEFT = "exchange.version.left"  # its data are still to be read


def begin_product(
    *,
    provider: Organisation,
    title: str,
    place: DataPlace,
    secret: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Product:
    """Begin a product with the first version of its data, its fields described as the data suggest.

    The source is asked first, so that nothing is kept of one that does not answer; what comes whole at once is kept,
    what does not is read later.
    Not to be called in a transaction. Raises InvalidInput, NotAllowed, NotFound, Unreachable.
    """
    at = at or clock.now()
    with sampled(place, owner=provider.pk, secret=secret) as sample:
        with transaction.atomic():
            description = Description(title=title, fields=sample.schema)
            product = create_product(provider=provider, description=description, by=by, at=at)
            sealed = _sealed(place, provider, secret, by, at)
            version = add_version(product=product, place=sealed, by=by, at=at)
            _leave_large(version, sample, at)
        _keep_small(version, sample)
    return product


def add_data(
    *,
    product: Product,
    place: DataPlace,
    secret: Mapping[str, str] | None = None,
    note: str = "",
    by: Actor,
    at: datetime | None = None,
) -> ProductVersion:
    """Add the next version of a product as `begin_product` adds the first; fields that are described stay so."""
    at = at or clock.now()
    with sampled(place, owner=product.provider_id, secret=secret) as sample:
        with transaction.atomic():
            sealed = _sealed(place, product.provider, secret, by, at)
            version = add_version(product=product, place=sealed, note=note, by=by, at=at)
            if sample.schema and not product.fields:
                described = replace(description_of(product), fields=sample.schema)
                describe_product(
                    product=product, description=described, expected=product.version, by=by, at=at
                )
            _leave_large(version, sample, at)
        _keep_small(version, sample)
    return version


def _sealed(
    place: DataPlace, owner: Organisation, secret: Mapping[str, str] | None, by: Actor, at: datetime
) -> DataPlace:
    """The place with a reference to its secret, which is kept."""
    if not secret:
        return place
    name = f"{str(place.where.get('url', place.kind))[:50]} {new_id()}"
    kept = keep_credential(owner=owner, name=name, words=secret, by=by, at=at)
    return replace(place, where={**place.where, "credential": kept.pk})


def _leave_large(version: ProductVersion, sample: Sample, at: datetime) -> None:
    """What did not come whole is read behind the page (`jobs.read_version`)."""
    if sample.whole is None:
        publish(topic=LEFT, subject=f"version:{version.pk}", payload={}, at=at)


def _keep_small(version: ProductVersion, sample: Sample) -> None:
    if sample.whole is not None and version.kind != SourceKind.FILE:
        with suppress(DomainError):  # the version stands; it can be read later
            keep_brought(version, sample.whole)
