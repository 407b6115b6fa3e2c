"""When a quantity of running text holds: the year beside it, of its parenthesis, of the clause, of the list."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from .clauses import Clauses, Place
from .tokens import Token
from .when import When, of_year
from .year_marks import ADJACENT, AS_OF, LONGEST_ALONE, Mark, Marks

# 같은 기간 100에서 200으로, after 2016년 …에서 2021년 …: the same two years again.
_SAME_TIME = re.compile(r"(?:같은|동|이) ?기간(?:에|에는|중|동안)? ")
# Compared with a year that is not printed: 2024년 27억불로 전년 대비 6% is still of 2024.
_RELATIVE_BASE = re.compile(
    r"(?:(?:전년도?|전기|전분기|작년|지난해|동기|동월)\s?(?:\([^()]*\)\s?)?|\d년 ?전(?:\([^()]*\))?"
    r"|(?:최고(?:국|기술(?: ?보유국)?)|선진국|경쟁국|주요국|미국|일본|독일|중국|EU|OECD(?: 평균)?|전국 ?평균)\s?)"
    r"(?:대비|보다|에 비해|比)$"
)
_COMPARED = re.compile(r"(?:보다|에 ?(?:견주|비하|비해|비교)|[과와] ?비교|\s?대비)")
_FOLLOWED = re.compile(r"에 (?:따라|따른|의거|의한|근거)|[을를] (?:토대|바탕)으로")
_IN_YEAR = re.compile(
    r" (?:in|by|for|during|at|as of|by the end of|at the end of) (?:the (?:year )?|FY ?|end-)?", re.IGNORECASE
)
_TO_BE = re.compile(r"[A-Za-z ,'-]{0,60} (?:by|until) (?:the end of )?(?:FY ?)?", re.IGNORECASE)
_OVER_YEARS = re.compile(r" (?:over|across|from|between) ", re.IGNORECASE)
_IN_SAME_YEAR = re.compile(r" (?:in|during|throughout) (?:the (?:year )?|FY ?)?", re.IGNORECASE)
_FROM_TO = re.compile(r"\b(?:to|from|than|versus|compared|after|since|until)\b|→|->|에서|[.;]", re.IGNORECASE)
_END_OF_LIST = re.compile(r"[\s).,;:*]*(?:등)?[가-힣\s]{0,12}(?:[(<\[][^()<>\[\]\d]{1,40}[)>\]])?[\s.,;*]*")
_CUMULATIVE = re.compile(
    r"(?:누적|누계|총누적|현재까지|cumulative)(?:으로|는|은)?[ :]*(?:총|약)? ?[가-힣]{0,6} ?$", re.IGNORECASE
)
_CHANGED = re.compile(r"p?\s?(?:↑|↓|증(?!권)|감(?!사)|상승|하락)")
_LEAVES = re.compile(r"\s?(?:에서|→|⇒|->)\s?(?:약|총)?\s?")
_LEAVES_ENGLISH = re.compile(r" to (?:about |around )?", re.IGNORECASE)
_NAME_GOES_ON = re.compile(r" [가-힣A-Z]")
_DEEPEST = 12
_NEAREST = 40  # marks looked at, so that a huge line stays quick


class Years:
    """Resolves the periods of one line."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        clauses: Clauses,
        edition: int | None,
        section: int | None,
        *,
        now: int | None,
    ) -> None:
        self.text, self.clauses, self.tokens = text, clauses, tokens
        self._edition, self._section = edition, section
        self._ends = {token.end for token in tokens if token.quantity}
        self._quantities = [token.start for token in tokens if token.amount is not None]
        self.marks = Marks(text, tokens, clauses, section, now=now).all()
        self._starts = [mark.at for mark in self.marks]

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
        if place.group and not depth and self._is_change(start, end, place):
            group = self.clauses.groups[place.group]
            return self._resolve(group.start - 1, group.end + 1, self.clauses.outer(place), depth + 1)
        near = (
            self._behind(end, place)
            or self._in_segment(start, place)
            or self._in_group(start, place)
            or self._after(end, place)
            or self._before(start, place)
        )
        if near:
            return near
        if place.group and depth < _DEEPEST:
            group = self.clauses.groups[place.group]
            attached = self._attached(group.start - 1)
            if attached:
                return attached, "year-parenthesis"
            return self._resolve(group.start - 1, group.end + 1, self.clauses.outer(place), depth + 1)
        return self._list_end(end) or self._between(start, place)

    def _is_change(self, start: int, end: int, place: Place) -> bool:
        """412억원('24년 380억원, +8.4%): how far what stands before the parenthesis is from its one value inside."""
        group = self.clauses.groups[place.group]
        inside = bisect_left(self._quantities, start) - bisect_left(self._quantities, group.start)
        changed = self.text[start] in "+-△▲▼" or _CHANGED.match(self.text, end) is not None
        return changed and inside == 1 and self._follows_quantity(group.start - 1)

    def _follows_quantity(self, opening: int) -> bool:
        return any(end in self._ends and not self.text[end:opening].strip() for end in (opening, opening - 1))

    def _attached(self, opening: int) -> When | None:
        """20,000백만원('23~'25)(국비 70%, …): the parts hold when their total does."""
        index = bisect_left(self._starts, opening) - 1
        mark = self.marks[index] if index >= 0 else None
        return mark.when if mark and mark.trails and 0 <= opening - mark.end <= 1 else None

    def _behind(self, end: int, place: Place) -> tuple[When, str] | None:
        """12억원('23): a year in a parenthesis right behind."""
        index = bisect_left(self._starts, end)
        if index == len(self.marks):
            return None
        mark = self.marks[index]
        if (
            not mark.lifted
            and mark.place.group == place.group
            and _IN_YEAR.fullmatch(self.text, end, mark.at)
        ):
            return mark.when, "year-behind"
        spans = mark.when.form == "range" and not mark.lifted and mark.place.group == place.group
        if spans and _OVER_YEARS.fullmatch(self.text, end, mark.at):
            return mark.when, "year-behind"
        aimed = mark.when.form == "until" and mark.place == place
        if aimed and _TO_BE.fullmatch(self.text, end, mark.at):
            return mark.when, "year-behind"
        near = mark.trails and mark.place.group == place.group and mark.at - end <= 4
        return (mark.when, "year-behind") if near and ADJACENT.fullmatch(self.text, end, mark.at) else None

    def _earlier(self, start: int, least: int) -> list[Mark]:
        """Marks between `least` and `start`, nearest first."""
        high = bisect_left(self._starts, start)
        found = []
        for mark in reversed(self.marks[max(0, high - _NEAREST) : high]):
            if mark.at < least:
                break
            found.append(mark)
        return found

    def _governing(self, start: int, least: int, place: Place) -> Iterator[Mark]:
        """Marks of the same group, nearest first, as far as the nearest barrier lets them count."""
        barrier = self.clauses.barrier_before(place, start)
        for mark in self._earlier(start, least):
            if mark.place.group != place.group:
                continue
            if mark.at < barrier and not _RELATIVE_BASE.search(self.text, mark.end, barrier):
                return
            yield mark

    def _in_segment(self, start: int, place: Place) -> tuple[When, str] | None:
        """'22년 40개: the nearest year before it in its clause."""
        same = self._same_time(start, place)
        if same:
            return same, "year-beside"
        for mark in self._governing(start, self.clauses.segment_start(place), place):
            if mark.place == place and not (
                mark.trails or self._aside(mark, start) or self._left_behind(mark, start)
            ):
                return mark.when, "year-beside"
        return None

    def _same_time(self, start: int, place: Place) -> When | None:
        """같은 기간 매출은 211조원에서 348조원으로: the first or the second of the two years before these words."""
        segment = self.clauses.segment_start(place)
        words = _SAME_TIME.search(self.text, segment, start)
        if words is None:
            return None
        years = [mark for mark in self._earlier(words.start(), 0) if mark.place.group == place.group][:2]
        if len(years) < 2 or years[0].when.year <= years[1].when.year:
            return None
        values = [token for token in self.tokens if words.end() <= token.start <= start and token.quantity]
        if not values or not _LEAVES.match(self.text, values[0].end):
            return None
        return years[1].when if len(values) == 1 else years[0].when

    def _in_group(self, start: int, place: Place) -> tuple[When, str] | None:
        """('23, 22개사, 14.7억원): the year of its parenthesis, before it or else behind it."""
        if not place.group:
            return None
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

    def _after(self, end: int, place: Place) -> tuple[When, str] | None:
        """22.5억원 지원('22): a year alone in a parenthesis later in the clause, no other quantity between."""
        stop = self.clauses.segment_end(place)
        index = bisect_left(self._starts, end)
        if index == len(self.marks):
            return None
        mark = self.marks[index]
        between = bisect_left(self._quantities, mark.at) - bisect_left(self._quantities, end)
        if (self._leads_next(mark, place) and not between) or self._shared(mark, end, place):
            return mark.when, "year-after"
        if self._closes(mark, place):
            return mark.when, "year-after"
        governs = mark.lifted and not (mark.dated or mark.trails) and mark.place == place
        return (mark.when, "year-after") if governs and mark.at < stop and not between else None

    def _closes(self, mark: Mark, place: Place) -> bool:
        """140종과 API 35개를 2028년까지 개방: what is to be done by a year, no quantity behind it in the clause."""
        aimed = mark.when.form == "until" and "까지" in self.text[mark.at : mark.end + 2]
        if not aimed or mark.lifted or mark.place != place:
            return False
        rest = bisect_left(self._quantities, self.clauses.segment_end(place)) - bisect_left(
            self._quantities, mark.end
        )
        return rest == 0

    def _shared(self, mark: Mark, end: int, place: Place) -> bool:
        """40 trucks on 3 corridors in 2027: an English year closes what its clause counts."""
        words = self.text[end : mark.at]
        opens = words.rfind(" ", 0, len(words.rstrip()))
        return (
            mark.place == place
            and not mark.lifted
            and len(words) <= LONGEST_ALONE
            and _FROM_TO.search(words) is None
            and any(
                _IN_SAME_YEAR.fullmatch(words, at)
                for at in (opens, words.rfind(" ", 0, max(opens, 0)))
                if at >= 0
            )
        )

    def _leads_next(self, mark: Mark, place: Place) -> bool:
        """12척 건조('24, 113억원): the year opens a parenthesis of the same clause."""
        if mark.dated or mark.lifted or not mark.place.group:
            return False
        group = self.clauses.groups[mark.place.group]
        opens = (
            not self.text[group.start : mark.at].strip(" ~'") and self.text[mark.end : mark.end + 1] == ","
        )
        return opens and self.clauses.outer(mark.place) == place

    def _before(self, start: int, place: Place) -> tuple[When, str] | None:
        """A year earlier in the sentence; dates of events do not count there."""
        for mark in self._governing(start, self.clauses.sentence_start(place), place):
            if not (mark.trails or mark.dated or self._aside(mark, start) or self._left_behind(mark, start)):
                return mark.when, "year-sentence"
        return self._aimed(start, place) or self._opening(start, place) or self._of_compared(start, place)

    def _opening(self, start: int, place: Place) -> tuple[When, str] | None:
        """2024년 물류비는 10.1%로 주요국(8.7%)보다 높고, 도입률은 7.2%: a year that opens the sentence and counts."""
        opens = self.clauses.sentence_start(place)
        first = bisect_left(self._starts, opens)
        mark = self.marks[first] if first < len(self.marks) else None
        if (
            mark is None
            or mark.at >= start
            or mark.lifted
            or mark.trails
            or mark.dated
            or mark.place.group != place.group
        ):
            return None
        barrier = self.clauses.barrier_before(place, start)
        printed = self.text[mark.at] in "'0123456789"
        own = bisect_left(self._quantities, barrier) > bisect_left(self._quantities, mark.end)
        opening = not self.text[opens : mark.at].strip(" -*·○◦❍ㅇ□▪•")
        return (
            (mark.when, "year-sentence")
            if opening and printed and own and not self._aside(mark, start)
            else None
        )

    def _of_compared(self, start: int, place: Place) -> tuple[When, str] | None:
        """2024년 27억불로 2019년 19억불 대비 42%: what is compared with a year is of the year before it."""
        passed = False
        for mark in self._earlier(start, self.clauses.sentence_start(place)):
            if mark.place.group != place.group or mark.trails or mark.dated:
                continue
            if passed:
                return mark.when, "year-sentence"
            passed = self._of_comparison(mark, start)
            if not passed:
                return None
        return None

    def _aimed(self, start: int, place: Place) -> tuple[When, str] | None:
        """2030년까지 2018년보다 40%: what is aimed at by a year, whatever it is compared with."""
        for mark in self._earlier(start, self.clauses.sentence_start(place)):
            if mark.when.form == "until" and mark.place.group == place.group and not mark.trails:
                return mark.when, "year-sentence"
        return None

    def _left_behind(self, mark: Mark, start: int) -> bool:
        """전년 31ha에서 6ha로, '22년 31ha → 6ha: a past year is of the value that the arrow leaves, not of the next."""
        now = self._section or self._edition
        index = bisect_left(self._quantities, start) - 1
        if now is None or mark.when.last_year > now or index < 0:
            return False
        if self._quantities[index] < mark.end:  # from 18 in 2022 to 21
            return _LEAVES_ENGLISH.fullmatch(self.text, mark.end, start) is not None
        if mark.when.last_year == now:
            return False
        own = bisect_left(self._starts, self._quantities[index]) - 1
        if (
            self.marks[own].at > mark.at
        ):  # 2023년 28.0%로, 2021년 14.7%에서 13.3%p: what is left has a year of its own
            return False
        before = next((token.end for token in self.tokens if token.start == self._quantities[index]), start)
        return _LEAVES.fullmatch(self.text, before, start) is not None

    def _aside(self, mark: Mark, start: int) -> bool:
        """A year in a name, of what is followed (2023년 6월 발표한 대책에 따라 12개소) or of what is compared with."""
        return (
            self._named(mark)
            or _FOLLOWED.search(self.text, mark.end, start) is not None
            or self._of_comparison(mark, start)
        )

    def _of_comparison(self, mark: Mark, start: int) -> bool:
        """2022년의 81편보다 15편: the year is of the first value alone, with which the next one is compared."""
        index = bisect_left(self._quantities, mark.end)
        if index == len(self._quantities) or self._quantities[index] >= start:
            return False
        end = next(token.end for token in self.tokens if token.start == self._quantities[index])
        return _COMPARED.match(self.text, end) is not None

    def _named(self, mark: Mark) -> bool:
        """A bare year far ahead that opens a name (2030 NDC, 2050 탄소중립)."""
        if mark.lifted or self._edition is None or mark.when.year <= self._edition + 3:
            return False
        return self.text[mark.at : mark.end].isdigit() and bool(_NAME_GOES_ON.match(self.text, mark.end))

    def _between(self, start: int, place: Place) -> tuple[When, str] | None:
        """수출국 37개국(2024년), 상위 3개국 비중 58.6%(2024년): the one year printed before and after it."""
        first, last = self.clauses.sentence_start(place), self.clauses.sentence_end(place)
        beside = [mark for mark in self.marks if first <= mark.at < last and mark.place.group == place.group]
        around = any(mark.at < start for mark in beside) and any(mark.at > start for mark in beside)
        same = len({mark.when for mark in beside}) == 1 and all(mark.trails for mark in beside)
        return (beside[0].when, "year-list") if around and same else None

    def _list_end(self, end: int) -> tuple[When, str] | None:
        """… 등 성과 달성('22): a year alone at the end of the note governs the list before it."""
        if not self.marks:
            return None
        last = self.marks[-1]
        as_of = AS_OF.search(self.text, last.at, last.end) is not None
        if not last.lifted or last.dated or (last.trails and not as_of) or last.place.group or last.at < end:
            return None
        if _LEAVES.match(self.text, end):  # 4.5년에서 1.8년으로 단축('28): of what is left, nothing is said
            return None
        if _END_OF_LIST.fullmatch(self.text, last.end):
            return last.when, "year-list"
        return None
