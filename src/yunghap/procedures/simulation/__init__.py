"""What-if: a procedure run many times under a clock of its own, with the engine that runs real cases."""

from .arrivals import poisson, recorded
from .contracts import Arrival, Case, Result, Scenario, Visit
from .measures import Summary, summarise
from .prepare import prepare
from .run import simulate
from .settings import Settings, read_settings

__all__ = [
    "Arrival",
    "Case",
    "Result",
    "Scenario",
    "Settings",
    "Summary",
    "Visit",
    "poisson",
    "prepare",
    "read_settings",
    "recorded",
    "simulate",
    "summarise",
]
