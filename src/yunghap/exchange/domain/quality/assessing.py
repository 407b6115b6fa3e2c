"""All rules of a table asked in one query, and what they say about its quality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.exchange.domain.tables import Table
from yunghap.exchange.domain.tables.opening import named
from yunghap.exchange.enums import Dimension

from .rules import Rule, compile_rules

_ROW = '"yunghap:row"'  # no column of data is called so


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule said: `broken` of `asked` values, the first of them in row `first` (1 is the first row of data)."""

    dimension: str
    fields: tuple[str, ...]
    name: str
    value: str
    asked: int
    broken: int
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The quality of one table.

    `scores`: dimension -> share of what holds, in parts of ten thousand; `score` is their mean. A dimension that no
    rule asks about has no score and does not count.
    """

    rows: int
    columns: int
    outcomes: tuple[Outcome, ...]
    scores: Mapping[str, int]
    score: int


def assess(table: Table, schema: Mapping[str, Any], *, at: datetime) -> Assessment:
    """Ask every rule of the schema at once. Raises InvalidInput for a schema that makes no sense."""
    rules = compile_rules(schema, tuple(table.names))
    rows, outcomes = _ask(table, rules)
    lines = table.rejected()
    if table.is_text:
        outcomes.insert(
            0,
            Outcome(
                Dimension.VALIDITY,
                (),
                "shape",
                "",
                rows + lines,
                lines,
            ),
        )
    fresh = _timeliness(table, schema, at)
    if fresh is not None:
        outcomes.append(fresh)
    scores = _scores(outcomes)
    return Assessment(
        rows=rows,
        columns=len(table.columns),
        outcomes=tuple(outcomes),
        scores=scores,
        score=sum(scores.values()) // len(scores) if scores else 0,
    )


def _ask(table: Table, rules: Sequence[Rule]) -> tuple[int, list[Outcome]]:
    asked = ["count(*)"]
    for rule in rules:
        asked.append(f"count(*) FILTER (WHERE {rule.asked})")
        if rule.distinct:
            asked += [f"count(DISTINCT {rule.distinct}) FILTER (WHERE {rule.asked})", "NULL"]
        else:
            broken = f"({rule.asked}) AND ({rule.broken})"
            asked += [f"count(*) FILTER (WHERE {broken})", f"min({_ROW}) FILTER (WHERE {broken})"]
    question = f"SELECT {', '.join(asked)} FROM (SELECT *, row_number() OVER () AS {_ROW} FROM data)"  # noqa: S608
    try:
        row = table.ask(question)
    except duckdb.Error as error:
        raise InvalidInput(
            sentence(
                _("The rules cannot be asked of this table: %(reason)s"),
                reason=str(error).splitlines()[0][:200],
            )
        ) from error
    outcomes = []
    for number, rule in enumerate(rules):
        count, found, first = row[1 + 3 * number : 4 + 3 * number]
        outcomes.append(
            Outcome(
                dimension=rule.dimension,
                fields=rule.fields,
                name=rule.name,
                value=rule.value,
                asked=int(count),
                broken=int(count - found if rule.distinct else found),
                first=int(first) if first is not None else None,
            )
        )
    return int(row[0]), outcomes


def _timeliness(table: Table, schema: Mapping[str, Any], at: datetime) -> Outcome | None:
    """{"timeliness": {"field": column, "days": n}}: the newest value is at most that many days old."""
    wanted = schema.get("timeliness")
    if not wanted:
        return None
    name, days = str(wanted.get("field")), wanted.get("days")
    if name not in table.names:
        raise InvalidInput(sentence(_("There is no column %(field)s."), field=name))
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise InvalidInput(sentence(_("%(field)s: %(value)s is no number of days."), field=name, value=days))
    text = f"CAST({named(name)} AS VARCHAR)"
    (found,) = table.ask(f"SELECT max(TRY_CAST({text} AS TIMESTAMP)) FROM data")  # noqa: S608
    newest = found.replace(tzinfo=UTC) if found is not None else None
    late = newest is None or at - newest > timedelta(days=days)
    return Outcome(Dimension.TIMELINESS, (name,), "timeliness", str(days), 1, int(late))


def _scores(outcomes: Sequence[Outcome]) -> dict[str, int]:
    scores = {}
    for dimension in Dimension.values:
        mine = [one for one in outcomes if one.dimension == dimension and one.asked]
        asked = sum(one.asked for one in mine)
        if asked:
            scores[str(dimension)] = 10_000 * (asked - sum(one.broken for one in mine)) // asked
    return scores
