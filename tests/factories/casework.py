"""Cases, their people and committees for tests."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.factories import identity as people
from tests.factories.procedures import make_version
from tests.procedures.diagrams import diagram
from yunghap.casework import registry
from yunghap.casework import service as casework
from yunghap.casework.contracts import Kind, LetterTemplate
from yunghap.casework.domain.committees import create_panel, seat_member
from yunghap.casework.domain.meetings import add_item, call_meeting, open_meeting, plan_meeting
from yunghap.casework.forms import Words, read_form
from yunghap.casework.models import AgendaItem, Case, Meeting, Panel, PanelMember
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation
from yunghap.procedures.service import Procedure, define_procedure

FORM = b"""{
  "id": "test-permit", "title": {"ko": "\xec\x8b\x9c\xed\x97\x98", "en": "Test"},
  "sections": [{"title": {"ko": "1", "en": "1"}, "fields": [
    {"id": "product", "kind": "long_text", "label": {"ko": "p", "en": "Product"}, "required": true, "facet": "content"},
    {"id": "secret", "kind": "text", "label": {"ko": "s", "en": "Secret"}, "secrecy": "BUSINESS"},
    {"id": "users", "kind": "number", "label": {"ko": "u", "en": "Users"}},
    {"id": "cost", "kind": "money", "label": {"ko": "c", "en": "Cost"}},
    {"id": "start", "kind": "date", "label": {"ko": "d", "en": "Start"}},
    {"id": "insured", "kind": "yes_no", "label": {"ko": "i", "en": "Insured"}, "required": true},
    {"id": "reason", "kind": "choice", "label": {"ko": "r", "en": "Reason"}, "required": true,
     "choices": {"cost": {"ko": "1", "en": "Cost"}, "none": {"ko": "2", "en": "No offer"}},
     "when": {"field": "insured", "is": "no"}},
    {"id": "plan", "kind": "file", "label": {"ko": "f", "en": "Plan"}, "required": true, "secrecy": "BUSINESS"}
  ]}]
}"""
KIND = "test.permit"
WORK_FORM = b"""{
  "id": "completeness", "title": {"ko": "t", "en": "t"}, "sections": [{"fields": [
    {"id": "complete", "kind": "yes_no", "label": {"ko": "c", "en": "Complete"}, "required": true},
    {"id": "remarks", "kind": "long_text", "label": {"ko": "r", "en": "Remarks"}}
  ]}]
}"""
ELEMENTS = """
<startEvent id="start"/><exclusiveGateway id="again"/>
<userTask id="check" name="Completeness" y:role="handler" y:form="completeness" y:deadline="check"/>
<exclusiveGateway id="complete" default="complete_consult"/>
<userTask id="supplement" name="Supplement" y:role="applicant" y:form="casework:supplement" y:stops="supplement"/>
<userTask id="consult" name="Opinion" y:role="consulted" y:organisation="= body" y:form="casework:consultation"
  y:deadline="reply">
  <multiInstanceLoopCharacteristics y:collection="bodies" y:item="body"/></userTask>
<userTask id="committee" name="Resolution" y:role="secretary" y:form="casework:agenda"/>
<userTask id="decide" name="Decision" y:role="approver" y:form="casework:decision"/>
<exclusiveGateway id="granted" default="granted_letter"/>
<serviceTask id="certify" y:service="casework.certificate"/>
<serviceTask id="letter" y:service="casework.letter" y:letter="result"/>
<userTask id="publish" name="Publication" y:role="approver" y:form="casework:publication"/>
<endEvent id="end"/>
"""
ARROWS = """
start -> again
again -> check
check -> complete
complete -> supplement [complete = false]
supplement -> again
complete -> consult
consult -> committee
committee -> decide
decide -> granted
granted -> certify [outcome = "GRANTED"]
granted -> letter
certify -> letter
letter -> publish
publish -> end
"""
DEADLINES = (
    {
        "id": "check",
        "name": "Check",
        "counting": "civil-act",
        "article": "Act art. 1",
        "term": "P10D",
        "stops": [{"reason": "supplement", "article": "Act art. 2"}],
    },
    {
        "id": "reply",
        "name": "Reply",
        "counting": "civil-act",
        "article": "Act art. 3",
        "term": "P30D",
        "silence": {"values": {"opinion": "NOT_CONCERNED"}, "article": "Act art. 4"},
    },
)


def kind() -> Kind:
    """A small kind of case, registered once; its handler exists."""
    if KIND not in registry.REGISTRY:
        registry.register(
            Kind(
                id=KIND,
                series="TP",
                name=Words("시험 허가", "Test permit"),
                summary=Words("시험", "For tests"),
                form=read_form(FORM),
                handler="test-handler",
                variants=(("industrial", Words("산업", "Industrial")), ("ict", Words("정보", "ICT"))),
                retention=casework.Retention(5, "시행령 제26조"),
                work_forms={"completeness": read_form(WORK_FORM)},
                letters={
                    "result": LetterTemplate(
                        "result",
                        Words("결과 통지", "Result"),
                        (Words("{number} {title}: {outcome}", "{number} {title}: {outcome}"),),
                        form="별지 제2호서식",
                    )
                },
            )
        )
    return registry.get_kind(KIND)


def procedure() -> None:
    """The procedure of the test kind in force, once in a test's database."""
    if Procedure.objects.filter(code=KIND).exists():
        return
    make_version(
        diagram(ELEMENTS, ARROWS),
        procedure=define_procedure(code=KIND, name_ko="시험 허가", name_en="Test permit", by=SYSTEM),
        deadlines=DEADLINES,
    )


