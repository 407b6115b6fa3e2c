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
from yunghap.core.errors import InvalidInput
from yunghap.documents import service as documents
from yunghap.exchange.domain.tables import can_open, open_table
from yunghap.exchange.enums import ProductState, SourceKind
from yunghap.exchange.models import Product, ProductVersion, QualityReport
from yunghap.ledger.service import record

from .assessing import Assessment, assess

log = structlog.get_logger(__name__)


def rules_hash(schema: Mapping[str, Any]) -> str:
    """The hash by which two sets of rules are the same."""
    text = json.dumps(schema, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_table(version: ProductVersion) -> bool:
    """Whether the data of a version lies here as a table."""
    return version.kind == SourceKind.FILE and can_open(version.media_type)


def table_place(version: ProductVersion) -> tuple[Path, str]:
    """Path and media type of a version's table. Raises InvalidInput where it is none, NotFound."""
    if not is_table(version):
        raise InvalidInput(_("The data of this version is no table that lies here."))
    return documents.original_path(str(version.where["document"])), version.media_type


def assess_version(*, version: ProductVersion, by: Actor, at: datetime | None = None) -> QualityReport:
    """Measure a version by the rules of its product; the same version and rules give the same report.

    The table is read before the transaction begins: reading may take long, and changes nothing. Raises InvalidInput
    for what is no table or for rules that make no sense.
    """
    at = at or clock.now()
    schema = version.product.fields
    rules = rules_hash(schema)
    made = QualityReport.objects.filter(of=version, rules=rules).first()
    if made is not None:
        return made
    with open_table(*table_place(version)) as table:
        assessment = assess(table, schema, at=version.made_at)
    return _keep(version, rules, assessment, by, at)


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
        if version is None or not is_table(version) or _is_measured(version):
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
    version: ProductVersion, rules: str, assessment: Assessment, by: Actor, at: datetime
) -> QualityReport:
    report, is_new = QualityReport.objects.get_or_create(
        of=version,
        rules=rules,
        defaults={
            "made_at": at,
            "created_at": at,
            "rows": assessment.rows,
            "score": assessment.score,
            "report": canonical.plain(asdict(assessment)),
        },
    )
    if is_new:
        record(
            action="exchange.quality.assessed",
            subject=f"product:{version.product_id}",
            by=by,
            at=at,
            details={"version": version.number, "rules": rules, "score": assessment.score},
        )
    return report
