"""Quality certificates (데이터 품질인증; Data Industry Act art. 20): signed, dated, revocable, checked offline."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, sentence
from yunghap.core.text import clean_text
from yunghap.exchange import rules
from yunghap.exchange.enums import LEAST_SCORE, Dimension
from yunghap.exchange.models import QualityCertificate, QualityReport
from yunghap.identity.service import is_member, require
from yunghap.ledger.service import record, revoke_statement, sign_statement

KIND = "exchange.quality"
LEAST_OF_EACH = 8_000
NEEDED = (Dimension.COMPLETENESS, Dimension.VALIDITY)
VALID = timedelta(days=365)


def shortfalls(report: QualityReport) -> list[object]:
    """Why a report carries no certificate, in sentences; empty where it does."""
    scores = report.report["scores"]
    found: list[object] = [
        sentence(_("%(dimension)s: no rule asks about it."), dimension=dimension.label)
        for dimension in NEEDED
        if dimension not in scores
    ]
    for dimension, score in scores.items():
        if score < LEAST_OF_EACH:
            found.append(
                sentence(
                    _("%(dimension)s: %(score)s %%, at least %(least)s %% are needed."),
                    dimension=Dimension(dimension).label,
                    score=score / 100,
                    least=LEAST_OF_EACH // 100,
                )
            )
    if report.score < LEAST_SCORE:
        found.append(
            sentence(
                _("Overall: %(score)s %%, at least %(least)s %% are needed."),
                score=report.score / 100,
                least=LEAST_SCORE // 100,
            )
        )
    return found


@transaction.atomic
def issue_certificate(*, report: QualityReport, by: Actor, at: datetime | None = None) -> QualityCertificate:
    """Certify a version on its report, for a year.

    Nobody certifies the data of an organisation they belong to. Raises NotAllowed, Conflict where the report does not
    suffice or is certified already.
    """
    at = at or clock.now()
    require(by, rules.OPERATE)
    version = report.of
    product = version.product
    day = clock.local_date(at)
    if by.kind == "person" and is_member(by.id, product.provider_id, day):
        raise NotAllowed(_("Nobody certifies the data of the own organisation."))
    if QualityCertificate.objects.filter(report=report).exists():
        raise Conflict(_("This report is certified already."))
    lacking = shortfalls(report)
    if lacking:
        raise Conflict(lacking[0])
    expires = day + VALID
    statement = sign_statement(
        kind=KIND,
        subject=f"product:{product.pk}",
        content={
            "product": product.pk,
            "title": product.title,
            "version": version.number,
            "sha256": report.sha256,
            "rules": report.rules,
            "rows": report.rows,
            "score": report.score,
            "scores": report.report["scores"],
        },
        valid_until=clock.end_of(expires),
        by=by,
        at=at,
    )
    certificate = QualityCertificate.objects.create(
        report=report,
        number=f"DQ-{day.year}-{statement.pk[-8:]}",
        statement=statement.pk,
        issued_on=day,
        expires_on=expires,
        issued_by=by.id,
        created_at=at,
    )
    _note(certificate, "certified", by, at)
    return certificate


@transaction.atomic
def revoke_certificate(
    *, certificate: QualityCertificate, reason: str, by: Actor, at: datetime | None = None
) -> None:
    """Revoke a certificate; the dated status list tells of it. Raises InvalidInput without a reason, Conflict."""
    at = at or clock.now()
    require(by, rules.OPERATE)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput(_("Say why."), field="reason")
    rows = QualityCertificate.objects.filter(pk=certificate.pk, revoked_at__isnull=True)
    if not rows.update(revoked_at=at, revoked_because=reason):
        raise Conflict(_("This certificate is revoked already."))
    revoke_statement(statement_id=certificate.statement, reason=reason, by=by, at=at)
    certificate.refresh_from_db()
    _note(certificate, "certificate_revoked", by, at)


def _note(certificate: QualityCertificate, what: str, by: Actor, at: datetime) -> None:
    version = certificate.report.of
    subject = f"product:{version.product_id}"
    details: dict[str, object] = {"certificate": certificate.number, "version": version.number}
    record(action=f"exchange.quality.{what}", subject=subject, by=by, at=at, details=details)
