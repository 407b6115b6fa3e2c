"""Policies are judged by a closed list, bounded, and explained."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.exchange.domain.policies.evaluator import Situation, end_of, judge
from yunghap.exchange.domain.policies.explain import say_policy, say_value
from yunghap.exchange.domain.policies.odrl import DEEPEST, read_policy, same_rules, write_rules
from yunghap.exchange.domain.policies.templates import TEMPLATES
from yunghap.exchange.domain.policies.terms import Terms, read_terms, write_terms
from yunghap.exchange.domain.policies.values import read_duration

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
HERE = Situation(
    at=NOW, participant="urn:a", region="KR", purpose="yunghap:research", count=1, paid_krw=0, safe_zone=False
)


def atom(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def use(*constraints: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"permission": [{"action": "use", "constraint": list(constraints)}], **more}


@pytest.mark.parametrize(
    ("constraint", "permitted"),
    [
        (atom("purpose", "eq", "yunghap:research"), True),
        (atom("purpose", "isAnyOf", ["yunghap:training", "yunghap:research"]), True),
        (atom("purpose", "eq", "yunghap:commercial"), False),
        (atom("dateTime", "lteq", "2026-11-27"), True),
        (atom("dateTime", "lteq", "2026-11-26"), False),
        (atom("dateTime", "gteq", "2026-12-01"), False),
        (atom("spatial", "eq", "KR"), True),
        (atom("spatial", "isPartOf", "http://example.org/KR"), True),
        (atom("spatial", "eq", "EU"), False),
        (atom("recipient", "isAnyOf", ["urn:a", "urn:b"]), True),
        (atom("recipient", "neq", "urn:a"), False),
        (atom("count", "lteq", "1"), True),
        (atom("count", "lt", "1"), False),
        (atom("payAmount", "gteq", "1000"), False),
        (atom("yunghap:safeZone", "eq", "true"), False),
        (atom("count", "lteq", "many"), False),
        ({"or": [atom("count", "lt", "1"), atom("spatial", "eq", "KR")]}, True),
        ({"and": [atom("count", "lt", "1"), atom("spatial", "eq", "KR")]}, False),
        ({"xone": [atom("count", "eq", "1"), atom("spatial", "eq", "KR")]}, False),
        ({"xone": [atom("count", "eq", "2"), atom("spatial", "eq", "KR")]}, True),
    ],
)
def test_a_constraint_decides(constraint, permitted):
    assert judge(use(constraint), HERE).permitted is permitted


@pytest.mark.parametrize("value", ["partner", "BusinessPartnerNumber", "elapsedTime"])
def test_an_unknown_value_refuses_the_whole_policy_and_is_named(value):
    policy = use({"or": [atom(value, "eq", "x"), atom("spatial", "eq", "KR")]})
    verdict = judge(policy, HERE)
    assert not verdict.permitted
    assert value in str(verdict.sentence)


def test_a_prohibition_wins_and_nothing_permitted_is_refused():
    assert not judge(use(prohibition=[{"action": "use"}]), HERE).permitted
    assert judge(use(prohibition=[{"action": "distribute"}]), HERE).permitted
    assert not judge({"prohibition": [{"action": "distribute"}]}, HERE).permitted
    assert not judge(use(), Situation(at=NOW, action="sell")).permitted


def test_when_a_contract_is_made_only_what_is_known_is_judged():
    concluding = Situation(at=NOW, participant="urn:a", region="KR", concluding=True)
    verdict = judge(use(atom("count", "lteq", "3"), atom("dateTime", "gteq", "2027-01-01")), concluding)
    assert verdict.permitted
    assert len(verdict.open) == 2
    assert not judge(use(atom("dateTime", "lteq", "2025-01-01")), concluding).permitted
    assert not judge(use(atom("spatial", "eq", "US")), concluding).permitted


def test_an_unstated_value_never_meets_a_condition():
    nobody = Situation(at=NOW)
    assert not judge(use(atom("spatial", "neq", "US")), nobody).permitted
    # nor does it open a prohibition
    assert not judge(
        use(prohibition=[{"action": "use", "constraint": [atom("spatial", "eq", "US")]}]), nobody
    ).permitted


def test_sentences_come_in_both_languages():
    verdict = judge(use(atom("payAmount", "gteq", "1000000")), HERE)
    with translation.override("en"):
        assert "amount paid is at least 1,000,000 won" in str(verdict.sentence)
    with translation.override("ko"):
        assert "1,000,000원 이상" in str(verdict.sentence)


def test_policies_are_bounded():
    deep: dict[str, Any] = atom("count", "eq", "1")
    for _level in range(DEEPEST):
        deep = {"and": [deep]}
    with pytest.raises(InvalidInput):
        read_policy(use(deep))
    with pytest.raises(InvalidInput):
        read_policy(use(*[atom("count", "eq", "1")] * 1_000))
    cyclic: dict[str, Any] = {"and": []}
    cyclic["and"].append(cyclic)
    with pytest.raises(InvalidInput):
        read_policy(use(cyclic))
    assert not judge(use(cyclic), HERE).permitted


@pytest.mark.parametrize(
    "value",
    [
        {"permission": ["x"]},
        use({"leftOperand": "count"}),
        use(atom("count", "like", "1")),
        use(atom("count", "eq", None)),
    ],
)
def test_what_is_no_policy_is_refused(value):
    with pytest.raises(InvalidInput):
        read_policy(value)


def test_other_ways_of_writing_mean_the_same():
    ours = use(atom("spatial", "eq", "KR"))
    theirs = {
        "odrl:permission": {
            "odrl:action": {"@id": "odrl:use"},
            "odrl:constraint": {
                "odrl:leftOperand": {"@id": "http://www.w3.org/ns/odrl/2/spatial"},
                "odrl:operator": {"@id": "odrl:eq"},
                "odrl:rightOperand": {"@value": "KR"},
            },
            "odrl:duty": [],
        },
        "odrl:prohibition": [],
    }
    assert same_rules(ours, theirs)
    assert not same_rules(ours, use(atom("spatial", "eq", "US")))


def test_the_end_of_a_policy_is_that_of_its_last_permission():
    assert end_of(use()) is None
    found = end_of(use(atom("dateTime", "lteq", "2026-12-31"), atom("dateTime", "lteq", "2026-12-01")))
    assert found is not None
    assert found.astimezone(UTC).date() == date(2026, 12, 1)


def test_periods():
    assert read_duration("P30D") == timedelta(days=30)
    with translation.override("en"):
        assert str(say_value("elapsedTime", "P1M")) == "30 days"
        assert str(say_value("elapsedTime", "PT36H")) == "PT36H"
    assert read_duration("P1Y2M1W3DT4H") == timedelta(days=365 + 60 + 7 + 3, hours=4)
    assert [read_duration(text) for text in ("P", "30", None, "PT", "P-1D")] == [None] * 5


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_standard_contracts_can_be_written_read_judged_and_said(template):
    policy = write_terms(template.terms)
    assert read_terms(policy) == template.terms
    assert say_policy(policy)
    concluding = Situation(at=NOW, participant="urn:a", region="KR", concluding=True)
    assert judge(policy, concluding).permitted


words = st.lists(st.sampled_from(["urn:a", "urn:b", "urn:c"]), unique=True, max_size=3).map(tuple)
terms = st.builds(
    Terms,
    purposes=st.lists(st.sampled_from(["yunghap:research", "yunghap:training"]), unique=True).map(tuple),
    participants=words,
    regions=st.lists(st.sampled_from(["KR", "EU", "KR-11"]), unique=True).map(tuple),
    starts_on=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    ends_on=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    count=st.none() | st.integers(1, 1_000),
    paid_krw=st.none() | st.integers(1, 10**12),
    safe_zone=st.booleans(),
    forbidden=st.lists(st.sampled_from(["sell", "distribute"]), unique=True).map(tuple),
    attribute=st.booleans(),
    report_days=st.none() | st.integers(1, 999),
    delete_days=st.none() | st.integers(1, 999),
)


@given(terms)
def test_the_editor_reads_back_what_it_wrote(chosen):
    policy = write_terms(chosen)
    assert read_terms(policy) == chosen
    assert write_rules(read_policy(policy)) == policy


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["and", "or", "leftOperand", "operator", "rightOperand", "action", "constraint", "@id"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["permission", "prohibition", "obligation", "odrl:permission"]), json_values
    )
)
def test_whatever_comes_is_judged_or_refused(value):
    assert judge(value, HERE).permitted in {True, False}
