"""One quantity: its period, role, ministry and subject, from the line and table around it and the sections above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunghap.plan.contracts import Quantity, Role, Span, YearBasis
from yunghap.plan.domain.vocabulary import Vocabulary

from . import roles
from .above import year_above, year_of_step
from .amounts import Amount
from .blocks import Node, Tree
from .conditions import comparison
from .context import Frame, Line
from .ministries import Ministries
from .rates import with_rate
from .subjects import qualifiers, subject
from .tokens import Token
from .units import unit_kind
from .when import When, of_year, of_years
from .years import Years

_YEARS_ASIDE = re.compile(r"[('\s]*(?:20)?\d\d년?도?[peP]?(?:\s?(?:목표|계획|전망|실적))?[)\s]*")
_SERIES_GAP = re.compile(r"\s?(?:에서|→|⇒|->)\s?(?:약|총)?\s?")
_SENTENCE_REACH = 2000
_NOTHING_LEFT = re.compile(r"\(\s?\)\s?")  # of ('18)
_CLAUSE_REACH = 60
_TOTAL_REACH = 16
_OF_YEAR_BEFORE = re.compile(r"(?:전년도?|지난해|작년)(?:의|\s)?\s?\(?$")


@dataclass(frozen=True, slots=True)
class _Period:
    """When, by which rule, and whether a year is printed with the quantity or over its column."""

    when: When | None
    rule: str
    basis: YearBasis
    explicit: bool = False


class Resolver:
    """Turns the tokens of lines into quantities."""

    def __init__(self, tree: Tree, vocabulary: Vocabulary, ministries: Ministries) -> None:
        self._tree, self._vocabulary, self._ministries = tree, vocabulary, ministries

    def quantity(
        self, line: Line, years: Years, index: int, *, span: Span, text: str, earlier: Sequence[Quantity]
    ) -> Quantity:
        """The quantity of the line's token `index`; `earlier` are those already read."""
        token, frame = line.tokens[index], line.frame
        assert token.amount is not None  # noqa: S101
        amount = with_rate(line.text, token.amount, self._vocabulary)
        period = self._period(line, years, token)
        words = around(line, index)
        role, role_rule = self._role(line, index, amount, period=period, words=words, earlier=earlier)
        ministry, ministry_rule = self._ministry(line, token)
        programme, subject_rule = subject_of(line, index)
        when = period.when
        return Quantity(
            line=span.line,
            start=span.start,
            end=span.end,
            text=text,
            value=tidy(amount.value),
            unit=amount.unit,
            precision=amount.step,
            role=role,
            comparison=comparison(line.text, amount),
            value_to=None if amount.value_to is None else tidy(amount.value_to),
            krw=won(amount),
            year=when.year if when else None,
            period_start=when.start if when else None,
            period_end=when.end if when else None,
            year_basis=period.basis,
            ministry=ministry,
            programme=programme,
            section=line.node.path if line.node else (),
            cell=frame.cell if frame else None,
            qualifiers=qualifiers(*words, *((frame.column.header, frame.row_header) if frame else ("", ""))),
            rules={
                "value": "value-range" if amount.value_to is not None else "value",
                "unit": amount.rule,
                "year": period.rule,
                "role": role_rule,
                "ministry": ministry_rule,
                "programme": subject_rule,
            },
        )

    # -- period -----------------------------------------------------------------------------------------------
    def _period(self, line: Line, years: Years, token: Token) -> _Period:
        found = years.resolve(token)
        if found:
            return _Period(found[0], found[1], YearBasis.EXPLICIT, explicit=True)
        for when, rule, explicit in _frame_years(line.frame):
            if when:
                return _Period(when, rule, YearBasis.COLUMN, explicit)
        inherited = None if line.frame else self._above(line, token)
        if inherited:
            basis = YearBasis.EXPLICIT if inherited[1] == "year-bullet" else YearBasis.SECTION
            return _Period(*inherited, basis, explicit=True)
        node = line.node
        if node is not None and node.year is not None:
            when = of_year(node.year) if node.last_year is None else of_years(node.year, node.last_year)
            return _Period(when, "year-section", YearBasis.SECTION)
        if self._tree.year is not None:
            return _Period(of_year(self._tree.year), "year-document", YearBasis.SECTION)
        return _Period(None, "year-none", YearBasis.NONE)

    def _above(self, line: Line, token: Token) -> tuple[When, str] | None:
        """By the lines above: the step of a series that the heading dates, or one year for the line."""
        before, after = (
            line.text[max(0, token.start - 4) : token.start],
            line.text[token.end : token.end + 4],
        )
        step = year_of_step(self._tree, line.block, line.node.path[-1] if line.node else "", before, after)
        return (step, "year-step") if step else year_above(self._tree, line.block)

    # -- role -------------------------------------------------------------------------------------------------
    def _role(
        self,
        line: Line,
        index: int,
        amount: Amount,
        *,
        period: _Period,
        words: tuple[str, str],
        earlier: Sequence[Quantity],
    ) -> tuple[Role, str]:
        """By table, words and label; as the total it is a part of; then by year, tense and section."""
        token, text, clauses = line.tokens[index], line.text, line.clauses
        setting = self._setting(line, index, amount, period=period, words=words)
        place = line.place(token)
        clause = text[max(clauses.segment_start(place), token.start - _CLAUSE_REACH) : token.start]
        found = (
            (roles.of_table(setting) if line.frame else None)
            or roles.of_words(*words, setting)
            or roles.of_label(clause, setting)
            or (None if line.frame else roles.of_line(line.labels, token.start, setting))
            or _of_total(line, index, amount, earlier)
            or _of_compared(line, index, amount, earlier)
        )
        if found:
            return found
        while place.group:
            place = clauses.outer(place)
        first = max(clauses.sentence_start(place), token.start - _SENTENCE_REACH)
        last = min(clauses.sentence_end(place), token.end + _SENTENCE_REACH)
        before = text[max(first, token.start - _CLAUSE_REACH) : token.start]
        return roles.of_setting(line.stretch(first, last), before, line.stretch(token.end, last), setting)

    def _setting(
        self, line: Line, index: int, amount: Amount, *, period: _Period, words: tuple[str, str]
    ) -> roles.Setting:
        node, frame = line.node, line.frame
        money = amount.kind == "money"
        column, rows = (frame.column.header, frame.rows) if frame else ("", ())
        return roles.Setting(
            money=money,
            last_year=period.when.last_year if period.when else None,
            explicit=period.explicit,
            edition=self._now(node),
            section_year=(node.last_year or node.year) if node else None,
            done=node.done if node else self._tree.state.done,
            funding=node is not None and roles.heads_funding(node.path[-1]),
            background=(node or self._tree.state).kind == "background",
            outcome=money and self._is_outcome(line, index, words),
            column=column,
            rows=rows,
            caption=frame.caption if frame else "",
        )

    def _now(self, node: Node | None) -> int | None:
        """The document's year; in the plan that closes a report the year planned, so that the report's is past."""
        state = self._tree.state
        tells = state.done or state.kind == "background"
        planned = node.year if node is not None and node.done is False and tells else None
        return max(planned or 0, self._tree.year or 0) or None

    def _is_outcome(self, line: Line, index: int, words: tuple[str, str]) -> bool:
        """Money to be earned: by its own words, or as a later value of a series (수출 62억달러에서 150억달러로)."""
        frame = line.frame
        funded = frame is not None and roles.is_funding(frame.caption)
        row, column = (frame.row_header if frame and not funded else "", frame.column.header if frame else "")
        amount = line.tokens[index].amount
        measure = amount is not None and unit_kind(amount.per, self._vocabulary)[0] == "measure"
        if frame is not None and not funded and measure:
            return True  # USD/kW of an indicator: a price
        if roles.is_outcome(words[0].rstrip(" '("), words[1], row, column):
            return True
        earlier = earlier_of_series(line, index)
        return earlier is not None and self._is_outcome(line, earlier, around(line, earlier))

    # -- ministry ---------------------------------------------------------------------------------------------
    def _ministry(self, line: Line, token: Token) -> tuple[tuple[str, ...], str]:
        if line.frame is not None and line.frame.ministry:
            return line.frame.ministry, "ministry-cell"
        place = line.place(token)
        group = line.clauses.groups[place.group] if place.group else None
        inside = (group.start, group.end) if group else None
        beside = self._ministries.beside(line.text, line.clauses.segment_start(place), token.start, inside)
        topic = next((names for at, names in reversed(line.topics) if at <= token.start), ())
        if beside and not set(beside) < set(topic):
            return beside, "ministry-beside"
        behind = self._ministries.behind(line.text, token.end, line.clauses.segment_end(place))
        if behind:
            return behind, "ministry-beside"
        content = 0 if line.offset else line.block.content
        while True:
            first = max(line.clauses.segment_start(place), content)
            leading = self._ministries.leading(line.text[first : min(token.start, first + _CLAUSE_REACH)])
            if leading and not set(leading) < set(topic):
                return leading, "ministry-clause"
            if not place.group:
                break
            place = line.clauses.outer(place)
        return (topic, "ministry-topic") if topic else self._inherited(line)

    def _inherited(self, line: Line) -> tuple[tuple[str, ...], str]:
        """Of the bullet, the bullets above, the section; of a line whose bullet did not survive, too."""
        own = line.block.kind in {"bullet", "heading"} or line.block.ministry is not None
        index = line.block.line - 1 if own else line.block.parent
        while index >= 0:
            block = self._tree.blocks[index]
            if block.ministry is not None:
                return block.ministry, "ministry-section" if block.kind == "heading" else "ministry-bullet"
            index = block.parent
        return self._tree.ministry, "ministry-document" if self._tree.ministry else "ministry-none"


