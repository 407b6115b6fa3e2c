"""The figures of one or two versions as objects of JSON, and as a document with charts and tables."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from yunghap.documents.blocks import Block, Document, Figure, Note, Paragraph, Table
from yunghap.documents.charts import Series, data_table, grouped_bar_chart

from .measures import Spread, Summary, histogram

Language = Literal["ko", "en"]
_MOST_BARS = 12


def records(summaries: Sequence[Summary]) -> Iterator[dict[str, object]]:
    """One object for each version's lead time, each of its steps and places; then what changes from the first to the
    second.
    """
    for one in summaries:
        yield {
            "kind": "lead_time",
            "version": one.name,
            "cases": one.cases,
            "finished": one.finished,
            "troubled": one.troubled,
            "trouble": one.trouble,
            "days": _spread(one.lead_time),
            "ends": dict(one.ends),
        }
        for step in one.steps:
            yield {
                "kind": "step",
                "version": one.name,
                "node": step.node,
                "name": step.name,
                "count": step.count,
                "days": _spread(step.total),
                "waiting": round(step.waiting, 3),
                "late": round(step.late, 4),
            }
        for load in one.loads:
            yield {
                "kind": "workload",
                "version": one.name,
                "place": load.place,
                "items": load.items,
                "days": round(load.days, 2),
                "most_at_once": load.most,
            }
    if len(summaries) == 2 and all(one.lead_time for one in summaries):
        yield _comparison(*summaries)


def _comparison(first: Summary, second: Summary) -> dict[str, object]:
    assert first.lead_time is not None and second.lead_time is not None  # noqa: S101, PT018 - asked by the caller
    return {
        "kind": "comparison",
        "versions": [first.name, second.name],
        "mean": round(second.lead_time.mean - first.lead_time.mean, 2),
        "median": round(second.lead_time.median - first.lead_time.median, 2),
        "p90": round(second.lead_time.p90 - first.lead_time.p90, 2),
        "median_ratio": round(second.lead_time.median / first.lead_time.median, 3)
        if first.lead_time.median
        else None,
    }


def _spread(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    parts = ("mean", "p10", "median", "p90", "most")
    return {part: round(getattr(spread, part), 2) for part in parts}


def document(summaries: Sequence[Summary], *, seed: int, language: Language) -> Document:
    """The report: lead times, waiting by step, workload by place, each as chart and table."""
    names = ", ".join(one.name for one in summaries)
    blocks: list[Block] = [
        Paragraph(
            _("%(cases)s generated or recorded cases, seed %(seed)d.")
            % {"cases": f"{summaries[0].cases:,}", "seed": seed}
        ),
        _lead_times(summaries),
    ]
    known = [one for one in summaries if one.lead_times]
    if known:
        blocks.append(_chart_of_lead_times(known, language))
    blocks += [part for part in (_waiting(summaries, language), _workload(summaries, language)) if part]
    blocks.append(
        Note(
            _(
                "Days of the calendar. A step takes from when its work came until it was done. "
                "A simulation shows what follows from its assumptions, not what will be."
            )
        )
    )
    return Document(_("Simulation: %(names)s") % {"names": names}, language, tuple(blocks))


def _lead_times(summaries: Sequence[Summary]) -> Table:
    header = [
        _("Version"),
        _("Number of cases"),
        _("Finished"),
        _("Mean"),
        _("Median"),
        _("10 of 100 within"),
        _("90 of 100 within"),
    ]
    rows = []
    for one in summaries:
        lead = one.lead_time
        figures = (lead.mean, lead.median, lead.p10, lead.p90) if lead else (None,) * 4
        rows.append([one.name, one.cases, one.finished, *(_one_place(value) for value in figures)])
    return Table(_("Lead time in days"), header, rows)


def _chart_of_lead_times(summaries: Sequence[Summary], language: Language) -> Figure:
    longest = max(one.lead_times[-1] for one in summaries)
    width = next(step for step in (1, 5, 10, 30, 60, 90, 180, 365, 10_000) if longest / step <= _MOST_BARS)
    edges = [float(width * number) for number in range(math.floor(longest / width) + 2)]
    categories = [f"{low:.0f}–{low + width:.0f}" for low in edges[:-1]]
    series = [Series(one.name, histogram(one.lead_times, edges)) for one in summaries]
    title = _("Cases by lead time in days")
    half = _("%(name)s: half of the cases within %(days)s days")
    medians = {one.name: one.lead_time.median for one in summaries if one.lead_time}
    told = "; ".join(half % {"name": name, "days": f"{median:.0f}"} for name, median in medians.items())
    return _figure(title, told, _("Days"), categories=categories, series=series, language=language)


def _waiting(summaries: Sequence[Summary], language: Language) -> Figure | None:
    names = list(dict.fromkeys(step.name for one in summaries for step in one.steps))
    by_name = [{step.name: step for step in one.steps} for one in summaries]
    series = [
        Series(one.name, [_one_place(steps[name].total.mean) if name in steps else None for name in names])
        for one, steps in zip(summaries, by_name, strict=True)
    ]
    if not names:
        return None
    title = _("Mean days at each step")
    return _figure(
        title,
        _("From when work came to when it was done."),
        _("Step"),
        categories=names,
        series=series,
        language=language,
    )


def _workload(summaries: Sequence[Summary], language: Language) -> Figure | None:
    places = list(dict.fromkeys(load.place for one in summaries for load in one.loads))
    by_place = [{load.place: load for load in one.loads} for one in summaries]
    series = [
        Series(one.name, [_one_place(loads[place].days) if place in loads else None for place in places])
        for one, loads in zip(summaries, by_place, strict=True)
    ]
    if not places:
        return None
    title = _("Days of work by lane or ministry")
    return _figure(
        title,
        _("All cases together."),
        _("Lane or ministry"),
        categories=places,
        series=series,
        language=language,
    )


def _figure(
    title: str,
    told: str,
    first: str,
    *,
    categories: Sequence[str],
    series: Sequence[Series],
    language: Language,
) -> Figure:
    svg = grouped_bar_chart(
        title=title, description=told, categories=categories, series=series, unit="", language=language
    )
    table = data_table(caption=title, first=first, categories=categories, series=series, language=language)
    return Figure(svg, title, table, told)


def _one_place(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.1f}")
