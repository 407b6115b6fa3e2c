"""The office at a glance: its figures are those of its cases, and as many cases cost no more statements."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.casework.domain.test_running import check
from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework.domain.acting import answer_in_work
from yunghap.casework.domain.following import follow_procedure
from yunghap.casework.domain.reminding import remind_of_work
from yunghap.casework.enums import Opinion
from yunghap.casework.jobs import remind
from yunghap.casework.models import WorkNotice
from yunghap.casework.queries import figures
from yunghap.casework.queries.figures import Scope
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification

pytestmark = pytest.mark.django_db

PAGE = "/en/desk/cases/"


def consulted(days_ago: int) -> make.Parties:
    """A case filed so long ago, in which a body is asked."""
    parties = make.filed(clock.now() - timedelta(days=days_ago))
    body = people.make_organisation(OrganisationKind.MINISTRY)
    check(parties, "yes", body.pk)
    follow_procedure(instance=parties.case.instance or "", at=clock.now())
    return parties


def test_every_part_is_there_and_can_be_taken_along() -> None:
    parties = consulted(5)
    row = parties.case.consultations.get()
    answer_in_work(
        consultation=row, opinion=Opinion.AGREE, reply="", expected=row.version, by=SYSTEM, at=clock.now()
    )
    make.granted(ends_on=clock.today() + timedelta(days=40))
    client = client_of(parties.officer)
    page = text_of(client.get(PAGE))
    for part in ("Completeness", row.organisation.short_name, "Grants that end, by month", "<svg"):
        assert part in page
    for part in ("alerts", "procedures", "steps", "bodies", "load", "expiries"):
        answer = client.get(f"{PAGE}{part}.csv")
        assert answer.status_code == 200
        assert len(answer.content.decode("utf-8-sig").splitlines()) > 1, part
    assert client.get(f"{PAGE}other.csv").status_code == 404


def test_a_day_that_has_passed_is_told_in_words() -> None:
    parties = make.filed(clock.now() - timedelta(days=60))
    client = client_of(parties.officer)
    page = text_of(client.get(PAGE))
    assert re.search(r">\d+ days late<", page)
    assert not re.search(r">-\d", page)
    [head, *rows] = client.get(f"{PAGE}alerts.csv").content.decode("utf-8-sig").splitlines()
    assert all(int(row.split(",")[1]) < 0 for row in rows)
    assert head.split(",")[1] == "Days left"


def test_the_figures_are_those_of_the_cases() -> None:
    first, scope = consulted(5), Scope(None, make.KIND)
    [step] = [row for row in figures.by_step(scope, clock.now()) if row.name == "Completeness"]
    assert (step.done, step.late, step.open) == (1, 0, 0)
    assert 4.9 < (step.days or 0) < 5.1
    [body] = figures.by_body(scope, clock.today())
    assert (body.asked, body.in_time, body.waiting, body.overdue) == (1, 0, 1, 0)
    [held] = figures.load(scope, clock.now())
    assert (held.role, held.open) == ("consulted", 1)
    [procedure] = figures.by_procedure(scope)
    assert (procedure.filed, procedure.under_way, procedure.decided) == (1, 1, 0)
    make.granted(decided_on=clock.today() + timedelta(days=3))
    [procedure] = figures.by_procedure(scope)
    assert (procedure.filed, procedure.decided, procedure.days) == (2, 1, 3.0)
    assert figures.by_procedure(Scope(frozenset({"nobody"}))) == []
    assert figures.by_procedure(Scope(None, until=clock.today() - timedelta(days=9))) == []
    assert figures.by_procedure(Scope(None, since=clock.today() + timedelta(days=1))) == []
    assert (
        len(figures.alerts(scope, clock.now() + timedelta(days=10))) == 2
    )  # the check of one, the reply of the other
    assert first.case.number


def test_the_number_of_cases_does_not_change_the_number_of_statements(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    officer = consulted(2).officer
    client = client_of(officer)
    client.get(PAGE)
    for _ in range(4):
        consulted(3)
    with django_assert_max_num_queries(25):
        client.get(PAGE)


def test_empty_and_narrowed_pages_say_so() -> None:
    officer = make.draft().officer
    page = text_of(client_of(officer).get(PAGE))
    for nothing in ("No term ends soon", "No case was filed", "Nothing is open", "No grant ends"):
        assert nothing in page
    narrowed = text_of(client_of(officer).get(f"{PAGE}?procedure={make.KIND}&since=2026-01-01&until=bad"))
    assert "2026-01-01" in narrowed


def test_others_find_no_page() -> None:
    parties = make.filed()
    assert client_of(parties.company).get(PAGE).status_code == 404
    auditor = make.member(people.make_organisation(OrganisationKind.PLATFORM), Role.AUDITOR)
    assert client_of(auditor).get(PAGE).status_code == 200


def test_people_are_told_before_their_work_is_late_and_once_after() -> None:
    parties = make.filed()
    now, case = clock.now(), parties.case
    follow_procedure(instance=case.instance or "", at=now)
    notices = Notification.objects.filter(person_id=parties.officer.id)
    notices.all().delete()
    told = [remind_of_work(by=SYSTEM, at=now + timedelta(days=day)) for day in (0, 4, 5, 8, 9, 10, 15, 16)]
    assert sum(told) == 4
    assert list(WorkNotice.objects.exclude(stage="").order_by("id").values_list("stage", flat=True)) == [
        "7",
        "3",
        "1",
        "late",
    ]
    assert notices.count() == 4
    remind.func()
    assert notices.count() == 4