def _frame_years(frame: Frame | None) -> Iterator[tuple[When | None, str, bool]]:
    if frame is not None:
        yield frame.column.when, "year-column", True
        yield frame.row_when, "year-row", True
        yield frame.caption_when, "year-caption", False


def _of_total(line: Line, index: int, amount: Amount, earlier: Sequence[Quantity]) -> tuple[Role, str] | None:
    """15,230백만원 (국비 4,200, …): parts of an amount are what the amount is."""
    place = line.place(line.tokens[index])
    if not place.group or amount.kind != "money":
        return None
    view = line.block.view
    at = line.offset + line.clauses.groups[place.group].start - 1
    opening, row = view.starts[at], line.block.line + view.row(at)
    for total in reversed(earlier[-_TOTAL_REACH:]):
        if total.line != row or (not view.rows and total.start < view.starts[line.offset]):
            return None
        if 0 <= opening - total.end <= 1 and total.krw is not None:
            return total.role, "role-total"
    return None


def _of_compared(
    line: Line, index: int, amount: Amount, earlier: Sequence[Quantity]
) -> tuple[Role, str] | None:
    """2025년 예산은 67억원으로 전년(66억원)보다: what a budget is compared with is a budget, too."""
    token = line.tokens[index]
    if amount.kind != "money" or not _OF_YEAR_BEFORE.search(line.text, max(0, token.start - 8), token.start):
        return None
    before = next(iter(reversed(earlier)), None)
    near = before is not None and before.line == line.block.line + line.block.view.row(
        line.offset + token.start
    )
    if near and before and before.role is Role.BUDGET and before.rules["role"] == "role-beside":
        return Role.BUDGET, "role-compared"
    return None


