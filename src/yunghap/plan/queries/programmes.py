"""Programmes of an edition with their money by year and source."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from yunghap.core.errors import NotFound
from yunghap.core.text import name_key
from yunghap.plan.enums import ObservationSubject
from yunghap.plan.models import Edition, Milestone, Observation
from yunghap.plan.queries.common import (
    NodeRef,
    Printed,
    in_use,
    nodes_of,
    printed,
    programme_places,
    published_editions,
    short_names,
)
from yunghap.programmes.service import (
    LineAmount,
    Participation,
    Programme,
    aliases_of,
    counted_lines,
    lines_stated_in,
    participations_stated_in,
)


@dataclass(frozen=True, slots=True)
class PartyRow:
    """An organisation in a programme; `role` LEAD, JOINT or AGENCY; `share` None where nobody stated it."""

    organisation: str
    short_name: str
    role: str
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A budget line with every place it is printed at.

    `phase` PLANNED or EXECUTED, `source` ALL, NATIONAL, LOCAL or PRIVATE. `multi_year` lines enter no annual
    sum. `counted` says whether the line itself enters the annual sum of its year; a line that is `part_of`
    another (id of that line; `part_of_programme` its programme's name) does not. `differing` are printed
    places whose amount is another than the line's.
    """

    id: str
    programme: str
    phase: str
    source: str
    year: int
    year_to: int
    krw: int
    precision_krw: int
    multi_year: bool
    counted: bool
    part_of: str | None
    part_of_programme: str
    printed: tuple[Printed, ...]
    differing: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme of an edition. `places` are scheme code -> node where the text places it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    parties: tuple[PartyRow, ...]
    places: Mapping[str, NodeRef]
    lines: tuple[LineRow, ...]

    @property
    def ministries(self) -> tuple[str, ...]:
        """Short names of the lead and joint ministries, in printed order."""
        return tuple(party.short_name for party in self.parties if party.role != "AGENCY")

    def annual_krw(self, year: int, phase: str = "PLANNED") -> int | None:
        """Won of one year as stated for this programme, None where nothing is; contained lines included."""
        lines = [
            line for line in self.lines if (line.year, line.phase) == (year, phase) and not line.multi_year
        ]
        totals = [line for line in lines if line.source == "ALL"] or lines
        return sum(line.krw for line in totals) if totals else None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """Something due; `line` is where the date is printed. `before_publication`: due before the edition came out."""

    id: str
    name: str
    ministry: str
    programme: str | None
    node: NodeRef | None
    due_start: object
    due_end: object
    done_on: object
    line: int
    text: str
    before_publication: bool


def programmes_of(
    edition: Edition, *, ministry: str = "", node: str = "", text: str = ""
) -> tuple[ProgrammeRow, ...]:
    """The programmes that an edition states money for or places somewhere, by name.

    `ministry` keeps those of a ministry (canonical short name), `node` those placed at a node (its id) or
    below it, `text` those whose name or alias contains it in whatever spelling. A handful of queries,
    whatever the size of the edition.
    """
    lines = lines_stated_in(edition.pk)
    participations = participations_stated_in(edition.pk)
    places = programme_places(edition)
    ids = {line.programme for line in lines} | participations.keys() | places.keys()
    rows = _rows(edition, ids, lines, participations, places)
    wanted = _below(edition, node)
    key = name_key(text) if text else ""
    return tuple(
        row
        for row in rows
        if (row.lines or row.places)
        and (not ministry or ministry in row.ministries)
        and (not node or any(place.id in wanted for place in row.places.values()))
        and (not key or any(key in name_key(name) for name in (row.name, *row.aliases)))
    )


def get_programme_row(edition: Edition, programme_id: str) -> ProgrammeRow:
    """One programme of an edition; raises NotFound where the edition does not name it."""
    found = [row for row in programmes_of(edition) if row.id == programme_id]
    if not found:
        raise NotFound("programme")
    return found[0]


def programme_history(programme_id: str) -> tuple[tuple[Edition, ProgrammeRow], ...]:
    """The programme in every published edition that names it, newest first."""
    result = []
    for edition in published_editions():
        try:
            result.append((edition, get_programme_row(edition, programme_id)))
        except NotFound:
            continue
    return tuple(result)


