"""What everybody may read of a plan: every page is a function of one edition's data."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunghap.core.text import name_key
from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.view import charts, figures
from yunghap.plan.view.model import BudgetLine, EditionView, Indicator, Node, Programme

from . import reads

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Sourced:
    """A fact with its id: what a number on a page needs to lead back to its source."""

    id: str
    fact: Quantity


def _edition(request: HttpRequest, edition: str) -> tuple[reads.EditionRef, EditionView]:
    """The edition of the address ("2023" or "2023-2") as the reader may see it; 404 otherwise."""
    found = reads.find_edition(edition, by=reads.actor(request))
    if found is None:
        raise Http404
    return found, reads.edition_data(found)


def _language() -> str:
    return get_language() or "ko"


def _page(request: HttpRequest, template: str, ref: reads.EditionRef, **context: object) -> HttpResponse:
    return render(request, f"plan/{template}.html", {"ref": ref, "section": template, **context})


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
    ref, data = _edition(request, edition)
    areas = figures.printed_table(data, "area", year=data.year, role=Role.BUDGET)
    ministries = figures.printed_table(data, "ministry", year=data.year, role=Role.BUDGET)
    before = figures.printed_table(data, "area", year=data.year - 1, role=Role.ACTUAL)
    return _page(
        request,
        "glance",
        ref,
        data=data,
        areas=areas,
        ministries=ministries,
        before=before,
        directions=figures.task_rows(data),
        findings=reads.finding_counts(ref),
        charts=charts.money_charts(data, _language()),
    )


@login_not_required
def directions(request: HttpRequest, edition: str) -> HttpResponse:
    """Directions and tasks with what is placed under them, and what is placed nowhere."""
    ref, data = _edition(request, edition)
    return _page(request, "directions", ref, data=data, rows=figures.task_rows(data))


@login_not_required
def task(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """One direction or task: its programmes and indicators."""
    ref, data = _edition(request, edition)
    node = next((node for node in data.nodes if node.scheme == "tasks" and node.code == code), None)
    if node is None:
        raise Http404
    children = list(data.scheme("tasks", parent=node.code))
    codes = {node.code, *(child.code for child in children)}
    return _page(
        request,
        "task",
        ref,
        data=data,
        node=node,
        parent=next((one for one in data.nodes if one.scheme == "tasks" and one.code == node.parent), None),
        children=children,
        programmes=_programme_rows(data, [p for p in data.programmes if p.nodes.get("tasks") in codes]),
        indicators=_indicator_rows(data, [i for i in data.indicators if i.nodes.get("tasks") in codes]),
    )


@login_not_required
def money(request: HttpRequest, edition: str) -> HttpResponse:
    """The printed money tables of this year's budget and last year's actuals, and what is itemised of them."""
    ref, data = _edition(request, edition)
    tables = [
        (subject, role, table)
        for role, year in ((Role.BUDGET, data.year), (Role.ACTUAL, data.year - 1))
        for subject in ("area", "ministry")
        if (table := figures.printed_table(data, subject, year=year, role=role)) is not None
    ]
    return _page(
        request,
        "money",
        ref,
        data=data,
        tables=tables,
        directions=figures.task_rows(data),
        charts=charts.money_charts(data, _language()),
    )


@login_not_required
def ministries(request: HttpRequest, edition: str) -> HttpResponse:
    """The ministries with their money this year and last, programmes and indicators."""
    ref, data = _edition(request, edition)
    now = figures.printed_table(data, "ministry", year=data.year, role=Role.BUDGET)
    before = figures.printed_table(data, "ministry", year=data.year - 1, role=Role.ACTUAL)
    spent = {row.key: row for row in before.rows} if before else {}
    rows = [
        {
            "row": row,
            "before": spent.get(row.key),
            "programmes": _count(data.programmes, row.key),
            "indicators": _count(data.indicators, row.key),
        }
        for row in (now.rows if now else ())
    ]
    return _page(request, "ministries", ref, data=data, rows=rows, now=now, before=before)


def _count(items: Iterable[Programme | Indicator], ministry: str) -> int:
    return sum(ministry in item.ministries for item in items)


@login_not_required
def ministry(request: HttpRequest, edition: str, name: str) -> HttpResponse:
    """One ministry's part of the plan."""
    ref, data = _edition(request, edition)
    programmes = [item for item in data.programmes if name in item.ministries]
    indicators = [item for item in data.indicators if name in item.ministries]
    facts = [Sourced(key, fact) for key, fact in data.facts.items() if name in fact.ministry]
    if not (programmes or indicators or facts):
        raise Http404
    totals = [
        Sourced(total.fact, data.facts[total.fact])
        for total in data.totals
        if (total.subject, total.key) == ("ministry", name)
    ]
    return _page(
        request,
        "ministry",
        ref,
        data=data,
        name=name,
        totals=totals,
        programmes=_programme_rows(data, programmes),
        indicators=_indicator_rows(data, indicators),
        milestones=[item for item in data.milestones if name in item.ministries],
        facts=facts,
    )


