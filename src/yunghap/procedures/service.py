"""What other modules may use of the engine.

An instance is named by its code (a ULID), an item or deadline by the instance's code and a number in it. Every verb
is keyword-only, takes `by=` (core.actors.Actor) and `at=`, is one transaction with the ledger's entry and the outbox
event (topic "procedures.…", subject "instance:CODE"), and may be repeated with its `key`: the second time it does
nothing and answers `repeated`. `expected` is the version last seen (`Done.version`): Conflict (409) where it is no
longer that. Values are text, numbers (int, Decimal), booleans, dates, moments, durations, None, lists and mappings.

start_instance      a procedure by its code, in the version in force on the day
complete_item       finish work with values; fail_item ends it with an error event of the diagram
claim_item, release_item, assign_item   who has the work
send_message, send_signal, awaited_messages   what instances wait for
stop_deadline, resume_deadline, extend_deadline, recount_deadlines
correct_values, retry_item              put right what an expression or service stumbled over
cancel_instance     end it from outside (withdrawal)
erase_instance      what it said, when the term of retention is over
open_items          inbox: by instance, assignee, organisation, role, due date, problem
get_item, get_instance, instances_of, deadlines_of, explain_deadline, open_deadlines, history_of, closed_values
told                what people told an instance: by finished work and by messages
step_figures, load_figures, deadlines_before   figures over many instances: steps, open work, terms that end soon
draw_instance       where an instance stands, in its diagram, as SVG
calendar, count_deadline, declare_holiday, withdraw_holiday   days off, and dates by them
register_service    a function that service tasks may ask for
define_procedure, draft_version, drafts, submit_version, approve_version, withdraw_version,
                    version_in_force
register_library    versions that come with the software: those that are not here are pointed out
preview_move, apply_version             running instances under a new version, by its transition clause
due, fire_due       timers and deadlines whose moment has come
"""

from .calendars import calendar
from .contracts import (
    Done,
    HistoryEntry,
    InstanceView,
    MoveReport,
    RunningDeadline,
    ServiceRequest,
    Told,
    WorkItem,
)
from .deadlines import RULES as COUNTING_RULES
from .deadlines import Deadline, count_deadline
from .domain.deadlines import extend_deadline, recount_deadlines, resume_deadline, stop_deadline
from .domain.erasing import erase_instance
from .domain.holidays import CHANGED as CALENDAR_CHANGED
from .domain.holidays import declare_holiday, withdraw_holiday
from .domain.messages import send_message, send_signal
from .domain.moving import apply_version, preview_move
from .domain.running import (
    assign_item,
    cancel_instance,
    claim_item,
    complete_item,
    correct_values,
    fail_item,
    release_item,
    retry_item,
    start_instance,
)
from .domain.services import BusinessError, register_service
from .domain.sweeping import due, fire_due
from .domain.versions import (
    NotInThatState,
    approve_version,
    define_procedure,
    draft_version,
    drafts,
    submit_version,
    version_in_force,
    withdraw_version,
)
from .engine.machine import Refused
from .enums import Transition, VersionState
from .models import Instance, Procedure, ProcedureVersion
from .progress import draw_instance
from .queries import (
    awaited_messages,
    closed_items,
    closed_values,
    deadlines_of,
    explain_deadline,
    get_instance,
    get_item,
    history_of,
    instances_at,
    instances_of,
    open_deadlines,
    open_items,
)
from .shipped import Shipped, register_library
from .statistics import Load, StepFigures, deadlines_before, load_figures, step_figures
from .telling import told

__all__ = [
    "CALENDAR_CHANGED",
    "COUNTING_RULES",
    "BusinessError",
    "Deadline",
    "Done",
    "HistoryEntry",
    "Instance",
    "InstanceView",
    "Load",
    "MoveReport",
    "NotInThatState",
    "Procedure",
    "ProcedureVersion",
    "Refused",
    "RunningDeadline",
    "ServiceRequest",
    "Shipped",
    "StepFigures",
    "Told",
    "Transition",
    "VersionState",
    "WorkItem",
    "apply_version",
    "approve_version",
    "assign_item",
    "awaited_messages",
    "calendar",
    "cancel_instance",
    "claim_item",
    "closed_items",
    "closed_values",
    "complete_item",
    "correct_values",
    "count_deadline",
    "deadlines_before",
    "deadlines_of",
    "declare_holiday",
    "define_procedure",
    "draft_version",
    "drafts",
    "draw_instance",
    "due",
    "erase_instance",
    "explain_deadline",
    "extend_deadline",
    "fail_item",
    "fire_due",
    "get_instance",
    "get_item",
    "history_of",
    "instances_at",
    "instances_of",
    "load_figures",
    "open_deadlines",
    "open_items",
    "preview_move",
    "recount_deadlines",
    "register_library",
    "register_service",
    "release_item",
    "resume_deadline",
    "retry_item",
    "send_message",
    "send_signal",
    "start_instance",
    "step_figures",
    "stop_deadline",
    "submit_version",
    "told",
    "version_in_force",
    "withdraw_holiday",
    "withdraw_version",
]
