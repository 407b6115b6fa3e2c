"""Work that changes the case itself: done with its verb and with the work item, in one transaction."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework.enums import GRANTED, ItemOutcome, Opinion
from yunghap.casework.models import Case, Consultation, Decision
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound, sentence
from yunghap.procedures import service as procedures
from yunghap.procedures.service import WorkItem

from .certificates import issue_certificate
from .consultations import answer_consultation
from .decisions import DecisionInput, decide_case, extend_decision, publish_decision, revoke_decision
from .kinds import decided_case, decision_kind_of
from .redeciding import decide_again
from .running import CONSULTATION, finish_work, move_validity, values_of, work_of

LONGEST = "longest"  # value of a procedure: for how many months a grant may hold, by its act
RESOLUTION = "resolution"  # of the committee that met last


@transaction.atomic
def decide_in_work(
    *, case: Case, item: WorkItem, decided: DecisionInput, by: Actor, at: datetime | None = None
) -> Decision:
    """Record the decision and finish the work that asks for it; what it is follows from the answers of the case. On an
    objection, the decision that it is about is replaced.

    The procedure goes on with `outcome`, `starts_on` and `ends_on`. Raises InvalidInput for a grant of what its
    committee rejected, and for a term longer than the months that it gives as `longest`.
    """
    at = at or clock.now()
    known = values_of(item.instance)
    if decided.outcome in GRANTED and known.get(RESOLUTION) == ItemOutcome.REJECTED:
        raise InvalidInput(_("The committee rejected it: it cannot be granted."), field="outcome")
    _check_longest(known.get(LONGEST), decided)
    about = decided_case(case)
    decision = (
        decide_again(case=about, decided=decided, because=case, by=by, at=at)
        if Decision.objects.filter(case=about).exists()
        else _decide(case, decided, by, at)
    )
    values = {
        "outcome": decided.outcome.value,
        "starts_on": decided.starts_on,
        "ends_on": decided.ends_on,
    }
    finish_work(case=case, item=item, values=values, by=by, at=at)
    return decision


def _check_longest(months: object, decided: DecisionInput) -> None:
    """Raises InvalidInput for a term that ends after the longest one, whether or not its first day counts."""
    if not isinstance(months, int | Decimal) or decided.starts_on is None or decided.ends_on is None:
        return
    latest = procedures.count_deadline(
        rule="admin-basic-act-6-2",  # to the day: nothing rolls over days off
        start=decided.starts_on + timedelta(days=1),
        term=f"P{int(months)}M",
        calendar=procedures.calendar(),
    ).due
    if decided.ends_on > latest:
        told = _("The term lasts %(months)s months at most: until %(day)s.")
        raise InvalidInput(sentence(told, months=int(months), day=latest), field="ends_on")


def _decide(case: Case, decided: DecisionInput, by: Actor, at: datetime) -> Decision:
    return decide_case(
        case=case,
        kind=decision_kind_of(case),
        outcome=decided.outcome,
        reasons=decided.reasons,
        conditions=decided.conditions,
        articles=decided.articles,
        starts_on=decided.starts_on,
        ends_on=decided.ends_on,
        by=by,
        at=at,
    )


@transaction.atomic
def publish_in_work(
    *,
    case: Case,
    item: WorkItem,
    summary: str,
    original: str = "",
    left: Collection[str] = (),
    by: Actor,
    at: datetime | None = None,
) -> Decision:
    """Enter the decision into the public register (see `publish_decision`) and finish the work that asks for it.

    Raises NotFound without one.
    """
    at = at or clock.now()
    decision = _decision_of(case)
    publish_decision(
        decision=decision,
        summary=summary,
        original=original,
        left=left,
        expected=decision.version,
        by=by,
        at=at,
    )
    finish_work(case=case, item=item, values={}, by=by, at=at)
    return decision


def _decision_of(case: Case) -> Decision:
    decision = Decision.objects.select_related("case").filter(case=decided_case(case)).first()
    if decision is None:
        raise NotFound(_("There is no decision yet."))
    return decision


@transaction.atomic
def extend_in_work(
    *,
    case: Case,
    item: WorkItem,
    ends_on: date | None,
    reason: str,
    by: Actor,
    at: datetime | None = None,
) -> Decision:
    """Move the end of the term to a later day, or (None) leave it, and finish the work that asks; the certificate is
    issued anew and the deadline of the validity moves with it.

    The procedure goes on with `extended`, and with the new `ends_on`. Raises InvalidInput for a day that is not later.
    """
    at = at or clock.now()
    decision = _decision_of(case)
    values: dict[str, object] = {"extended": ends_on is not None, "grounds": reason}
    if ends_on is not None:
        longer = ends_on - (decision.ends_on or ends_on)
        extend_decision(
            decision=decision, ends_on=ends_on, reason=reason, expected=decision.version, by=by, at=at
        )
        if decision.certificate:
            issue_certificate(decision=decision, expected=decision.version, by=by, at=at)
        values["ends_on"] = ends_on
        move_validity(item.instance, f"P{longer.days}D", reason, by, at)
    finish_work(case=case, item=item, values=values, by=by, at=at)
    return decision


@transaction.atomic
def revoke_in_work(
    *, case: Case, item: WorkItem, on: date | None, reason: str, by: Actor, at: datetime | None = None
) -> Decision:
    """Revoke what was granted from a day on, or (None) let it stand, and finish the work that asks.

    The procedure goes on with `revoked`, and then with `ended` = "revoked".
    """
    at = at or clock.now()
    decision = _decision_of(case)
    values: dict[str, object] = {"revoked": on is not None, "grounds": reason}
    if on is not None:
        revoke_decision(decision=decision, on=on, reason=reason, expected=decision.version, by=by, at=at)
        values["ended"] = "revoked"
    finish_work(case=case, item=item, values=values, by=by, at=at)
    return decision


@transaction.atomic
def answer_in_work(
    *,
    consultation: Consultation,
    opinion: Opinion,
    reply: str,
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Consultation:
    """Answer a consultation, and finish the work of the procedure that waits for it, if one does."""
    at = at or clock.now()
    answered = answer_consultation(
        consultation=consultation, opinion=opinion, reply=reply, expected=expected, by=by, at=at
    )
    if consultation.item is None:
        return answered
    waiting: Mapping[int, WorkItem] = {
        item.number: item for item in work_of(consultation.case) if item.form == CONSULTATION
    }
    item = waiting.get(consultation.item)
    if item is None:
        raise Conflict(_("This consultation is over."))
    values = {"opinion": opinion.value, "reply": answered.reply}
    finish_work(case=consultation.case, item=item, values=values, by=by, at=at)
    return answered
