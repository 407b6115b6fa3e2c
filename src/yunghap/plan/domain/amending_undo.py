"""A change of an amendment is taken back by a further change, of the same amendment or of a later one.

What an amendment took out is stated again from the edition before it, at the same places of the same texts.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.identity.service import require
from yunghap.plan.domain.amending_places import put_back
from yunghap.plan.domain.amending_programmes import take_out_programme
from yunghap.plan.domain.amending_tasks import add_node, take_out_node
from yunghap.plan.domain.amendment_record import (
    Sides,
    Touched,
    follow,
    note_change,
    refuse_unless_amendment,
    reject,
    said,
    set_aside,
)
from yunghap.plan.domain.copying import copied
from yunghap.plan.domain.writing import BATCH
from yunghap.plan.enums import AmendmentKind, ObservationStatus, ObservationSubject
from yunghap.plan.models import (
    AmendmentItem,
    Crosswalk,
    Edition,
    Evidence,
    Milestone,
    Node,
    Observation,
    Placement,
)
from yunghap.plan.queries.common import in_use, lineage
from yunghap.plan.rules import AMEND_EDITION
from yunghap.programmes import service as programmes

TURNED = {
    AmendmentKind.CHANGED: AmendmentKind.CHANGED,
    AmendmentKind.ADDED: AmendmentKind.DROPPED,
    AmendmentKind.DROPPED: AmendmentKind.ADDED,
}


@transaction.atomic
def undo_change(
    *, edition: Edition, item: AmendmentItem, reason: str, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Take a change of this or an earlier amendment back, on record as a change of its own.

    Raises InvalidInput without a reason or for a change of another plan, Conflict where the edition is no amendment
    under review, the change is taken back already or what it is about has been changed since.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    if item.edition_id not in {one.pk for one in lineage(edition)}:
        raise InvalidInput(_("This is no change of an earlier amendment of the edition."))
    if AmendmentItem.objects.filter(undoes=item).exists():
        raise Conflict(_("This change has been taken back already."))
    _refuse_changed_since(edition, item)
    act = _take_out if item.kind == AmendmentKind.ADDED else _put_back
    act(edition, item, by=by, at=at)
    sides = Sides(item.before, item.after, item.spans_before, item.spans_after).turned()
    return note_change(
        edition,
        kind=TURNED[AmendmentKind(item.kind)],
        action="change_undone",
        about=Touched(item.subject, item.label, item.ministries),
        sides=sides,
        reason=reason,
        undoes=item,
        by=by,
        at=at,
    )


def _refuse_changed_since(edition: Edition, item: AmendmentItem) -> None:
    """What came in must be in use still, and what left must be out of use."""
    rows = Observation.objects.filter(edition=edition)
    come, gone = rows.filter(span__in=item.spans_after), rows.filter(span__in=item.spans_before)
    out = {"status": ObservationStatus.REJECTED}
    if come.filter(**out).exists() or gone.exclude(**out).exists():
        raise _changed_since()


def _changed_since() -> Conflict:
    return Conflict(_("This has been changed again since; take that back first."))


def _take_out(edition: Edition, item: AmendmentItem, *, by: Actor, at: datetime) -> None:
    """Take out what a change added. Raises Conflict where something has been added to it since."""
    kind, _colon, key = item.subject.partition(":")
    added = in_use(edition).filter(span__in=item.spans_after)
    own = {
        "PROGRAMME": Q(budget_line__programme=key) | Q(indicator__programme=key),
        "INDICATOR": Q(indicator=key),
        "NODE": Q(node=_node(edition, key)) & Q(node__isnull=False),
    }.get(kind, Q(pk__in=[]))
    if in_use(edition).filter(own).exclude(span__in=item.spans_after).exists():
        raise _changed_since()
    if kind == "PROGRAMME":
        take_out_programme(edition, key, by=by, at=at)
    elif kind == "NODE":
        node = _node(edition, key)
        if node is None or node.placements.exists():
            raise _changed_since()
        take_out_node(edition, node)
    else:
        reject(edition, added, by=by, at=at)


def _put_back(edition: Edition, item: AmendmentItem, *, by: Actor, at: datetime) -> None:
    """Put back what a change took out or replaced, as the edition before the change's amendment states it."""
    kind, _colon, key = item.subject.partition(":")
    if kind == "PLACE":
        if not put_back(edition, item, at=at):
            raise _changed_since()
        return
    source = Edition.objects.get(superseded_by=item.edition_id)
    if kind == "PROGRAMME":
        programmes.restore_programme(source=source.pk, target=edition.pk, programme=key, by=by, at=at)
    if kind == "NODE":
        _restore_node(source, edition, key, at)
    successors = list(in_use(edition).filter(span__in=item.spans_after))
    set_aside(successors)
    restored = _restore_numbers(source, edition, item.spans_before)
    for successor in successors:
        Evidence.objects.filter(target=successor, released_at__isnull=True).update(target=restored[0])
    follow(edition, [*successors, *restored], by=by, at=at)
    _restore_places(source, edition, item, restored, at)


