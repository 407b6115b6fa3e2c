"""What cases and committees need: things whose office, consulted body and committee are one organisation, and whose
applicant is it too where it is a company.
"""

from datetime import timedelta

from tests.access.world import Target, things
from tests.factories import casework as make
from yunghap.casework.domain.committees import create_panel, seat_member
from yunghap.casework.domain.running import start_procedure, work_of
from yunghap.casework.enums import CaseState
from yunghap.casework.models import (
    AgendaItem,
    Case,
    Condition,
    Consultation,
    Decision,
    Letter,
    Meeting,
    Panel,
    Paper,
    TakeOver,
)
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.documents import service as documents
from yunghap.identity.enums import OrganisationKind
from yunghap.procedures import service as procedures


def _case(target: Target, state: CaseState) -> Case:
    make.kind()
    now = clock.now()
    filed = state != CaseState.DRAFT
    company = target.organisation.kind == OrganisationKind.COMPANY
    row, _made = Case.objects.get_or_create(
        handler=target.organisation,
        state=state,
        defaults={
            "applicant": target.organisation
            if company
            else make.people.make_organisation(OrganisationKind.COMPANY),
            "procedure": make.KIND,
            "variant": "ict",
            "title": "시험",
            "opened_by": "x",
            "number": f"TP-1999-{Case.objects.count():05d}" if filed else None,
            "filed_at": now if filed else None,
            "filed_by": "x" if filed else "",
            "created_at": now,
        },
    )
    return row


def _filed(target: Target) -> Case:
    return _case(target, CaseState.OPEN)


@things("casework:procedure", "casework:begin")
def kind(_target: Target) -> dict[str, object]:
    return {"kind": make.kind().id}


@things(
    "casework:case",
    "casework:message",
    "casework:add_paper",
    "casework:write_letter",
    "casework:withdraw",
    "casework:ask",
    "casework:similar",
    "casework:objection",
    "casework:represent",
)
def case(target: Target) -> dict[str, object]:
    return {"id": _filed(target).pk}


@things("casework:check", "casework:discard")
def draft(target: Target) -> dict[str, object]:
    return {"id": _case(target, CaseState.DRAFT).pk}


@things("casework:form")
def section(target: Target) -> dict[str, object]:
    return {**draft(target), "section": "1"}


def _paper(row: Case) -> Paper:
    now = clock.now()
    return Paper.objects.create(
        case=row, title="시험", sha256="0" * 64, name="a", size=1, added_by="x", added_at=now, created_at=now
    )


@things("casework:paper")
def paper(target: Target) -> dict[str, object]:
    row = _filed(target)
    made = _paper(row)
    made.sha256 = documents.keep_original(data=b"x", by=SYSTEM).sha256
    made.save(update_fields=["sha256"])
    return {"id": row.pk, "paper": made.pk}


@things("casework:remove_paper")
def paper_of_draft(target: Target) -> dict[str, object]:
    row = _case(target, CaseState.DRAFT)
    return {"id": row.pk, "paper": _paper(row).pk}


def _running(target: Target) -> Case:
    make.procedure()
    row = _filed(target)
    if not row.instance:
        row.instance = start_procedure(case=row, by=SYSTEM, at=clock.now())
        row.save(update_fields=["instance"])
    return row


@things("casework:work", "casework:take")
def work(target: Target) -> dict[str, object]:
    row = _running(target)
    return {"id": row.pk, "number": work_of(row)[0].number}


@things("casework:deadline")
def deadline(target: Target) -> dict[str, object]:
    row = _running(target)
    return {"id": row.pk, "number": procedures.deadlines_of(row.instance or "")[0].number}


@things("casework:letter")
def letter(target: Target) -> dict[str, object]:
    return _letter(target, served=True) | {"form": "pdf"}


@things("casework:serve_letter")
def unserved_letter(target: Target) -> dict[str, object]:
    return _letter(target, served=False)


def _letter(target: Target, *, served: bool) -> dict[str, object]:
    row, now = _filed(target), clock.now()
    sha256 = documents.keep_original(data=b"x", by=SYSTEM).sha256
    made = Letter.objects.create(
        case=row,
        kind="x",
        title="시험",
        hwpx_sha256=sha256,
        pdf_sha256=sha256,
        written_by="x",
        written_at=now,
        served_at=now if served else None,
        served_how="x" if served else "",
        created_at=now,
    )
    return {"id": row.pk, "letter": made.pk}


