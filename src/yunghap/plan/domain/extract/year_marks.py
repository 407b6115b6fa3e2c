"""The years and dates of a line, printed or told by words (지난해, 3년 전), and where each of them stands."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from yunghap.plan.contracts import TokenKind

from .clauses import Clauses, Group, Place
from .tokens import Token
from .when import When, of_year
from .words import any_of

_YEAR_WORDS = any_of("""년도 년 월 일 말 초 중 기준 현재 결산 실적 목표 예산 예정 신규 계속 까지 부터
    p e 안 정부안 예산안 조사 집계 지정 선정 개소 개통 준공 개최 이후 상반기 하반기 총 착수 완료 이상 모두 전부 공히
    각각 as_of end_of in by since""")
_OFFICE = r"[가-힣]{1,8}(?:부|처|청|원|공단|협회|센터|연구소|대학교?)(?=[\s,·/)]|$)"  # (식약처, '23년)
_ALONE = re.compile(rf"(?:{_YEAR_WORDS}|{_OFFICE}|[\s~\-,.·':/()])*")
_NOT_COMPARED = r"(?!(?:의|에는|에|도|부터)? ?(?:동기|동월|대비|보다|比|비[ )]|비해|에 비해|과 |수준))"
_RELATIVE = (
    (re.compile(rf"(?:전년도?|직전 ?연도){_NOT_COMPARED}(?! ?\((?:'|~|20\d\d|대비))"), -1, True),
    (re.compile(rf"(?:지난해|작년|last year){_NOT_COMPARED}", re.IGNORECASE), -1, False),
    (re.compile(r"한 ?해 ?전의"), -1, True),
    (re.compile(rf"(?:올해|금년도?|당해 ?연도|this year){_NOT_COMPARED}", re.IGNORECASE), 0, False),
    (re.compile(rf"(?:내년도?|다음 ?해|next year){_NOT_COMPARED}", re.IGNORECASE), 1, False),
)
# 3년 전(14.9%)에 비해: so many years before the one printed last, else before the section's.
_AGO = re.compile(r"(?<!\d)(?P<years>\d{1,2})년 ?전(?=[ (에보의])")
AS_OF = re.compile(r"기준|현재|조사|집계|이상|모두|전부|공히")
_STANDS = re.compile(
    r"\s?(?:말|초|현재|기준)+(?:\s?(?:기준|현재))?(?:으로)?[ ,:)]"
)  # 2024년 6월 말 기준: no event's date
ADJACENT = re.compile(r" ?(?:이상|이하|내외|이내|초과|미만|급|정도)?[을를이가은는의]? ?")
_PLAN_BEFORE = re.compile(r"(?:계획|대책|전략|로드맵|방안|비전)\s?\($")
_OF_PLAN = re.compile(r"의 |에 따[라른]|에서 (?:정|제시)")
_NAME_MARKS = frozenset("「『")
LONGEST_ALONE = 60
_SURVEYED = 8  # letters of 조사 결과( before a date


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


def relative_positions(text: str) -> list[int]:
    """Where words for years stand (지난해, 올해); `Clauses` must know these places."""
    patterns = (*(pattern for pattern, *_ in _RELATIVE), _AGO)
    return [match.start() for pattern in patterns for match in pattern.finditer(text)]


class Marks:
    """Finds the marks of one line; years told by words count from that of the section, or from `now`."""

    def __init__(
        self, text: str, tokens: Sequence[Token], clauses: Clauses, section: int | None, *, now: int | None
    ) -> None:
        self.text, self.clauses, self.tokens = text, clauses, tokens
        self._section, self._now = section, now
        self._ends = {token.end for token in tokens if token.quantity}
        self._quantities = [token.start for token in tokens if token.amount is not None]

    def all(self) -> list[Mark]:
        """In the order of the line."""
        printed = self._printed()
        marks = sorted([*printed, *self._relative(printed)], key=lambda mark: mark.at)
        return sorted([*marks, *self._ago(marks)], key=lambda mark: mark.at)

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
            if group.mark in _NAME_MARKS or self._names_plan(token, group):
                continue
            if place.group and self._pure(place.group, inside[place.group]):
                outer, opening = self.clauses.outer(place), group.start - 1
                trails = self._trails(opening) and not self._leads(marks, opening, group.end + 1)
                dated = (
                    dated
                    and token.when.form != "part"
                    and not AS_OF.search(self.text, max(0, group.start - _SURVEYED), group.end)
                )
                marks.append(Mark(opening, group.end + 1, token.when, outer, dated, True, trails))
            else:
                dated = dated and not _STANDS.match(self.text, token.end)
                marks.append(Mark(token.start, token.end, token.when, place, dated, False, False))
        return marks

    def _names_plan(self, token: Token, group: Group) -> bool:
        """강화대책(2023~2025)의 과제: the span in the name of a plan is not of what is told of it."""
        span = token.when is not None and token.when.form == "range"
        return (
            span
            and _PLAN_BEFORE.search(self.text, max(0, group.start - 8), group.start) is not None
            and _OF_PLAN.match(self.text, group.end + 1) is not None
        )

    def _trails(self, opening: int) -> bool:
        """The parenthesis stands right behind a quantity: 12억원('23)."""
        return any(
            end in self._ends and ADJACENT.fullmatch(self.text, end, opening)
            for end in range(opening, max(opening - 5, -1), -1)
        )

    def _leads(self, earlier: Sequence[Mark], opening: int, end: int) -> bool:
        """('25) 42억원 ('26) 76억원: years set before amounts, not behind them."""
        last = earlier[-1] if earlier else None
        if last is None or not last.lifted or last.trails:
            return False
        between = [at for at in self._quantities if last.end <= at < opening]
        following = next((at for at in self._quantities if at >= end), None)
        return (
            len(between) == 1
            and not self.text[last.end : between[0]].strip()
            and following is not None
            and not self.text[end:following].strip()
        )

    def _pure(self, number: int, tokens: Sequence[Token]) -> bool:
        """The parenthesis holds nothing but years and words about them."""
        group = self.clauses.groups[number]
        if group.end - group.start > LONGEST_ALONE or any(token.quantity for token in tokens):
            return False
        rest, at = [], group.start
        for token in tokens:
            rest.append(self.text[at : token.start])
            at = token.end
        rest.append(self.text[at : group.end])
        # Also where the year opens a note right behind a quantity: 220개사('26년까지 누적, …).
        opens = tokens[0].kind is TokenKind.YEAR and not self.text[group.start : tokens[0].start].strip(" '~")
        return bool(_ALONE.fullmatch("".join(rest))) or (opens and self._trails(group.start - 1))

    def _told(self, printed: Sequence[Mark], at: int) -> int | None:
        """2024년 예산 120억원(전년 98억원): the year printed before 전년, of a quantity between them."""
        before = next((mark for mark in reversed(printed) if mark.at < at), None)
        if before is None or before.when.form not in {"year", "date", "part", "asof"}:
            return None
        between = bisect_left(self._quantities, at) > bisect_left(self._quantities, before.end)
        return before.when.year if between else None

    def _relative(self, printed: Sequence[Mark]) -> list[Mark]:
        marks = []
        for pattern, step, of_section in _RELATIVE:
            base = self._section if of_section and self._section else self._now
            if base is None:
                continue
            for match in pattern.finditer(self.text):
                place = self.clauses.places[match.start()]
                told = self._told(printed, match.start()) if of_section and step else None
                when = of_year((base if told is None else min(base, told)) + step)
                marks.append(Mark(match.start(), match.end(), when, place, False, False, False))
        return marks

    def _ago(self, earlier: Sequence[Mark]) -> list[Mark]:
        """'18년 18.4%로 3년 전(14.9%)에 비해: counted from the year before it in the clause."""
        marks = []
        for match in _AGO.finditer(self.text):
            place = self.clauses.places[match.start()]
            printed = [mark for mark in earlier if mark.at < match.start() and mark.place == place]
            base = printed[-1].when.year if printed else self._section or self._now
            if base is not None:
                when = of_year(base - int(match["years"]))
                marks.append(Mark(match.start(), match.end(), when, place, False, False, False))
        return marks