def _node(edition: Edition, key: str) -> Node | None:
    scheme, _slash, code = key.partition("/")
    return Node.objects.filter(scheme__edition=edition, scheme__code=scheme, code=code).first()


def _restore_node(source: Edition, edition: Edition, key: str, at: datetime) -> None:
    """The node as it was, with the walks that lead from it or to it, and its milestones."""
    old = _node(source, key)
    if old is None:
        raise Conflict(_("What one amendment added and dropped is added anew."))
    new = add_node(edition, key, (old.name_ko, old.name_en), at)
    for walk in Crosswalk.objects.filter(Q(src=old) | Q(dst=old)).select_related(
        "src__scheme", "dst__scheme"
    ):
        ends = [new if end == old else _counterpart(edition, end) for end in (walk.src, walk.dst)]
        if None not in ends:
            Crosswalk.objects.create(**copied(walk, src_id=ends[0].pk, dst_id=ends[1].pk, created_at=at))  # type: ignore[union-attr]
    for row in Milestone.objects.filter(edition=source, node=old):
        there = Milestone.objects.filter(edition=edition, name=row.name, due_end_on=row.due_end_on)
        if not there.update(node=new) and row.programme_id is None:
            Milestone.objects.create(**copied(row, edition_id=edition.pk, node_id=new.pk, created_at=at))


def _counterpart(edition: Edition, node: Node) -> Node | None:
    """The edition's node of the same scheme and code; a node of another year is its own."""
    other_plan = node.scheme.edition.year != edition.year
    return node if other_plan else _node(edition, f"{node.scheme.code}/{node.code}")


def _restore_numbers(source: Edition, edition: Edition, spans: Sequence[str]) -> list[Observation]:
    """Numbers that were taken out, in use and bound again, in the order of `spans`.

    Raises Conflict where what they belong to is no longer there.
    """
    before = {
        row.span_id: row for row in in_use(source).filter(span__in=spans).select_related("node__scheme")
    }
    lines = programmes.same_lines(source=source.pk, target=edition.pk)
    rows = {row.span_id: row for row in Observation.objects.filter(edition=edition, span__in=spans)}
    for span, row in rows.items():
        old = before.get(span)
        if old is None:  # came and went within one amendment
            if row.subject == ObservationSubject.UNBOUND:
                raise Conflict(_("What one amendment added and dropped is added anew."))
            row.status = ObservationStatus.CONFIRMED
            continue
        row.status, row.subject, row.indicator_id = old.status, old.subject, old.indicator_id
        row.node = _counterpart(edition, old.node) if old.node else None
        row.budget_line_id = lines.get(old.budget_line_id) if old.budget_line_id else None
        if bool(old.node) != bool(row.node) or bool(old.budget_line_id) != bool(row.budget_line_id):
            raise _changed_since()
    for row in rows.values():
        row.version += 1
        row.edition = edition
    Observation.objects.bulk_update(
        rows.values(), ["status", "subject", "indicator", "node", "budget_line", "version"], batch_size=BATCH
    )
    return [rows[span] for span in spans if span in rows]


def _restore_places(
    source: Edition, edition: Edition, item: AmendmentItem, restored: Sequence[Observation], at: datetime
) -> None:
    """Placements that were lost with what left, of what is in the edition and stands nowhere now; milestones too."""
    kind, _colon, key = item.subject.partition(":")
    wanted = Q(indicator__in=[row.indicator_id for row in restored if row.indicator_id])
    if kind == "PROGRAMME":
        wanted |= Q(programme=key)
        for row in Milestone.objects.filter(edition=source, programme=key).select_related("node__scheme"):
            node = _counterpart(edition, row.node) if row.node else None
            values = {"edition_id": edition.pk, "node_id": node.pk if node else None, "created_at": at}
            Milestone.objects.create(**copied(row, **values))
    if kind == "NODE":
        wanted |= Q(node=_node(source, key))
    for place in Placement.objects.filter(wanted, edition=source).select_related("node__scheme"):
        node = _counterpart(edition, place.node)
        subject = {"programme": place.programme_id, "indicator": place.indicator_id}
        if node is None or Placement.objects.filter(scheme=node.scheme, **subject).exists():
            continue
        if _stands(source, edition, place):
            values = {"edition_id": edition.pk, "scheme_id": node.scheme_id, "node_id": node.pk}
            Placement.objects.create(**copied(place, **values, created_at=at))


def _stands(source: Edition, edition: Edition, place: Placement) -> bool:
    """What a placement places is in the edition; a programme without money was only ever placed."""
    if place.indicator_id:
        return in_use(edition).filter(indicator=place.indicator_id).exists()
    before, now = (
        programmes.BudgetLine.objects.filter(stated_in=one.pk, programme=place.programme_id).exists()
        for one in (source, edition)
    )
    return now or not before
