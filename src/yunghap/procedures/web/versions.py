"""Procedures and their versions: looked at, drawn, written anew, handed in, approved by two people."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited
from yunghap.core.language import said
from yunghap.core.posted import attempt
from yunghap.identity import service as identity
from yunghap.procedures.bpmn import LARGEST, read_bpmn
from yunghap.procedures.domain.moving import preview_move
from yunghap.procedures.domain.versions import (
    APPROVALS,
    approve_version,
    draft_version,
    submit_version,
    withdraw_version,
)
from yunghap.procedures.drawing import draw
from yunghap.procedures.enums import Transition, VersionState
from yunghap.procedures.models import Procedure, ProcedureVersion
from yunghap.procedures.program.compile import NotExecutable
from yunghap.procedures.programs import compile_sources
from yunghap.procedures.rules import EDIT_VERSIONS
from yunghap.procedures.shipped import undrafted
from yunghap.procedures.verdict import judge_diagram, told

from .forms import DayInput

TONES: dict[str, str] = {
    VersionState.DRAFT: "neutral",
    VersionState.SUBMITTED: "information",
    VersionState.APPROVED: "success",
    VersionState.WITHDRAWN: "outline",
}
# What our engine reads of an element: attribute in the file, and what it is called.
ELEMENT_FIELDS = (
    ("name", gettext_lazy("Name in Korean")),
    ("y:name_en", gettext_lazy("Name in English")),
    ("y:role", gettext_lazy("Role")),
    ("y:organisation", gettext_lazy("Organisation")),
    ("y:form", gettext_lazy("Form")),
    ("y:deadline", gettext_lazy("Deadline")),
    ("y:letter", gettext_lazy("Letter")),
    ("y:service", gettext_lazy("Service")),
    ("y:decision", gettext_lazy("Decision table")),
)
SUBMIT, APPROVE, WITHDRAW = "submit", "approve", "withdraw"


def _editor(request: HttpRequest) -> Actor:
    """The actor, who may write and approve versions; 404 otherwise."""
    by = identity.actor_of(request)
    if not identity.can(by, EDIT_VERSIONS):
        raise Http404
    return by


def _version_or_404(id_: str) -> ProcedureVersion:
    found = ProcedureVersion.objects.select_related("procedure", "program").filter(pk=id_).first()
    if found is None:
        raise Http404
    return found


def versions(request: HttpRequest) -> HttpResponse:
    """Every procedure with its versions, the newest first."""
    _editor(request)
    rows = [
        {
            "name": said(one.name_ko, one.name_en),
            "code": one.code,
            "versions": [
                {"version": version, "tone": TONES[version.state]}
                for version in one.versions.order_by("-effective_from", "label")
            ],
        }
        for one in Procedure.objects.prefetch_related("versions").order_by("code")
    ]
    newer = [one for one in undrafted() if one.newer]
    shipped = [{"name": said(one.name_ko, one.name_en), "label": one.label} for one in newer]
    return render(request, "procedures/versions.html", {"rows": rows, "shipped": shipped})


def version(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A version: its diagram drawn, its terms and articles, who approved it, and what the reader may do with it."""
    by, row = _editor(request), _version_or_404(id)
    definitions = read_bpmn(bytes(row.program.diagram), language=get_language() or "")
    approvals = list(row.approvals.order_by("at"))
    names = identity.names_of_people({one.person for one in approvals} | {row.submitted_by} - {""})
    context = {
        "row": row,
        "name": said(row.procedure.name_ko, row.procedure.name_en),
        "tone": TONES[row.state],
        "picture": mark_safe(draw(definitions)),  # noqa: S308 - drawn by us
        "deadlines": row.program.deadlines,
        "tables": sorted(row.program.decisions),
        "submitted_by": names.get(row.submitted_by, ""),
        "approvals": [{"name": names.get(one.person, ""), "at": one.at} for one in approvals],
        "lacking": APPROVALS - len(approvals),
        "steps": _steps(row, by),
        "moves": preview_move(version=row) if row.state != VersionState.WITHDRAWN else None,
    }
    return render(request, "procedures/version.html", context)


def _steps(row: ProcedureVersion, by: Actor) -> list[str]:
    """What the reader may do with the version now."""
    if row.state == VersionState.DRAFT:
        return [SUBMIT, WITHDRAW]
    if row.state == VersionState.SUBMITTED:
        had = by.id in {row.drafted_by, row.submitted_by} or row.approvals.filter(person=by.id).exists()
        return [WITHDRAW] if had else [APPROVE, WITHDRAW]
    in_force = not row.simulation_only and row.effective_from <= clock.today()
    return [WITHDRAW] if row.state == VersionState.APPROVED and not in_force else []


class StepForm(forms.Form):
    """A step without words."""


class WithdrawForm(forms.Form):
    """Why a version is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reasons"), widget=forms.Textarea({"rows": 4}))


def step(request: HttpRequest, id: str, step: str) -> HttpResponse:  # noqa: A002
    """Hand a version in, approve it, or take it back."""
    by, row = _editor(request), _version_or_404(id)
    if step not in _steps(row, by):
        raise Http404
    verbs = {SUBMIT: submit_version, APPROVE: approve_version, WITHDRAW: withdraw_version}
    titles = {
        SUBMIT: _("Hand in for approval"),
        APPROVE: _("Approve this version"),
        WITHDRAW: _("Take this version back"),
    }
    make = WithdrawForm if step == WITHDRAW else StepForm
    form = make(request.POST if request.method == "POST" else None)
    back = reverse("procedures:version", args=[row.pk])
    if request.method == "POST":
        verb: Any = verbs[step]
        if attempt(form, lambda: verb(version=row, by=by, **form.cleaned_data)):
            messages.success(request, _("Done."))
            return redirect(back)
    name = f"{said(row.procedure.name_ko, row.procedure.name_en)} {row.label}"
    context = {
        "form": form,
        "title": titles[step],
        "lead": name,
        "up": name,
        "verb": titles[step],
        "back": back,
    }
    return render(request, "procedures/form.html", context, status=422 if form.errors else 200)


def diagram(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The diagram of a version as a file that every BPMN editor opens."""
    _editor(request)
    row = _version_or_404(id)
    response = HttpResponse(bytes(row.program.diagram), content_type="application/xml")
    name = f"{row.procedure.code}-{row.label}.bpmn"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