@login_not_required
def programmes(request: HttpRequest, edition: str) -> HttpResponse:
    """All programmes: filter by ministry and task, search by name, sort by money or name."""
    ref, data = _edition(request, edition)
    wanted = {key: request.GET.get(key, "").strip() for key in ("q", "ministry", "task", "sort")}
    found = [item for item in data.programmes if _matches(item, wanted)]
    rows = _programme_rows(data, found)
    if wanted["sort"] == "name":
        rows.sort(key=lambda row: row.name)
    elif wanted["sort"] == "-money":
        rows.sort(key=lambda row: -row.krw)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return _page(
        request,
        "programmes",
        ref,
        data=data,
        page=page,
        wanted=wanted,
        ministries=_ministry_names(data),
        tasks=[node for node in data.scheme("tasks") if node.parent],
        total_krw=figures.sum_krw((row.item for row in rows), data.year),
    )


def _matches(item: Programme | Indicator, wanted: dict[str, str]) -> bool:
    if wanted["q"] and name_key(wanted["q"]) not in name_key(item.name):
        return False
    if wanted["ministry"] and wanted["ministry"] not in item.ministries:
        return False
    if wanted["task"] == "-":
        return "tasks" not in item.nodes
    return not wanted["task"] or item.nodes.get("tasks") == wanted["task"]


