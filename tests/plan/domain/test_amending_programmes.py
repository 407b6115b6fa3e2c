"""An amendment takes programmes in and out, each with its reason; the published edition stays as it is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.ledger.service import entries_for
from yunghap.plan import service as plan
from yunghap.plan.contracts import Role, Span
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.edition_data import FactData, IndicatorData, MilestoneData
from yunghap.plan.models import Edition, Milestone, Observation, Placement
from yunghap.programmes import service as programmes

pytestmark = pytest.mark.django_db
NEW = RowValues(
    kind="BUDGET",
    programme_name="새 융합 사업",
    value=Decimal("12.5"),
    unit="억원",
    year=2023,
    joint_ministries="산업부·과기부",
    task_code="1.1",
    area_code="A",
)


@pytest.fixture
def amendment() -> Edition:
    """Of an edition of one programme with a target, a milestone and places."""
    make.ministry("과기부")
    facts = make.programme_facts()
    goal = make.quantity(line=7, value=40, unit="건", text="40건", role=Role.TARGET, krw=None)
    due = MilestoneData(
        "시범 사업",
        Span(9, 0, 4),
        "9월 중",
        date(2023, 9, 1),
        date(2023, 9, 30),
        ministry="산업부",
        programme="p1",
    )
    edition = make.edition(
        **{
            **facts,
            "facts": (*facts["facts"], FactData(goal, "INDICATOR:i")),
            "indicators": (IndicatorData("i", "상담", "건", ministry="산업부", programme="p1"),),
            "milestones": (due,),
        }
    )
    assert len(make.programmes(edition)) == 1
    return plan.amend_edition(edition=edition, reason="예산 조정", by=SYSTEM)


def test_added_programme_is_like_any_other(amendment: Edition) -> None:
    item = plan.add_programme(edition=amendment, values=NEW, reason=" 국회 \n증액 ", by=SYSTEM)
    assert (item.before["value"], item.after) == ("", {"value": "12.5", "unit": "억원"})
    assert (item.needs_committee, item.ministries, item.reason) == (True, ["산업부", "과기부"], "국회 증액")
    view = plan.read_edition(amendment)
    (added,) = [one for one in view.programmes if one.name == NEW.programme_name]
    assert added.ministries == ("산업부", "과기부")
    assert added.nodes == {"tasks": "1.1", "areas": "A"}
    (line,) = added.lines
    assert (line.krw, view.facts[line.fact].text) == (1_250_000_000, "12.5억원")
    source = plan.source_of(line.fact)
    assert (source.document_kind, "국회 증액" in (source.line_text or "")) == ("AMENDMENT", True)
    diff = plan.edition_diff(Edition.objects.get(pk=amendment.supersedes_id), amendment)
    assert [(one.kind, one.after) for one in diff.of(subject="PROGRAMME")] == [("ADDED", NEW.programme_name)]
    assert entries_for(f"edition:{amendment.pk}")[-1].action == "plan.edition.programme_added"


def test_money_of_one_source_over_years_is_added_too(amendment: Edition) -> None:
    values = replace(NEW, source="NATIONAL", year_to=2026, task_code="", area_code="", value=Decimal(1000))
    plan.add_programme(edition=amendment, values=values, reason="신규", by=SYSTEM)
    (added,) = [one for one in plan.read_edition(amendment).programmes if one.name == NEW.programme_name]
    (line,) = added.lines
    assert (line.source, line.first_year, line.last_year, added.nodes) == ("national", 2023, 2026, {})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, " "),
        ({"joint_ministries": ""}, "신규"),
        ({"joint_ministries": "없는부"}, "신규"),
        ({"task_code": "9.9"}, "신규"),
        ({"value": Decimal(-1)}, "신규"),
        ({"kind": "TARGET", "indicator_name": "건수"}, "신규"),
    ],
)
def test_what_cannot_be_added_leaves_nothing(
    amendment: Edition, changes: dict[str, object], reason: str
) -> None:
    before = Observation.objects.count(), programmes.Programme.objects.count()
    with pytest.raises(InvalidInput):
        plan.add_programme(edition=amendment, values=replace(NEW, **changes), reason=reason, by=SYSTEM)  # type: ignore[arg-type]
    assert (Observation.objects.count(), programmes.Programme.objects.count()) == before
    assert not amendment.amendment_items.exists()


def test_programme_is_added_once_and_only_to_an_amendment(amendment: Edition) -> None:
    plan.add_programme(edition=amendment, values=NEW, reason="신규", by=SYSTEM)
    with pytest.raises(Conflict):
        plan.add_programme(edition=amendment, values=NEW, reason="신규", by=SYSTEM)
    old = Edition.objects.get(pk=amendment.supersedes_id)
    with pytest.raises(Conflict):
        plan.add_programme(edition=old, values=NEW, reason="신규", by=SYSTEM)
    with pytest.raises(Conflict):
        plan.drop_programme(edition=old, programme=make.programmes(old)[0].id, reason="종료", by=SYSTEM)


def test_dropped_programme_leaves_with_all_that_is_its_own(amendment: Edition) -> None:
    old = Edition.objects.get(pk=amendment.supersedes_id)
    (programme,) = make.programmes(amendment)
    item = plan.drop_programme(edition=amendment, programme=programme.id, reason="사업 종료", by=SYSTEM)
    assert (item.before, item.after) == ({"value": "10", "unit": "억원"}, {"value": "", "unit": ""})
    view = plan.read_edition(amendment)
    assert (view.programmes, view.indicators, view.facts) == ((), (), {})
    assert not Placement.objects.filter(edition=amendment).exists()
    assert not Milestone.objects.filter(edition=amendment, programme=programme.id).exists()
    assert {row.status for row in amendment.observations.all()} == {"REJECTED"}
    assert [one.name for one in make.programmes(old)] == [programme.name]
    diff = plan.edition_diff(old, amendment)
    assert [one.kind for one in diff.of(subject="PROGRAMME")] == ["DROPPED"]
    with pytest.raises(InvalidInput):
        plan.drop_programme(edition=amendment, programme=programme.id, reason="또", by=SYSTEM)
    plan.add_programme(
        edition=amendment, values=replace(NEW, programme_name=programme.name), reason="되살림", by=SYSTEM
    )
    assert [one.name for one in make.programmes(amendment)] == [programme.name]


def test_programme_with_committed_money_stays(amendment: Edition) -> None:
    (programme,) = make.programmes(amendment)
    line = programmes.BudgetLine.objects.get(stated_in=amendment.pk, programme=programme.id)
    programmes.commit_money(line=line, subject="call:1", amount_krw=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.drop_programme(edition=amendment, programme=programme.id, reason="종료", by=SYSTEM)
    assert make.programmes(amendment)


def test_added_programme_without_money_of_the_year_is_dropped_again(amendment: Edition) -> None:
    values = replace(NEW, year=2024, task_code="", area_code="")
    plan.add_programme(edition=amendment, values=values, reason="신규", by=SYSTEM)
    (added,) = [one for one in make.programmes(amendment) if one.name == NEW.programme_name]
    item = plan.drop_programme(edition=amendment, programme=added.id, reason="철회", by=SYSTEM)
    assert item.before == {"value": "", "unit": ""}
