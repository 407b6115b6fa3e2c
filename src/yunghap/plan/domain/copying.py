"""Carries the contents of an edition into the one that supersedes it. No ledger entry of its own."""

from datetime import datetime

from django.db.models import Model

from yunghap.core.actors import Actor
from yunghap.core.ids import new_id
from yunghap.plan.domain.editions import nodes_of
from yunghap.plan.domain.writing import BATCH, write_nodes
from yunghap.plan.models import (
    Crosswalk,
    Edition,
    Evidence,
    FlagshipItem,
    Milestone,
    Node,
    Observation,
    Placement,
)
from yunghap.programmes import service as programmes


def copied(row: Model, **changes: object) -> dict[str, object]:
    """The columns of a row, with a fresh id and the changes given."""
    values: dict[str, object] = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields
    }
    return {**values, "id": new_id(), "version": 1, **changes}


def copy_contents(*, source: Edition, target: Edition, by: Actor, at: datetime) -> dict[str, str]:
    """Copy everything that `source` states into `target`; old observation id -> new one.

    Spans and documents are shared: the copies claim the same places.
    """
    nodes = _copy_nodes(source, target, at)
    lines = programmes.copy_statements(source=source.pk, target=target.pk, by=by, at=at)
    ids = _copy_observations(source, target, nodes, lines, at)
    Placement.objects.bulk_create(
        [
            Placement(
                **copied(
                    row,
                    edition_id=target.pk,
                    node_id=nodes[row.node_id].pk,
                    scheme_id=nodes[row.node_id].scheme_id,
                    created_at=at,
                )
            )
            for row in Placement.objects.filter(edition=source)
        ],
        batch_size=BATCH,
    )
    Milestone.objects.bulk_create(
        [
            Milestone(
                **copied(
                    row,
                    edition_id=target.pk,
                    node_id=nodes[row.node_id].pk if row.node_id else None,
                    created_at=at,
                )
            )
            for row in Milestone.objects.filter(edition=source)
        ],
        batch_size=BATCH,
    )
    _copy_flagship(source, target, at)
    _copy_crosswalks(nodes, at)
    return ids


def _copy_nodes(source: Edition, target: Edition, at: datetime) -> dict[str, Node]:
    """Old node id -> new node."""
    made = write_nodes(target, nodes_of(source), at)
    rows = Node.objects.filter(scheme__edition=source).select_related("scheme")
    return {row.pk: made[f"{row.scheme.code}/{row.code}"] for row in rows}


def _copy_observations(
    source: Edition, target: Edition, nodes: dict[str, Node], lines: dict[str, str], at: datetime
) -> dict[str, str]:
    ids: dict[str, str] = {}
    copies = []
    for row in Observation.objects.filter(edition=source):
        copy = Observation(
            **copied(
                row,
                edition_id=target.pk,
                node_id=nodes[row.node_id].pk if row.node_id else None,
                budget_line_id=lines[row.budget_line_id] if row.budget_line_id else None,
                created_at=at,
            )
        )
        ids[row.pk] = copy.pk
        copies.append(copy)
    Observation.objects.bulk_create(copies, batch_size=BATCH)
    evidence = Evidence.objects.filter(target__edition=source, released_at__isnull=True)
    Evidence.objects.bulk_create(
        [Evidence(**copied(row, target_id=ids[row.target_id], created_at=at)) for row in evidence],
        batch_size=BATCH,
    )
    return ids


def _copy_flagship(source: Edition, target: Edition, at: datetime) -> None:
    made: dict[str, FlagshipItem] = {}
    for row in FlagshipItem.objects.filter(edition=source).order_by("level", "position"):
        made[row.pk] = FlagshipItem(**copied(row, edition_id=target.pk, created_at=at, parent_id=None))
    for row in FlagshipItem.objects.filter(edition=source, parent__isnull=False):
        made[row.pk].parent_id = made[row.parent_id or ""].pk
    FlagshipItem.objects.bulk_create(
        sorted(made.values(), key=lambda row: ("INVESTMENT_AREA", "MISSION", "PROJECT").index(row.level)),
        batch_size=BATCH,
    )


def _copy_crosswalks(nodes: dict[str, Node], at: datetime) -> None:
    """Walks within the edition go to the new nodes; walks to other editions are stated for both."""
    walks = Crosswalk.objects.filter(src__in=list(nodes))
    Crosswalk.objects.bulk_create(
        [
            Crosswalk(
                **copied(
                    walk,
                    src_id=nodes[walk.src_id].pk,
                    dst_id=nodes[walk.dst_id].pk if walk.dst_id in nodes else walk.dst_id,
                    created_at=at,
                )
            )
            for walk in walks
        ],
        batch_size=BATCH,
    )
