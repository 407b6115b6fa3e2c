"""A budget that cannot be is refused on the row's form, and stays in sight."""

import unicodedata
from decimal import Decimal

import pytest

from .conftest import ROW


@pytest.mark.parametrize("value", ["-5", "1" + "0" * 30, "1e400", "nan", "오"])
def test_row_form_refuses_a_budget_that_cannot_be_and_keeps_it_in_sight(desk, value):
    row = desk.part().rows.get()
    address = f"/desk/submissions/{row.submission_id}/rows/{row.pk}/"
    response = desk.officer.post(address, {**ROW, "value": value, "version": "1"})
    assert response.status_code == 422
    assert value in response.content.decode()
    row.refresh_from_db()
    assert (row.value, row.version) == (Decimal(10), 1)


def test_row_form_takes_decomposed_names_and_full_width_digits(desk):
    row = desk.part().rows.get()
    address = f"/desk/submissions/{row.submission_id}/rows/{row.pk}/"
    name = unicodedata.normalize("NFD", "융합 사업")
    typed = {**ROW, "programme_name": name, "value": "１，２３４．５", "version": "1"}
    assert desk.officer.post(address, typed).status_code == 302
    row.refresh_from_db()
    assert (row.programme_name, row.value) == ("융합 사업", Decimal("1234.5"))
