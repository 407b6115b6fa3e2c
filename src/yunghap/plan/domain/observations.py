"""A person looks at what was read: confirm, correct, assign, reject, and undo each of these."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.numbers import written
from yunghap.core.text import name_key
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.plan.contracts import Comparison
from yunghap.plan.domain.binding import ABOUT_FIELDS, About, resolve_about, settle_line
from yunghap.plan.domain.learning import learn_alias, learn_unit, retire_word
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.publicity import touch_edition
from yunghap.plan.edition_rules import LARGEST_KRW, storable
from yunghap.plan.enums import (
    AliasKind,
    EditionOrigin,
    EditionStatus,
    ObservationRole,
    ObservationStatus,
)
from yunghap.plan.models import Observation, ObservationChange, VocabularyAlias, VocabularyUnit
from yunghap.plan.rules import CONFIRM_OBSERVATION

READ_FIELDS = frozenset(
    {"role", "comparison", "value", "value_to", "unit", "krw", "year", "period_start_on", "period_end_on"}
    | {"ministry", "programme_text"}
)


def _refuse_compiled(observation: Observation) -> None:
    """What was read from a document may be read better at any time; a published compiled plan is amended."""
    edition = observation.edition
    if edition.status == EditionStatus.PUBLISHED and edition.origin == EditionOrigin.COMPILED:
        raise Conflict(_("A published edition is changed by an amendment."))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return written(value)
    return value.isoformat() if isinstance(value, date) else value


def _typed(name: str, value: object) -> object:
    """Back from `_plain`."""
    if value is None:
        return None
    if name in {"value", "value_to", "precision"}:
        return Decimal(str(value))
    if name in {"period_start_on", "period_end_on"}:
        return date.fromisoformat(str(value))
    return value


def _apply(
    observation: Observation,
    *,
    action: str,
    changes: Mapping[str, object],
    expected: int,
    by: Actor,
    at: datetime,
    reason: str = "",
    lessons: tuple[str, ...] = (),
) -> ObservationChange:
    """Write the fields, remember what they were, make the entry."""
    before = {name: _plain(getattr(observation, name)) for name in changes}
    line = observation.budget_line_id
    original = observation.original or {
        name: value for name, value in before.items() if name in READ_FIELDS and action == "correct"
    }
    update_versioned(observation, expected=expected, changes={**changes, "original": original})
    number = observation.changes.count() + 1
    change = ObservationChange.objects.create(
        observation=observation,
        number=number,
        action=action,
        before=before,
        after={name: _plain(value) for name, value in changes.items()},
        lessons=list(lessons),
        reason=reason,
        changed_at=at,
        changed_by=by.id,
        created_at=at,
    )
    for affected in sorted({line, observation.budget_line_id} - {None}, key=str):
        settle_line(observation.edition, str(affected), by=by, at=at)
    touch_edition(observation.edition_id)
    record(
        action=f"plan.observation.{action}ed" if action != "undo" else "plan.observation.undone",
        subject=f"observation:{observation.pk}",
        by=by,
        at=at,
        details={"before": before, "after": change.after, "reason": reason},
    )
    return change


@transaction.atomic
def confirm_observation(
    *, observation: Observation, expected: int, by: Actor, at: datetime | None = None
) -> Observation:
    """Say that the number was read right. Raises Conflict for a version that is not `expected`."""
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    _apply(
        observation,
        action="confirm",
        changes={"status": ObservationStatus.CONFIRMED.value, "uncertain": False},
        expected=expected,
        by=by,
        at=at,
    )
    return observation


@transaction.atomic
def correct_observation(
    *,
    observation: Observation,
    changes: Mapping[str, object],
    expected: int,
    by: Actor,
    learn: bool = True,
    at: datetime | None = None,
) -> Observation:
    """Correct how a number was read; what was extracted stays beside it in `original`.

    `changes` may hold role, comparison, value, value_to, unit, year, period_start_on, period_end_on,
    ministry (canonical short names joined by "·") and programme_text. Won are worked out again. With
    `learn`, a corrected unit becomes a word of the site's vocabulary. Raises InvalidInput for other fields
    or values that cannot be, Conflict for a version that is not `expected`.
    """
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    _refuse_compiled(observation)
    if not changes or not changes.keys() <= READ_FIELDS - {"krw"}:
        raise InvalidInput(_("These fields cannot be corrected."), fields=sorted(changes))
    values = _checked(observation, dict(changes))
    lessons: list[str] = []
    if learn and "unit" in changes and values["unit"] != observation.unit:
        spelling = _printed_unit(observation.span.text)
        if spelling:
            kind = "money" if values["unit"] in WON else "count"
            row = learn_unit(spelling=spelling, unit=str(values["unit"]), dimension=kind, by=by, at=at)
            lessons.append(row.pk)
    values |= {"status": ObservationStatus.CORRECTED.value, "uncertain": False}
    _apply(
        observation,
        action="correct",
        changes=values,
        expected=expected,
        by=by,
        at=at,
        lessons=tuple(lessons),
    )
    return observation


def _printed_unit(text: str) -> str:
    """What is printed after the number."""
    return text.lstrip("+-△▲ 0123456789.,:조억만천백십").strip()


def _checked(observation: Observation, changes: dict[str, object]) -> dict[str, object]:
    """The changes typed and complete, won included."""

    def now(name: str) -> object:
        return changes.get(name, getattr(observation, name))

    if now("role") not in ObservationRole.values or now("comparison") not in {
        item.value for item in Comparison
    }:
        raise InvalidInput(_("There is no such role or comparison."), field="role")
    given = [number for number in (now("value"), now("value_to")) if number is not None]
    numbers = [number for number in given if isinstance(number, Decimal) and storable(number)]
    if numbers != given:
        raise InvalidInput(_("This number cannot be kept."), field="value")
    ranged = now("comparison") == Comparison.RANGE.value
    if ranged != (now("value_to") is not None) or numbers != sorted(numbers):
        raise InvalidInput(_("A range has a lower and an upper bound."), field="value_to")
    start, end = now("period_start_on"), now("period_end_on")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise InvalidInput(_("The period ends before it begins."), field="period_end_on")
    if not str(now("unit")):
        raise InvalidInput(_("A number needs a unit."), field="unit")
    if {"value", "unit"} & changes.keys():
        factor = WON.get(str(now("unit")))
        krw = None if factor is None else int(Decimal(str(now("value"))) * factor)
        if krw is not None and abs(krw) >= LARGEST_KRW:
            raise InvalidInput(_("This amount is larger than any budget."), field="value")
        changes["krw"] = krw
    return changes


@transaction.atomic
def assign_observation(
    *,
    observation: Observation,
    about: About,
    expected: int,
    by: Actor,
    learn: bool = True,
    at: datetime | None = None,
) -> Observation:
    """Say what a number is about: a programme's budget line, an indicator, a node, a ministry, the total.

    A programme or indicator that is not known yet is created. With `learn`, the printed subject phrase
    becomes an alias of the name given. Raises InvalidInput where the number cannot be about that, Conflict
    for a version that is not `expected`.
    """
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    _refuse_compiled(observation)
    changes = resolve_about(observation, about, by=by, at=at)
    lessons: list[str] = []
    printed = observation.programme_text
    name = about.programme or about.indicator
    if learn and printed and name and name_key(printed) != name_key(name):
        kind = AliasKind.INDICATOR if about.indicator else AliasKind.PROGRAMME
        lessons.append(learn_alias(kind=kind, alias=printed[:200], name=name, by=by, at=at).pk)
    _apply(
        observation,
        action="assign",
        changes=changes,
        expected=expected,
        by=by,
        at=at,
        lessons=tuple(lessons),
    )
    return observation


@transaction.atomic
def reject_observation(
    *, observation: Observation, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> Observation:
    """Say that this is no number of the plan; it stays on record and counts nowhere.

    Raises InvalidInput without a reason, Conflict for a version that is not `expected`.
    """
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    _refuse_compiled(observation)
    if not reason.strip():
        raise InvalidInput(_("Please give a reason."), field="reason")
    _apply(
        observation,
        action="reject",
        changes={"status": ObservationStatus.REJECTED.value},
        expected=expected,
        by=by,
        at=at,
        reason=reason.strip(),
    )
    return observation


@transaction.atomic
def undo_observation(
    *, observation: Observation, expected: int, by: Actor, at: datetime | None = None
) -> Observation:
    """Take back the last thing done to a number that is not taken back yet, and what was learnt from it.

    Raises Conflict where there is nothing to take back or the version is not `expected`.
    """
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    _refuse_compiled(observation)
    last = observation.changes.filter(undone_at__isnull=True).order_by("-number").first()
    if last is None:
        raise Conflict(_("There is nothing to undo."))
    before = {name: _typed(name, value) for name, value in last.before.items()}
    line = observation.budget_line_id
    update_versioned(observation, expected=expected, changes=before)
    update_versioned(last, expected=last.version, changes={"undone_at": at, "undone_by": by.id})
    for model in (VocabularyUnit, VocabularyAlias):
        for word in model.objects.filter(pk__in=last.lessons, retired_at__isnull=True):
            retire_word(word=word, by=by, at=at)
    for affected in sorted({line, observation.budget_line_id} - {None}, key=str):
        settle_line(observation.edition, str(affected), by=by, at=at)
    record(
        action="plan.observation.undone",
        subject=f"observation:{observation.pk}",
        by=by,
        at=at,
        details={"change": last.pk, "restored": last.before},
    )
    return observation


__all__ = [
    "ABOUT_FIELDS",
    "assign_observation",
    "confirm_observation",
    "correct_observation",
    "reject_observation",
    "undo_observation",
]
