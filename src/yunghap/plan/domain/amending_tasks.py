"""Directions, tasks and areas that an amendment takes into an edition or out of it (Decree art. 6)."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name
from yunghap.identity.service import require
from yunghap.plan.domain.amendment_record import (
    NOTHING,
    Sides,
    Touched,
    note_change,
    refuse_unless_amendment,
    said,
    shown_number,
)
from yunghap.plan.enums import AmendmentKind, ObservationStatus, ObservationSubject, SchemeCode
from yunghap.plan.models import AmendmentItem, Edition, Milestone, Node, Observation, Placement, Scheme
from yunghap.plan.queries.common import in_use, split_ministries
from yunghap.plan.rules import AMEND_EDITION
from yunghap.programmes import service as programmes

CODE = re.compile(r"[0-9A-Za-z가-힣]{1,5}(\.[0-9A-Za-z]{1,4}){0,3}")


@transaction.atomic
def add_task(
    *,
    edition: Edition,
    scheme: str,
    code: str,
    name_ko: str,
    reason: str,
    by: Actor,
    name_en: str = "",
    at: datetime | None = None,
) -> AmendmentItem:
    """Take a direction, a task or an area into an amendment; programmes and indicators are placed there when added.

    A task stands under the direction whose code comes before its last dot. Raises InvalidInput without a reason or a
    name, for a code that cannot be and a direction that is not there, Conflict where the edition is no amendment
    under review or has the code already.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    if scheme not in SchemeCode.values:
        raise InvalidInput(_("There is no such classification."), field="scheme")
    code = code.strip()
    if not CODE.fullmatch(code):
        raise InvalidInput(_("A code is a number or letter, a task's with a dot, such as 2.3."), field="code")
    names = clean_name(name_ko), clean_name(name_en) if name_en.strip() else ""
    node = add_node(edition, f"{scheme}/{code}", names, at)
    return note_change(
        edition,
        kind=AmendmentKind.ADDED,
        action="task_added",
        about=Touched(f"NODE:{scheme}/{code}", str(node)),
        sides=Sides(NOTHING, NOTHING),
        reason=reason,
        by=by,
        at=at,
    )


def add_node(edition: Edition, key: str, names: tuple[str, str], at: datetime) -> Node:
    """The node "<scheme>/<code>" with its Korean and English name, behind its siblings and what is below them.

    Raises InvalidInput without the direction that it stands under, Conflict where the code is taken.
    """
    scheme, _slash, code = key.partition("/")
    own, _made = Scheme.objects.get_or_create(edition=edition, code=scheme, defaults={"created_at": at})
    nodes = Node.objects.filter(scheme=own)
    if nodes.filter(code=code).exists():
        raise Conflict(_("The edition has the code %(code)s already.") % {"code": code})
    above = code.rpartition(".")[0]
    parent = nodes.filter(code=above).first() if above else None
    if above and parent is None:
        raise InvalidInput(
            _("The edition has no direction, task or area %(code)s.") % {"code": above}, field="code"
        )
    before = nodes if parent is None else nodes.filter(Q(pk=parent.pk) | Q(code__startswith=f"{above}."))
    position = (before.aggregate(last=Max("position"))["last"] or 0) + 1
    nodes.filter(position__gte=position).update(position=F("position") + 1)
    return Node.objects.create(
        scheme=own,
        parent=parent,
        code=code,
        name_ko=names[0],
        name_en=names[1],
        position=position,
        created_at=at,
    )


@transaction.atomic
def drop_task(
    *, edition: Edition, node: str, reason: str, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Take a direction, task or area ("<scheme>/<code>") out of an amendment, with its printed money and milestones.

    Programmes and indicators that stood there stay in the edition, unplaced. The numbers stay on record, rejected.
    Raises InvalidInput without a reason or for what is not there, Conflict where the edition is no amendment under
    review or the direction still has tasks.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    scheme, _slash, code = node.partition("/")
    row = Node.objects.filter(scheme__edition=edition, scheme__code=scheme, code=code).first()
    if row is None:
        raise InvalidInput(_("The edition has no such direction, task or area."), field="node")
    printed = in_use(edition).filter(node=row).first()
    about = Touched(f"NODE:{node}", str(row), _ministries_at(edition, row))
    return note_change(
        edition,
        kind=AmendmentKind.DROPPED,
        action="task_dropped",
        about=about,
        sides=Sides(
            NOTHING if printed is None else shown_number(printed),
            NOTHING,
            gone=take_out_node(edition, row),
        ),
        reason=reason,
        by=by,
        at=at,
    )


def take_out_node(edition: Edition, node: Node) -> list[str]:
    """Delete a node of the edition; what stood there is unplaced. The ids of the spans that leave with it.

    Raises Conflict where others stand below it.
    """
    if node.children.exists():
        raise Conflict(_("Tasks stand under this direction; they come first."))
    gone = list(in_use(edition).filter(node=node).values_list("span_id", flat=True))
    # Unbound, because a node that is gone can be pointed at no more.
    Observation.objects.filter(edition=edition, node=node).update(
        status=ObservationStatus.REJECTED,
        subject=ObservationSubject.UNBOUND,
        node=None,
        version=F("version") + 1,
    )
    milestones = Milestone.objects.filter(edition=edition, node=node)
    milestones.filter(programme__isnull=True).delete()
    milestones.update(node=None)
    node.delete()
    return gone


def _ministries_at(edition: Edition, node: Node) -> tuple[str, ...]:
    """Whose programmes and indicators stand at a node."""
    placed = list(Placement.objects.filter(edition=edition, node=node).select_related("indicator"))
    own = [row.programme_id for row in placed if row.programme_id]
    parts = programmes.participations_stated_in(edition.pk, programmes=own) if own else {}
    names = [part.organisation.short_name for key in own for part in parts.get(key, ())]
    for row in placed:
        if row.indicator is not None:
            names += split_ministries(row.indicator.ministry)
    return tuple(dict.fromkeys(names))
