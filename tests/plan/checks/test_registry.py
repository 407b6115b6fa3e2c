"""The registry of checks and the runner."""

import pytest

from tests.plan.checks.documents import plan_of
from yunghap.plan.checks import CHECKS, run_checks
from yunghap.plan.checks.registry import _validate
from yunghap.plan.contracts import Result

EXPECTED = {
    "area-sum",
    "duplicate-row",
    "garbled-words",
    "milestone-before-publication",
    "ministry-sum",
    "new-plus-continuing",
    "part-of-sum",
    "period-span",
    "prose-against-table",
    "ratio",
    "renamed-ministry",
    "same-commitment",
    "series",
    "share",
    "stale-year",
    "target-below-last-actual",
    "total-of-table",
    "unit-slip",
    "unknown-ministry",
}


def test_registry_holds_every_check_with_its_titles_and_rule() -> None:
    checks = dict(CHECKS.items())
    assert set(checks) == EXPECTED
    for id_, check in checks.items():
        assert check.id == id_
        assert check.title.ko
        assert check.title.en
        assert check.nothing.ko
        assert check.nothing.en
        assert "Silently ignored" in check.description


def test_registry_refuses_a_check_under_another_name() -> None:
    with pytest.raises(ValueError, match="does not name itself"):
        _validate("other", CHECKS.get("share"))


def test_run_checks_on_an_empty_document_answers_not_applicable_once_per_check() -> None:
    results = run_checks(plan_of("", head=""))
    assert [result.check for result in results] == sorted(EXPECTED)
    assert {result.result for result in results} == {Result.NOT_APPLICABLE}
    assert all(result.lines == () for result in results)


def test_run_checks_runs_only_the_checks_named() -> None:
    assert {result.check for result in run_checks(plan_of(""), only=["share", "ratio"])} == {"share", "ratio"}


def test_run_checks_refuses_an_unknown_name() -> None:
    with pytest.raises(LookupError):
        run_checks(plan_of(""), only=["nothing"])


def test_run_checks_gives_the_same_results_twice() -> None:
    plan = plan_of("- 로봇 실증 41개 과제(29개 계속·11개 신규) 지원, 총 100억원(국비 60억원, 지방비 40억원)")
    assert run_checks(plan) == run_checks(plan)
