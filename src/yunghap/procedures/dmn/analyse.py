"""Gaps and overlaps of a decision table, found by dividing each column where its conditions divide it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .decide import Decision
from .divide import Part, TooManyCasesError, divide
from .model import HitPolicy, Table

MOST_CASES = 20_000
MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """A case no rule covers: per input a cell in FEEL ("-" any value), and values that show it."""

    conditions: tuple[str, ...]
    example: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Rules (numbers) that match the same case."""

    rules: tuple[int, ...]
    conditions: tuple[str, ...]
    example: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found, at most 100 of each; `obstacle` says why a table could not be analysed (else None)."""

    gaps: tuple[Gap, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    obstacle: object = None

    @property
    def complete(self) -> bool:
        """Whether every case is known to be covered, by a rule or the default."""
        return self.obstacle is None and not self.gaps


def analyse(decision: Decision) -> Analysis:
    """Gaps, and overlaps where the hit policy is UNIQUE or ANY.

    Analysed are tables whose conditions compare with constants; null counts as a case only where a condition of the
    column names it. Inputs are taken as independent of each other.
    """
    table = decision.logic
    if not isinstance(table, Table):
        return Analysis(obstacle=_("it is no table"))
    columns: list[tuple[Part, ...]] = []
    try:
        for at, given in enumerate(table.inputs):
            parts = divide(given, [rule.conditions[at] for rule in table.rules])
            if parts is None:
                reason = _("the conditions of input {number} do not compare with constants")
                return Analysis(obstacle=format_lazy(reason, number=at + 1))
            columns.append(parts)
        search = _Search(table, columns)
        search.walk((1 << len(table.rules)) - 1, ())
    except TooManyCasesError:
        return Analysis(obstacle=_("it has too many different cases"))
    return Analysis(tuple(search.gaps[:MOST_FOUND]), tuple(search.overlaps[:MOST_FOUND]))


class _Search:
    """Walks the cases column by column with the set of rules that still match, as bits."""

    def __init__(self, table: Table, columns: Sequence[tuple[Part, ...]]) -> None:
        self._columns, self._left = columns, MOST_CASES
        self._covered = any(output.default for output in table.outputs)
        self._exclusive = table.policy in {HitPolicy.UNIQUE, HitPolicy.ANY}
        self._agreeing = table.policy is HitPolicy.ANY
        self._results = [tuple(one.canonical if one else "" for one in rule.results) for rule in table.rules]
        self._sure = [_sure(table, at) for at in range(len(columns) + 1)]
        self.gaps: list[Gap] = []
        self.overlaps: list[Overlap] = []

    def walk(self, alive: int, path: tuple[Part, ...]) -> None:
        """Find the gaps and overlaps below a path of parts. Raises TooManyCasesError."""
        self._left -= 1
        if self._left < 0:
            raise TooManyCasesError
        if not alive:
            self._gap(path)
        elif len(path) == len(self._columns):
            self._leaf(alive, path)
        elif self._overlapping(alive) or not alive & self._sure[len(path)]:
            for part in self._columns[len(path)]:
                self.walk(alive & part.rules, (*path, part))

    def _overlapping(self, alive: int) -> bool:
        return self._exclusive and alive.bit_count() > 1

    def _gap(self, path: tuple[Part, ...]) -> None:
        if self._covered:
            return
        rest = self._columns[len(path) :]
        self.gaps.append(
            Gap(
                (*(part.text for part in path), *("-" for _column in rest)),
                (*(part.example for part in path), *(column[0].example for column in rest)),
            )
        )

    def _leaf(self, alive: int, path: tuple[Part, ...]) -> None:
        matching = [at for at in range(len(self._results)) if alive >> at & 1]
        agree = self._agreeing and len({self._results[at] for at in matching}) == 1
        if self._overlapping(alive) and not agree:
            self.overlaps.append(
                Overlap(
                    tuple(at + 1 for at in matching),
                    tuple(part.text for part in path),
                    tuple(part.example for part in path),
                )
            )


def _sure(table: Table, at: int) -> int:
    """The rules (bits) that pass every value of the columns from `at` on."""
    passing = (rule for rule in table.rules if all(cell.passes_all for cell in rule.conditions[at:]))
    return sum(1 << (rule.number - 1) for rule in passing)
