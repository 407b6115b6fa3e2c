"""An edition back as plain values: what every export is made of. `load_edition` of the result gives it again."""

from collections.abc import Mapping
from typing import cast

from yunghap.plan.contracts import Cell, Comparison, Quantity, Role, Section, Span, YearBasis
from yunghap.plan.edition_data import (
    CrosswalkData,
    DocumentData,
    EditionData,
    FactData,
    FlagshipData,
    IndicatorData,
    LineData,
    MilestoneData,
    NodeData,
    PartData,
    ProgrammeData,
)
from yunghap.plan.models import Crosswalk, Document, Edition, FlagshipItem, Indicator, Milestone, Observation
from yunghap.plan.queries.common import in_use, indicator_places, nodes_of, split_ministries
from yunghap.plan.queries.programmes import LineRow, ProgrammeRow, programmes_of


def edition_data(edition: Edition, *, document: Document | None = None) -> EditionData:
    """The edition's facts of its document as plain values, rejected numbers left out.

    An edition compiled from submissions has several texts: name the `document` then, or get the facts of
    all of them with lines as in their own text (`edition_documents` lists them).
    """
    document = document or edition.document
    programmes = programmes_of(edition)
    nodes = {node.id: f"{node.scheme}/{node.code}" for node in nodes_of(edition)}
    rows = list(
        in_use(edition)
        .filter(span__document=document)
        .select_related("section", "indicator")
        .order_by("span__line", "span__start")
    )
    own = {row.id: f"p{number:04d}" for number, row in enumerate(programmes, start=1)}
    keys = {line.id: _line_key(own[row.id], line) for row in programmes for line in row.lines}
    indicators = _indicator_rows(edition, rows)
    counted = {row.pk: f"i{number:04d}" for number, row in enumerate(indicators, start=1)}
    return EditionData(
        year=edition.year,
        title=edition.title,
        title_en=edition.title_en,
        origin=edition.origin,
        issued_on=edition.issued_on,
        document=_document(document),
        sections=_sections(document),
        nodes=_nodes(edition),
        programmes=tuple(_programme(row, own[row.id]) for row in programmes),
        lines=tuple(
            LineData(
                key=keys[line.id],
                programme=own[row.id],
                phase=line.phase,
                year=line.year,
                year_to=line.year_to,
                amount_krw=line.krw,
                precision_krw=line.precision_krw,
                unit=line.printed[0].unit if line.printed else "억원",
                source=line.source,
                part_of=keys[line.part_of] if line.part_of else "",
            )
            for row in programmes
            for line in row.lines
        ),
        indicators=_indicators(edition, indicators, counted, own),
        facts=tuple(FactData(_quantity(row), _about(row, nodes, keys, counted)) for row in rows),
        flagship=_flagship(edition),
        milestones=_milestones(edition, document, nodes, own),
        crosswalks=_crosswalks(nodes),
    )


def edition_documents(edition: Edition) -> tuple[Document, ...]:
    """Every text that states a number of the edition, oldest first."""
    rows = Document.objects.filter(spans__observations__edition=edition).distinct()
    return tuple(rows.order_by("created_at", "id"))


def quantities_of(edition: Edition, document: Document) -> tuple[Quantity, ...]:
    """The numbers in use that a document states for the edition, in the order of the text."""
    rows = in_use(edition).filter(span__document=document).select_related("section")
    return tuple(_quantity(row) for row in rows.order_by("span__line", "span__start"))


def sections_of(document: Document) -> tuple[Section, ...]:
    """The headings of a document in its order."""
    return _sections(document)


def _document(document: Document | None) -> DocumentData:
    if document is None:
        return DocumentData(sha256="0" * 64, title="", line_count=0)
    return DocumentData(document.sha256, document.title, document.line_count, document.media_type)


def _sections(document: Document | None) -> tuple[Section, ...]:
    if document is None:
        return ()
    return tuple(
        Section(
            path=tuple(row.path),
            kind=row.kind,
            first_line=row.first_line,
            last_line=row.last_line,
            year=row.year,
            ministry=split_ministries(row.ministry),
        )
        for row in document.sections.order_by("position")
    )


def _nodes(edition: Edition) -> tuple[NodeData, ...]:
    nodes = nodes_of(edition)
    codes = {node.id: node.code for node in nodes}
    return tuple(
        NodeData(node.scheme, node.code, node.name_ko, node.name_en, codes.get(node.parent or "", ""))
        for node in nodes
    )


def _line_key(programme: str, line: LineRow) -> str:
    """A key that is the same in every dump of the same facts."""
    return f"{programme}-{line.phase}-{line.year}-{line.year_to}-{line.source}".lower()


