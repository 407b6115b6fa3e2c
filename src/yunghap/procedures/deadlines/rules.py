"""The counting rules as data. How each is read is told in docs/reference/deadlines.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

from .terms import Term
from .words import NOTHING, Words

# Office hours: 09:00–18:00 with the lunch hour 12:00–13:00 taken out, which leaves the eight hours of a day
# (State Public Officials Service Regulation, 국가공무원 복무규정, art. 9(2) and (3)). Seconds of the day.
OFFICE_HOURS = ((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))
ALL_DAY = ((0, 24 * 3600),)
OFFICE_DAY = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Counting:
    """How a term of one kind is counted.

    `by_clock`: hours within `hours` of each day are counted, not days. `first_day`: the day of the event counts.
    `skips_days_off`: Saturdays and holidays are not counted. `rolls`: a period does not end on one.
    `articles`: what it rests on. `out`, `off`, `roll`: the article named for an uncounted first day, an uncounted
    day off and a shifted end.
    """

    articles: Words
    by_clock: bool = False
    hours: tuple[tuple[int, int], ...] = ALL_DAY
    first_day: bool = False
    skips_days_off: bool = False
    rolls: bool = False
    out: Words = NOTHING
    off: Words = NOTHING
    roll: Words = NOTHING


@dataclass(frozen=True, slots=True)
class CountingRule:
    """One rule of the law: how it counts each kind of term, and the article that stops its clock, if it has one."""

    id: str
    title: Words
    clock: Counting
    days: Counting
    calendar: Counting
    short: Counting | None = None  # terms of at most `short_days` days
    short_days: int = 0
    stops: Words = NOTHING
    mixes_units: bool = True
    extensions: int | None = None  # how often a term may be extended, each time by at most the term itself

    def counting(self, term: Term) -> Counting:
        """How this rule counts that term. Raises InvalidInput for a mixture no article provides for."""
        if term.clock:
            return self.clock
        if term.in_calendar_units:
            if term.days and not self.mixes_units:
                raise InvalidInput(
                    sentence(
                        _(
                            "This rule counts days otherwise than weeks, months and years; “%(term)s” mixes them."
                        ),
                        term=term,
                    )
                )
            return self.calendar
        return self.short if self.short and term.days <= self.short_days else self.days


_157 = Words("민법 제157조", "Civil Act art. 157")
_161 = Words("민법 제161조", "Civil Act art. 161")
_BASIC_1 = Words("행정기본법 제6조제1항", "General Act on Public Administration art. 6(1)")
_BASIC_2 = Words("행정기본법 제6조제2항", "General Act on Public Administration art. 6(2)")
_PETITIONS = Words("민원 처리에 관한 법률 제19조", "Civil Petitions Treatment Act art. 19")
_IN_HOURS = Counting(
    articles=_BASIC_1 + Words(", 민법 제156조", ", Civil Act art. 156"),
    by_clock=True,
)

CIVIL_ACT = CountingRule(
    id="civil-act",
    title=Words("민법에 따른 기간", "Period of the Civil Act"),
    clock=_IN_HOURS,
    days=Counting(
        articles=_BASIC_1 + Words(", 민법 제157조·제159조·제161조", ", Civil Act art. 157, 159, 161"),
        rolls=True,
        out=_157,
        roll=_161,
    ),
    calendar=Counting(
        articles=_BASIC_1 + Words(", 민법 제157조·제159조~제161조", ", Civil Act art. 157, 159–161"),
        rolls=True,
        out=_157,
        roll=_161,
    ),
)

_PETITION_HOURS = Counting(
    articles=_PETITIONS + Words("제1항", "(1)"),
    by_clock=True,
    hours=OFFICE_HOURS,
    skips_days_off=True,
    off=_PETITIONS + Words("제1항", "(1)"),
)
PETITIONS_ACT_19 = CountingRule(
    id="petitions-act-19",
    title=Words("민원의 처리기간", "Processing period of a petition"),
    clock=_PETITION_HOURS,
    short=_PETITION_HOURS,
    short_days=5,
    days=Counting(
        articles=_PETITIONS + Words("제2항", "(2)"),
        first_day=True,
        skips_days_off=True,
        rolls=True,
        off=_PETITIONS + Words("제2항", "(2)"),
        roll=_PETITIONS + Words("제2항", "(2)"),
    ),
    calendar=Counting(
        articles=_PETITIONS + Words("제3항, 민법 제159조~제161조", "(3), Civil Act art. 159–161"),
        first_day=True,
        rolls=True,
        roll=_161,
    ),
    stops=Words(
        "민원 처리에 관한 법률 시행령 제20조, 행정절차법 시행령 제11조",
        "Enforcement Decree of the Civil Petitions Treatment Act art. 20, "
        "Enforcement Decree of the Administrative Procedures Act art. 11",
    ),
    mixes_units=False,
    extensions=2,
)

_TO_THE_DAY = Counting(articles=_BASIC_2, first_day=True)
ADMIN_BASIC_ACT_6_2 = CountingRule(
    id="admin-basic-act-6-2",
    title=Words("권익을 제한하거나 의무를 지우는 기간", "Period that restricts rights or imposes a duty"),
    clock=_IN_HOURS,
    days=_TO_THE_DAY,
    calendar=Counting(
        articles=_BASIC_2 + Words(", 민법 제159조·제160조", ", Civil Act art. 159, 160"), first_day=True
    ),
)

RULES: Mapping[str, CountingRule] = MappingProxyType(
    {rule.id: rule for rule in (CIVIL_ACT, PETITIONS_ACT_19, ADMIN_BASIC_ACT_6_2)}
)


def rule_named(name: str) -> CountingRule:
    """The rule of that name, or InvalidInput that lists those there are."""
    try:
        return RULES[name]
    except KeyError:
        raise InvalidInput(
            sentence(
                _("There is no counting rule “%(name)s”; there are %(rules)s."),
                name=name[:40],
                rules=", ".join(RULES),
            )
        ) from None
