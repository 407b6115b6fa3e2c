"""Terms that run out: holders and handlers are told in time, once for each stage."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import GRANTED
from yunghap.casework.models import Decision, ExpiryNotice
from yunghap.casework.registry import REGISTRY
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.identity import service as identity
from yunghap.ledger.service import record

# Days before the end of a term on which holder and handler are told.
STAGES = (90, 60, 30)
EXTENSION = "extension"


def apply_by(ends_on: date, months: int) -> date:
    """The last day to apply for an extension: so many months before the end, its last day where there is no such."""
    year, month = divmod(ends_on.year * 12 + ends_on.month - 1 - months, 12)
    return date(year, month + 1, min(ends_on.day, monthrange(year, month + 1)[1]))


def warn_of_expiries(*, by: Actor, at: datetime | None = None) -> int:
    """Tell of terms that end within the stages; returns how many notices went out.

    Of several stages that have passed only the last is told, so that a late start does not tell thrice. Where the
    procedure has extensions, the last day to apply for one is told a month before it.
    """
    at = at or clock.now()
    today = clock.local_date(at)
    told = 0
    rows = Decision.objects.filter(
        outcome__in=GRANTED,
        revoked_on__isnull=True,
        ends_on__gte=today,
        ends_on__lte=today + timedelta(days=max(STAGES) + 31),
    )
    for decision in rows.select_related("case").order_by("ends_on", "id"):
        for stage in _stages(decision, today):
            told += _tell(decision, stage, decision.ends_on or today, by, at)
    return told


def _stages(decision: Decision, today: date) -> list[str]:
    """What there is to tell of a decision today."""
    ends_on = decision.ends_on or today
    passed = [days for days in STAGES if today >= ends_on - timedelta(days=days)]
    stages = [str(min(passed))] if passed else []
    procedure = decision.case.procedure
    months = REGISTRY.get(procedure).extension_months if procedure in REGISTRY else 0
    if months and ends_on - timedelta(days=121) <= today <= apply_by(ends_on, months):
        stages.append(EXTENSION)
    return stages


@transaction.atomic
def _tell(decision: Decision, stage: str, ends_on: date, by: Actor, at: datetime) -> int:
    _row, is_new = ExpiryNotice.objects.get_or_create(
        decision=decision, stage=stage, ends_on=ends_on, defaults={"told_at": at}
    )
    if not is_new:
        return 0
    case, due_on = decision.case, ends_on
    subject: object = _("The term of a decision is about to end")
    if stage == EXTENSION:
        due_on = apply_by(ends_on, REGISTRY.get(case.procedure).extension_months)
        subject = _("An extension is applied for by this day")
    for permission, organisation in ((rules.APPLY, case.applicant_id), (rules.HANDLE, case.handler_id)):
        identity.notify(
            to=identity.people_with_permission(permission, organisation=organisation),
            subject=subject,
            text=f"{case.number} {case.title}: {due_on}",
            link=f"/cases/{case.pk}/",
            due_on=due_on,
            by=by,
            at=at,
        )
    record(
        action="casework.decision.expiry_told",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"decision": decision.pk, "stage": stage, "ends_on": ends_on},
    )
    return 1
