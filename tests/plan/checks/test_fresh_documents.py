"""Documents by an author who had not read the checks: errors are found, and what is right raises no alarm.

`truth/checks-fresh/README.md` tells how they were written and what the first run found.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from yunghap.plan.checks import run_checks
from yunghap.plan.contracts import CheckResult, Result
from yunghap.plan.domain.extract import extract_plan

DOCUMENTS = Path(__file__).parents[1] / "truth" / "checks-fresh"


@dataclass(frozen=True)
class Written:
    """A document; with an error, `line` (from 1) says `wrong` where `right` would be right."""

    document: str
    check: str
    line: int
    wrong: str
    right: str

    def lines(self) -> list[str]:
        """The text as written, with its error."""
        return (DOCUMENTS / f"{self.document}.txt").read_text(encoding="utf-8").split("\n")

    def corrected(self) -> list[str]:
        """The text without its error."""
        lines = self.lines()
        if self.check:
            assert lines[self.line - 1].count(self.wrong) == 1
            lines[self.line - 1] = lines[self.line - 1].replace(self.wrong, self.right)
        return lines


def _written() -> list[Written]:
    with (DOCUMENTS / "expected.csv").open(encoding="utf-8", newline="") as file:
        return [
            Written(row["document"], row["check"], int(row["line"] or 0), row["wrong"], row["right"])
            for row in csv.DictReader(file)
        ]


WRITTEN = _written()
SEEDED = [written for written in WRITTEN if written.check]


def _failures(lines: list[str]) -> list[CheckResult]:
    return [result for result in run_checks(extract_plan(lines)) if result.result is Result.FAIL]


@pytest.mark.parametrize("written", SEEDED, ids=lambda written: written.document)
def test_the_error_of_a_document_is_found_in_its_line(written: Written) -> None:
    found = [
        result
        for result in _failures(written.lines())
        if result.check == written.check and written.line in result.lines
    ]
    assert found


@pytest.mark.parametrize("written", WRITTEN, ids=lambda written: written.document)
def test_a_document_without_its_error_passes(written: Written) -> None:
    failed = Counter((result.check, written.document) for result in _failures(written.corrected()))
    assert failed == Counter()
