"""Actuals are reported within the year, each with its text; a later report replaces, never overwrites."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.plan import service as plan
from yunghap.plan.contracts import Comparison, Role
from yunghap.plan.edition_data import FactData, IndicatorData
from yunghap.plan.models import ActualReport, Edition, Indicator
from yunghap.programmes.service import Programme

pytestmark = pytest.mark.django_db
AT = datetime(2023, 10, 1, 3, tzinfo=UTC)


@pytest.fixture
def edition() -> Edition:
    """A programme of 10억원 and an indicator with a target of 40."""
    facts = make.programme_facts()
    goal = make.quantity(line=7, value=40, unit="건", text="40건", role=Role.TARGET)
    make.ministry("과기부")
    return make.edition(
        **{
            **facts,
            "indicators": (IndicatorData("i", "상담", "건", ministry="산업부"),),
            "facts": (*facts["facts"], FactData(goal, "INDICATOR:i")),  # type: ignore[misc]
        }
    )


def report(edition: Edition, value: object, **values: object) -> ActualReport:
    arguments: dict[str, object] = {
        "edition": edition,
        "organisation": make.ministry(),
        "value": Decimal(str(value)),
        "as_of": date(2023, 9, 30),
        "by": SYSTEM,
        "at": AT,
    }
    if "programme" not in values:
        arguments["indicator"] = Indicator.objects.get()
    return plan.report_actual(**{**arguments, **values})  # type: ignore[arg-type]


def test_actual_stands_beside_its_target(edition: Edition) -> None:
    made = report(edition, 30, note="3분기\n누계")
    (indicator,) = make.indicators(edition)
    (achieved,) = plan.achievements(indicator.values, indicator.better)
    assert (achieved.year, achieved.ratio, achieved.reached) == (2023, Decimal("0.75"), False)
    source = plan.source_of(made.observation_id)
    assert source.line_text is not None
    assert (source.document_kind, "3분기 누계" in source.line_text) == ("REPORT", True)
    assert source.section == ("'23년도 추진성과",)
    assert (made.note, str(made)) == ("3분기 누계", f"{made.observation_id} 2023-09-30")


def test_what_was_reached_may_be_bounded(edition: Edition) -> None:
    made = report(edition, 30, comparison=Comparison.AT_LEAST)
    assert "30건 이상" in (plan.source_of(made.observation_id).line_text or "")
    later = report(
        edition, 30, comparison=Comparison.RANGE, value_to=Decimal(35), replaces=made, note="잠정치"
    ).observation
    assert (later.comparison, later.value, later.value_to, later.span.text) == ("range", 30, 35, "30~35건")
    for value_to in (None, Decimal(29), Decimal("NaN")):
        with pytest.raises(InvalidInput):
            report(edition, 30, comparison=Comparison.RANGE, value_to=value_to)


def test_later_report_replaces_the_earlier_one(edition: Edition) -> None:
    first = report(edition, 30)
    second = report(edition, 45, replaces=first)
    (indicator,) = make.indicators(edition)
    (value,) = [value for value in indicator.values if value.role is Role.ACTUAL]
    assert (value.value, value.repeated) == (45, ())
    (achieved,) = plan.achievements(indicator.values, indicator.better)
    assert achieved.reached is True
    assert ActualReport.objects.count() == 2
    with pytest.raises(Conflict):
        report(edition, 46, replaces=first)
    with pytest.raises(InvalidInput):
        report(edition, 46, replaces=second, organisation=make.ministry("과기부"), indicator=_common(edition))


def _common(edition: Edition) -> Indicator:
    row = Indicator.objects.get()
    row.ministry = ""
    row.save(update_fields=["ministry"])
    return row


def test_two_reports_of_one_indicator_show_the_last_and_the_other_beside_it(edition: Edition) -> None:
    report(edition, 30)
    report(edition, 35)
    (indicator,) = make.indicators(edition)
    assert [value.value for value in indicator.values if value.role is Role.ACTUAL] == [30, 35]
    (achieved,) = plan.achievements(indicator.values, indicator.better)
    assert achieved.actual.value == 35


def test_money_spent_is_what_the_last_report_says(edition: Edition) -> None:
    programme = Programme.objects.get()
    report(edition, 3, programme=programme, unit="억원")
    report(edition, 550, programme=programme, unit="백만원")
    table = make.money(edition, year=2023, role=Role.ACTUAL)
    assert table.itemised == 550 * 10**6
    (line,) = [line for line in make.programmes(edition)[0].lines if line.role is Role.ACTUAL]
    facts = plan.read_edition(edition).facts
    assert [facts[fact].text for fact in line.facts] == ["550백만원"]


@pytest.mark.parametrize(
    ("value", "values"),
    [
        (30, {"as_of": date(2022, 12, 31)}),
        (30, {"as_of": date(2023, 12, 31)}),
        ("NaN", {}),
        ("1e20", {}),
    ],
)
def test_impossible_report_is_refused(edition: Edition, value: object, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        report(edition, value, **values)


@pytest.mark.parametrize(("value", "unit"), [(-1, "억원"), (3, "개"), (10**14, "억원")])
def test_impossible_money_is_refused(edition: Edition, value: int, unit: str) -> None:
    with pytest.raises(InvalidInput):
        report(edition, value, programme=Programme.objects.get(), unit=unit)


def test_report_is_about_one_thing_of_ones_own(edition: Edition) -> None:
    programme = Programme.objects.get()
    with pytest.raises(InvalidInput):
        report(edition, 1, programme=None)
    with pytest.raises(InvalidInput):
        report(edition, 1, indicator=Indicator.objects.get(), programme=programme)
    other = make.ministry("과기부")
    with pytest.raises(InvalidInput):
        report(edition, 1, organisation=other)
    with pytest.raises(InvalidInput):
        report(edition, 1, organisation=other, programme=programme, unit="억원")
    with pytest.raises(NotAllowed):
        report(edition, 1, by=make.officer("MINISTRY_OFFICER", "과기부"))
