"""Work handed over within an office: one piece or many, to a colleague who may do each of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework.models import Case
from yunghap.casework.roles import PERMISSION_OF
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.identity import service as identity
from yunghap.ledger.service import record
from yunghap.procedures import service as procedures
from yunghap.procedures.service import WorkItem

from .running import acting_in, has_role, line_of, organisation_of


def colleagues_for(case: Case, item: WorkItem) -> list[str]:
    """Ids of the people who may do the work."""
    permission = PERMISSION_OF.get(item.role)
    if permission is None:
        return []
    return [
        person
        for person in identity.people_with_permission(permission, organisation=organisation_of(case, item))
        if has_role(case, item.role, Actor("person", person, None), item.organisation)
    ]


@transaction.atomic
def hand_over(
    *, work: Sequence[tuple[Case, WorkItem]], to: str, reason: str, by: Actor, at: datetime | None = None
) -> None:
    """Give work to a person, all of it or none; they are told once.

    Raises InvalidInput without work or where they may not do a piece of it, NotAllowed where a piece is not the
    actor's to give: that of another office, or one that somebody else holds.
    """
    at = at or clock.now()
    if not work:
        raise InvalidInput(_("Choose at least one piece of work."), field="work")
    for case, item in work:
        if not has_role(case, item.role, by, item.organisation):
            raise NotAllowed(_("You may not do this."))
        if to not in colleagues_for(case, item):
            told = _("This person may not do “%(work)s” in %(case)s.")
            raise InvalidInput(told % {"work": item.name, "case": case.number}, field="to")
        procedures.assign_item(
            instance=item.instance,
            item=item.number,
            assignee=to,
            reason=reason,
            by=acting_in(case, item, by),
            at=at,
        )
        record(
            action="casework.work.handed_over",
            subject=f"case:{case.pk}",
            by=by,
            at=at,
            details={"item": item.number, "to": to},
        )
    identity.notify(
        to=[to],
        subject=_("Work was handed over to you"),
        text=lambda: "\n".join(line_of(case, item) for case, item in work),
        link="/work/",
        by=by,
        at=at,
    )
