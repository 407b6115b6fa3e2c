"""Declared and withdrawn holidays, the record of them, and the calendar that comes of it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories.identity import make_member, make_organisation
from tests.factories.procedures import start
from tests.procedures.diagrams import diagram
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.core.models import OutboxEvent
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.ledger.service import details_of, entries_for
from yunghap.procedures.holiday_kinds import HolidayKind
from yunghap.procedures.models import HolidayOverride
from yunghap.procedures.service import (
    calendar,
    count_deadline,
    deadlines_of,
    declare_holiday,
    withdraw_holiday,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 28)
CHRISTMAS = date(2026, 12, 25)
WORDS = {
    "name_ko": "임시공휴일",
    "name_en": "Temporary holiday",
    "legal_basis": "규정 제2조제11호, 국무회의 2026-09-01",
}


def due() -> date:
    return count_deadline(rule="civil-act", start=date(2026, 9, 11), term="P15D", calendar=calendar()).due


def test_a_declared_day_moves_deadlines_and_is_told():
    assert due() == MONDAY
    row = declare_holiday(day=MONDAY, **WORDS, by=SYSTEM)
    assert due() == date(2026, 9, 29)
    assert calendar().holiday(MONDAY) == ("임시공휴일", "Temporary holiday")
    entry = entries_for("day:2026-09-28")[0]
    assert details_of(entry) == {
        "day": "2026-09-28",
        "kind": "ADD",
        "name": "임시공휴일",
        "legal_basis": WORDS["legal_basis"],
    }
    event = OutboxEvent.objects.get(topic="procedures.calendar.changed")
    assert event.subject == "day:2026-09-28"
    assert (row.said_by, row.replaced_at) == (SYSTEM.id, None)


def test_a_withdrawn_day_is_ordinary_again_and_the_first_word_stays_on_record():
    declared = declare_holiday(day=MONDAY, **WORDS, by=SYSTEM)
    withdraw_holiday(day=MONDAY, legal_basis="국무회의 2026-09-20", by=SYSTEM)
    assert due() == MONDAY
    declared.refresh_from_db()
    assert declared.replaced_at is not None
    assert [row.kind for row in HolidayOverride.objects.filter(day=MONDAY)] == [
        HolidayKind.REMOVE,
        HolidayKind.ADD,
    ]


def test_a_published_day_can_be_withdrawn_and_declared_again():
    withdraw_holiday(day=CHRISTMAS, legal_basis="시험", by=SYSTEM)
    assert calendar().day_off(CHRISTMAS) is None
    declare_holiday(day=CHRISTMAS, **WORDS, by=SYSTEM)
    assert calendar().holiday(CHRISTMAS) == ("임시공휴일", "Temporary holiday")


def test_what_cannot_be_said():
    with pytest.raises(Conflict):
        declare_holiday(day=CHRISTMAS, **WORDS, by=SYSTEM)
    with pytest.raises(Conflict):
        withdraw_holiday(day=MONDAY, legal_basis="시험", by=SYSTEM)
    for field in WORDS:
        with pytest.raises(InvalidInput) as refusal:
            declare_holiday(day=MONDAY, **{**WORDS, field: " "}, by=SYSTEM)
        assert refusal.value.details["field"] == field
    for verb, words in ((declare_holiday, WORDS), (withdraw_holiday, {"legal_basis": "시험"})):
        with pytest.raises(InvalidInput, match="1990"):
            verb(day=date(2101, 1, 1), **words, by=SYSTEM)
    assert not HolidayOverride.objects.exists()


def test_only_who_may_changes_the_calendar():
    officer = make_member(make_organisation(OrganisationKind.MINISTRY), Role.MINISTRY_OFFICER)
    compiler = make_member(make_organisation(OrganisationKind.MINISTRY), Role.COMPILING_OFFICER)
    with pytest.raises(NotAllowed):
        declare_holiday(day=MONDAY, **WORDS, by=Actor("person", officer.pk))
    with pytest.raises(NotAllowed):
        withdraw_holiday(day=CHRISTMAS, legal_basis="시험", by=Actor("person", officer.pk))
    declare_holiday(day=MONDAY, **WORDS, by=Actor("person", compiler.pk))


def test_the_database_keeps_one_word_a_day():
    row = {"day": MONDAY, "kind": "ADD", **WORDS, "said_by": "x", "said_at": clock.now()}
    HolidayOverride.objects.create(**row)
    for wrong in ({}, {"kind": "MAYBE", "day": CHRISTMAS}, {"name_ko": "", "day": CHRISTMAS}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HolidayOverride.objects.create(**{**row, **wrong})
    assert str(HolidayOverride.objects.get()) == "2026-09-28 ADD"


def test_open_deadlines_are_counted_anew(django_capture_on_commit_callbacks):
    work = '<startEvent id="s"/><userTask id="reply" y:deadline="reply"/><endEvent id="e"/>'
    done = start(
        diagram(work, "s -> reply\nreply -> e"),
        deadlines=[{"id": "reply", "counting": "civil-act", "article": "시험 제1조", "term": "P21D"}],
    )
    assert [row.due for row in deadlines_of(done.instance)] == [MONDAY]
    with django_capture_on_commit_callbacks(execute=True):
        declare_holiday(day=MONDAY, **WORDS, by=SYSTEM)
    outbox.dispatch_pending()  # what the budget of one request left
    assert [row.due for row in deadlines_of(done.instance)] == [date(2026, 9, 29)]
