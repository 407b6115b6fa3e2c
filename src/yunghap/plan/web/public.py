"""The plan for everybody: an edition at a glance, its directions, money and ministries.

Every page is made from an outline of the edition, filled in with the facts that it shows.
"""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from yunghap.plan.contracts import Role
from yunghap.plan.queries import figures
from yunghap.plan.queries.edition import fill
from yunghap.plan.queries.values import EditionView, Indicator, Programme

from . import charts, reads
from .tables import indicator_rows, programme_rows

PER_PAGE = 50


def find(request: HttpRequest, edition: str) -> reads.EditionRef:
    """The edition of the address ("2023" or "2023-2") as the reader may see it; 404 otherwise."""
    found = reads.find_edition(edition, by=reads.actor(request))
    if found is None:
        raise Http404
    return found


def language() -> str:
    """The language of the page."""
    return get_language() or "ko"


def page_of(request: HttpRequest, template: str, ref: reads.EditionRef, **context: object) -> HttpResponse:
    """A page about one edition."""
    own: dict[str, object] = {"ref": ref, "section": template}
    if "ministry_names" not in context:
        own["ministry_names"] = reads.ministries_here(ref)
    return render(request, f"plan/{template}.html", {**own, **context})


@login_not_required
def editions(request: HttpRequest) -> HttpResponse:
    """All editions a reader may see, newest first."""
    found = reads.visible_editions(by=reads.actor(request))
    return render(request, "plan/editions.html", {"editions": found})


@login_not_required
def latest(request: HttpRequest) -> HttpResponse:
    """The newest published edition that is not generated, else the list."""
    found = reads.visible_editions(by=reads.actor(request))
    best = next((ref for ref in found if ref.is_published and not ref.generated), None)
    if best is None:
        return redirect("plan:editions")
    return redirect("plan:glance", edition=best.slug)


@login_not_required
def glance(request: HttpRequest, edition: str) -> HttpResponse:
    """The plan on one page: totals, money by area and ministry, directions, findings."""
    ref = find(request, edition)
    data, names = reads.outline(ref), reads.ministries_here(ref)
    return page_of(
        request,
        "glance",
        ref,
        data=data,
        numbers=reads.numbers_of(ref).count(),
        areas=figures.printed_table(data, "area", year=data.year, role=Role.BUDGET),
        ministries=len(figures.ministry_keys(data)),
        before=figures.printed_table(data, "area", year=data.year - 1, role=Role.ACTUAL),
        directions=figures.task_rows(data),
        findings=reads.finding_counts(ref),
        charts=charts.money_charts(data, language(), names),
        ministry_names=names,
    )


@login_not_required
def directions(request: HttpRequest, edition: str) -> HttpResponse:
    """Directions and tasks with what is placed under them, and what is placed nowhere."""
    ref = find(request, edition)
    data = reads.outline(ref)
    return page_of(request, "directions", ref, data=data, rows=figures.task_rows(data))


@login_not_required
def task(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """One direction or task: its programmes and indicators."""
    ref = find(request, edition)
    data = reads.outline(ref)
    node = next((node for node in data.scheme("tasks") if node.code == code), None)
    if node is None:
        raise Http404
    codes = figures.with_children(data, code)
    return page_of(
        request,
        "task",
        ref,
        node=node,
        parent=next((one for one in data.scheme("tasks") if one.code == node.parent), None),
        children=list(data.scheme("tasks", parent=node.code)),
        **_listed(
            data,
            [item for item in data.programmes if item.nodes.get("tasks") in codes],
            [item for item in data.indicators if item.nodes.get("tasks") in codes],
        ),
    )


def _listed(
    data: EditionView, programmes: Sequence[Programme], indicators: Sequence[Indicator]
) -> dict[str, object]:
    """The first of what belongs to a task or ministry, filled in, and how many there are."""
    first = programmes[:PER_PAGE]
    data = fill(data, programmes=first, indicators=indicators[:PER_PAGE])
    filled = {item.id: item for item in data.indicators}
    return {
        "data": data,
        "programmes": programme_rows(data, first),
        "programme_count": len(programmes),
        "indicators": indicator_rows(data, [filled[item.id] for item in indicators[:PER_PAGE]]),
        "indicator_count": len(indicators),
    }


@login_not_required
def money(request: HttpRequest, edition: str) -> HttpResponse:
    """The printed money tables of this year's budget and last year's actuals, and what is itemised of them."""
    ref = find(request, edition)
    data, names = reads.outline(ref), reads.ministries_here(ref)
    nodes = {(node.scheme, node.code): node for node in data.nodes}
    tables = [
        (subject, role, table, [(row, nodes.get((scheme, row.key), row)) for row in table.rows])
        for role, year in ((Role.BUDGET, data.year), (Role.ACTUAL, data.year - 1))
        for subject, scheme in (*figures.SCHEME_OF.items(), ("ministry", ""))
        if (table := figures.printed_table(data, subject, year=year, role=role)) is not None
    ]
    return page_of(
        request,
        "money",
        ref,
        data=data,
        tables=tables,
        directions=figures.task_rows(data),
        charts=charts.money_charts(data, language(), names),
        ministry_names=names,
    )


@login_not_required
def ministries(request: HttpRequest, edition: str) -> HttpResponse:
    """The ministries with their printed money this year and last, programmes and indicators."""
    ref = find(request, edition)
    data = reads.outline(ref)
    now = figures.printed_table(data, "ministry", year=data.year, role=Role.BUDGET)
    before = figures.printed_table(data, "ministry", year=data.year - 1, role=Role.ACTUAL)
    planned = {row.key: row for row in now.rows} if now else {}
    spent = {row.key: row for row in before.rows} if before else {}
    rows = [
        {
            "name": name,
            "row": planned.get(name),
            "before": spent.get(name),
            "programmes": sum(name in item.ministries for item in data.programmes),
            "indicators": sum(name in item.ministries for item in data.indicators),
        }
        for name in figures.ministry_keys(data)
    ]
    return page_of(request, "ministries", ref, data=data, rows=rows, now=now, before=before)


@login_not_required
def ministry(request: HttpRequest, edition: str, name: str) -> HttpResponse:
    """One ministry's part of the plan."""
    ref = find(request, edition)
    data = reads.outline(ref)
    programmes = [item for item in data.programmes if name in item.ministries]
    indicators = [item for item in data.indicators if name in item.ministries]
    numbers = reads.of_ministry(reads.numbers_of(ref), name).count()
    if not (programmes or indicators or numbers):
        raise Http404
    return page_of(
        request,
        "ministry",
        ref,
        name=name,
        totals=[
            reads.Sourced(total.fact, data.facts[total.fact])
            for total in data.totals
            if (total.subject, total.key) == ("ministry", name)
        ],
        milestones=[item for item in data.milestones if name in item.ministries],
        numbers=numbers,
        **_listed(data, programmes, indicators),
    )
