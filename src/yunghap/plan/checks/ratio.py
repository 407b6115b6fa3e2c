"""A printed ratio is the ratio of the figures it stands with.

- `43.5%(330개/758개)`: the fraction in the bracket, or before it.
- `26건 중 9건(34.6%)`, `214건 발굴, 이 중 87건 사업화(사업화율 40.7%)`: the part of the whole, the rate
  right behind.
- `153개팀 신청, 8개팀 시상(경쟁률 19.1:1)`: the larger over the smaller of the two counts before it.
- `계획 84억원 대비 79억원 집행(94.0%)`: the part of what was planned.
- `14건(목표 12건, 달성률 116.7%)`: result over target; 집행률: executed over budget, also where the
  figures stand behind it: `집행률 97.3% (예산 100억원, 집행 97.3억원)`.
- `87건 접수, 63건 해소(해소율 72.4%)`: the rate is named for what was done with the part.
- `100억원 → 120억원(20% 증가)`, `31.5%에서 48.2%로 16.7%p 상승`: growth and difference, and whether up or
  down is right.
- tables: columns 증감(액), 증감률, 달성률, 집행률 beside the columns they compare (judged only where most
  rows hold).

The printed ratio may be rounded or truncated at its own precision; the figures count at the precision they
are printed with.

Silently ignored: a rate whose base is not told beside it; rates called about, ranges; figures of different
kinds; whole or base zero; `중` between figures of different kinds; shares (`share`); a 집행률 behind counts;
how far a goal of which less is better was reached (formulas differ).
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from yunghap.plan.checks.clauses import Commitment, commitments, read_clause
from yunghap.plan.checks.figures import PERCENT, Figure, in_unit, number, share_bounds, share_holds
from yunghap.plan.checks.grids import Grid, Value, bare
from yunghap.plan.checks.part_of_sum import same_kind
from yunghap.plan.checks.reading import Placed, Reading
from yunghap.plan.checks.totals import caption_of
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, span_of, verdict
from yunghap.plan.checks.wording import better
from yunghap.plan.checks.words import with_particle
from yunghap.plan.contracts import Message, Span

_AMONG = re.compile(r"\s중(?:에서|에)?\s|[^가-힣]중\s|가운데|이\s?중|그\s?중")
_RATE_NAME = re.compile(
    r"(?:[가-힣]+[률율]|비율|비중|rate|ratio)(?:이|은|는|가)?\s*[:：]?\s*$", re.IGNORECASE
)
_PLANNED = re.compile(r"(?:계획|목표|예산|현액)(?:액|치|은|는)?\s?[:(]?\s?(?:총|약)?\s?$")
_UP = re.compile(r"^\s*(?:증가|상승|성장|확대|늘|높|향상|개선|증액|↑|increase|growth|up\b)")
_DOWN = re.compile(r"^\s*(?:감소|하락|축소|줄|낮|감축|절감|감액|단축|↓|decrease|down\b)")
_UNIT = re.compile(r"\([^()]*\)")
_OWN_RATE = re.compile(r"\s?(?P<deed>[가-힣]{2,6}?)(?:하여|함|됨)?\s?\((?P=deed)[률율]\s*[:：]?\s*")
_ACHIEVED = re.compile(r"달성[률율도]|진도[률율]|achievement", re.IGNORECASE)
_EXECUTED = re.compile(r"집행[률율]|실집행[률율]|execution", re.IGNORECASE)


def run(reading: Reading) -> Iterator[Verdict]:
    for line in sorted({placed.line for placed in reading.placed}):
        found = [c for c in commitments(read_clause(reading, line)) if c.placed.quantity.value_to is None]
        taken: set[int] = set()
        for rule in (_fractions, _competition, _achieved, _among, _against, _changes):
            for rate, verdict_ in rule(reading, found):
                if id(rate.placed) not in taken:
                    taken.add(id(rate.placed))
                    yield verdict_
    for grid in reading.grids:
        yield from _columns(grid)


Found = Iterator[tuple[Commitment, Verdict]]


def _rates(found: Sequence[Commitment]) -> list[Commitment]:
    return [c for c in found if c.placed.figure.dimension == PERCENT and not c.placed.figure.about]


def _fractions(reading: Reading, found: Sequence[Commitment]) -> Found:
    """a/b with a percentage right before or behind."""
    for part, whole in itertools.pairwise(found):
        text = part.clause.text
        if text[part.placed.end : whole.placed.start].strip() != "/" or not _pair(part, whole):
            continue
        near = [
            rate
            for rate in _rates(found)
            if 0 <= part.placed.start - rate.placed.end <= 3 or 0 <= rate.placed.start - whole.placed.end <= 3
        ]
        if near and whole.placed.figure.value > 0:
            yield near[0], _judge(reading, near[0].placed, part.placed, whole.placed)


def _pair(part: Commitment, whole: Commitment) -> bool:
    return (
        same_kind(part.placed.figure, whole.placed.figure)
        and part.placed.figure.dimension not in {PERCENT, "%p"}
        and not part.placed.figure.about
        and not whole.placed.figure.about
    )


def _behind(part: Commitment, rate: Commitment) -> bool:
    """The rate stands right behind the part, in brackets or as a named rate of the same clause."""
    text = part.clause.text
    between = text[part.placed.end : rate.placed.start]
    if len(between) > 40 or re.search(r"\.\s|;|→", between):
        return False
    bracket = re.fullmatch(r"[^(),]{0,14}\(\s*(?:[가-힣\s]{0,10}[률율]|비율|비중|약)?\s*[:：]?\s*", between)
    return bool(bracket) or bool(_RATE_NAME.search(between))


def _among(reading: Reading, found: Sequence[Commitment]) -> Found:
    """`whole 중 part(rate)`."""
    for rate in _rates(found):
        before = [c for c in found if c.placed.end <= rate.placed.start]
        if len(before) < 2:
            continue
        whole, part = before[-2], before[-1]
        text = rate.clause.text
        between = text[whole.placed.end : part.placed.start]
        if (
            _pair(part, whole)
            and (_AMONG.search(between) or _named_for(part, rate))
            and len(between) <= 40
            and _behind(part, rate)
            and 0 < part.placed.figure.value <= whole.placed.figure.value
            and not _ACHIEVED.search(text[part.placed.end : rate.placed.start])
            and not _of_money(part, rate)
        ):
            yield rate, _judge(reading, rate.placed, part.placed, whole.placed)


def _of_money(part: Commitment, rate: Commitment) -> bool:
    """계획 5개소 중 2개소 구축, 집행률 48.7%: what is executed is money, not what was counted before it."""
    between = part.clause.text[part.placed.end : rate.placed.start]
    return not part.placed.figure.is_money and _EXECUTED.search(between) is not None


def _named_for(part: Commitment, rate: Commitment) -> bool:
    """63건 해소(해소율: the rate's name begins with the word behind the part."""
    between = part.clause.text[part.placed.end : rate.placed.start]
    return _OWN_RATE.fullmatch(between) is not None


def _against(reading: Reading, found: Sequence[Commitment]) -> Found:
    """`계획 whole 대비 part 집행(rate)`."""
    for rate in _rates(found):
        before = [c for c in found if c.placed.end <= rate.placed.start][-2:]
        if len(before) < 2 or not _pair(before[1], before[0]):
            continue
        whole, part = before
        text = rate.clause.text
        planned = _PLANNED.search(text[max(0, whole.placed.start - 12) : whole.placed.start])
        against = re.match(r"\)?\s?대비\s", text[whole.placed.end : part.placed.start])
        if planned and against and _behind(part, rate) and whole.placed.figure.value > 0:
            yield rate, _judge(reading, rate.placed, part.placed, whole.placed)


def _competition(reading: Reading, found: Sequence[Commitment]) -> Found:
    """`a팀 신청, b팀 선정(경쟁률 r:1)`."""
    for rate in found:
        if rate.placed.figure.dimension != ":1" or rate.placed.figure.about:
            continue
        before = [c for c in found if c.placed.end <= rate.placed.start and c.placed.figure.dimension != ":1"]
        counts = [c for c in before[-2:] if c.placed.figure.is_count]
        if len(counts) != 2 or not same_kind(counts[0].placed.figure, counts[1].placed.figure):
            continue
        few, many = sorted((c.placed for c in counts), key=lambda placed: placed.figure.value)
        if few.figure.value <= 0 or rate.placed.start - counts[0].placed.start > 60:
            continue
        exact = many.figure.value / few.figure.value
        figure = rate.placed.figure
        whole = Figure(few.figure.value * 100, few.figure.step * 100, few.figure.dimension)
        holds = share_holds(figure.value, figure.step, many.figure, _certain(whole), reading.rounding)
        spans = [rate.placed.span, many.span, few.span]
        yield (
            rate,
            _say(
                holds,
                spans,
                (rate.placed.quantity.text, f"{number(exact.quantize(Decimal('0.01')))}:1"),
                many,
                few,
            ),
        )


def _certain(figure: Figure) -> Figure:
    """A count has no rounding of its own."""
    return Figure(figure.value, Decimal(0), figure.dimension) if figure.is_count else figure


def _achieved(reading: Reading, found: Sequence[Commitment]) -> Found:
    """`14건(목표 12건, 달성률 116.7%)` and `예산 100억원, 집행 95억원(집행률 95%)`."""
    for rate in _rates(found):
        text = rate.clause.text
        name = text[max(0, rate.placed.start - 8) : rate.placed.start]
        executed = bool(_EXECUTED.search(name))
        if not executed and not _ACHIEVED.search(name):
            continue
        near = _behind_rate(rate, found) or [
            c for c in found if 0 <= rate.placed.start - c.placed.end <= 50 and c is not rate
        ]
        base_words = r"예산|계획|편성|배정" if executed else r"목표|계획"
        bases = [
            c
            for c in near
            if re.search(
                rf"(?:{base_words})[액치은는이가]*\s*[:：]?\s*\(?\s*$",
                text[max(0, c.placed.start - 8) : c.placed.start],
            )
        ]
        if len(bases) != 1:
            continue
        if executed and not bases[0].placed.figure.is_money:
            continue
        results = [c for c in near if c is not bases[0] and _pair(c, bases[0])]
        if len(results) == 1 and bases[0].placed.figure.value > 0:
            yield rate, _judge(reading, rate.placed, results[0].placed, bases[0].placed)


def _behind_rate(rate: Commitment, found: Sequence[Commitment]) -> list[Commitment]:
    """The figures of the bracket right behind a rate."""
    inside = [c for c in found if c.placed.start > rate.placed.end]
    around = rate.clause.group_at(inside[0].placed.start, inside[0].placed.end) if inside else None
    if around is None or rate.clause.text[rate.placed.end : around.start].strip():
        return []
    return [c for c in inside if c.placed.end < around.end]


def _changes(_: Reading, found: Sequence[Commitment]) -> Found:
    """`a → b(r% 증가)`, `a에서 b로 r%p 상승`."""
    for rate in found:
        figure = rate.placed.figure
        if figure.dimension not in {PERCENT, "%p"} or figure.about:
            continue
        before = [c for c in found if c.placed.end <= rate.placed.start]
        text = rate.clause.text
        if len(before) < 2:
            continue
        old, new = before[-2], before[-1]
        link = text[old.placed.end : new.placed.start]
        between = text[new.placed.end : rate.placed.start]
        if not re.search(r"→|⇒|->|에서", link) or not re.fullmatch(
            r"(?:\('?\d{2,4}년?\))?\s*(?:으?로)?\s*[(,]?\s*(?:전년\s?대비|약)?\s*[△▲+\-]?", between
        ):
            continue
        after = text[rate.placed.end :]
        up, down = _UP.search(after), _DOWN.search(after)
        if not (up or down) or old.placed.figure.dimension != new.placed.figure.dimension:
            continue
        yield from _change(rate, old.placed, new.placed, bool(up))


def _change(rate: Commitment, old: Placed, new: Placed, up: bool) -> Found:
    points = rate.placed.figure.dimension == "%p"
    if points != (old.figure.dimension == PERCENT) or old.figure.value <= 0:
        return
    moved = new.figure.value - old.figure.value
    printed = abs(rate.placed.figure.value)
    step = rate.placed.figure.step
    if points:
        slack = (old.figure.step + new.figure.step) / 2 + step
        exact, holds = abs(moved), abs(abs(moved) - printed) < slack
    else:
        exact = abs(moved) / old.figure.value * 100
        slack = (old.figure.step + new.figure.step) / old.figure.value * 100 / 2 + step
        holds = abs(exact - printed) < slack
    holds = holds and (moved > 0) is up
    unit = rate.placed.figure.dimension
    spans = [rate.placed.span, old.span, new.span]
    sign = "+" if moved > 0 else "△"
    shown = f"{sign}{number(exact.quantize(min(step, Decimal('0.1'))))}{unit}"
    printed_text = rate.placed.quantity.text + (" 증가" if up else " 감소")
    yield rate, _say(holds, spans, (printed_text, shown), old, new)


def _judge(reading: Reading, rate: Placed, part: Placed, whole: Placed) -> Verdict:
    part_figure = _certain(part.figure)
    whole_figure = _certain(whole.figure)
    holds = share_holds(rate.figure.value, rate.figure.step, part_figure, whole_figure, reading.rounding)
    exact = part.figure.value / whole.figure.value * 100
    shown = f"{number(exact.quantize(min(rate.figure.step, Decimal('0.01'))))}%"
    return _say(holds, [rate.span, part.span, whole.span], (rate.quantity.text, shown), part, whole)


def _say(holds: bool, spans: Sequence[Span], words: tuple[str, str], one: Placed, other: Placed) -> Verdict:
    printed, computed = words
    at_ko, at_en = lines_ko(spans), lines_en(spans).capitalize()
    first, second = one.quantity.text, other.quantity.text
    both = f"{with_particle(first, '과와')} {second}"
    if holds:
        ko = (
            f"{at_ko}: {both}에서 계산한 {with_particle(computed, '이가')} 적힌 "
            f"{with_particle(printed, '과와')} 맞습니다."
        )
        en = f"{at_en}: {first} and {second} give {computed}, as printed ({printed})."
    else:
        ko = (
            f"{at_ko}: {with_particle(both, '으로')} 계산하면 {computed}인데 "
            f"{with_particle(printed, '으로')} 적혀 있습니다."
        )
        en = f"{at_en}: {first} and {second} give {computed}, but {printed} is printed."
    return verdict(holds, spans, ko, en, printed=printed, computed=computed, figures=f"{first}, {second}")


# Tables -------------------------------------------------------------------------------------------------------


def _columns(grid: Grid) -> Iterator[Verdict]:
    for column in range(grid.width):
        own = _own_header(grid, column)
        kind = next((kind for kind, names in _COLUMN_KINDS.items() if own in names), "")
        if not kind:
            continue
        bases = [c for c in range(column) if _amounts(grid, c)]
        if len(bases) < 2:
            continue
        pairs = _compared(grid, kind, bases)
        cases = [
            case
            for row in grid.body
            if pairs and (case := _row(grid, kind, row, (*pairs, column))) is not None
        ]
        held = sum(holds for holds, _ in cases)
        if held >= 2 and held * 2 > len(cases):
            yield from (verdict_ for _, verdict_ in cases)


_COLUMN_KINDS = {
    "difference": frozenset({"증감", "증감액", "증감ba", "차이", "change"}),
    "growth": frozenset({"증감률", "증감율", "증가율", "증가률", "전년대비", "전년대비증감률", "growth"}),
    "achieved": frozenset({"달성률", "달성율", "달성도", "achievement"}),
    "executed": frozenset({"집행률", "집행율", "실집행률", "execution"}),
}


def _own_header(grid: Grid, column: int) -> str:
    """The lowest header that is no unit: 증감률 over (%)."""
    headers = (grid.cell(row, column).strip() for row in reversed(range(grid.head)))
    return next((bare(header) for header in headers if header and not _UNIT.fullmatch(header)), "")


def _amounts(grid: Grid, column: int) -> bool:
    header = _own_header(grid, column)
    if any(header in names for names in _COLUMN_KINDS.values()):
        return False
    return sum(grid.value(row, column) is not None for row in grid.body) * 2 > len(grid.body)


def _is_share(grid: Grid, column: int) -> bool:
    """비중 between the amounts and what compares them."""
    values = [value for row in grid.body if (value := grid.value(row, column)) is not None]
    return all(value.figure.dimension == PERCENT for value in values)


def _compared(grid: Grid, kind: str, bases: Sequence[int]) -> tuple[int, int] | None:
    """The columns compared: base first."""
    if kind in {"difference", "growth"}:
        amounts = [c for c in bases if not _is_share(grid, c)]
        return (amounts[-2], amounts[-1]) if len(amounts) > 1 else (bases[-2], bases[-1])
    words = (
        (r"목표|계획", r"실적|결과|달성") if kind == "achieved" else (r"예산|계획|편성", r"집행|결산|실적")
    )
    base = [c for c in bases if re.search(words[0], grid.header(c))]
    result = [c for c in bases if re.search(words[1], grid.header(c))]
    return (base[-1], result[-1]) if base and result and base[-1] != result[-1] else None


def _row(grid: Grid, kind: str, row: int, columns: tuple[int, int, int]) -> tuple[bool, Verdict] | None:
    old, new, printed = (grid.value(row, column) for column in columns)
    if old is None or new is None or printed is None or printed.figure.about:
        return None
    if old.figure.dimension != new.figure.dimension:
        return None
    if kind == "achieved" and better(old.label) == "less":
        return None
    moved = new.figure.value - old.figure.value
    unit = printed.quantity.unit
    if kind == "difference":
        if printed.figure.dimension != old.figure.dimension:
            return None
        holds = (
            abs(moved - printed.figure.value) <= (old.figure.step + new.figure.step + printed.figure.step) / 2
        )
        holds = moved == printed.figure.value if printed.figure.is_count else holds
        exact = moved
    else:
        if old.figure.value <= 0 or printed.figure.dimension != PERCENT:
            return None
        part = Figure(moved if kind == "growth" else new.figure.value, new.figure.step, new.figure.dimension)
        low, high = share_bounds(part, old.figure)
        slack = printed.figure.step
        holds = low - slack <= printed.figure.value <= high + slack
        exact = (part.value / old.figure.value * 100).quantize(min(slack, Decimal("0.1")))
    return holds, _say_row(grid, holds, (old, new, printed), exact, unit)


def _say_row(
    grid: Grid, holds: bool, values: tuple[Value, Value, Value], exact: Decimal, unit: str
) -> Verdict:
    old, new, printed = values
    spans = [span_of(value.quantity) for value in values]
    computed = in_unit(exact, unit, printed.quantity.precision)
    text = f"{printed.quantity.text}{'' if unit in printed.quantity.text else unit}"
    ko = f"‘{caption_of(grid)}’ 표({lines_ko(spans)}) ‘{printed.label}’의 {printed.header}: "
    ko += f"계산한 값은 {computed}"
    ko += "이고 적힌 값과 맞습니다." if holds else f"인데 {with_particle(text, '으로')} 적혀 있습니다."
    en = f"Table “{caption_of(grid)}” ({lines_en(spans)}), “{printed.label}”, {printed.header}: {computed}"
    en += ", as printed." if holds else f" expected, {text} printed."
    return verdict(holds, spans, ko, en, base=old.quantity.text, result=new.quantity.text, printed=text)


CHECK = Check(
    id="ratio",
    version=4,
    title=Message(ko="비율·경쟁률·증감률", en="Ratios"),
    nothing=Message(
        ko="바탕이 되는 수와 함께 적은 비율이 없습니다.", en="No ratio is told with the figures it compares."
    ),
    run=run,
)
