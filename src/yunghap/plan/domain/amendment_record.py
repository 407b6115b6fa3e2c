"""How one change of an amendment is put on record, and the text in which its numbers have their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.ids import new_id
from yunghap.core.numbers import shortest, written
from yunghap.ledger.service import record
from yunghap.plan.contracts import YearBasis, bounded
from yunghap.plan.domain.binding import settle_line
from yunghap.plan.domain.canonical_text import write_text
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.publicity import touch_edition
from yunghap.plan.domain.row_text import text_row
from yunghap.plan.domain.row_values import RowValues, printed_step
from yunghap.plan.enums import (
    AmendmentKind,
    DocumentKind,
    EditionStatus,
    ObservationRole,
    ObservationStatus,
    ObservationSubject,
)
from yunghap.plan.models import AmendmentItem, Document, Edition, Node, Observation, Placement, Span
from yunghap.plan.queries.common import in_use, split_ministries
from yunghap.programmes import service as programmes

COMMITTEE_FROM = 2  # ministries touched from which a change goes to the committee (Decree art. 6 para. 1)
QUALIFIERS = {"NATIONAL": "국비", "LOCAL": "지방비", "PRIVATE": "민자"}
NOTHING = {"value": "", "unit": ""}


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change is about: `subject` "<KIND>:<id>", the name that people know it by, and its ministries."""

    subject: str
    label: str
    ministries: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """A number (value and unit, "" for none) before and after, and the spans that leave the edition and come in."""

    before: dict[str, str]
    after: dict[str, str]
    gone: Sequence[str] = ()
    come: Sequence[str] = ()

    def turned(self) -> "Sides":
        """The same change the other way round."""
        return Sides(self.after, self.before, self.come, self.gone)


def said(reason: str) -> str:
    """The reason on one line. Raises InvalidInput where there is none."""
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput(_("Please give a reason."), field="reason")
    return reason


def refuse_unless_amendment(edition: Edition) -> None:
    """Raise Conflict where the edition is no amendment under review."""
    if edition.supersedes_id is None or edition.status != EditionStatus.REVIEW:
        raise Conflict(_("Only an amendment under review is changed."), status=edition.status)


def shown(value: Decimal, unit: str) -> dict[str, str]:
    """One side of a recorded change: an amount."""
    return {"value": written(value), "unit": unit}


def shown_number(row: Observation) -> dict[str, str]:
    """One side of a recorded change: a number with its bound, such as `≥ 40`."""
    value = bounded(row.comparison, shortest(row.value), shortest(row.value_to), grouped=False)
    return {"value": value, "unit": row.unit}


def note_change(
    edition: Edition,
    *,
    kind: AmendmentKind,
    action: str,
    about: Touched,
    sides: Sides,
    reason: str,
    by: Actor,
    at: datetime,
    undoes: AmendmentItem | None = None,
) -> AmendmentItem:
    """Put one change of an amendment on record; with two or more ministries it waits for the committee."""
    ministries = list(about.ministries)
    item = AmendmentItem.objects.create(
        edition=edition,
        kind=kind,
        subject=about.subject[:120],
        label=about.label[:300],
        before=sides.before,
        after=sides.after,
        spans_before=list(sides.gone),
        spans_after=list(sides.come),
        undoes=undoes,
        ministries=ministries,
        reason=reason,
        needs_committee=len(ministries) >= COMMITTEE_FROM,
        changed_at=at,
        changed_by=by.id,
        created_at=at,
    )
    touch_edition(edition.pk)
    details = {"item": item.pk, "before": sides.before, "after": sides.after, "ministries": ministries}
    if undoes is not None:
        details["undoes"] = undoes.pk
    record(
        action=f"plan.edition.{action}",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={**details, "reason": reason},
    )
    return item


def touched_by(observation: Observation) -> Touched:
    """What a number is about, and whom it touches: those printed with it and those in its programme."""
    names = list(split_ministries(observation.ministry))
    if observation.budget_line_id:
        line = programmes.BudgetLine.objects.get(pk=observation.budget_line_id)
        parts = programmes.participations_stated_in(observation.edition_id).get(line.programme_id, ())
        names += [part.organisation.short_name for part in parts]
    key = (
        observation.budget_line_id or observation.indicator_id or observation.node_id or observation.ministry
    )
    return Touched(f"NUMBER:{observation.subject}:{key}", _label(observation), tuple(dict.fromkeys(names)))


def _label(observation: Observation) -> str:
    match observation.subject:
        case ObservationSubject.BUDGET_LINE:
            line = programmes.BudgetLine.objects.select_related("programme").get(
                pk=observation.budget_line_id
            )
            return line.programme.name
        case ObservationSubject.INDICATOR:
            return str(observation.indicator)
        case ObservationSubject.NODE:
            return str(observation.node)
        case ObservationSubject.MINISTRY:
            return observation.ministry
        case ObservationSubject.UNBOUND:
            return observation.programme_text or observation.span.text
    return observation.edition.title


