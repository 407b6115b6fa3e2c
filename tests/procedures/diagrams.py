"""Small diagrams for tests, written as little more than their elements."""

import re
from collections.abc import Mapping

from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.program.compile import compile_program
from yunghap.procedures.program.model import DeadlineRule, Decision, Program

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:y="urn:yunghap:bpmn:1"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="defs" targetNamespace="urn:test">'
)
_ARROW = re.compile(r"(\w+) -> (\w+)(?: \[(.*)\])?")


def flows(text: str) -> str:
    """`a -> b` per line becomes a sequence flow `a_b`; `a -> b [x > 1]` one with a condition."""
    found = []
    for line in text.strip().splitlines():
        match = _ARROW.fullmatch(line.strip())
        assert match, line
        source, target, condition = match.groups()
        inside = ""
        if condition:
            escaped = condition.replace("&", "&amp;").replace("<", "&lt;")
            inside = f'<conditionExpression xsi:type="tFormalExpression">{escaped}</conditionExpression>'
        found.append(
            f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'
        )
    return "".join(found)


def diagram(elements: str, arrows: str, *, before: str = "", after: str = "", process: str = "") -> bytes:
    """A file with one executable process `p`; `before` and `after` stand beside it."""
    return (
        f'{_HEAD}{before}<process id="p" isExecutable="true" {process}>{elements}{flows(arrows)}</process>'
        f"{after}</definitions>"
    ).encode()


def program(
    data: bytes,
    *,
    decisions: Mapping[str, Decision] | None = None,
    deadlines: Mapping[str, DeadlineRule] | None = None,
) -> Program:
    """The program of a diagram."""
    return compile_program(
        read_bpmn(data, name="test.bpmn"), decisions=decisions or {}, deadlines=deadlines or {}
    )
