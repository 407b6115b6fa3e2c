"""An upheld objection: the decision it is about is replaced by a new one, in the case it is about."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import GRANTED, CaseState
from yunghap.casework.models import Case, Decision, EarlierDecision
from yunghap.casework.queries.access import require_office
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.ledger.service import record, revoke_statement
from yunghap.procedures import service as procedures
from yunghap.search import service as search

from .decisions import DecisionInput, attach_conditions, checked_conditions, clean_articles
from .running import move_validity

GROUND = "changed on an objection"


@transaction.atomic
def decide_again(
    *, case: Case, decided: DecisionInput, because: Case, by: Actor, at: datetime | None = None
) -> Decision:
    """Replace the decision in a case `because` of an objection (another case, or this one); the one before is kept.

    The certificate of the decision before is revoked, and its words leave the public register until the new decision
    is published. A procedure that still runs goes on with the new outcome and term; where it is over and something is
    granted for a term, the case can be extended and revoked again until that ends. Raises Conflict for a case that was
    not decided, InvalidInput as `decide_case` does, NotAllowed for others than the deciding officers of the office in
    charge.
    """
    at = at or clock.now()
    decision = Decision.objects.select_for_update().filter(case=case).first()
    if decision is None:
        raise Conflict(_("There is no decision to change."))
    require_office(case, rules.DECIDE, by)
    reasons = clean_text(decided.reasons)
    wanted = checked_conditions(
        decided.outcome, reasons, decided.conditions, decided.starts_on, decided.ends_on
    )
    before = _keep(decision, because, by, at)
    if decision.certificate and decision.revoked_on is None:
        revoke_statement(statement_id=decision.certificate, reason=GROUND, by=by, at=at)
    decision.conditions.all().delete()
    attach_conditions(decision, wanted, at)
    update_versioned(
        decision,
        expected=decision.version,
        changes={
            "outcome": decided.outcome.value,
            "decided_on": clock.local_date(at),
            "decided_by": by.id,
            "reasons": reasons,
            "articles": clean_articles(decided.articles) or decision.articles,
            "starts_on": decided.starts_on,
            "ends_on": decided.ends_on,
            "revoked_on": None,
            "revoked_reason": "",
            "certificate": "",
            "summary_original": "",
            "published_at": None,
            "published_by": "",
        },
    )
    search.note_change(kind="casework.decision", item=decision.pk, at=at)
    if because.pk != case.pk:
        _carry_on(case, before, decided, at)
    identity.notify(
        to=identity.people_with_permission(rules.APPLY, organisation=case.applicant_id),
        subject=_("Your case was decided anew"),
        text=f"{case.number} {case.title}",
        link=f"/cases/{case.pk}/",
        by=by,
        at=at,
    )
    record(
        action="casework.decision.changed",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={
            "decision": decision.pk,
            "objection": because.pk,
            "before": before.outcome,
            "outcome": decided.outcome.value,
            "starts_on": decided.starts_on,
            "ends_on": decided.ends_on,
        },
    )
    return decision


def _keep(decision: Decision, because: Case, by: Actor, at: datetime) -> EarlierDecision:
    """The decision as it stands, beside the one that replaces it."""
    return EarlierDecision.objects.create(
        case_id=decision.case_id,
        because=because,
        conditions=[
            {
                "text": one.text,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "met_at": one.met_at.isoformat() if one.met_at else None,
                "met_by": one.met_by,
                "note": one.note,
            }
            for one in decision.conditions.all()
        ],
        replaced_on=clock.local_date(at),
        replaced_by=by.id,
        created_at=at,
        **{name: getattr(decision, name) for name in Decision.said()},
    )


def _carry_on(case: Case, before: EarlierDecision, decided: DecisionInput, at: datetime) -> None:
    """What the new decision means for the case: its procedure goes on with it, or the case is decided again."""
    if case.instance and procedures.get_instance(case.instance).status == "running":
        values = {
            "outcome": decided.outcome.value,
            "starts_on": decided.starts_on,
            "ends_on": decided.ends_on,
        }
        procedures.correct_values(instance=case.instance, values=values, reason=GROUND, by=SYSTEM, at=at)
        if before.ends_on and decided.ends_on and decided.ends_on > before.ends_on:
            longer = decided.ends_on - before.ends_on
            move_validity(case.instance, f"P{longer.days}D", GROUND, SYSTEM, at)
    elif case.state == CaseState.CLOSED and decided.outcome in GRANTED and decided.ends_on:
        update_versioned(
            case, expected=case.version, changes={"state": CaseState.DECIDED.value, "ended_at": None}
        )


def close_ended_grants(*, by: Actor, at: datetime | None = None) -> int:
    """Close the cases that were opened again by a grant whose term is over now, or that was revoked; how many."""
    at = at or clock.now()
    over = Q(decision__ends_on__lt=clock.local_date(at)) | Q(decision__revoked_on__isnull=False)
    closed = 0
    # No join: a case may have been decided anew more than once.
    again = EarlierDecision.objects.values("case")
    for case in Case.objects.filter(over, state=CaseState.DECIDED, pk__in=again):
        if case.instance and procedures.get_instance(case.instance).status == "running":
            continue
        with transaction.atomic():
            update_versioned(
                case, expected=case.version, changes={"state": CaseState.CLOSED.value, "ended_at": at}
            )
            record(action="casework.case.closed", subject=f"case:{case.pk}", by=by, at=at, details={})
        closed += 1
    return closed
