"""The plan in detail for everybody: programmes, indicators, findings, changes, and every number to its source."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yunghap.core.text import name_key
from yunghap.documents.service import write_csv
from yunghap.plan.contracts import Role
from yunghap.plan.enums import CheckOutcome, ObservationSubject
from yunghap.plan.exports.changes import change_table
from yunghap.plan.models import Observation
from yunghap.plan.queries import figures
from yunghap.plan.queries.common import amendments_of, get_edition
from yunghap.plan.queries.compare import Change, groups
from yunghap.plan.queries.edition import fill
from yunghap.plan.queries.findings import find_findings, finding_row
from yunghap.plan.queries.sources import source_of
from yunghap.plan.queries.values import EditionView, Indicator, Programme
from yunghap.plan.templatetags.plan import field_name
from yunghap.programmes import service as programmes_service

from . import charts, reads
from .public import PER_PAGE, find, language, page_of
from .tables import indicator_rows, programme_rows

SAME = 10  # places of an equal number that the page of a number names


@login_not_required
def programmes(request: HttpRequest, edition: str) -> HttpResponse:
    """All programmes: filter by ministry and task, search by name, sort by money or name."""
    ref = find(request, edition)
    data = reads.outline(ref)
    wanted = {key: request.GET.get(key, "").strip() for key in ("q", "ministry", "task", "sort")}
    found = [item for item in data.programmes if _matches(data, item, wanted)]
    if wanted["sort"] == "name":
        found.sort(key=lambda item: item.name)
    elif wanted["sort"] == "-money":
        found.sort(key=lambda item: -(figures.annual_krw(item, data.year) or 0))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    data = fill(data, programmes=page.object_list)
    return page_of(
        request,
        "programmes",
        ref,
        data=data,
        page=page,
        rows=programme_rows(data, page.object_list),
        wanted=wanted,
        ministries=reads.ministry_names(data),
        tasks=[node for node in data.scheme("tasks") if node.parent],
        total_krw=figures.sum_krw(found, data.year),
    )


def _matches(data: EditionView, item: Programme | Indicator, wanted: dict[str, str]) -> bool:
    if wanted["q"] and name_key(wanted["q"]) not in name_key(item.name):
        return False
    if wanted["ministry"] and wanted["ministry"] not in item.ministries:
        return False
    if wanted["task"] == "-":
        return "tasks" not in item.nodes
    return not wanted["task"] or item.nodes.get("tasks") in figures.with_children(data, wanted["task"])


@login_not_required
def programme(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """One programme: money by year and source, indicators of the same name, every place it is printed."""
    ref = find(request, edition)
    data = reads.outline(ref, programmes={id}, indicators=reads.related_indicators(ref, id))
    item = next(iter(data.programmes), None)
    if item is None:
        raise Http404
    data = fill(data, programmes=[item], indicators=data.indicators)
    return page_of(
        request,
        "programme",
        ref,
        data=data,
        item=item,
        nodes=[node for node in data.nodes if item.nodes.get(node.scheme) == node.code],
        indicators=indicator_rows(data, data.indicators),
        commitments=programmes_service.commitments_of(id),
        elsewhere=reads.programme_elsewhere(ref, id, by=reads.actor(request)),
    )


@login_not_required
def indicators(request: HttpRequest, edition: str) -> HttpResponse:
    """Indicators with last year's performance beside this year's target, and what the target rests on."""
    ref = find(request, edition)
    data = reads.outline(ref)
    wanted = {key: request.GET.get(key, "").strip() for key in ("q", "ministry", "task")}
    found = [item for item in data.indicators if _matches(data, item, wanted)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    data = fill(data, indicators=shown)
    filled = {item.id: item for item in data.indicators}
    return page_of(
        request,
        "indicators",
        ref,
        data=data,
        page=page,
        rows=indicator_rows(data, [filled[item.id] for item in shown]),
        wanted=wanted,
        ministries=reads.ministry_names(data),
        tasks=[node for node in data.scheme("tasks") if node.parent],
    )


@login_not_required
def indicator(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """One indicator over time, through every edition that has it, and how far its targets were reached."""
    ref = find(request, edition)
    data = reads.outline(ref, programmes=(), indicators={id})
    data = fill(data, indicators=data.indicators)
    item = next(iter(data.indicators), None)
    if item is None:
        raise Http404
    elsewhere = reads.indicator_elsewhere(ref, item, by=reads.actor(request))
    over_time = [
        one for other in reversed(elsewhere) if _comparable(ref, other.edition) for one in other.values
    ]
    over_time += item.values
    return page_of(
        request,
        "indicator",
        ref,
        data=data,
        item=item,
        elsewhere=elsewhere,
        chart=charts.indicator_chart(item, over_time, language()),
        achieved=figures.achievements(over_time, item.better),
        evidence=reads.evidence_by_fact(value.fact for value in item.values),
    )


def _comparable(ref: reads.EditionRef, other: reads.EditionRef) -> bool:
    """Invented values never stand among real ones."""
    return ref.generated or not other.generated


@login_not_required
def findings(request: HttpRequest, edition: str) -> HttpResponse:
    """What the checks found: failures first, waivers with their reasons, passes on request."""
    ref = find(request, edition)
    shown = request.GET.get("show", "fail")
    outcome = shown.upper() if shown in {"fail", "pass", "not_applicable"} else CheckOutcome.FAIL
    found = find_findings(reads.row_of(ref), outcome=outcome)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page_of(
        request,
        "findings",
        ref,
        page=page,
        rows=[finding_row(row) for row in page.object_list],
        shown=shown,
        counts=reads.finding_counts(ref),
    )


@login_not_required
def facts(request: HttpRequest, edition: str) -> HttpResponse:
    """Every number of the document in reading order, with filters."""
    ref = find(request, edition)
    wanted = {key: request.GET.get(key, "").strip() for key in ("q", "ministry", "role", "line")}
    found = reads.find_numbers(
        ref, text=wanted["q"], ministry=wanted["ministry"], role=wanted["role"], line=wanted["line"]
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page_of(
        request,
        "facts",
        ref,
        page=page,
        rows=reads.sourced(ref, page.object_list),
        wanted=wanted,
        roles=list(Role),
        ministries=reads.ministry_names(reads.outline(ref, programmes=(), indicators=())),
    )


@login_not_required
def fact(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """The source of one number, with the line itself where the document is at hand."""
    ref = find(request, edition)
    row = reads.numbers_of(ref).filter(pk=id).select_related("section", "budget_line", "indicator").first()
    if row is None:
        raise Http404
    (found,) = reads.sourced(ref, [id])
    source = source_of(id)
    line = source.line_text
    others = reads.numbers_of(ref).exclude(pk=id)
    beside = others.filter(span__document=row.span.document_id, span__line=row.span.line)
    same = others.filter(value=row.value, unit=row.unit, role=row.role).exclude(pk__in=beside.values("pk"))
    return page_of(
        request,
        "fact",
        ref,
        id=id,
        fact=found.fact,
        source=source,
        before_text=None if line is None else line[: source.start],
        after_text=None if line is None else line[source.end :],
        used_in=_uses(ref, row),
        same=reads.sourced(ref, same.values_list("pk", flat=True)[:SAME]),
        neighbours=reads.sourced(ref, beside.values_list("pk", flat=True)),
    )


def _uses(ref: reads.EditionRef, row: Observation) -> list[tuple[str, str]]:
    """(label, address) of the programme, indicator or table that shows this number."""
    if row.budget_line is not None:
        names = programmes_service.names_of({row.budget_line.programme_id}, year=ref.year)
        return [(name, reverse("plan:programme", args=[ref.slug, key])) for key, name in names.items()]
    if row.indicator is not None:
        return [(row.indicator.name, reverse("plan:indicator", args=[ref.slug, row.indicator.pk]))]
    if row.subject != ObservationSubject.UNBOUND:
        return [(_("Money"), reverse("plan:money", args=[ref.slug]))]
    return []


@login_not_required
def changes(request: HttpRequest, edition: str) -> HttpResponse:
    """What became of the edition before: added, dropped, renamed and changed programmes, indicators and money."""
    ref = find(request, edition)
    others, base = _compared_with(request, ref)
    if base is None:
        return page_of(request, "changes", ref, base=None, others=others, amendments=())
    diff, names = reads.compare_editions(base, ref), reads.ministries_here(ref)
    group = request.GET.get("group", "")
    shown = [
        (one, Paginator(one.changes, PER_PAGE).get_page(request.GET.get("page") if group else 1))
        for one in groups(diff)
        if one.code == group or (not group and one.changes)
    ]
    changed = [change for _group, page in shown for change in page.object_list]
    return page_of(
        request,
        "changes",
        ref,
        base=base,
        others=others,
        counts=diff.counts,
        kinds=_kinds(),
        amendments=amendments_of(get_edition(ref.year, ref.seq)),
        groups=shown,
        group=group,
        before=_sources(base, changed, "facts_before"),
        after=_sources(ref, changed, "facts_after"),
        chart=charts.change_chart(diff, base.year, ref.year, language(), names),
        ministry_names=names,
    )


def _compared_with(
    request: HttpRequest, ref: reads.EditionRef
) -> tuple[list[reads.EditionRef], reads.EditionRef | None]:
    """The other editions, and the one that was asked for (`from`), else the one before."""
    others = [one for one in reads.visible_editions(by=reads.actor(request)) if one.slug != ref.slug]
    wanted = request.GET.get("from", "")
    earlier = (one for one in others if (one.year, one.seq) < (ref.year, ref.seq))
    return others, next((one for one in others if one.slug == wanted), None) or next(earlier, None)


@login_not_required
def changes_csv(request: HttpRequest, edition: str) -> HttpResponse:
    """The changes as a table for spreadsheets."""
    ref = find(request, edition)
    _others, base = _compared_with(request, ref)
    if base is None:
        raise Http404
    diff = reads.compare_editions(base, ref)
    table = change_table(diff, field_name=field_name, korean=language() == "ko")
    response = HttpResponse(write_csv(table), content_type="text/csv; charset=utf-8")
    name = f"yunghap-changes-{base.slug}-{ref.slug}-{language()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _kinds() -> list[tuple[str, str]]:
    """The kinds of change with their names."""
    return [
        ("ADDED", _("added")),
        ("DROPPED", _("dropped")),
        ("RENAMED", _("renamed")),
        ("CHANGED", _("changed")),
        ("UNCHANGED", _("unchanged")),
    ]


def _sources(ref: reads.EditionRef, changed: Sequence[Change], side: str) -> dict[str, reads.Sourced]:
    """Id -> the first fact behind each change."""
    facts = {getattr(change, side)[0] for change in changed if getattr(change, side)}
    return {one.id: one for one in reads.sourced(ref, facts)}
