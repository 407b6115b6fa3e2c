"""The deadline calculator, as readers see it."""

import pytest
from django.test import Client

from tests.access.routes import all_routes
from tests.procedures.domain.test_holidays import MONDAY, WORDS
from yunghap.core.actors import SYSTEM
from yunghap.procedures.service import declare_holiday

pytestmark = pytest.mark.django_db
CIVIL = {"rule": "civil-act", "start": "2026-09-11", "length": "15", "unit": "days"}


def ask(query: dict[str, str], *, prefix: str = "/en") -> str:
    response = Client().get(f"{prefix}/deadlines/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_alone():
    page = ask({})
    assert "What is to be counted?" in page
    assert "Day by day" not in page


def test_a_deadline_with_its_days_article_and_the_other_rules():
    page = ask(CIVIL)
    assert '<time datetime="2026-09-28">28\u00a0Sep\u00a02026</time>' in page
    assert "Civil Act art. 157, 159, 161" in page
    assert "the last day fell on The second day of Chuseok, so the period ends today" in page
    assert (
        '<td class="month__due"><span class="month__day">28</span> <span class="month__label">due</span>'
        in page
    )
    assert (
        '<td class="month__start"><span class="month__day">11</span> <span class="month__label">start</span>'
        in page
    )
    assert '<span class="month__day">12</span> <span class="month__label">1</span>' in page
    assert "6\u00a0Oct\u00a02026" in page  # by the Petitions Act


def test_in_korean():
    page = ask(CIVIL, prefix="")
    assert "민법 제157조·제159조·제161조" in page
    assert "첫날은 세지 않음" in page


def test_a_declared_holiday_counts_at_once():
    declare_holiday(day=MONDAY, **WORDS, by=SYSTEM)
    assert '<time datetime="2026-09-29">' in ask(CIVIL)


def test_stops_hours_and_counting_back():
    page = ask({**CIVIL, "stop_1_from": "2026-09-14", "stop_1_to": "2026-09-15"})
    assert "the clock is stopped" in page
    page = ask({**CIVIL, "rule": "petitions-act-19", "length": "3", "time": "10:00"})
    assert '<time datetime="2026-09-16T10:00">16\u00a0Sep\u00a02026 10:00</time>' in page
    page = ask({**CIVIL, "start": "2026-10-15", "length": "7", "before": "on"})
    assert "At the latest on" in page
    assert '<time datetime="2026-10-07">' in page


def test_the_proviso_stands_beside_the_rule():
    assert "proviso of art. 6(2)" in ask({**CIVIL, "rule": "admin-basic-act-6-2"})


def test_a_long_term_is_told_without_sheets():
    page = ask({**CIVIL, "length": "2", "unit": "years"})
    assert "Day by day" not in page
    assert "day 1 – day 731" in page


def test_what_cannot_be_counted_is_said_at_the_form():
    assert "give the time as well" in ask({**CIVIL, "unit": "hours"})
    assert "A stop has a first and a last day." in ask({**CIVIL, "stop_2_from": "2026-09-14"})
    assert "A stop may not end before it begins." in ask(
        {**CIVIL, "stop_1_from": "2026-09-15", "stop_1_to": "2026-09-14"}
    )
    other = ask({**CIVIL, "rule": "petitions-act-19", "unit": "hours", "length": "3"})
    assert "A term in hours runs from a moment" in other  # the other rules cannot


def test_routes_are_named():
    assert {"procedures:deadline", "procedures:holidays"} <= {route.name for route in all_routes()}
