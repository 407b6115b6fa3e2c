"""Single numbers and indicators that an amendment takes into an edition or out of it (Decree art. 6)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.plan.domain.amendment_record import (
    NOTHING,
    Sides,
    Touched,
    follow,
    note_change,
    place,
    refuse_rejected,
    refuse_unless_amendment,
    reject,
    said,
    same_claims,
    set_aside,
    shown_number,
    stated,
    touched_by,
)
from yunghap.plan.domain.binding import About, resolve_about, settle_line
from yunghap.plan.domain.editions import organisation_ids
from yunghap.plan.domain.row_values import RowValues, checked
from yunghap.plan.domain.writing import ensure_indicators
from yunghap.plan.edition_data import IndicatorData
from yunghap.plan.enums import (
    AmendmentKind,
    Better,
    ObservationRole,
    ObservationStatus,
    ObservationSubject,
    RowKind,
)
from yunghap.plan.models import AmendmentItem, Edition, Indicator, Node, Observation
from yunghap.plan.queries.common import in_use, split_ministries
from yunghap.plan.queries.edition import read_programmes
from yunghap.plan.rules import AMEND_EDITION


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a new number is about: an indicator, or something that money belongs to."""

    label: str
    ministries: str
    indicator: Indicator | None = None
    about: About = field(default_factory=About)