@things("casework:answer")
def consultation(target: Target) -> dict[str, object]:
    now = clock.now()
    row = Consultation.objects.create(
        case=_filed(target),
        organisation=target.organisation,
        question="시험",
        asked_at=now,
        asked_by="x",
        created_at=now,
    )
    return {"id": row.pk}


@things("casework:decision", "casework:certificate", "casework:certificate_pdf")
def decision(target: Target) -> dict[str, object]:
    row, now = _case(target, CaseState.DECIDED), clock.now()
    Decision.objects.get_or_create(
        case=row,
        defaults={
            "kind": "x",
            "outcome": "ANSWERED",
            "decided_on": clock.today(),
            "decided_by": "x",
            "summary": "시험",
            "published_at": now,
            "published_by": "x",
            "created_at": now,
        },
    )
    return {"number": row.number}


@things("casework:change_decision")
def decision_to_change(target: Target) -> dict[str, object]:
    decision(target)
    return {"id": _case(target, CaseState.DECIDED).pk, "step": "publish"}


@things("casework:meet_condition")
def condition(target: Target) -> dict[str, object]:
    decision(target)
    row = _case(target, CaseState.DECIDED)
    Condition.objects.get_or_create(
        decision=row.decision, position=1, defaults={"text": "x", "created_at": clock.now()}
    )
    return {"id": row.pk, "number": 1}


@things("casework:open_data", "casework:records_template")
def open_data(_target: Target) -> dict[str, object]:
    return {"form": "csv"}


@things("casework:request")
def request(target: Target) -> dict[str, object]:
    return {"id": _running(target).pk, "name": "extension"}


@things("casework:dashboard_csv")
def part_of_dashboard(_target: Target) -> dict[str, object]:
    return {"part": "load"}


@things("casework:records_undo")
def take_over(target: Target) -> dict[str, object]:
    now = clock.now()
    row = TakeOver.objects.create(
        name="x.csv",
        sha256="0" * 64,
        rows=0,
        taken_at=now,
        taken_by="x",
        taken_for=target.organisation,
        created_at=now,
    )
    return {"id": row.pk}


def _panel(target: Target) -> Panel:
    found = Panel.objects.filter(secretariat=target.organisation).first()
    if found is not None:
        return found
    body = make.people.make_organisation("COMMITTEE")
    return create_panel(organisation=body, secretariat=target.organisation, kind="test", seats=3, by=SYSTEM)


@things("casework:committee", "casework:seat", "casework:plan_meeting")
def committee(target: Target) -> dict[str, object]:
    return {"id": _panel(target).pk}


@things("casework:end_seat")
def seat(target: Target) -> dict[str, object]:
    panel = _panel(target)
    person = make.people.make_member(panel.organisation, "COMMITTEE_MEMBER")
    today = clock.today()
    member = panel.members.first() or seat_member(panel=panel, person=person, starts_on=today, by=SYSTEM)
    return {"id": panel.pk, "member": member.pk}


def _meeting(target: Target) -> Meeting:
    now = clock.now()
    panel = _panel(target)
    found = panel.meetings.first()
    return found or Meeting.objects.create(
        panel=panel, number=1, starts_at=now + timedelta(days=20), place="세종", created_at=now
    )


@things("casework:meeting", "casework:add_item")
def meeting(target: Target) -> dict[str, object]:
    return {"id": _meeting(target).pk}


@things("casework:meeting_step")
def meeting_step(target: Target) -> dict[str, object]:
    return {"id": _meeting(target).pk, "step": "call"}


@things(
    "casework:settle", "casework:enter_votes", "casework:remove_item", "casework:declare", "casework:vote"
)
def item(target: Target) -> dict[str, object]:
    row = AgendaItem.objects.create(
        meeting=_meeting(target),
        position=AgendaItem.objects.count() + 1,
        title="시험",
        created_at=clock.now(),
    )
    return {"id": row.pk}
