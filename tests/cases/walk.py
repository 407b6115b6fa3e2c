"""Runs a shipped procedure in memory, step by step as its tutorial tells."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.procedures.engine.runner import Runner
from yunghap.cases.library import Definition, Version
from yunghap.procedures.programs import compile_sources


def begin(version: Version, values: Mapping[str, Any]) -> Runner:
    """An instance of a version."""
    program = compile_sources(
        diagram=version.diagram, decisions=version.decisions, deadlines=version.deadlines
    )
    return Runner(program, read(values), reference="case:1")


def walk(runner: Runner, steps: list[Mapping[str, Any]]) -> Runner:
    """Finish the work of each step; `each` says the same for every instance of a multi-instance task."""
    for step in steps:
        node = step["node"]
        assert node in runner.open, f"{node} is not open, but {runner.open}"
        if "each" in step:
            for _ in range(runner.open.count(node)):
                runner.complete(node, **read(step["each"]))
        else:
            runner.complete(node, **read(step["values"]))
    return runner


def tutorial(definition: Definition, version: Version) -> Runner:
    """The tutorial case under a version."""
    told = definition.tutorial
    return walk(begin(version, told["values"]), told["steps"])


def read(values: Mapping[str, Any]) -> dict[str, Any]:
    """`{"date": "2026-10-01"}` is a date."""
    return {
        name: date.fromisoformat(value["date"]) if isinstance(value, Mapping) and "date" in value else value
        for name, value in values.items()
    }
