"""An edition back as plain values: what every export is made of. `load_edition` of the result gives it again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256

from yunghap.core.numbers import shortest
from yunghap.core.text import name_key
from yunghap.plan.contracts import Quantity, Section, Span
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
    ProgrammeData,
)
from yunghap.plan.models import (
    Crosswalk,
    Document,
    Edition,
    FlagshipItem,
    Indicator,
    Milestone,
    Observation,
    Placement,
)
from yunghap.plan.queries.common import (
    edition_documents,
    in_use,
    line_offsets,
    nodes_of,
    quantity,
    split_ministries,
)
from yunghap.plan.queries.edition import SCHEMES, read_outline
from yunghap.plan.queries.values import Programme
from yunghap.programmes.service import LineAmount, lines_stated_in


def edition_data(edition: Edition, *, document: Document | None = None) -> EditionData:
    """The edition's facts as plain values, rejected numbers left out.

    An edition of several texts (its document, submissions, reports, amendments) gives them as one: they stand one
    below the other, and lines count through. With `document`, the facts of that text alone.
    """
    documents = (document,) if document else edition_documents(edition)
    if not documents and edition.document is not None:
        documents = (edition.document,)
    above = line_offsets(documents)
    programmes = sorted(read_outline(edition, indicators=()).programmes, key=lambda row: name_key(row.name))
    nodes = {node.id: f"{node.scheme}/{node.code}" for node in nodes_of(edition)}
    rows = list(in_use(edition).filter(span__document__in=list(above)).select_related("section", "indicator"))
    rows.sort(key=lambda row: above[row.span.document_id] + row.span.line)
    own = {row.id: f"p{number:04d}" for number, row in enumerate(programmes, start=1)}
    lines, units = _lines(edition, own)
    keys = {line.id: _line_key(own[line.programme], line) for line in lines}
    indicators = _indicator_rows(edition, rows)
    counted = {row.pk: f"i{number:04d}" for number, row in enumerate(indicators, start=1)}
    return EditionData(
        year=edition.year,
        title=edition.title,
        title_en=edition.title_en,
        origin=edition.origin,
        issued_on=edition.issued_on,
        document=_document(edition, documents),
        sections=tuple(section for text in documents for section in _sections(text, below=above[text.pk])),
        nodes=_nodes(edition),
        programmes=tuple(_programme(row, own[row.id]) for row in programmes),
        lines=tuple(
            LineData(
                key=keys[line.id],
                programme=own[line.programme],
                phase=line.phase,
                year=line.year,
                year_to=line.year_to,
                amount_krw=line.amount_krw,
                precision_krw=line.precision_krw,
                unit=units[line.id],
                source=line.source,
                part_of=keys[line.part_of] if line.part_of else "",
            )
            for line in lines
        ),
        indicators=_indicators(edition, indicators, counted, own),
        facts=tuple(
            FactData(quantity(row, below=above[row.span.document_id]), _about(row, nodes, keys, counted))
            for row in rows
        ),
        flagship=_flagship(edition),
        milestones=_milestones(edition, above, nodes, own),
        crosswalks=_crosswalks(nodes),
    )


def quantities_of(edition: Edition, document: Document) -> tuple[Quantity, ...]:
    """The numbers in use that a document states for the edition, in the order of the text."""
    rows = in_use(edition).filter(span__document=document).select_related("section")
    return tuple(quantity(row) for row in rows)


def sections_of(document: Document) -> tuple[Section, ...]:
    """The headings of a document in its order."""
    return _sections(document)


def _document(edition: Edition, documents: Sequence[Document]) -> DocumentData:
    """The text, or several as one: named by the edition, with the hash of their hashes."""
    if len(documents) == 1:
        (text,) = documents
        return DocumentData(text.sha256, text.title, text.line_count, text.media_type)
    digest = sha256("\n".join(text.sha256 for text in documents).encode()).hexdigest()
    return DocumentData(digest, edition.title, sum(text.line_count for text in documents))


def _sections(document: Document, *, below: int = 0) -> tuple[Section, ...]:
    return tuple(
        Section(
            path=tuple(row.path),
            kind=row.kind,
            first_line=row.first_line + below,
            last_line=row.last_line + below,
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


def _lines(edition: Edition, programmes: Mapping[str, str]) -> tuple[list[LineAmount], dict[str, str]]:
    """The printed lines by programme, newest year first, and the unit each is first printed in."""
    stated = in_use(edition).filter(subject="BUDGET_LINE").values_list("budget_line_id", "unit")
    units: dict[str, str] = {}
    for key, unit in stated:
        units.setdefault(str(key), unit)
    by_programme: defaultdict[str, list[LineAmount]] = defaultdict(list)
    for line in sorted(
        lines_stated_in(edition.pk), key=lambda row: (-row.year, row.year_to, row.phase, row.source)
    ):
        if line.id in units:
            by_programme[line.programme].append(line)
    return [line for programme in programmes for line in by_programme[programme]], units


def _line_key(programme: str, line: LineAmount) -> str:
    """A key that is the same in every dump of the same facts."""
    return f"{programme}-{line.phase}-{line.year}-{line.year_to}-{line.source}".lower()


def _programme(row: Programme, key: str) -> ProgrammeData:
    return ProgrammeData(
        key=key,
        name=row.name,
        aliases=row.aliases,
        parts=row.parts,
        places={code.value: row.nodes[name] for code, name in sorted(SCHEMES.items()) if name in row.nodes},
    )


def _indicator_rows(edition: Edition, rows: list[Observation]) -> list[Indicator]:
    ids = {row.indicator_id for row in rows if row.indicator_id} | _places(edition).keys()
    found = Indicator.objects.filter(pk__in=ids).prefetch_related("aliases")
    return list(found.order_by("name_key", "ministry", "unit", "cumulative"))


def _indicators(
    edition: Edition, rows: list[Indicator], keys: Mapping[str, str], programmes: Mapping[str, str]
) -> tuple[IndicatorData, ...]:
    placed = _places(edition)
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
            places=dict(sorted(placed[row.pk].items())),
        )
        for row in rows
    )


def _places(edition: Edition) -> defaultdict[str, dict[str, str]]:
    """Indicator id -> scheme -> code of the node where the edition places it."""
    result: defaultdict[str, dict[str, str]] = defaultdict(dict)
    rows = Placement.objects.filter(edition=edition, indicator__isnull=False)
    for indicator, scheme, code in rows.values_list("indicator_id", "scheme__code", "node__code"):
        result[str(indicator)][scheme] = code
    return result


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
    edition: Edition, above: Mapping[str, int], nodes: Mapping[str, str], programmes: Mapping[str, str]
) -> tuple[MilestoneData, ...]:
    rows = Milestone.objects.filter(edition=edition, span__document__in=list(above)).select_related("span")
    return tuple(
        MilestoneData(
            name=row.name,
            span=Span(row.span.line + above[row.span.document_id], row.span.start, row.span.end),
            text=row.span.text,
            due_start=row.due_start_on,
            due_end=row.due_end_on,
            ministry=row.ministry,
            programme=programmes.get(row.programme_id or "", ""),
            place=nodes.get(row.node_id or "", ""),
        )
        for row in sorted(
            rows, key=lambda row: (above[row.span.document_id] + row.span.line, row.span.start, row.name)
        )
    )


def _crosswalks(nodes: Mapping[str, str]) -> tuple[CrosswalkData, ...]:
    """Only walks within the edition: those across editions belong to both."""
    rows = Crosswalk.objects.filter(src__in=list(nodes), dst__in=list(nodes))
    return tuple(
        CrosswalkData(nodes[row.src_id], nodes[row.dst_id], shortest(row.weight), row.basis)
        for row in rows.order_by("src__position", "dst__position")
    )
