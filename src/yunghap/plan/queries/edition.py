"""An edition of the database as plain values, whole or in part, in a fixed number of queries whatever its size."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from yunghap.core.numbers import shortest
from yunghap.plan.contracts import Role
from yunghap.plan.edition_data import PartData
from yunghap.plan.enums import EditionOrigin, ObservationSubject, SchemeCode
from yunghap.plan.models import Crosswalk as CrosswalkRow
from yunghap.plan.models import Edition, FlagshipItem, Observation, Placement
from yunghap.plan.models import Indicator as IndicatorRow
from yunghap.plan.models import Milestone as MilestoneRow
from yunghap.plan.models import Node as NodeRow
from yunghap.plan.queries.common import (
    edition_documents,
    in_use,
    in_use_anywhere,
    line_offsets,
    quantity,
    short_names,
    split_ministries,
)
from yunghap.plan.queries.compare import EditionDiff, compare
from yunghap.plan.queries.values import (
    BudgetLine,
    Crosswalk,
    EditionView,
    Flagship,
    Indicator,
    IndicatorValue,
    Milestone,
    Node,
    Programme,
    Total,
)
from yunghap.programmes import service as programmes_service
from yunghap.programmes.service import LineAmount, Phase

SCHEMES = {SchemeCode.DIRECTIONS: "tasks", SchemeCode.AREAS: "areas"}
SOURCES = {"ALL": "", "NATIONAL": "national", "LOCAL": "local", "PRIVATE": "private"}
ROLES = {Phase.PLANNED: Role.BUDGET, Phase.EXECUTED: Role.ACTUAL}
TOTALS = (ObservationSubject.TOTAL, ObservationSubject.NODE, ObservationSubject.MINISTRY)
LAST = 10**9  # a place behind every printed one


def read_edition(edition: Edition) -> EditionView:
    """Everything an edition says, its facts in reading order: what files are written from.

    An edition of several texts (its document, submissions, reports, amendments) is one text here: they stand one
    below the other, and lines count through.
    """
    view = read_outline(edition)
    above = line_offsets(edition_documents(edition))
    rows = list(in_use(edition).select_related("section"))
    rows.sort(key=lambda row: above[row.span.document_id] + row.span.line)
    return replace(
        view,
        facts={row.pk: quantity(row, below=above[row.span.document_id]) for row in rows},
        indicators=_with_values(view.indicators, rows),
    )


def read_outline(
    edition: Edition, *, programmes: Collection[str] | None = None, indicators: Collection[str] | None = None
) -> EditionView:
    """The edition's classification, printed totals, programmes with their lines, and indicators without values.

    Of the facts only the totals are there; `fill` adds those that a page shows. `programmes` and `indicators`
    keep those with these ids; an empty collection leaves them out.
    """
    totals = list(in_use(edition).filter(subject__in=TOTALS).select_related("section", "node__scheme"))
    return EditionView(
        year=edition.year,
        title=edition.title,
        title_en=edition.title_en,
        status=edition.status,
        version=edition.seq,
        document_sha256=edition.document.sha256 if edition.document else "",
        published_on=edition.issued_on,
        facts={row.pk: quantity(row) for row in totals},
        nodes=tuple(_nodes(edition)),
        programmes=read_programmes(edition, programmes),
        indicators=_indicators(edition, indicators),
        totals=tuple(_total(row) for row in totals),
        milestones=tuple(_milestones(edition)),
        flagship=tuple(
            Flagship(item.level, item.name, item.parent.name if item.parent else "")
            for item in FlagshipItem.objects.filter(edition=edition).select_related("parent")
        ),
        crosswalks=tuple(_crosswalks(edition)),
        generated=edition.origin == EditionOrigin.GENERATED,
        id=edition.pk,
    )


def fill(
    view: EditionView,
    *,
    programmes: Iterable[Programme] = (),
    indicators: Collection[Indicator] = (),
    facts: Collection[str] = (),
) -> EditionView:
    """The outline with the facts of some programmes and indicators and those with these ids.

    The indicators get their values.
    """
    wanted = {fact for item in programmes for line in item.lines for fact in line.facts} | set(facts)
    about = Q(pk__in=wanted) | Q(indicator__in=[item.id for item in indicators])
    rows = list(in_use(view.id).filter(about).select_related("section")) if wanted or indicators else []
    filled = {item.id: item for item in _with_values(indicators, rows)}
    return replace(
        view.with_facts({row.pk: quantity(row) for row in rows}),
        indicators=tuple(filled.get(item.id, item) for item in view.indicators),
    )


def edition_diff(before: Edition, after: Edition) -> EditionDiff:
    """What changed between two editions; see `compare`."""
    return outline_diff(read_outline(before), read_outline(after))


def outline_diff(before: EditionView, after: EditionView) -> EditionDiff:
    """What changed between the editions of two outlines; see `compare`."""
    return compare(_comparable(before), _comparable(after))


def _comparable(view: EditionView) -> EditionView:
    """The outline with the values of every indicator, without the facts behind them."""
    rows = in_use(view.id).filter(subject=ObservationSubject.INDICATOR).select_related(None)
    fields = ("indicator_id", "role", "value", "value_to", "period_start_on", "period_end_on")
    return replace(view, indicators=_with_values(view.indicators, rows.only(*fields)))


def editions_stating(programme: str) -> set[str]:
    """Ids of the editions that state money of a programme."""
    rows = in_use_anywhere().filter(budget_line__programme=programme)
    return set(rows.values_list("edition_id", flat=True))


def editions_counting(indicator: str) -> set[str]:
    """Ids of the editions that state a value of an indicator."""
    return set(in_use_anywhere().filter(indicator=indicator).values_list("edition_id", flat=True))


def _total(row: Observation) -> Total:
    if row.node is not None:
        subject = "area" if row.node.scheme.code == SchemeCode.AREAS else "task"
        return Total(subject, row.node.code, row.pk)
    if row.subject == ObservationSubject.MINISTRY:
        return Total("ministry", row.ministry, row.pk)
    return Total("plan", "", row.pk)


def _nodes(edition: Edition) -> Iterable[Node]:
    rows = NodeRow.objects.filter(scheme__edition=edition).select_related("scheme", "parent")
    for row in rows.order_by("scheme__code", "position", "id"):
        parent = row.parent.code if row.parent else ""
        yield Node(SCHEMES[SchemeCode(row.scheme.code)], row.code, row.name_ko, row.name_en, parent)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A printed amount of a budget line; `place` counts in reading order."""

    fact: str
    krw: int | None
    period_start: date | None
    period_end: date | None
    place: int


