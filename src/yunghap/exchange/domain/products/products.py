"""A data product from its first description to its end."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.ids import new_id
from yunghap.core.text import clean_name, clean_text
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.contracts import Description
from yunghap.exchange.enums import Licence, ProductState
from yunghap.exchange.models import Offer, Product
from yunghap.identity.service import Organisation, require
from yunghap.ledger.service import record

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{1,99}")
_WORDS = ("keywords", "themes", "languages")
_MOST_WORDS, _LONGEST_WORD, _LONGEST_TEXT = 50, 80, 20_000


@transaction.atomic
def create_product(
    *,
    provider: Organisation,
    description: Description,
    slug: str = "",
    generated: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> Product:
    """Begin a data product as a draft of `provider`.

    `slug` is its name in addresses and in the CKAN API (lower-case ASCII letters, digits, "-" and "_", 2 to 100);
    where none is given it is made of the id. `generated` marks data made for demonstration. Raises InvalidInput,
    NotAllowed, and Conflict for a slug that is taken.
    """
    at = at or clock.now()
    require(by, rules.PROVIDE, organisation=provider.pk)
    product_id = new_id()
    slug = slug or f"p-{product_id.lower()}"
    if not _SLUG.fullmatch(slug):
        raise InvalidInput(
            _("Only lower-case letters a to z, digits, “-” and “_” may stand in this name."), field="slug"
        )
    if Product.objects.filter(slug=slug).exists():
        raise Conflict(_("This name is taken."), field="slug")
    product = Product.objects.create(
        id=product_id,
        slug=slug,
        provider=provider,
        generated=generated,
        created_at=at,
        **_cleaned(description),
    )
    _note(product, "created", by, at, {"provider": provider.pk, "slug": slug})
    return product


@transaction.atomic
def describe_product(
    *, product: Product, description: Description, expected: int, by: Actor, at: datetime | None = None
) -> Product:
    """Change what is said about a product. Raises InvalidInput, NotAllowed, Conflict where somebody was first."""
    at = at or clock.now()
    require(by, rules.PROVIDE, organisation=product.provider_id)
    changes = _cleaned(description)
    if product.state != ProductState.DRAFT:
        changes["changed_at"] = at
    changed = sorted(name for name, value in changes.items() if getattr(product, name) != value)
    update_versioned(product, expected=expected, changes=changes)
    _note(product, "described", by, at, {"fields": changed})
    return product


@transaction.atomic
def publish_product(*, product: Product, expected: int, by: Actor, at: datetime | None = None) -> Product:
    """Show a draft in the catalogue. Raises Conflict without a version of the data or without an offer."""
    at = at or clock.now()
    require(by, rules.PROVIDE, organisation=product.provider_id)
    if product.state != ProductState.DRAFT:
        raise Conflict(_("This is published already."), state=product.state)
    if not product.versions.exists():
        raise Conflict(_("There is no data yet: add a version first."))
    if not product.offers.filter(ended_at__isnull=True).exists():
        raise Conflict(_("There is no offer yet: say under which terms the data can be had."))
    update_versioned(
        product,
        expected=expected,
        changes={"state": ProductState.PUBLISHED, "published_at": at, "changed_at": at},
    )
    _note(product, "published", by, at, {})
    return product


@transaction.atomic
def retire_product(
    *, product: Product, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> Product:
    """End a product: it stays readable and is marked, its offers end, agreements run on to their own end.

    Raises InvalidInput without a reason, Conflict for a product that is not published.
    """
    at = at or clock.now()
    require(by, rules.PROVIDE, organisation=product.provider_id)
    if product.state != ProductState.PUBLISHED:
        raise Conflict(_("Only a published product can be retired."), state=product.state)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput(_("Say why."), field="reason")
    Offer.objects.filter(product=product, ended_at__isnull=True).update(ended_at=at)
    update_versioned(product, expected=expected, changes={"state": ProductState.RETIRED, "retired_at": at})
    _note(product, "retired", by, at, {"reason": reason})
    return product


def description_of(product: Product) -> Description:
    """What is said about a product now."""
    now: dict[str, Any] = {one.name: getattr(product, one.name) for one in fields(Description)}
    return Description(**now | {name: tuple(now[name]) for name in _WORDS})


def _cleaned(description: Description) -> dict[str, object]:
    """The columns of a description; raises InvalidInput for one that cannot be stored."""
    if description.licence not in Licence.values:
        raise InvalidInput(_("There is no such licence."), field="licence")
    cleaned: dict[str, object] = {
        "title": clean_name(description.title, longest=300),
        "title_en": clean_name(description.title_en, longest=300) if description.title_en.strip() else "",
        "licence": description.licence,
        "fields": _plain(description.fields),
    }
    for name in ("description", "description_en"):
        text = clean_text(getattr(description, name))
        if len(text) > _LONGEST_TEXT:
            raise InvalidInput(_("This text is too long."), field=name)
        cleaned[name] = text
    for name, longest in (("contact", 200), ("frequency", 40), ("spatial", 200), ("temporal", 80)):
        value = getattr(description, name).strip()
        cleaned[name] = clean_name(value, longest=longest) if value else ""
    for name in _WORDS:
        words = [
            clean_name(word, longest=_LONGEST_WORD) for word in getattr(description, name) if word.strip()
        ]
        if len(words) > _MOST_WORDS:
            raise InvalidInput(_("These are too many words."), field=name)
        cleaned[name] = list(dict.fromkeys(words))
    return cleaned


def _plain(schema: Mapping[str, object]) -> dict[str, object]:
    listed = schema.get("fields", [])
    if not isinstance(listed, list) or any(
        not isinstance(one, dict) or not str(one.get("name", "")).strip() for one in listed
    ):
        raise InvalidInput(_("Every field needs a name."), field="fields")
    names = [str(one["name"]) for one in listed]
    if len(set(names)) != len(names):
        raise InvalidInput(_("Two fields have the same name."), field="fields")
    return dict(schema)


def _note(product: Product, what: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    record(action=f"exchange.product.{what}", subject=f"product:{product.pk}", by=by, at=at, details=details)
