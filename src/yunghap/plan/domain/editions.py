"""Opening and loading editions."""

import json
from dataclasses import replace
from datetime import date, datetime
from importlib import resources

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.days import written_day
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import name_key
from yunghap.identity import service as identity
from yunghap.ledger.service import record
from yunghap.plan.domain.publicity import note_edition
from yunghap.plan.domain.writing import (
    Target,
    ensure_indicators,
    write_extras,
    write_facts,
    write_nodes,
    write_placements,
    write_sections,
)
from yunghap.plan.edition_data import EditionData, NodeData, ProgrammeData
from yunghap.plan.edition_json import from_json
from yunghap.plan.edition_rules import check_edition
from yunghap.plan.enums import DocumentKind, EditionOrigin, EditionStatus
from yunghap.plan.models import Document, Edition, Node
from yunghap.plan.rules import EDIT_SUBMISSION
from yunghap.programmes import service as programmes_service
from yunghap.programmes.service import LineStatement, PartStatement

STATUTORY_DUE = (11, 30)  # Decree art. 5 para. 1: by 30 November of the year before
SHIPPED = "2023.json"


def statutory_due_on(year: int) -> date:
    """The day by which ministries submit their part of the plan of `year`.

    30 November of the year before (Decree art. 5 para. 1) unless the setting `YUNGHAP_PLAN_DUE` ("MM-DD")
    names an earlier or later day of that year.
    """
    configured = getattr(settings, "PLAN_DUE", "")
    month, day = (int(part) for part in configured.split("-")) if configured else STATUTORY_DUE
    return date(year - 1, month, day)


@transaction.atomic
def open_edition(
    *,
    year: int,
    title: str,
    by: Actor,
    title_en: str = "",
    due_on: date | None = None,
    nodes_from: Edition | None = None,
    at: datetime | None = None,
) -> Edition:
    """Open the edition of a year for collecting submissions.

    Its directions, tasks and areas are those of `nodes_from`, where one is given. Whoever enters a part is told,
    with the day in their calendar. Raises Conflict where the year has an edition already, InvalidInput for a year no
    plan has.
    """
    at = at or clock.now()
    refuse_taken(year)
    edition = Edition.objects.create(
        year=year,
        title=title,
        title_en=title_en,
        status=EditionStatus.COLLECTING,
        due_on=due_on or statutory_due_on(year),
        created_at=at,
    )
    if nodes_from is not None:
        write_nodes(edition, nodes_of(nodes_from), at)
    due = edition.due_on
    identity.notify(
        to=identity.people_with_permission(EDIT_SUBMISSION),
        subject=lambda: (
            _("The plan of %(year)s is open: hand in your part by %(day)s")
            % {"year": year, "day": written_day(due)}
        ),
        link="/desk/",
        due_on=due,
        by=by,
        at=at,
    )
    record(
        action="plan.edition.opened",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={"year": year, "due_on": edition.due_on},
    )
    return edition


def refuse_taken(year: int) -> None:
    """Raise where the year is no plan year or has an edition already."""
    if not 1990 <= year <= 2200:
        raise InvalidInput(_("No plan has the year %(year)s.") % {"year": year}, field="year")
    if Edition.objects.filter(year=year).exists():
        raise Conflict(_("There is an edition of %(year)s already.") % {"year": year}, year=year)


def nodes_of(edition: Edition) -> list[NodeData]:
    """The classification of an edition as plain values, parents first."""
    rows = Node.objects.filter(scheme__edition=edition).select_related("scheme", "parent")
    return [
        NodeData(
            scheme=row.scheme.code,
            code=row.code,
            name_ko=row.name_ko,
            name_en=row.name_en,
            parent=row.parent.code if row.parent else "",
        )
        for row in rows.order_by("scheme__code", "position")
    ]


@transaction.atomic
def load_edition(
    *,
    data: EditionData,
    by: Actor,
    status: EditionStatus = EditionStatus.PUBLISHED,
    at: datetime | None = None,
) -> Edition:
    """Write a whole edition given as plain values: all of it or nothing.

    Loading the same document for the same year again changes nothing and returns what is there. Raises
    Conflict where the year has another edition, InvalidInput where the values do not hold together or a
    ministry is unknown.
    """
    at = at or clock.now()
    check_edition(data)
    there = Edition.objects.filter(year=data.year, seq=1, document__sha256=data.document.sha256).first()
    if there is not None:
        return there
    refuse_taken(data.year)
    document, _created = Document.objects.get_or_create(
        kind=DocumentKind.DOCUMENT,
        sha256=data.document.sha256,
        defaults={
            "media_type": data.document.media_type,
            "title": data.document.title,
            "line_count": data.document.line_count,
            "created_at": at,
        },
    )
    published = status == EditionStatus.PUBLISHED
    edition = Edition.objects.create(
        year=data.year,
        title=data.title,
        title_en=data.title_en,
        status=status,
        origin=data.origin,
        document=document,
        due_on=statutory_due_on(data.year),
        issued_on=data.issued_on,
        published_at=at if published else None,
        published_by=by.id if published else "",
        created_at=at,
    )
    write_contents(edition=edition, document=document, data=data, by=by, at=at)
    record(
        action="plan.edition.loaded",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={
            "year": data.year,
            "origin": data.origin,
            "document": data.document.sha256,
            "facts": len(data.facts),
            "programmes": len(data.programmes),
            "indicators": len(data.indicators),
        },
    )
    if published:
        note_edition(edition, at=at)
    return edition


