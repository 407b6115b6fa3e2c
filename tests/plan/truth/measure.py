"""Extract every labelled document and print how well it went.

    python -m tests.plan.truth.measure [--details NAME | --columns N]

With `--columns` every document is broken into lines of so many columns first, as the text of a PDF is.

The held-out documents show figures only: whoever writes the extractor should not learn their lines.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.plan.truth.markup import read_marked
from tests.plan.truth.score import Record, Score, compare, details, load, summary
from tests.plan.truth.wrap import wrapped
from tests.shared import SHARED
from yunghap.plan.domain.extract import extract_plan

HERE = Path(__file__).parent
REAL = "plan-2023"
TUNE = tuple(sorted((HERE / "tune").glob("*.marked")))
HELD = tuple(sorted((HERE / "held").glob("*.marked")))
FRESH = tuple(sorted((HERE / "fresh").rglob("*.marked")))


def predict(lines: Sequence[str]) -> list[Record]:
    """The quantities of a text, in the shape of the labels."""
    return [
        {
            "line": quantity.line,
            "start": quantity.start,
            "end": quantity.end,
            "text": quantity.text,
            "value": quantity.value,
            "value_to": quantity.value_to,
            "unit": quantity.unit,
            "year": quantity.year,
            "period_start": quantity.period_start.isoformat() if quantity.period_start else None,
            "period_end": quantity.period_end.isoformat() if quantity.period_end else None,
            "role": quantity.role.value,
            "ministry": "·".join(quantity.ministry) or None,
        }
        for quantity in extract_plan(lines).quantities
    ]


def split_lines(text: str) -> list[str]:
    """Lines as the convention counts them: split at LF or CRLF."""
    return re.split(r"\r?\n", text)


def measure_marked(path: Path, *, columns: int | None = None, hang: bool = True) -> Score:
    """The score on a labelled document; with `columns` on its text broken into such lines."""
    marked = read_marked(path)
    lines, records = split_lines(marked.text), marked.records
    if columns:
        lines, records = wrapped(lines, records, columns, hang=hang)
    return compare(records, predict(lines))


def measure_real(document: Path) -> Score:
    """The score on the real plan."""
    lines = split_lines(document.read_text(encoding="utf-8"))
    return compare(load(HERE / f"{REAL}.jsonl"), predict(lines))


def _row(name: str, score: Score) -> str:
    kinds = "  ".join(f"{field}:{count}" for field, count in score.field_errors.most_common())
    return (
        f"{name:30} {score.truths:4} {score.precision:.3f} {score.recall:.3f} "
        f"({score.overlap_precision:.3f} {score.overlap_recall:.3f}) {score.fields:.3f}  {kinds}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one row per document: size, exact precision and recall (overlapping), all fields right, errors."""
    parser = argparse.ArgumentParser(description="Measure the extraction on every labelled document.")
    parser.add_argument(
        "--details", metavar="NAME", help="list the errors of one document that is not held out"
    )
    parser.add_argument(
        "--columns", type=int, metavar="N", help="break the documents into lines of N columns"
    )
    given = parser.parse_args(arguments)
    name = given.details
    if name:
        if name == REAL:
            document = SHARED / f"{REAL}.txt"
            score, lines = measure_real(document), split_lines(document.read_text(encoding="utf-8"))
        else:
            path = next(path for path in (*TUNE, *FRESH) if path.stem == name)
            score, lines = measure_marked(path), split_lines(read_marked(path).text)
        for text in (*summary(score), *details(score, lines)):
            print(text)
        return 0
    if (SHARED / f"{REAL}.txt").exists():
        print(_row(REAL, measure_real(SHARED / f"{REAL}.txt")))
    for path in (*TUNE, *HELD, *FRESH):
        print(_row(f"{path.parent.name}/{path.stem}", measure_marked(path, columns=given.columns)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
