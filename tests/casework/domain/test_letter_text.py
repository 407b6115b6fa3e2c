"""A letter says values in words, and knows to whom it goes."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework.contracts import LetterTemplate
from yunghap.casework.domain.letter_text import bodies_addressed, letter_values
from yunghap.casework.forms import Words
from yunghap.core.errors import InvalidInput

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (True, "Yes"), (False, "No"), (Decimal("81.2345"), "81.23"), ("말", "말"), (3, "3")],
)
def test_values_of_a_procedure_are_said_in_words(value: object, said: str) -> None:
    case = make.filed().case
    with translation.override("en"):
        assert letter_values(case, {"told": value}, NOW)["told"] == said


def test_rows_of_a_table_are_lines() -> None:
    case = make.filed().case
    rows = [{"name": "갑", "left": None}, {"name": "을", "score": Decimal(7)}]
    assert letter_values(case, {"told": rows}, NOW)["told"] == "- 갑\n- 을, 7"


def test_a_letter_goes_to_the_applicant_or_to_the_bodies_that_a_value_names() -> None:
    one, other = people.make_organisation(), people.make_organisation()
    type(one).objects.filter(pk=one.pk).update(key="one")
    plain = LetterTemplate("notice", Words("알림", "Notice"), ())
    named = LetterTemplate("notice", Words("알림", "Notice"), (), to="body")
    assert bodies_addressed(plain, {}) == [None]
    assert bodies_addressed(named, {"body": one.pk}) == [one]
    assert set(bodies_addressed(named, {"body": [one.pk, other.pk]})) == {one, other}
    assert bodies_addressed(named, {"body": []}) == []
    assert bodies_addressed(replace(named, to="key:one"), {}) == [one]
    with pytest.raises(InvalidInput):
        bodies_addressed(replace(named, to="key:nobody"), {})
    with pytest.raises(InvalidInput):
        bodies_addressed(named, {})
