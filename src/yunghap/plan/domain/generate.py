"""Invents an edition after the pattern of another: an example for the diff, and load for benchmarks. Pure.

What it makes is marked as generated in its title and its origin. The same base, year, seed and scale give the same
bytes. The text is written first, with every number's place; the facts are then read from it like from any document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from random import Random
from typing import Any

from yunghap.core.money import EOK
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.seed import FORMAT, build_edition
from yunghap.plan.edition_data import EditionData, IndicatorData, LineData, NodeData, ProgrammeData
from yunghap.plan.enums import EditionOrigin

CENT = Decimal("0.01")
MARK_KO = "자동 생성 예시"
MARK_EN = "generated example"
# Units whose printed form is simply number and unit.
PLAIN_UNITS = frozenset({"개", "건", "과제", "명", "개사", "개소", "품목", "학과", "팀", "회", "명/년"})
REGIONS = ("수도권", "충청권", "호남권", "영남권", "강원권", "제주권", "서해안", "동해안", "남해안", "내륙권")
PARTS = ("동부", "서부", "남부", "북부", "중부", "도심", "산간", "연안", "접경", "신도시")
FIRST = ("지능형", "저탄소", "개방형", "차세대", "친환경", "사용자 참여형", "현장 맞춤형", "고신뢰")
SECOND = ("물류", "에너지", "의료기기", "건축자재", "수산식품", "이동수단", "제조로봇", "콘텐츠")
THIRD = ("융합 기술개발", "실증기반 구축", "서비스 확산 지원", "데이터 활용 지원")


@dataclass(frozen=True, slots=True)
class Generated:
    """An invented document and the edition read from it."""

    text: str
    edition: EditionData

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the document."""
        return tuple(self.text.split("\n"))


@dataclass(slots=True)
class _Page:
    """Lines of the document so far, and what its numbers are about."""

    lines: list[str] = field(default_factory=list)
    about: dict[str, list[str]] = field(default_factory=dict)

    def put(self, line: str = "") -> None:
        self.lines.append(line)

    def put_numbers(self, pieces: Iterable[str | tuple[str, str]]) -> None:
        """A line of plain pieces and of (number, what it is about)."""
        line = ""
        for piece in pieces:
            if isinstance(piece, tuple):
                number, about = piece
                self.about.setdefault(about, []).append(f"{len(self.lines) + 1}:{len(line)}")
                line += number
            else:
                line += piece
        self.lines.append(line)


@dataclass(frozen=True, slots=True)
class _Programme:
    key: str
    name: str
    former: str
    ministry: str
    task: str
    planned: Decimal
    spent: Decimal | None


@dataclass(frozen=True, slots=True)
class _Indicator:
    """An indicator, its target of the year and its actual of the year before."""

    item: IndicatorData
    goal: Decimal
    reached: Decimal | None


@dataclass(frozen=True, slots=True)
class _Draft:
    """Everything invented before the text is written. Amounts are in 억원: (spent the year before, planned)."""

    year: int
    random: Random
    nodes: tuple[NodeData, ...]
    ministries: dict[str, tuple[Decimal, Decimal]]
    programmes: tuple[_Programme, ...]
    indicators: tuple[_Indicator, ...]


def generate_edition(base: EditionData, *, year: int, seed: int = 1, scale: int = 1) -> Generated:
    """An edition of `year` in the manner of `base`, `scale` times its number of programmes and indicators.

    Ministry and area tables add up. Of the programmes of `base` most go on with other amounts, some are
    dropped, some renamed (the old name stays as an alias), and new ones come.
    """
    random = Random(f"{seed}/{year}/{scale}/{base.document.sha256}")  # noqa: S311 - examples, not secrets
    nodes = _nodes(base)
    draft = _Draft(
        year=year,
        random=random,
        nodes=nodes,
        ministries=_ministry_amounts(base, random),
        programmes=tuple(_programmes(base, nodes, random, scale)),
        indicators=tuple(_indicators(base, random, scale)),
    )
    page = _Page()
    title = f"{year}년도 산업융합발전 실행계획 ({MARK_KO})"
    page.put(title)
    page.put()
    _write_performance(page, draft)
    _write_plan(page, draft)
    _write_investment(page, draft)
    text = "\n".join(page.lines) + "\n"
    structure = _structure(page, draft, title, sha256(text.encode()).hexdigest())
    read = extract_plan(tuple(page.lines))
    built = build_edition(read, structure, sha256=structure["sha256"]).edition
    return Generated(text, replace(built, origin=EditionOrigin.GENERATED.value, issued_on=None))


