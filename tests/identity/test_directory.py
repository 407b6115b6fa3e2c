"""The shipped table of organisations."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.text import name_key
from yunghap.identity.directory import (
    PLAN_ORDER,
    Body,
    DatedName,
    Directory,
    load_directory,
)

TABLE = load_directory()
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


def test_plan_ministries_are_the_eleven_of_2023_in_order() -> None:
    assert tuple(body.short for body in TABLE.plan_ministries()) == PLAN_ORDER
    assert all(body.name_on(date(2023, 1, 1)) for body in TABLE.plan_ministries())


def test_plan_ministries_have_their_long_names_of_2023() -> None:
    names = [body.name_on(date(2023, 1, 1)) for body in TABLE.plan_ministries()]
    assert [name.long for name in names if name] == [
        "산업통상자원부", "과학기술정보통신부", "중소벤처기업부", "고용노동부", "문화체육관광부",
        "농림축산식품부", "해양수산부", "환경부", "보건복지부", "국토교통부", "행정안전부",
    ]  # fmt: skip


def test_provinces_are_seventeen() -> None:
    assert len(TABLE.of_kind("province")) == 17


def test_ids_and_canonical_short_names_are_unique() -> None:
    assert len({body.id for body in TABLE}) == len(TABLE.bodies)
    assert len({name_key(body.short) for body in TABLE}) == len(TABLE.bodies)


def test_dated_names_do_not_overlap_and_are_in_order() -> None:
    for body in TABLE:
        for earlier, later in zip(body.names, body.names[1:], strict=False):
            assert earlier.ends_on, body.id
            assert later.starts_on, body.id
            assert earlier.ends_on < later.starts_on, body.id


def test_changes_name_known_organisations_on_days_that_fit() -> None:
    for change in TABLE.changes:
        for move in change.moves:
            target = TABLE.get(move.target)
            assert target.name_on(change.on), (change, target.id)
            assert TABLE.get(move.source).name_on(change.on - timedelta(days=1)), (change, move.source)
            if change.kind == "rename":
                assert move.source == move.target


@pytest.mark.parametrize(
    ("text", "on", "short"),
    [
        ("산업통상자원부", None, "산업부"),
        ("산업통상부", None, "산업부"),
        ("지식경제부", None, "산업부"),
        ("과기정통부", None, "과기부"),
        ("미래창조과학부", None, "과기부"),
        ("행자부", None, "행안부"),
        ("안전행정부", None, "행안부"),
        ("국토해양부", None, "국토부"),
        ("농림수산식품부", None, "농림부"),
        ("농식품부", None, "농림부"),
        ("문화부", None, "문체부"),
        ("노동부", None, "고용부"),
        ("재정경제부", date(2026, 2, 1), "재경부"),
        ("기후에너지환경부", None, "기후부"),
        ("지식재산처", None, "특허청"),
        ("ＫＩＡＴ", None, "한국산업기술진흥원"),
        ("한국 산업기술 진흥원", None, "한국산업기술진흥원"),
        ("서울시", None, "서울"),
        ("강원특별자치도", None, "강원"),
        ("Ministry of Environment", None, "환경부"),
        ("없는부", None, None),
    ],
)
def test_find_knows_short_long_former_and_english_names(
    text: str, on: date | None, short: str | None
) -> None:
    body = TABLE.find(text, on)
    assert (body.short if body else None) == short


def test_find_prefers_the_bearer_of_the_day() -> None:
    old = Body("old", "ministry", "가부", (DatedName("과학부", "가부", "A", None, date(1999, 12, 31)),))
    new = Body("new", "ministry", "나부", (DatedName("과학부", "나부", "B", date(2000, 1, 1)),), ("가부",))
    table = Directory((new, old), ())
    assert table.find("과학부", date(1999, 1, 1)) == old
    assert table.find("과학부", date(2001, 1, 1)) == new
    assert table.find("가부", date(2001, 1, 1)) == new  # the other no longer existed
    assert table.find("가부") == old  # its own name, not an alias


def test_successors_follow_the_reorganisations_of_2025_and_2026() -> None:
    day = date(2026, 1, 2)
    assert [body.short for body in TABLE.successors("me", day)] == ["기후부"]
    assert {body.short for body in TABLE.successors("moef", day)} == {"재경부", "기획처"}
    assert [body.short for body in TABLE.successors("motie", day)] == ["산업부"]
    assert [body.short for body in TABLE.successors("kcc", day)] == ["방미통위"]
    assert {body.short for body in TABLE.successors("mof", date(2010, 1, 1))} == {"국토부", "농림부"}
    assert TABLE.successors("mcee", date(2020, 1, 1)) == ()


@given(st.sampled_from(TABLE.bodies), DAYS)
def test_find_by_the_long_name_in_force_finds_the_organisation(body: Body, day: date) -> None:
    name = body.name_on(day)
    if name:
        assert TABLE.find(name.long, day) == body


@given(st.sampled_from(TABLE.bodies), DAYS)
def test_successors_exist_on_the_day(body: Body, day: date) -> None:
    assert all(heir.name_on(day) for heir in TABLE.successors(body.id, day))