def _ministry_names(data: EditionView) -> list[str]:
    printed = [total.key for total in data.totals if total.subject == "ministry"]
    others = {name for item in data.programmes for name in item.ministries}
    others |= {name for item in data.indicators for name in item.ministries}
    return list(dict.fromkeys([*printed, *sorted(others)]))


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme in a table: its line of the year, totals over several years, its task."""

    item: Programme
    krw: int
    line: BudgetLine | None
    multi: tuple[BudgetLine, ...]
    task: Node | None

    @property
    def name(self) -> str:
        """For sorting."""
        return self.item.name


def _programme_rows(data: EditionView, programmes: list[Programme]) -> list[ProgrammeRow]:
    names = {node.code: node for node in data.nodes if node.scheme == "tasks"}
    return [
        ProgrammeRow(
            item=item,
            krw=figures.annual_krw(item, data.year) or 0,
            line=figures.annual_line(item, data.year),
            multi=figures.multi_year_lines(item),
            task=names.get(item.nodes.get("tasks", "")),
        )
        for item in programmes
    ]


@login_not_required
def programme(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """One programme: money by year and source, indicators of the same name, every place it is printed."""
    ref, data = _edition(request, edition)
    item = next((item for item in data.programmes if item.id == id), None)
    if item is None:
        raise Http404
    nodes = [node for node in data.nodes if item.nodes.get(node.scheme) == node.code]
    related = [one for one in data.indicators if name_key(item.name) in name_key(one.name)]
    return _page(
        request,
        "programme",
        ref,
        data=data,
        item=item,
        nodes=nodes,
        indicators=_indicator_rows(data, related),
        elsewhere=reads.programme_elsewhere(ref, id, by=reads.actor(request)),
    )


@login_not_required
def indicators(request: HttpRequest, edition: str) -> HttpResponse:
    """Indicators with last year's performance beside this year's target, and what the target rests on."""
    ref, data = _edition(request, edition)
    wanted = {key: request.GET.get(key, "").strip() for key in ("q", "ministry", "task")}
    found = [item for item in data.indicators if _matches(item, wanted)]
    page = Paginator(_indicator_rows(data, found), PER_PAGE).get_page(request.GET.get("page"))
    return _page(
        request,
        "indicators",
        ref,
        data=data,
        page=page,
        wanted=wanted,
        ministries=_ministry_names(data),
        tasks=[node for node in data.scheme("tasks") if node.parent],
        evidence=reads.evidence_by_fact(ref),
    )


def _indicator_rows(data: EditionView, indicators: list[Indicator]) -> list[dict[str, object]]:
    names = {node.code: node for node in data.nodes if node.scheme == "tasks"}
    rows: list[dict[str, object]] = []
    for item in indicators:
        by_role = {
            role: [value for value in item.values if value.role is role]
            for role in (Role.BASELINE, Role.ACTUAL, Role.TARGET)
        }
        rows.append(
            {
                "item": item,
                "baseline": by_role[Role.BASELINE],
                "actual": by_role[Role.ACTUAL],
                "target": by_role[Role.TARGET],
                "task": names.get(item.nodes.get("tasks", "")),
            }
        )
    return rows


@login_not_required
def indicator(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """One indicator over time, through every edition that has it."""
    ref, data = _edition(request, edition)
    item = next((item for item in data.indicators if item.id == id), None)
    if item is None:
        raise Http404
    return _page(
        request,
        "indicator",
        ref,
        data=data,
        item=item,
        elsewhere=reads.indicator_elsewhere(ref, id, by=reads.actor(request)),
        chart=charts.indicator_chart(item, _language()),
        evidence=reads.evidence_by_fact(ref),
    )


@login_not_required
def findings(request: HttpRequest, edition: str) -> HttpResponse:
    """What the checks found: failures first, waivers with their reasons, passes on request."""
    ref, data = _edition(request, edition)
    shown = request.GET.get("show", "fail")
    found = reads.findings(ref, outcome=shown if shown in {"fail", "pass", "not_applicable"} else "fail")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return _page(
        request, "findings", ref, data=data, page=page, shown=shown, counts=reads.finding_counts(ref)
    )


@login_not_required
def facts(request: HttpRequest, edition: str) -> HttpResponse:
    """Every number of the document in reading order, with filters."""
    ref, data = _edition(request, edition)
    wanted = {key: request.GET.get(key, "").strip() for key in ("q", "ministry", "role", "line")}
    found = [Sourced(key, fact) for key, fact in data.facts.items() if _fact_matches(fact, wanted)]
    found.sort(key=lambda one: (one.fact.line, one.fact.start))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return _page(
        request,
        "facts",
        ref,
        data=data,
        page=page,
        wanted=wanted,
        roles=list(Role),
        ministries=_ministry_names(data),
    )


def _fact_matches(fact: Quantity, wanted: dict[str, str]) -> bool:
    if wanted["q"] and name_key(wanted["q"]) not in name_key(f"{fact.programme} {fact.text}"):
        return False
    if wanted["ministry"] and wanted["ministry"] not in fact.ministry:
        return False
    if wanted["role"] and fact.role.value != wanted["role"]:
        return False
    return not wanted["line"] or wanted["line"] == str(fact.line)


@login_not_required
def fact(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """The source of one number, with the line itself where the document is at hand."""
    ref, data = _edition(request, edition)
    found = data.facts.get(id)
    if found is None:
        raise Http404
    line = reads.printed_line(ref, found)
    same = [
        Sourced(key, other)
        for key, other in data.facts.items()
        if key != id and other.value == found.value and other.unit == found.unit and other.role is found.role
    ]
    neighbours = [
        Sourced(key, data.facts[key]) for key in figures.facts_by_line(data)[found.line] if key != id
    ]
    return _page(
        request,
        "fact",
        ref,
        data=data,
        id=id,
        fact=found,
        before_text=None if line is None else line[: found.start],
        after_text=None if line is None else line[found.end :],
        used_in=_uses(data, ref, id),
        same=[one for one in same if one.fact.line != found.line][:10],
        neighbours=neighbours,
    )


def _uses(data: EditionView, ref: reads.EditionRef, fact_id: str) -> list[tuple[str, str]]:
    """(label, address) of the programmes, indicators and tables that show this number."""
    uses = [
        (item.name, reverse("plan:programme", args=[ref.slug, item.id]))
        for item in data.programmes
        if any(fact_id == line.fact or fact_id in line.repeated for line in item.lines)
    ]
    uses += [
        (item.name, reverse("plan:indicator", args=[ref.slug, item.id]))
        for item in data.indicators
        if any(fact_id == value.fact or fact_id in value.repeated for value in item.values)
    ]
    if any(total.fact == fact_id for total in data.totals):
        uses.append((_("Money"), reverse("plan:money", args=[ref.slug])))
    return uses


@login_not_required
def changes(request: HttpRequest, edition: str) -> HttpResponse:
    """What became of the edition before: added, dropped, renamed and changed programmes, indicators and money."""
    ref, data = _edition(request, edition)
    others = [one for one in reads.visible_editions(by=reads.actor(request)) if one.slug != ref.slug]
    wanted = request.GET.get("from", "")
    base = next((one for one in others if one.slug == wanted), None) or next(
        (one for one in others if (one.year, one.seq) < (ref.year, ref.seq)), None
    )
    compared = None if base is None else reads.compare_editions(base, ref)
    return _page(
        request,
        "changes",
        ref,
        data=data,
        base=base,
        others=others,
        compared=compared,
        chart=None
        if base is None or compared is None
        else charts.change_chart(compared, base.year, ref.year, _language()),
    )
