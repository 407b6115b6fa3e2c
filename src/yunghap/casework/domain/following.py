"""A case follows its procedure: looked at after every event of the instance, whatever the event was.

What is done here may be done again: bodies are asked once for each work item, people told once, and a case
whose procedure has ended is closed.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework.enums import ENDED, CaseState, ConsultationState
from yunghap.casework.models import Case, Consultation, WorkNotice
from yunghap.casework.roles import CONSULTED, PERMISSION_OF
from yunghap.core.actors import SYSTEM
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation
from yunghap.ledger.service import record
from yunghap.procedures import service as procedures
from yunghap.procedures.service import WorkItem

from .letters import send_letter
from .running import SUPPLEMENT, asked_supplement, line_of, organisation_of, work_of


@transaction.atomic
def follow_procedure(*, instance: str, at: datetime) -> None:
    """Bring the case of an instance in line with it; nothing where no case runs there."""
    case = Case.objects.select_related("applicant", "handler").filter(instance=instance).first()
    if case is None or case.state in ENDED:
        return
    work = work_of(case)
    _ask_bodies(case, work, at)
    _settle_consultations(case, work, at)
    _tell(case, work, at)
    view = procedures.get_instance(instance)
    if view.status != "running":
        _close(case, view.outcome, at)


def _ask_bodies(case: Case, work: list[WorkItem], at: datetime) -> None:
    known = set(case.consultations.exclude(item=None).values_list("item", flat=True))
    for item in work:
        if item.role != CONSULTED or item.number in known:
            continue
        body = Organisation.objects.filter(pk=item.organisation).first()
        if body is None:
            continue  # an incident of the procedure: its diagram names nobody
        Consultation.objects.create(
            case=case,
            organisation=body,
            item=item.number,
            question=item.name_ko,
            question_en=item.name_en[:200],
            asked_at=at,
            asked_by=SYSTEM.id,
            due_on=item.last_day,
            created_at=at,
        )
        record(
            action="casework.consultation.asked",
            subject=f"case:{case.pk}",
            by=SYSTEM,
            at=at,
            details={"bodies": [body.pk], "due_on": item.last_day},
        )


# What a consultation comes to by the way its work ended; an opinion answers it before that.
_ENDS = {
    "completed": ConsultationState.DONE,
    "deemed": ConsultationState.SILENT,
    "cancelled": ConsultationState.WITHDRAWN,
}


def _settle_consultations(case: Case, work: list[WorkItem], at: datetime) -> None:
    """End what no longer waits for an answer; where a term moved, the day moves with it."""
    open_work = {item.number: item for item in work}
    waiting = list(case.consultations.filter(state=ConsultationState.ASKED).exclude(item=None))
    ended = procedures.closed_items(case.instance or "") if waiting else {}
    for row in waiting:
        if row.item in open_work:
            last_day = open_work[row.item].last_day
            if last_day is not None and last_day != row.due_on:
                update_versioned(row, expected=row.version, changes={"due_on": last_day})
            continue
        state = _ENDS[ended.get(row.item or 0, "cancelled")]
        update_versioned(row, expected=row.version, changes={"state": state.value})
        record(
            action=f"casework.consultation.{state.value.lower()}",
            subject=f"case:{case.pk}",
            by=SYSTEM,
            at=at,
            details={"consultation": row.pk, "due_on": row.due_on},
        )


def _tell(case: Case, work: list[WorkItem], at: datetime) -> None:
    """Tell those who may do new work, once, with its due day."""
    told = set(case.work_notices.filter(stage="").values_list("item", flat=True))
    for item in work:
        permission = PERMISSION_OF.get(item.role)
        if permission is None or item.number in told:
            continue
        WorkNotice.objects.create(case=case, item=item.number, told_at=at)
        if item.form == SUPPLEMENT and item.letter:
            _request_supplement(case, item, at)
        identity.notify(
            to=identity.people_with_permission(permission, organisation=organisation_of(case, item)),
            subject=_("There is work for you in a case"),
            text=partial(line_of, case, item),
            link=f"/cases/{case.pk}/",
            due_on=item.last_day,
            by=SYSTEM,
            at=at,
        )


def _request_supplement(case: Case, item: WorkItem, at: datetime) -> None:
    """Serve the letter that says what is to be added, and by when."""
    asked = asked_supplement(case)
    if asked is not None:
        values = {"remarks": asked.remarks, "supplement_by": asked.by or "–"}
        send_letter(case=case, kind=item.letter, values=values, by=SYSTEM, at=at)


def _close(case: Case, outcome: str, at: datetime) -> None:
    case.consultations.filter(state=ConsultationState.ASKED).update(state=ConsultationState.WITHDRAWN)
    case.refresh_from_db()
    update_versioned(case, expected=case.version, changes={"state": CaseState.CLOSED.value, "ended_at": at})
    record(
        action="casework.case.closed",
        subject=f"case:{case.pk}",
        by=SYSTEM,
        at=at,
        details={"outcome": outcome},
    )
