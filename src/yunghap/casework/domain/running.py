"""A case and its running procedure: what starts it, who may do its work, and what its work means for the
case.

Work items name a role, and casework knows what the role means: `applicant`, `handler`, `approver` and
`secretary` belong to the case's organisations, `consulted` to the body that the item names. Forms called
`casework:…` are work that changes the case itself; any other form asks questions of its own. See
docs/reference/work-items.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework.enums import FieldKind
from yunghap.casework.forms import Field, Form, clean_answer, missing_fields
from yunghap.casework.models import Case
from yunghap.casework.queries.access import works_on
from yunghap.casework.roles import APPLICANT, PERMISSION_OF, SECRETARY
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, sentence
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures
from yunghap.procedures.service import WorkItem

from .kinds import decided_case, kind_of
from .letters import send_letter

# Forms of work that changes the case itself.
CONSULTATION, DECISION = "casework:consultation", "casework:decision"
PUBLICATION, SUPPLEMENT = "casework:publication", "casework:supplement"
# What a committee settles ends such work: a decision of it, or that it took note of a report.
AGENDA, REPORT = "casework:agenda", "casework:report"
EXTENSION, REVOCATION = "casework:extension", "casework:revocation"
AGREEMENT, PAYMENT, SETTLEMENT = "casework:agreement", "casework:payment", "casework:settlement"
OWN_FORMS = frozenset(
    {
        CONSULTATION,
        DECISION,
        PUBLICATION,
        AGENDA,
        REPORT,
        SUPPLEMENT,
        EXTENSION,
        REVOCATION,
        AGREEMENT,
        PAYMENT,
        SETTLEMENT,
    }
)
# The deadline rule whose last day is the end of a decision's term.
VALIDITY = "validity"
MOST_WAITING = 1000


def start_procedure(*, case: Case, by: Actor, at: datetime) -> str:
    """Start the procedure in force on the day of filing; gives the code of the instance.

    Raises NotFound where no version of the procedure is in force.
    """
    return procedures.start_instance(
        procedure=case.procedure,
        reference=case.pk,
        values=starting_values(case, at),
        on=clock.local_date(at),
        key=f"case:{case.pk}",
        by=by,
        at=at,
    ).instance


def starting_values(case: Case, at: datetime) -> dict[str, object]:
    """What the procedure knows of the case: its parties, its scheme, and every answer that is no free text."""
    values: dict[str, object] = {
        "applicant": case.applicant_id,
        "handler": case.handler_id,
        "variant": case.variant,
        "filed_on": clock.local_date(at),
    }
    return values | plain_values(kind_of(case).form, case.answers)


def plain_values(form: Form, answers: Mapping[str, str]) -> dict[str, object]:
    """Answers as values of a procedure: numbers, amounts, days, choices, yes and no, ids of bodies; short
    texts as they are.
    """
    values: dict[str, object] = {}
    for question in form.fields():
        text = answers.get(question.id, "")
        if question.kind in {FieldKind.FILE, FieldKind.LONG_TEXT}:
            continue
        if question.kind is FieldKind.ORGANISATIONS:
            values[question.id] = text.split(",") if text else []
        elif not text:
            values[question.id] = None
        elif question.kind is FieldKind.YES_NO:
            values[question.id] = text == "yes"
        elif question.kind in {FieldKind.NUMBER, FieldKind.MONEY}:
            values[question.id] = Decimal(text)
        elif question.kind is FieldKind.DATE:
            values[question.id] = date.fromisoformat(text)
        else:
            values[question.id] = text
    return values


def values_of(instance: str) -> dict[str, object]:
    """What the running procedure knows now."""
    return dict(procedures.get_instance(instance).values)


def organisation_of_role(case: Case, role: str) -> str:
    """The organisation that a role belongs to in a case."""
    return case.applicant_id if role == APPLICANT else case.handler_id


def organisation_of(case: Case, item: WorkItem) -> str:
    """The organisation whose people do the work: the one it names, or that of its role."""
    return item.organisation or organisation_of_role(case, item.role)


def has_role(case: Case, role: str, by: Actor, organisation: str = "") -> bool:
    """Whether the actor has the role, in the organisation it belongs to or another; for the office in charge never in
    a case of their own body.
    """
    permission = PERMISSION_OF.get(role)
    if permission is None:
        return by.kind == "system"
    organisation = organisation or organisation_of_role(case, role)
    if organisation == case.handler_id:
        return works_on(case, permission, by)
    return identity.can(by, permission, organisation=organisation)


def may_do(case: Case, item: WorkItem, by: Actor) -> bool:
    """Whether the actor may do this work: by its role, and not where somebody else has it."""
    if item.assignee and item.assignee != by.id:
        return by.kind == "system"
    return has_role(case, item.role, by, item.organisation)


def line_of(case: Case, item: WorkItem) -> str:
    """A piece of work in one line, in the active language."""
    return f"{case.number} {case.title}: {item.name}"


def work_of(case: Case) -> list[WorkItem]:
    """The open work of people in the case, the most urgent first."""
    return procedures.open_items(instance=case.instance) if case.instance else []


def waiting_for_committee(cases: Iterable[Case]) -> dict[str, str]:
    """The ids of those cases that go on by what a committee settles, with the form of the work: AGENDA or REPORT."""
    ids = {case.instance: case.pk for case in cases if case.instance}
    items = procedures.open_items(instances=ids, roles=[SECRETARY], limit=MOST_WAITING)
    return {ids[item.instance]: item.form for item in items if item.form in {AGENDA, REPORT}}


def is_supplementing(case: Case) -> bool:
    """Whether the applicant is asked for a supplement."""
    return any(item.form == SUPPLEMENT for item in work_of(case))


@dataclass(frozen=True, slots=True)
class Supplement:
    """What the applicant is asked to add, and the last day for it if one was set."""

    remarks: str
    by: date | None


def asked_supplement(case: Case) -> Supplement | None:
    """The supplement that is asked for now: the procedure's value `remarks`, and the last day of the work, or where it
    has no term the value `supplement_by`.
    """
    item = next((item for item in work_of(case) if item.form == SUPPLEMENT), None)
    if item is None:
        return None
    values = values_of(item.instance)
    by = item.last_day or values.get("supplement_by")
    return Supplement(str(values.get("remarks") or ""), by if isinstance(by, date) else None)


def get_work(case: Case, number: int, by: Actor) -> WorkItem:
    """One open work item that the actor may do; raises NotFound, NotAllowed."""
    if not case.instance:
        raise NotFound(_("This work is done, or no longer needed."))
    item = procedures.get_item(case.instance, number)
    if not may_do(case, item, by):
        raise NotAllowed(_("You may not do this."))
    return item


def acting_for(organisation: str, by: Actor) -> Actor:
    """The actor as one of the organisation: the engine asks for whom somebody acts."""
    return Actor(by.kind, by.id, organisation, by.address) if by.kind == "person" else by


def acting_in(case: Case, item: WorkItem, by: Actor) -> Actor:
    """The actor as one of the organisation whose work it is."""
    return acting_for(organisation_of(case, item), by)


@transaction.atomic
def finish_work(
    *,
    case: Case,
    item: WorkItem,
    values: Mapping[str, object],
    expected: int | None = None,
    by: Actor,
    at: datetime | None = None,
) -> procedures.Done:
    """Finish work with values; its letter is written and served. Raises NotAllowed, Conflict where it was finished in
    the meantime.
    """
    if not may_do(case, item, by):
        raise NotAllowed(_("You may not do this."))
    at = at or clock.now()
    letter = (
        "" if item.form == SUPPLEMENT else item.letter
    )  # that one went out when the supplement was asked for
    named = values_of(item.instance) | dict(values) if letter else {}
    done = procedures.complete_item(
        instance=item.instance,
        item=item.number,
        values=values,
        expected=expected,
        by=acting_in(case, item, by),
        at=at,
    )
    if letter:
        # What an objection leads to is told in the case it is about.
        to = decided_case(case) if item.form == DECISION else case
        send_letter(case=to, kind=letter, of=case, values=named, by=by, at=at)
    return done


@transaction.atomic
def answer_work(
    *, case: Case, item: WorkItem, answers: Mapping[str, str], by: Actor, at: datetime | None = None
) -> procedures.Done:
    """Finish work by the answers to its own form; work without one takes none.

    Raises InvalidInput with `fields` where answers are missing or do not hold.
    """
    form = kind_of(case).work_forms.get(item.form)
    if form is None:
        return finish_work(case=case, item=item, values={}, by=by, at=at)
    return finish_work(case=case, item=item, values=clean_answers(form, answers), by=by, at=at)


def clean_answers(form: Form, answers: Mapping[str, str]) -> dict[str, object]:
    """Answers as values of the procedure, long texts among them.

    Raises InvalidInput with `fields` (field id -> sentence) where they do not hold or are missing.
    """
    kept, wrong = {}, {}
    for question in form.fields():
        try:
            kept[question.id] = clean_answer(question, answers.get(question.id, ""))
            _check_notice(question, kept[question.id])
        except InvalidInput as error:
            wrong[question.id] = str(error)
    for question in missing_fields(form, kept, frozenset()):
        wrong.setdefault(question.id, str(_("An answer is needed.")))
    if wrong:
        raise InvalidInput(_("Some answers need another look."), fields=wrong)
    texts = {
        question.id: kept[question.id]
        for question in form.fields()
        if question.kind is FieldKind.LONG_TEXT and kept[question.id]
    }
    return plain_values(form, kept) | texts


def last_day_before(day: date, term: str) -> date:
    """The last day from which a term lies whole before a day (Civil Act art. 155 on, counted back)."""
    return procedures.count_deadline(
        rule="civil-act", start=day, term=term, before=True, calendar=procedures.calendar()
    ).due


def _check_notice(question: Field, answer: str) -> None:
    """Raises InvalidInput for a day for which the notice that must come before it would be late today."""
    if not question.notice or not answer:
        return
    latest = last_day_before(date.fromisoformat(answer), question.notice)
    if latest < clock.today():
        raise InvalidInput(sentence(_("For this day the notice had to go out by %(day)s."), day=latest))


def finish_waiting(*, case: Case, form: str, values: Mapping[str, object], at: datetime) -> bool:
    """Finish the work of that form which the case waits with, as the system; whether there was any."""
    for item in work_of(case):
        if item.form == form:
            procedures.complete_item(
                instance=item.instance, item=item.number, values=values, by=SYSTEM, at=at
            )
            return True
    return False


@transaction.atomic
def hand_in_supplement(*, case: Case, by: Actor, at: datetime | None = None) -> procedures.Done:
    """Hand the changed application in again. Raises Conflict where none is asked for, InvalidInput where
    answers lack.
    """
    at = at or clock.now()
    item = next((item for item in work_of(case) if item.form == SUPPLEMENT), None)
    if item is None:
        raise Conflict(_("No supplement is asked for."))
    refuse_incomplete(case)
    values = plain_values(kind_of(case).form, case.answers)
    return finish_work(case=case, item=item, values=values, by=by, at=at)


def refuse_incomplete(case: Case) -> None:
    """Raise InvalidInput with `fields` (field id -> sentence) where required answers or documents are
    missing.
    """
    papers = case.papers.filter(removed_at__isnull=True, replaced_by__isnull=True).exclude(field="")
    given = frozenset(papers.values_list("field", flat=True))
    missing = missing_fields(kind_of(case).form, case.answers, given)
    if missing:
        raise InvalidInput(
            _("The application is not complete yet."),
            fields={field.id: str(_("An answer is needed.")) for field in missing},
        )


def withdraw_procedure(*, case: Case, reason: str, by: Actor, at: datetime) -> None:
    """End the running procedure of a case that was withdrawn."""
    if case.instance:
        procedures.cancel_instance(instance=case.instance, reason=reason, by=by, at=at)


def move_validity(instance: str, term: str, ground: str, by: Actor, at: datetime) -> None:
    """Extend the running deadline of a decision's validity, where there is one."""
    for running in procedures.deadlines_of(instance, only_open=True):
        if running.rule == VALIDITY and running.can_extend:
            procedures.extend_deadline(
                instance=instance, deadline=running.number, term=term, ground=ground, by=by, at=at
            )
