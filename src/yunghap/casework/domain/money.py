"""Money that a case spends: a support agreement commits part of a budget line, payments spend it, the settlement gives
back what is left. Each is done with the work item that asks for it, in one transaction.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.models import Case
from yunghap.casework.queries.access import require_office
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.ledger.service import record
from yunghap.procedures.service import WorkItem
from yunghap.programmes import service as programmes
from yunghap.programmes.service import BudgetLine, Commitment

from .running import finish_work


def subject_of(case: Case) -> str:
    """What the case is called where money is committed to it."""
    return f"casework.case:{case.pk}"


def commitment_of(case: Case) -> Commitment | None:
    """What was committed to the case, if anything was."""
    return programmes.find_commitment(subject_of(case))


def lines_for(case: Case) -> list[BudgetLine]:
    """The budget lines from which the office in charge may promise money."""
    return programmes.lines_to_commit(case.handler_id)


@transaction.atomic
def agree_in_work(
    *, case: Case, item: WorkItem, line: str, amount_krw: int, by: Actor, at: datetime | None = None
) -> Commitment:
    """Conclude the support agreement: its amount is committed against a budget line.

    The procedure goes on with `agreed` and `programme`. Raises NotFound for a line that is not the office's, Conflict
    where it has not enough left.
    """
    at = at or clock.now()
    require_office(case, rules.HANDLE, by)
    found = next((one for one in lines_for(case) if one.pk == line), None)
    if found is None:
        raise NotFound(_("There is no such budget line."), field="line")
    if commitment_of(case) is not None:
        raise Conflict(_("This already has a commitment."))
    made = programmes.commit_money(
        line=found,
        subject=subject_of(case),
        label=case.number or "",
        amount_krw=amount_krw,
        by=by,
        at=at,
    )
    _record("agreed", case, amount_krw, by, at)
    values = {"agreed": amount_krw, "programme": found.programme.name}
    finish_work(case=case, item=item, values=values, by=by, at=at)
    return made


@transaction.atomic
def pay_in_work(
    *, case: Case, item: WorkItem, amount_krw: int, more: bool, by: Actor, at: datetime | None = None
) -> Commitment:
    """Pay an instalment. The procedure goes on with `paid`, `paid_in_all` and `more_instalments`.

    Raises Conflict where more is paid than was agreed.
    """
    at = at or clock.now()
    require_office(case, rules.HANDLE, by)
    paid = programmes.spend_money(commitment=_committed(case), amount_krw=amount_krw, by=by, at=at)
    _record("paid", case, amount_krw, by, at)
    values = {"paid": amount_krw, "paid_in_all": paid.spent_krw, "more_instalments": more}
    finish_work(case=case, item=item, values=values, by=by, at=at)
    return paid


@transaction.atomic
def settle_in_work(
    *, case: Case, item: WorkItem, returned_krw: int, remarks: str, by: Actor, at: datetime | None = None
) -> Commitment:
    """Settle: what was not paid or is returned goes back to the line. The procedure goes on with `returned`.

    Raises InvalidInput where more is returned than was paid.
    """
    at = at or clock.now()
    require_office(case, rules.HANDLE, by)
    settled = programmes.settle_commitment(
        commitment=_committed(case), returned_krw=returned_krw, by=by, at=at
    )
    _record("settled", case, returned_krw, by, at)
    values = {"returned": returned_krw, "remarks": remarks}
    finish_work(case=case, item=item, values=values, by=by, at=at)
    return settled


def _committed(case: Case) -> Commitment:
    found = commitment_of(case)
    if found is None:
        raise InvalidInput(_("No money was promised in this case."))
    return found


def _record(what: str, case: Case, krw: int, by: Actor, at: datetime) -> None:
    record(action=f"casework.support.{what}", subject=f"case:{case.pk}", by=by, at=at, details={"krw": krw})
