"""Charts of an edition, the same in page and document, each with the table of its numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunghap.core.money import in_column
from yunghap.documents.charts import Picture, Series, grouped_bar_chart, in_two_widths, line_with_target
from yunghap.plan.contracts import Message, Role
from yunghap.plan.queries.compare import EditionDiff
from yunghap.plan.queries.figures import printed_table
from yunghap.plan.queries.values import EditionView, Indicator, IndicatorValue

UNIT = Message("억원", "KRW billion")
AREAS = Message("분야별 재정투자", "Money by area")
MINISTRIES = Message("부처별 재정투자", "Money by ministry")
CHANGES = Message("금액의 변화", "Money then and now")
HOW = Message(
    "막대의 길이가 금액입니다. 값은 아래 표에 있습니다.",
    "Bars show amounts; the table below holds the values.",
)
COURSE = Message(
    "선이 해마다의 실적과 목표입니다. 값은 아래 표에 있습니다.",
    "Lines show actuals and targets year by year; the table below holds the values.",
)
SPENT = Message("실적", "spent")
BUDGET = Message("예산", "budget")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and its table: `rows` under `header`, first cell the category."""

    title: str
    picture: Picture
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _say(message: Message, language: str) -> str:
    return message.en if language == "en" else message.ko


def _grouped(
    title: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[int | None]]], language: str
) -> Chart:
    values = [
        Series(name, tuple(None if krw is None else in_column(krw, language) for krw in amounts))
        for name, amounts in series
    ]
    picture = in_two_widths(
        grouped_bar_chart,
        title=title,
        description=_say(HOW, language),
        categories=names,
        series=values,
        unit=_say(UNIT, language),
        language="en" if language == "en" else "ko",
    )
    rows = tuple(
        (name, *("–" if one.values[index] is None else f"{one.values[index]:,}" for one in values))
        for index, name in enumerate(names)
    )
    return Chart(title, picture, ("", *(one.name for one in values)), rows)


def money_charts(edition: EditionView, language: str, ministries: Mapping[str, str]) -> list[Chart]:
    """This year's budget beside last year's spending, by area and by ministry; none where no table is printed.

    `ministries` are their names for the reader by short name, where they differ.
    """
    charts = []
    for subject, title in (("area", AREAS), ("ministry", MINISTRIES)):
        now = printed_table(edition, subject, year=edition.year, role=Role.BUDGET)
        before = printed_table(edition, subject, year=edition.year - 1, role=Role.ACTUAL)
        if now is None:
            continue
        spent = {row.key: row.krw for row in before.rows} if before else {}
        series: list[tuple[str, Sequence[int | None]]] = [
            (f"{edition.year} {_say(BUDGET, language)}", [row.krw for row in now.rows])
        ]
        if spent:
            name = f"{edition.year - 1} {_say(SPENT, language)}"
            series.insert(0, (name, [spent.get(row.key) for row in now.rows]))
        names = [_name(edition, row.key, ministries.get(row.name, row.name), language) for row in now.rows]
        charts.append(_grouped(_say(title, language), names, series, language))
    return charts


def _name(edition: EditionView, key: str, name: str, language: str) -> str:
    node = next((node for node in edition.nodes if node.scheme == "areas" and node.code == key), None)
    return node.name_en if node is not None and language == "en" and node.name_en else name


def change_chart(
    diff: EditionDiff, before: int, after: int, language: str, ministries: Mapping[str, str]
) -> Chart | None:
    """Money of the areas and ministries that both editions print; None where nothing differs."""
    changed = [
        change
        for subject in ("AREA_MONEY", "MINISTRY_MONEY")
        for change in diff.of(subject=subject)
        if change.krw_before and change.krw_after
    ]
    if not changed:
        return None
    series = [
        (str(before), [change.krw_before for change in changed]),
        (str(after), [change.krw_after for change in changed]),
    ]
    return _grouped(
        _say(CHANGES, language),
        [ministries.get(change.name, change.name) for change in changed],
        series,
        language,
    )


def indicator_chart(indicator: Indicator, values: Iterable[IndicatorValue], language: str) -> Chart | None:
    """Actuals and targets by year, of several the last; None where there are not two years to compare."""
    stated = list(values)
    years = sorted({value.year for value in stated if value.year is not None})
    if len(years) < 2:
        return None

    def of(*roles: Role) -> list[Decimal | None]:
        known = {value.year: value.value for value in stated if value.role in roles}
        return [known.get(year) for year in years]

    actual, target = of(Role.ACTUAL, Role.BASELINE), of(Role.TARGET, Role.BUDGET)
    picture = in_two_widths(
        line_with_target,
        title=indicator.name,
        description=_say(COURSE, language),
        periods=[str(year) for year in years],
        actual=actual,
        target=target,
        unit=indicator.unit,
        language="en" if language == "en" else "ko",
    )
    rows = tuple(
        (str(year), *("–" if value is None else f"{value:,f}" for value in (actual[index], target[index])))
        for index, year in enumerate(years)
    )
    header = ("", _say(Message("실적", "actual"), language), _say(Message("목표", "target"), language))
    return Chart(indicator.name, picture, header, rows)
