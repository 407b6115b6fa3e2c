"""Rows of an accepted submission become the edition's numbers, and leave it again when it is returned."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.numbers import shortest
from yunghap.plan.contracts import Comparison, Quantity, Role, YearBasis
from yunghap.plan.domain.canonical_text import Place
from yunghap.plan.domain.editions import organisation_ids
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.row_text import canonical_text_of
from yunghap.plan.domain.row_values import printed_step
from yunghap.plan.domain.writing import BATCH, Target, ensure_indicators, write_facts
from yunghap.plan.edition_data import FactData, IndicatorData
from yunghap.plan.enums import ObservationStatus, RowKind
from yunghap.plan.models import (
    Document,
    Edition,
    Milestone,
    Node,
    Observation,
    Placement,
    Span,
    Submission,
    SubmissionRow,
)
from yunghap.plan.queries.common import split_ministries
from yunghap.programmes import service as programmes
from yunghap.programmes.service import BudgetLine, LineStatement, PartStatement

ROLES = {RowKind.BUDGET: Role.BUDGET, RowKind.TARGET: Role.TARGET, RowKind.ACTUAL: Role.ACTUAL}


def is_money(row: SubmissionRow) -> bool:
    """The row states a budget, or money spent on a programme."""
    return row.kind == RowKind.BUDGET or (row.kind == RowKind.ACTUAL and not row.indicator_name)


def accept_rows(submission: Submission, *, by: Actor, at: datetime) -> int:
    """Write the rows of a submission into its edition; how many numbers it has.

    Raises Conflict where another ministry's accepted part states the same budget line, InvalidInput where a
    row names an unknown ministry, task or area.
    """
    edition, document = submission.edition, submission.document
    if document is None:
        raise Conflict(_("The submission has no text."))
    rows = list(submission.rows.order_by("position", "id"))
    places = _places(document, rows, submission)
    target = Target(edition=edition, document=document, at=at)
    target.nodes = {
        f"{node.scheme.code}/{node.code}": node
        for node in Node.objects.filter(scheme__edition=edition).select_related("scheme")
    }
    names = [row.programme_name for row in rows if row.programme_name]
    found = programmes.ensure_programmes(names=names, by=by, at=at)
    target.programmes = {name: programme.pk for name, programme in found.items()}
    _state_parts(submission, rows, target, by, at)
    _state_lines(rows, target, by, at)
    indicators = _indicator_rows(rows)
    target.indicators = ensure_indicators(
        [_indicator(row, submission) for row in indicators], target.programmes, at
    )
    facts = [_fact(row, places[row.pk], submission) for row in rows if row.kind != RowKind.MILESTONE]
    made = write_facts(target, facts, list(document.sections.all()))
    Observation.objects.filter(pk__in=[row.pk for row in made]).update(status=ObservationStatus.CONFIRMED)
    _write_milestones(rows, places, target, submission)
    _place(rows, indicators, target)
    return len(made)


def _places(document: Document, rows: Sequence[SubmissionRow], submission: Submission) -> dict[str, Place]:
    """Where each row's number stands in the text that was submitted."""
    text = canonical_text_of(document.text.split("\n")[0], submission.edition.year, rows)
    if text.sha256 != submission.payload_sha256:
        raise Conflict(_("The rows are no longer those that were submitted."))
    return text.places


def _state_parts(
    submission: Submission, rows: Iterable[SubmissionRow], target: Target, by: Actor, at: datetime
) -> None:
    """The submitting ministry leads its programmes; the others that it names take part."""
    known = programmes.participations_stated_in(target.edition.pk)
    parts: dict[str, list[PartStatement]] = {}
    for row in rows:
        programme = target.programmes.get(row.programme_name, "")
        if not programme or programme in parts:
            continue
        if programme in known:
            if submission.organisation_id not in {part.organisation_id for part in known[programme]}:
                raise Conflict(
                    _("Another ministry leads the programme “%(name)s”.") % {"name": row.programme_name}
                )
            continue
        joint = split_ministries(row.joint_ministries)
        others = organisation_ids(set(joint), target.edition.due_on)
        own = PartStatement(programme, submission.organisation_id, "LEAD")
        parts[programme] = [own] + [
            PartStatement(programme, others[name], "JOINT", place)
            for place, name in enumerate(joint, start=1)
            if others[name] != submission.organisation_id
        ]
    if parts:
        programmes.state_participations(
            stated_in=target.edition.pk, parts=[part for row in parts.values() for part in row], by=by, at=at
        )


def _state_lines(rows: Iterable[SubmissionRow], target: Target, by: Actor, at: datetime) -> None:
    statements = [
        LineStatement(
            key=row.pk,
            programme=target.programmes[row.programme_name],
            phase="PLANNED" if row.kind == RowKind.BUDGET else "EXECUTED",
            year=row.year,
            year_to=row.year_to,
            amount_krw=_krw(row),
            precision_krw=_step(row),
            unit=row.unit,
            source=row.source,
        )
        for row in rows
        if is_money(row)
    ]
    for item in statements:
        if BudgetLine.objects.filter(
            stated_in=target.edition.pk,
            programme=item.programme,
            phase=item.phase,
            year=item.year,
            year_to=item.year_to,
            source=item.source,
        ).exists():
            raise Conflict(_("Another ministry's part states the same budget line."), row=item.key)
    if statements:
        lines = programmes.state_lines(stated_in=target.edition.pk, lines=statements, by=by, at=at)
        target.lines = {key: line.pk for key, line in lines.items()}


def _krw(row: SubmissionRow) -> int:
    return int((row.value or Decimal(0)) * WON[row.unit])


def _step(row: SubmissionRow) -> int:
    return max(int(printed_step(row.value or Decimal(0)) * WON[row.unit]), 1)


