"""Lines drawn under the head of a table."""

import pytest

from yunghap.plan.domain.extract import rows


@pytest.mark.parametrize(
    ("line", "is_rule"), [("----- =====", True), ("-----=====", True), ("---- -----", False)]
)
def test_a_rule_is_of_runs_of_five(line: str, is_rule: bool) -> None:
    assert bool(rows._RULE.fullmatch(line)) == is_rule


def test_a_long_run_that_is_no_rule_is_seen_at_once() -> None:
    """Not by every way of cutting it into runs of five, of which there are more than anybody could try."""
    assert rows._RULE.fullmatch("-" * 400 + "x") is None
