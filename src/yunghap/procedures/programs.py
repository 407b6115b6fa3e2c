"""Programs by their sources, compiled once in a process and kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from yunghap.core import canonical, clock
from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.dmn import read_dmn
from yunghap.procedures.models import ProgramSource
from yunghap.procedures.program.compile import compile_program
from yunghap.procedures.program.model import Decision, Program
from yunghap.procedures.program.rules import read_deadline_rules

MOST_PROGRAMS = 500  # kept compiled in one process

_kept: dict[int, Program] = {}


def compile_sources(
    *, diagram: bytes, decisions: Mapping[str, str], deadlines: Sequence[Mapping[str, Any]]
) -> Program:
    """Compile a diagram (BPMN), decision tables (DMN text by file name) and deadline rules (JSON).

    Raises InvalidInput for what cannot be read, NotExecutable with every obstacle.
    """
    found: dict[str, Decision] = {}
    for name, text in sorted(decisions.items()):
        for decision in read_dmn(text.encode(), name=name).decisions.values():
            found[decision.id] = decision
    return compile_program(
        read_bpmn(diagram, name="diagram.bpmn"),
        decisions=found,
        deadlines=read_deadline_rules(deadlines),
        sources=[canonical.encode([decisions, deadlines])],
    )


def keep_sources(
    *, diagram: bytes, decisions: Mapping[str, str], deadlines: Sequence[Mapping[str, Any]]
) -> ProgramSource:
    """Compile and keep sources; the same sources are kept once."""
    program = compile_sources(diagram=diagram, decisions=decisions, deadlines=deadlines)
    source, _new = ProgramSource.objects.get_or_create(
        id=int(program.hash[:15], 16),
        hash=program.hash,
        defaults={
            "diagram": diagram,
            "decisions": dict(decisions),
            "deadlines": list(deadlines),
            "created_at": clock.now(),
        },
    )
    return source


def program_of(source: int) -> Program:
    """The program of kept sources, compiled at the first use."""
    program = _kept.get(source)
    if program is None:
        row = ProgramSource.objects.get(pk=source)
        program = compile_sources(
            diagram=bytes(row.diagram), decisions=row.decisions, deadlines=row.deadlines
        )
        if len(_kept) >= MOST_PROGRAMS:
            _kept.clear()
        _kept[source] = program
    return program
