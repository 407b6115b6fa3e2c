import pytest

from tests.factories.plan import NODES
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.plan.domain.rows import change_row
from yunghap.plan.domain.writing import write_nodes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["", "/en"])
def test_review_page_opens(desk, language):
    part = desk.part(submitted=True)
    page = desk.compiler.get(f"{language}/desk/submissions/{part.pk}/review/")
    assert page.status_code == 200
    assert f'name="remark_{part.rows.get().pk}"' in page.content.decode()


def test_part_is_returned_with_remarks_that_its_officer_sees(desk):
    part = desk.part(submitted=True)
    row = part.rows.get()
    here = f"/desk/submissions/{part.pk}/review/"
    data = {"version": part.version, f"remark_{row.pk}": "단위를 확인해 주세요", "remark_": "전체 의견"}
    assert desk.compiler.post(here, data).status_code == 302
    part.refresh_from_db()
    assert part.state == "RETURNED"
    page = desk.officer.get(f"/desk/submissions/{part.pk}/").content.decode()
    assert "단위를 확인해 주세요" in page
    assert "전체 의견" in page


def test_reviewer_sees_where_a_row_belongs_and_what_was_changed_since(desk):
    part = desk.part(rows=2, submitted=True)
    write_nodes(desk.edition, NODES, clock.now())
    here = f"/desk/submissions/{part.pk}/review/"
    desk.compiler.post(here, {"version": part.version, "remark_": "과제"})
    row = part.rows.first()
    change_row(row=row, changes={"task_code": "1.1", "joint_ministries": "과기부"}, expected=1, by=SYSTEM)
    page = desk.compiler.get(f"/en{here}").content.decode()
    assert page.count("Changed since it was returned") == 1
    assert ">1.1" in page


def test_return_without_remark_is_refused(desk):
    part = desk.part(submitted=True)
    response = desk.compiler.post(f"/desk/submissions/{part.pk}/review/", {"version": part.version})
    assert response.status_code == 422
    part.refresh_from_db()
    assert part.state == "SUBMITTED"


def test_accepted_part_is_in_the_edition(desk):
    part = desk.part(rows=2, submitted=True)
    response = desk.compiler.post(f"/desk/submissions/{part.pk}/accept/", {"version": part.version})
    assert response.status_code == 302
    part.refresh_from_db()
    assert part.state == "ACCEPTED"
    assert desk.edition.observations.count() == 2
    assert desk.compiler.get("/desk/").status_code == 200
