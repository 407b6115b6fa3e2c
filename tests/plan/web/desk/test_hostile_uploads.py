"""What becomes of a hostile file on the pages that take one: a sentence, and nothing half-written."""

import re
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from tests.documents.hostile import files
from tests.factories.documents import xlsx_of
from yunghap.documents.models import File
from yunghap.plan.models import Edition, Observation, SubmissionRow

pytestmark = pytest.mark.django_db

HEADS = ["구분", "사업명", "지표명", "값", "단위", "연도"]
# Every kind of failure once; the reader's own tests have them all.
UPLOADED = (
    "empty", "nuls", "damaged utf-8", "hwpx cut off", "hwpx, bomb", "hwpx, path outside", "hwpx, entity from a file",
    "hwp 5 with a password", "xlsx with a password", "pdf, scanned", "pdf cut off", "more than 50 MB", "old excel",
)  # fmt: skip


def counts():
    return [model.objects.count() for model in (Edition, Observation, SubmissionRow, File)]


@pytest.mark.parametrize("name", UPLOADED)
def test_bad_file_is_refused_and_nothing_is_written(desk, name):
    part = desk.part(rows=2)
    make, said = files.BAD[name]
    data, before = make(), counts()
    for client, address in (
        (desk.officer, f"/en/desk/submissions/{part.pk}/upload/"),
        (desk.compiler, "/en/desk/editions/import/"),
    ):
        sent = {"file": SimpleUploadedFile("plan.hwpx", data), "replace_all": "on", "year": "2031"}
        response = client.post(address, sent)
        assert response.status_code == 422
        (sentence,) = [text for texts in response.context["form"].errors.values() for text in texts]
        assert re.search(said, sentence) or not data
        assert sentence.endswith(".")
        assert escape(sentence) in response.content.decode()
    assert counts() == before


def upload(desk, *rows):
    part = desk.part(rows=1)
    before = list(part.rows.values_list("programme_name", "value"))
    book = xlsx_of({"입력": [HEADS, *rows]})
    file = SimpleUploadedFile("rows.xlsx", book)
    response = desk.officer.post(f"/en/desk/submissions/{part.pk}/upload/", {"file": file})
    return response, before, list(part.rows.order_by("position").values_list("programme_name", "value"))


@pytest.mark.parametrize(
    "row",
    [
        ["예산", "사업", "", "1" + "0" * 30, "억원", 2027],
        ["예산", "사업", "", "-5", "억원", 2027],
        ["예산", "사업", "", "오억", "억원", 2027],
        ["예산", "사업", "", "1e400", "억원", 2027],
        ["예산", "사업", "", "5", "억원", "이천"],
        ["예산", "사업", "", "5", "평", 2027],
        ["모름", "사업", "", "5", "억원", 2027],
        ["예산", "사\u202e업", "", "5", "억원", 2027],
        ["예산", "가" * 5000, "", "5", "억원", 2027],
    ],
)
def test_row_that_cannot_be_is_refused_with_all_others(desk, row):
    response, before, after = upload(desk, ["예산", "바른 사업", "", "7", "억원", 2027], row)
    assert response.status_code == 422
    assert after == before


def test_same_row_twice_is_refused_or_kept_once(desk):
    row = ["예산", "새 사업", "", "7", "억원", 2027]
    response, before, after = upload(desk, row, row)
    names = [name for name, _value in after]
    assert (response.status_code, after) == (422, before) or names.count("새 사업") == 1


@pytest.mark.parametrize("name", ["새 사업", unicodedata.normalize("NFD", "새 사업")])
def test_digits_and_names_come_out_plain(desk, name):
    response, _before, after = upload(desk, ["예산", name, "", "１２．５", "억원", "２０２７"])
    assert response.status_code == 302
    assert ("새 사업", 12.5) in [(one, float(value)) for one, value in after]
