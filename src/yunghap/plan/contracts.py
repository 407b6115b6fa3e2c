"""What a plan document says, as plain values: no Django, no database.

The path is bytes -> `Source` (lines) -> `PlanText` (sections, quantities, what was not understood) -> checks.
Offsets are 0-based code points of the original line, before any normalisation; `end` is exclusive.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """What a number claims to be."""

    BUDGET = "budget"
    TARGET = "target"
    ACTUAL = "actual"
    BASELINE = "baseline"


class Comparison(StrEnum):
    """How the printed value bounds the real one ('이상' -> at least)."""

    EQUAL = "eq"
    AT_LEAST = "ge"
    AT_MOST = "le"
    MORE_THAN = "gt"
    LESS_THAN = "lt"
    ABOUT = "about"
    RANGE = "range"


SIGNS = {
    Comparison.AT_LEAST: "≥ ",
    Comparison.AT_MOST: "≤ ",
    Comparison.MORE_THAN: "> ",
    Comparison.LESS_THAN: "< ",
    Comparison.ABOUT: "≈ ",
}


def bounded(comparison: str, value: Decimal, value_to: Decimal | None, *, grouped: bool = True) -> str:
    """A value with its bound, the same in every language: `≥ 1,000`, `10–15`; `grouped` by thousands."""
    form = ",f" if grouped else "f"
    to = "" if value_to is None else f"–{value_to:{form}}"
    return f"{SIGNS.get(Comparison(comparison), '')}{value:{form}}{to}"


def english_title(title_en: str, year: int) -> str:
    """The English title of an edition: the one that somebody gave it, else one made of its year."""
    return title_en or f"{year} Action Plan"


class YearBasis(StrEnum):
    """How the year of a quantity is known."""

    EXPLICIT = "explicit"  # printed beside the number
    COLUMN = "column"  # printed in the table's header or caption
    SECTION = "section"  # the section's year
    NONE = "none"


class TokenKind(StrEnum):
    """What a number that is not a quantity is."""

    YEAR = "year"
    DATE = "date"
    LIST_MARKER = "list_marker"
    ORDINAL = "ordinal"
    NAME = "name"
    PAGE = "page"
    DURATION = "duration"
    CONDITION = "condition"
    CONTINUED = "continued"  # digits of something that a page broke; it stands in the line before


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: `line` is 1-based."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it.

    `path` are the headings from the top, the own one last; `kind` is "performance", "plan", "investment",
    "background", "ministry", "summary" or "other"; `year` the section's year; `ministry` its canonical
    short names where the section belongs to ministries.
    """

    path: tuple[str, ...]
    kind: str
    first_line: int
    last_line: int
    year: int | None = None
    ministry: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a quantity stands in a table: 0-based row and column, and the headers over and beside it."""

    table: int
    row: int
    column: int
    row_header: str = ""
    column_header: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One printed quantity.

    `value` is the number as meant in `unit` (3조 4,561억원 is 34561 억원); `value_to` the upper bound of a range.
    `precision` is the step of the printed value in `unit` (0.01 for 14.29). `krw` is integer won for plain money,
    else None. `rules` names, per field, the rule that set it; a field set by a rule whose name starts with
    "default" goes to the human queue first (`uncertain`).
    """

    line: int
    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    precision: Decimal
    role: Role
    comparison: Comparison = Comparison.EQUAL
    value_to: Decimal | None = None
    krw: int | None = None
    year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    year_basis: YearBasis = YearBasis.NONE
    ministry: tuple[str, ...] = ()
    programme: str = ""  # the subject phrase: what is counted or paid for
    section: tuple[str, ...] = ()
    cell: Cell | None = None
    qualifiers: tuple[
        tuple[str, str], ...
    ] = ()  # e.g. ("source", "국비"), ("kind", "신규"), ("cumulative", "누적")
    rules: dict[str, str] = field(default_factory=dict)

    @property
    def uncertain(self) -> bool:
        """A field was set by default, not by something printed."""
        return any(rule.startswith("default") for rule in self.rules.values())


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A number told apart as no quantity."""

    span: Span
    text: str
    kind: TokenKind
    rule: str


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A number, or a number with an unknown unit, that no rule explains: reported, never dropped."""

    span: Span
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table printed as tab-separated lines, header first; `caption` is the line over it."""

    number: int
    first_line: int
    last_line: int
    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlanText:
    """Everything read from one document."""

    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    quantities: tuple[Quantity, ...]
    others: tuple[OtherNumber, ...]
    not_understood: tuple[NotUnderstood, ...]
    year: int | None = None  # the edition's year, from the title
    published: date | None = None  # the date on the cover


class Result(StrEnum):
    """Outcome of a check on one subject."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in both languages."""

    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check on one subject: `values` holds the raw figures behind the sentence."""

    check: str
    version: int
    result: Result
    spans: tuple[Span, ...]
    message: Message
    values: dict[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines concerned, each once, in order."""
        return tuple(sorted({span.line for span in self.spans}))
