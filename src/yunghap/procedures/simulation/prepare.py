"""From a diagram to a program that can be simulated."""

from collections.abc import Mapping, Sequence
from typing import Any

from yunghap.procedures.bpmn.model import Definitions, Task, TaskKind
from yunghap.procedures.program.compile import compile_program
from yunghap.procedures.program.model import Decision, Program
from yunghap.procedures.program.rules import read_deadline_rules

from .assumptions import with_assumptions
from .luck import DrawnDecision
from .settings import Settings, read_settings


def prepare(
    definitions: Definitions,
    *,
    decisions: Mapping[str, Decision] | None = None,
    deadlines: Sequence[Mapping[str, Any]] = (),
    assumptions: Mapping[str, Any] | None = None,
) -> tuple[Program, Settings]:
    """The compiled program and the settings of a diagram, with the assumptions of a file beside it.

    Tables that are not handed in are drawn from the outcomes of the task that asks them; deadline rules are those
    handed in and those in the diagram. Raises BpmnError for settings that cannot be used, InvalidInput for assumptions
    that do not hold, NotExecutable with every obstacle.
    """
    settings = with_assumptions(read_settings(definitions), definitions, assumptions or {})
    tables: dict[str, Decision] = {}
    for node in definitions.nodes.values():
        if isinstance(node, Task) and node.kind is TaskKind.BUSINESS_RULE and node.handling.decision:
            name = node.handling.decision
            tables.setdefault(
                name, (decisions or {}).get(name) or DrawnDecision(node.id, node.handling.result)
            )
    rules = read_deadline_rules([*deadlines, *settings.deadlines])
    return compile_program(definitions, decisions=tables, deadlines=rules), settings
