"""What a quantity outside tables is said of: brackets, clauses, subjects."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from yunghap.plan.checks.reading import Item, Placed, Reading
from yunghap.plan.checks.words import squeeze

_OPEN, _CLOSE = "([<{", ")]>}"
_SEPARATOR = re.compile(r"[,;:/]|→|⇒|=>|->|\.\s")
_YEAR = (
    r"(?:'\d{2}|(?:19|20)\d{2}|(?<![\d.,])\d{2}(?=년|\s*[,)~\-]))\.?\s*(?:년도?|학년도)?\s*(?:\d{1,2}\s*월)?"
)
YEARS = re.compile(rf"[('~\-]{{0,4}}{_YEAR}(?:\s*[~\-]\s*(?:{_YEAR}|\d{{2}}))?\s*[~)]?(?:신규)?")
_LEADING = re.compile(
    r"^(?:(?:[(\[][^()\[\]]*[)\]]\s+)+|\S{1,4}별\s+(?=\S)|(?:및|와|과|또는|이를|이\s?중|그\s?중|등|은|"
    r"는|이|가|을|를|의|에|로|으로|에서|에는|까지|부터|인|된|한|하여|하고|해)\s+)"
)
_TRAILING = re.compile(
    r"\s*(?:등|총|약|각각|각|연간|연|월|매년|최대|최소|최고|누적|합계|모두|전체|평균|이내|추가|올해|"
    r"금년|총사업비|사업비|예산|투입|규모|당초|목표|실적)\s*$"
)
_PARTICLE = re.compile(r"(?<=[가-힣a-zA-Z])(?:은|는|을|를|에|에는|에서|으로|의|에게)\s*$")
_SUBJECT = re.compile(r"(?<=부|처|청|비|본|금)[이가]$")  # 산업부가, 국비가, 민간자본이
_EDGES = " ,;:·-~[]→/."
QUALIFIERS = re.compile(
    r"국비|국고|지방비|도비|시비|군비|구비|시군비|민자|민간|자부담|융자|기금|신규|계속|누적|누계|총|"
    r"연간|매년|월|분기|상반기|하반기|최대|최소|목표|실적|기준|당초|변경|"
    r"추가|증액|감액|증가|감소|평균|잔여|이월|1인당|개당|건당|당\s|중\s"
)


@dataclass(frozen=True, slots=True)
class Group:
    """A bracketed stretch: `start` is the opening bracket, `end` follows the closing one."""

    start: int
    end: int
    depth: int


@dataclass(frozen=True)
class Clause:
    """A line's text with its brackets and quantities."""

    item: Item
    placed: tuple[Placed, ...]

    @property
    def text(self) -> str:
        return self.item.text

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Bracketed stretches, outer ones first where they begin together."""
        stack: list[tuple[str, int]] = []
        found: list[Group] = []
        for index, char in enumerate(self.text):
            if char in _OPEN:
                stack.append((char, index))
            elif char in _CLOSE and stack and stack[-1][0] == _OPEN[_CLOSE.index(char)]:
                _, start = stack.pop()
                found.append(Group(start, index + 1, len(stack) + 1))
        return tuple(sorted(found, key=lambda group: (group.start, -group.end)))

    @cached_property
    def commitments(self) -> "tuple[Commitment, ...]":
        """The quantities with their subjects."""
        found: list[Commitment] = []
        for placed in self.placed:
            found.append(_commitment(self, placed, found[-1] if found else None))
        return tuple(found)

    def group_at(self, start: int, end: int) -> Group | None:
        """The innermost bracket around a stretch."""
        around = [group for group in self.groups if group.start < start and end < group.end]
        return max(around, key=lambda group: group.depth) if around else None

    def inside(self, group: Group) -> list[Placed]:
        return [placed for placed in self.placed if group.start < placed.start and placed.end < group.end]

    def same_level(self, one: int, other: int) -> str:
        """The text between two places without bracketed stretches."""
        out, at = "", one
        for group in self.groups:
            if at <= group.start and group.end <= other:
                out += self.text[at : group.start]
                at = group.end
        return out + self.text[at:other]

    def before(self, at: int, scope: int) -> int:
        """Where the clause ending at `at` begins: after the last separator, quantity or counted bracket."""
        begin = scope
        for match in _SEPARATOR.finditer(self.text, scope, at):
            if not self._enclosed(match.start(), scope, at) and not self._in_number(match.start()):
                begin = match.end()
        for placed in self.placed:
            if scope <= placed.start and placed.end <= at and not self._enclosed(placed.start, scope, at):
                begin = max(begin, placed.end)
        for group in self.groups:
            if scope <= group.start and group.end <= at and group.end > begin and self.inside(group):
                begin = group.end
        return begin

    def _enclosed(self, place: int, scope: int, at: int) -> bool:
        return any(scope <= g.start < place < g.end - 1 and g.end <= at for g in self.groups)

    def _in_number(self, place: int) -> bool:
        text = self.text
        return (
            text[place] in ",.:/"
            and place > 0
            and place + 1 < len(text)
            and text[place - 1].isdigit()
            and text[place + 1].isdigit()
        )


@dataclass(frozen=True)
class Commitment:
    """A quantity with what it is said of.

    `own` are the words before it in its clause; `head` what stands before the bracket around it; `name` the one
    of both that names the thing. `shared` tells that the name was taken over from the quantity before.
    """

    placed: Placed
    clause: Clause = field(repr=False)
    own: str
    head: str
    after: str
    shared: bool = False
    inherited: str = ""

    @property
    def name(self) -> str:
        return self.own if letters(self.own) >= 2 else (self.head or self.inherited)

    @cached_property
    def key(self) -> str:
        return subject_key(self.name)

    @cached_property
    def qualifiers(self) -> frozenset[str]:
        """Words that make the figure another one of the same thing: 국비, 신규, 누적, 연 …"""
        text = self.clause.text
        near = text[max(0, self.placed.start - 8) : self.placed.start]
        near = re.split(r"[,;:()]", near)[-1]
        after = re.split(r"[,;:()]", text[self.placed.end : self.placed.end + 6])[0]
        found = {match.group().strip() for match in QUALIFIERS.finditer(near + " " + after)}
        if re.search(r"(?:^|\s)연\s*$", near):
            found.add("연")
        return frozenset(found)


def letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def clean(text: str) -> str:
    """A subject phrase without years, connecting words and particles at its ends."""
    text = YEARS.sub(" ", text)
    text = re.sub(r"\(\s*\)", " ", text)
    text = re.sub(r"\*+|['\"「」『』]", "", text)
    text = re.sub(r"\s+", " ", text).strip(_EDGES)
    for pattern in (_LEADING, _LEADING, _TRAILING, _TRAILING, _PARTICLE, _SUBJECT):
        text = pattern.sub("", text).strip(_EDGES)
    opened, closed = text.count("("), text.count(")")
    return text.lstrip("(") if opened > closed else text.rstrip(")") if closed > opened else text


def subject_key(name: str) -> str:
    """The name squeezed, without what only says that it is a programme."""
    key = squeeze(re.sub(r"\([^()]*\)", "", name)) or squeeze(name)
    return re.sub(r"(?<=.{6})(?:사업|과제|추진|지원|등)$", "", key)


# Many checks read the same lines: each is read once, for as long as its document is at hand.
_READ: WeakKeyDictionary[Reading, dict[int, Clause]] = WeakKeyDictionary()


def read_clause(reading: Reading, line: int) -> Clause:
    known = _READ.setdefault(reading, {})
    if line not in known:
        known[line] = Clause(reading.item(line), tuple(reading.on(line)))
    return known[line]


def commitments(clause: Clause) -> tuple[Commitment, ...]:
    """The quantities of a line with their subjects."""
    return clause.commitments


def _commitment(clause: Clause, placed: Placed, previous: Commitment | None) -> Commitment:
    group = clause.group_at(placed.start, placed.end)
    scope = group.start + 1 if group else clause.item.begin
    begin = clause.before(placed.start, scope)
    own = clean(clause.text[begin : placed.start])
    if letters(own) < 2 and begin > scope and clause.text[begin - 1] == ":":
        own = clean(clause.text[clause.before(begin - 1, scope) : begin - 1])
    if letters(own) < 2:
        label = re.search(r"[(\[]([^()\[\]]{2,20})[)\]]\s*$", clause.text[begin : placed.start])
        named = label.group(1) if label else clause.item.label if begin == clause.item.begin else ""
        own = named if letters(clean(named)) >= 2 else own
    head = ""
    if group is not None:
        outer = clause.group_at(group.start, group.end)
        head_scope = outer.start + 1 if outer else clause.item.begin
        head = clean(clause.text[clause.before(group.start, head_scope) : group.start])
    stop = group.end - 1 if group else len(clause.text)
    rest = clause.text[placed.end : stop]
    after = re.split(r"[,;:()\[\]<>→/]|\d", rest)[0].strip()
    inherited = ""
    if previous is not None and letters(own) < 2 and not head:
        same = clause.group_at(previous.placed.start, previous.placed.end) == group
        inherited = previous.name if same else ""
    return Commitment(placed, clause, own, head, after, bool(inherited), inherited)
