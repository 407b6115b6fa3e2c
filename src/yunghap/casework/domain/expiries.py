"""Terms that run out: holders and handlers are told in time, once for each stage."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import GRANTED
from yunghap.casework.models import Decision, ExpiryNotice
from yunghap.casework.registry import all_kinds
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.days import written_day
from yunghap.identity import service as identity
from yunghap.ledger.service import record
from yunghap.procedures import service as procedures

# Days before the end of a term on which holder and handler are told.
STAGES = (90, 60, 30)
EXTENSION = "extension"
ASK_SOON = timedelta(days=31)  # how long before the last day to ask for an extension it is told
MOST = 10_000  # of those last days at a time


def warn_of_expiries(*, by: Actor, at: datetime | None = None) -> int:
    """Tell of terms that end within the stages; returns how many notices went out.

    Of several stages that have passed only the last is told, so that a late start does not tell thrice. Where the
    procedure sets a last day to ask for an extension, it is told a month before it.
    """
    at = at or clock.now()
    today = clock.local_date(at)
    told = 0
    rows = Decision.objects.filter(
        outcome__in=GRANTED,
        revoked_on__isnull=True,
        ends_on__gte=today,
        ends_on__lte=today + timedelta(days=max(STAGES)),
    )
    for decision in rows.select_related("case").order_by("ends_on", "id"):
        ends_on = decision.ends_on or today
        stage = min(days for days in STAGES if today >= ends_on - timedelta(days=days))
        told += _tell(decision, str(stage), ends_on, by, at)
    for decision, last_day in _last_days_to_ask(at):
        told += _tell(decision, EXTENSION, last_day, by, at)
    return told


def _last_days_to_ask(at: datetime) -> list[tuple[Decision, date]]:
    """Grants with the last day to ask for their extension, where it comes within a month."""
    rules_asked = {one.deadline for kind in all_kinds() for one in kind.requests if one.deadline}
    granted = Decision.objects.filter(outcome__in=GRANTED, revoked_on__isnull=True)
    days = procedures.deadlines_before(
        instances=granted.filter(case__instance__isnull=False).values("case__instance"),
        before=at + ASK_SOON,
        limit=MOST,
        rules=rules_asked,
    )
    coming = {one.instance: one.due for one in days if one.passes > at}
    rows = granted.filter(case__instance__in=coming).select_related("case").order_by("id")
    return [(row, coming[row.case.instance]) for row in rows if row.case.instance]


@transaction.atomic
def _tell(decision: Decision, stage: str, due_on: date, by: Actor, at: datetime) -> int:
    ends_on = decision.ends_on or due_on
    _row, is_new = ExpiryNotice.objects.get_or_create(
        decision=decision, stage=stage, ends_on=ends_on, defaults={"told_at": at}
    )
    if not is_new:
        return 0
    case = decision.case
    subject: object = _("The term of a decision is about to end")
    if stage == EXTENSION:
        subject = _("An extension is applied for by this day")
    for permission, organisation in ((rules.APPLY, case.applicant_id), (rules.HANDLE, case.handler_id)):
        identity.notify(
            to=identity.people_with_permission(permission, organisation=organisation),
            subject=subject,
            text=lambda: f"{case.number} {case.title}: {written_day(due_on)}",
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
