"""What the search index holds of the plan: programmes, indicators, tasks and areas of the current editions."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from yunghap.core.text import name_key
from yunghap.plan.models import Edition, Indicator
from yunghap.plan.queries.common import nodes_of, published_editions
from yunghap.plan.queries.edition import read_outline
from yunghap.plan.queries.values import EditionView, Programme
from yunghap.search.service import PUBLIC, Item

PROGRAMME = "plan.programme"
INDICATOR = "plan.indicator"
NODE = "plan.node"
KINDS = (PROGRAMME, INDICATOR, NODE)
LABELS = {
    PROGRAMME: _("Programme"),
    INDICATOR: _("Indicator"),
    NODE: _("Direction, task or area"),
}


class PlanSource:
    """Items of one kind, each once: as the newest published edition that names it has it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.label = LABELS[kind]

    def items(self, ids: Iterable[str] | None = None) -> Iterator[Item]:
        """All items, or those of the ids that a published edition still names."""
        wanted = None if ids is None else set(ids)
        seen: set[str] = set()
        for edition in published_editions():
            for item in _ITEMS[self.kind](edition):
                if item.id not in seen and (wanted is None or item.id in wanted):
                    seen.add(item.id)
                    yield item


def _programmes(edition: Edition) -> Iterator[Item]:
    view = read_outline(edition, indicators=())
    for row in sorted(view.programmes, key=lambda row: name_key(row.name)):
        yield Item(
            kind=PROGRAMME,
            id=row.id,
            title=row.name,
            url=f"/plans/{edition.year}/programmes/{row.id}/",
            access=(PUBLIC,),
            text=" ".join((*row.aliases, *row.ministries, *_places(view, row))),
            facets=_facets(edition, row.ministries[0] if len(row.ministries) == 1 else ""),
            on=edition.issued_on,
        )


def _places(view: EditionView, row: Programme) -> Iterator[str]:
    for node in view.nodes:
        if row.nodes.get(node.scheme) == node.code:
            yield from (node.name, node.name_en)


def _facets(edition: Edition, ministry: str) -> dict[str, str]:
    facets = {"year": str(edition.year)}
    return {**facets, "ministry": ministry} if ministry else facets


def _indicators(edition: Edition) -> Iterator[Item]:
    rows = Indicator.objects.filter(observations__edition=edition).distinct().prefetch_related("aliases")
    for row in rows.order_by("name_key", "id"):
        yield Item(
            kind=INDICATOR,
            id=row.pk,
            title=row.name,
            url=f"/plans/{edition.year}/indicators/{row.pk}/",
            access=(PUBLIC,),
            text=" ".join(
                (row.ministry, row.unit, row.definition, *(alias.alias for alias in row.aliases.all()))
            ),
            facets=_facets(edition, "" if "·" in row.ministry else row.ministry),
            on=edition.issued_on,
        )


def _nodes(edition: Edition) -> Iterator[Item]:
    for node in nodes_of(edition):
        page = f"tasks/{node.code}/" if node.scheme == "DIRECTIONS" and node.parent else "directions/"
        yield Item(
            kind=NODE,
            id=node.id,
            title=node.name_ko,
            title_en=node.name_en,
            url=f"/plans/{edition.year}/{'money/' if node.scheme == 'AREAS' else page}",
            access=(PUBLIC,),
            facets=_facets(edition, ""),
            on=edition.issued_on,
        )


_ITEMS = {PROGRAMME: _programmes, INDICATOR: _indicators, NODE: _nodes}


def item_ids(edition: Edition) -> Iterator[tuple[str, str]]:
    """(kind, id) of everything an edition puts into the index."""
    for kind in KINDS:
        for item in _ITEMS[kind](edition):
            yield kind, item.id
