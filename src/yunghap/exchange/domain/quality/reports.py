"""The report of a version: made when the version appears or its rules change, kept for good."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from yunghap.core import canonical, clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.documents import service as documents
from yunghap.exchange.domain.tables import can_open, open_table
from yunghap.exchange.domain.transfer.contents import content_here, path_of
from yunghap.exchange.domain.transfer.tables import given_type
from yunghap.exchange.enums import ProductState, SourceKind
from yunghap.exchange.models import Product, ProductVersion, QualityReport
from yunghap.ledger.service import record

from .assessing import assess

log = structlog.get_logger(__name__)


def rules_hash(schema: Mapping[str, Any]) -> str:
    """The hash by which two sets of rules are the same."""
    text = json.dumps(schema, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_table(version: ProductVersion) -> bool:
    """Whether the data of a version are a table."""
    return can_open(given_type(version.where, version.media_type))


def is_read(version: ProductVersion) -> bool:
    """Whether the data of a version lie here: a file that was handed over, or another source that was read."""
    return _is_kept(version) or content_here(version) is not None


def _is_kept(version: ProductVersion) -> bool:
    return version.kind == SourceKind.FILE and bool(version.where.get("document"))


def table_place(version: ProductVersion) -> tuple[Path, str]:
    """Path and media type of a version's table: the file, or what was read of another source.

    Raises InvalidInput where it is none, Conflict where its source has not been read, NotFound.
    """
    if not is_table(version):
        raise InvalidInput(_("The data of this version are no table."))
    if _is_kept(version):
        return documents.original_path(str(version.where["document"])), version.media_type
    content = content_here(version)
    if content is None:
        raise Conflict(_("The data of this version have not been read yet."))
    return path_of(content), content.media_type


def assess_version(*, version: ProductVersion, by: Actor, at: datetime | None = None) -> QualityReport:
    """Measure a version by the rules of its product; the same version and rules give the same report.

    The table is read before the transaction begins: reading may take long, and changes nothing. Raises InvalidInput
    for what is no table or for rules that make no sense, Conflict for data that lie elsewhere and were not read.
    """
    at = at or clock.now()
    schema = version.product.fields
    rules = rules_hash(schema)
    made = QualityReport.objects.filter(of=version, rules=rules).first()
    if made is not None:
        return made
    path, media_type = table_place(version)
    with open_table(path, media_type) as table:
        assessment = assess(table, schema, at=version.made_at)
    # Files lie under their hash: that of a source elsewhere is of what was read of it.
    assessed = {**asdict(assessment), "sha256": version.sha256 or path.name}
    return _keep(version, rules, assessed, by, at)


def assess_pending(*, by: Actor, most: int = 20, at: datetime | None = None) -> int:
    """Measure the newest version of every published product with rules that has changed since; returns how many.

    A table that cannot be read, or rules that make no sense, hold up nobody else: they are logged and tried again
    when the product changes.
    """
    measured = QualityReport.objects.filter(of__product=OuterRef("pk")).order_by("-made_at")
    products = (
        Product.objects.filter(state=ProductState.PUBLISHED)
        .exclude(fields={})
        .annotate(measured_at=Subquery(measured.values("made_at")[:1]))
        .filter(Q(measured_at__isnull=True) | Q(measured_at__lt=F("changed_at")))
        .order_by("changed_at")
    )
    done = 0
    for product in products.iterator():
        version = product.versions.select_related("product").first()
        if version is None or not (is_table(version) and is_read(version)) or _is_measured(version):
            continue
        try:
            assess_version(version=version, by=by, at=at)
        except InvalidInput as error:
            log.warning("version not measured", version=version.pk, error=str(error))
            continue
        done += 1
        if done == most:
            break
    return done


def _is_measured(version: ProductVersion) -> bool:
    return QualityReport.objects.filter(of=version, rules=rules_hash(version.product.fields)).exists()


@transaction.atomic
def _keep(
    version: ProductVersion, rules: str, assessed: dict[str, Any], by: Actor, at: datetime
) -> QualityReport:
    report, is_new = QualityReport.objects.get_or_create(
        of=version,
        rules=rules,
        defaults={
            "made_at": at,
            "created_at": at,
            "rows": assessed["rows"],
            "score": assessed["score"],
            "report": canonical.plain(assessed),
        },
    )
    if is_new:
        record(
            action="exchange.quality.assessed",
            subject=f"product:{version.product_id}",
            by=by,
            at=at,
            details={"version": version.number, "rules": rules, "score": assessed["score"]},
        )
    return report
