"""Whatever is promised, paid, returned and given back, in whatever order: never more than a line holds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.programmes.domain.test_money import state, statement
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, DomainError, InvalidInput
from yunghap.core.ids import new_id
from yunghap.programmes import service as programmes
from yunghap.programmes.models import BudgetLine, Commitment

pytestmark = pytest.mark.django_db

AMOUNTS = st.integers(-10, 1500)
STEPS = st.lists(
    st.tuples(st.sampled_from(["commit", "spend", "settle", "release"]), st.integers(0, 4), AMOUNTS),
    max_size=25,
)


@pytest.fixture
def programme() -> str:
    [row] = programmes.ensure_programmes(names=["융합 실증"], by=SYSTEM).values()
    return row.pk


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_never_over_the_line(programme: str, steps: list[tuple[str, int, int]]) -> None:
    Commitment.objects.all().delete()
    BudgetLine.objects.all().delete()
    lines = state(
        statement(programme, "all", amount_krw=1000),
        statement(programme, "national", source="NATIONAL", amount_krw=600),
    )
    copy = new_id()
    ids = programmes.copy_statements(source=lines["all"].stated_in, target=copy, by=SYSTEM)
    where = [*lines.values(), BudgetLine.objects.get(pk=ids[lines["all"].pk])]
    spent = 0
    for verb, number, amount in steps:
        before = sum(_spent())
        found = programmes.find_commitment(f"case:{number}")
        try:
            if verb == "commit":
                line = where[number % len(where)]
                programmes.commit_money(line=line, subject=f"case:{number}", amount_krw=amount, by=SYSTEM)
            elif found is None:
                continue
            elif verb == "spend":
                programmes.spend_money(commitment=found, amount_krw=amount, by=SYSTEM)
                spent = before + amount
            elif verb == "settle":
                programmes.settle_commitment(commitment=found, returned_krw=amount, by=SYSTEM)
                spent = before - amount
            else:
                programmes.release_commitment(commitment=found, by=SYSTEM)
        except DomainError:
            assert sum(_spent()) == before  # a refusal changes nothing
            continue
        assert sum(_spent()) == spent
        for line in where:
            assert 0 <= programmes.committed_krw(line.pk) <= line.amount_krw
        assert all(0 <= one.spent_krw <= one.amount_krw for one in Commitment.objects.all())


def _spent() -> list[int]:
    return list(Commitment.objects.values_list("spent_krw", flat=True))


def test_payments_and_settlement(programme: str) -> None:
    line = state(statement(programme))["a"]
    made = programmes.commit_money(line=line, subject="case:1", label="CL-1", amount_krw=600, by=SYSTEM)
    with pytest.raises(InvalidInput):
        programmes.spend_money(commitment=made, amount_krw=0, by=SYSTEM)
    programmes.spend_money(commitment=made, amount_krw=400, by=SYSTEM)
    with pytest.raises(Conflict):
        programmes.spend_money(commitment=made, amount_krw=201, by=SYSTEM)
    with pytest.raises(Conflict):
        programmes.release_commitment(commitment=made, by=SYSTEM)
    with pytest.raises(InvalidInput):
        programmes.settle_commitment(commitment=made, returned_krw=401, by=SYSTEM)
    programmes.settle_commitment(commitment=made, returned_krw=100, by=SYSTEM)
    assert (made.amount_krw, made.spent_krw) == (300, 300)
    assert programmes.left_krw(line) == 700
    with pytest.raises(Conflict):
        programmes.spend_money(commitment=made, amount_krw=1, by=SYSTEM)
    assert programmes.commitments_of(programme) == [made]


def test_what_comes_back_whole_is_released(programme: str) -> None:
    line = state(statement(programme))["a"]
    made = programmes.commit_money(line=line, subject="case:1", amount_krw=600, by=SYSTEM)
    programmes.spend_money(commitment=made, amount_krw=600, by=SYSTEM)
    programmes.settle_commitment(commitment=made, returned_krw=600, by=SYSTEM)
    assert programmes.left_krw(line) == 1000
    assert programmes.find_commitment("case:1") is None


def test_a_source_counts_against_its_total_and_an_edition_against_the_next(programme: str) -> None:
    lines = state(
        statement(programme, "all", amount_krw=1000),
        statement(programme, "national", source="NATIONAL", amount_krw=600),
        statement(programme, "local", source="LOCAL", amount_krw=400),
    )
    programmes.commit_money(line=lines["national"], subject="case:1", amount_krw=500, by=SYSTEM)
    programmes.commit_money(line=lines["all"], subject="case:2", amount_krw=300, by=SYSTEM)
    assert [programmes.left_krw(lines[key]) for key in ("all", "national", "local")] == [200, 100, 200]
    with pytest.raises(Conflict):
        programmes.commit_money(line=lines["local"], subject="case:3", amount_krw=201, by=SYSTEM)
    new = programmes.copy_statements(source=lines["all"].stated_in, target=new_id(), by=SYSTEM)
    again = BudgetLine.objects.get(pk=new[lines["all"].pk])
    assert programmes.left_krw(again) == 200
