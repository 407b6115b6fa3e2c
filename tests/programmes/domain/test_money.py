"""Budget lines exist once, contain what they contain, and are not committed beyond their amount."""

import pytest
from django.db import IntegrityError, transaction

from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.ids import new_id
from yunghap.programmes import service as programmes
from yunghap.programmes.contracts import LineStatement
from yunghap.programmes.models import BudgetLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> str:
    return programmes.ensure_programmes(names=["하나"], by=SYSTEM)["하나"].pk


def statement(programme: str, key: str = "a", **changes: object) -> LineStatement:
    values: dict[str, object] = {"phase": "PLANNED", "year": 2023, "year_to": 2023, "amount_krw": 1000}
    return LineStatement(key=key, programme=programme, **{**values, **changes})  # type: ignore[arg-type]


def state(*lines: LineStatement, stated_in: str = "") -> dict[str, BudgetLine]:
    return programmes.state_lines(stated_in=stated_in or new_id(), lines=lines, by=SYSTEM)


@pytest.mark.parametrize(
    "changes", [{"amount_krw": -1}, {"amount_krw": 10**30}, {"amount_krw": 10**18}, {"year_to": 2022}]
)
def test_impossible_line_is_refused(programme: str, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        state(statement(programme, **changes))


def test_line_stated_twice_is_refused(programme: str) -> None:
    with pytest.raises(InvalidInput):
        state(statement(programme), statement(programme, "b"))
    with pytest.raises(InvalidInput):
        state(statement(programme), statement(programme, year=2022, year_to=2022))


def test_sources_above_their_total_are_refused(programme: str) -> None:
    with pytest.raises(InvalidInput):
        state(statement(programme), statement(programme, "b", source="NATIONAL", amount_krw=1002))
    state(statement(programme), statement(programme, "b", source="NATIONAL", amount_krw=1001))


def test_container_must_be_there_and_not_contain_itself(programme: str) -> None:
    with pytest.raises(InvalidInput):
        state(statement(programme, part_of="x"))
    with pytest.raises(InvalidInput):
        state(statement(programme, part_of="b"), statement(programme, "b", phase="EXECUTED", part_of="a"))


def test_multi_year_line_is_told_apart(programme: str) -> None:
    rows = state(statement(programme), statement(programme, "b", year_to=2028))
    assert (rows["a"].span, rows["b"].span) == ("ANNUAL", "MULTI_YEAR")
    assert str(rows["a"]) == f"{programme} 2023 PLANNED ALL 1000"


def test_restated_line_keeps_its_identity(programme: str) -> None:
    line = state(statement(programme))["a"]
    programmes.restate_line(line=line, amount_krw=2000, precision_krw=10, by=SYSTEM)
    assert BudgetLine.objects.get(pk=line.pk).amount_krw == 2000
    with pytest.raises(InvalidInput):
        programmes.restate_line(line=line, amount_krw=-1, precision_krw=1, by=SYSTEM)
    with pytest.raises(Conflict):
        programmes.restate_line(line=line, amount_krw=1, precision_krw=1, expected=1, by=SYSTEM)


def test_commitments_never_exceed_the_line(programme: str) -> None:
    line = state(statement(programme))["a"]
    first = programmes.commit_money(line=line, subject="agreement:1", amount_krw=700, by=SYSTEM)
    assert str(first) == "agreement:1 700"
    with pytest.raises(Conflict):
        programmes.commit_money(line=line, subject="agreement:2", amount_krw=301, by=SYSTEM)
    with pytest.raises(Conflict):
        programmes.commit_money(line=line, subject="agreement:1", amount_krw=1, by=SYSTEM)
    with pytest.raises(InvalidInput):
        programmes.commit_money(line=line, subject="agreement:3", amount_krw=0, by=SYSTEM)
    with pytest.raises(InvalidInput):
        programmes.restate_line(line=line, amount_krw=699, precision_krw=1, by=SYSTEM)
    with pytest.raises(Conflict):
        programmes.drop_lines(stated_in=line.stated_in, line_ids=[line.pk], by=SYSTEM)
    programmes.release_commitment(commitment=first, by=SYSTEM)
    assert programmes.committed_krw(line.pk) == 0
    with pytest.raises(Conflict):
        programmes.release_commitment(commitment=first, by=SYSTEM)
    programmes.commit_money(line=line, subject="agreement:2", amount_krw=1000, by=SYSTEM)


def test_executed_money_cannot_be_committed(programme: str) -> None:
    line = state(statement(programme, phase="EXECUTED"))["a"]
    with pytest.raises(InvalidInput):
        programmes.commit_money(line=line, subject="x", amount_krw=1, by=SYSTEM)


def test_copy_keeps_containers(programme: str) -> None:
    source, target = new_id(), new_id()
    state(
        statement(programme, "part", phase="EXECUTED", part_of="whole"),
        statement(programme, "whole"),
        stated_in=source,
    )
    ids = programmes.copy_statements(source=source, target=target, by=SYSTEM)
    copied = {line.id: line for line in programmes.lines_stated_in(target)}
    assert set(ids.values()) == set(copied)
    parts = [line for line in copied.values() if line.part_of]
    assert [copied[part.part_of or ""].phase for part in parts] == ["PLANNED"]
    programmes.drop_lines(stated_in=target, line_ids=list(copied), by=SYSTEM)
    assert programmes.lines_stated_in(target) == ()
    assert len(programmes.lines_stated_in(source)) == 2


def test_database_refuses_what_no_line_can_be(programme: str) -> None:
    line = state(statement(programme))["a"]
    for changes in (
        {"amount_krw": -1},
        {"span": "MULTI_YEAR"},
        {"phase": "x"},
        {"source": "x"},
        {"part_of": line},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLine.objects.filter(pk=line.pk).update(**changes)
