"""The inbox: open work of cases and consultations, for a person and their organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yunghap.casework import rules
from yunghap.casework.models import Case
from yunghap.casework.roles import APPROVER, CONSULTED, HANDLER, PERMISSION_OF, SECRETARY
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures

from .lists import consultations_waiting, days_left

_ROLES = (HANDLER, APPROVER, SECRETARY)  # consultations come from their own rows
MOST = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: `number` is that of a work item, `consultation` the id of a consultation, one of them set."""

    case: Case
    title: str
    due_on: date | None
    days_left: int | None
    number: int | None = None
    consultation: str = ""
    assignee: str = ""


def inbox_of(by: Actor) -> list[Waiting]:
    """Everything that waits for the actor, the most urgent first and what has no day last."""
    today = clock.today()
    rows = [*_work(by, today), *_consultations(by, today)]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or today, row.case.number or ""))


def _work(by: Actor, today: date) -> Iterable[Waiting]:
    own = {membership.organisation_id for membership in identity.memberships_of(by.id)}
    cases = Case.objects.filter(instance__isnull=False).exclude(applicant__in=own)
    items = [item for role in _ROLES for item in _items_of(role, by, cases)]
    found = {
        case.instance: case
        for case in Case.objects.select_related("applicant", "handler").filter(
            instance__in={item.instance for item in items}
        )
    }
    for item in items:
        left = days_left(item.last_day, today)
        yield Waiting(
            found[item.instance], item.name, item.last_day, left, item.number, assignee=item.assignee
        )


def _items_of(role: str, by: Actor, cases: QuerySet[Case]) -> list[procedures.WorkItem]:
    """The work of a role that the actor may take, the most urgent MOST: their offices' own, and that which belongs to
    no office in the cases these are in charge of.
    """
    where = identity.organisations_where(by, PERMISSION_OF[role])
    if where is None:
        return _most(role, by, cases)
    held = list(where)
    if not held:
        return []
    handled = cases.filter(handler__in=held)
    return [*_most(role, by, cases, held), *_most(role, by, handled, [""])]


def _most(
    role: str, by: Actor, cases: QuerySet[Case], organisations: Iterable[str] = ()
) -> list[procedures.WorkItem]:
    return procedures.open_items(
        roles=[role],
        organisations=organisations,
        instances=cases.values("instance"),
        free_for=by.id,
        limit=MOST,
    )


def _consultations(by: Actor, today: date) -> Iterable[Waiting]:
    if not identity.can(by, rules.ANSWER):
        return
    rows = list(consultations_waiting(by)[:MOST])
    # Work with a form of its own is done on its own page; an opinion on that of the consultation.
    by_form: dict[str | None, set[int]] = {}
    instances = {row.case.instance for row in rows if row.case.instance}
    for item in procedures.open_items(roles=[CONSULTED], instances=instances, limit=10 * MOST):
        if item.form != "casework:consultation":
            by_form.setdefault(item.instance, set()).add(item.number)
    for row in rows:
        left = days_left(row.due_on, today)
        if row.item is not None and row.item in by_form.get(row.case.instance, set()):
            yield Waiting(row.case, row.question_here, row.due_on, left, number=row.item)
        else:
            yield Waiting(row.case, row.question_here, row.due_on, left, consultation=row.pk)
