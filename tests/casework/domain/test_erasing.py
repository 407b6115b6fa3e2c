"""Contents of cases are erased when their term is over, and not before; the ledger stands."""

from datetime import UTC, date, datetime

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from yunghap.casework.contracts import PaperInput
from yunghap.casework.domain.erasing import erase_cases
from yunghap.casework.domain.filing import withdraw_case
from yunghap.casework.domain.messages import write_message
from yunghap.casework.domain.papers import add_paper, read_paper
from yunghap.casework.enums import Secrecy
from yunghap.casework.models import Paper
from yunghap.casework.queries.retention import due_cases, retained_until, what_goes
from yunghap.core import clock
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.invariants import check_all
from yunghap.documents import service as documents
from yunghap.procedures import service as procedures
from yunghap.procedures.exports.log import traces

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 3, 2, 1, tzinfo=UTC)
EVE = datetime(2031, 12, 31, 1, tzinfo=UTC)
LATER = datetime(2032, 1, 1, 1, tzinfo=UTC)  # five years from the first of January after the end
SECRET = "주민등록 초본".encode()


@pytest.fixture
def parties() -> make.Parties:
    """A case that was withdrawn in 2026, of a kind that is kept for five years."""
    with clock.use(lambda: THEN):
        found = make.filed()
        paper = PaperInput(data=SECRET, name="id.txt", secrecy=Secrecy.PERSONAL)
        add_paper(case=found.case, paper=paper, by=found.company)
        write_message(case=found.case, text="전화 010-0000-0000", by=found.company)
        found.case.refresh_from_db()
        withdraw_case(case=found.case, expected=found.case.version, by=found.company)
    return found


def test_the_term_runs_from_the_first_of_january_after_the_end() -> None:
    assert retained_until(date(2026, 3, 2), 5) == date(2032, 1, 1)
    assert retained_until(date(2026, 12, 31), 10) == date(2037, 1, 1)


def test_contents_go_when_the_term_is_over_and_the_ledger_stands(parties: make.Parties) -> None:
    case = parties.case
    other = make.filed()  # under way, with a document of the same bytes as one of the case's
    [shared] = set(case.papers.values_list("sha256", flat=True)) & set(
        other.case.papers.values_list("sha256", flat=True)
    )
    assert not due_cases(parties.approver, today=clock.local_date(EVE))
    with pytest.raises(Conflict):
        erase_cases(cases=[case.pk], reason="심의 1호", by=parties.approver, at=EVE)
    [due] = what_goes(due_cases(parties.approver, today=clock.local_date(LATER)))
    assert (due.case, due.papers, due.messages, due.answers) == (case, 2, 1, 3)
    with pytest.raises(NotAllowed):
        erase_cases(cases=[case.pk], reason="심의 1호", by=parties.officer, at=LATER)
    with pytest.raises(InvalidInput):
        erase_cases(cases=[case.pk], reason=" ", by=parties.approver, at=LATER)
    assert case.instance
    assert erase_cases(cases=[case.pk], reason="심의 1호", by=parties.approver, at=LATER) == [case]
    case.refresh_from_db()
    assert (case.answers, case.erased_at, case.messages.count()) == ({}, LATER, 0)
    paper = case.papers.get(secrecy=Secrecy.PERSONAL)
    with pytest.raises(NotFound):
        documents.open_original(paper.sha256)
    for gone in Paper.objects.filter(case=case):
        with pytest.raises(NotFound):
            read_paper(paper=gone, by=parties.company)
    assert documents.open_original(shared) == b"plan"
    assert all(not entry.events for entry in procedures.history_of(case.instance))
    [trace] = traces([case.instance])
    assert trace.events == ()
    assert [one for one in check_all() if one.violations] == []
    with pytest.raises(Conflict):
        erase_cases(cases=[case.pk], reason="심의 1호", by=parties.approver, at=LATER)
    with pytest.raises(Conflict):
        procedures.erase_instance(instance=other.case.instance or "", reason="x", by=parties.approver)


def test_pages_show_first_and_erase_what_was_seen(parties: make.Parties) -> None:
    with clock.use(lambda: LATER):
        officer, client = client_of(parties.officer), client_of(parties.approver)
        assert officer.get("/en/retention/").status_code == 404
        assert str(parties.case.number) in text_of(client.get("/en/retention/"))
        nothing = client.post("/en/retention/look/", {}, follow=True)
        assert "Choose at least one case." in text_of(nothing)
        seen = client.post("/en/retention/look/", {"case": parties.case.pk})
        assert "This cannot be undone" in text_of(seen)
        token = seen.context["token"]
        assert client.post("/en/retention/erase/", {"token": token}).status_code == 422
        done = client.post("/en/retention/erase/", {"token": token, "reason": "심의 1호"}, follow=True)
        assert "1 case was erased." in text_of(done)
        assert "Nothing is due" in text_of(done)
        again = client.post("/en/retention/erase/", {"token": token, "reason": "심의 1호"}, follow=True)
        assert "Look again." in text_of(again)
        assert "Choose the cases once more" in text_of(
            client.post("/en/retention/erase/", {"token": "x"}, follow=True)
        )
        assert "Contents erased" in text_of(client.get(f"/en/cases/{parties.case.pk}/"))
