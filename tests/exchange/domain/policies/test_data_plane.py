"""Constraints that the data plane keeps are permitted where it reads them, and refused elsewhere."""

from datetime import UTC, datetime
from typing import Any

import pytest

from yunghap.exchange.domain.policies.evaluator import Situation, judge

NOW = Situation(at=datetime(2026, 11, 27, tzinfo=UTC), participant="urn:a")
COLUMNS = {"leftOperand": "yunghap:columns", "operator": "isPartOf", "rightOperand": ["a", "b"]}
ROWS = {"leftOperand": "yunghap:row:region", "operator": "eq", "rightOperand": "KR"}
VOLUME = {"leftOperand": "yunghap:volume", "operator": "lteq", "rightOperand": 1_000}


def policy(constraint: dict[str, Any], kind: str = "permission") -> dict[str, Any]:
    rules = {"permission": [{"action": "use"}]}
    return rules | {kind: [{"action": "use", "constraint": [constraint]}]}


@pytest.mark.parametrize("constraint", [COLUMNS, ROWS, VOLUME])
def test_a_plain_constraint_of_a_permission_is_kept(constraint: dict[str, Any]) -> None:
    assert judge(policy(constraint), NOW).permitted


@pytest.mark.parametrize("constraint", [COLUMNS, ROWS, VOLUME])
def test_elsewhere_nobody_would_keep_it(constraint: dict[str, Any]) -> None:
    assert not judge(policy({"or": [constraint, ROWS]}), NOW).permitted
    assert not judge(policy(constraint, "prohibition"), NOW).permitted


def test_a_column_without_a_name_is_unknown() -> None:
    assert not judge(policy(ROWS | {"leftOperand": "yunghap:row:"}), NOW).permitted
