"""What of a table an agreement lets through."""

from typing import Any

import pytest

from yunghap.core.errors import InvalidInput
from yunghap.exchange.domain.transfer.views import Condition, View, select, view_of


def policy(*constraints: dict[str, Any]) -> dict[str, Any]:
    return {"permission": [{"action": "use", "constraint": list(constraints)}]}


def bound(left: str, operator: str, right: object) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def test_a_policy_without_restrictions_lets_everything_through() -> None:
    assert view_of({"permission": [{"action": "use"}]}).is_whole
    assert view_of(policy(bound("purpose", "eq", "research"))).is_whole


def test_restrictions_add_up() -> None:
    view = view_of(
        policy(
            bound("yunghap:columns", "isPartOf", ["a", "b", "c"]),
            {
                "and": [
                    bound("yunghap:columns", "isPartOf", ["c", "b"]),
                    bound("yunghap:row:region", "eq", "서울"),
                ]
            },
            bound("yunghap:row:year", "gteq", 2020),
            bound("yunghap:row:kind", "isAnyOf", ["x", "y"]),
        )
    )
    assert view == View(
        ("b", "c"),
        (
            Condition("year", "gteq", "2020"),
            Condition("kind", "isAnyOf", ("x", "y")),
            Condition("region", "eq", "서울"),
        ),
    )


@pytest.mark.parametrize(
    "constraint",
    [
        bound("yunghap:columns", "eq", ["a"]),
        bound("yunghap:columns", "isPartOf", []),
        bound("yunghap:columns", "isPartOf", [1]),
        bound("yunghap:row:", "eq", "x"),
        bound("yunghap:row:a", "hasPart", "x"),
        bound("yunghap:row:a", "eq", {"@id": "x"}),
        bound("yunghap:row:a", "isAnyOf", "x"),
        {"or": [bound("yunghap:row:a", "eq", "x"), bound("purpose", "eq", "y")]},
        {"xone": [{"and": [bound("yunghap:columns", "isPartOf", ["a"])]}]},
    ],
)
def test_a_restriction_that_is_not_understood_is_never_passed_over(constraint: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        view_of(policy(constraint))


def test_columns_without_one_in_common_leave_nothing() -> None:
    with pytest.raises(InvalidInput):
        view_of(
            policy(bound("yunghap:columns", "isPartOf", ["a"]), bound("yunghap:columns", "isPartOf", ["b"]))
        )


def test_names_and_values_are_quoted() -> None:
    view = View(('a"; DROP TABLE t; --',), (Condition("b", "eq", "x' OR 1=1 --"),))
    assert select("t", view) == (
        'SELECT "q"."a""; DROP TABLE t; --" FROM t AS "q" WHERE ("q"."b" = \'x\'\' OR 1=1 --\')'
    )
    with pytest.raises(InvalidInput):
        select("t", View(("a\0",)))
    with pytest.raises(InvalidInput):
        select("t", View((), (Condition("b", "eq", "x\0"),)))


def test_changes_need_the_growing_column() -> None:
    assert View().since("id", "5").rows == (Condition("id", "gt", "5"),)
    with pytest.raises(InvalidInput, match="id"):
        View(("a",)).since("id", "5")
