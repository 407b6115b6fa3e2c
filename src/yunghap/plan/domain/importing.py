"""A plan document comes in: bytes -> lines -> facts -> observations, all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import name_key
from yunghap.documents.service import SourceText, keep_original, read_document
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.plan.contracts import PlanText, Quantity
from yunghap.plan.domain.editions import (
    load_edition,
    nodes_of,
    read_shipped_edition,
    refuse_taken,
    statutory_due_on,
)
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.learning import learnt_names, site_vocabulary
from yunghap.plan.domain.own_files import is_json, read_edition_file, read_fact_table
from yunghap.plan.domain.proposals import Proposals, propose
from yunghap.plan.domain.writing import Target, write_facts, write_nodes, write_sections
from yunghap.plan.edition_data import FactData, NodeData
from yunghap.plan.enums import AliasKind, DocumentKind, EditionOrigin, EditionStatus
from yunghap.plan.models import Document, Edition
from yunghap.plan.queries.common import published_editions
from yunghap.plan.rules import COMPILE_EDITION
from yunghap.programmes import service as programmes


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import. `not_understood` counts the numbers no rule explains; they are kept, not dropped.

    `shipped` says that the document is the one whose edition the package ships, curated.
    """

    edition: Edition
    document: Document
    numbers: int
    uncertain: int
    unassigned: int
    not_understood: int
    shipped: bool


def import_document(
    *,
    data: bytes,
    name: str,
    by: Actor,
    year: int | None = None,
    nodes_from: Edition | None = None,
    at: datetime | None = None,
) -> Imported:
    """Read a plan document and open the edition it describes, with every number it states.

    A file that was written here is not read as prose: the fact table of an HWPX or XLSX file gives the same facts
    again, a JSON file the whole edition.

    `year` is the edition's; by default the one on the document's title. Directions, tasks and areas are those
    of `nodes_from`, or of the newest published edition whose names the document prints. Reading happens
    before the transaction, writing in one transaction: a process killed in between leaves nothing. The
    document of the shipped edition gives the shipped edition.

    Raises InvalidInput for bytes that are no readable document or a document without a year, Conflict where
    the year has an edition of another document.
    """
    at = at or clock.now()
    require(by, COMPILE_EDITION)
    if is_json(data):
        return _outcome(_load_file(data, year, by=by, at=at), shipped=False)
    source = read_document(data, name=name)
    shipped = read_shipped_edition()
    if source.sha256 == shipped.document.sha256:
        with transaction.atomic():
            keep_original(data=data, name=name, by=by, at=at)
            edition = load_edition(data=replace(shipped, origin=EditionOrigin.SHIPPED.value), by=by, at=at)
        return _outcome(edition, shipped=True)
    text = read_fact_table(source) or extract_plan(source.lines, vocabulary=site_vocabulary(year))
    wanted = year or text.year
    if wanted is None:
        raise InvalidInput(_("The document does not say which year it plans for."), field="year")
    with transaction.atomic():
        keep_original(data=data, name=name, by=by, at=at)
        edition = _write(source, text, wanted, nodes_from=nodes_from, by=by, at=at)
    return _outcome(edition, shipped=False)


@transaction.atomic
def _load_file(data: bytes, year: int | None, *, by: Actor, at: datetime) -> Edition:
    """The edition of a JSON file, to be reviewed before it is published here."""
    edition = read_edition_file(data)
    if year is not None and year != edition.year:
        raise InvalidInput(
            _("The file holds the edition of %(held)s, not of %(year)s.")
            % {"held": edition.year, "year": year},
            field="year",
        )
    return load_edition(data=edition, status=EditionStatus.REVIEW, by=by, at=at)


def _write(
    source: SourceText, text: PlanText, year: int, *, nodes_from: Edition | None, by: Actor, at: datetime
) -> Edition:
    there = Edition.objects.filter(year=year, seq=1, document__sha256=source.sha256).first()
    if there is not None:
        return there
    refuse_taken(year)
    document, _created = Document.objects.get_or_create(
        kind=DocumentKind.DOCUMENT,
        sha256=source.sha256,
        defaults={
            "media_type": source.media_type,
            "title": source.title[:300],
            "line_count": max([len(source.lines), *(quantity.line for quantity in text.quantities)]),
            "not_understood": [
                [item.span.line, item.span.start, item.span.end, item.text[:200], item.reason]
                for item in text.not_understood
            ],
            "created_at": at,
        },
    )
    edition = Edition.objects.create(
        year=year,
        title=source.title[:200] or str(year),
        status=EditionStatus.REVIEW,
        origin=EditionOrigin.IMPORTED,
        document=document,
        due_on=statutory_due_on(year),
        issued_on=text.published,
        created_at=at,
    )
    nodes = nodes_of(nodes_from) if nodes_from is not None else _fitting_nodes(text)
    write_text(edition, document, text, nodes, by=by, at=at)
    record(
        action="plan.document.imported",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={
            "year": year,
            "document": source.sha256,
            "numbers": len(text.quantities),
            "not_understood": len(text.not_understood),
        },
    )
    return edition


def _fitting_nodes(text: PlanText) -> list[NodeData]:
    """The classification of the newest published edition half of whose names the document prints as headings."""
    printed = {name_key(name) for section in text.sections for name in section.path}
    for quantity in text.quantities:
        if quantity.cell is not None:
            printed |= {name_key(quantity.cell.row_header), name_key(quantity.cell.column_header)}
    for edition in published_editions():
        nodes = nodes_of(edition)
        if nodes and 2 * sum(name_key(node.name_ko) in printed for node in nodes) >= len(nodes):
            return nodes
    return []


def write_text(
    edition: Edition,
    document: Document,
    text: PlanText,
    nodes: list[NodeData],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Sections, spans and observations of a text, assigned as far as names that are known tell."""
    sections = write_sections(document, text.sections, at)
    target = Target(edition=edition, document=document, at=at, nodes=write_nodes(edition, nodes, at))
    proposals = propose(text.quantities, nodes, _known_programmes(text.quantities))
    facts = [
        FactData(quantity, proposals.about.get(index, "")) for index, quantity in enumerate(text.quantities)
    ]
    _state(edition, proposals, target, by, at)
    write_facts(target, facts, sections)


def _known_programmes(quantities: tuple[Quantity, ...]) -> dict[str, str]:
    """Key of a printed subject -> id of the programme it names, for those that are known or learnt."""
    printed = {quantity.programme for quantity in quantities if quantity.programme}
    learnt = learnt_names(AliasKind.PROGRAMME)
    meant = {text: learnt.get(name_key(text), text) for text in printed}
    found = programmes.find_programmes(set(meant.values()))
    return {name_key(text): found[name].pk for text, name in meant.items() if name in found}


def _state(edition: Edition, proposals: Proposals, target: Target, by: Actor, at: datetime) -> None:
    if not proposals.lines:
        return
    lines = programmes.state_lines(stated_in=edition.pk, lines=proposals.lines, by=by, at=at)
    target.lines = {key: line.pk for key, line in lines.items()}


def _outcome(edition: Edition, *, shipped: bool) -> Imported:
    rows = edition.observations.all()
    document = edition.document
    if document is None:
        raise Conflict(_("The edition has no document."))
    return Imported(
        edition=edition,
        document=document,
        numbers=rows.count(),
        uncertain=rows.filter(uncertain=True).count(),
        unassigned=rows.filter(subject="UNBOUND").count(),
        not_understood=len(document.not_understood),
        shipped=shipped,
    )