def around(line: Line, index: int) -> tuple[str, str]:
    """The words before and after a quantity within its clause, up to other numbers; years are left out."""
    token = line.tokens[index]
    place = line.place(token)
    start = line.clauses.segment_start(place)
    pieces: list[str] = []
    at = token.start
    for earlier in reversed(line.tokens[max(0, index - 6) : index]):
        if earlier.end <= start:
            break
        pieces.append(line.text[earlier.end : at])
        at = earlier.start
        if earlier.when is None:
            start = at
            break
    pieces.append(line.text[max(start, at - _CLAUSE_REACH) : at])
    before = _NOTHING_LEFT.sub("", "".join(reversed(pieces))[-_CLAUSE_REACH:])
    if place.group and not before.strip():
        opening = line.clauses.groups[place.group].start
        before = line.text[max(0, opening - 30) : opening]
    following = line.tokens[index + 1].start if index + 1 < len(line.tokens) else len(line.text)
    stop = min(max(line.clauses.segment_end(place), token.end), following, token.end + _CLAUSE_REACH)
    after = line.text[token.end : stop]
    return before, line.text[token.end : token.end + 20] if after.strip() in {"", "(", "('"} else after


def earlier_of_series(line: Line, index: int) -> int | None:
    """The value before this one in a series: 62억 달러에서 2027년 150억 달러로, 13.1조원('21) → 16조원."""
    for number in range(index - 1, max(index - 4, -1), -1):
        token = line.tokens[number]
        if token.when is None:
            gap = _YEARS_ASIDE.sub("", line.text[token.end : line.tokens[index].start])
            return number if token.quantity and _SERIES_GAP.fullmatch(gap) else None
    return None


def subject_of(line: Line, index: int) -> tuple[str, str]:
    """The row's header, or the words of the clause."""
    if line.frame is not None:
        return line.frame.row_header or line.frame.column.header, "subject-row"
    token = line.tokens[index]
    content = 0 if line.offset else line.block.content
    nearest = reversed(line.tokens[max(0, index - _TOTAL_REACH) : index])
    previous = next((earlier.end for earlier in nearest if earlier.quantity), 0)
    return subject(line.text, line.clauses, line.place(token), (token.start, token.end), (previous, content))


def tidy(value: Decimal) -> Decimal:
    """Whole numbers without an exponent (26889, not 2.6889E+4)."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def won(amount: Amount) -> int | None:
    """Integer won of plain won, else None."""
    if amount.kind != "money" or amount.per or not amount.unit.endswith(("원", "KRW")):
        return None
    return int((amount.value * amount.size).to_integral_value())