def _indicator_rows(rows: Iterable[SubmissionRow]) -> list[SubmissionRow]:
    return [row for row in rows if row.kind in {RowKind.TARGET, RowKind.ACTUAL} and not is_money(row)]


def _indicator(row: SubmissionRow, submission: Submission) -> IndicatorData:
    return IndicatorData(
        key=row.pk,
        name=row.indicator_name,
        unit=row.unit,
        ministry=submission.organisation.short_name,
        programme=row.programme_name,
    )


def _fact(row: SubmissionRow, place: Place, submission: Submission) -> FactData:
    value = row.value or Decimal(0)
    about = f"LINE:{row.pk}" if is_money(row) else f"INDICATOR:{row.pk}"
    rules = dict.fromkeys(("value", "unit", "year", "role", "ministry", "programme"), "form")
    return FactData(
        Quantity(
            line=place.line,
            start=place.start,
            end=place.end,
            text=place.text,
            value=shortest(value),
            unit=row.unit,
            precision=printed_step(value),
            role=ROLES[RowKind(row.kind)],
            comparison=Comparison(row.comparison),
            value_to=shortest(row.value_to),
            krw=int(value * WON[row.unit]) if row.unit in WON else None,
            year=row.year,
            period_start=date(row.year, 1, 1),
            period_end=date(row.year_to, 12, 31),
            year_basis=YearBasis.EXPLICIT,
            ministry=(submission.organisation.short_name, *split_ministries(row.joint_ministries)),
            programme=row.programme_name or row.indicator_name,
            section=place.section,
            rules=rules,
        ),
        about,
    )


def _write_milestones(
    rows: Iterable[SubmissionRow], places: dict[str, Place], target: Target, submission: Submission
) -> None:
    for row in rows:
        if row.kind != RowKind.MILESTONE or row.due_on is None:
            continue
        place = places[row.pk]
        span, _created = Span.objects.get_or_create(
            document=target.document,
            line=place.line,
            start=place.start,
            end=place.end,
            defaults={"text": place.text, "created_at": target.at},
        )
        Milestone.objects.create(
            edition=target.edition,
            span=span,
            name=row.indicator_name,
            ministry=submission.organisation.short_name,
            programme_id=target.programmes.get(row.programme_name),
            node=_node(target, "DIRECTIONS", row.task_code),
            due_start_on=date(row.due_on.year, 1, 1),
            due_end_on=row.due_on,
            created_at=target.at,
        )


def _node(target: Target, scheme: str, code: str) -> Node | None:
    if not code:
        return None
    node = target.nodes.get(f"{scheme}/{code}")
    if node is None:
        raise InvalidInput(_("The edition has no direction, task or area %(code)s.") % {"code": code})
    return node


def _place(rows: Iterable[SubmissionRow], indicators: Sequence[SubmissionRow], target: Target) -> None:
    """Place programmes and indicators where their rows say, unless the edition places them already."""
    wanted: dict[tuple[str, str, str], Node] = {}
    own = {row.pk for row in indicators}
    for row in rows:
        for scheme, code in (("DIRECTIONS", row.task_code), ("AREAS", row.area_code)):
            node = _node(target, scheme, code)
            if node is None:
                continue
            if row.programme_name:
                wanted.setdefault(("programme", target.programmes[row.programme_name], scheme), node)
            if row.pk in own:
                wanted.setdefault(("indicator", target.indicators[row.pk].pk, scheme), node)
    known = set(_placed(target.edition))
    Placement.objects.bulk_create(
        [
            Placement(
                edition=target.edition,
                scheme=node.scheme,
                node=node,
                programme_id=subject if kind == "programme" else None,
                indicator_id=subject if kind == "indicator" else None,
                created_at=target.at,
            )
            for (kind, subject, scheme), node in wanted.items()
            if (kind, subject, scheme) not in known
        ],
        batch_size=BATCH,
    )


def _placed(edition: Edition) -> Iterable[tuple[str, str, str]]:
    rows = Placement.objects.filter(edition=edition)
    for programme, indicator, scheme in rows.values_list("programme_id", "indicator_id", "scheme__code"):
        yield ("programme", programme, scheme) if programme else ("indicator", str(indicator), scheme)


def withdraw_rows(submission: Submission, *, by: Actor, at: datetime) -> None:
    """Take the numbers of an accepted submission out of its edition, and what nothing else states."""
    edition, document = submission.edition, submission.document
    own = Observation.objects.filter(edition=edition, span__document=document)
    lines = set(own.filter(budget_line__isnull=False).values_list("budget_line_id", flat=True))
    indicators = set(own.filter(indicator__isnull=False).values_list("indicator_id", flat=True))
    own.delete()
    Milestone.objects.filter(edition=edition, span__document=document).delete()
    rest = Observation.objects.filter(edition=edition)
    lines -= set(rest.filter(budget_line__in=lines).values_list("budget_line_id", flat=True))
    indicators -= set(rest.filter(indicator__in=indicators).values_list("indicator_id", flat=True))
    owners = set(BudgetLine.objects.filter(pk__in=lines).values_list("programme_id", flat=True))
    programmes.drop_lines(stated_in=edition.pk, line_ids=sorted(map(str, lines)), by=by, at=at)
    left = BudgetLine.objects.filter(stated_in=edition.pk, programme__in=owners)
    owners -= set(left.values_list("programme_id", flat=True))
    programmes.drop_participations(stated_in=edition.pk, programme_ids=sorted(owners), by=by, at=at)
    Placement.objects.filter(edition=edition, programme__in=owners).delete()
    Placement.objects.filter(edition=edition, indicator__in=indicators).delete()
