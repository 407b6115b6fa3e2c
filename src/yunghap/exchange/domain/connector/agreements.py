"""Agreements from conclusion to end."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.rows import has_row, insert_object
from yunghap.exchange.domain.policies.duties import write_obligations
from yunghap.exchange.domain.policies.evaluator import end_of
from yunghap.exchange.models import Agreement, Negotiation
from yunghap.ledger.service import record

from . import events
from .processes import details_of


def conclude(row: Negotiation, *, by: Actor, at: datetime) -> Agreement:
    """Write the agreement of a negotiation that is final, in the caller's transaction.

    Raises InvalidInput where another agreement has that id already, so that nobody can put one over another's.
    """
    key = str(row.terms["@id"])
    if has_row(Agreement, participant_id=row.participant_id, side=row.side, key=key):
        raise InvalidInput(_("There is another agreement with this id."))
    agreement = Agreement(
        key=key,
        side=row.side,
        participant_id=row.participant_id,
        counterparty=row.counterparty,
        counterparty_address=row.counterparty_address,
        asset=row.asset,
        offer_id=row.offer_id,
        policy=row.terms,
        negotiation=row.pk,
        agreed_at=at,
        ends_at=end_of(row.terms),
        created_at=at,
    )
    insert_object(agreement)
    write_obligations(agreement, at=at)
    details = facts_of(agreement) | {"replaces": row.replaces_id}
    record(
        action=events.AGREEMENT_CONCLUDED,
        subject=f"agreement:{agreement.pk}",
        by=by,
        at=at,
        details=details_of(details),
    )
    return agreement


def facts_of(agreement: Agreement) -> dict[str, object]:
    """What events say of an agreement."""
    return {
        "agreement": agreement.pk,
        "key": agreement.key,
        "side": agreement.side,
        "organisation": agreement.participant_id,
        "counterparty": agreement.counterparty,
        "asset": agreement.asset,
        "offer": agreement.offer_id,
    }
