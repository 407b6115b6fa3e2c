"""From a number to what it is about: found, created where needed, and kept in step with its budget line."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.plan.domain.writing import ensure_indicators
from yunghap.plan.edition_data import IndicatorData
from yunghap.plan.enums import ObservationRole, ObservationStatus, ObservationSubject
from yunghap.plan.models import Edition, Node, Observation
from yunghap.plan.queries.common import printed, split_ministries
from yunghap.programmes import service as programmes
from yunghap.programmes.service import BudgetLine, LineStatement, PartStatement, Phase

ABOUT_FIELDS = ("subject", "node_id", "budget_line_id", "indicator_id")
SOURCES = {"국비": "NATIONAL", "지방비": "LOCAL", "민자": "PRIVATE", "민간": "PRIVATE"}


@dataclass(frozen=True, slots=True)
class About:
    """What a number is about: one of these, or nothing at all.

    `programme` and `indicator` are names; `node` is "<scheme>/<code>".
    """

    programme: str = ""
    indicator: str = ""
    node: str = ""
    ministry: bool = False
    total: bool = False
    cumulative: bool = False


def resolve_about(observation: Observation, about: About, *, by: Actor, at: datetime) -> dict[str, object]:
    """The fields of an observation that point at `about`. Raises InvalidInput where that cannot be."""
    fields: dict[str, object] = dict.fromkeys(ABOUT_FIELDS)
    fields["subject"] = ObservationSubject.UNBOUND.value
    chosen = [about.programme, about.indicator, about.node, about.ministry, about.total]
    if sum(map(bool, chosen)) > 1:
        raise InvalidInput(_("A number is about one thing."))
    if about.programme:
        fields["subject"] = ObservationSubject.BUDGET_LINE.value
        fields["budget_line_id"] = line_for(observation, about.programme, by=by, at=at).pk
    elif about.indicator:
        fields["subject"] = ObservationSubject.INDICATOR.value
        fields["indicator_id"] = _indicator_for(observation, about, at)
    elif about.node:
        fields["subject"] = ObservationSubject.NODE.value
        fields["node_id"] = _node_for(observation, about.node)
    elif about.ministry:
        if not observation.ministry:
            raise InvalidInput(_("The number names no ministry."), field="ministry")
        fields["subject"] = ObservationSubject.MINISTRY.value
    elif about.total:
        fields["subject"] = ObservationSubject.TOTAL.value
    return fields


def _node_for(observation: Observation, node: str) -> str:
    scheme, _slash, code = node.partition("/")
    rows = Node.objects.filter(scheme__edition=observation.edition_id, scheme__code=scheme, code=code)
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise InvalidInput(_("The edition has no such direction, task or area."), field="node")
    return str(found)


def _indicator_for(observation: Observation, about: About, at: datetime) -> str:
    item = IndicatorData(
        key="new",
        name=about.indicator,
        unit=observation.unit,
        ministry=observation.ministry,
        cumulative=about.cumulative,
        aggregation="LAST" if about.cumulative else "NONE",
    )
    return ensure_indicators([item], {}, at)["new"].pk


def line_for(observation: Observation, programme: str, *, by: Actor, at: datetime) -> BudgetLine:
    """The budget line that a printed amount of a programme states, made where it is the first to do so.

    Raises InvalidInput for what is no plain, non-negative money of a known year.
    """
    if observation.krw is None or observation.krw < 0 or observation.year is None:
        raise InvalidInput(_("Only money of a known year can be a budget line."), field="programme")
    edition = observation.edition
    row = programmes.ensure_programmes(names=[programme], by=by, at=at)[programme]
    _ensure_parties(edition, row.pk, observation.ministry, by=by, at=at)
    phase = Phase.EXECUTED if observation.role == ObservationRole.ACTUAL else Phase.PLANNED
    end = observation.period_end_on
    year_to = max(end.year, observation.year) if end is not None else observation.year
    source = next(
        (SOURCES[value] for name, value in observation.qualifiers if name == "source" and value in SOURCES),
        "ALL",
    )
    known = BudgetLine.objects.filter(
        stated_in=edition.pk,
        programme=row,
        phase=phase,
        year=observation.year,
        year_to=year_to,
        source=source,
    ).first()
    if known is not None:
        return known
    statement = LineStatement(
        key="new",
        programme=row.pk,
        phase=phase.value,
        year=observation.year,
        year_to=year_to,
        amount_krw=observation.krw,
        precision_krw=printed(observation).precision_krw,
        unit=observation.unit[:20],
        source=source,
    )
    return programmes.state_lines(stated_in=edition.pk, lines=[statement], by=by, at=at)["new"]


def _ensure_parties(edition: Edition, programme: str, ministry: str, *, by: Actor, at: datetime) -> None:
    """Who takes part, as printed with the first number of the programme in the edition."""
    from yunghap.plan.domain.editions import organisation_ids  # noqa: PLC0415 - editions binds on import

    names = split_ministries(ministry)
    known = programmes.participations_stated_in(edition.pk)
    if not names or programme in known:
        return
    ids = organisation_ids(set(names), edition.due_on)
    role = "LEAD" if len(names) == 1 else "JOINT"
    programmes.state_participations(
        stated_in=edition.pk,
        parts=[PartStatement(programme, ids[name], role, place) for place, name in enumerate(names)],
        by=by,
        at=at,
    )


def settle_line(edition: Edition, line_id: str, *, by: Actor, at: datetime) -> None:
    """Keep a budget line equal to what its numbers in use say; one that none states any more is worth nothing.

    It stays, at zero, so that what was done to its numbers can be undone.
    """
    claims = Observation.objects.filter(edition=edition, budget_line=line_id, krw__gte=0).exclude(
        status=ObservationStatus.REJECTED
    )
    line = BudgetLine.objects.get(pk=line_id)
    first = claims.select_related("span").order_by("span__line", "span__start").first()
    if first is not None and claims.filter(krw=line.amount_krw).exists():
        return
    amount = 0 if first is None or first.krw is None else first.krw
    step = 1 if first is None else printed(first).precision_krw
    if (amount, step) != (line.amount_krw, line.precision_krw):
        programmes.restate_line(line=line, amount_krw=amount, precision_krw=step, by=by, at=at)