@transaction.atomic
def add_number(
    *,
    edition: Edition,
    subject: str,
    values: RowValues,
    reason: str,
    by: Actor,
    baseline: bool = False,
    at: datetime | None = None,
) -> AmendmentItem:
    """State one more number in an amendment; it has its place in the amendment's own text.

    `subject` is "INDICATOR:<id>", "PROGRAMME:<id>", "NODE:<scheme>/<code>", "MINISTRY:<short name>" or "TOTAL:". Of
    `values` count kind, value with its bound, unit, years and source; an actual of an indicator is its `baseline`
    where that is said. Of anything but indicators only money is stated, as a budget or as spent. Raises InvalidInput
    without a reason, for what the edition does not have and for values that cannot be, Conflict where the edition is
    no amendment under review or states this number already.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    found = _subject(edition, subject)
    indicator = found.indicator
    if indicator is not None and values.unit.strip() != indicator.unit:
        raise InvalidInput(
            _("The indicator is counted in %(unit)s.") % {"unit": indicator.unit}, field="unit"
        )
    row = _state(edition, found, values, baseline=baseline, reason=reason, by=by, at=at)
    return note_change(
        edition,
        kind=AmendmentKind.ADDED,
        action="number_added",
        about=touched_by(row),
        sides=Sides(NOTHING, shown_number(row), come=[row.span_id]),
        reason=reason,
        by=by,
        at=at,
    )


def _subject(edition: Edition, subject: str) -> _Subject:
    """What the edition has under that name. Raises InvalidInput where there is nothing."""
    kind, _colon, key = subject.partition(":")
    match kind:
        case "INDICATOR":
            row = in_use(edition).filter(indicator=key).select_related("indicator").first()
            if row is not None and row.indicator is not None:
                return _Subject(row.indicator.name, row.indicator.ministry, row.indicator)
        case "PROGRAMME":
            for one in read_programmes(edition, {key}):
                return _Subject(one.name, "·".join(one.ministries), about=About(programme=one.name))
        case "NODE":
            scheme, _slash, code = key.partition("/")
            node = Node.objects.filter(scheme__edition=edition, scheme__code=scheme, code=code).first()
            if node is not None:
                return _Subject(node.name_ko, "", about=About(node=key))
        case "MINISTRY":
            organisation_ids({key}, edition.due_on)
            return _Subject(key, key, about=About(ministry=True))
        case "TOTAL":
            return _Subject(edition.title, "", about=About(total=True))
    raise InvalidInput(_("The edition has nothing like that."), field="subject")


def _state(
    edition: Edition,
    subject: _Subject,
    values: RowValues,
    *,
    baseline: bool,
    reason: str,
    by: Actor,
    at: datetime,
) -> Observation:
    """The number, bound and saved. Raises InvalidInput for values that cannot be, Conflict for one stated already."""
    of_indicator = subject.indicator is not None
    if values.kind not in {RowKind.ACTUAL, RowKind.TARGET if of_indicator else RowKind.BUDGET}:
        raise InvalidInput(_("An indicator has targets and actuals, anything else has money."), field="kind")
    values = checked(
        replace(
            values,
            programme_name="" if of_indicator else subject.label,
            indicator_name=subject.label if of_indicator else "",
            joint_ministries=subject.ministries,
        )
    )
    role = (
        ObservationRole.BASELINE
        if baseline and values.kind == RowKind.ACTUAL
        else ObservationRole(values.kind)
    )
    row = stated(edition, values, role=role, reason=reason, at=at)
    if subject.indicator is not None:
        row.subject, row.indicator = ObservationSubject.INDICATOR, subject.indicator
    else:
        for name, value in resolve_about(row, subject.about, by=by, at=at).items():
            setattr(row, name, value)
    if same_claims(row).exists():
        raise Conflict(_("The edition states this number already; change its value."))
    row.save(force_insert=True)
    if row.budget_line_id:
        settle_line(edition, row.budget_line_id, by=by, at=at)
    return row


@transaction.atomic
def drop_number(
    *, observation: Observation, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Take one number out of an amendment, and every other place that states the same; they stay on record, rejected.

    Raises InvalidInput without a reason and where more money is committed than is left, Conflict where the edition
    is no amendment under review, the number is out of use already or its version is not `expected`.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    edition = observation.edition
    reason = said(reason)
    refuse_unless_amendment(edition)
    refuse_rejected(observation)
    about = touched_by(observation)
    others = list(same_claims(observation))
    update_versioned(observation, expected=expected, changes={"status": ObservationStatus.REJECTED.value})
    gone = [observation.span_id, *set_aside(others)]
    follow(edition, [observation], by=by, at=at)
    return note_change(
        edition,
        kind=AmendmentKind.DROPPED,
        action="number_dropped",
        about=about,
        sides=Sides(shown_number(observation), NOTHING, gone=gone),
        reason=reason,
        by=by,
        at=at,
    )


@transaction.atomic
def add_indicator(
    *,
    edition: Edition,
    values: RowValues,
    reason: str,
    by: Actor,
    programme: str = "",
    better: str = Better.UP,
    cumulative: bool = False,
    definition: str = "",
    baseline: bool = False,
    at: datetime | None = None,
) -> AmendmentItem:
    """Take an indicator into an amendment with its first number, a target, an actual or its `baseline`.

    `values` names the indicator, its task and area and all its ministries, the leading one first; `programme` is the
    id of the programme that it counts for. An indicator of that name, unit and ministry that other editions have is
    the same one. Raises InvalidInput without a reason, for values that cannot be and for unknown ministries, tasks
    and programmes, Conflict where the edition is no amendment under review or has the indicator already.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    values = checked(replace(values, programme_name=""))
    ministries = split_ministries(values.joint_ministries)
    organisation_ids(set(ministries), edition.due_on)
    if programme and not read_programmes(edition, {programme}):
        raise InvalidInput(_("The edition has no such programme."), field="programme")
    item = IndicatorData(
        key="new",
        name=values.indicator_name,
        unit=values.unit,
        ministry="·".join(ministries),
        programme=programme,
        better=Better(better).value,
        aggregation="LAST" if cumulative else "NONE",
        cumulative=cumulative,
        definition=" ".join(definition.split()),
    )
    indicator = ensure_indicators([item], {programme: programme} if programme else {}, at)["new"]
    if in_use(edition).filter(indicator=indicator).exists():
        raise Conflict(_("The edition has this indicator already."), indicator=indicator.pk)
    subject = _Subject(indicator.name, indicator.ministry, indicator)
    row = _state(edition, subject, values, baseline=baseline, reason=reason, by=by, at=at)
    place(edition, values, at=at, indicator_id=indicator.pk)
    return note_change(
        edition,
        kind=AmendmentKind.ADDED,
        action="indicator_added",
        about=Touched(f"INDICATOR:{indicator.pk}", indicator.name, ministries),
        sides=Sides(NOTHING, shown_number(row), come=[row.span_id]),
        reason=reason,
        by=by,
        at=at,
    )


@transaction.atomic
def drop_indicator(
    *, edition: Edition, indicator: str, reason: str, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Take an indicator (its id) out of an amendment with all its numbers; they stay on record, rejected.

    Raises InvalidInput without a reason or where the edition has no such indicator, Conflict where the edition is no
    amendment under review.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    rows = list(in_use(edition).filter(indicator=indicator).select_related("indicator"))
    if not rows or rows[0].indicator is None:
        raise InvalidInput(_("The edition has no such indicator."), field="indicator")
    found = rows[0].indicator
    return note_change(
        edition,
        kind=AmendmentKind.DROPPED,
        action="indicator_dropped",
        about=Touched(f"INDICATOR:{found.pk}", found.name, split_ministries(found.ministry)),
        sides=Sides(_last_target(rows), NOTHING, gone=reject(edition, rows, by=by, at=at)),
        reason=reason,
        by=by,
        at=at,
    )


def _last_target(rows: Iterable[Observation]) -> dict[str, str]:
    """The target of the latest year, by which people know the indicator; nothing where it has none."""
    targets = [row for row in rows if row.role == ObservationRole.TARGET]
    last = max(targets, key=lambda row: row.year or 0, default=None)
    return NOTHING if last is None else shown_number(last)