# --- what is invented ------------------------------------------------------------------------------


def _nodes(base: EditionData) -> tuple[NodeData, ...]:
    """The classification of the base, with one task called otherwise."""
    tasks = [node.code for node in base.nodes if node.parent]
    renamed = tasks[-1] if tasks else ""
    return tuple(
        replace(node, name_ko=f"{node.name_ko} 및 확산", name_en="") if node.code == renamed else node
        for node in base.nodes
    )


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _factor(random: Random, low: int, high: int) -> Decimal:
    return Decimal(random.randint(low, high)) / 1000


def _ministry_amounts(base: EditionData, random: Random) -> dict[str, tuple[Decimal, Decimal]]:
    """Ministry -> (spent in the year before, planned)."""
    printed: dict[str, Decimal] = {}
    for fact in base.facts:
        number = fact.quantity
        if fact.about == "MINISTRY" and number.krw is not None and number.year == base.year:
            printed[number.ministry[0]] = Decimal(number.krw) / EOK
    return {
        name: (_money(amount * _factor(random, 940, 1010)), _money(amount * _factor(random, 900, 1120)))
        for name, amount in sorted(printed.items(), key=lambda item: (-item[1], item[0]))
    }


def _programmes(base: EditionData, nodes: Sequence[NodeData], random: Random, scale: int) -> list[_Programme]:
    lines = {line.programme: line for line in base.lines if _continues(line, base.year)}
    tasks = [node.code for node in nodes if node.scheme == "DIRECTIONS" and node.parent]
    result: list[_Programme] = []
    for copy in range(scale):
        suffix = _place(copy)
        for programme in base.programmes:
            if programme.key in lines and random.random() >= 0.08:
                result.append(_continued(programme, lines[programme.key], suffix, len(result), random))
        for number in range(max(len(lines) // 8, 1)):
            result.append(_new(tasks, base, suffix, len(result) + number, random))
    seen: dict[str, _Programme] = {}
    for item in result:
        seen.setdefault(item.name, item)
    return list(seen.values())


def _place(copy: int) -> str:
    """Tells the copies of a name apart, in words: a number would be read as one."""
    round_, rest = divmod(copy, len(REGIONS) * len(PARTS))
    place = f" {REGIONS[rest // len(PARTS)]} {PARTS[rest % len(PARTS)]}"
    return place + " 확대" * round_ if copy else ""


def _continues(line: LineData, year: int) -> bool:
    return (line.phase, line.year, line.year_to, line.source) == (
        "PLANNED",
        year,
        year,
        "ALL",
    ) and not line.part_of


def _continued(
    programme: ProgrammeData, line: LineData, suffix: str, number: int, random: Random
) -> _Programme:
    renamed = random.random() < 0.08
    name = f"{programme.name}{' 고도화' if renamed else ''}{suffix}"
    amount = Decimal(line.amount_krw) / EOK
    return _Programme(
        key=f"g{number:05d}",
        name=name,
        former=f"{programme.name}{suffix}" if renamed else "",
        ministry="·".join(part.name for part in programme.parts),
        task=programme.places.get("DIRECTIONS", ""),
        planned=max((amount * _factor(random, 850, 1200)).quantize(Decimal("0.1")), Decimal("0.1")),
        spent=max((amount * _factor(random, 930, 1000)).quantize(Decimal("0.1")), Decimal("0.1")),
    )


def _new(tasks: Sequence[str], base: EditionData, suffix: str, number: int, random: Random) -> _Programme:
    name = f"{random.choice(FIRST)} {random.choice(SECOND)} {random.choice(THIRD)}{suffix}"
    leads = sorted({part.name for item in base.programmes for part in item.parts})
    return _Programme(
        key=f"n{number:05d}",
        name=name,
        former="",
        ministry=random.choice(leads),
        task=random.choice(tasks) if tasks else "",
        planned=Decimal(random.randint(80, 2400)) / 10,
        spent=None,
    )


def _indicators(base: EditionData, random: Random, scale: int) -> list[_Indicator]:
    targets = {
        fact.about.removeprefix("INDICATOR:"): fact.quantity.value
        for fact in base.facts
        if fact.about.startswith("INDICATOR:")
        and fact.quantity.role.value == "target"
        and fact.quantity.year == base.year
    }
    result: list[_Indicator] = []
    for copy in range(scale):
        for item in base.indicators:
            target = targets.get(item.key)
            if target is None or item.unit not in PLAIN_UNITS or item.cumulative or random.random() < 0.1:
                continue
            named = replace(item, name=f"{item.name}{_place(copy)}", aliases=())
            goal = max((target * _factor(random, 950, 1250)).quantize(Decimal(1)), Decimal(1))
            reached = max((target * _factor(random, 800, 1150)).quantize(Decimal(1)), Decimal(1))
            key = f"gi{len(result):05d}"
            result.append(
                _Indicator(
                    replace(named, key=key, programme=""), goal, reached if random.random() >= 0.2 else None
                )
            )
    return result


# --- the document ----------------------------------------------------------------------------------


def _short(year: int) -> str:
    return f"'{year % 100:02d}"


def _amount(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _count(item: IndicatorData, value: Decimal) -> list[str | tuple[str, str]]:
    about = f"INDICATOR:{item.key}"
    if item.unit == "명/년":
        return [f" - * {item.name} : 연 ", (f"{value:,f}명", about)]
    return [f" - * {item.name} : ", (f"{value:,f}{item.unit}", about)]


def _write_performance(page: _Page, draft: _Draft) -> None:
    before = _short(draft.year - 1)
    page.put(f"I. {before}년도 추진성과")
    page.put()
    page.put("1. 추진 실적 및 주요성과")
    page.put()
    spent = [item for item in draft.programmes if item.spent is not None]
    for ministry in _leads(spent):
        page.put(f"- 융합 사업 추진 ({ministry})")
        for item in spent:
            if item.ministry == ministry and item.spent is not None:
                number = (f"{_amount(item.spent)}억원", f"LINE:{item.key}-spent")
                page.put_numbers([f" - * {item.former or item.name}({before}, ", number, ")"])
    reached = [one for one in draft.indicators if one.reached is not None]
    for ministry in _owners(reached):
        page.put(f"- 융합 성과 달성 ({ministry})")
        for one in reached:
            if one.item.ministry == ministry and one.reached is not None:
                page.put_numbers(_count(one.item, one.reached))
    page.put()
    page.put(f"2. {before}년도 재정투자 실적")
    page.put()
    _write_tables(page, draft, {name: amounts[0] for name, amounts in draft.ministries.items()}, "실적")


def _write_plan(page: _Page, draft: _Draft) -> None:
    page.put()
    page.put(f"II. {_short(draft.year)}년도 중점 추진계획")
    page.put()
    letters = iter("가나다라마바사")
    for node in draft.nodes:
        if node.scheme != "DIRECTIONS":
            continue
        page.put(f"◇ {node.name_ko}" if node.parent else f"{next(letters)} {node.name_ko}")
        page.put()
        _put_plans(page, draft, node.code)
    page.put()
    page.put("III. 부처별 추진계획")
    page.put()
    _put_plans(page, draft, "")


def _put_plans(page: _Page, draft: _Draft, task: str) -> None:
    """Budgets and targets that belong to a task, or to none."""
    placed = [item for item in draft.programmes if item.task == task]
    for ministry in _leads(placed):
        page.put(f"- 융합 사업 추진 ({ministry})")
        _put_planned(page, [item for item in placed if item.ministry == ministry], draft.year)
    own = [one for one in draft.indicators if one.item.places.get("DIRECTIONS", "") == task]
    for ministry in _owners(own):
        page.put(f"- 융합 목표 달성 ({ministry})")
        for one in own:
            if one.item.ministry == ministry:
                page.put_numbers(_count(one.item, one.goal))


def _put_planned(page: _Page, programmes: Iterable[_Programme], year: int) -> None:
    for item in programmes:
        number = (f"{_amount(item.planned)}억원", f"LINE:{item.key}-planned")
        page.put_numbers([f" - * {item.name}({_short(year)}, ", number, ")"])


def _leads(programmes: Iterable[_Programme]) -> list[str]:
    return sorted({item.ministry for item in programmes})


def _owners(indicators: Iterable[_Indicator]) -> list[str]:
    return sorted({one.item.ministry for one in indicators})


def _write_investment(page: _Page, draft: _Draft) -> None:
    page.put()
    page.put(f"IV. {_short(draft.year)}년도 재정투자계획")
    page.put()
    _write_tables(page, draft, {name: amounts[1] for name, amounts in draft.ministries.items()}, "계획")


def _write_tables(page: _Page, draft: _Draft, amounts: dict[str, Decimal], what: str) -> None:
    """Money by area and by ministry, with shares; both tables have the same total."""
    total = sum(amounts.values(), Decimal(0))
    areas = [node for node in draft.nodes if node.scheme == "AREAS"]
    weights = [draft.random.randint(10, 100) for _area in areas]
    parts = [_money(total * weight / sum(weights)) for weight in weights[:-1]]
    parts.append(total - sum(parts, Decimal(0)))
    page.put(f"< 분야별 재정투자 {what}(억원, 비중%) >")
    page.put()
    page.put("\t".join([*(area.name_ko for area in areas), "합계"]))
    pieces: list[str | tuple[str, str]] = []
    for area, part in zip(areas, parts, strict=True):
        pieces += _cell(part, total, f"NODE:AREAS/{area.code}")
        pieces.append("\t")
    page.put_numbers([*pieces, *_cell(total, total, "TOTAL")])
    page.put()
    page.put(f"< 부처별 재정투자 {what}(억원, 비중%) >")
    page.put()
    page.put(f"부처명\t투자{what}")
    for name, amount in amounts.items():
        page.put_numbers([f"{name}\t", *_cell(amount, total, "MINISTRY")])
    page.put()


def _cell(part: Decimal, total: Decimal, about: str) -> list[str | tuple[str, str]]:
    share = _money(part * 100 / total) if total else Decimal(0)
    return [(f"{part:,f}", about), " (", (f"{share:f}", about), ")"]


# --- what its numbers are about ------------------------------------------------------------------


def _structure(page: _Page, draft: _Draft, title: str, digest: str) -> dict[str, Any]:
    apart = ("LINE:", "INDICATOR:")
    return {
        "format": FORMAT,
        "year": draft.year,
        "title": title,
        "title_en": f"{draft.year} Industrial Convergence Action Plan ({MARK_EN})",
        "issued_on": f"{draft.year}-01-01",
        "sha256": digest,
        "nodes": [asdict(node) for node in draft.nodes],
        "programmes": [_programme_structure(page, item, draft.year) for item in draft.programmes],
        "indicators": [_indicator_structure(page, one.item) for one in draft.indicators],
        "about": {about: places for about, places in page.about.items() if not about.startswith(apart)},
        "flagship": [],
        "milestones": [],
    }


def _indicator_structure(page: _Page, item: IndicatorData) -> dict[str, Any]:
    return {
        "key": item.key,
        "name": item.name,
        "ministry": item.ministry,
        "better": item.better,
        "aggregation": item.aggregation,
        "stage": item.stage,
        "places": {key: code for key, code in item.places.items() if key == "DIRECTIONS"},
        "facts": page.about.get(f"INDICATOR:{item.key}", []),
    }


def _programme_structure(page: _Page, item: _Programme, year: int) -> dict[str, Any]:
    names = item.ministry.split("·")
    role = "LEAD" if len(names) == 1 else "JOINT"
    lines = [{"key": f"{item.key}-planned", "phase": "PLANNED", "year": year, "year_to": year}]
    if item.spent is not None:
        lines.append({"key": f"{item.key}-spent", "phase": "EXECUTED", "year": year - 1, "year_to": year - 1})
    return {
        "key": item.key,
        "name": item.name,
        "aliases": [item.former] if item.former else [],
        "parts": [{"name": name, "role": role} for name in names],
        "places": {"DIRECTIONS": item.task} if item.task else {},
        "lines": [{**line, "facts": page.about.get(f"LINE:{line['key']}", [])} for line in lines],
    }
