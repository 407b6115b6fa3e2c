"""What a simulation needs beside the diagram: extension elements of our namespace in it.

`<yh:duration distribution="triangular" low="P3D" mode="P5D" high="P15D" days="working"/>` on work and on events
waited for; `<yh:outcome variable="complete" value="true" weight="8"/>` on work, rule tasks and start events: for
each variable one value is drawn by weight; `yh:capacity="2"` on a lane: how many work there at once;
`<yh:arrivals every="P4D"/>` and `<yh:deadline id=… counting=… term=… article=…/>` on a process.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.errors import InvalidInput, sentence
from yunghap.procedures.bpmn import BpmnError, Problem
from yunghap.procedures.bpmn.model import Definitions, Element, Foreign
from yunghap.procedures.drawing.index import containers, lanes_in

from .spread import Spread, days, read_spread

MOST_PLACES = 10_000


@dataclass(frozen=True, slots=True)
class Later:
    """Stands for the day so many days after a draw."""

    days: float

    def day(self, at: datetime) -> date:
        """The day, for a draw at that moment."""
        return clock.local_date(at + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One value that a variable may take (or `Later`), and how often beside the others."""

    value: object
    weight: float


@dataclass(frozen=True, slots=True)
class Settings:
    """By node: how long it takes, and what comes out by variable. By lane: its name and how many work there.

    `lane_of` has the lane of each node, that of the sub-process around it where it stands in none.
    """

    durations: Mapping[str, Spread] = field(default_factory=dict)
    outcomes: Mapping[str, Mapping[str, tuple[Outcome, ...]]] = field(default_factory=dict)
    lane_names: Mapping[str, str] = field(default_factory=dict)
    lane_of: Mapping[str, str] = field(default_factory=dict)
    capacity: Mapping[str, int] = field(default_factory=dict)
    every: float = 1.0
    deadlines: tuple[Mapping[str, object], ...] = ()


def read_settings(definitions: Definitions) -> Settings:
    """The settings in a diagram. Raises BpmnError with every element whose settings cannot be used."""
    problems: list[Problem] = []
    durations: dict[str, Spread] = {}
    outcomes: dict[str, Mapping[str, tuple[Outcome, ...]]] = {}
    for node in definitions.nodes.values():
        try:
            for one in node.own_elements("duration"):
                durations[node.id] = read_spread(one.attributes)
            if given := node.own_elements("outcome"):
                outcomes[node.id] = _outcomes(given)
        except InvalidInput as wrong:
            problems.append(Problem(node.id, node.line, wrong.message))
    lanes = [lane for _owner, content in containers(definitions) for lane in lanes_in(content.lane_sets)]
    capacity: dict[str, int] = {}
    for lane in lanes:
        text = lane.own("capacity")
        if text and not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= MOST_PLACES):
            problems.append(
                Problem(lane.id, lane.line, sentence(_("“%(text)s” is no number of people"), text=text[:20]))
            )
        elif text:
            capacity[lane.id] = int(text)
    every, deadlines = _of_processes(list(definitions.processes.values()), problems)
    if problems:
        raise BpmnError(problems)
    return Settings(
        durations,
        outcomes,
        {lane.id: lane.name or lane.id for lane in lanes},
        {id_: name for id_ in definitions.nodes if (name := _lane(definitions, id_))},
        capacity,
        every,
        deadlines,
    )


def _outcomes(given: Sequence[Foreign]) -> Mapping[str, tuple[Outcome, ...]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    for one in given:
        variable, weight = one.attributes.get("variable", ""), one.attributes.get("weight", "1")
        try:
            number = float(weight)
        except ValueError:
            number = -1
        if not variable or not 0 < number < 1e9:
            raise InvalidInput(_("an outcome needs a variable and a weight above nothing"))
        found[variable].append(Outcome(value_of(one.attributes.get("value", "")), number))
    return {variable: tuple(values) for variable, values in found.items()}


def value_of(text: str) -> object:
    """JSON where the text is JSON (numbers exact), else the text itself."""
    try:
        return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=str)
    except ValueError:
        return text


def _of_processes(
    processes: Sequence[Element], problems: list[Problem]
) -> tuple[float, tuple[Mapping[str, object], ...]]:
    every, deadlines = 1.0, []
    for process in processes:
        try:
            for one in process.own_elements("arrivals"):
                every = days(one.attributes.get("every", ""))
        except InvalidInput as wrong:
            problems.append(Problem(process.id, process.line, wrong.message))
        for one in process.own_elements("deadline"):
            row: dict[str, object] = {name: value for name, value in one.attributes.items() if value}
            stops = [child.attributes for child in one.children if child.name == "stop"]
            deadlines.append({**row, "stops": stops} if stops else row)
    return every, tuple(deadlines)


def _lane(definitions: Definitions, id_: str) -> str:
    """The lane of a node, or of what it stands in."""
    node = definitions.nodes.get(id_)
    while node is not None:
        if node.lane:
            return node.lane
        node = definitions.nodes.get(node.container)
    return ""
