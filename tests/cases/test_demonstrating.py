"""The demo's cases: as many grants of 2022 as the plan printed, and cases at every step."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest

from tests.shared import shared_path
from yunghap.cases import service as cases
from yunghap.cases.domain.demonstrating import _Walk
from yunghap.cases.domain.supporting import Supported
from yunghap.cases.generating import generate_closed_cases
from yunghap.casework.models import Case, Decision, Letter, Meeting
from yunghap.casework.service import work_of
from yunghap.config.commands.demo import APPROVERS, GRANTS, prepare
from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity
from yunghap.measures.service import all_measures, read_measure
from yunghap.plan import service as plan
from yunghap.programmes.service import Commitment

AT = datetime(2026, 11, 27, tzinfo=UTC)
YEAR = {"start": date(2022, 1, 1), "end": date(2022, 12, 31), "at": AT}


def value(code: str) -> tuple[int, int]:
    reading, _digest = read_measure(code, **YEAR)
    return int(reading.value), reading.generated


def test_the_same_seed_gives_the_same_file():
    assert generate_closed_cases(5) == generate_closed_cases(5) != generate_closed_cases(6)
    rows = list(csv.DictReader(io.StringIO(generate_closed_cases().decode())))
    assert len({row["number"] for row in rows}) == len(rows) == 228
    assert all("시연" in row["applicant"] and "시연용" in row["summary"] for row in rows)


@pytest.mark.django_db
def test_the_demo_shows_the_way_from_cases_to_the_plan(settings):
    prepare()
    assert value("cases.granted.all") == (0, 0)  # made up: no evidence
    settings.COUNT_GENERATED = True
    assert value("cases.granted.all") == (228, 228)
    lines = shared_path("plan-2023.txt").read_text("utf-8").splitlines()
    total, *by_kind = map(int, re.findall(r"(\d+)건", lines[177]))
    kinds = ("demonstration_exemption", "temporary_permit", "proactive_interpretation")
    assert [value(f"cases.granted.kind.{kind}")[0] for kind in kinds] == by_kind
    schemes = ("industrial_convergence", "financial", "ict_convergence", "rnd_zone", "smart_city")
    by_scheme = list(map(int, re.findall(r"(\d+)건", lines[178])))
    assert [value(f"cases.granted.scheme.{scheme}")[0] for scheme in schemes] == by_scheme
    assert value("cases.granted.scheme.regional_zone")[0] == by_scheme[-1]
    assert total == 228
    steps = {
        case.title: (case.state, sorted({item.node for item in work_of(case)}))
        for case in Case.objects.filter(taken_over=None)
    }
    assert sorted(steps.values()) == [
        ("CLOSED", []),  # a support agreement, settled
        ("DECIDED", []),  # the worker issues its certificate
        ("DECIDED", ["research"]),  # a demand of a public body, an instalment paid
        ("DECIDED", ["settle"]),  # a support agreement, paid
        ("DECIDED", ["teach"]),  # a course, an instalment paid
        ("DRAFT", []),
        ("OPEN", ["committee"]),
        ("OPEN", ["consult"]),
        ("OPEN", ["consult"]),
        ("OPEN", ["supplement"]),
    ]
    money = {
        (one.amount_krw, one.spent_krw, one.settled_at is not None)
        for one in Commitment.objects.filter(subject__startswith="casework.case:")
    }
    assert money == {
        (288_000_000, 288_000_000, True),
        (200_000_000, 200_000_000, False),
        (180_000_000, 90_000_000, False),
        (400_000_000, 100_000_000, False),
    }
    [asked] = Letter.objects.filter(kind="supplement-request")
    assert asked.served_at is not None
    assert Meeting.objects.get().state == "CALLED"
    assert not Case.objects.exclude(origin="GENERATED").exists()
    assert cases.load_demo_cases() == 0
    evidence = plan.Evidence.objects.filter(measure__startswith="cases.").select_related("target")
    bound = {row.measure: row.target for row in evidence}
    assert set(bound) == set(GRANTS.values())
    for code, target in bound.items():
        assert value(code)[0] == int(target.value)
    for measure in all_measures():
        address = measure.records(YEAR["start"], YEAR["end"])
        assert not measure.code.startswith("cases.") or address.startswith("/decisions/?year=2022")
    assert Decision.objects.filter(published_at__isnull=False).count() == 228


@pytest.mark.django_db
def test_without_the_demo_organisations_there_are_no_cases_of_theirs():
    with pytest.raises(LookupError):
        _Walk(AT)


@pytest.mark.django_db
def test_without_money_in_force_nothing_is_agreed_on_and_no_draft_is_left():
    identity.create_demo(by=SYSTEM, at=AT)
    cases.draft_shipped(by=SYSTEM, at=AT)
    cases.put_in_force(
        by=[person for email in APPROVERS if (person := identity.actor_by_address(email))], at=AT
    )
    assert Supported(AT, _Walk(AT).company).all() == 0
    assert not Case.objects.exists()
    assert not Commitment.objects.exists()
