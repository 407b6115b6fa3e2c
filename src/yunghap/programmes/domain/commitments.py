"""Money of a planned line promised to somebody, paid, settled, or given back. Never more than the line, nor than any
line that contains it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.ledger.service import record
from yunghap.programmes.enums import Phase
from yunghap.programmes.models import BudgetLine, Commitment, Programme
from yunghap.programmes.queries import left_krw


@transaction.atomic
def commit_money(
    *,
    line: BudgetLine,
    subject: str,
    amount_krw: int,
    label: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Commitment:
    """Promise money of a planned line to `subject`.

    Raises InvalidInput for an amount that is not positive or a line that is not planned money, Conflict where
    the line (or one that contains it) has not enough left or the subject has a commitment already.
    """
    at = at or clock.now()
    # One row for every edition that states the line: two promises at a time must see each other.
    Programme.objects.select_for_update().get(pk=line.programme_id)
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if line.phase != Phase.PLANNED or amount_krw <= 0:
        raise InvalidInput(
            _("Only planned money can be committed, and more than nothing."), field="amount_krw"
        )
    if Commitment.objects.filter(budget_line=line, subject=subject).exists():
        raise Conflict(_("This already has a commitment."), subject=subject)
    left = left_krw(line)
    if amount_krw > left:
        raise Conflict(_("The budget line has not enough left."), left_krw=left, field="amount_krw")
    commitment = Commitment.objects.create(
        budget_line=line, subject=subject, label=label, amount_krw=amount_krw, created_at=at
    )
    _record("committed", commitment, amount_krw, by, at)
    return commitment


@transaction.atomic
def spend_money(
    *, commitment: Commitment, amount_krw: int, by: Actor, at: datetime | None = None
) -> Commitment:
    """Pay part of what was promised. Raises InvalidInput for an amount that is not positive, Conflict where less is
    left of the promise, or it was settled or released.
    """
    at = at or clock.now()
    _require_open(commitment)
    if amount_krw <= 0:
        raise InvalidInput(_("A payment is more than nothing."), field="amount_krw")
    left = commitment.amount_krw - commitment.spent_krw
    if amount_krw > left:
        raise Conflict(_("More than was promised cannot be paid."), left_krw=left, field="amount_krw")
    update_versioned(
        commitment,
        expected=commitment.version,
        changes={"spent_krw": commitment.spent_krw + amount_krw},
    )
    _record("spent", commitment, amount_krw, by, at)
    return commitment


@transaction.atomic
def settle_commitment(
    *, commitment: Commitment, returned_krw: int = 0, by: Actor, at: datetime | None = None
) -> Commitment:
    """End a promise: what was not paid and what is returned goes back to the line.

    Raises InvalidInput where more is returned than was paid, Conflict where it was settled or released before.
    """
    at = at or clock.now()
    _require_open(commitment)
    if not 0 <= returned_krw <= commitment.spent_krw:
        raise InvalidInput(_("What is returned is at most what was paid."), field="returned_krw")
    kept = commitment.spent_krw - returned_krw
    changes = (
        {"spent_krw": kept, "amount_krw": kept, "settled_at": at}
        if kept
        else {"spent_krw": 0, "settled_at": at, "released_at": at}
    )
    update_versioned(commitment, expected=commitment.version, changes=changes)
    _record("settled", commitment, kept, by, at, returned=returned_krw)
    return commitment


@transaction.atomic
def release_commitment(*, commitment: Commitment, by: Actor, at: datetime | None = None) -> Commitment:
    """Give committed money back to its line. Raises Conflict where it was released or settled before, or paid from."""
    at = at or clock.now()
    _require_open(commitment)
    if commitment.spent_krw:
        raise Conflict(_("Money was paid from this commitment; settle it."))
    update_versioned(commitment, expected=commitment.version, changes={"released_at": at})
    _record("released", commitment, commitment.amount_krw, by, at)
    return commitment


@transaction.atomic
def return_money(
    *, commitment: Commitment, amount_krw: int, by: Actor, at: datetime | None = None
) -> Commitment:
    """Give a part that was not paid back to its line; giving all of it back releases the commitment.

    Raises InvalidInput for more than is committed and not paid, Conflict where it was released or settled before.
    """
    at = at or clock.now()
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    _require_open(commitment)
    if not 1 <= amount_krw <= commitment.amount_krw - commitment.spent_krw:
        raise InvalidInput(_("More than this was not committed."), field="amount_krw")
    if amount_krw == commitment.amount_krw:
        return release_commitment(commitment=commitment, by=by, at=at)
    update_versioned(
        commitment,
        expected=commitment.version,
        changes={"amount_krw": commitment.amount_krw - amount_krw},
    )
    _record("returned", commitment, amount_krw, by, at)
    return commitment


def _require_open(commitment: Commitment) -> None:
    if commitment.released_at is not None or commitment.settled_at is not None:
        raise Conflict(_("This commitment is released already."))


def _record(what: str, commitment: Commitment, krw: int, by: Actor, at: datetime, **more: int) -> None:
    record(
        action=f"programmes.money.{what}",
        subject=f"budget_line:{commitment.budget_line_id}",
        by=by,
        at=at,
        details={"for": commitment.subject, "krw": krw, **more},
    )
