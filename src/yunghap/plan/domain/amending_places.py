"""Programmes and indicators that an amendment moves to another task or area (Decree art. 6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.identity.service import require
from yunghap.plan.domain.amendment_record import (
    Sides,
    Touched,
    note_change,
    refuse_unless_amendment,
    said,
)
from yunghap.plan.enums import AmendmentKind, SchemeCode
from yunghap.plan.models import AmendmentItem, Edition, Node, Placement
from yunghap.plan.queries.common import in_use, split_ministries
from yunghap.plan.queries.edition import read_programmes
from yunghap.plan.rules import AMEND_EDITION

FIELDS = {"PROGRAMME": "programme_id", "INDICATOR": "indicator_id"}


@transaction.atomic
def move_item(
    *, edition: Edition, subject: str, node: str, reason: str, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Let a programme or indicator ("PROGRAMME:<id>", "INDICATOR:<id>") stand at another task or area.

    `node` is "<scheme>/<code>"; without a code the item is not placed in that scheme any more. Raises InvalidInput
    without a reason and for what the edition does not have, Conflict where the edition is no amendment under review
    or the item stands there already.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    scheme, _slash, code = node.partition("/")
    if scheme not in SchemeCode.values:
        raise InvalidInput(_("There is no such classification."), field="node")
    label, ministries = _named(edition, subject)
    about = Touched(f"PLACE:{scheme}/{subject}", label, ministries)
    before = standing(edition, about.subject)
    after = _node(edition, scheme, code)
    if before == after:
        raise Conflict(_("It stands there already."))
    put(edition, about.subject, after, at=at)
    return note_change(
        edition,
        kind=AmendmentKind.CHANGED,
        action="item_moved",
        about=about,
        sides=Sides(_side(before), _side(after)),
        reason=reason,
        by=by,
        at=at,
    )


def _named(edition: Edition, subject: str) -> tuple[str, tuple[str, ...]]:
    """Name and ministries of what is moved. Raises InvalidInput where the edition does not have it."""
    kind, _colon, key = subject.partition(":")
    if kind == "PROGRAMME":
        for one in read_programmes(edition, {key}):
            return one.name, tuple(one.ministries)
    if kind == "INDICATOR":
        row = in_use(edition).filter(indicator=key).select_related("indicator").first()
        if row is not None and row.indicator is not None:
            return row.indicator.name, split_ministries(row.indicator.ministry)
    raise InvalidInput(_("The edition has nothing like that."), field="subject")


def _node(edition: Edition, scheme: str, code: str) -> Node | None:
    if not code:
        return None
    found = Node.objects.filter(scheme__edition=edition, scheme__code=scheme, code=code).first()
    if found is None:
        raise InvalidInput(
            _("The edition has no direction, task or area %(code)s.") % {"code": code}, field="node"
        )
    return found


def _side(node: Node | None) -> dict[str, str]:
    """One side of a move: the node with its code, by which it is found again."""
    return {"value": str(node) if node else "", "unit": "", "code": node.code if node else ""}


def _parts(subject: str) -> tuple[str, dict[str, str]]:
    """Scheme and moved item of a recorded subject "PLACE:<scheme>/<kind>:<id>"."""
    scheme, _slash, item = subject.removeprefix("PLACE:").partition("/")
    kind, _colon, key = item.partition(":")
    return scheme, {FIELDS[kind]: key}


def standing(edition: Edition, subject: str) -> Node | None:
    """Where the moved item of a recorded subject stands in the edition now."""
    scheme, item = _parts(subject)
    place = (
        Placement.objects.filter(edition=edition, scheme__code=scheme, **item).select_related("node").first()
    )
    return place.node if place else None


def put(edition: Edition, subject: str, node: Node | None, *, at: datetime) -> None:
    """Let the moved item of a recorded subject stand at `node`, or nowhere in its scheme."""
    scheme, item = _parts(subject)
    Placement.objects.filter(edition=edition, scheme__code=scheme, **item).delete()
    if node is not None:
        Placement.objects.create(edition=edition, scheme_id=node.scheme_id, node=node, created_at=at, **item)


def put_back(edition: Edition, item: AmendmentItem, *, at: datetime) -> bool:
    """Undo a recorded move. False where the item has been moved again since or its old place is gone."""
    now = standing(edition, item.subject)
    scheme, _item = _parts(item.subject)
    old = Node.objects.filter(scheme__edition=edition, scheme__code=scheme, code=item.before["code"]).first()
    if (now.code if now else "") != item.after["code"] or (old is None and item.before["code"]):
        return False
    put(edition, item.subject, old, at=at)
    return True
