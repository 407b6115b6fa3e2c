"""Actuals reported within the year, and what targets and actuals rest on."""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited
from yunghap.core.posted import attempt
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation
from yunghap.measures import service as measures
from yunghap.plan import rules
from yunghap.plan.contracts import Comparison
from yunghap.plan.domain.actuals import report_actual
from yunghap.plan.domain.evidence import PROVABLE, bind_evidence, release_evidence
from yunghap.plan.enums import EditionStatus, ObservationRole
from yunghap.plan.models import ActualReport, Edition, Evidence, Indicator, Observation
from yunghap.plan.queries.common import in_use, split_ministries
from yunghap.programmes import service as programmes
from yunghap.programmes.service import Programme

from .common import edition_or_404, need_any, slug_of
from .forms import DayInput, RowForm, TypedNumber

PER_PAGE = 30


class ActualForm(forms.Form):
    """What was reached by a day."""

    about = forms.ChoiceField(label=gettext_lazy("Indicator or programme"))
    comparison = RowForm.base_fields["comparison"]
    value = TypedNumber(label=gettext_lazy("Value"), max_digits=24, decimal_places=6)
    value_to = RowForm.base_fields["value_to"]
    unit = forms.CharField(
        label=gettext_lazy("Unit of count"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("For money only; an indicator has its own."),
    )
    as_of = forms.DateField(label=gettext_lazy("As of"), widget=DayInput())
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = choices  # type: ignore[attr-defined]


def _own_ministries(by: Actor) -> list[Organisation]:
    own = identity.organisations_where(by, rules.REPORT_ACTUAL)
    rows = Organisation.objects.filter(kind=Organisation.Kind.MINISTRY).order_by(*identity.PLAN_ORDER)
    return list(rows if own is None else rows.filter(pk__in=own))


@require_safe
def actuals(request: HttpRequest) -> HttpResponse:
    """Published editions and my ministries: where to report; and what was reported."""
    by = need_any(request, rules.REPORT_ACTUAL)
    own = _own_ministries(by)
    published = Edition.objects.filter(
        status=EditionStatus.PUBLISHED, superseded_by__isnull=True, year__lte=clock.today().year
    )
    reports = ActualReport.objects.filter(organisation__in=own).select_related(
        "edition", "organisation", "observation__indicator", "observation__span", "replaced_by"
    )
    context = {
        "places": [
            {"edition": row, "slug": slug_of(row), "organisation": ministry}
            for row in published.order_by("-year", "-seq")
            for ministry in own
        ],
        "page": Paginator(reports.order_by("-reported_at", "-id"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "plan/desk/actuals.html", context)


def _choices(edition: Edition, ministry: Organisation) -> list[Any]:
    """The ministry's indicators and programmes in the edition."""
    ids = in_use(edition).filter(indicator__isnull=False).order_by().values("indicator")
    indicators = [
        (f"indicator:{row.pk}", f"{row.name} ({row.unit})")
        for row in Indicator.objects.filter(pk__in=ids).order_by("name")
        if ministry.short_name in split_ministries(row.ministry)
    ]
    parts = programmes.participations_stated_in(edition.pk)
    own = [key for key, rows in parts.items() if ministry.pk in {part.organisation_id for part in rows}]
    money = [
        (f"programme:{row.pk}", row.name) for row in Programme.objects.filter(pk__in=own).order_by("name")
    ]
    return [(_("Indicators"), indicators), (_("Money spent on programmes"), money)]


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, edition: str, ministry: str) -> HttpResponse:
    """Report an actual of one of my ministry's indicators or programmes."""
    by = need_any(request, rules.REPORT_ACTUAL)
    row = edition_or_404(edition)
    owner = next((one for one in _own_ministries(by) if one.pk == ministry), None)
    if owner is None or row.status != EditionStatus.PUBLISHED:
        raise Http404
    day = min(clock.today(), clock.today().replace(year=row.year, month=12, day=31))
    form = ActualForm(request.POST or None, choices=_choices(row, owner), initial={"as_of": day})

    def verb() -> ActualReport:
        data = form.cleaned_data
        kind, _colon, key = data["about"].partition(":")
        return report_actual(
            edition=row,
            organisation=owner,
            value=data["value"],
            comparison=Comparison(data["comparison"] or Comparison.EQUAL),
            value_to=data["value_to"],
            as_of=data["as_of"],
            indicator=Indicator.objects.get(pk=key) if kind == "indicator" else None,
            programme=Programme.objects.get(pk=key) if kind == "programme" else None,
            unit=data["unit"],
            note=data["note"],
            by=by,
        )

    made = attempt(form, verb) if request.method == "POST" else None
    if made is not None:
        messages.success(request, _("The actual was reported."))
        return redirect("plan:desk_actuals")
    context = {
        "form": form,
        "title": _("Report an actual"),
        "lead": f"{owner.name_here} · {row.title_here}",
        "verb": _("Report"),
        "back": reverse("plan:desk_actuals"),
    }
    return render(request, "plan/desk/form.html", context, status=422 if form.is_bound else 200)


def _label(target: Observation) -> str:
    """What a number is about; where no rule tells, the words around the number."""
    return target.indicator.name if target.indicator else target.programme_text or target.span.text


def _targets(edition: Edition, by: Actor) -> list[Observation]:
    """The targets and actuals that the actor may bind: all for who compiles, else those of the actor's ministries."""
    rows = list(in_use(edition).filter(role__in=PROVABLE).select_related("indicator", "span"))
    own = identity.organisations_where(by, rules.BIND_EVIDENCE)
    if own is None:
        return rows
    names = set(Organisation.objects.filter(pk__in=own).values_list("short_name", flat=True))
    return [row for row in rows if names & set(split_ministries(row.ministry))]


@require_safe
def targets(request: HttpRequest, edition: str) -> HttpResponse:
    """Targets and actuals and what each rests on; unbound targets first."""
    by = need_any(request, rules.BIND_EVIDENCE)
    row = edition_or_404(edition)
    rows = _targets(row, by)
    bound: dict[str, list[Evidence]] = {}
    for one in Evidence.objects.filter(target__in=rows, released_at__isnull=True):
        bound.setdefault(one.target_id, []).append(one)
    rows.sort(key=lambda one: (one.pk in bound, one.role != ObservationRole.TARGET))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": row,
        "slug": slug_of(row),
        "page": page,
        "rows": [
            {"target": one, "label": _label(one), "evidence": bound.get(one.pk, [])}
            for one in page.object_list
        ],
        "bound": len(bound),
        "total": len(rows),
    }
    return render(request, "plan/desk/targets.html", context)


class EvidenceForm(forms.Form):
    """A measure or a file."""

    measure = forms.ChoiceField(label=gettext_lazy("Measure"), required=False)
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("Its name and its hash are kept, not the file."),
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = measures.all_measures()
        fitting = [(one.code, f"{one.name} ({one.code})") for one in known if one.unit == unit]
        measure = self.fields["measure"]
        measure.choices = [("", "–"), *fitting]  # type: ignore[attr-defined]
        measure.help_text = (
            _("What live records of this system answer in the unit of the number.")
            if fitting
            else _("No measure of this system counts in %(unit)s; bind a file.") % {"unit": unit}
        )


@require_http_methods(["GET", "POST"])
def bind(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """Bind a target or an actual to a measure or a file."""
    by = need_any(request, rules.BIND_EVIDENCE)
    row = edition_or_404(edition)
    target = next((one for one in _targets(row, by) if one.pk == id), None)
    if target is None:
        raise Http404
    form = EvidenceForm(request.POST or None, request.FILES or None, unit=target.unit)

    def verb() -> Evidence:
        sent, measure = form.cleaned_data["file"], form.cleaned_data["measure"]
        if not sent and not measure:
            raise InvalidInput(_("Choose a measure or a file."))
        digest = sha256(read_limited(sent, documents.MAX_BYTES)).hexdigest() if sent else ""
        name = sent.name if sent else ""
        return bind_evidence(target=target, measure=measure, file_sha256=digest, file_name=name, by=by)

    made = attempt(form, verb) if request.method == "POST" else None
    back = reverse("plan:desk_targets", args=[slug_of(row)])
    if made is not None:
        messages.success(request, _("The number is bound to its evidence."))
        return redirect(back)
    context = {
        "form": form,
        "title": _("Bind evidence"),
        "lead": f"{_label(target)} · {target.span.text}",
        "verb": _("Bind"),
        "back": back,
        "multipart": True,
    }
    return render(request, "plan/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def release(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """Say that a number no longer rests on this."""
    by = need_any(request, rules.BIND_EVIDENCE)
    row = edition_or_404(edition)
    found = Evidence.objects.filter(pk=id, target__in=[one.pk for one in _targets(row, by)]).first()
    if found is None:
        raise Http404
    release_evidence(evidence=found, by=by)
    messages.success(request, _("The evidence was released."))
    return redirect("plan:desk_targets", edition=slug_of(row))