def write_span(edition: Edition, values: RowValues, *, reason: str, at: datetime) -> Span:
    """A text of the amendment that states one row and why, and the place of its number in it."""
    row = text_row("value", replace(values, note=reason))
    title = f"{edition.year}-{edition.seq} {at.isoformat(timespec='microseconds')} {new_id()}"
    text = write_text(title, row.year, [row])
    document = Document.objects.create(
        kind=DocumentKind.AMENDMENT,
        sha256=text.sha256,
        title=f"{edition.title} {edition.year}-{edition.seq}",
        text=text.text,
        line_count=text.line_count,
        created_at=at,
    )
    place = text.places[row.key]
    return Span.objects.create(
        document=document, line=place.line, start=place.start, end=place.end, text=place.text, created_at=at
    )


def stated(
    edition: Edition, values: RowValues, *, role: ObservationRole, reason: str, at: datetime
) -> Observation:
    """A number that an amendment states, with its place in the amendment's text; neither bound nor saved.

    `values` is a checked row; all its ministries are `joint_ministries`, the leading one first.
    """
    value = values.value or Decimal(0)
    source = QUALIFIERS.get(values.source)
    return Observation(
        edition=edition,
        span=write_span(edition, values, reason=reason, at=at),
        role=role,
        comparison=values.comparison,
        value=value,
        value_to=values.value_to,
        unit=values.unit,
        precision=printed_step(value),
        krw=int(value * WON[values.unit]) if values.unit in WON else None,
        year=values.year,
        period_start_on=date(values.year, 1, 1),
        period_end_on=date(values.year_to, 12, 31),
        year_basis=YearBasis.EXPLICIT.value,
        ministry="·".join(split_ministries(values.joint_ministries)),
        programme_text=values.programme_name or values.indicator_name,
        qualifiers=[["source", source]] if source else [],
        rules=dict.fromkeys(("value", "unit", "year", "role", "ministry", "programme"), "amendment"),
        status=ObservationStatus.CONFIRMED,
        created_at=at,
    )


def place(edition: Edition, values: RowValues, *, at: datetime, **subject: str) -> None:
    """Place a `programme_id` or `indicator_id` at the task and area of a row. Raises InvalidInput for unknown ones."""
    for scheme, code in (("DIRECTIONS", values.task_code), ("AREAS", values.area_code)):
        if not code:
            continue
        node = Node.objects.filter(scheme__edition=edition, scheme__code=scheme, code=code).first()
        if node is None:
            raise InvalidInput(_("The edition has no direction, task or area %(code)s.") % {"code": code})
        Placement.objects.create(edition=edition, scheme=node.scheme, node=node, created_at=at, **subject)


def same_claims(observation: Observation) -> QuerySet[Observation]:
    """Every number in use that states the same as this one, itself left out."""
    rows = in_use(observation.edition).exclude(pk=observation.pk)
    if observation.subject == ObservationSubject.UNBOUND:
        return rows.none()
    rows = rows.filter(
        subject=observation.subject,
        node=observation.node_id,
        budget_line=observation.budget_line_id,
        indicator=observation.indicator_id,
        role=observation.role,
        year=observation.year,
        unit=observation.unit,
    )
    if observation.period_end_on is not None:
        other_end = Q(period_end_on__isnull=False) & ~Q(period_end_on__year=observation.period_end_on.year)
        rows = rows.exclude(other_end)
    if observation.subject == ObservationSubject.MINISTRY:
        rows = rows.filter(ministry=observation.ministry)
    return rows


def set_aside(rows: Iterable[Observation]) -> list[str]:
    """Take numbers out of use; they stay on record. The ids of their spans."""
    rows = list(rows)
    Observation.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=ObservationStatus.REJECTED, version=F("version") + 1
    )
    return [row.span_id for row in rows]


def follow(edition: Edition, rows: Iterable[Observation], *, by: Actor, at: datetime) -> None:
    """Budget lines follow what is left of their numbers; an indicator without any loses its place."""
    rows = list(rows)
    for line in sorted({row.budget_line_id for row in rows if row.budget_line_id}):
        settle_line(edition, line, by=by, at=at)
    left = in_use(edition).filter(indicator__isnull=False).order_by().values("indicator")
    of_them = Placement.objects.filter(edition=edition, indicator__in=[row.indicator_id for row in rows])
    of_them.exclude(indicator__in=left).delete()


def reject(edition: Edition, rows: Iterable[Observation], *, by: Actor, at: datetime) -> list[str]:
    """Take numbers of the edition out of use, with what follows from it. The ids of their spans."""
    rows = list(rows)
    spans = set_aside(rows)
    follow(edition, rows, by=by, at=at)
    return spans


def refuse_rejected(observation: Observation) -> None:
    """Raise Conflict where the number is out of use already."""
    if observation.status == ObservationStatus.REJECTED:
        raise Conflict(_("This number is no longer in use."))
