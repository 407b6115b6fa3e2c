"""Can a diagram be read, can it run, and what stands in the way: for the command and for the pages."""

from collections.abc import Callable, Sequence
from typing import Any

from yunghap.procedures.bpmn import BpmnError, Problem
from yunghap.procedures.bpmn.model import Definitions
from yunghap.procedures.program.compile import obstacles


def judge_diagram(read: Callable[[], Definitions], name: str) -> dict[str, Any]:
    """The verdict as an object of JSON: `problems` keep it from being read, `obstacles` from being executed."""
    try:
        definitions = read()
    except BpmnError as refusal:
        return {
            "file": name,
            "readable": False,
            "executable": False,
            "problems": told(refusal.problems),
            "obstacles": [],
        }
    found = sorted({*obstacles(definitions), *definitions.remarks}, key=lambda one: (one.line, one.element))
    return {
        "file": name,
        "readable": True,
        "executable": not found,
        "problems": [],
        "obstacles": told(found),
        "name": definitions.name,
        "sha256": definitions.digest,
        "processes": list(definitions.processes),
        "nodes": len(definitions.nodes),
        "flows": len(definitions.flows),
    }


def told(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Problems as objects of JSON."""
    return [{"element": one.element, "line": one.line, "reason": str(one.reason)} for one in problems]
