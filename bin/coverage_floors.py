"""Judge branch coverage by tests/coverage-floors: python bin/coverage_floors.py, after a run with `pytest --cov`.

A part of the source is `core`, `<module>/domain`, or `rest` for all else. Parts that the file does not name must be
complete. Exit status 1 where a part is below its floor, with the lines and branches that no test reached.
"""

import fnmatch
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "coverage-floors"
REST = "rest"


@dataclass
class Part:
    """What of a part's lines and branches the tests reached."""

    covered: int = 0
    whole: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def percent(self) -> float:
        """Rounded down to a tenth, so that only complete is 100."""
        return self.covered * 1000 // self.whole / 10 if self.whole else 100.0

    def add(self, path: str, found: dict[str, Any]) -> None:
        """Count one file of coverage's JSON report."""
        summary = found["summary"]
        self.covered += summary["covered_lines"] + summary["covered_branches"]
        self.whole += summary["num_statements"] + summary["num_branches"]
        lines, branches = found["missing_lines"], found["missing_branches"]
        gaps = [f"{a}" if a == b else f"{a}-{b}" for a, b in _runs(lines)]
        gaps += [f"{start} -> {'exit' if end < 0 else end}" for start, end in branches if end not in lines]
        if gaps:
            self.missed.append(f"{path}: {', '.join(gaps)}")


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken run of ascending numbers."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def part_of(path: str) -> str:
    """The part that a file belongs to."""
    if fnmatch.fnmatch(path, "src/yunghap/core/*"):
        return "core"
    if fnmatch.fnmatch(path, "src/yunghap/*/domain/*"):
        return f"{path.split('/')[2]}/domain"
    return REST


def read_floors(text: str) -> dict[str, float]:
    """Lines of `part floor`; `#` starts a remark."""
    rows = (line.partition("#")[0].split() for line in text.splitlines())
    return {row[0]: float(row[1]) for row in rows if row}


def measure() -> dict[str, Part]:
    """The parts of the last measured run."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "coverage.json")
        command = [sys.executable, "-m", "coverage", "json", "-q", "-o", str(target)]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - fixed words
        files = json.loads(target.read_text(encoding="utf-8"))["files"]
    parts: dict[str, Part] = {}
    for path, found in sorted(files.items()):
        parts.setdefault(part_of(path), Part()).add(path, found)
    return parts


def main() -> int:
    """Print every part with its floor; what is missing only of those below it."""
    parts, floors = measure(), read_floors(FLOORS.read_text(encoding="utf-8"))
    below = []
    for name, part in sorted(parts.items()):
        floor = floors.get(name, 100.0)
        remark = ""
        if part.percent < floor:
            remark = "  BELOW"
            below += part.missed
        elif part.percent >= floor + 1:
            remark = f"  raise the floor to {part.percent}"
        sys.stdout.write(f"{name:24} {part.percent:5.1f}  floor {floor:5.1f}{remark}\n")
    sys.stdout.writelines(f"  {line}\n" for line in below)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
