"""A series runs forward in time, a cumulative one never falls, and it moves as the text says.

Figures of one kind joined by arrows (`('22) 40개 → ('23) 55개`) or by 에서 … 로, and figures in year
columns of a table:

- printed years must rise from figure to figure (text only; a table may be ordered as it likes);
- a series called cumulative (누적, 누계) must not fall;
- a series said to grow (확대, 증가, 상향 …) must not end below its start, one said to shrink (감소, 단축 …)
  not above it.

Silently ignored: figures without a year of their own, for the first rule; series of different kinds or of
one figure; arrows that show steps of a procedure (`발굴(60건) → 분석(8건)`: no years and no direction); a
cumulative figure behind yearly ones (신규 4개 → 누적 22개); growth said of something else (the word is not
right behind the last figure); a cycle told as how often (주기를 월 1회에서 월 4회로 단축).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from yunghap.core.text import with_josa
from yunghap.plan.checks.chains import CUMULATIVE, Chain, Point, chains, figure_text
from yunghap.plan.checks.figures import same_figure
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.contracts import Message

_GROWS = re.compile(
    r"^[\s)]*(?:으?로|까지)?\s?(?:\S{1,6}\s)?(?:확대|증가|상향|확충|늘|상승|제고|향상|증대|증원|"
    r"increase|grow|rise|expand)"
)
_SHRINKS = re.compile(
    r"^[\s)]*(?:으?로|까지)?\s?(?:\S{1,6}\s)?(?:축소|감소|하향|단축|저감|줄|감축|인하|낮|하락|"
    r"decrease|reduc|fall|shorten)"
)
# A cycle told as how often something is done: 점검 주기를 월 1회에서 월 4회로 단축.
_CYCLE = re.compile(r"주기|간격|cycle|interval", re.IGNORECASE)
_TIMES = frozenset({"초", "분", "시간", "일", "주", "개월", "월", "년"})


def run(reading: Reading) -> Iterator[Verdict]:
    for chain in chains(reading):
        yield from _forward(chain)
        yield from _cumulative(chain)
        yield from _direction(chain)


def _forward(chain: Chain) -> Iterator[Verdict]:
    dated = [point for point in chain.points if point.printed_year and point.year is not None]
    if chain.tabled or len(dated) < 2 or len(dated) != len(chain.points):
        return
    years = [point.year or 0 for point in dated]
    holds = all(one < other for one, other in pairwise(years))
    shown = " → ".join(str(year) for year in years)
    ko = f"{lines_ko(chain.spans)}: {_named(chain)}추이의 연도가 {shown} 순으로 적혀 "
    ko += "차례가 맞습니다." if holds else "있어 차례가 어긋납니다."
    en = f"{lines_en(chain.spans).capitalize()}: the years of the series run {shown}"
    en += "." if holds else ", not forward."
    yield verdict(holds, chain.spans, ko, en, years=shown)


def _cumulative(chain: Chain) -> Iterator[Verdict]:
    if not chain.cumulative or (not chain.tabled and not _all_cumulative(chain)):
        return
    points = sorted(chain.points, key=lambda point: point.year or 0) if chain.tabled else chain.points
    holds = all(
        one.figure.value <= other.figure.value or same_figure(one.figure, other.figure)
        for one, other in pairwise(points)
    )
    shown = _shown(points)
    ko = f"{lines_ko(chain.spans)}: {_named(chain)}누적 수치가 {with_josa(shown, '으로/로')} " + (
        "줄지 않습니다." if holds else "줄어듭니다. 누적은 줄어들 수 없습니다."
    )
    en = f"{lines_en(chain.spans).capitalize()}: the cumulative figures {shown} " + (
        "do not fall." if holds else "fall, which a cumulative count cannot."
    )
    yield verdict(holds, chain.spans, ko, en, series=shown)


def _all_cumulative(chain: Chain) -> bool:
    """The word stands before the first figure: it governs the whole series."""
    first = chain.context.find(chain.points[0].quantity.text)
    return bool(CUMULATIVE.search(chain.context[: first if first >= 0 else None]))


def _direction(chain: Chain) -> Iterator[Verdict]:
    first, last = chain.points[0], chain.points[-1]
    grows, shrinks = _GROWS.search(chain.after), _SHRINKS.search(chain.after)
    if chain.tabled or bool(grows) == bool(shrinks) or first.figure.about or last.figure.about:
        return
    if _CYCLE.search(chain.name) and first.figure.dimension not in _TIMES:
        return
    moved = last.figure.value - first.figure.value
    holds = moved >= 0 if grows else moved <= 0
    shown = _shown(chain.points)
    word_ko, word_en = ("늘었다", "grows") if grows else ("줄었다", "shrinks")
    ko = f"{lines_ko(chain.spans)}: {_named(chain)}{with_josa(shown, '은/는')} {word_ko}는 서술과 " + (
        "맞습니다." if holds else "반대로 움직입니다."
    )
    en = f"{lines_en(chain.spans).capitalize()}: the text says that {shown} {word_en}" + (
        "." if holds else ", but it moves the other way."
    )
    yield verdict(holds, chain.spans, ko, en, series=shown)


def _shown(points: tuple[Point, ...] | list[Point]) -> str:
    return " → ".join(figure_text(point.quantity) for point in points)


def _named(chain: Chain) -> str:
    return f"‘{chain.name}’ " if chain.name else ""


CHECK = Check(
    id="series",
    version=3,
    title=Message(ko="추이와 누적", en="Series and cumulative counts"),
    nothing=Message(ko="연도별 추이를 적은 곳이 없습니다.", en="No series over years is told."),
    run=run,
)
