"""The newest published plan in a few figures, for the home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yunghap.core import clock
from yunghap.identity import service as identity
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
    return _summary(edition.pk, edition.revision, int(clock.now().timestamp()) // KEPT)


@lru_cache(maxsize=4)
def _summary(edition_id: str, revision: int, moment: int) -> Summary:  # noqa: ARG001 - parts of the key
    edition = plan.Edition.objects.select_related("document").get(pk=edition_id)
    view = plan.read_outline(edition)
    english = {node.code: node.name_en for node in view.scheme("areas")}
    findings = plan.finding_counts(edition)
    return Summary(
        year=edition.year,
        before=edition.year - 1,
        title=edition.title,
        total=_total(view),
        areas=_amounts(view, "area", english),
        ministries=_amounts(view, "ministry", _english_names(edition)),
        directions=tuple(_direction(row) for row in plan.task_rows(view) if row.node is not None),
        programmes=len(view.programmes),
        indicators=len(view.indicators),
        numbers=plan.count_numbers(edition),
        checked=findings.run_at is not None,
        findings=findings.open,
    )


def _english_names(edition: plan.Edition) -> dict[str, str]:
    """Short name -> English name of the ministries on the day the plan came out."""
    day = edition.issued_on or date(edition.year, 1, 1)
    found = ((row.short_name, row.name_on(day)) for row in identity.ministries(day))
    return {short: name.english for short, name in found if name is not None}


def _direction(row: plan.TaskRow) -> Direction:
    tasks = [task.node for task in row.tasks if task.node is not None]
    return Direction(
        row.node.code if row.node else "",
        row.node.name if row.node else "",
        row.node.name_en if row.node else "",
        tuple((task.code, task.name, task.name_en) for task in tasks),
        len(row.programmes),
        row.indicators,
    )


def _total(view: plan.EditionView) -> Amount | None:
    now, before = plan.money_table(view, "area"), plan.money_table(view, "area", role=plan.Role.ACTUAL)
    if now.total is None or now.total_krw is None:
        return None
    return Amount("", "", "", *_pair(view, now.total, before.total or ""))


def _amounts(view: plan.EditionView, subject: str, english: dict[str, str]) -> tuple[Amount, ...]:
    """Rows with a printed amount, each beside its amount of the year before."""
    earlier = {row.key: row.amount for row in plan.money_table(view, subject, role=plan.Role.ACTUAL).rows}
    return tuple(
        Amount(
            row.key,
            row.name,
            english.get(row.key) or row.name,
            *_pair(view, row.amount, earlier.get(row.key, "")),
        )
        for row in plan.money_table(view, subject).printed
    )


def _pair(view: plan.EditionView, now: str, before: str) -> tuple[str, int, str, str, int | None, str]:
    """Text, won and id of an amount, and of the one of the year before ("" and None where there is none)."""
    fact, former = view.facts[now], view.facts.get(before)
    return (
        fact.text,
        fact.krw or 0,
        now,
        former.text if former else "",
        former.krw if former else None,
        before,
    )