def handler() -> Organisation:
    """The organisation in charge of the test kind."""
    found = Organisation.objects.filter(key="test-handler").first()
    if found is None:
        found = people.make_organisation(OrganisationKind.MINISTRY)
        Organisation.objects.filter(pk=found.pk).update(key="test-handler")
        found.refresh_from_db()
    return found


def member(organisation: Organisation, *roles: str) -> Actor:
    """Somebody of the organisation, acting for it."""
    return people.actor(people.make_member(organisation, *roles), organisation)


@dataclass(frozen=True)
class Parties:
    """A case with the people around it."""

    case: Case
    company: Actor
    officer: Actor
    approver: Actor


def draft() -> Parties:
    """An application begun by a company."""
    kind()
    procedure()
    office = handler()
    company = people.make_organisation(OrganisationKind.COMPANY)
    applicant = member(company, Role.COMPANY_MEMBER)
    case = casework.open_case(
        kind=KIND, title="자율주행 배송", applicant=company, variant="industrial", by=applicant
    )
    return Parties(
        case, applicant, member(office, Role.MINISTRY_OFFICER), member(office, Role.MINISTRY_APPROVER)
    )


def complete(parties: Parties) -> Parties:
    """The application with every required answer and document."""
    case = parties.case
    casework.save_answers(
        case=case,
        answers={"product": "보도를 다니는 배송 로봇", "insured": "yes", "secret": "원가"},
        expected=case.version,
        by=parties.company,
    )
    paper = casework.PaperInput(data=b"plan", name="plan.txt", field="plan")
    casework.add_paper(case=case, paper=paper, by=parties.company)
    return parties


def filed(at: datetime | None = None) -> Parties:
    """A case under way."""
    parties = complete(draft())
    casework.file_case(case=parties.case, expected=parties.case.version, by=parties.company, at=at)
    return parties


def granted(**values: object) -> Parties:
    """A case in which the exemption was granted for two years."""
    parties = filed()
    fields: dict[str, object] = {
        "kind": "permit",
        "outcome": casework.Outcome.GRANTED,
        "reasons": "",
        "starts_on": date(2026, 6, 3),
        "ends_on": date(2028, 6, 2),
        **values,
    }
    casework.decide_case(case=parties.case, by=parties.approver, **fields)  # type: ignore[arg-type]
    return parties


@dataclass(frozen=True)
class Committee:
    """A committee and its members, the chair first, and its secretary."""

    panel: Panel
    members: list[PanelMember]
    secretary: Actor

    def actor(self, number: int) -> Actor:
        """A member as the one who acts."""
        return people.actor(self.members[number].person)


def committee(size: int = 5, **rules: object) -> Committee:
    """A committee with all its seats taken."""
    organisation = people.make_organisation(OrganisationKind.COMMITTEE)
    office = handler()
    panel = create_panel(
        organisation=organisation,
        secretariat=office,
        kind="test",
        seats=size,
        by=SYSTEM,
        **rules,  # type: ignore[arg-type]
    )
    since = clock.today() - timedelta(days=30)
    members = [
        seat_member(
            panel=panel,
            person=people.make_member(organisation, Role.COMMITTEE_MEMBER),
            starts_on=since,
            is_chair=number == 0,
            by=SYSTEM,
        )
        for number in range(size)
    ]
    return Committee(panel, members, member(office, Role.MINISTRY_OFFICER))


def planned(group: Committee, case: Case | None = None) -> tuple[Meeting, AgendaItem]:
    """A meeting in ten days with one matter to decide."""
    meeting = plan_meeting(
        panel=group.panel, starts_at=clock.now() + timedelta(days=10), place="세종", by=group.secretary
    )
    return meeting, add_item(meeting=meeting, title="특례 부여", case=case, by=group.secretary)


def called(group: Committee, case: Case | None = None) -> tuple[Meeting, AgendaItem]:
    """A meeting that has been called."""
    meeting, item = planned(group, case)
    call_meeting(meeting=meeting, expected=meeting.version, by=group.secretary)
    item.refresh_from_db()
    return meeting, item


def in_session(
    group: Committee, case: Case | None = None, *, present: int | None = None
) -> tuple[Meeting, AgendaItem]:
    """A meeting in session with the first `present` members (default: all)."""
    meeting, item = called(group, case)
    there = group.members if present is None else group.members[:present]
    open_meeting(
        meeting=meeting, present=there, expected=meeting.version, by=group.secretary, at=meeting.starts_at
    )
    item.refresh_from_db()
    return meeting, item
