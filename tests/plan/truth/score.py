"""Compare extracted quantities with a labelled truth.

    python -m tests.plan.truth.score TRUTH PREDICTED.jsonl [--document FILE] [--detect 0.97] [--fields 0.90]

Both sides hold one JSON object per quantity with at least `line`, `start`, `end`, `value`, `unit`, `year`,
`role`, `ministry`. Detection counts exact spans; overlapping spans are paired as well, so that a span of the
wrong length is told from a miss, and the fields of every pair are judged. Exit status 1 where a threshold is
missed.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Pair = tuple[Record, Record]
FIELDS = ("value", "unit", "year", "role", "ministry")
PERIOD = ("period_start", "period_end")
# Spellings of one unit; everything else must be equal (guide, rules 9 to 13).
UNIT_ALIASES = {
    "개과제": "과제",
    "개팀": "팀",
    "개품목": "품목",
    "퍼센트": "%",
    "%포인트": "%p",
    "퍼센트포인트": "%p",
    "%P": "%p",
    "억달러": "억불",
    "만달러": "만불",
    "백만달러": "백만불",
    "천달러": "천불",
    "달러": "불",
    "대1": ":1",
    "points": "점",
    "times": "배",
    "제곱미터": "m2",
    "킬로미터": "km",
    "인": "명",
}
ENGLISH_WON = {"trillion": Decimal(10000), "billion": Decimal(10), "million": Decimal("0.01")}
DENOMINATORS = {"인": "명", "기업": "개사", "업체": "개사", "사": "개사", "곳": "개소", "개월": "월"}


def unit_key(unit: object) -> str:
    """A unit without spaces and without the choice between spellings of the same unit."""
    text = unicodedata.normalize("NFKC", str(unit or ""))
    text = re.sub(r"\s", "", text).replace("社", "사")
    amount, slash, per = text.partition("/")
    return UNIT_ALIASES.get(amount, amount) + slash + DENOMINATORS.get(per, per)


def _money(record: Record) -> tuple[Decimal, str] | None:
    """Money written in English, in 억원: `KRW 12.5 billion` may be given as it stands or as 125 억원."""
    value, (unit, _, per) = (
        _number(record.get("value")),
        unit_key(record.get("unit")).casefold().partition("/"),
    )
    if unit == "억원":
        return (value, per) if value is not None else None
    factor = ENGLISH_WON.get(unit.replace("krw", "")) if "krw" in unit else None
    return (value * factor, per) if value is not None and factor is not None else None


def _number(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def _same(name: str, truth: Record, predicted: Record) -> bool:
    if name in {"value", "unit"} and "KRW" in truth["unit"] and _money(truth) == _money(predicted):
        return True
    if name == "value":
        ends = "value_to" not in truth or _number(truth["value_to"]) == _number(predicted.get("value_to"))
        return ends and _number(truth["value"]) == _number(predicted.get("value"))
    if name == "unit":
        return unit_key(truth["unit"]) == unit_key(predicted.get("unit"))
    return (truth.get(name) or None) == (predicted.get(name) or None)


def _span(record: Record) -> tuple[int, int, int]:
    return int(record["line"]), int(record["start"]), int(record["end"])


@dataclass
class Score:
    """The outcome: pairs (exact first), what was missed, what was false, and the wrong fields per pair."""

    exact: list[Pair] = field(default_factory=list)
    overlapping: list[Pair] = field(default_factory=list)
    missed: list[Record] = field(default_factory=list)
    false: list[Record] = field(default_factory=list)
    wrong: list[tuple[Record, Record, tuple[str, ...]]] = field(default_factory=list)
    field_errors: Counter[str] = field(default_factory=Counter)
    truths: int = 0
    predictions: int = 0

    @property
    def pairs(self) -> list[Pair]:
        """All pairs, exact or overlapping."""
        return self.exact + self.overlapping

    def _share(self, part: int, whole: int) -> float:
        return part / whole if whole else 1.0

    @property
    def precision(self) -> float:
        """Predicted spans that are exactly a true one."""
        return self._share(len(self.exact), self.predictions)

    @property
    def recall(self) -> float:
        """True spans found exactly."""
        return self._share(len(self.exact), self.truths)

    @property
    def overlap_precision(self) -> float:
        """Predicted spans that touch a true one (each used once)."""
        return self._share(len(self.pairs), self.predictions)

    @property
    def overlap_recall(self) -> float:
        """True spans touched by a predicted one (each used once)."""
        return self._share(len(self.pairs), self.truths)

    @property
    def fields(self) -> float:
        """Pairs with value, unit, year, role and ministry all right."""
        return self._share(len(self.pairs) - len(self.wrong), len(self.pairs))

    def accuracy(self, name: str) -> float:
        """Share of pairs with this field right."""
        return self._share(len(self.pairs) - self.field_errors[name], len(self.pairs))


def compare(truth: Sequence[Record], predicted: Sequence[Record]) -> Score:
    """Pair both sides, each record once: exact spans, then the greatest overlap; and judge the fields."""
    score = Score(truths=len(truth), predictions=len(predicted))
    by_span: dict[tuple[int, int, int], list[Record]] = defaultdict(list)
    for record in predicted:
        by_span[_span(record)].append(record)
    open_truth = []
    for record in truth:
        found = by_span.get(_span(record))
        if found:
            score.exact.append((record, found.pop(0)))
        else:
            open_truth.append(record)
    rest: dict[int, list[Record]] = defaultdict(list)
    for records in by_span.values():
        for record in records:
            rest[int(record["line"])].append(record)
    for record in open_truth:
        line, start, end = _span(record)
        best = max(rest[line], key=lambda other: _overlap(other, start, end), default=None)
        if best is None or _overlap(best, start, end) <= 0:
            score.missed.append(record)
        else:
            rest[line].remove(best)
            score.overlapping.append((record, best))
    score.false = sorted((record for records in rest.values() for record in records), key=_span)
    for true, guess in score.pairs:
        wrong = tuple(name for name in FIELDS if not _same(name, true, guess))
        score.field_errors.update(name for name in (*FIELDS, *PERIOD) if not _same(name, true, guess))
        if wrong:
            score.wrong.append((true, guess, wrong))
    score.wrong.sort(key=lambda item: _span(item[0]))
    return score


def _overlap(record: Record, start: int, end: int) -> int:
    return min(end, int(record["end"])) - max(start, int(record["start"]))


def load(path: Path) -> list[Record]:
    """Records of a `.jsonl` file, or of a marked-up source."""
    if path.suffix == ".marked":
        from tests.plan.truth.markup import read_marked  # noqa: PLC0415

        return read_marked(path).records
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _place(record: Record, lines: Sequence[str]) -> str:
    line, start, end = _span(record)
    if line <= len(lines):
        text = lines[line - 1]
        shown = f"{text[max(0, start - 18) : start]}⟦{text[start:end]}⟧{text[end : end + 14]}"
    else:
        shown = str(record.get("text", ""))
    return f"{line}:{start}-{end}  {shown}"


def summary(score: Score) -> list[str]:
    """The figures, one line each."""
    accuracies = "  ".join(f"{name} {score.accuracy(name):.4f}" for name in (*FIELDS, *PERIOD))
    counts = (
        f"truth {score.truths}  predicted {score.predictions}  exact {len(score.exact)}"
        f"  overlapping {len(score.overlapping)}  missed {len(score.missed)}  false {len(score.false)}"
    )
    return [
        counts,
        f"exact    precision {score.precision:.4f}  recall {score.recall:.4f}",
        f"overlap  precision {score.overlap_precision:.4f}  recall {score.overlap_recall:.4f}",
        f"all five fields right {score.fields:.4f}",
        accuracies,
    ]


def details(score: Score, lines: Sequence[str]) -> Iterable[str]:
    """Each miss, false alarm, wrong span and wrong field."""
    for record in score.missed:
        yield f"MISSED  {_place(record, lines)}"
    for record in score.false:
        said = " ".join(str(record.get(name)) for name in FIELDS)
        yield f"FALSE   {_place(record, lines)}  [{said}]"
    for true, guess in score.overlapping:
        said = f"{guess['start']}-{guess['end']} {guess.get('text', '')!r}"
        yield f"SPAN    {_place(true, lines)}  predicted {said}"
    for true, guess, wrong in score.wrong:
        said = "; ".join(f"{name}: {true.get(name)!r} ≠ {guess.get(name)!r}" for name in wrong)
        yield f"FIELDS  {_place(true, lines)}  {said}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the comparison; 1 where a threshold is missed."""
    parser = argparse.ArgumentParser(description="Compare extracted quantities with a labelled truth.")
    parser.add_argument("truth", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--document", type=Path, help="the text, to show the places")
    parser.add_argument("--detect", type=float, default=0.0, help="least exact precision and recall")
    parser.add_argument("--fields", type=float, default=0.0, help="least share with all fields right")
    parser.add_argument("--figures-only", action="store_true", help="no list of errors")
    options = parser.parse_args(arguments)
    lines: list[str] = []
    if options.document:
        lines = re.split(r"\r?\n", options.document.read_text(encoding="utf-8"))
    score = compare(load(options.truth), load(options.predicted))
    for text in summary(score):
        print(text)
    if not options.figures_only:
        for text in details(score, lines):
            print(text)
    enough = min(score.precision, score.recall) >= options.detect and score.fields >= options.fields
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
