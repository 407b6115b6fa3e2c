import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.plan.web.desk.conftest import ROW
from yunghap.core.actors import SYSTEM
from yunghap.plan.domain.rows import change_row

pytestmark = pytest.mark.django_db


def row_url(row):
    return f"/desk/submissions/{row.submission_id}/rows/{row.pk}/"


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_of_a_part_open_for_its_officer(desk, language):
    part = desk.part()
    here = f"{language}/desk/submissions/{part.pk}/"
    for page in ("", "rows/", f"rows/{part.rows.get().pk}/", "upload/"):
        assert desk.officer.get(here + page).status_code == 200
    assert desk.compiler.get(here).status_code == 200


def test_foreign_part_does_not_exist(desk):
    part = desk.part()
    row = part.rows.get()
    here = f"/desk/submissions/{part.pk}/"
    for page in ("", "rows/", f"rows/{row.pk}/", "upload/", "template/", "review/"):
        assert desk.stranger.get(here + page).status_code == 404
        assert desk.nobody.get(here + page).status_code == 404
    for page in ("submit/", "accept/", f"rows/{row.pk}/delete/", f"rows/{row.pk}/restore/"):
        assert desk.stranger.post(here + page).status_code == 404
    assert desk.officer.get(here + "review/").status_code == 404
    assert desk.compiler.get(here + "rows/").status_code == 404
    assert desk.officer.get(here + "rows/x/").status_code == 404
    assert desk.officer.post(here + "rows/x/delete/").status_code == 404


def test_row_is_added_and_another_form_opened(desk):
    part = desk.part(rows=0)
    response = desk.officer.post(f"/desk/submissions/{part.pk}/rows/", {**ROW, "another": "1"})
    assert response.headers["Location"] == f"/desk/submissions/{part.pk}/rows/"
    row = part.rows.get()
    assert (row.programme_name, row.value, row.year_to) == ("융합 사업", Decimal("12.5"), 2027)


def test_wrong_row_keeps_what_was_typed(desk):
    part = desk.part(rows=0)
    response = desk.officer.post(f"/desk/submissions/{part.pk}/rows/", {**ROW, "unit": "그루"})
    assert response.status_code == 422
    assert "그루" in response.content.decode()
    assert not part.rows.exists()


def test_row_is_changed_with_the_version_seen(desk):
    row = desk.part().rows.get()
    data = {**ROW, "version": row.version}
    assert desk.officer.post(row_url(row), data).status_code == 302
    row.refresh_from_db()
    assert row.value == Decimal("12.5")


def stale(desk):
    """A row that somebody else changed to 99 since version 1."""
    row = desk.part().rows.get()
    change_row(row=row, changes={"value": Decimal(99)}, expected=row.version, by=SYSTEM)
    return row


