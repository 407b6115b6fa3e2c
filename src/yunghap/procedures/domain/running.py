"""What can be done to a running instance. Every verb is one transaction and may be repeated with its `key`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Required, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock, ids
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput, NotAllowed, NotFound
from yunghap.core.rows import together
from yunghap.procedures import rules
from yunghap.procedures.calendars import holidays
from yunghap.procedures.contracts import Done
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.state import State
from yunghap.procedures.engine.step import step
from yunghap.procedures.engine.values import to_json
from yunghap.procedures.models import Instance, JournalEntry, ProcedureVersion
from yunghap.procedures.program.model import Program
from yunghap.procedures.programs import program_of

from .acting import Act, KeyReused, act, done, environment, write_journal
from .store import Loaded, insert, load
from .versions import InForce, in_force

Values = Mapping[str, object]


@transaction.atomic
def start_instance(
    *,
    by: Actor,
    procedure: str = "",
    version: ProcedureVersion | None = None,
    reference: str = "",
    values: Values | None = None,
    message: str = "",
    on: date | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Done:
    """Start an instance of a procedure by its code, under the version in force on a day (absent: today).

    `version` names a version itself (for simulation and tests of drafts, nothing else); `reference` is what the
    caller knows the instance by, and the key of messages without a correlation; `message` starts at the start event
    of that message. Raises NotFound where no version is in force, Refused where it does not start so.
    """
    at = at or clock.now()
    if key and (seen := _seen(key)) is not None:
        return seen
    if version is None:
        found = in_force(procedure, on or at.astimezone(clock.SEOUL).date())
    else:
        found = InForce(version.pk, version.program_id, holidays())
    program = program_of(found.program)
    to_json(values or {})  # refused before anything is kept
    result = step(
        program, State(), a.Start(values or {}, message, reference), environment(at, found.holidays)
    )
    code = ids.new_id()
    with together():
        number = insert(found, code, reference, result.state, at=at)
        loaded = Loaded(number, code, found.version, found.program, reference, 0, State())
        write_journal(loaded, Act("instance.started", by, at, key=key), result.events)
    return done(program, loaded, 1, result.state)


def _seen(key: str) -> Done | None:
    entry = JournalEntry.objects.filter(key=key).values_list("instance_id", "action").first()
    if entry is None:
        return None
    instance, action = entry
    if action != "instance.started":
        raise KeyReused(_("This key was used for another action."))
    loaded = load(pk=instance, key=key)
    return done(program_of(loaded.program), loaded, loaded.version, loaded.state, repeated=True)


class How(TypedDict, total=False):
    """What every action on an instance takes: who; when (absent: now); the version last seen (absent: whatever there
    is); a key that makes it happen once; a reason for the journal.
    """

    by: Required[Actor]
    at: datetime | None
    expected: int | None
    key: str
    reason: str


def complete_item(*, instance: str, item: int, values: Values | None = None, **how: Unpack[How]) -> Done:
    """Finish work with values: variables of the procedure, or the outputs its diagram declares.

    Raises NotAllowed where the item is another person's or organisation's, Refused where it is no longer open.
    """
    return _work("item.completed", instance, a.Complete(item, _checked(values)), how)


def fail_item(*, instance: str, item: int, code: str, **how: Unpack[How]) -> Done:
    """End work with an error of the diagram; uncaught, the procedure ends as failed."""
    return _work("item.failed", instance, a.Fail(item, code), how)


def claim_item(*, instance: str, item: int, **how: Unpack[How]) -> Done:
    """Take open work; raises NotAllowed where somebody else has it or it is another organisation's."""
    return _work("item.claimed", instance, a.Take(item, assignee=how["by"].id), how)


def release_item(*, instance: str, item: int, **how: Unpack[How]) -> Done:
    """Give work back, so that others can take it."""
    return _work("item.released", instance, a.Take(item), how)


def _work(name: str, instance: str, action: a.Complete | a.Fail | a.Take, how: How) -> Done:
    """An action of whoever may do the work."""
    item = action.item

    def may_work(_program: Program, state: State) -> None:
        found = state.items.get(item)
        if found is not None and not rules.may_work(found, how["by"]):
            raise NotAllowed(_("This work is somebody else's."))

    return act(instance=instance, action=action, name=name, item=item, check=may_work, **how)


def _checked(values: Values | None) -> Values:
    to_json(values or {})
    return values or {}


def assign_item(
    *,
    instance: str,
    item: int,
    assignee: str = "",
    role: str = "",
    organisation: str = "",
    **how: Unpack[How],
) -> Done:
    """Give work to a person (empty: nobody), a role or an organisation; who may is the caller's to check."""
    action = a.Take(item, assignee, role, organisation)
    return act(instance=instance, action=action, name="item.assigned", item=item, **how)


def correct_values(*, instance: str, values: Values, scope: int = 0, **how: Unpack[How]) -> Done:
    """Set variables from outside, with a reason: to correct data that an expression stumbled over."""
    if not how.get("reason", "").strip():
        raise InvalidInput(_("A correction needs a reason."), field="reason")
    return act(instance=instance, action=a.Correct(_checked(values), scope), name="values.corrected", **how)


def retry_item(*, instance: str, item: int, **how: Unpack[How]) -> Done:
    """Try again what could not go on: an incident, or a service's work with a problem."""
    return act(instance=instance, action=a.Retry(item), name="item.retried", item=item, **how)


def cancel_instance(*, instance: str, **how: Unpack[How]) -> Done:
    """End an instance from outside, such as when its application is withdrawn; the reason is told."""
    return act(instance=instance, action=a.Cancel(how.get("reason", "")), name="instance.cancelled", **how)


def require_instance(code: str) -> Instance:
    """The row of an instance; raises NotFound."""
    row = Instance.objects.filter(code=code).select_related("procedure_version__procedure").first()
    if row is None:
        raise NotFound(_("There is no such procedure."))
    return row
