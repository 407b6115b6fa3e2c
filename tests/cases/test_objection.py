"""An objection to a decision whose procedure has none: 30 days to file it, 14 (and 10) to answer it, by one office."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.cases import service as cases
from yunghap.casework import registry
from yunghap.casework import service as casework
from yunghap.casework.domain.objecting import last_day_to_object, objection_of, open_objection
from yunghap.casework.domain.running import answer_work
from yunghap.casework.models import Case
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, NotFound
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures

pytestmark = pytest.mark.django_db
DECIDED = datetime(2026, 9, 7, 1, tzinfo=UTC)  # a Monday
LAST = date(2026, 10, 7)


@pytest.fixture
def parties() -> make.Parties:
    identity.load_public_bodies(by=SYSTEM, at=DECIDED)
    if not procedures.Procedure.objects.filter(code="objection").exists():
        cases.draft_shipped(by=SYSTEM)
        cases.put_in_force(by=[people.actor(people.make_person()) for _ in range(2)])
    with clock.use(lambda: DECIDED):
        return make.granted(decided_on=clock.today())


def test_thirty_days_to_file_and_fourteen_to_answer_by_the_same_office(parties: make.Parties) -> None:
    case = parties.case
    assert last_day_to_object(case) == LAST
    with pytest.raises(Conflict, match="2026-10-07"):
        open_objection(case=case, by=parties.company, at=DECIDED + timedelta(days=31))
    with clock.use(lambda: DECIDED + timedelta(days=9)):
        client = client_of(parties.company)
        assert "2026-10-07" in text_of(client.get(f"/en/cases/{case.pk}/"))
        answer = client.post(f"/en/cases/{case.pk}/objection/")
        assert answer.status_code == 302
        made = objection_of(case)
        assert made is not None
        assert answer.headers["Location"].startswith(f"/en/cases/{made.pk}/form/")
        assert (made.handler, made.applicant, made.objects_to) == (case.handler, case.applicant, case)
        with pytest.raises(Conflict):
            open_objection(case=case, by=parties.company)
        casework.save_answers(
            case=made, answers={"grounds": "안전성은 입증되었다"}, expected=made.version, by=parties.company
        )
    with pytest.raises(Conflict):
        casework.file_case(
            case=made, expected=made.version, by=parties.company, at=DECIDED + timedelta(days=31)
        )
    at = DECIDED + timedelta(days=10)  # 17 September
    casework.file_case(case=made, expected=made.version, by=parties.company, at=at)
    [deadline] = procedures.deadlines_of(made.instance or "")
    assert (deadline.due, deadline.can_extend) == (date(2026, 10, 1), True)
    [item] = casework.work_of(made)
    with clock.use(lambda: at):
        answer_work(
            case=made, item=item, answers={"upheld": "no", "result": "기각: 근거가 없다"}, by=parties.approver
        )
        while outbox.dispatch_pending():
            pass
    made.refresh_from_db()
    [letter] = made.letters.all()
    assert (made.state, letter.kind) == ("CLOSED", "objection-result")
    assert letter.served_at is not None


def test_only_decisions_without_an_objection_of_their_own(parties: make.Parties) -> None:
    bare = make.filed()
    assert last_day_to_object(bare.case) is None
    with pytest.raises(NotFound):
        open_objection(case=bare.case, by=bare.company)
    assert registry.get_kind("conformity-certification").own_objection
    Case.objects.filter(pk=parties.case.pk).update(procedure="conformity-certification")
    assert last_day_to_object(Case.objects.get(pk=parties.case.pk)) is None
    assert client_of(parties.company).get("/en/apply/objection/begin/").status_code == 404
