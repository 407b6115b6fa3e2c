"""What the checks find in the real plan; each was read and judged by hand (docs/reference/checks.md)."""

import pytest

from tests.shared import shared_path
from yunghap.plan.checks import run_checks
from yunghap.plan.contracts import Result
from yunghap.plan.domain.extract import extract_plan

TRUE_FINDINGS = {
    ("garbled-words", (19, 328, 376)),
    ("garbled-words", (58, 313)),
    ("garbled-words", (61, 383, 562)),
    ("garbled-words", (86, 182, 417)),
    ("garbled-words", (235, 275, 280, 425, 430)),
    ("garbled-words", (313, 380)),
    ("garbled-words", (371, 480)),
    ("milestone-before-publication", (644,)),
    ("prose-against-table", (276, 281)),
    ("renamed-ministry", (63,)),
    ("same-commitment", (19, 376)),
    ("same-commitment", (31, 345)),
    ("unknown-ministry", (661,)),
}


@pytest.mark.shared
def test_real_plan_fails_only_where_it_is_wrong() -> None:
    text = shared_path("plan-2023.txt").read_text(encoding="utf-8")
    results = run_checks(extract_plan(text.split("\n")))
    failed = {(result.check, result.lines) for result in results if result.result is Result.FAIL}
    assert failed == TRUE_FINDINGS
    passed = {result.check for result in results if result.result is Result.PASS}
    assert {
        "area-sum",
        "ministry-sum",
        "share",
        "part-of-sum",
        "new-plus-continuing",
        "period-span",
    } <= passed
    assert {
        "ratio",
        "series",
        "target-below-last-actual",
        "stale-year",
        "unit-slip",
        "duplicate-row",
    } <= passed
