import io
import json
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from tests.plan.exports.fiscal_types import faults
from tests.plan.exports.stratml import schema
from yunghap.documents import service as documents
from yunghap.plan.exports.write import FORMATS, edition_file
from yunghap.plan.fact_rows import find_fact_rows, from_row
from yunghap.plan.queries.edition import read_edition

pytestmark = [pytest.mark.django_db]


@pytest.mark.parametrize("code", ["hwpx", "pdf", "xlsx", "csv", "json", "fiscal", "stratml"])
@pytest.mark.usefixtures("shipped")
def test_same_edition_gives_same_bytes(client, code):
    first = client.get(f"/plans/2023/downloads/{code}/")
    assert first.status_code == 200
    assert first.headers["Content-Disposition"].startswith('attachment; filename="yunghap-plan-2023-ko')
    assert first.content == client.get(f"/plans/2023/downloads/{code}/").content


@pytest.mark.parametrize("code", ["hwpx", "pdf", "xlsx"])
def test_costly_file_is_made_once_for_the_same_data(shipped, code, monkeypatch):
    view = read_edition(shipped)
    first = edition_file(view, code, "ko")
    assert first == FORMATS[code].write(view, "ko")
    monkeypatch.setitem(
        FORMATS, code, replace(FORMATS[code], write=lambda _edition, _language: b"made again")
    )
    assert edition_file(view, code, "ko") == first
    assert edition_file(view, code, "en") == b"made again"
    assert edition_file(replace(view, title="다른 제목"), code, "ko") == b"made again"


@pytest.mark.parametrize("code", ["hwpx", "xlsx"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_document_read_back_gives_the_same_facts(client, shipped, code, language):
    data = client.get(f"{language}/plans/2023/downloads/{code}/").content
    lines = documents.read_document(data).lines
    rows = find_fact_rows(line.split("\t") for line in lines)
    assert [from_row(row) for _number, row in rows] == list(read_edition(shipped).facts.values())


@pytest.mark.usefixtures("shipped")
def test_fiscal_package_has_every_budget_line(client):
    archive = zipfile.ZipFile(io.BytesIO(client.get("/plans/2023/downloads/fiscal/").content))
    descriptor = json.loads(archive.read("datapackage.json"))
    assert descriptor["profile"] == "tabular-data-package"
    assert faults(descriptor) == []
    assert archive.read("budget.csv").count(b"\r\n") > 40


@pytest.mark.usefixtures("shipped")
def test_plan_is_valid_stratml(client):
    tree = etree.fromstring(client.get("/plans/2023/downloads/stratml/").content)
    validator = schema()
    assert validator.validate(tree), validator.error_log
