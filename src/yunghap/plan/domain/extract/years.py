# ruff: noqa
"""When a quantity of running text holds: the year beside it, of its parenthesis, of the clause, of the list."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yunghap.plan.contracts import TokenKind

from .clauses import Clauses, Place
from .tokens import Token
from .when import When, of_year

_PURE = re.compile(
    r"(?:\s|[~\-,.·':/()]|년도?|월|일|말|초|중|기준|현재|결산|실적|목표|예산|예정|신규|계속|까지|부터|이후|상반기|하반기|총|as of|end of|in|by|since)*"
)
_RELATIVE = (
    (
        re.compile(
            r"전년도?(?! ?(?:동기|동월|比|비 |비\)|과 |수준|도? ?대비|보다|에 비해))(?! ?\()|직전 ?연도|한 해 전(?!보다)"
        ),
        -1,
        True,
    ),
    (re.compile(r"지난해|작년|last year", re.IGNORECASE), -1, False),
    (re.compile(r"올해|금년도?|당해 ?연도|this year", re.IGNORECASE), 0, False),
    (re.compile(r"내년도?|다음 ?해|차년도|next year", re.IGNORECASE), 1, False),
)
_ADJACENT = re.compile(r" ?(?:이상|이하|내외|이내|초과|미만|급|정도)?[을를이가은는의]? ?")
_VERB_TAIL = re.compile(r"[^\d]*")
_END_OF_LIST = re.compile(r"[\s).,;:*]*(?:등)?[가-힣\s]{0,12}[\s.,;*]*")
_CUMULATIVE = re.compile(
    r"(?:누적|누계|총누적|현재까지|cumulative)(?:으로|는|은)?[ :]*(?:총|약)? ?[가-힣]{0,6} ?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A year or date that may govern: `lifted` stood alone in a parenthesis; `trails`: right behind a quantity."""

    at: int
    end: int
    when: When
    place: Place
    dated: bool
    lifted: bool
    trails: bool
    rule: str


def relative_positions(text: str) -> list[int]:
    """Where words for years stand (지난해, 올해); `Clauses` must know these places."""
    return [match.start() for pattern, *_ in _RELATIVE for match in pattern.finditer(text)]


