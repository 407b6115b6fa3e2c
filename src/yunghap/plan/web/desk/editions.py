"""Editions on the desk: opened, imported, checked, reviewed, approved, published, amended."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.gate import read_limited
from yunghap.core.posted import attempt, version_in
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.plan import rules
from yunghap.plan.domain.amending import amend_edition
from yunghap.plan.domain.checking import facts_hash, run_edition_checks, waive_finding, withdraw_waiver
from yunghap.plan.domain.editions import open_edition
from yunghap.plan.domain.importing import Imported, import_document
from yunghap.plan.domain.publishing import approve_edition, begin_review, finalise_edition, publish_edition
from yunghap.plan.domain.submissions import OPEN_EDITIONS
from yunghap.plan.enums import CheckOutcome, EditionStatus
from yunghap.plan.models import Edition, Finding
from yunghap.plan.queries.board import never_begun
from yunghap.plan.queries.common import amendments_of
from yunghap.plan.queries.findings import finding_counts, findings_of, last_run

from .amendments import WAYS
from .common import OF_EDITIONS, edition_or_404, need_any, slug_of
from .forms import ImportForm, OpenEditionForm, ReasonForm

STATUS_TONES = {
    EditionStatus.DRAFT: "outline",
    EditionStatus.COLLECTING: "information",
    EditionStatus.REVIEW: "warning",
    EditionStatus.FINAL: "primary",
    EditionStatus.PUBLISHED: "success",
}
STEPS = (EditionStatus.COLLECTING, EditionStatus.REVIEW, EditionStatus.FINAL, EditionStatus.PUBLISHED)
PER_PAGE = 50


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition with its state, and the ways to begin one."""
    by = need_any(request, *OF_EDITIONS)
    rows = [
        {"edition": row, "slug": slug_of(row), "tone": STATUS_TONES[EditionStatus(row.status)]}
        for row in Edition.objects.order_by("-year", "-seq")
    ]
    context = {
        "rows": rows,
        "may_compile": identity.can(by, rules.COMPILE_EDITION),
        "may_confirm": identity.can(by, rules.CONFIRM_OBSERVATION),
    }
    return render(request, "plan/desk/editions.html", context)


