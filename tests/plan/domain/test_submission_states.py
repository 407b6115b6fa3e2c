"""Whatever order people act in, a submission is in one state, loses no row and keeps its text."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.invariants import check_all
from yunghap.plan import service as plan
from yunghap.plan.domain.rows import values_of
from yunghap.plan.models import Observation, Submission, SubmissionRow

names = st.sampled_from(["하나", "둘", "셋"])
amounts = st.integers(min_value=0, max_value=10**6)


class SubmissionMachine(RuleBasedStateMachine):
    """Rows are kept in a model beside the database; every verb either does what it says or changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.state = "DRAFT"
        self.rows: dict[str, int] = {}
        self.accepted: dict[str, int] = {}
        self.round = 0
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.submission = make.submission()

    def fresh(self) -> Submission:
        return Submission.objects.select_related("edition", "organisation", "document").get(
            pk=self.submission.pk
        )

    def attempt(self, allowed: bool, verb: Any, **arguments: Any) -> bool:
        """The verb succeeds exactly where the model says so."""
        if allowed:
            verb(**arguments, by=SYSTEM)
        else:
            with pytest.raises((Conflict, InvalidInput)):
                verb(**arguments, by=SYSTEM)
        return allowed

    @property
    def editable(self) -> bool:
        return self.state in {"DRAFT", "RETURNED"}

    @rule(name=names, value=amounts)
    def add(self, name: str, value: int) -> None:
        allowed = self.editable and name not in self.rows
        row = make.budget(name, value)
        if self.attempt(allowed, plan.add_row, submission=self.fresh(), values=row):
            self.rows[name] = value

    @rule(name=names, value=amounts)
    def change(self, name: str, value: int) -> None:
        row = SubmissionRow.objects.filter(submission=self.submission, programme_name=name).first()
        if row is None:
            assert name not in self.rows
            return
        changes = {"value": Decimal(value)}
        if self.attempt(self.editable, plan.change_row, row=row, changes=changes, expected=row.version):
            self.rows[name] = value

    @rule(name=names)
    def change_stale(self, name: str) -> None:
        row = SubmissionRow.objects.filter(submission=self.submission, programme_name=name).first()
        if row is not None:
            changes = {"value": Decimal(10**7)}
            self.attempt(False, plan.change_row, row=row, changes=changes, expected=row.version + 1)

    @rule(name=names)
    def remove(self, name: str) -> None:
        row = SubmissionRow.objects.filter(submission=self.submission, programme_name=name).first()
        if row is not None and self.attempt(self.editable, plan.remove_row, row=row, expected=row.version):
            del self.rows[name]

    @rule()
    def submit(self) -> None:
        allowed = self.editable and bool(self.rows)
        submission = self.fresh()
        if self.attempt(allowed, plan.submit_submission, submission=submission, expected=submission.version):
            self.state, self.round = "SUBMITTED", self.round + 1

    @rule()
    def withdraw(self) -> None:
        submission = self.fresh()
        if self.attempt(
            self.state == "SUBMITTED",
            plan.withdraw_submission,
            submission=submission,
            expected=submission.version,
        ):
            self.state = "DRAFT"

    @rule()
    def return_it(self) -> None:
        submission = self.fresh()
        if self.attempt(
            self.state in {"SUBMITTED", "ACCEPTED"},
            plan.return_submission,
            submission=submission,
            remarks={"": "다시 봐 주세요."},
            expected=submission.version,
        ):
            self.state, self.accepted = "RETURNED", {}

    @rule()
    def accept(self) -> None:
        submission = self.fresh()
        if self.attempt(
            self.state == "SUBMITTED",
            plan.accept_submission,
            submission=submission,
            expected=submission.version,
        ):
            self.state, self.accepted = "ACCEPTED", dict(self.rows)

    @invariant()
    def database_agrees(self) -> None:
        if not hasattr(self, "submission"):
            return
        submission = self.fresh()
        assert (submission.state, submission.round) == (self.state, self.round)
        rows = SubmissionRow.objects.filter(submission=submission)
        assert {row.programme_name: values_of(row).value for row in rows} == self.rows
        numbers = Observation.objects.filter(edition=submission.edition)
        assert {row.programme_text: row.value for row in numbers} == self.accepted
        total = make.money(submission.edition).itemised
        assert total == sum(self.accepted.values()) * 10**8
        assert [result for result in check_all() if result.id.startswith("plan.") and result.violations] == []


@pytest.mark.django_db
def test_submission_is_what_its_history_says() -> None:
    run_state_machine_as_test(
        SubmissionMachine, settings=settings(max_examples=12, stateful_step_count=14, deadline=None)
    )