def _below(edition: Edition, node: str) -> set[str]:
    wanted = {node} if node else set()
    for item in nodes_of(edition):
        if item.parent in wanted:
            wanted.add(item.id)
    return wanted


def _rows(
    edition: Edition,
    ids: Collection[str],
    lines: Collection[LineAmount],
    participations: Mapping[str, tuple[Participation, ...]],
    places: Mapping[str, Mapping[str, str]],
) -> list[ProgrammeRow]:
    programmes = {row.pk: row for row in Programme.objects.filter(pk__in=ids)}
    aliases = aliases_of(ids)
    nodes = {node.id: node for node in nodes_of(edition)}
    labels = short_names({part.organisation_id for parts in participations.values() for part in parts})
    by_programme: defaultdict[str, list[LineRow]] = defaultdict(list)
    for line in _line_rows(edition, lines, programmes):
        by_programme[line.programme].append(line)
    rows = [
        ProgrammeRow(
            id=programme.pk,
            name=programme.name,
            aliases=aliases.get(programme.pk, ()),
            parties=tuple(
                PartyRow(part.organisation_id, labels[part.organisation_id], part.role, part.share)
                for part in participations.get(programme.pk, ())
            ),
            places={scheme: nodes[node] for scheme, node in places.get(programme.pk, {}).items()},
            lines=tuple(by_programme[programme.pk]),
        )
        for programme in programmes.values()
    ]
    return sorted(rows, key=lambda row: name_key(row.name))


def _line_rows(
    edition: Edition, lines: Collection[LineAmount], programmes: Mapping[str, Programme]
) -> list[LineRow]:
    claims: defaultdict[str, list[Printed]] = defaultdict(list)
    for row in in_use(edition).filter(subject=ObservationSubject.BUDGET_LINE):
        claims[str(row.budget_line_id)].append(printed(row))
    counted = {line.id for phase in ("PLANNED", "EXECUTED") for line in _counted(lines, phase)}
    owners = {line.id: line.programme for line in lines}
    return [
        LineRow(
            id=line.id,
            programme=line.programme,
            phase=line.phase,
            source=line.source,
            year=line.year,
            year_to=line.year_to,
            krw=line.amount_krw,
            precision_krw=line.precision_krw,
            multi_year=line.multi_year,
            counted=line.id in counted,
            part_of=line.part_of,
            part_of_programme=programmes[owners[line.part_of]].name if line.part_of else "",
            printed=tuple(claims[line.id]),
            differing=tuple(claim for claim in claims[line.id] if claim.krw != line.amount_krw),
        )
        for line in sorted(lines, key=lambda line: (-line.year, line.year_to, line.phase, line.source))
        if line.id in claims
    ]


def _counted(lines: Collection[LineAmount], phase: str) -> tuple[LineAmount, ...]:
    return counted_lines(line for line in lines if line.phase == phase)


def milestones_of(edition: Edition, *, ministry: str = "", programme: str = "") -> tuple[MilestoneRow, ...]:
    """What is due by when, in the order of the dates."""
    rows = Milestone.objects.filter(edition=edition).select_related("span", "node__scheme")
    if programme:
        rows = rows.filter(programme=programme)
    nodes = {node.id: node for node in nodes_of(edition)}
    issued = edition.issued_on
    return tuple(
        MilestoneRow(
            id=row.pk,
            name=row.name,
            ministry=row.ministry,
            programme=row.programme_id,
            node=nodes.get(row.node_id or ""),
            due_start=row.due_start_on,
            due_end=row.due_end_on,
            done_on=row.done_on,
            line=row.span.line,
            text=row.span.text,
            before_publication=issued is not None and row.due_end_on < issued,
        )
        for row in rows.order_by("due_end_on", "span__line", "id")
        if not ministry or ministry in row.ministry.split("·")
    )


def unassigned(edition: Edition) -> tuple[Observation, ...]:
    """Numbers that nobody has said what they are about, in the order of the text."""
    return tuple(in_use(edition).filter(subject=ObservationSubject.UNBOUND))