class DraftForm(forms.Form):
    """A version written from one before: its diagram (drawn or sent as a file), and how it takes effect."""

    label = forms.CharField(
        label=gettext_lazy("Label of the new version"),
        max_length=40,
        help_text=gettext_lazy("Usually the day it takes effect."),
    )
    effective_from = forms.DateField(label=gettext_lazy("Effective date"), widget=DayInput())
    transition = forms.ChoiceField(
        label=gettext_lazy("Running cases"), choices=Transition.choices, widget=forms.RadioSelect
    )
    transition_article = forms.CharField(
        label=gettext_lazy("Article of the transition"), max_length=200, required=False
    )
    simulation_only = forms.BooleanField(label=gettext_lazy("For simulation only"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Diagram as a BPMN file"),
        required=False,
        help_text=gettext_lazy(
            "Without a file, the diagram as it is drawn here, or that of the version before."
        ),
    )
    drawn = forms.CharField(required=False, widget=forms.HiddenInput, strip=False, max_length=LARGEST)

    def diagram(self, before: bytes) -> bytes:
        """What was sent, what was drawn, or the diagram of the version before."""
        sent, drawn = self.cleaned_data["file"], self.cleaned_data["drawn"]
        if sent is not None:
            return read_limited(sent, LARGEST + 1)
        return drawn.encode() if drawn else before


def edit(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Draw a new version from this one, in the page or in any BPMN editor, and keep it as a draft."""
    by, row = _editor(request), _version_or_404(id)
    initial = {"transition": row.transition, "transition_article": row.transition_article}
    form = DraftForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda: _draft(row, form, by))
        if made is not None:
            messages.success(request, _("The draft was kept. Two people approve it before it takes effect."))
            return redirect("procedures:version", id=made.pk)
    drawn = form["drawn"].value() or bytes(row.program.diagram).decode(errors="replace")
    context = {
        "form": form,
        "row": row,
        "name": said(row.procedure.name_ko, row.procedure.name_en),
        "drawn": drawn,
        "element_fields": ELEMENT_FIELDS,
    }
    return render(request, "procedures/edit.html", context, status=422 if form.errors else 200)


def _draft(before: ProcedureVersion, form: DraftForm, by: Actor) -> ProcedureVersion:
    """The new version with what the one before has besides its diagram."""
    given, source = form.cleaned_data, before.program
    return draft_version(
        procedure=before.procedure,
        label=given["label"],
        diagram=form.diagram(bytes(source.diagram)),
        effective_from=given["effective_from"],
        transition=given["transition"],
        transition_article=given["transition_article"],
        simulation_only=given["simulation_only"],
        decisions=source.decisions,
        deadlines=source.deadlines,
        forms=before.forms,
        documents=before.documents,
        letters=before.letters,
        references=before.references,
        by=by,
    )


def check(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Say whether a diagram can be read and run with the tables and deadlines of a version; nothing is kept."""
    _editor(request)
    row = _version_or_404(id)
    form = DraftForm(request.POST, request.FILES)
    form.is_valid()
    if "file" in form.errors or "drawn" in form.errors:
        return _checked(request, row, [*form.errors.get("file", [_("This is too large.")])], status=422)
    verdict = _judge(row, form.diagram(bytes(row.program.diagram)))
    lines = [
        _("Readable: yes") if verdict["readable"] else _("Readable: no"),
        _("Executable: yes") if verdict["executable"] else _("Executable: no"),
    ]
    faults = (*verdict["problems"], *verdict["obstacles"])
    if faults:
        lines.append(
            ngettext("%(number)d place to look at", "%(number)d places to look at", len(faults))
            % {"number": len(faults)}
        )
    return _checked(request, row, lines, executable=verdict["executable"], faults=faults)


def _checked(
    request: HttpRequest,
    row: ProcedureVersion,
    lines: Sequence[str],
    *,
    executable: bool = False,
    faults: Sequence[Mapping[str, Any]] = (),
    status: int = 200,
) -> HttpResponse:
    """What a check found, as a page or, where that is asked for, as JSON."""
    shown = {"executable": executable, "said": lines, "faults": faults}
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(shown, status=status)
    context = {
        **shown,
        "row": row,
        "name": said(row.procedure.name_ko, row.procedure.name_en),
    }
    return render(request, "procedures/check.html", context, status=status)


def _judge(row: ProcedureVersion, diagram: bytes) -> dict[str, Any]:
    """The verdict on a diagram with the tables and deadlines it is to run with: what it names must be among them."""
    language = get_language() or ""
    verdict = judge_diagram(lambda: read_bpmn(diagram, language=language), "diagram.bpmn")
    if not verdict["executable"]:
        return verdict
    try:
        compile_sources(diagram=diagram, decisions=row.program.decisions, deadlines=row.program.deadlines)
    except NotExecutable as refusal:
        return verdict | {"executable": False, "obstacles": told(refusal.obstacles)}
    except InvalidInput as refusal:
        reason = {"element": "", "line": 0, "reason": str(refusal)}
        return verdict | {"executable": False, "obstacles": [reason]}
    return verdict