def read_programmes(edition: Edition, ids: Collection[str] | None = None) -> tuple[Programme, ...]:
    """The programmes an edition names (those with these ids), by their first printed number, those without last."""
    if ids is not None and not ids:
        return ()
    lines = programmes_service.lines_stated_in(edition.pk, programmes=ids)
    parts = programmes_service.participations_stated_in(edition.pk, programmes=ids)
    places = _places(edition, "programme_id", ids)
    claims = _claims(edition, [line.id for line in lines] if ids is not None else None)
    stated = {line.programme for line in lines if line.id in claims} | places.keys()
    names = programmes_service.names_of({*stated, *(line.programme for line in lines)}, year=edition.year)
    organisations = {part.organisation_id for group in parts.values() for part in group}
    labels = short_names(organisations)
    others = programmes_service.other_names_of(names)
    money = _lines(lines, claims, names)
    found = []
    for key in stated & names.keys() if ids is None else stated & names.keys() & set(ids):
        members = tuple(
            PartData(labels[part.organisation_id], part.role, part.share) for part in parts.get(key, ())
        )
        first, own = money.get(key, (LAST, ()))
        item = Programme(
            id=key,
            name=names[key],
            ministries=tuple(part.name for part in members if part.role != "AGENCY"),
            nodes=places.get(key, {}),
            lines=own,
            parts=members,
            aliases=others.get(key, ()),
        )
        found.append((first, item.name, key, item))
    return tuple(item for *_order, item in sorted(found, key=lambda row: row[:3]))


def _claims(edition: Edition, lines: Collection[str] | None) -> Mapping[str, Sequence[_Claim]]:
    """Id of a budget line -> where its amount is printed, in reading order."""
    rows = in_use(edition).filter(subject=ObservationSubject.BUDGET_LINE)
    if lines is not None:
        rows = rows.filter(budget_line__in=lines)
    claims: defaultdict[str, list[_Claim]] = defaultdict(list)
    fields = ("budget_line_id", "pk", "krw", "period_start_on", "period_end_on")
    for place, (line, fact, krw, begin, end) in enumerate(rows.values_list(*fields)):
        claims[str(line)].append(_Claim(fact, krw, begin, end, place))
    return claims


