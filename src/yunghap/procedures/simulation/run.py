"""The simulation itself: cases arrive, the engine steps, people take work in the order it came."""

import heapq
import math
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from yunghap.core.clock import SEOUL
from yunghap.core.errors import DomainError
from yunghap.procedures.counting import count
from yunghap.procedures.engine import actions
from yunghap.procedures.engine.events import Event, Passed
from yunghap.procedures.engine.machine import Env
from yunghap.procedures.engine.state import INCIDENT, Item, State, Status
from yunghap.procedures.engine.step import step
from yunghap.procedures.program.model import WORK, Kind, On

from .contracts import Case, Result, Scenario, Visit
from .luck import DrawnDecision, Luck
from .spread import Shape, Spread
from .worktime import WorkingTime

HORIZON = timedelta(days=3653)  # after the last arrival; what is still open then stays open
_SITS_AT = timedelta(hours=14)  # of the day of a session
Job = tuple[int, int]  # case and item


def simulate(scenario: Scenario) -> Result:
    """Run a scenario to its end."""
    return _Run(scenario).run()


class _Run:
    """One run: what happens, happens in the order of its moment, then of its making."""

    def __init__(self, scenario: Scenario) -> None:
        self._program, self._settings = scenario.program, scenario.settings
        self._arrivals = scenario.arrivals
        self._luck = Luck(scenario.seed, scenario.settings)
        self._epoch = min((one.at for one in self._arrivals), default=datetime(2026, 1, 1, tzinfo=UTC))
        self._working = WorkingTime(scenario.calendar, self._epoch.astimezone(SEOUL).date())
        self._count = count(scenario.calendar)
        self._heap: list[tuple[datetime, int, Callable[..., None], int, int]] = []
        self._made = 0
        self._cases = [Case(number, one.at) for number, one in enumerate(self._arrivals)]
        self._states: dict[int, State] = {}
        self._known: dict[int, dict[tuple[str, int], datetime]] = defaultdict(dict)
        self._open: dict[Job, Visit] = {}
        self._items: dict[int, set[int]] = defaultdict(set)
        self._closed: list[Visit] = []
        self._queues: dict[str, deque[Job]] = {lane: deque() for lane in self._settings.capacity}
        self._jobs: dict[str, set[Job]] = {lane: set() for lane in self._settings.capacity}
        for decision in self._program.decisions.values():
            if isinstance(decision, DrawnDecision):
                decision.luck = self._luck

    def run(self) -> Result:
        """Let every case come and go."""
        for case in self._cases:
            self._plan(case.arrived, self._arrive, case.number, 0)
        last = max((one.at for one in self._arrivals), default=self._epoch) + HORIZON
        while self._heap and self._heap[0][0] <= last:
            moment, _order, happen, case_number, number = heapq.heappop(self._heap)
            self._luck.case = case_number
            happen(moment, case_number, number)
        return Result(tuple(self._cases), (*self._closed, *(self._open[job] for job in sorted(self._open))))

    def _plan(self, moment: datetime, happen: Callable[..., None], case: int, number: int) -> None:
        self._made += 1
        heapq.heappush(self._heap, (moment, self._made, happen, case, number))

    # --- what happens ----------------------------------------------------------------------------

    def _arrive(self, moment: datetime, case: int, _number: int) -> None:
        self._states[case] = State()
        starts = [self._program.nodes[id_] for id_ in self._program.root.starts]
        values = dict(self._arrivals[case].values)
        for start in starts:
            values = self._luck.outcomes(start.id, moment, values)
        names = [one.trigger.name for one in starts if one.trigger.on is On.MESSAGE]
        message = names[0] if len(names) == len(starts) and names else ""
        self._do(moment, case, actions.Start(values, message, f"{case + 1}"))

    def _finish(self, moment: datetime, case: int, number: int) -> None:
        """Work is done, unless it is no longer needed."""
        visit = self._open.get((case, number))
        if visit is not None:
            self._do(moment, case, actions.Complete(number, self._luck.outcomes(visit.node, moment)))

    def _fire(self, moment: datetime, case: int, number: int) -> None:
        timer = self._states[case].timers.get(number) if case in self._states else None
        if timer is not None and timer.at == moment:
            self._do(moment, case, actions.Fire(number))

    def _pass(self, moment: datetime, case: int, number: int) -> None:
        found = self._states[case].deadlines.get(number) if case in self._states else None
        if found is not None and not found.stopped and not found.missed and found.passes == moment:
            self._do(moment, case, actions.Pass(number))

    def _come(self, moment: datetime, case: int, number: int) -> None:
        """What was waited for comes."""
        wait = self._states[case].waits.get(number) if case in self._states else None
        if wait is None:
            return
        values = self._luck.outcomes(wait.node, moment)
        if wait.on == On.MESSAGE:
            self._do(moment, case, actions.Deliver(wait.name, wait.key, values))
        else:
            self._do(moment, case, actions.Hear(wait.name, values))

    # --- one step, and what follows from it --------------------------------------------------------

    def _do(self, moment: datetime, number: int, action: Any) -> None:
        case = self._cases[number]
        try:
            done = step(self._program, self._states[number], action, Env(moment, self._count))
        except DomainError as error:
            case.trouble = case.trouble or str(error.message)
            return
        state = self._states[number] = done.state
        self._note(case, done.events)
        self._close(moment, number, state)
        for item in state.items.values():
            if item.kind == INCIDENT:
                case.trouble = case.trouble or item.problem
            elif (number, item.number) not in self._open and item.kind in WORK:
                self._opened(moment, number, item)
        self._schedule(moment, number, state)
        if state.status is not Status.RUNNING:
            case.ended = moment
            del self._states[number], self._known[number], self._items[number]

    def _note(self, case: Case, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, Passed):
                node = self._program.nodes[event.node]
                if node.kind is Kind.END and node.container == self._program.process:
                    case.end = node.id

    def _close(self, moment: datetime, case: int, state: State) -> None:
        """Visits whose work is over; whoever had it takes the next."""
        for item in sorted(self._items[case] - state.items.keys()):
            job = (case, item)
            self._items[case].discard(item)
            visit = self._open.pop(job)
            visit.closed = moment
            closed = state.closed_items.get(item)
            due = closed.item.due if closed else None
            visit.late = due is not None and due <= moment
            self._closed.append(visit)
            if job in self._jobs.get(visit.lane, ()):
                self._jobs[visit.lane].discard(job)
                self._next(moment, visit.lane)

    def _opened(self, moment: datetime, case: int, item: Item) -> None:
        lane = self._settings.lane_of.get(item.node, "")
        place = item.organisation or self._settings.lane_names.get(lane, "")
        job = (case, item.number)
        self._open[job] = Visit(case, item.node, lane, place, moment)
        self._items[case].add(item.number)
        spread = self._settings.durations.get(item.node)
        if item.kind == Kind.RECEIVE:
            return
        if lane in self._queues and spread is not None and spread.shape is not Shape.SESSION:
            self._queues[lane].append(job)
            self._next(moment, lane)
        else:
            self._begin(moment, job)

    def _next(self, moment: datetime, lane: str) -> None:
        """Give the next work of a lane to whoever is free there."""
        while self._queues[lane] and len(self._jobs[lane]) < self._settings.capacity[lane]:
            job = self._queues[lane].popleft()
            if job in self._open:
                self._jobs[lane].add(job)
                self._begin(moment, job)

    def _begin(self, moment: datetime, job: Job) -> None:
        visit = self._open[job]
        spread = self._settings.durations.get(visit.node)
        if spread is None:
            visit.started, end = moment, moment
        elif spread.shape is Shape.SESSION:
            visit.started = end = self._session(moment, spread)
        else:
            self._luck.case = job[0]
            visit.started = self._working.after(moment, 0) if spread.working else moment
            end = self._after(moment, spread, visit.node)
        self._plan(end, self._finish, *job)

    def _after(self, moment: datetime, spread: Spread, node: str) -> datetime:
        length = spread.draw(self._luck.chance(f"{node}:duration"))
        return self._working.after(moment, length) if spread.working else moment + timedelta(days=length)

    def _session(self, moment: datetime, spread: Spread) -> datetime:
        """The first sitting that has not begun: every so many days from the beginning, moved to a working day."""
        every = spread.parameters["every"]
        number = max(1, math.ceil((moment - self._epoch) / timedelta(days=every)))
        while True:
            day = (self._epoch + timedelta(days=number * every)).astimezone(SEOUL)
            opens = self._working.after(datetime.combine(day.date(), datetime.min.time(), SEOUL), 0)
            sits = datetime.combine(opens.date(), datetime.min.time(), SEOUL) + _SITS_AT
            if sits >= moment:
                return sits
            number += 1

    def _schedule(self, moment: datetime, case: int, state: State) -> None:
        """Timers, deadlines and messages that are new, or have moved."""
        known = self._known[case]
        planned: list[tuple[str, int, datetime, Callable[..., None]]] = [
            ("timer", one.number, one.at, self._fire) for one in state.timers.values() if one.at is not None
        ]
        planned += [("deadline", one.number, one.passes, self._pass) for one in state.deadlines.values()]
        for kind, number, at, happen in planned:
            if known.get((kind, number)) != at:
                known[kind, number] = at
                self._plan(at, happen, case, number)
        for wait in state.waits.values():
            spread = self._settings.durations.get(wait.node)
            if spread is not None and ("wait", wait.number) not in known:
                known["wait", wait.number] = moment
                self._plan(self._after(moment, spread, wait.node), self._come, case, wait.number)
