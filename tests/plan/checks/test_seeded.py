"""Recall and precision of the checks: errors put into clean documents are found, clean documents pass."""

from collections import Counter

import pytest

from tests.plan.checks.seeds import SEEDS, Seed, lines_of, seeded
from tests.plan.truth.measure import FRESH, HELD, TUNE
from yunghap.plan.checks import CHECKS, run_checks
from yunghap.plan.contracts import Result
from yunghap.plan.domain.extract import extract_plan

# What the labelled documents hold that a check rightly finds: names that had changed by 2026, a target set lower, a
# total of rows that are not all printed, a call dated before the plan that announces it.
RIGHTLY_FOUND = Counter(
    {
        ("renamed-ministry", "energy-transition-2026"): 2,
        ("renamed-ministry", "province-battery-2026"): 1,
        ("renamed-ministry", "strategy-bilingual-2030"): 1,
        ("target-below-last-actual", "talent-plan-2022"): 1,
        ("prose-against-table", "rnd-total-2025"): 1,
        ("ministry-sum", "ministry-rows-2030"): 3,
        ("target-below-last-actual", "corporation-goals-2024-2028"): 1,
        ("milestone-before-publication", "national-2021"): 1,
    }
)

# What the checks wrongly find in documents of the newest set: take the row away once the check knows better.
FALSE_ALARMS = Counter({("prose-against-table", "c2-province-2024"): 1})  # the cost of one project


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_error_is_found_by_its_check_in_its_line(seed: Seed) -> None:
    lines, line = seeded(seed)
    results = run_checks(extract_plan(lines), only=[seed.check])
    found = [result for result in results if result.result is Result.FAIL and line in result.lines]
    assert len(found) >= 1
    assert found[0].message.ko.endswith(".")
    assert found[0].message.en.endswith(".")


def test_every_check_is_tried_with_two_errors() -> None:
    tried = Counter(seed.check for seed in SEEDS)
    assert {check: tried[check] for check, _ in CHECKS.items() if tried[check] < 2} == {}


@pytest.mark.parametrize("document", [path.stem for path in (*TUNE, *HELD, *FRESH)])
def test_clean_document_passes(document: str) -> None:
    results = run_checks(extract_plan(lines_of(document)))
    failed = Counter((result.check, document) for result in results if result.result is Result.FAIL)
    expected = RIGHTLY_FOUND + FALSE_ALARMS
    assert failed == Counter({key: count for key, count in expected.items() if key[1] == document})