def _lines(
    lines: Sequence[LineAmount], claims: Mapping[str, Sequence[_Claim]], names: Mapping[str, str]
) -> dict[str, tuple[int, tuple[BudgetLine, ...]]]:
    """Programme -> place of its first printed number and its printed lines, newest year first."""
    counted = {
        line.id
        for phase in Phase.values
        for line in programmes_service.counted_lines(row for row in lines if row.phase == phase)
    }
    owners = {line.id: line.programme for line in lines}
    result: dict[str, tuple[int, tuple[BudgetLine, ...]]] = {}
    for line in sorted(lines, key=lambda row: (-row.year, row.year_to, row.phase, row.source)):
        if line.id not in claims:
            continue
        first, *others = claims[line.id]
        place, own = result.get(line.programme, (first.place, ()))
        made = BudgetLine(
            fact=first.fact,
            krw=line.amount_krw,
            role=ROLES[Phase(line.phase)],
            period_start=_within(first.period_start, line.year) or date(line.year, 1, 1),
            period_end=_within(first.period_end, line.year_to) or date(line.year_to, 12, 31),
            source=SOURCES[line.source],
            repeated=tuple(claim.fact for claim in others),
            counted=line.id in counted,
            part_of=names[owners[line.part_of]] if line.part_of else "",
            differing=tuple(claim.fact for claim in claims[line.id] if claim.krw != line.amount_krw),
        )
        result[line.programme] = (min(place, first.place), (*own, made))
    return result


def _within(day: date | None, year: int) -> date | None:
    """The printed day where it lies in the line's year, which may have been corrected since."""
    return day if day is not None and day.year == year else None


def _places(edition: Edition, subject: str, ids: Collection[str] | None) -> dict[str, dict[str, str]]:
    """Id of a programme or indicator -> scheme -> code of the node where the edition places it."""
    places: defaultdict[str, dict[str, str]] = defaultdict(dict)
    rows = Placement.objects.filter(edition=edition, **{f"{subject}__isnull": False})
    if ids is not None:
        rows = rows.filter(**{f"{subject}__in": ids})
    for key, scheme, code in rows.values_list(subject, "scheme__code", "node__code"):
        places[str(key)][SCHEMES[SchemeCode(scheme)]] = code
    return dict(places)


def _indicators(edition: Edition, ids: Collection[str] | None) -> tuple[Indicator, ...]:
    """In the order of their first printed value, without values."""
    if ids is not None and not ids:
        return ()
    stated = in_use(edition).filter(subject=ObservationSubject.INDICATOR)
    if ids is not None:
        stated = stated.filter(indicator__in=ids)
    order = dict.fromkeys(stated.values_list("indicator_id", flat=True))
    known: dict[str, Indicator] = {}
    rows = IndicatorRow.objects.filter(pk__in=stated.order_by().values("indicator_id"))
    places = _places(edition, "indicator_id", ids)
    fields = ("pk", "name", "unit", "ministry", "better", "cumulative", "programme_id")
    for key, name, unit, ministry, better, cumulative, programme in rows.values_list(*fields):
        known[key] = Indicator(
            id=key,
            name=name,
            unit=unit,
            ministries=split_ministries(ministry),
            nodes=places.get(key, {}),
            better=better,
            cumulative=cumulative,
            programme=programme or "",
        )
    return tuple(known[str(key)] for key in order)


def _with_values(indicators: Iterable[Indicator], rows: Iterable[Observation]) -> tuple[Indicator, ...]:
    """The indicators with the values that `rows` state, each with every place where it is printed."""
    values: defaultdict[str, dict[tuple[object, ...], list[Observation]]] = defaultdict(dict)
    for row in rows:
        if row.indicator_id is not None:
            key = (row.role, row.value, row.value_to, row.period_start_on, row.period_end_on)
            values[row.indicator_id].setdefault(key, []).append(row)
    return tuple(
        replace(
            item,
            values=tuple(
                IndicatorValue(
                    fact=same[0].pk,
                    role=Role(same[0].role.lower()),
                    value=shortest(same[0].value),
                    period_start=same[0].period_start_on,
                    period_end=same[0].period_end_on,
                    repeated=tuple(other.pk for other in same[1:]),
                )
                for same in values[item.id].values()
            ),
        )
        for item in indicators
    )


def _milestones(edition: Edition) -> Iterable[Milestone]:
    for row in MilestoneRow.objects.filter(edition=edition).select_related("span"):
        ministries = split_ministries(row.ministry)
        yield Milestone(row.name, ministries, row.due_start_on, row.due_end_on, row.span.line)


def _crosswalks(edition: Edition) -> Iterable[Crosswalk]:
    """Walks within the edition."""
    rows = CrosswalkRow.objects.filter(src__scheme__edition=edition, dst__scheme__edition=edition)
    for row in rows.select_related("src__scheme", "dst__scheme").order_by("src__position", "dst__position"):
        src, dst = ((SCHEMES[SchemeCode(node.scheme.code)], node.code) for node in (row.src, row.dst))
        yield Crosswalk(src, dst, shortest(row.weight), row.basis)
