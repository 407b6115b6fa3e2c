"""Writes the rows of an edition in bulk. No ledger entry: the verbs that call this make one for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.core.ids import new_id
from yunghap.core.text import clean_name, name_key
from yunghap.plan.contracts import Comparison, Quantity, Section
from yunghap.plan.edition_data import (
    EditionData,
    FactData,
    IndicatorData,
    MilestoneData,
    NodeData,
)
from yunghap.plan.edition_rules import check_quantity
from yunghap.plan.enums import ObservationStatus, ObservationSubject
from yunghap.plan.models import (
    Crosswalk,
    Document,
    DocumentSection,
    Edition,
    FlagshipItem,
    Indicator,
    IndicatorAlias,
    Milestone,
    Node,
    Observation,
    Placement,
    Scheme,
    Span,
)

BATCH = 500  # rows per statement: well below the parameter limits of both databases


@dataclass(slots=True)
class Target:
    """The edition and document being written, and by their keys the things that rows point at.

    `nodes` by "<scheme>/<code>", `programmes` and `lines` (ids) and `indicators` by the keys of the data.
    """

    edition: Edition
    document: Document
    at: datetime
    nodes: dict[str, Node] = field(default_factory=dict)
    programmes: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)


def write_sections(document: Document, sections: Sequence[Section], at: datetime) -> list[DocumentSection]:
    """The headings of a document, once."""
    known = list(document.sections.all())
    if known:
        return known
    return DocumentSection.objects.bulk_create(
        [
            DocumentSection(
                document=document,
                position=position,
                path=list(section.path),
                kind=section.kind,
                first_line=section.first_line,
                last_line=section.last_line,
                year=section.year,
                ministry="·".join(section.ministry),
                created_at=at,
            )
            for position, section in enumerate(sections)
        ],
        batch_size=BATCH,
    )


def write_nodes(edition: Edition, nodes: Iterable[NodeData], at: datetime) -> dict[str, Node]:
    """Schemes and nodes; "<scheme>/<code>" -> node. Parents come before their children in `nodes`."""
    schemes: dict[str, Scheme] = {}
    rows: dict[str, Node] = {}
    for position, node in enumerate(nodes):
        if node.scheme not in schemes:
            schemes[node.scheme] = Scheme.objects.create(edition=edition, code=node.scheme, created_at=at)
        rows[f"{node.scheme}/{node.code}"] = Node.objects.create(
            scheme=schemes[node.scheme],
            parent=rows[f"{node.scheme}/{node.parent}"] if node.parent else None,
            code=node.code,
            name_ko=node.name_ko,
            name_en=node.name_en,
            position=position,
            created_at=at,
        )
    return rows


def ensure_indicators(
    items: Sequence[IndicatorData], programmes: Mapping[str, str], at: datetime
) -> dict[str, Indicator]:
    """Key -> indicator, found by name, ministry, unit and kind of count, or created.

    `programmes` maps the keys that the items use to ids of programmes.
    """
    keys = {item.key: _indicator_key(item) for item in items}
    found = {
        (row.name_key, row.ministry, row.unit, row.cumulative): row
        for row in Indicator.objects.filter(name_key__in={key[0] for key in keys.values()})
    }
    aliases = IndicatorAlias.objects.filter(alias_key__in={key[0] for key in keys.values()})
    for alias in aliases.select_related("indicator"):
        row = alias.indicator
        found.setdefault((alias.alias_key, row.ministry, row.unit, row.cumulative), row)
    missing: dict[tuple[str, str, str, bool], Indicator] = {}
    for item in items:
        key = keys[item.key]
        if key not in found and key not in missing:
            missing[key] = Indicator(
                name=clean_name(item.name),
                name_key=key[0],
                ministry=item.ministry,
                unit=item.unit,
                programme_id=programmes.get(item.programme),
                better=item.better,
                aggregation=item.aggregation,
                cumulative=item.cumulative,
                stage=item.stage,
                definition=item.definition,
                created_at=at,
            )
    Indicator.objects.bulk_create(missing.values(), batch_size=BATCH)
    found.update(missing)
    rows = {item.key: found[keys[item.key]] for item in items}
    IndicatorAlias.objects.bulk_create(
        [
            IndicatorAlias(
                indicator=rows[item.key], alias=clean_name(alias), alias_key=name_key(alias), created_at=at
            )
            for item in items
            for alias in item.aliases
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    return rows


def _indicator_key(item: IndicatorData) -> tuple[str, str, str, bool]:
    return name_key(clean_name(item.name)), item.ministry, item.unit, item.cumulative


def write_facts(
    target: Target, facts: Sequence[FactData], sections: Sequence[DocumentSection]
) -> list[Observation]:
    """Spans and observations, one of each per fact. Raises InvalidInput for a fact that cannot be."""
    document, at = target.document, target.at
    for fact in facts:
        if not check_quantity(fact.quantity, document.line_count):
            raise InvalidInput(
                _("The number in line %(line)s cannot be kept: %(text)s")
                % {"line": fact.quantity.line, "text": fact.quantity.text[:60]},
                line=fact.quantity.line,
            )
    by_path: dict[tuple[str, ...], list[DocumentSection]] = {}
    for section in sections:
        by_path.setdefault(tuple(section.path), []).append(section)
    known = {(row.line, row.start, row.end): row for row in document.spans.all()}
    new = [
        Span(
            document=document,
            line=fact.quantity.line,
            start=fact.quantity.start,
            end=fact.quantity.end,
            text=fact.quantity.text,
            created_at=at,
        )
        for fact in facts
        if (fact.quantity.line, fact.quantity.start, fact.quantity.end) not in known
    ]
    Span.objects.bulk_create(new, batch_size=BATCH)
    known.update({(row.line, row.start, row.end): row for row in new})
    rows = []
    for fact in facts:
        span = known[fact.quantity.line, fact.quantity.start, fact.quantity.end]
        row = observation_of(fact.quantity, target.edition, span, at)
        row.section = _section_of(by_path.get(fact.quantity.section, ()), fact.quantity.line)
        bind(row, fact.about, target)
        rows.append(row)
    return Observation.objects.bulk_create(rows, batch_size=BATCH)


def _section_of(sections: Sequence[DocumentSection], line: int) -> DocumentSection | None:
    """The last of the sections of one path that covers the line."""
    covering = [section for section in sections if section.first_line <= line <= section.last_line]
    return covering[-1] if covering else None


def observation_of(quantity: Quantity, edition: Edition, span: Span, at: datetime) -> Observation:
    """The row of a quantity, not bound to anything and not saved."""
    return Observation(
        id=new_id(),
        created_at=at,
        edition=edition,
        span=span,
        role=quantity.role.value.upper(),
        comparison=quantity.comparison.value,
        value=quantity.value,
        value_to=quantity.value_to if quantity.comparison is Comparison.RANGE else None,
        unit=quantity.unit,
        precision=quantity.precision,
        krw=quantity.krw,
        year=quantity.year,
        period_start_on=quantity.period_start,
        period_end_on=quantity.period_end,
        year_basis=quantity.year_basis.value,
        ministry="·".join(quantity.ministry),
        programme_text=quantity.programme[:300],
        cell=_cell(quantity),
        qualifiers=[list(pair) for pair in quantity.qualifiers],
        rules=dict(quantity.rules),
        uncertain=quantity.uncertain,
        status=ObservationStatus.EXTRACTED,
    )


def _cell(quantity: Quantity) -> dict[str, object] | None:
    cell = quantity.cell
    if cell is None:
        return None
    return {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "row_header": cell.row_header,
        "column_header": cell.column_header,
    }


def bind(row: Observation, about: str, target: Target) -> None:
    """Point an unsaved observation at what it is about."""
    kind, _colon, key = about.partition(":")
    row.node = row.indicator = None
    row.budget_line_id = None
    match kind:
        case "NODE":
            row.subject, row.node = ObservationSubject.NODE, target.nodes[key]
        case "LINE":
            row.subject, row.budget_line_id = ObservationSubject.BUDGET_LINE, target.lines[key]
        case "INDICATOR":
            row.subject, row.indicator = ObservationSubject.INDICATOR, target.indicators[key]
        case "TOTAL" | "MINISTRY":
            row.subject = ObservationSubject(kind)
        case _:
            row.subject = ObservationSubject.UNBOUND


def write_placements(target: Target, data: EditionData) -> None:
    """Where the text places programmes and indicators, once per scheme."""
    rows = [
        Placement(
            edition=target.edition,
            scheme=target.nodes[f"{scheme}/{code}"].scheme,
            node=target.nodes[f"{scheme}/{code}"],
            programme_id=target.programmes[item.key],
            created_at=target.at,
        )
        for item in data.programmes
        for scheme, code in item.places.items()
    ]
    rows += [
        Placement(
            edition=target.edition,
            scheme=target.nodes[f"{scheme}/{code}"].scheme,
            node=target.nodes[f"{scheme}/{code}"],
            indicator=target.indicators[item.key],
            created_at=target.at,
        )
        for item in data.indicators
        for scheme, code in item.places.items()
    ]
    Placement.objects.bulk_create(rows, batch_size=BATCH)


def write_extras(target: Target, data: EditionData) -> None:
    """Flagship items, milestones and crosswalks."""
    flagship: dict[str, FlagshipItem] = {}
    for position, item in enumerate(data.flagship):
        flagship[item.name] = FlagshipItem.objects.create(
            edition=target.edition,
            level=item.level,
            name=item.name,
            parent=flagship.get(item.parent),
            position=position,
            created_at=target.at,
        )
    for milestone in data.milestones:
        _write_milestone(target, milestone)
    Crosswalk.objects.bulk_create(
        [
            Crosswalk(
                src=target.nodes[walk.src],
                dst=target.nodes[walk.dst],
                weight=walk.weight,
                basis=walk.basis,
                created_at=target.at,
            )
            for walk in data.crosswalks
        ]
    )


def _write_milestone(target: Target, milestone: MilestoneData) -> None:
    place = milestone.span
    span, _created = Span.objects.get_or_create(
        document=target.document,
        line=place.line,
        start=place.start,
        end=place.end,
        defaults={"text": milestone.text, "created_at": target.at},
    )
    Milestone.objects.create(
        edition=target.edition,
        span=span,
        name=clean_name(milestone.name),
        ministry=milestone.ministry,
        programme_id=target.programmes.get(milestone.programme),
        node=target.nodes.get(milestone.place),
        due_start_on=milestone.due_start,
        due_end_on=milestone.due_end,
        created_at=target.at,
    )
