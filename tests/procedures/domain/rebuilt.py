"""The journal of an instance rebuilds what its rows say."""

from yunghap.procedures.domain.store import load
from yunghap.procedures.engine.evolve import replay
from yunghap.procedures.engine.state import State
from yunghap.procedures.queries import history_of

COMPARED = ("status", "outcome", "next", "reference", "scopes", "items", "timers", "waits", "deadlines")


def assert_rebuilt(instance: str) -> State:
    """Compare rows and journal; returns the state."""
    state = load(code=instance).state
    replayed = replay((entry.at, entry.events) for entry in history_of(instance))
    replayed.closed_items.clear()
    replayed.closed_deadlines.clear()
    for name in COMPARED:
        assert getattr(replayed, name) == getattr(state, name), name
    assert +replayed.live == +state.live
    return state
