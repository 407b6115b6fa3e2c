"""Open work whose day comes: those who may do it are told before the statutory day, and once after it."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework.enums import ENDED
from yunghap.casework.models import Case, WorkNotice
from yunghap.casework.roles import CONSULTED, PERMISSION_OF
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures
from yunghap.procedures.service import WorkItem

from .running import line_of, organisation_of

# Days before the last day on which people are told. Bodies that are asked are reminded with their consultation.
STAGES = (7, 3, 1)
LATE = "late"
PAGE = 500


def remind_of_work(*, by: Actor, at: datetime | None = None) -> int:
    """Tell of open work that is due within the stages or overdue, each stage once; returns how many notices went out.

    Of several stages that have passed only the last is told.
    """
    at = at or clock.now()
    roles = [role for role in PERMISSION_OF if role != CONSULTED]
    before = at + timedelta(days=max(STAGES) + 1)
    told = offset = 0
    while items := procedures.open_items(roles=roles, due_before=before, limit=PAGE, offset=offset):
        offset += PAGE
        rows = Case.objects.filter(instance__in={item.instance for item in items}).exclude(state__in=ENDED)
        cases = {row.instance: row for row in rows}
        for item in items:
            if item.instance in cases:
                told += _tell(cases[item.instance], item, by, at)
    return told


def _stage(item: WorkItem, at: datetime) -> str:
    if item.due is None or item.last_day is None:
        return ""
    if item.due <= at:
        return LATE
    left = (item.last_day - clock.local_date(at)).days
    return next((str(days) for days in sorted(STAGES) if left <= days), "")


@transaction.atomic
def _tell(case: Case, item: WorkItem, by: Actor, at: datetime) -> int:
    stage = _stage(item, at)
    if not stage or item.due is None:
        return 0
    _row, is_new = WorkNotice.objects.get_or_create(
        case=case, item=item.number, stage=stage, defaults={"told_at": at}
    )
    if not is_new:
        return 0
    to = (
        [item.assignee]
        if item.assignee
        else identity.people_with_permission(
            PERMISSION_OF[item.role], organisation=organisation_of(case, item)
        )
    )
    identity.notify(
        to=to,
        subject=_("Work in a case is overdue") if stage == LATE else _("Work in a case is due soon"),
        text=partial(line_of, case, item),
        link=f"/cases/{case.pk}/",
        due_on=item.last_day,
        by=by,
        at=at,
    )
    return 1
