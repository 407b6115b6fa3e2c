"""`yunghap procedure validate`: can a diagram be read, can it run, and what stands in the way."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from django.utils import translation
from django.utils.translation import gettext as _

from yunghap.core.lazy import speak
from yunghap.procedures.bpmn import BpmnError, Problem
from yunghap.procedures.program.compile import obstacles

from .common import FILE, LANGUAGE, read_diagram


@click.command("validate")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--language", type=LANGUAGE, default="ko", help="Language of the sentences.")
def validate(file: Path, *, as_json: bool, language: str) -> None:
    """Say whether the BPMN diagram in FILE is readable and whether it is executable.

    Exit status 0 where it is both, 1 where it is not, 2 where there is no file to look at.
    """
    speak()
    with translation.override(language):
        verdict = judge(file)
        click.echo(json.dumps(verdict, ensure_ascii=False) if as_json else report(verdict))
    sys.exit(0 if verdict["executable"] else 1)


def judge(file: Path) -> dict[str, Any]:
    """The verdict as an object of JSON: `problems` keep it from being read, `obstacles` from being executed."""
    try:
        definitions = read_diagram(file)
    except BpmnError as refusal:
        return {
            "file": str(file),
            "readable": False,
            "executable": False,
            "problems": _told(refusal.problems),
            "obstacles": [],
        }
    found = sorted({*obstacles(definitions), *definitions.remarks}, key=lambda one: (one.line, one.element))
    return {
        "file": str(file),
        "readable": True,
        "executable": not found,
        "problems": [],
        "obstacles": _told(found),
        "name": definitions.name,
        "sha256": definitions.digest,
        "processes": list(definitions.processes),
        "nodes": len(definitions.nodes),
        "flows": len(definitions.flows),
    }


def _told(problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [{"element": one.element, "line": one.line, "reason": str(one.reason)} for one in problems]


def report(verdict: dict[str, Any]) -> str:
    """The verdict for people."""
    lines = [
        _("Readable: yes") if verdict["readable"] else _("Readable: no"),
        _("Executable: yes") if verdict["executable"] else _("Executable: no"),
    ]
    lines += [str(Problem(**one)) for one in (*verdict["problems"], *verdict["obstacles"])]
    return "\n".join(lines)
