"""What the pages of the exchange need: data, offers, reports of the organisation."""

from datetime import date

from tests.access.world import Target, things
from tests.factories import exchange as make
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.exchange.contracts import Entry
from yunghap.exchange.domain.harvest.records import Read
from yunghap.exchange.domain.harvest.writing import in_transaction, write_batch
from yunghap.exchange.domain.quality import assess_version, issue_certificate
from yunghap.exchange.models import Database, Product, QualityCertificate, QualityReport, SavedSearch
from yunghap.exchange.queries.entries import entry_id

FIELDS = {"fields": [{"name": "일시", "constraints": {"required": True}}, {"name": "온도", "type": "number"}]}


def _product(target: Target) -> Product:
    found = Product.objects.filter(provider=target.organisation).first()
    if found is None:
        found, _offer, by = make.make_product(target.organisation, SYSTEM, fields=FIELDS)
        other = make.products.add_version(product=found, place=_same_place(found), by=by)
        assert other.number == 2
    return found


def _same_place(product: Product) -> make.DataPlace:
    version = product.versions.get(number=1)
    return make.DataPlace(
        kind=version.kind,
        where=version.where,
        media_type=version.media_type,
        sha256=version.sha256,
        bytes=version.bytes,
    )


def _report(target: Target) -> QualityReport:
    version = _product(target).versions.select_related("product").first()
    assert version is not None
    return assess_version(version=version, by=SYSTEM)


@things(
    "exchange:product",
    "exchange:describe",
    "exchange:fields",
    "exchange:quality",
    "exchange:add_version",
    "exchange:compare",
    "exchange:make_offer",
    "exchange:publish",
    "exchange:retire",
    "exchange:read_data",
)
def product(target: Target) -> dict[str, object]:
    return {"id": _product(target).pk}


@things("exchange:end_offer")
def offer(target: Target) -> dict[str, object]:
    found = _product(target)
    return {"id": found.pk, "offer": found.offers.order_by("pk")[0].pk}


@things("exchange:allow_database", "exchange:close_database")
def database(target: Target) -> dict[str, object]:
    row, _made = Database.objects.get_or_create(
        owner=target.organisation, name="공장", kind="SQLITE", where={"path": "plant.db"}, made_by="x"
    )
    return {"id": row.pk}


@things("exchange:certify")
def report(target: Target) -> dict[str, object]:
    return {"report": _report(target).pk}


@things("exchange:revoke_certificate", "exchange:quality_certificate")
def certificate(target: Target) -> dict[str, object]:
    row, _made = QualityCertificate.objects.get_or_create(
        report=_report(target),
        defaults={
            "number": f"DQ-1999-{QualityCertificate.objects.count():08d}",
            "statement": f"{QualityCertificate.objects.count():026d}",
            "issued_on": date(1999, 1, 1),
            "expires_on": date(2000, 1, 1),
            "issued_by": "x",
        },
    )
    return {"number": row.number}


@things("exchange:quality_certificate_file")
def signed_certificate(target: Target) -> dict[str, object]:
    report = _report(target)
    found = QualityCertificate.objects.filter(report=report).first()
    if found is None:
        report.score = 10_000
        report.report["scores"] = {"COMPLETENESS": 10_000, "VALIDITY": 10_000}
        found = issue_certificate(report=report, by=SYSTEM)
    return {"number": found.number}


@things("exchange:dataset", "exchange:follow", "exchange:compare_versions")
def dataset(target: Target) -> dict[str, object]:
    return {"id": _product(target).pk}


@things("exchange:dataset_dcat")
def dataset_as_dcat(target: Target) -> dict[str, object]:
    return {"id": _product(target).pk, "form": "ttl"}


@things("exchange:dataset_raw")
def raw(target: Target) -> dict[str, object]:
    with in_transaction():
        write_batch(
            source="01J0000000000000000000000S",
            run=1,
            found=[Read("1", "line 1", b"{}", b"1", lambda: Entry("", "교통량"))],
            at=clock.now(),
        )
    return {"id": entry_id("01J0000000000000000000000S", "1")}


@things("exchange:catalogue_export")
def exported(target: Target) -> dict[str, object]:
    return {"form": "csv"}


@things("exchange:catalogue_dcat")
def whole(target: Target) -> dict[str, object]:
    return {"form": "ttl"}


@things("ckan:call", "ckan:call_latest")
def action(target: Target) -> dict[str, object]:
    return {"name": "status_show"}


@things("exchange:forget_search")
def kept_search(target: Target) -> dict[str, object]:
    row, _made = SavedSearch.objects.get_or_create(
        person=target.bystander, query="q=x", defaults={"name": "x"}
    )
    return {"id": row.pk}
