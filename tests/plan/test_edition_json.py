"""Editions survive the way through JSON, and nothing out of order gets in."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput
from yunghap.plan import edition_data as d
from yunghap.plan import service as plan
from yunghap.plan.contracts import Cell, Comparison, Section, Span
from yunghap.plan.edition_json import from_json, to_json, to_text

FULL = make.edition_values(
    facts=(
        d.FactData(make.quantity(line=1), "LINE:l"),
        d.FactData(
            make.quantity(
                line=2,
                comparison=Comparison.RANGE,
                value_to=Decimal(12),
                cell=Cell(1, 2, 3, "산업부", "계획"),
                qualifiers=(("source", "국비"),),
            ),
            "TOTAL",
        ),
        d.FactData(make.quantity(line=3), "MINISTRY"),
        d.FactData(make.quantity(line=4), "NODE:AREAS/A"),
        d.FactData(make.quantity(line=5, unit="건"), "INDICATOR:i"),
    ),
    programmes=(
        d.ProgrammeData(
            "p", "하나", ("일",), (d.PartData("산업부", "LEAD", Decimal("0.5")),), {"AREAS": "A"}
        ),
    ),
    lines=(d.LineData("l", "p", "PLANNED", 2023, 2023, 10**9, 10**8, "억원"),),
    indicators=(d.IndicatorData("i", "상담", "건", "산업부", "p", places={"DIRECTIONS": "1.1"}),),
    flagship=(d.FlagshipData("INVESTMENT_AREA", "반도체"), d.FlagshipData("MISSION", "하나", "반도체")),
    milestones=(d.MilestoneData("준공", Span(9, 1, 4), "23.9", date(2023, 9, 1), date(2023, 9, 30)),),
    crosswalks=(d.CrosswalkData("AREAS/A", "DIRECTIONS/1.1", Decimal("0.5"), "설명"),),
)


def test_edition_survives_the_way_through_json() -> None:
    assert from_json(to_json(FULL)) == FULL
    assert from_json(json.loads(to_text(FULL))) == FULL


@pytest.mark.django_db
def test_edition_survives_the_way_through_the_database() -> None:
    make.ministry()
    edition = plan.load_edition(data=FULL, by=SYSTEM)
    dumped = plan.edition_data(edition)
    assert from_json(to_json(dumped)) == dumped
    again = replace(dumped, year=2025, document=replace(dumped.document, sha256="f" * 64))
    second = plan.edition_data(plan.load_edition(data=again, by=SYSTEM))
    assert to_text(second) == to_text(again)
    assert plan.edition_documents(edition) == (edition.document,)


@pytest.mark.django_db
def test_shipped_edition_survives_the_way_through_the_database() -> None:
    make.public_bodies()
    dumped = plan.edition_data(plan.load_shipped_edition(by=SYSTEM))
    shipped = plan.read_shipped_edition()
    assert {(fact.quantity.line, fact.quantity.value) for fact in dumped.facts} == {
        (fact.quantity.line, fact.quantity.value) for fact in shipped.facts
    }
    assert len(dumped.lines) == len(shipped.lines)
    assert sum(bool(line.part_of) for line in dumped.lines) == sum(
        bool(line.part_of) for line in shipped.lines
    )


@pytest.mark.django_db
def test_edition_of_several_texts_is_written_as_one() -> None:
    edition = make.collecting()
    for name in ("산업부", "과기부"):
        submission = make.submission(edition, name)
        plan.fill_rows(submission=submission, rows=[make.budget(f"{name} 사업")], by=SYSTEM)
        plan.submit_submission(submission=submission, expected=submission.version, by=SYSTEM)
        plan.accept_submission(submission=submission, expected=submission.version, by=SYSTEM)
    texts = plan.edition_documents(edition)
    whole = plan.edition_data(edition)
    assert [fact.quantity for fact in whole.facts] == list(plan.read_edition(edition).facts.values())
    first, second = (plan.edition_data(edition, document=text).facts for text in texts)
    assert [fact.quantity.line for fact in whole.facts] == [
        first[0].quantity.line,
        texts[0].line_count + second[0].quantity.line,
    ]
    assert whole.document.line_count == sum(text.line_count for text in texts)
    assert from_json(to_json(whole)) == whole
    again = plan.load_edition(data=replace(whole, year=2040), by=SYSTEM)
    assert plan.read_edition(again).facts.keys() != plan.read_edition(edition).facts.keys()
    assert list(plan.read_edition(again).facts.values()) == list(plan.read_edition(edition).facts.values())


def at(*path: str | int) -> Callable[[Any, object], None]:
    def put(value: Any, what: object) -> None:
        for step in path[:-1]:
            value = value[step]
        value[path[-1]] = what

    return put


SPOILT: list[tuple[Callable[[Any, object], None], object]] = [
    (at("format"), "other"),
    (at("unknown"), 1),
    (at("year"), "2023"),
    (at("year"), True),
    (at("title"), None),
    (at("document"), []),
    (at("issued_on"), "yesterday"),
    (at("issued_on"), 5),
    (at("facts"), {}),
    (at("facts", 0, "quantity", "value"), "ten"),
    (at("facts", 0, "quantity", "value"), "NaN"),
    (at("facts", 0, "quantity", "value"), True),
    (at("facts", 0, "quantity", "value"), 1.5),
    (at("facts", 0, "quantity", "value"), "1e90"),
    (at("facts", 0, "quantity", "value"), "9" * 50),
    (at("facts", 0, "quantity", "value"), "9999999999999999"),
    (at("facts", 0, "quantity", "value"), "0.12345678"),
    (at("facts", 0, "quantity", "role"), "hope"),
    (at("facts", 0, "quantity", "krw"), 10**18),
    (at("facts", 0, "quantity", "line"), 0),
    (at("facts", 0, "quantity", "line"), 101),
    (at("facts", 0, "quantity", "end"), 0),
    (at("facts", 0, "quantity", "unit"), ""),
    (at("facts", 0, "quantity", "text"), "x" * 201),
    (at("facts", 0, "quantity", "precision"), "0"),
    (at("facts", 0, "quantity", "period_end"), "2022-01-01"),
    (at("facts", 0, "quantity", "comparison"), "range"),
    (at("facts", 1, "quantity", "value_to"), "1"),
    (at("facts", 1, "quantity", "line"), 1),
    (at("facts", 1, "quantity", "qualifiers"), [["one"]]),
    (at("facts", 0, "about"), "LINE:x"),
    (at("facts", 2, "quantity", "ministry"), []),
    (at("nodes", 1, "parent"), "9"),
    (at("nodes", 2, "code"), "1.1"),
    (at("nodes", 0, "scheme"), "OTHER"),
    (at("programmes", 0, "places"), {"AREAS": "Z"}),
    (at("programmes", 0, "places"), []),
    (at("lines", 0, "programme"), "x"),
    (at("lines", 0, "part_of"), "x"),
    (at("indicators", 0, "programme"), "x"),
    (at("indicators", 0, "places"), {"AREAS": "Z"}),
    (at("indicators", 0, "cumulative"), "no"),
    (at("flagship", 1, "parent"), "x"),
    (at("milestones", 0, "due_end"), "2022-01-01"),
    (at("milestones", 0, "programme"), "x"),
    (at("milestones", 0, "span", "line"), 1000),
    (at("crosswalks", 0, "weight"), "1.5"),
    (at("crosswalks", 0, "weight"), "0"),
    (at("crosswalks", 0, "basis"), ""),
    (at("crosswalks", 0, "dst"), "AREAS/Z"),
    (at("sections", 0, "last_line"), 1000),
]


@pytest.mark.parametrize(("put", "what"), SPOILT)
def test_anything_out_of_order_is_refused(put: Callable[[Any, object], None], what: object) -> None:
    value = json.loads(json.dumps(to_json(FULL)))
    put(value, what)
    with pytest.raises(InvalidInput):
        from_json(value)


@pytest.mark.parametrize("value", [None, [], "x", {}])
def test_what_is_no_edition_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput):
        from_json(value)


def test_missing_member_and_duplicate_key_are_refused() -> None:
    value = json.loads(json.dumps(to_json(FULL)))
    del value["title"]
    with pytest.raises(InvalidInput):
        from_json(value)
    twice = replace(FULL, programmes=FULL.programmes * 2)
    with pytest.raises(InvalidInput):
        from_json(to_json(twice))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_no_json_value_breaks_the_reader(value: object) -> None:
    with pytest.raises(InvalidInput):
        from_json({"format": "yunghap.edition/1", "year": value})


def test_sections_keep_their_ministry() -> None:
    data = replace(FULL, sections=(Section(("계획",), "ministry", 1, 5, 2023, ("산업부",)),))
    assert from_json(to_json(data)) == data
