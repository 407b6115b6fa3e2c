import pytest

from tests.factories import plan as factory
from yunghap.core.actors import SYSTEM
from yunghap.plan.domain.amending import amend_edition
from yunghap.plan.edition_data import FactData

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(desk):
    """The only number of an imported edition of 2023."""
    return factory.edition([FactData(factory.quantity())]).observations.get()


def post(desk, number, verb, **data):
    return desk.compiler.post(
        f"/desk/editions/2023-1/numbers/{number.pk}/{verb}", {"version": number.version, **data}
    )


@pytest.mark.parametrize("language", ["", "/en"])
def test_queue_and_number_open_for_the_compiling_officer_only(desk, read, language):
    for page in ("", "?from=20", f"{read.pk}/"):
        here = f"{language}/desk/editions/2023-1/numbers/{page}"
        assert desk.compiler.get(here).status_code == 200
        assert desk.officer.get(here).status_code == 404
    assert "10억원" in desk.compiler.get(f"{language}/desk/editions/2023-1/numbers/").content.decode()
    assert desk.compiler.get("/desk/editions/2027-1/numbers/").status_code == 200
    assert desk.compiler.get(f"/desk/editions/2027-1/numbers/{read.pk}/").status_code == 404


def test_number_is_confirmed_and_the_confirmation_undone(desk, read):
    assert post(desk, read, "confirm/").status_code == 302
    assert post(desk, read, "confirm/").status_code == 409
    read.refresh_from_db()
    assert read.status == "CONFIRMED"
    undo = f"/desk/editions/2023-1/numbers/{read.pk}/undo/"
    assert undo in desk.compiler.get("/desk/editions/2023-1/numbers/").content.decode()
    assert desk.compiler.post(undo).status_code == 302
    read.refresh_from_db()
    assert read.status == "EXTRACTED"
    assert post(desk, read, "undo/").status_code == 409


@pytest.mark.parametrize(("text", "found"), [("10억", True), ("산업부", True), ("없는 말", False)])
def test_numbers_are_found_by_what_is_printed_and_by_ministry(desk, read, text, found):
    answer = desk.compiler.get("/desk/editions/2023-1/numbers/", {"q": text}).content.decode()
    assert (f"number-{read.pk}" in answer) == found


def test_number_is_rejected_with_a_reason(desk, read):
    assert post(desk, read, "reject/").status_code == 400
    assert post(desk, read, "reject/", reason="쪽 번호").status_code == 302
    read.refresh_from_db()
    assert read.status == "REJECTED"


def correction(**changes):
    base = {"role": "BUDGET", "comparison": "eq", "value": "10", "unit": "억원", "year": "2023"}
    return {
        **base,
        "period_start_on": "2023-01-01",
        "period_end_on": "2023-12-31",
        "ministry": "산업부",
        **changes,
    }


def test_number_is_corrected(desk, read):
    assert post(desk, read, "", **correction(value="11")).status_code == 302
    read.refresh_from_db()
    assert (read.status, read.value, read.krw) == ("CORRECTED", 11, 1_100_000_000)


@pytest.mark.parametrize("changes", [{"comparison": "range"}, {"value": "x"}, {"version": "7"}])
def test_wrong_correction_keeps_what_was_typed(desk, read, changes):
    response = post(desk, read, "", **correction(unit="백만원", **changes))
    assert response.status_code == 422
    assert "백만원" in response.content.decode()


def test_value_is_changed_in_an_amendment_with_a_reason(desk, read):
    successor = amend_edition(edition=read.edition, reason="조정", by=SYSTEM)
    number = successor.observations.get()
    here = f"/desk/editions/2023-2/numbers/{number.pk}/"
    assert here + "amend/" in desk.compiler.get(here).content.decode()
    data = {"version": number.version, "value": "15", "reason": ""}
    desk.compiler.post(here + "amend/", data)
    assert not successor.amendment_items.exists()
    desk.compiler.post(here + "amend/", {**data, "value": "x", "reason": "증액"})
    assert not successor.amendment_items.exists()
    assert desk.compiler.post(here + "amend/", {**data, "reason": "증액"}).status_code == 302
    assert successor.amendment_items.get().reason == "증액"