def test_conflict_shows_theirs_and_mine(desk):
    row = stale(desk)
    response = desk.officer.post(row_url(row), {**ROW, "version": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "99" in page
    assert "12.5" in page
    assert 'name="pick_value"' in page
    assert 'name="pick_unit"' not in page
    row.refresh_from_db()
    assert row.value == 99
    assert "?draft=1" in desk.officer.get(f"/desk/submissions/{row.submission_id}/").content.decode()
    assert "12.5" in desk.officer.get(row_url(row) + "?draft=1").content.decode()


@pytest.mark.parametrize(
    ("choice", "value", "name"),
    [
        ({"all": "mine"}, Decimal("12.5"), "융합 사업"),
        ({"all": "theirs"}, Decimal(99), "사업 0"),
        ({"pick_value": "theirs", "pick_programme_name": "mine"}, Decimal(99), "융합 사업"),
    ],
)
def test_conflict_is_settled_as_chosen(desk, choice, value, name):
    row = stale(desk)
    assert desk.officer.post(row_url(row), {**ROW, "version": "2", **choice}).status_code == 302
    row.refresh_from_db()
    assert (row.value, row.programme_name) == (value, name)


def test_row_removed_by_another_can_be_added_again_as_typed(desk):
    row = desk.part().rows.get()
    here = row_url(row)
    row.delete()
    response = desk.officer.post(here, {**ROW, "version": "1"})
    assert response.status_code == 422
    assert "12.5" in response.content.decode()


def test_removed_row_comes_back_by_undo(desk):
    part = desk.part()
    row = part.rows.get()
    response = desk.officer.post(row_url(row) + "delete/", {"version": row.version}, follow=True)
    assert not part.rows.exists()
    undo = row_url(row) + "restore/"
    assert undo in response.content.decode()
    assert desk.officer.post(undo).status_code == 302
    back = part.rows.get()
    assert (back.programme_name, back.value) == ("사업 0", 10)
    assert desk.officer.post(undo).status_code == 404


def test_row_of_another_version_is_not_removed(desk):
    row = desk.part().rows.get()
    assert desk.officer.post(row_url(row) + "delete/", {"version": "7"}).status_code == 409


@pytest.mark.parametrize("language", ["", "/en"])
def test_template_uploaded_again_gives_the_same_rows(desk, language):
    part = desk.part(rows=3)
    part.rows.filter(pk=part.rows.first().pk).update(comparison="range", value_to=99)
    fields = ("row_key", "value", "comparison", "value_to")
    before = list(part.rows.values_list(*fields))
    data = desk.officer.get(f"{language}/desk/submissions/{part.pk}/template/").content
    file = SimpleUploadedFile("rows.xlsx", data)
    response = desk.officer.post(f"/desk/submissions/{part.pk}/upload/", {"file": file, "replace_all": "on"})
    assert response.status_code == 302
    assert list(part.rows.values_list(*fields)) == before


def test_bounds_in_a_file_are_kept(desk):
    part = desk.part(rows=0)
    table = "구분\t지표명\t비교\t값\t상한\t단위\t연도\n목표\t가\t이상\t1,000\t\t명\t2027년\n목표\t나\t\t10\t20\t명\t2027\n"
    prose = "2027년도 추진계획\n○ 융합 인력 양성('27, 400명 이상)\n"
    for text in (table, prose):
        file = SimpleUploadedFile("rows.txt", text.encode())
        assert desk.officer.post(f"/desk/submissions/{part.pk}/upload/", {"file": file}).status_code == 302
    said = {row.value: (row.comparison, row.value_to) for row in part.rows.all()}
    assert said == {1000: ("ge", None), 10: ("range", 20), 400: ("ge", None)}
    page = desk.officer.get(f"/desk/submissions/{part.pk}/").content.decode()
    assert "≥ 1,000" in page
    assert "10–20" in page


def test_template_says_what_may_be_filled_in(desk):
    part = desk.part(rows=0)
    data = desk.officer.get(f"/desk/submissions/{part.pk}/template/").content
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[1]
    assert {str(one.sqref)[0] for one in sheet.data_validations.dataValidation} >= set("ADH")
    for row, cells in {
        3: ["예산", "새 사업", None, None, 1200, None, "억원", "국비", 2027],
        6: ["일정", None, "공고", None, None, None, None, None, 2027, None, "2027. 3. 31."],
        7: ["일정", None, "협약", None, None, None, None, None, 2027, None, date(2027, 5, 1)],
    }.items():
        for column, value in enumerate(cells, start=1):
            sheet.cell(row, column).value = value
    filled = io.BytesIO()
    book.save(filled)
    file = SimpleUploadedFile("rows.xlsx", filled.getvalue())
    assert desk.officer.post(f"/desk/submissions/{part.pk}/upload/", {"file": file}).status_code == 302
    days = part.rows.order_by("position").values_list("due_on", flat=True)
    assert list(days) == [None, date(2027, 3, 31), date(2027, 5, 1)]


def test_all_mistakes_of_a_file_are_told_by_row_and_column(desk):
    part = desk.part(rows=0)
    text = (
        "구분,사업명,지표명,값,단위,연도,기한,과제\n예산,가,,삼백,억원,이천,,\n\n예산,나,,5,평,2027,,\n"
        "일정,,공고,,,2027,2027. 2. 30.,\n목표,,지표,5,명,2027,,9.9 없는 과제\n"
    )
    file = SimpleUploadedFile("rows.csv", text.encode("cp949"))
    response = desk.officer.post(f"/desk/submissions/{part.pk}/upload/", {"file": file})
    said = response.context["form"].errors["file"]
    assert [one.partition(":")[0] for one in said] == [
        "2행 값",
        "2행 연도",
        "4행 단위",
        "5행 기한",
        "6행 과제",
    ]
    assert part.rows.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "아무것도 아님\n",
        "구분\t연도\t값\t단위\t사업명\n예산\t2027\t많이\t억원\t가\n",
        "구분\t연도\n예산\t2027\n",
    ],
)
def test_file_that_cannot_be_read_adds_nothing(desk, text):
    part = desk.part()
    file = SimpleUploadedFile("rows.txt", text.encode())
    response = desk.officer.post(f"/desk/submissions/{part.pk}/upload/", {"file": file})
    assert response.status_code == 422
    assert part.rows.count() == 1


def test_approver_submits_and_officer_may_not(desk):
    part = desk.part()
    here = f"/desk/submissions/{part.pk}/"
    assert desk.officer.post(here + "submit/", {"version": part.version}).status_code == 404
    assert desk.approver.post(here + "submit/", {"version": "9"}).status_code == 409
    assert here + "submit/" in desk.approver.get(here).content.decode()
    assert desk.approver.post(here + "submit/", {"version": part.version}).status_code == 302
    part.refresh_from_db()
    assert part.state == "SUBMITTED"
    assert desk.officer.post(here + "rows/", ROW).status_code == 422
    taken_back = here + "withdraw/"
    assert taken_back in desk.approver.get(here).content.decode()
    assert taken_back not in desk.officer.get(here).content.decode()
    assert desk.officer.post(taken_back, {"version": part.version}).status_code == 404
    response = desk.approver.post(taken_back, {"version": part.version, "reason": "정정"}, follow=True)
    assert taken_back not in response.content.decode()
    part.refresh_from_db()
    assert part.state == "DRAFT"
    assert desk.officer.post(here + "rows/", {**ROW, "programme_name": "새 사업"}).status_code == 302
