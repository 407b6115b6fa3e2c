"""Looking for misuse of vouchers, and waiving what was found."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.checks import CHECKS, Stage
from yunghap.exchange.domain.trade import support
from yunghap.exchange.enums import OrderState
from yunghap.exchange.models import MisuseFinding, Order
from yunghap.identity import service as identity
from yunghap.ledger.service import record


def look(order: Order, stage: Stage, *, by: Actor, at: datetime) -> list[MisuseFinding]:
    """Run the checks of a stage, in the caller's transaction; keeps and returns what is new, and tells the agency."""
    order = Order.objects.select_related("voucher__programme", "buyer", "provider").get(pk=order.pk)
    known = set(order.findings.values_list("check_id", flat=True))
    found = []
    for id_, check in CHECKS.items():
        said = check.run(order) if stage in check.stages and id_ not in known else None
        if said is not None:
            found.append(
                MisuseFinding.objects.create(
                    order=order, check_id=id_, text_ko=said.ko, text_en=said.en, found_at=at, created_at=at
                )
            )
    if found and order.voucher is not None:
        record(
            action="exchange.misuse.found",
            subject=f"order:{order.pk}",
            by=by,
            at=at,
            details={"checks": [one.check_id for one in found], "stage": stage},
        )
        agency = order.voucher.programme.agency_id
        identity.notify(
            to=identity.people_with_permission(rules.SUPPORT, organisation=agency),
            subject=_("An order paid by voucher needs a look"),
            text=order.number,
            link=f"/trade/orders/{order.pk}/",
            by=by,
            at=at,
        )
    return found


@transaction.atomic
def waive_finding(
    *, finding: MisuseFinding, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> MisuseFinding:
    """An officer of the agency lets a finding pass, and says why; once none is left, what waited is paid.

    Raises InvalidInput without a reason, Conflict where it was waived before.
    """
    at = at or clock.now()
    order = Order.objects.select_related("voucher__programme").get(pk=finding.order_id)
    if order.voucher is not None:
        identity.require(by, rules.SUPPORT, organisation=order.voucher.programme.agency_id)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput(_("Say why."), field="reason")
    if finding.waived_at is not None:
        raise Conflict(_("This finding was waived before."))
    update_versioned(
        finding,
        expected=expected,
        changes={"waived_at": at, "waived_by": by.id, "waived_because": reason},
    )
    record(
        action="exchange.misuse.waived",
        subject=f"order:{order.pk}",
        by=by,
        at=at,
        details={"check": finding.check_id, "reason": reason},
    )
    if order.state in {OrderState.ACCEPTED, OrderState.CLOSED}:
        support.spend_open(order, by=by, at=at)
    return finding