@require_http_methods(["GET", "POST"])
def open_new(request: HttpRequest) -> HttpResponse:
    """Open the edition of a year for the ministries."""
    by = need_any(request, rules.COMPILE_EDITION)
    form = OpenEditionForm(request.POST or None)

    def verb() -> Edition:
        data = form.cleaned_data
        base = Edition.objects.filter(pk=data["nodes_from"]).first() if data["nodes_from"] else None
        return open_edition(**{**data, "nodes_from": base}, by=by)

    made = attempt(form, verb) if request.method == "POST" else None
    if made is not None:
        messages.success(request, _("The edition is open for the ministries."))
        return redirect("plan:desk_edition", edition=slug_of(made))
    return _form(request, form, title=_("Open an edition"), verb=_("Open"))


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Read a plan document: its edition with every number it states."""
    by = need_any(request, rules.COMPILE_EDITION)
    form = ImportForm(request.POST or None, request.FILES or None)

    def verb() -> Imported:
        sent = form.cleaned_data["file"]
        data = read_limited(sent, documents.MAX_BYTES)
        return import_document(data=data, name=sent.name, year=form.cleaned_data["year"], by=by)

    made = attempt(form, verb) if request.method == "POST" else None
    if made is not None:
        text = _("%(numbers)s numbers were read, %(uncertain)s of them uncertain.")
        messages.success(request, text % {"numbers": made.numbers, "uncertain": made.uncertain})
        return redirect("plan:desk_edition", edition=slug_of(made.edition))
    return _form(request, form, title=_("Import a document"), verb=_("Import"))


def _form(request: HttpRequest, form: object, *, title: str, verb: str, **more: object) -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "back": reverse("plan:desk_editions"), **more}
    return render(request, "plan/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """One edition: where it stands, what is open, and what can be done now."""
    by = need_any(request, *OF_EDITIONS)
    row = edition_or_404(edition)
    run = last_run(row)
    counts = finding_counts(row)
    found = findings_of(row, outcome=CheckOutcome.FAIL)
    shown = sorted(found, key=lambda one: one.waived_at is not None)
    status = EditionStatus(row.status)
    approved_by = list(row.approvals.values_list("approved_by", flat=True))
    names = identity.names_of_people(set(approved_by))
    context = {
        "edition": row,
        "slug": slug_of(row),
        "tone": STATUS_TONES[status],
        "steps": [step.label for step in STEPS],
        "step": STEPS.index(status) + 1 if status in STEPS else 0,
        "counts": counts,
        "stale": run is not None and run.facts_sha256 != facts_hash(row),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "approvals": [names.get(one, "–") for one in approved_by],
        "amendments": amendments_of(row),
        "ways": WAYS if row.supersedes_id and status == EditionStatus.REVIEW else {},
        "approved_by_me": by.id in approved_by,
        "approved_by_others": any(one != by.id for one in approved_by),
        "may": _may(by),
        "public": status == EditionStatus.PUBLISHED,
        "not_begun": never_begun(row) if status in OPEN_EDITIONS else (),
    }
    return render(request, "plan/desk/edition.html", context)


def _may(by: Actor) -> dict[str, bool]:
    """What the actor may do with editions, by the last word of the permission."""
    return {code.rpartition(".")[2]: identity.can(by, code) for code in OF_EDITIONS}


def _check(row: Edition, expected: int, by: Actor) -> str:  # noqa: ARG001 - a run changes no version
    run_edition_checks(edition=row, by=by)
    return _("The checks were run.")


def _begin_review(row: Edition, expected: int, by: Actor) -> str:
    begin_review(edition=row, expected=expected, by=by)
    return _("The edition is under review.")


def _finalise(row: Edition, expected: int, by: Actor, *, without_parts: bool = False) -> str:
    finalise_edition(edition=row, expected=expected, by=by, without_parts=without_parts)
    return _("The edition is final. Somebody other than the publisher approves it.")


def _approve(row: Edition, expected: int, by: Actor) -> str:  # noqa: ARG001 - one approval a person
    approve_edition(edition=row, by=by)
    return _("You approved the edition.")


def _publish(row: Edition, expected: int, by: Actor) -> str:
    publish_edition(edition=row, expected=expected, by=by)
    return _("The edition is published.")


STEPS_DONE: dict[str, tuple[str, Callable[[Edition, int, Actor], str]]] = {
    "check": (rules.COMPILE_EDITION, _check),
    "begin-review": (rules.COMPILE_EDITION, _begin_review),
    "finalise": (rules.COMPILE_EDITION, _finalise),
    "finalise-without": (rules.COMPILE_EDITION, partial(_finalise, without_parts=True)),
    "approve": (rules.APPROVE_EDITION, _approve),
    "publish": (rules.PUBLISH_EDITION, _publish),
}


@require_POST
def step(request: HttpRequest, edition: str, step: str) -> HttpResponse:
    """Take an edition one step on; what does not hold becomes the page of the conflict."""
    if step not in STEPS_DONE:
        raise Http404
    permission, verb = STEPS_DONE[step]
    by = need_any(request, permission)
    row = edition_or_404(edition)
    messages.success(request, verb(row, version_in(request), by))
    return redirect("plan:desk_edition", edition=slug_of(row))


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, edition: str) -> HttpResponse:
    """Open the edition that will supersede a published one."""
    by = need_any(request, rules.AMEND_EDITION)
    row = edition_or_404(edition)
    form = ReasonForm(request.POST or None)
    made = None
    if request.method == "POST":
        made = attempt(form, lambda: amend_edition(edition=row, reason=form.cleaned_data["reason"], by=by))
    if made is not None:
        messages.success(request, _("The amendment is open: change its numbers, then review and publish it."))
        return redirect("plan:desk_edition", edition=slug_of(made))
    back = reverse("plan:desk_edition", args=[slug_of(row)])
    return _form(request, form, title=_("Amend the edition"), verb=_("Amend"), lead=row.title_here, back=back)


def _finding(id: str) -> Finding:  # noqa: A002
    row = Finding.objects.select_related("run__edition").filter(pk=id).first()
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Accept a failed check with a reason."""
    by = need_any(request, rules.WAIVE_FINDING)
    row = _finding(id)
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    made = None
    if request.method == "POST":
        made = attempt(
            form,
            lambda: waive_finding(
                finding=row, reason=form.cleaned_data["reason"], expected=version_in(request), by=by
            ),
        )
    back = reverse("plan:desk_edition", args=[slug_of(row.run.edition)])
    if made is not None:
        messages.success(request, _("The finding is waived; it stays on record with your reason."))
        return redirect(back)
    return _form(request, form, title=_("Waive a finding"), verb=_("Waive"), finding=row, back=back)


@require_POST
def unwaive(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Open a waived finding again."""
    by = need_any(request, rules.WAIVE_FINDING)
    row = _finding(id)
    withdraw_waiver(finding=row, expected=version_in(request), by=by)
    messages.success(request, _("The finding is open again."))
    return redirect("plan:desk_edition", edition=slug_of(row.run.edition))