class Years:
    """Resolves the periods of one line."""

    def __init__(
        self, text: str, tokens: Sequence[Token], clauses: Clauses, edition: int | None, section: int | None
    ) -> None:
        self.text, self.clauses, self.tokens = text, clauses, tokens
        self._edition, self._section = edition, section
        self._ends = {token.end for token in tokens if token.amount is not None}
        self._quantities = sorted(token.start for token in tokens if token.amount is not None)
        self.marks = sorted([*self._printed(), *self._relative()], key=lambda mark: mark.at)
        self._starts = [mark.at for mark in self.marks]

    def _printed(self) -> list[Mark]:
        marks: list[Mark] = []
        inside: dict[int, list[Token]] = {}
        for token in self.tokens:
            inside.setdefault(self.clauses.places[token.start].group, []).append(token)
        for token in self.tokens:
            if token.when is None:
                continue
            place = self.clauses.places[token.start]
            group = self.clauses.groups[place.group]
            dated = token.kind is TokenKind.DATE
            if group.mark in {"「", "『"}:
                continue
            if place.group and self._pure(place.group, inside[place.group]):
                outer = Place(group.parent, group.segment, group.sentence)
                opening = group.start - 1
                marks.append(
                    Mark(
                        opening,
                        group.end + 1,
                        token.when,
                        outer,
                        dated,
                        True,
                        self._trails(opening),
                        token.rule,
                    )
                )
            else:
                marks.append(Mark(token.start, token.end, token.when, place, dated, False, False, token.rule))
        return marks

    def _trails(self, opening: int) -> bool:
        """The parenthesis stands right behind a quantity: 12억원('23)."""
        return any(end in self._ends for end in (opening, opening - 1)) or any(
            0 < opening - end <= 4 and _ADJACENT.fullmatch(self.text, end, opening)
            for end in self._ends_near(opening)
        )

    def _ends_near(self, opening: int) -> list[int]:
        return [opening - step for step in range(1, 5) if opening - step in self._ends]

    def _pure(self, number: int, tokens: Sequence[Token]) -> bool:
        group = self.clauses.groups[number]
        if group.end - group.start > 60 or any(
            token.amount is not None and token.kind is None for token in tokens
        ):
            return False
        rest, at = [], group.start
        for token in tokens:
            rest.append(self.text[at : token.start])
            at = token.end
        rest.append(self.text[at : group.end])
        return bool(_PURE.fullmatch("".join(rest)))

    def _relative(self) -> list[Mark]:
        marks = []
        for pattern, step, of_section in _RELATIVE:
            base = self._section if of_section and self._section else self._edition
            if base is None:
                continue
            for match in pattern.finditer(self.text):
                following = re.compile(r"(?:의|에는|에|도|부터)? ?(?:대비|보다|比|비해|수준)").match(
                    self.text, match.end()
                )
                if following:
                    continue
                place = self.clauses.places[match.start()]
                marks.append(
                    Mark(
                        match.start(),
                        match.end(),
                        of_year(base + step),
                        place,
                        False,
                        False,
                        False,
                        "year-word",
                    )
                )
        return marks

    def resolve(self, token: Token) -> tuple[When, str] | None:
        """(period, rule) of a quantity, None where the line gives none."""
        place = self.clauses.places[token.start]
        found = self._resolve(token.start, token.end, place, 0)
        if found is None:
            return None
        when, rule = found
        if when.form == "year" and _CUMULATIVE.search(self.text, max(0, token.start - 16), token.start):
            when = of_year(when.year, "asof")
        return when, rule

    def _resolve(self, start: int, end: int, place: Place, depth: int) -> tuple[When, str] | None:
        group = self.clauses.groups[place.group]
        near = self._behind(end, place) or self._in_segment(start, place)
        if near:
            return near
        if place.group:
            inside = self._in_group(start, place)
            if inside:
                return inside
        following = self._after(start, end, place) or self._before(start, place)
        if following:
            return following
        if place.group and depth < 12:
            outer = Place(group.parent, group.segment, group.sentence)
            opening = group.start - 1
            found = self._resolve(opening, group.end + 1, outer, depth + 1)
            return (found[0], found[1]) if found else None
        return self._list_end(end)

    def _behind(self, end: int, place: Place) -> tuple[When, str] | None:
        """12억원('23): a year in a parenthesis right behind."""
        index = bisect_left(self._starts, end)
        if index < len(self.marks):
            mark = self.marks[index]
            if (
                mark.lifted
                and mark.place.group == place.group
                and mark.at - end <= 4
                and _ADJACENT.fullmatch(self.text, end, mark.at)
            ):
                return mark.when, "year-behind"
        return None

    def _earlier(self, start: int, least: int) -> list[Mark]:
        """Marks between `least` and `start`, nearest first."""
        high = bisect_left(self._starts, start)
        found = []
        for mark in reversed(self.marks[max(0, high - 40) : high]):
            if mark.at < least:
                break
            found.append(mark)
        return found

    def _in_segment(self, start: int, place: Place) -> tuple[When, str] | None:
        """'22년 40개: the nearest year before it in its clause."""
        least = max(self.clauses.segment_start(place), self.clauses.barrier_before(place, start))
        for mark in self._earlier(start, least):
            if mark.place == place and not mark.trails:
                return mark.when, "year-beside"
        return None

    def _in_group(self, start: int, place: Place) -> tuple[When, str] | None:
        """('23, 22개사, 14.7억원): the year of its parenthesis, before it or else behind it."""
        group = self.clauses.groups[place.group]
        barrier = self.clauses.barrier_before(place, start)
        if barrier > group.start:
            return None
        for mark in self._earlier(start, group.start):
            if mark.place.group == place.group and not mark.trails:
                return mark.when, "year-parenthesis"
        index = bisect_left(self._starts, start)
        for mark in self.marks[index : index + 10]:
            if mark.at >= group.end:
                break
            if mark.place.group == place.group and not (mark.lifted and mark.trails):
                return mark.when, "year-parenthesis"
        return None

    def _after(self, start: int, end: int, place: Place) -> tuple[When, str] | None:
        """22.5억원 지원('22): a year alone in a parenthesis later in the clause, no other quantity between."""
        stop = self.clauses.segment_end(place)
        index = bisect_left(self._starts, end)
        if index < len(self.marks):
            mark = self.marks[index]
            between = bisect_left(self._quantities, mark.at) - bisect_left(self._quantities, end)
            if (
                mark.lifted
                and not mark.dated
                and not mark.trails
                and mark.at < stop
                and mark.place == place
                and between == 0
            ):
                return mark.when, "year-after"
        return None

    def _before(self, start: int, place: Place) -> tuple[When, str] | None:
        """A year earlier in the sentence; dates of events do not count there."""
        least = max(self.clauses.sentence_start(place), self.clauses.barrier_before(place, start))
        for mark in self._earlier(start, least):
            if (
                mark.place.group == place.group
                and not mark.trails
                and not mark.dated
                and not self._named(mark)
            ):
                return mark.when, "year-sentence"
        return None

    def _named(self, mark: Mark) -> bool:
        """A bare year that opens a name (2030 NDC, 2050 탄소중립) or ends one (CES 2024)."""
        bare = not mark.lifted and self.text[mark.at : mark.end].isdigit()
        return (
            bare
            and bool(re.compile(r" [가-힣A-Z]").match(self.text, mark.end))
            and self._edition is not None
            and mark.when.year > self._edition + 3
        )

    def _list_end(self, end: int) -> tuple[When, str] | None:
        """… 등 성과 달성('22): a year alone at the end of the note governs the list before it."""
        if not self.marks:
            return None
        last = self.marks[-1]
        if not last.lifted or last.dated or last.trails or last.place.group or last.at < end:
            return None
        if _END_OF_LIST.fullmatch(self.text, last.end):
            return last.when, "year-list"
        return None


def with_open_end(when: When) -> When:
    """The period of "누적" values: known by their end only."""
    return replace(when, start=None) if when.end else when