def write_contents(
    *, edition: Edition, document: Document, data: EditionData, by: Actor, at: datetime
) -> None:
    """Fill an edition that is there already; the caller makes the ledger entry."""
    sections = write_sections(document, data.sections, at)
    target = Target(edition=edition, document=document, at=at, nodes=write_nodes(edition, data.nodes, at))
    target.programmes = _state_programmes(edition, data, by, at)
    statements = [
        LineStatement(
            key=line.key,
            programme=target.programmes[line.programme],
            phase=line.phase,
            year=line.year,
            year_to=line.year_to,
            amount_krw=line.amount_krw,
            precision_krw=line.precision_krw,
            unit=line.unit,
            source=line.source,
            part_of=line.part_of,
        )
        for line in data.lines
    ]
    lines = programmes_service.state_lines(stated_in=edition.pk, lines=statements, by=by, at=at)
    target.lines = {key: line.pk for key, line in lines.items()}
    target.indicators = ensure_indicators(data.indicators, target.programmes, at)
    write_facts(target, data.facts, sections)
    write_placements(target, data)
    write_extras(target, data)


def _state_programmes(edition: Edition, data: EditionData, by: Actor, at: datetime) -> dict[str, str]:
    """Key -> id of the programmes, whose partners and other names are written."""
    _rename_programmes(data, by, at)
    rows = programmes_service.ensure_programmes(
        names=[programme.name for programme in data.programmes], by=by, at=at
    )
    ids = {programme.key: rows[programme.name].pk for programme in data.programmes}
    for programme in data.programmes:
        for alias in programme.aliases:
            if name_key(alias) == name_key(programme.name):
                continue
            programmes_service.add_alias(programme=rows[programme.name], alias=alias, by=by, at=at)
    names = {part.name for programme in data.programmes for part in programme.parts}
    organisations = organisation_ids(names, data.issued_on or date(data.year, 1, 1))
    programmes_service.state_participations(
        stated_in=edition.pk,
        parts=[part for item in data.programmes for part in _parts(item, ids[item.key], organisations)],
        by=by,
        at=at,
    )
    return ids


def _rename_programmes(data: EditionData, by: Actor, at: datetime) -> None:
    """A programme known by one of the other names only has been renamed, if this is the newest edition."""
    if Edition.objects.filter(year__gt=data.year).exists():
        return
    known = programmes_service.find_programmes(
        {name for item in data.programmes for name in (item.name, *item.aliases)}
    )
    for item in data.programmes:
        former = next((known[alias] for alias in item.aliases if alias in known), None)
        if former is not None and item.name not in known:
            programmes_service.rename_programme(
                programme=former, name=item.name, year=data.year - 1, by=by, at=at
            )


def _parts(item: ProgrammeData, programme: str, organisations: dict[str, str]) -> list[PartStatement]:
    return [
        PartStatement(
            programme=programme,
            organisation=organisations[part.name],
            role=part.role,
            position=position,
            share=part.share,
        )
        for position, part in enumerate(item.parts)
    ]


def organisation_ids(names: set[str], on: date) -> dict[str, str]:
    """Name -> id of the organisation that had it on the day. Raises InvalidInput for an unknown one."""
    result = {}
    for name in sorted(names):
        organisation = identity.find_organisation(name, on=on)
        if organisation is None:
            raise InvalidInput(_("No organisation is called “%(name)s”.") % {"name": name}, name=name)
        result[name] = organisation.pk
    return result


def read_shipped_edition() -> EditionData:
    """The 2023 edition as facts and figures, from the package."""
    data = resources.files("yunghap.plan").joinpath("editions", SHIPPED).read_bytes()
    return from_json(json.loads(data))


@transaction.atomic
def load_shipped_edition(*, by: Actor, at: datetime | None = None) -> Edition:
    """Load the 2023 edition that the package ships; nothing changes where it is there already."""
    data = replace(read_shipped_edition(), origin=EditionOrigin.SHIPPED.value)
    return load_edition(data=data, by=by, at=at)
