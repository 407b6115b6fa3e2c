"""Publishing data in the site, from the file to the certificate."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from tests.factories.exchange import make_product
from tests.factories.identity import make_member, make_organisation, signed_in
from yunghap.core.actors import SYSTEM
from yunghap.documents.service import original_path
from yunghap.exchange.domain.quality import assess_version
from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import Product, ProductVersion, QualityCertificate, QualityReport
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation

pytestmark = pytest.mark.django_db

JSON_API = {"media_type": "application/json"}
CSV = "일시,공정,온도\n2026-01-01,압연,812.5\n2026-01-02,주조,815.0\n2026-01-03,압연,\n"


@pytest.fixture
def provider() -> tuple[Client, Organisation]:
    organisation = make_organisation(OrganisationKind.COMPANY)
    return signed_in(make_member(organisation, Role.DATA_PROVIDER)), organisation


def upload(text: str | bytes = CSV, name: str = "공정.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def begin(client: Client, organisation: Organisation, way: str = "file", **values: Any) -> Any:
    data = {"provider": organisation.pk, "title": "공정 온도", **values}
    if way == "file":
        data.setdefault("file", upload())
    return client.post(f"/provide/new/?from={way}", data)


def fields_posted(client: Client, product: Product, **changes: str) -> Any:
    data: dict[str, Any] = {"version": product.version, "field-TOTAL_FORMS": 3, "field-INITIAL_FORMS": 3}
    for number, (name, kind) in enumerate((("일시", "date"), ("공정", "string"), ("온도", "number"))):
        data |= {f"field-{number}-name": name, f"field-{number}-type": kind}
    return client.post(f"/provide/{product.pk}/fields/", data | changes)


def test_from_a_file_to_the_catalogue(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    assert "아직 내 데이터가 없습니다" in client.get("/provide/").text
    assert begin(client, organisation).status_code == 302
    product = Product.objects.get()
    assert [one["type"] for one in product.fields["fields"]] == ["date", "string", "number"]
    address = f"/provide/{product.pk}/"
    page = client.get(address).text
    assert "남은 일" in page
    assert "압연" in page  # the first rows
    assert "카탈로그에 공개" not in page
    described = {
        "version": product.version,
        "title": "압연 공정 온도",
        "description": "1분마다 잰 온도",
        "keywords": "압연, 온도",
        "licence": "KOGL_1",
    }
    assert client.post(f"{address}describe/", described).status_code == 302
    offered = {"title": "무료 이용", "price_form": "FREE"}
    assert client.post(f"{address}offer/", offered).status_code == 302
    product.refresh_from_db()
    assert client.post(f"{address}publish/", {"version": product.version}).status_code == 302
    product.refresh_from_db()
    assert (product.state, product.keywords, product.licence) == ("PUBLISHED", ["압연", "온도"], "KOGL_1")
    assert "압연 공정 온도" in client.get("/provide/").text


def test_one_table_of_a_database_file(provider: tuple[Client, Organisation], tmp_path: Path) -> None:
    client, organisation = provider
    with closing(sqlite3.connect(tmp_path / "a.db")) as database, database:
        database.execute("CREATE TABLE 공정 (id INTEGER, 이름 TEXT)")
        database.execute("INSERT INTO 공정 VALUES (1, '압연')")
        database.execute("CREATE TABLE 비밀 (x TEXT)")
        database.execute("INSERT INTO 비밀 VALUES ('geheim')")
    data = (tmp_path / "a.db").read_bytes()
    refused = begin(client, organisation, file=upload(data, "공장.db"))
    assert (refused.status_code, Product.objects.count()) == (422, 0)
    assert "공정, 비밀" in refused.text
    assert begin(client, organisation, file=upload(data, "공장.db"), table=" 공정 ").status_code == 302
    version = ProductVersion.objects.get()
    assert (version.where["name"], version.rows) == ("공정.parquet", 1)
    page = client.get(f"/provide/{version.product_id}/").text
    assert "압연" in page
    assert b"geheim" not in original_path(version.sha256).read_bytes()


def test_fields_become_rules_and_rules_a_report(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    begin(client, organisation)
    product = Product.objects.get()
    done = fields_posted(
        client,
        product,
        **{
            "field-0-required": "on",
            "field-0-unique": "on",
            "field-1-enum": "압연, 주조",
            "field-2-minimum": "813",
            "field-2-title": "섭씨 온도",
            "key": "일시",
            "rules": "일시 <= 일시",
            "newest": "일시",
            "days": "10000",
        },
    )
    assert done.status_code == 302
    product.refresh_from_db()
    assert product.fields["fields"][2] == {
        "name": "온도",
        "type": "number",
        "title": "섭씨 온도",
        "constraints": {"minimum": 813},
    }
    page = client.get(f"/provide/{product.pk}/quality/").text
    assert "값이 813 이상임" in page
    report = QualityReport.objects.get()
    assert [one["broken"] for one in report.report["outcomes"] if one["name"] == "minimum"] == [1]
    assert "섭씨 온도" in client.get(f"/provide/{product.pk}/fields/").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"field-2-minimum": "많이"}, "이 자료형의 값이 아닙니다"),
        ({"field-1-pattern": "("}, "패턴이 아닙니다"),
        ({"rules": "일시 공정"}, "비교가 없습니다"),
        ({"rules": "일시 < 없음"}, "없음 열이 없습니다"),
        ({"days": "3"}, "열과 날수가 모두"),
    ],
)
def test_rules_that_make_no_sense_are_told_and_nothing_is_lost(
    provider: tuple[Client, Organisation], changes: dict[str, str], said: str
) -> None:
    client, organisation = provider
    begin(client, organisation)
    product = Product.objects.get()
    answer = fields_posted(client, product, **{"field-0-title": "잰 때", **changes})
    assert answer.status_code == 422
    assert said in answer.text
    assert "잰 때" in answer.text


def test_a_workbook_becomes_a_table(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["공정", "온도"], ["압연", 812.5], ["주조", 815]):
        book.active.append(row)
    book.save(out)
    assert begin(client, organisation, file=upload(out.getvalue(), "책.xlsx")).status_code == 302
    version = Product.objects.get().versions.get()
    assert (version.media_type, version.rows, version.where["name"]) == ("text/csv", 2, "책.csv")


@pytest.mark.parametrize(
    ("way", "values", "said"),
    [
        ("file", {"file": ""}, "필수"),
        ("api", JSON_API | {"url": "http://169.254.169.254/"}, "내부망"),
        ("api", JSON_API | {"url": "ftp://example.org/"}, "주소"),
        ("api", JSON_API | {"url": "http://127.0.0.1:1/", "page": "page"}, "레코드"),
        ("api", JSON_API | {"url": "http://127.0.0.1:1/", "key_in": "header", "key_name": "X-Key"}, "키에는"),
        ("database", {"database": "없음", "query": "SELECT 1"}, "공정 온도"),
    ],
)
def test_data_that_cannot_be_taken(
    provider: tuple[Client, Organisation], way: str, values: dict[str, Any], said: str
) -> None:
    client, organisation = provider
    answer = begin(client, organisation, way, **values)
    assert answer.status_code == 422
    assert said in answer.text
    assert not Product.objects.exists()
    assert "공정 온도" in answer.text


@pytest.mark.parametrize(
    ("data", "name"), [(b"x", "a.exe"), (b"PK\x03\x04x", "a.xlsx"), (b"a\n", "a.parquet")]
)
def test_files_that_cannot_be_taken(provider: tuple[Client, Organisation], data: bytes, name: str) -> None:
    client, organisation = provider
    assert begin(client, organisation, file=upload(data, name)).status_code == 422
    assert not Product.objects.exists()


def test_versions_are_compared(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    begin(client, organisation)
    product = Product.objects.get()
    assert client.get(f"/provide/{product.pk}/compare/").status_code == 404
    added = {"file": upload(CSV.replace("815.0", "816.0")), "note": "고친 값"}
    assert client.post(f"/provide/{product.pk}/version/", added).status_code == 302
    page = client.get(f"/provide/{product.pk}/compare/").text
    assert "816.0" in page
    assert "815.0" in page


@pytest.mark.parametrize(("licence", "shown"), [("KOGL_1", True), ("CONTRACT", False)])
def test_everybody_sees_versions_and_what_changed(
    provider: tuple[Client, Organisation], licence: str, shown: bool
) -> None:
    client, organisation = provider
    product, _offer, _by = make_product(organisation, SYSTEM, data=CSV.encode(), licence=licence)
    public, address = Client(), f"/datasets/{product.pk}/"
    assert "버전 사이의 차이" not in public.get(address).text
    added = {"file": upload(CSV.replace("815.0", "816.0")), "note": "고친 값"}
    client.post(f"/provide/{product.pk}/version/", added)
    page = public.get(address).text
    assert "고친 값" in page
    assert "버전 2" in page
    compared = public.get(f"{address}compare/").text
    assert ("816.0" in compared, "815.0" in compared) == (shown, shown)
    begin(client, organisation)
    draft = Product.objects.get(state=ProductState.DRAFT)
    assert public.get(f"/datasets/{draft.pk}/compare/").status_code == 404


def test_a_product_ends_with_a_reason(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    product, offer, _by = make_product(organisation, SYSTEM)
    address = f"/provide/{product.pk}/"
    assert client.post(f"{address}offer/{offer.pk}/end/").status_code == 302
    ended = client.post(f"{address}retire/", {"version": product.version, "reason": "수집 중단"})
    assert ended.status_code == 302
    product.refresh_from_db()
    assert product.state == ProductState.RETIRED


def test_certificates_are_issued_and_revoked_by_the_operator() -> None:
    officer = signed_in(make_member(make_organisation(OrganisationKind.AGENCY), Role.AGENCY_OFFICER))
    fields = {"fields": [{"name": "일시", "type": "datetime"}, {"name": "온도", "type": "number"}]}
    good, _offer, _by = make_product(fields=fields)
    bad, _offer, _by = make_product(data="일시,온도\nx,y\n".encode(), fields=fields)
    reports = {
        product.pk: assess_version(version=product.versions.select_related("product").get(), by=SYSTEM)
        for product in (good, bad)
    }
    page = officer.get("/quality/").text
    assert good.title in page
    assert "이상이어야 합니다" in page
    assert officer.post(f"/quality/{reports[good.pk].pk}/certify/").status_code == 302
    officer.post(f"/quality/{reports[bad.pk].pk}/certify/")
    certificate = QualityCertificate.objects.get()
    assert certificate.number in officer.get("/quality/").text
    public = Client()
    address = f"/quality/{certificate.number}/"
    assert certificate.number in public.get(f"/datasets/{good.pk}/").text
    assert good.title in public.get(address).text
    signed = public.get(f"{address}certificate.json")
    assert signed.headers["Content-Disposition"] == f'attachment; filename="{certificate.number}.json"'
    assert "진본 확인서입니다" in public.post("/verify/", {"text": signed.text}).text
    assert public.get("/quality/DQ-1-X/").status_code == 404
    revoked = officer.post(f"/quality/{certificate.number}/revoke/", {"reason": "원본 오류"})
    assert revoked.status_code == 302
    certificate.refresh_from_db()
    assert certificate.revoked_because == "원본 오류"
    assert "원본 오류" in public.get(address).text
    assert "유효하지 않은 확인서입니다" in public.post("/verify/", {"text": signed.text}).text
