"""`yunghap procedure validate`: can a diagram be read, can it run, and what stands in the way."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.utils import translation
from django.utils.translation import gettext as _

from yunghap.core.errors import InvalidInput
from yunghap.core.lazy import speak
from yunghap.procedures.bpmn import Problem
from yunghap.procedures.dmn import analyse, read_dmn
from yunghap.procedures.verdict import judge_diagram

from .common import FILE_OR_FOLDER, LANGUAGE, diagram_of, read_diagram


@click.command("validate")
@click.argument("file", type=FILE_OR_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--language", type=LANGUAGE, default="ko", help="Language of the sentences.")
def validate(file: Path, *, as_json: bool, language: str) -> None:
    """Say whether the BPMN diagram in FILE is readable and whether it is executable.

    Of a folder, the diagram in it (or in the one around it) is looked at, and every decision table in it: whether it
    can be read, which cases no rule covers, and which rules contradict each other.

    Exit status 0 where all is well, 1 where it is not, 2 where there is no file to look at. A case that no rule covers
    is told and no fault: a diagram may never ask for it.
    """
    speak()
    with translation.override(language):
        verdict = judge_folder(file) if file.is_dir() else judge(file)
        click.echo(json.dumps(verdict, ensure_ascii=False) if as_json else report(verdict))
    sys.exit(0 if verdict["executable"] and not _contradicts(verdict) else 1)


def judge(file: Path) -> dict[str, Any]:
    """The verdict on the diagram in a file."""
    return judge_diagram(lambda: read_diagram(file), str(file))


def judge_folder(folder: Path) -> dict[str, Any]:
    """The verdict on the diagram of a procedure's folder, with `tables`: what is to be said of each decision table."""
    tables = [one for file in sorted(folder.rglob("*.dmn")) for one in _tables(file, folder)]
    return {**judge(diagram_of(folder)), "tables": tables}


def _tables(file: Path, folder: Path) -> Iterator[dict[str, Any]]:
    name = str(file.relative_to(folder))
    try:
        decisions = read_dmn(file.read_bytes(), name=name).decisions.values()
    except InvalidInput as refusal:
        yield {
            "file": name,
            "decision": "",
            "readable": False,
            "reason": str(refusal),
            "gaps": [],
            "overlaps": [],
        }
        return
    for decision in decisions:
        found = analyse(decision)
        yield {
            "file": name,
            "decision": decision.id,
            "readable": True,
            "reason": str(found.obstacle or ""),
            "gaps": [list(gap.conditions) for gap in found.gaps],
            "overlaps": [
                {"rules": list(one.rules), "conditions": list(one.conditions)} for one in found.overlaps
            ],
        }


def _contradicts(verdict: dict[str, Any]) -> bool:
    return any(one["overlaps"] or not one["readable"] for one in verdict.get("tables", ()))


def report(verdict: dict[str, Any]) -> str:
    """The verdict for people."""
    lines = [
        _("Readable: yes") if verdict["readable"] else _("Readable: no"),
        _("Executable: yes") if verdict["executable"] else _("Executable: no"),
    ]
    lines += [str(Problem(**one)) for one in (*verdict["problems"], *verdict["obstacles"])]
    return "\n".join([*lines, *(line for one in verdict.get("tables", ()) for line in _of_table(one))])


def _of_table(table: dict[str, Any]) -> Iterator[str]:
    name = f"{table['file']} {table['decision']}".strip()
    if not table["readable"] or table["reason"]:
        yield f"{name}: {table['reason']}"
    for conditions in table["gaps"]:
        yield _("%(table)s: no rule for %(case)s") % {"table": name, "case": ", ".join(conditions)}
    for one in table["overlaps"]:
        rules = ", ".join(map(str, one["rules"]))
        case = ", ".join(one["conditions"])
        yield _("%(table)s: rules %(rules)s contradict each other for %(case)s") % {
            "table": name,
            "rules": rules,
            "case": case,
        }
