"""People with roles, and an edition that collects submissions."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import identity as people
from tests.factories import plan as factory
from yunghap.core.actors import SYSTEM
from yunghap.identity.service import OrganisationKind, Role
from yunghap.plan.domain.editions import open_edition
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.domain.rows import add_row
from yunghap.plan.domain.submissions import open_submission, submit_submission

ROW = {
    "kind": "BUDGET",
    "programme_name": "융합 사업",
    "value": "12.5",
    "unit": "억원",
    "source": "ALL",
    "year": "2027",
}


class Desk:
    """An open edition of 2027 based on the small one of 2026, and the people who work on it."""

    def __init__(self):
        self.ministry = factory.ministry("산업부")
        self.other = factory.ministry("과기부")
        self.officer = self._client(Role.MINISTRY_OFFICER)
        self.approver = self._client(Role.MINISTRY_APPROVER)
        self.stranger = people.signed_in(people.make_member(self.other, Role.MINISTRY_OFFICER))
        self.compiler = self._platform()
        self.second = self._platform()
        self.nobody = people.signed_in(people.make_member())
        self.edition = open_edition(year=2027, title="2027 계획", due_on=date(2026, 11, 30), by=SYSTEM)

    def _client(self, role):
        return people.signed_in(people.make_member(self.ministry, role))

    @staticmethod
    def _platform():
        home = people.make_organisation(OrganisationKind.PLATFORM)
        return people.signed_in(people.make_member(home, Role.COMPILING_OFFICER))

    def part(self, *, rows=1, submitted=False):
        """The ministry's part with budget rows."""
        part = open_submission(edition=self.edition, organisation=self.ministry, by=SYSTEM)
        for number in range(rows):
            values = RowValues(
                kind="BUDGET",
                programme_name=f"사업 {number}",
                value=Decimal(10 + number),
                unit="억원",
                year=2027,
            )
            add_row(submission=part, values=values, by=SYSTEM)
        if submitted:
            submit_submission(submission=part, expected=part.version, by=SYSTEM)
        part.refresh_from_db()
        return part


@pytest.fixture
def desk(db):
    return Desk()
