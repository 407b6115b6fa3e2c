"""Rules by which requests are accepted: set and dropped by the provider's people."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.exchange import rules
from yunghap.exchange.enums import Acceptance
from yunghap.exchange.models import AcceptanceRule, Offer
from yunghap.identity.service import require
from yunghap.ledger.service import record


@transaction.atomic
def set_rule(
    *,
    organisation: str,
    offer: Offer | None,
    counterparty: str,
    decision: str,
    by: Actor,
    at: datetime | None = None,
) -> AcceptanceRule:
    """Say what happens to requests: for one offer, one counterparty, both, or ("" and None) in general."""
    at = at or clock.now()
    require(by, rules.PROVIDE, organisation=organisation)
    if decision not in Acceptance.values or (offer is not None and offer.product.provider_id != organisation):
        raise InvalidInput(_("There is no such choice."))
    row, _new = AcceptanceRule.objects.update_or_create(
        participant_id=organisation, offer=offer, counterparty=counterparty, defaults={"decision": decision}
    )
    _note(row, "set", by, at)
    return row


@transaction.atomic
def drop_rule(*, rule: AcceptanceRule, by: Actor, at: datetime | None = None) -> None:
    """Drop a rule; the more general ones count again."""
    require(by, rules.PROVIDE, organisation=rule.participant_id)
    _note(rule, "dropped", by, at or clock.now())
    rule.delete()


def _note(row: AcceptanceRule, what: str, by: Actor, at: datetime) -> None:
    details = {
        "organisation": row.participant_id,
        "offer": row.offer_id or "",
        "counterparty": row.counterparty,
        "decision": str(row.decision),
    }
    subject = f"organisation:{row.participant_id}"
    record(action=f"exchange.acceptance.{what}", subject=subject, by=by, at=at, details=details)
