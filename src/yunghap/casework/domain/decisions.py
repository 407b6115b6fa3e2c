"""Decisions: made, published in words fit for everybody, extended, corrected, revoked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import GRANTED, CaseState, Facet, Outcome
from yunghap.casework.models import Case, Condition, Decision
from yunghap.casework.queries.access import require_office
from yunghap.casework.redaction import find_personal
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, sentence
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.ledger.service import record, revoke_statement
from yunghap.search import service as search

from .kinds import kind_of


@dataclass(frozen=True, slots=True)
class ConditionInput:
    """An attached condition (부가조건): what must be done, and by when if a day is set."""

    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """What is typed where a case is decided."""

    outcome: Outcome
    reasons: str = ""
    conditions: tuple[ConditionInput, ...] = ()
    articles: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


def clean_articles(articles: Sequence[str]) -> list[str]:
    """Articles once each, without what is empty."""
    return sorted({clean_text(article) for article in articles if clean_text(article)})


def checked_conditions(
    outcome: Outcome,
    reasons: str,
    conditions: Sequence[ConditionInput],
    starts_on: date | None,
    ends_on: date | None,
) -> list[ConditionInput]:
    """The conditions that were written, cleaned. Raises InvalidInput for a refusal without reasons, conditions that do
    not fit the outcome, and a term that cannot be.
    """
    if outcome is Outcome.REFUSED and not reasons:
        raise InvalidInput(_("A refusal needs its reasons."), field="reasons")
    wanted = [ConditionInput(clean_text(one.text), one.due_on) for one in conditions if clean_text(one.text)]
    if bool(wanted) != (outcome is Outcome.GRANTED_WITH_CONDITIONS):
        raise InvalidInput(
            _("Conditions go with the outcome “granted with conditions”, and with no other."),
            field="conditions",
        )
    _check_validity(outcome, starts_on, ends_on)
    return wanted


def attach_conditions(decision: Decision, wanted: Sequence[ConditionInput], at: datetime) -> None:
    """Write the conditions of a decision that has none yet."""
    Condition.objects.bulk_create(
        Condition(decision=decision, position=number, text=one.text, due_on=one.due_on, created_at=at)
        for number, one in enumerate(wanted, 1)
    )


def _check_validity(outcome: Outcome, starts_on: date | None, ends_on: date | None) -> None:
    if outcome not in GRANTED and (starts_on or ends_on):
        raise InvalidInput(_("Only what was granted has a term."), field="starts_on")
    if ends_on is not None and (starts_on is None or ends_on < starts_on):
        raise InvalidInput(_("The term ends before it starts."), field="ends_on")


@transaction.atomic
def decide_case(
    *,
    case: Case,
    kind: str,
    outcome: Outcome,
    reasons: str,
    body: str = "",
    conditions: Sequence[ConditionInput] = (),
    articles: Sequence[str] = (),
    facets: Mapping[Facet, str] | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    decided_on: date | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Decision:
    """Record what was decided in a case, with its conditions and term.

    `facets` default to the answers of the form that carry one. Raises InvalidInput where a refusal has no
    reasons or conditions do not fit the outcome, Conflict where the case is decided or not under way,
    NotAllowed for others than the deciding officers of the organisation in charge.
    """
    at = at or clock.now()
    require_office(case, rules.DECIDE, by)
    if case.state != CaseState.OPEN:
        raise Conflict(_("Only a case under way can be decided."), state=case.state)
    text = clean_text(reasons)
    wanted = checked_conditions(outcome, text, conditions, starts_on, ends_on)
    decision = Decision.objects.create(
        case=case,
        kind=kind,
        outcome=outcome,
        decided_on=decided_on or clock.local_date(at),
        decided_by=by.id,
        body=body,
        reasons=text,
        articles=clean_articles(articles),
        facets={facet.value: words for facet, words in (facets or facets_of(case)).items()},
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=at,
    )
    attach_conditions(decision, wanted, at)
    update_versioned(case, expected=case.version, changes={"state": CaseState.DECIDED.value})
    identity.notify(
        to=identity.people_with_permission(rules.APPLY, organisation=case.applicant_id),
        subject=_("Your case was decided"),
        text=f"{case.number} {case.title}",
        link=f"/cases/{case.pk}/",
        by=by,
        at=at,
    )
    record(
        action="casework.case.decided",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={
            "decision": decision.pk,
            "kind": kind,
            "outcome": outcome.value,
            "conditions": len(wanted),
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
    )
    return decision


def facets_of(case: Case) -> dict[Facet, str]:
    """The answers by which the case is compared with others, by facet."""
    found: dict[Facet, list[str]] = {}
    for field in kind_of(case).form.fields():
        if field.facet is not None and case.answers.get(field.id):
            found.setdefault(field.facet, []).append(case.answers[field.id])
    return {facet: "\n".join(texts) for facet, texts in found.items()}


@transaction.atomic
def publish_decision(
    *,
    decision: Decision,
    summary: str,
    original: str = "",
    left: Collection[str] = (),
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Decision:
    """Enter the decision into the public register, in words that give no business secret or personal data
    away.

    `original` are the words before they were redacted, kept for the office; `left` what looks personal and is
    published all the same, by the word of whoever publishes. Publishing again replaces the words; where nothing is
    redacted then, the office keeps the words from before the last redaction. Raises InvalidInput without a summary, and
    for what looks personal and was not confirmed.
    """
    at = at or clock.now()
    require_office(decision.case, rules.PUBLISH, by)
    text = clean_text(summary)
    if not text:
        raise InvalidInput(_("Write what everybody may read."), field="summary")
    for one in find_personal(text, names_in(decision.case)):
        if one.text not in left:
            told = sentence(_("This may tell of a person: %(kind)s."), kind=one.kind.label)
            raise InvalidInput(told, field="summary")
    before = clean_text(original)
    update_versioned(
        decision,
        expected=expected,
        changes={
            "summary": text,
            "summary_original": before if before not in {"", text} else decision.summary_original,
            "published_at": decision.published_at or at,
            "published_by": by.id,
        },
    )
    search.note_change(kind="casework.decision", item=decision.pk, at=at)
    record(
        action="casework.decision.published",
        subject=f"case:{decision.case_id}",
        by=by,
        at=at,
        details={"decision": decision.pk, "redacted": bool(decision.summary_original), "left": len(left)},
    )
    return decision


def names_in(case: Case) -> set[str]:
    """The names of the people known in a case."""
    people = {case.opened_by, case.filed_by, case.representative}
    people.update(case.messages.values_list("written_by", flat=True))
    people.update(case.papers.values_list("added_by", flat=True))
    people.update(case.consultations.values_list("answered_by", flat=True))
    return set(identity.names_of_people(people - {"", SYSTEM.id}).values())


@transaction.atomic
def extend_decision(
    *, decision: Decision, ends_on: date, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> Decision:
    """Move the end of the term back. Raises Conflict for what was revoked or has no term, InvalidInput for an
    earlier day.
    """
    at = at or clock.now()
    require_office(decision.case, rules.DECIDE, by)
    if decision.ends_on is None or decision.revoked_on is not None:
        raise Conflict(_("There is no term to extend."))
    if ends_on <= decision.ends_on:
        raise InvalidInput(_("An extension ends later than the term does now."), field="ends_on")
    if not reason.strip():
        raise InvalidInput(_("Please give the reason."), field="reason")
    before = decision.ends_on
    update_versioned(decision, expected=expected, changes={"ends_on": ends_on})
    record(
        action="casework.decision.extended",
        subject=f"case:{decision.case_id}",
        by=by,
        at=at,
        details={"decision": decision.pk, "from": before, "to": ends_on, "reason": reason.strip()},
    )
    return decision


@transaction.atomic
def revoke_decision(
    *, decision: Decision, on: date, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> Decision:
    """Revoke what was granted from a day on; its certificate is revoked with it. Raises Conflict,
    InvalidInput.
    """
    at = at or clock.now()
    require_office(decision.case, rules.DECIDE, by)
    if decision.outcome not in GRANTED or decision.revoked_on is not None:
        raise Conflict(_("There is nothing to revoke."))
    if not reason.strip():
        raise InvalidInput(_("Please give the reason."), field="reason")
    if decision.certificate:
        revoke_statement(statement_id=decision.certificate, reason=reason, by=by, at=at)
    update_versioned(
        decision, expected=expected, changes={"revoked_on": on, "revoked_reason": reason.strip()}
    )
    record(
        action="casework.decision.revoked",
        subject=f"case:{decision.case_id}",
        by=by,
        at=at,
        details={"decision": decision.pk, "on": on},
    )
    return decision


@transaction.atomic
def add_condition(
    *, decision: Decision, condition: ConditionInput, by: Actor, at: datetime | None = None
) -> Condition:
    """Attach a further condition to what was granted with conditions."""
    at = at or clock.now()
    require_office(decision.case, rules.DECIDE, by)
    if decision.outcome != Outcome.GRANTED_WITH_CONDITIONS or not clean_text(condition.text):
        raise InvalidInput(_("Write what must be done."), field="text")
    Decision.objects.select_for_update().get(pk=decision.pk)
    last = decision.conditions.aggregate(last=Max("position"))["last"] or 0
    made = Condition.objects.create(
        decision=decision,
        position=last + 1,
        text=clean_text(condition.text),
        due_on=condition.due_on,
        created_at=at,
    )
    record(
        action="casework.condition.added",
        subject=f"case:{decision.case_id}",
        by=by,
        at=at,
        details={"condition": made.pk, "due_on": condition.due_on},
    )
    return made


@transaction.atomic
def meet_condition(
    *, condition: Condition, note: str = "", expected: int, by: Actor, at: datetime | None = None
) -> Condition:
    """Record that a condition has been met. Raises Conflict where it was met before."""
    at = at or clock.now()
    case = condition.decision.case
    require_office(case, rules.HANDLE, by)
    if condition.met_at is not None:
        raise Conflict(_("This condition was met before."))
    update_versioned(
        condition, expected=expected, changes={"met_at": at, "met_by": by.id, "note": clean_text(note)}
    )
    record(
        action="casework.condition.met",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"condition": condition.pk},
    )
    return condition
