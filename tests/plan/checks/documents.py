"""Small plans as text, read by the real extractor, and what a check says of them."""

from textwrap import dedent

from yunghap.plan.checks import run_checks
from yunghap.plan.contracts import CheckResult, PlanText, Result
from yunghap.plan.domain.extract import extract_plan

HEAD = """
2024년도 산업융합발전 실행계획

2024. 5.

관계부처 합동

"""


def plan_of(text: str, *, head: str = HEAD) -> PlanText:
    """A plan of 2024, published in May, with the text below its cover (seven lines)."""
    return extract_plan((head + dedent(text)).split("\n"))


def judged(check: str, text: str, *, head: str = HEAD) -> list[CheckResult]:
    """The results of one check."""
    return run_checks(plan_of(text, head=head), only=[check])


def outcomes(check: str, text: str, *, head: str = HEAD) -> list[str]:
    """`pass`, `fail` or `not_applicable` per subject."""
    return [result.result.value for result in judged(check, text, head=head)]


def failures(check: str, text: str, *, head: str = HEAD) -> list[CheckResult]:
    """Only what fails."""
    return [result for result in judged(check, text, head=head) if result.result is Result.FAIL]
