"""Asking other bodies about a case, their answers, and their silence."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import CaseState, ConsultationState, Opinion
from yunghap.casework.models import Case, Consultation
from yunghap.casework.queries.access import require_office
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation
from yunghap.ledger.service import record

LONGEST = 20_000
# Days before the due day on which a body that has not answered is reminded.
REMINDERS = (7, 3, 1)


def _plain(text: str, field: str, *, needed: bool = True) -> str:
    clean = clean_text(text)
    if (needed and not clean) or len(clean) > LONGEST:
        raise InvalidInput(_("Write between 1 and %(number)d characters.") % {"number": LONGEST}, field=field)
    return clean


@transaction.atomic
def ask_bodies(
    *,
    case: Case,
    bodies: Iterable[Organisation],
    question: str,
    due_on: date | None = None,
    item: int | None = None,
    by: Actor,
    at: datetime | None = None,
) -> list[Consultation]:
    """Ask several bodies at the same time; each answers for itself. Their officers are told.

    Raises InvalidInput without a body or a question, Conflict where one of them is being asked already or the
    case is not under way, NotAllowed where the actor does not handle the case.
    """
    at = at or clock.now()
    require_office(case, rules.HANDLE, by)
    if case.state != CaseState.OPEN:
        raise Conflict(_("Only a case under way can be consulted about."), state=case.state)
    wanted = sorted({body.pk: body for body in bodies}.items())
    if not wanted:
        raise InvalidInput(_("Choose at least one body to ask."), field="bodies")
    text = _plain(question, "question")
    waiting = case.consultations.filter(state=ConsultationState.ASKED, organisation__in=dict(wanted))
    if waiting.exists():
        raise Conflict(_("One of these bodies is being asked already."), field="bodies")
    rows = [
        Consultation(
            case=case,
            organisation=body,
            item=item,
            question=text,
            asked_at=at,
            asked_by=by.id,
            due_on=due_on,
            created_at=at,
        )
        for _id, body in wanted
    ]
    Consultation.objects.bulk_create(rows)
    for row in rows:
        identity.notify(
            to=identity.people_with_permission(rules.ANSWER, organisation=row.organisation_id),
            subject=_("Your opinion is asked for in a case"),
            text=f"{case.number} {case.title}",
            link=f"/cases/{case.pk}/",
            due_on=due_on,
            by=by,
            at=at,
        )
    record(
        action="casework.consultation.asked",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"bodies": [body for body, _row in wanted], "due_on": due_on},
    )
    return rows


@transaction.atomic
def answer_consultation(
    *,
    consultation: Consultation,
    opinion: Opinion,
    reply: str,
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Consultation:
    """Answer for the body that was asked, also after its term as long as the case waits for it.

    Raises InvalidInput where conditions or an objection come without words, Conflict where it was answered or
    the case is over, NotAllowed for other bodies.
    """
    at = at or clock.now()
    identity.require(by, rules.ANSWER, organisation=consultation.organisation_id)
    if consultation.state != ConsultationState.ASKED:
        raise Conflict(_("This consultation is over."), state=consultation.state)
    needed = opinion in {Opinion.AGREE_WITH_CONDITIONS, Opinion.OBJECT}
    text = _plain(reply, "reply", needed=needed)
    update_versioned(
        consultation,
        expected=expected,
        changes={
            "state": ConsultationState.ANSWERED.value,
            "opinion": opinion.value,
            "reply": text,
            "answered_at": at,
            "answered_by": by.id,
        },
    )
    case = consultation.case
    identity.notify(
        to=identity.people_with_permission(rules.HANDLE, organisation=case.handler_id),
        subject=_("A body answered in a case"),
        text=f"{case.number} {case.title}",
        link=f"/cases/{case.pk}/",
        by=by,
        at=at,
    )
    record(
        action="casework.consultation.answered",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={
            "consultation": consultation.pk,
            "opinion": opinion.value,
            "late": consultation.due_on is not None and clock.local_date(at) > consultation.due_on,
        },
    )
    return consultation


@transaction.atomic
def record_silence(*, consultation: Consultation, by: Actor, at: datetime | None = None) -> Consultation:
    """The term is over without an answer. Raises Conflict before that, or where it was answered."""
    at = at or clock.now()
    if by.kind != "system":
        require_office(consultation.case, rules.HANDLE, by)
    if consultation.due_on is None or clock.local_date(at) <= consultation.due_on:
        raise Conflict(_("The term is not over yet."))
    if consultation.state != ConsultationState.ASKED:
        raise Conflict(_("This consultation is over."), state=consultation.state)
    update_versioned(
        consultation, expected=consultation.version, changes={"state": ConsultationState.SILENT.value}
    )
    record(
        action="casework.consultation.silent",
        subject=f"case:{consultation.case_id}",
        by=by,
        at=at,
        details={"consultation": consultation.pk, "due_on": consultation.due_on},
    )
    return consultation


@transaction.atomic
def remind_bodies(*, by: Actor, at: datetime | None = None) -> int:
    """Remind every body whose answer is due in 7, 3 or 1 days, or overdue, once a day; returns how many."""
    at = at or clock.now()
    today = clock.local_date(at)
    days = [today + timedelta(days=number) for number in REMINDERS]
    rows = Consultation.objects.select_related("case").filter(state=ConsultationState.ASKED)
    rows = rows.filter(due_on__in=days) | rows.filter(due_on__lt=today)
    number = 0
    for row in rows.order_by("due_on", "id"):
        if row.reminded_at is not None and clock.local_date(row.reminded_at) == today:
            continue
        Consultation.objects.filter(pk=row.pk).update(reminded_at=at)
        identity.notify(
            to=identity.people_with_permission(rules.ANSWER, organisation=row.organisation_id),
            subject=_("An opinion you were asked for is still missing"),
            text=f"{row.case.number} {row.case.title}",
            link=f"/cases/{row.case_id}/",
            due_on=row.due_on,
            by=by,
            at=at,
        )
        number += 1
    return number
