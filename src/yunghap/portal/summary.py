"""The newest published plan in a few figures, for the home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from yunghap.core import clock
from yunghap.plan import service as plan

KEPT = 60  # seconds that the figures stay in memory; findings may be waived meanwhile


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount of an area or ministry: as printed, in won, its source, and the year before."""

    key: str
    name_ko: str
    name_en: str
    text: str
    krw: int
    observation: str
    before_text: str
    before_krw: int | None
    before_observation: str


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction with its tasks, each as (code, Korean name, English name)."""

    code: str
    name_ko: str
    name_en: str
    tasks: tuple[tuple[str, str, str], ...]
    programmes: int
    indicators: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What the home page shows of an edition; amounts are in printed order."""

    year: int
    before: int
    title: str
    total: Amount | None
    areas: tuple[Amount, ...]
    ministries: tuple[Amount, ...]
    directions: tuple[Direction, ...]
    programmes: int
    indicators: int
    numbers: int
    checked: bool
    findings: int

    @property
    def most_area(self) -> int:
        """The longest bar of the areas."""
        return _most(self.areas)

    @property
    def most_ministry(self) -> int:
        """The longest bar of the ministries."""
        return _most(self.ministries)


def _most(amounts: Sequence[Amount]) -> int:
    return max((max(amount.krw, amount.before_krw or 0) for amount in amounts), default=0)


def newest() -> Summary | None:
    """The figures of the newest published edition; None where nothing is published."""
    edition = plan.current_edition()
    if edition is None:
        return None
    return _summary(edition.pk, edition.version, int(clock.now().timestamp()) // KEPT)


@lru_cache(maxsize=4)
def _summary(edition_id: str, version: int, moment: int) -> Summary:  # noqa: ARG001 - parts of the key
    edition = plan.Edition.objects.select_related("document").get(pk=edition_id)
    glance = plan.plan_at_a_glance(edition)
    english = {row.short_name: row.english_name for row in plan.ministries_of(edition)}
    return Summary(
        year=edition.year,
        before=glance.executed.year,
        title=edition.title,
        total=_total(glance),
        areas=_amounts(glance.planned, glance.executed, {}),
        ministries=_amounts(glance.planned_by_ministry, glance.executed_by_ministry, english),
        directions=tuple(
            Direction(
                row.node.code,
                row.node.name_ko,
                row.node.name_en,
                tuple((task.node.code, task.node.name_ko, task.node.name_en) for task in row.tasks),
                row.programmes,
                row.indicators,
            )
            for row in plan.task_tree(edition)
        ),
        programmes=glance.programmes,
        indicators=glance.indicators,
        numbers=glance.numbers,
        checked=glance.findings.run_at is not None,
        findings=glance.findings.open,
    )


def _total(glance: plan.Glance) -> Amount | None:
    total, before = glance.planned.total, glance.executed.total
    if total is None or total.krw is None:
        return None
    return Amount(
        "",
        "",
        "",
        total.text,
        total.krw,
        total.observation,
        before.text if before else "",
        before.krw if before else None,
        before.observation if before else "",
    )


def _amounts(
    planned: plan.MoneyTable, executed: plan.MoneyTable, english: dict[str, str]
) -> tuple[Amount, ...]:
    """Rows with a printed amount, each beside its amount of the year before."""
    earlier = {row.key: row.printed for row in executed.rows}
    found = []
    for row in planned.rows:
        if row.printed is None or row.printed.krw is None:
            continue
        before = earlier.get(row.key)
        found.append(
            Amount(
                key=row.key,
                name_ko=row.label,
                name_en=(row.node.name_en if row.node else english.get(row.key, "")) or row.label,
                text=row.printed.text,
                krw=row.printed.krw,
                observation=row.printed.observation,
                before_text=before.text if before else "",
                before_krw=before.krw if before else None,
                before_observation=before.observation if before else "",
            )
        )
    return tuple(found)
