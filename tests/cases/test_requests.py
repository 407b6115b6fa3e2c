"""What may be asked of a running exemption, through the pages: who sees which button until when, and what comes of it."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.cases import service as cases
from yunghap.cases.domain.demonstrating import _WINDOW
from yunghap.casework import service as casework
from yunghap.casework.domain.expiries import warn_of_expiries
from yunghap.casework.domain.meetings import add_item, call_meeting, open_meeting
from yunghap.casework.domain.running import asked_supplement
from yunghap.casework.domain.votes import settle_item
from yunghap.casework.enums import ItemKind, Outcome
from yunghap.casework.models import Case, Consultation, Decision, ExpiryNotice
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification
from yunghap.procedures import service as procedures

pytestmark = pytest.mark.django_db
ALL = ["performance", "change", "extension", "law-revision"]


def deliver() -> None:
    while outbox.dispatch_pending():
        pass


def filed_exemption() -> Case:
    """An application for an exemption, filed today."""
    identity.load_public_bodies(by=SYSTEM, at=clock.now())
    if not procedures.Procedure.objects.filter(code="sandbox.exemption").exists():
        cases.draft_shipped(by=SYSTEM)
        cases.put_in_force(by=people.editors(2))
    case = casework.open_case(
        kind="sandbox.exemption",
        title="창호",
        applicant=people.make_organisation(OrganisationKind.COMPANY),
        variant="industrial-convergence",
        by=SYSTEM,
    )
    casework.save_answers(case=case, answers=_WINDOW.answers(), expected=case.version, by=SYSTEM)
    return casework.file_case(case=case, expected=case.version, by=SYSTEM)


class Running:
    """An exemption in operation, with the people around it."""

    def __init__(self, *, years: int = 2, started_days_ago: int = 0) -> None:
        self.case = case = filed_exemption()
        office = identity.Organisation.objects.get(key="motie")
        self.agency = identity.Organisation.objects.get(key="msit")
        self.company = make.member(case.applicant, Role.COMPANY_MEMBER)
        self.officer = make.member(office, Role.MINISTRY_OFFICER)
        self.approver = make.member(office, Role.MINISTRY_APPROVER)
        self.ministry = make.member(self.agency, Role.MINISTRY_OFFICER)
        self.finish(checked="complete", agencies=[])
        self.finish(similar=False)
        self.finish(resolution="PASSED")
        self.finish(conflict=False)
        self.finish(resolution="PASSED")
        [item] = casework.work_of(case)
        starts_on = clock.today() - timedelta(days=started_days_ago)
        casework.decide_in_work(
            case=case,
            item=item,
            decided=casework.DecisionInput(
                Outcome.GRANTED, starts_on=starts_on, ends_on=starts_on + timedelta(days=365 * years)
            ),
            by=SYSTEM,
        )
        self.finish(insured=True)
        deliver()
        [item] = casework.work_of(case)
        casework.publish_in_work(case=case, item=item, summary="발전하는 창호", by=SYSTEM)
        deliver()
        assert [item.node for item in casework.work_of(case)] == ["operate"]

    def finish(self, **values: object) -> None:
        for item in casework.work_of(self.case):
            casework.finish_work(case=self.case, item=item, values=values, by=SYSTEM)

    def ids(self, by: Actor) -> list[str]:
        return [one.request.id for one in casework.requests_of(self.case, by)]

    def ask(self, client: Client, request: str, **answers: str) -> None:
        address = f"/en/cases/{self.case.pk}/requests/{request}/"
        assert client.get(address).status_code == 200
        assert client.post(address, answers).status_code == 302
        deliver()

    def work(self, client: Client, node: str, **answers: str) -> None:
        [item] = [item for item in casework.work_of(self.case) if item.node == node]
        answer = client.post(f"/en/cases/{self.case.pk}/work/{item.number}/", answers)
        assert answer.status_code == 302, text_of(answer)
        deliver()

    def reported(self, node: str) -> None:
        """The committee takes note of a report at its next meeting."""
        group = make.committee(1)
        meeting, _item = make.planned(group)
        item = add_item(meeting=meeting, title=node, kind=ItemKind.REPORT, case=self.case, by=group.secretary)
        call_meeting(meeting=meeting, expected=meeting.version, by=group.secretary)
        open_meeting(
            meeting=meeting,
            present=group.members,
            expected=meeting.version,
            by=group.secretary,
            at=meeting.starts_at,
        )
        settle_item(item=item, resolution="", expected=item.version, by=group.secretary)
        deliver()
        assert node not in self.open()

    @property
    def decision(self) -> Decision:
        return Decision.objects.get(case=self.case)

    def open(self) -> set[str]:
        return {item.node for item in casework.work_of(self.case)}


def test_an_extension_moves_the_term_the_certificate_and_the_deadline() -> None:
    running = Running()
    assert running.ids(running.company) == ALL
    assert running.ids(running.officer) == ["correction", "revocation"]
    page = text_of(client_of(running.company).get(f"/en/cases/{running.case.pk}/"))
    [day] = {one.last_day for one in casework.requests_of(running.case, running.company) if one.last_day}
    assert f"Last day: {day.day}\u00a0{day:%b}\u00a0{day.year}" in page
    before, certificate = running.decision.ends_on, running.decision.certificate
    later = before + timedelta(days=400)
    running.ask(
        client_of(running.company),
        "extension",
        wanted_until=str(later),
        extension_reasons="실증을 이어 간다",
        insurance_extended="yes",
    )
    approver = client_of(running.approver)
    [item] = [item for item in casework.work_of(running.case) if item.node == "decide_extension"]
    bad = approver.post(
        f"/en/cases/{running.case.pk}/work/{item.number}/", {"extended": "yes", "reason": "가"}
    )
    assert bad.status_code == 422
    running.work(approver, "decide_extension", extended="yes", ends_on=str(later), reason="안전이 확인됨")
    assert running.decision.ends_on == later
    assert running.decision.certificate != certificate
    [validity] = [
        one
        for one in procedures.deadlines_of(running.case.instance, only_open=True)
        if one.rule == "validity"
    ]
    assert validity.due >= later
    letter = running.case.letters.get(kind="extension-result")
    assert letter.served_at is not None


def test_no_grant_and_no_extension_lasts_longer_than_the_act_allows() -> None:
    with pytest.raises(InvalidInput, match="24개월이므로"):
        Running(years=3)
    running = Running()
    running.ask(
        client_of(running.company),
        "extension",
        wanted_until="2040-01-01",
        extension_reasons="실증을 이어 간다",
        insurance_extended="yes",
    )
    [item] = [item for item in casework.work_of(running.case) if item.node == "decide_extension"]
    longer = running.decision.ends_on + timedelta(days=800)
    with pytest.raises(InvalidInput, match="longest extension"):
        casework.extend_in_work(
            case=running.case, item=item, ends_on=longer, reason="길게", by=running.approver
        )


def test_a_grant_that_the_law_deems_to_last_is_not_called_expired(client: Client) -> None:
    running = Running(years=1, started_days_ago=400)
    address = f"/en/decisions/{running.case.number}/"
    values = {"revision_body": running.agency.pk}
    procedures.correct_values(instance=running.case.instance, values=values, reason="요청", by=SYSTEM)
    assert "Expired" in client.get(address).content.decode()
    assert "창호" not in client.get("/en/decisions/?in_force=1").content.decode()
    running.finish(ended="expired")
    assert [one.node for one in casework.work_of(running.case)] == ["deemed"]
    page = client.get(address).content.decode()
    assert "Deemed to last" in page
    assert "Expired" not in page
    assert "산업융합 촉진법 제10조의5제7항" in page
    assert "Deemed to last" in client.get("/en/decisions/?in_force=1").content.decode()
    [row] = client.get("/en/decisions.json").json()["decisions"]
    assert row["lasting"]


def test_what_may_be_asked_rests_on_the_act_of_the_scheme() -> None:
    running = Running()
    case = running.case

    def asked(variant: str, kind: str) -> dict[str, str]:
        case.variant, case.answers = variant, {**case.answers, "kind": kind}
        return {one.request.id: one.article for one in casework.requests_of(case, running.company)}

    assert (
        asked("industrial-convergence", "demonstration")["law-revision"] == "산업융합 촉진법 제10조의5제3항"
    )
    financial = asked("financial", "demonstration")
    assert financial["performance"] == "금융혁신지원 특별법 제18조제2항"
    assert financial["extension"] == "금융혁신지원 특별법 제10조제2항"
    assert "law-revision" not in asked(
        "circular-economy", "permit"
    )  # the ministry has to, unasked: art. 33(12)
    assert set(asked("of-tomorrow", "demonstration")) == set(
        ALL
    )  # what we know no act of, as the procedure says


def test_a_revision_of_the_law_is_asked_for_two_months_before_the_end_also_of_an_extended_term() -> None:
    running = Running(years=1, started_days_ago=330)
    late = {one.request.id for one in casework.requests_of(running.case, running.company) if one.closed}
    assert late == {"extension", "law-revision"}
    values = {"ends_on": running.decision.ends_on + timedelta(days=365)}
    procedures.correct_values(instance=running.case.instance, values=values, reason="연장", by=SYSTEM)
    [asked] = [
        one for one in casework.requests_of(running.case, running.company) if one.request.id == "law-revision"
    ]
    assert asked.last_day is not None
    assert not asked.closed
    assert timedelta(days=58) <= values["ends_on"] - asked.last_day <= timedelta(days=75)


def test_what_the_committee_rejected_is_not_granted() -> None:
    case = filed_exemption()
    for values in ({"checked": "complete", "agencies": []}, {"similar": True}, {"resolution": "REJECTED"}):
        [item] = casework.work_of(case)
        casework.finish_work(case=case, item=item, values=values, by=SYSTEM)
    [item] = casework.work_of(case)
    for outcome, reasons in ((Outcome.GRANTED, ""), (Outcome.REFUSED, "안전이 확인되지 않음")):
        decided = casework.DecisionInput(outcome, reasons)
        if outcome is Outcome.GRANTED:
            with pytest.raises(InvalidInput, match="부결하였으므로"):
                casework.decide_in_work(case=case, item=item, decided=decided, by=SYSTEM)
        else:
            casework.decide_in_work(case=case, item=item, decided=decided, by=SYSTEM)
    deliver()
    assert case.letters.filter(kind="refusal").exists()


def test_after_its_last_day_there_is_no_button() -> None:
    running = Running(years=1, started_days_ago=330)
    late = [one for one in casework.requests_of(running.case, running.company) if one.closed]
    assert [one.request.id for one in late] == ["extension", "law-revision"]
    client = client_of(running.company)
    assert "The last day for this was" in text_of(client.get(f"/en/cases/{running.case.pk}/"))
    assert client.get(f"/en/cases/{running.case.pk}/requests/extension/").status_code == 404
    with pytest.raises(Conflict, match="last day"):
        casework.make_request(case=running.case, request="extension", answers={}, by=running.company)
    with pytest.raises(NotAllowed):
        casework.make_request(case=running.case, request="revocation", answers={}, by=running.company)
    with pytest.raises(NotFound):
        casework.make_request(case=running.case, request="nothing", answers={}, by=running.company)


def test_a_revocation_hears_the_holder_and_ends_the_exemption() -> None:
    running = Running()
    officer, approver = client_of(running.officer), client_of(running.approver)
    facts = {
        "revocation_ground": "conditions",
        "revocation_facts": "보험을 해지함",
        "revocation_articles": "산업융합 촉진법 제10조의4제7항제2호",
        "hearing_on": str(clock.today() + timedelta(days=40)),
        "hearing_place": "세종, 10시",
        "hearing_chair": "산업통상부 과장 김청문",
    }
    with pytest.raises(InvalidInput) as late:
        casework.make_request(
            case=running.case,
            request="revocation",
            answers=facts | {"hearing_on": str(clock.today() + timedelta(days=10))},
            by=running.officer,
        )
    assert set(late.value.details["fields"]) == {"hearing_on"}
    running.ask(officer, "revocation", **facts)
    assert running.open() == {"operate", "hearing"}
    assert running.case.letters.filter(kind="hearing-notice", served_at__isnull=False).exists()
    running.work(officer, "hearing", remarks="출석함")
    running.work(approver, "revoke", revoked="no", reason="경미함")
    assert running.open() == {"operate"}
    assert running.decision.revoked_on is None
    running.ask(officer, "revocation", **facts)
    running.work(officer, "hearing", remarks="출석함")
    running.work(approver, "revoke", revoked="yes", on=str(clock.today()), reason="되풀이됨")
    assert running.decision.revoked_on == clock.today()
    assert Case.objects.get(pk=running.case.pk).state == "CLOSED"
    assert running.case.letters.filter(kind="revocation").count() == 2


def test_a_revision_of_the_law_is_asked_of_the_ministry_named() -> None:
    running = Running()
    running.ask(
        client_of(running.company),
        "law-revision",
        revision_body=running.agency.pk,
        revision_articles="건축법 제52조",
        revision_reasons="안전함",
    )
    assert Consultation.objects.get(case=running.case).organisation == running.agency
    running.work(client_of(running.ministry), "review_need", revision_needed="no", remarks="충분함")
    running.reported("report_need")
    assert running.case.letters.filter(kind="law-revision-result").exists()


def test_a_correction_and_a_report_and_a_change() -> None:
    running = Running()
    company, officer = client_of(running.company), client_of(running.officer)
    running.ask(
        officer,
        "correction",
        correction_ground="conditions",
        correction_facts="표시하지 않음",
        correction_articles="산업융합 촉진법 제10조의4제7항",
    )
    running.work(company, "hear_correction", remarks="고치겠음")
    running.work(
        officer, "order_correction", ordered="yes", correction_term="P1M", correction_content="표시한다"
    )
    assert running.case.letters.filter(kind="correction-order", served_at__isnull=False).exists()
    running.work(company, "correct", remarks="고침")
    running.ask(
        company, "performance", reported_until="2027-01-01", performance="무사고", conditions_kept="yes"
    )
    running.work(officer, "read_report", remarks="확인")
    running.ask(company, "change", change_of="기기 수", change_reasons="수요")
    running.work(officer, "consult_change", major="no", remarks="경미함")
    assert running.open() == {"operate"}
    seen = text_of(officer.get(f"/en/cases/{running.case.pk}/"))
    for said in ("표시하지 않음", "고치겠음", "표시한다", "무사고", "기기 수", "경미함"):
        assert said in seen
    mine = text_of(company.get(f"/en/cases/{running.case.pk}/"))
    assert "무사고" in mine
    assert "고치겠음" in mine
    assert "경미함" not in mine


def test_the_last_day_to_ask_is_told_once() -> None:
    running = Running(years=1, started_days_ago=280)
    told = {row.stage for row in ExpiryNotice.objects.filter(decision=running.decision)}
    assert told == set()
    assert warn_of_expiries(by=SYSTEM) == 2
    assert warn_of_expiries(by=SYSTEM) == 0
    assert {row.stage for row in ExpiryNotice.objects.all()} == {"90", "extension"}


@pytest.mark.parametrize(
    ("asked_by", "last"),
    [
        (None, date(2026, 10, 7)),
        (date(2026, 9, 1), date(2026, 10, 7)),
        (date(2026, 9, 18), date(2026, 9, 18)),
    ],
    ids=["no day", "a day gone by", "a day"],
)
def test_a_supplement_is_due_on_its_day_or_in_thirty_days(asked_by: date | None, last: date) -> None:
    """Letter, page, notification and deadline say the same day."""
    with clock.use(lambda: datetime(2026, 9, 7, 1, tzinfo=UTC)):
        case = filed_exemption()
        company = make.member(case.applicant, Role.COMPANY_MEMBER)
        [item] = casework.work_of(case)
        values = {"checked": "supplement", "remarks": "안전 시험", "supplement_by": asked_by, "agencies": []}
        casework.finish_work(case=case, item=item, values=values, by=SYSTEM)
        deliver()
        asked = asked_supplement(case)
        assert asked is not None
        [letter] = case.letters.filter(kind="supplement-request")
        [term] = [one for one in procedures.deadlines_of(case.instance or "") if one.rule == "supplement-day"]
        assert (asked.by, term.due) == (last, last)
        assert letter.served_at == clock.now()
        told = Notification.objects.filter(person=company.id).exclude(due_on=None)
        assert [one.due_on for one in told] == [last]  # as it stands in their calendar
        with zipfile.ZipFile(io.BytesIO(documents.open_original(letter.hwpx_sha256))) as file:
            assert (
                f"{last.year}. {last.month}. {last.day}.까지" in file.read("Contents/section0.xml").decode()
            )
