"""Closed cases as rows of a table: what each column holds, and what is wrong with a cell.

Reading changes nothing and looks at no case; `domain.taking_over` does.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yunghap.casework.contracts import DecisionKind, Kind
from yunghap.casework.enums import GRANTED, Facet, Outcome
from yunghap.casework.forms import Words
from yunghap.casework.registry import all_kinds, decision_kinds
from yunghap.core.errors import DomainError, InvalidInput, sentence
from yunghap.core.text import clean_name, clean_text, name_key
from yunghap.documents.service import read_tables

MOST_ROWS = 10_000
LONGEST_TEXT = 20_000
HEADING_WITHIN = 20  # rows in which the headings are looked for
# What a spreadsheet would run as a formula, were the cell written out again.
_ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Za-z가-힣][0-9A-Za-z가-힣()._-]{0,23}")
_DAY = re.compile(
    r"([0-9]{4})[-./ ]{1,2}([0-9]{1,2})[-./ ]{1,2}([0-9]{1,2})\.?|([0-9]{4})([0-9]{2})([0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its id (which is also an accepted heading), heading, and what it holds."""

    id: str
    heading: Words
    about: Words
    required: bool = False


COLUMNS = (
    Column("number", Words("번호", "Number"), Words("기록에 있는 번호", "As in the records"), required=True),
    Column(
        "kind",
        Words("종류", "Kind"),
        Words("결정의 종류: 이름 또는 부호", "What was decided: name or code"),
        required=True,
    ),
    Column("scheme", Words("제도", "Scheme"), Words("제도의 이름 또는 부호", "Name or code of the scheme")),
    Column("title", Words("제목", "Title"), Words("200자까지", "At most 200 characters"), required=True),
    Column(
        "applicant",
        Words("신청인", "Applicant"),
        Words("없는 기관은 새로 만든다", "An organisation that is not known is entered"),
        required=True,
    ),
    Column(
        "handler", Words("처리기관", "In charge"), Words("비우면 절차의 기관", "Empty: the procedure's own")
    ),
    Column("filed_on", Words("신청일", "Filed on"), Words("2022-05-03", "2022-05-03"), required=True),
    Column("decided_on", Words("결정일", "Decided on"), Words("2022-09-01", "2022-09-01"), required=True),
    Column(
        "outcome",
        Words("결과", "Outcome"),
        Words(
            "승인, 조건부 승인, 거부, 회신, 침묵에 의한 간주",
            "GRANTED, CONDITIONAL, REFUSED, ANSWERED, DEEMED",
        ),
        required=True,
    ),
    Column("starts_on", Words("시작일", "Valid from"), Words("승인에만", "Grants only")),
    Column("ends_on", Words("만료일", "Valid until"), Words("승인에만", "Grants only")),
    Column("body", Words("결정기구", "Decided by"), Words("120자까지", "At most 120 characters")),
    Column("articles", Words("조문", "Articles"), Words("| 로 나눈다", "Separated by |")),
    Column("conditions", Words("부가조건", "Conditions"), Words("| 로 나눈다", "Separated by |")),
    Column("content", Words("내용", "Content"), Words("비교에 쓴다", "For comparison")),
    Column("method", Words("방식", "Method"), Words("비교에 쓴다", "For comparison")),
    Column("form", Words("형태", "Form"), Words("비교에 쓴다", "For comparison")),
    Column(
        "summary",
        Words("요지", "Summary"),
        Words("모두에게 공개된다", "Published as it is"),
        required=True,
    ),
)
_OUTCOMES = {
    "승인": Outcome.GRANTED,
    "조건부승인": Outcome.GRANTED_WITH_CONDITIONS,
    "거부": Outcome.REFUSED,
    "회신": Outcome.ANSWERED,
    "간주": Outcome.DEEMED,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: its number, the id of the column ("" for the whole row), and why."""

    row: int
    column: str
    reason: object

    @property
    def heading(self) -> str:
        """The column as it is headed, in the language of the page."""
        return next((str(one.heading) for one in COLUMNS if one.id == self.column), "")


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """One closed case as the file tells it. `handler` is a name, empty for the procedure's own."""

    row: int
    number: str
    kind: Kind
    decision: DecisionKind
    variant: str
    title: str
    applicant: str
    handler: str
    filed_on: date
    decided_on: date
    outcome: Outcome
    starts_on: date | None
    ends_on: date | None
    body: str
    articles: tuple[str, ...]
    conditions: tuple[str, ...]
    facets: Mapping[str, str]
    summary: str


def read_closed_rows(data: bytes, *, today: date) -> tuple[list[ClosedRow], list[Fault]]:
    """Every row of the file that holds, and what is wrong with the others. `today`: no day lies after it.

    Raises InvalidInput where no table with the headings is found, or it has too many rows.
    """
    rows, faults = [], []
    for number, cells in _table(data):
        reader = _Reader(number, cells, today)
        row = reader.read()
        faults.extend(reader.faults)
        if row is not None and not reader.faults:
            rows.append(row)
    return rows, faults


def _table(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Row number and cells by column of the first table that has the required headings."""
    names = {name_key(text): one.id for one in COLUMNS for text in (one.id, one.heading.ko, one.heading.en)}
    needed = {one.id for one in COLUMNS if one.required}
    for table in read_tables(data):
        for place, (_number, cells) in enumerate(table[:HEADING_WITHIN]):
            heads = [names.get(name_key(cell.removesuffix("*")), "") for cell in cells]
            known = [head for head in heads if head]
            if needed <= set(known):
                if len(known) != len(set(known)):
                    raise InvalidInput(_("A column stands there twice."))
                return _cells(table[place + 1 :], heads)
    raise InvalidInput(
        sentence(
            _("No table with the headings %(headings)s was found."),
            headings=", ".join(one.heading.ko for one in COLUMNS if one.required),
        )
    )


def _cells(rows: Sequence[tuple[int, list[str]]], heads: list[str]) -> list[tuple[int, dict[str, str]]]:
    if not rows:
        raise InvalidInput(_("The table has no rows."))
    if len(rows) > MOST_ROWS:
        raise InvalidInput(sentence(_("At most %(number)s rows at once."), number=f"{MOST_ROWS:,}"))
    return [
        (number, {head: cell for head, cell in zip(heads, cells, strict=False) if head})
        for number, cells in rows
    ]


class _Reader:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, row: int, cells: Mapping[str, str], today: date) -> None:
        self.row, self.today = row, today
        self.faults: list[Fault] = []
        self._cells = {name: self._plain(name, text) for name, text in cells.items()}

    def fault(self, column: str, reason: object) -> None:
        self.faults.append(Fault(self.row, column, reason))

    def _plain(self, column: str, text: str) -> str:
        plain = clean_text(text)
        if plain.startswith(_ACTIVE):
            self.fault(column, _("It begins like a formula (=, +, -, @)."))
        if len(plain) > LONGEST_TEXT:
            self.fault(column, _("The text is too long."))
        return plain

    def _text(self, column: str, longest: int = LONGEST_TEXT) -> str:
        text = self._cells.get(column, "")
        if len(text) > longest:
            self.fault(column, sentence(_("At most %(number)s characters."), number=longest))
        if not text and any(one.id == column and one.required for one in COLUMNS):
            self.fault(column, _("It is empty."))
        return text

    def _name(self, column: str) -> str:
        text = self._text(column)
        try:
            return clean_name(text) if text else ""
        except DomainError as error:
            self.fault(column, error.message)
            return ""

    def _day(self, column: str) -> date | None:
        text = self._text(column)
        if not text:
            return None
        found = _DAY.fullmatch(text)
        try:
            year, month, day = (int(part) for part in (found.groups() if found else ()) if part)
            return date(year, month, day)
        except ValueError:
            self.fault(column, _("This is no day like 2022-05-03."))
            return None

    def _list(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self._text(column).split("|") if part.strip())

    def _kind(self) -> tuple[Kind, DecisionKind] | None:
        text = self._text("kind")
        key = name_key(text)
        for kind, one in decision_kinds():
            if key in {name_key(name) for name in (one.code, one.name.ko, one.name.en)}:
                return kind, one
        if text:
            self.fault("kind", _("There is no such kind of decision."))
        return None

    def _variant(self, kind: Kind) -> str:
        key = name_key(self._text("scheme"))
        for code, words in kind.variants:
            if key and key in {name_key(name) for name in (code, words.ko, words.en)}:
                return code
        if key or kind.variants:
            self.fault("scheme", _("There is no such scheme."))
        return ""

    def _outcome(self) -> Outcome | None:
        text = self._text("outcome")
        key = name_key(text)
        for outcome in Outcome:
            if key in {name_key(outcome.value), name_key(str(outcome.label))}:
                return outcome
        found = _OUTCOMES.get(key)
        if found is None and text:
            self.fault("outcome", _("There is no such outcome."))
        return found

    def _case_number(self) -> str:
        text = self._text("number")
        if text and not _NUMBER.fullmatch(text):
            self.fault("number", _("At most 24 letters, digits, hyphens, dots and brackets, with a digit."))
        own = "|".join(kind.series for kind in all_kinds())
        if re.match(rf"(?:{own})-[0-9]{{4}}-", text):
            self.fault("number", _("Numbers of this form are given by this system."))
        return text

    def read(self) -> ClosedRow | None:
        """The row, if every cell of it could be read; `faults` says what is wrong with it."""
        number, found, outcome = self._case_number(), self._kind(), self._outcome()
        title, applicant, handler = self._name("title"), self._name("applicant"), self._name("handler")
        filed_on, decided_on = self._day("filed_on"), self._day("decided_on")
        starts_on, ends_on = self._day("starts_on"), self._day("ends_on")
        body, summary = self._text("body", 120), self._text("summary")
        conditions, articles = self._list("conditions"), self._list("articles")
        facets = {
            facet.value: text.replace("|", "\n") for facet in Facet if (text := self._text(facet.value))
        }
        variant = self._variant(found[0]) if found else ""
        if found is None or outcome is None or filed_on is None or decided_on is None:
            return None
        self._check_days(filed_on, decided_on)
        self._check_terms(outcome, starts_on, ends_on, conditions)
        return ClosedRow(
            self.row, number, *found, variant, title, applicant, handler, filed_on, decided_on, outcome,
            starts_on, ends_on, body, articles, conditions, facets, summary,
        )  # fmt: skip

    def _check_days(self, filed_on: date, decided_on: date) -> None:
        if decided_on < filed_on:
            self.fault("decided_on", _("It was decided before it was filed."))
        if decided_on > self.today:
            self.fault("decided_on", _("This day is still to come."))

    def _check_terms(
        self, outcome: Outcome, starts_on: date | None, ends_on: date | None, conditions: tuple[str, ...]
    ) -> None:
        if outcome not in GRANTED and (starts_on or ends_on):
            self.fault("starts_on", _("Only what was granted has a term."))
        if ends_on is not None and (starts_on is None or ends_on < starts_on):
            self.fault("ends_on", _("The term ends before it starts."))
        if bool(conditions) != (outcome is Outcome.GRANTED_WITH_CONDITIONS):
            self.fault(
                "conditions",
                _("Conditions go with the outcome “granted with conditions”, and with no other."),
            )
