"""Tables of the engine."""

from .holiday import HolidayOverride
from .instance import DeadlineRow, Instance, ItemRow, JournalEntry, ScopeRow, TimerRow, WaitRow
from .version import Move, Procedure, ProcedureVersion, ProgramSource, VersionApproval

__all__ = [
    "DeadlineRow",
    "HolidayOverride",
    "Instance",
    "ItemRow",
    "JournalEntry",
    "Move",
    "Procedure",
    "ProcedureVersion",
    "ProgramSource",
    "ScopeRow",
    "TimerRow",
    "VersionApproval",
    "WaitRow",
]
