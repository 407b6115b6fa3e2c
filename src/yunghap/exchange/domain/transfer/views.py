"""What of a table an agreement lets through, compiled to SQL.

A policy restricts columns and rows by constraints of its permissions: `yunghap:columns` (isPartOf, the list of
names) and `yunghap:row:NAME` (a column compared with a value). Everything else is for the connector to judge.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

COLUMNS = "yunghap:columns"
ROW = "yunghap:row:"
Dialect = Literal["duckdb", "postgresql", "sqlite"]
_COMPARE = {"eq": "=", "neq": "<>", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_LISTS = {"isAnyOf": "IN", "isNoneOf": "NOT IN"}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?")
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Condition:
    """A row is let through if its column compares so with the value; a list of values for isAnyOf and isNoneOf.

    A row without a value in the column is not let through.
    """

    column: str
    operator: str
    value: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Columns in this order (none named: all) and rows that meet every condition, at most the first `most` of them."""

    columns: tuple[str, ...] = ()
    rows: tuple[Condition, ...] = ()
    most: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything is let through."""
        return not self.columns and not self.rows and self.most is None

    def since(self, column: str, value: str) -> "View":
        """The rows of this view that came after the one with that value in the growing column."""
        if self.columns and column not in self.columns:
            raise InvalidInput(
                sentence(
                    _("Changes cannot be had by this agreement: it leaves out the column “%(name)s”."),
                    name=column,
                )
            )
        return View(self.columns, (*self.rows, Condition(column, "gt", value)))

    def as_plain(self) -> dict[str, object]:
        """As JSON values, for keys and records."""
        return {
            "columns": list(self.columns),
            "rows": [
                [row.column, row.operator, list(row.value) if isinstance(row.value, tuple) else row.value]
                for row in self.rows
            ],
        }


WHOLE = View()


def view_of(policy: Mapping[str, Any]) -> View:
    """The view that a policy's permissions allow; restrictions of several add up.

    Raises InvalidInput for a restriction that cannot be understood: it is never passed over.
    """
    columns: tuple[str, ...] = ()
    rows: list[Condition] = []
    for constraint in _constraints(policy):
        left = constraint.get("leftOperand")
        if left == COLUMNS:
            named = _names(constraint)
            columns = tuple(name for name in columns if name in named) if columns else named
            if not columns:
                raise _not_understood(constraint)
        elif isinstance(left, str) and left.startswith(ROW):
            rows.append(_condition(constraint, left.removeprefix(ROW)))
    return View(columns, tuple(rows))


def is_restriction(left_operand: str) -> bool:
    """Whether the data plane enforces constraints with this left operand."""
    return left_operand == COLUMNS or left_operand.startswith(ROW)


def select(source: str, view: View, *, dialect: Dialect = "duckdb") -> str:
    """A SELECT over `source` (a query in brackets or a table function) that lets the view through."""
    columns = ", ".join(f'"q".{quoted(name)}' for name in view.columns) or '"q".*'
    where = " AND ".join(f"({_compiled(row, dialect)})" for row in view.rows)
    limit = f" LIMIT {view.most:d}" if view.most is not None else ""
    return f'SELECT {columns} FROM {source} AS "q"' + (f" WHERE {where}" if where else "") + limit  # noqa: S608 - quoted


def quoted(name: str) -> str:
    """A name as SQL identifier."""
    if not name or "\0" in name or len(name) > _LONGEST:
        raise InvalidInput(_("This is not the name of a column."))
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as SQL literal; the database gives it the type of what it is compared with."""
    if "\0" in value or len(value) > _LONGEST:
        raise InvalidInput(_("A value of the policy cannot be compared with."))
    return "'" + value.replace("'", "''") + "'"


def _constraints(policy: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every atomic constraint of the permissions. One that restricts data must not be one of several to choose from."""
    for permission in policy.get("permission") or ():
        todo = [(item, True) for item in permission.get("constraint") or ()]
        while todo:
            item, certain = todo.pop(0)
            for word in ("and", "andSequence"):
                todo += [(inner, certain) for inner in item.get(word) or ()]
            for word in ("or", "xone"):
                todo += [(inner, False) for inner in item.get(word) or ()]
            if is_restriction(str(item.get("leftOperand", ""))):
                if not certain:
                    raise _not_understood(item)
                yield item


def _names(constraint: Mapping[str, Any]) -> tuple[str, ...]:
    right = constraint.get("rightOperand")
    names = [right] if isinstance(right, str) else right
    if (
        constraint.get("operator") not in {"isPartOf", "isAnyOf"}
        or not isinstance(names, list)
        or not names
        or not all(isinstance(name, str) and name for name in names)
    ):
        raise _not_understood(constraint)
    return tuple(dict.fromkeys(names))


def _condition(constraint: Mapping[str, Any], column: str) -> Condition:
    operator, right = str(constraint.get("operator")), constraint.get("rightOperand")
    if column and operator in _LISTS and isinstance(right, list) and right:
        return Condition(column, operator, tuple(_value(constraint, item) for item in right))
    if column and operator in _COMPARE:
        return Condition(column, operator, _value(constraint, right))
    raise _not_understood(constraint)


def _value(constraint: Mapping[str, Any], value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value)):
        return str(value)
    raise _not_understood(constraint)


def _not_understood(constraint: Mapping[str, Any]) -> InvalidInput:
    return InvalidInput(
        sentence(
            _("The policy restricts data in a way that is not understood: %(what)s."),
            what=str(constraint.get("leftOperand"))[:60],
        )
    )


def _compiled(row: Condition, dialect: Dialect) -> str:
    column = f'"q".{quoted(row.column)}'
    if isinstance(row.value, tuple):
        compare = "=" if row.operator == "isAnyOf" else "<>"
        joined = " OR " if row.operator == "isAnyOf" else " AND "
        return joined.join(f"({_one(column, compare, value, dialect)})" for value in row.value)
    return _one(column, _COMPARE[row.operator], row.value, dialect)


def _one(column: str, compare: str, value: str, dialect: Dialect) -> str:
    if dialect != "sqlite":
        return f"{column} {compare} {literal(value)}"
    # SQLite sorts every number before every text, so that a number must not be compared with a text.
    number = (
        f" WHEN 'integer' THEN {column} {compare} {value} WHEN 'real' THEN {column} {compare} {value}"
        if _NUMBER.fullmatch(value)
        else ""
    )
    return f"CASE typeof({column}) WHEN 'text' THEN {column} {compare} {literal(value)}{number} END"
