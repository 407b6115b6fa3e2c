"""Reports and certificates."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.exchange import make_product
from tests.factories.identity import make_member, make_organisation
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.documents import service as documents
from yunghap.exchange.contracts import DataPlace, Description
from yunghap.exchange.domain.products import add_version, describe_product
from yunghap.exchange.domain.quality import (
    assess_pending,
    assess_version,
    issue_certificate,
    revoke_certificate,
    shortfalls,
)
from yunghap.exchange.models import Product, QualityReport
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.ledger import service as ledger

pytestmark = pytest.mark.django_db

FIELDS = {
    "fields": [
        {"name": "일시", "type": "datetime", "constraints": {"required": True}},
        {"name": "온도", "type": "number", "constraints": {"minimum": 0}},
    ]
}


def officer() -> Actor:
    agency = make_organisation(OrganisationKind.AGENCY)
    person = make_member(agency, Role.AGENCY_OFFICER)
    return Actor(kind="person", id=person.pk, organisation=agency.pk)


def made_report(product: Product) -> QualityReport:
    version = product.versions.first()
    assert version is not None
    return assess_version(version=version, by=SYSTEM)


def test_what_appeared_or_changed_is_assessed_by_itself() -> None:
    product, _offer, by = make_product(fields=FIELDS)
    make_product()  # has no rules
    assert assess_pending(by=SYSTEM) == 1
    assert assess_pending(by=SYSTEM) == 0
    report = QualityReport.objects.get()
    assert (report.of.product_id, report.rows, report.score) == (product.pk, 2, 10_000)
    changed = {"fields": [*FIELDS["fields"], {"name": "공정", "constraints": {"enum": ["주조"]}}]}
    description = Description(title=product.title, fields=changed)
    describe_product(product=product, description=description, expected=product.version, by=by)
    assert assess_pending(by=SYSTEM, most=1) == 1
    assert [report.score < 10_000 for report in QualityReport.objects.order_by("made_at")] == [False, True]


def test_what_cannot_be_measured_holds_up_nobody() -> None:
    make_product(fields={"fields": [{"name": "일시", "type": "colour"}]})
    make_product(fields=FIELDS)
    assert assess_pending(by=SYSTEM) == 1


def test_the_same_version_and_rules_give_the_same_report() -> None:
    product, _offer, _by = make_product(fields=FIELDS)
    assert made_report(product) == made_report(product)


@pytest.mark.parametrize(("media_type", "error"), [("application/pdf", InvalidInput), ("text/csv", Conflict)])
def test_what_is_no_table_or_was_not_read_has_no_report(media_type: str, error: type[Exception]) -> None:
    product, _offer, by = make_product(fields=FIELDS)
    place = DataPlace(kind="HTTP", where={"url": "https://x.example.org/"}, media_type=media_type)
    version = add_version(product=product, place=place, by=by)
    with pytest.raises(error):
        assess_version(version=version, by=SYSTEM)


def test_a_certificate_is_signed_and_can_be_revoked() -> None:
    product, _offer, _by = make_product(fields=FIELDS)
    by = officer()
    certificate = issue_certificate(report=made_report(product), by=by)
    assert certificate.expires_on - certificate.issued_on == timedelta(days=365)
    statement = ledger.statements_for(f"product:{product.pk}")[0]
    document = json.loads(statement.document)
    assert ledger.verify_statement(document).status == "good"
    with pytest.raises(Conflict):
        issue_certificate(report=certificate.report, by=by)
    with pytest.raises(InvalidInput):
        revoke_certificate(certificate=certificate, reason=" ", by=by)
    revoke_certificate(certificate=certificate, reason="원본 오류", by=by)
    assert certificate.revoked_because == "원본 오류"
    assert ledger.verify_statement(document).status == "revoked"
    with pytest.raises(Conflict):
        revoke_certificate(certificate=certificate, reason="다시", by=by)


def test_what_does_not_suffice_is_not_certified() -> None:
    bad = "일시,온도\nx,-1\ny,-2\n".encode()
    product, _offer, _by = make_product(data=bad, fields=FIELDS)
    report = made_report(product)
    assert len(shortfalls(report)) == 2
    with pytest.raises(Conflict):
        issue_certificate(report=report, by=officer())
    unruled, _offer, _by = make_product(fields={"timeliness": {"field": "일시", "days": 10_000}})
    assert [str(one) for one in shortfalls(made_report(unruled))]


def test_nobody_certifies_the_own_data() -> None:
    agency = make_organisation(OrganisationKind.AGENCY)
    person = make_member(agency, Role.AGENCY_OFFICER, Role.DATA_PROVIDER)
    by = Actor(kind="person", id=person.pk, organisation=agency.pk)
    product, _offer, _by = make_product(agency, by, fields=FIELDS)
    with pytest.raises(NotAllowed):
        issue_certificate(report=made_report(product), by=by)


def test_a_damaged_original_is_told(settings: Any) -> None:
    product, _offer, _by = make_product(fields=FIELDS)
    version = product.versions.get()
    path = documents.original_path(version.sha256)
    path.unlink()
    with pytest.raises(Exception, match=r".+"):
        assess_version(version=version, by=SYSTEM)
