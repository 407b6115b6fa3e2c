"""Sources, their readings, refusals and look-alikes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError
from yunghap.core.posted import attempt, attempt_and_tell
from yunghap.exchange import rules
from yunghap.exchange.domain.harvest.duplicates import decide_pair
from yunghap.exchange.domain.harvest.running import confirm_missing
from yunghap.exchange.domain.harvest.sources import (
    add_source,
    ask_for_run,
    pause_source,
    resume_source,
    schedule_source,
)
from yunghap.exchange.enums import PairState
from yunghap.exchange.models import DuplicatePair, HarvestRun, HarvestSource
from yunghap.exchange.queries.harvest import (
    pair_entries,
    pairs_to_review,
    refusals_of,
    runs_of,
    said,
    source_rows,
)
from yunghap.identity import service as identity

from .forms import ScheduleForm, SourceForm

PER_PAGE = 20
RAW_SHOWN = 4_000


def _operator(request: HttpRequest) -> Actor:
    """Who operates the exchange; for all others there is nothing here."""
    by = identity.actor_of(request)
    if not identity.can(by, rules.OPERATE):
        raise Http404
    return by


def _source(id_: str) -> HarvestSource:
    found = HarvestSource.objects.filter(pk=id_).first()
    if found is None:
        raise Http404
    return found


def _run(source: HarvestSource, id_: str) -> HarvestRun:
    found = runs_of(source).filter(pk=id_).first()
    if found is None:
        raise Http404
    return found


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its last reading."""
    _operator(request)
    found = HarvestSource.objects.all()
    words = request.GET.get("q", "").strip()
    if words:
        found = found.filter(name__icontains=words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": source_rows(list(page)),
        "q": words,
        "waiting": pairs_to_review().count(),
    }
    return render(request, "exchange/sources/sources.html", context)


@require_http_methods(["GET", "POST"])
def new_source(request: HttpRequest) -> HttpResponse:
    """Add a catalogue."""
    by = _operator(request)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: add_source(**form.cleaned_data, by=by))
        if made is not None:
            messages.success(request, _("The source is added. It is read when you ask, or by its schedule."))
            return redirect("exchange:source", id=made.pk)
    return render(request, "exchange/sources/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def source(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """One source: what it holds, how often it is read, every reading."""
    _operator(request)
    found = _source(id)
    page = Paginator(runs_of(found), PER_PAGE).get_page(request.GET.get("page"))
    [row] = source_rows([found])
    schedule = ScheduleForm(initial={"every_hours": found.every_hours or ""})
    context = {"source": found, "row": row, "page": page, "schedule": schedule}
    return render(request, "exchange/sources/source.html", context)


@require_POST
def change_source(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Read now, pause, resume, or read in another rhythm."""
    by = _operator(request)
    found = _source(id)
    what = request.POST.get("what", "")
    schedule = ScheduleForm(request.POST)
    try:
        if what == "ask":
            ask_for_run(source=found, by=by)
            messages.success(request, _("It is being read; load the page again to see what came."))
        elif what == "pause":
            pause_source(source=found, by=by)
        elif what == "resume":
            resume_source(source=found, by=by)
        elif what == "schedule" and schedule.is_valid():
            schedule_source(source=found, every_hours=schedule.cleaned_data["every_hours"], by=by)
            messages.success(request, _("The schedule is saved."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("exchange:source", id=id)


@require_safe
def run(request: HttpRequest, id: str, run: str) -> HttpResponse:  # noqa: A002
    """One reading: how far it is, what became of the records, and each that was refused."""
    _operator(request)
    found = _source(id)
    reading = _run(found, run)
    page = Paginator(refusals_of(reading), PER_PAGE).get_page(request.GET.get("page"))
    refusals = [
        (one, said(one.reason, one.values), bytes(one.raw)[:RAW_SHOWN].decode("utf-8", "replace"))
        for one in page
    ]
    context = {
        "source": found,
        "run": reading,
        "remark": said(reading.remark, reading.values),
        "page": page,
        "refusals": refusals,
    }
    return render(request, "exchange/sources/run.html", context)


@require_POST
def confirm(request: HttpRequest, id: str, run: str) -> HttpResponse:  # noqa: A002
    """Mark as missing what was held back."""
    by = _operator(request)
    found = _source(id)
    reading = _run(found, run)
    if reading.held_back and runs_of(found)[0].pk == reading.pk:
        number = confirm_missing(source=found, run=reading, by=by)
        messages.success(request, _("%(number)s records are marked as missing.") % {"number": number})
    return redirect("exchange:harvest_run", id=id, run=run)


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Records of different sources that look alike, the most alike first."""
    _operator(request)
    page = Paginator(pairs_to_review(), PER_PAGE).get_page(request.GET.get("page"))
    names = dict(HarvestSource.objects.values_list("pk", "name"))
    pairs = [
        (pair, [(entry, names.get(entry.source, "")) for entry in both if entry is not None])
        for pair, *both in pair_entries(list(page))
    ]
    return render(request, "exchange/sources/duplicates.html", {"page": page, "pairs": pairs})


@require_POST
def decide(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Say whether two records describe the same data."""
    by = _operator(request)
    pair = DuplicatePair.objects.filter(pk=id).first()
    state = request.POST.get("state", "")
    if pair is None or state not in {PairState.SAME, PairState.DIFFERENT}:
        raise Http404
    note = request.POST.get("note", "")
    attempt_and_tell(request, lambda: decide_pair(pair=pair, state=PairState(state), note=note, by=by))
    return redirect("exchange:duplicates")