def _programme(row: ProgrammeRow, key: str) -> ProgrammeData:
    return ProgrammeData(
        key=key,
        name=row.name,
        aliases=tuple(sorted(row.aliases)),
        parts=tuple(PartData(party.short_name, party.role, party.share) for party in row.parties),
        places={scheme: node.code for scheme, node in sorted(row.places.items())},
    )


def _indicator_rows(edition: Edition, rows: list[Observation]) -> list[Indicator]:
    ids = {row.indicator_id for row in rows if row.indicator_id} | indicator_places(edition).keys()
    found = Indicator.objects.filter(pk__in=ids).prefetch_related("aliases")
    return list(found.order_by("name_key", "ministry", "unit", "cumulative"))


def _indicators(
    edition: Edition, rows: list[Indicator], keys: Mapping[str, str], programmes: Mapping[str, str]
) -> tuple[IndicatorData, ...]:
    placed = indicator_places(edition)
    codes = {node.id: node.code for node in nodes_of(edition)}
    return tuple(
        IndicatorData(
            key=keys[row.pk],
            name=row.name,
            unit=row.unit,
            ministry=row.ministry,
            programme=programmes.get(row.programme_id or "", ""),
            aliases=tuple(alias.alias for alias in row.aliases.all()),
            better=row.better,
            aggregation=row.aggregation,
            cumulative=row.cumulative,
            stage=row.stage,
            definition=row.definition,
            places={scheme: codes[node] for scheme, node in sorted(placed.get(row.pk, {}).items())},
        )
        for row in rows
    )


def _quantity(row: Observation) -> Quantity:
    return Quantity(
        line=row.span.line,
        start=row.span.start,
        end=row.span.end,
        text=row.span.text,
        value=row.value.normalize() + 0,
        unit=row.unit,
        precision=row.precision.normalize() + 0,
        role=Role(row.role.lower()),
        comparison=Comparison(row.comparison),
        value_to=None if row.value_to is None else row.value_to.normalize() + 0,
        krw=row.krw,
        year=row.year,
        period_start=row.period_start_on,
        period_end=row.period_end_on,
        year_basis=YearBasis(row.year_basis),
        ministry=split_ministries(row.ministry),
        programme=row.programme_text,
        section=tuple(row.section.path) if row.section else (),
        cell=_cell(row.cell),
        qualifiers=tuple((str(name), str(value)) for name, value in row.qualifiers),
        rules=dict(row.rules),
    )


def _cell(value: object) -> Cell | None:
    return Cell(**cast(dict[str, int], value)) if value else None  # type: ignore[arg-type]


def _about(
    row: Observation, nodes: Mapping[str, str], lines: Mapping[str, str], indicators: Mapping[str, str]
) -> str:
    match row.subject:
        case "NODE":
            return f"NODE:{nodes[row.node_id or '']}"
        case "BUDGET_LINE":
            return f"LINE:{lines[row.budget_line_id or '']}"
        case "INDICATOR":
            return f"INDICATOR:{indicators[row.indicator_id or '']}"
        case "UNBOUND":
            return ""
    return row.subject


def _flagship(edition: Edition) -> tuple[FlagshipData, ...]:
    rows = FlagshipItem.objects.filter(edition=edition).select_related("parent").order_by("position", "id")
    return tuple(FlagshipData(row.level, row.name, row.parent.name if row.parent else "") for row in rows)


def _milestones(
    edition: Edition, document: Document | None, nodes: Mapping[str, str], programmes: Mapping[str, str]
) -> tuple[MilestoneData, ...]:
    rows = Milestone.objects.filter(edition=edition, span__document=document).select_related("span")
    return tuple(
        MilestoneData(
            name=row.name,
            span=Span(row.span.line, row.span.start, row.span.end),
            text=row.span.text,
            due_start=row.due_start_on,
            due_end=row.due_end_on,
            ministry=row.ministry,
            programme=programmes.get(row.programme_id or "", ""),
            place=nodes.get(row.node_id or "", ""),
        )
        for row in rows.order_by("span__line", "span__start", "name")
    )


def _crosswalks(nodes: Mapping[str, str]) -> tuple[CrosswalkData, ...]:
    """Only walks within the edition: those across editions belong to both."""
    rows = Crosswalk.objects.filter(src__in=list(nodes), dst__in=list(nodes))
    return tuple(
        CrosswalkData(nodes[row.src_id], nodes[row.dst_id], row.weight.normalize() + 0, row.basis)
        for row in rows.order_by("src__position", "dst__position")
    )
