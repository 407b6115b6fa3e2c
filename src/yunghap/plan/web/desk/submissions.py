"""A ministry's part of the plan: its rows, from the first to the submission."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, DomainError
from yunghap.core.gate import read_limited
from yunghap.core.numbers import written
from yunghap.core.posted import attempt, version_in
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.plan import rules
from yunghap.plan.domain.row_text import VALUE_FIELDS, values_of
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.domain.rows import add_row, change_row, fill_rows, remove_row
from yunghap.plan.domain.submissions import (
    EDITABLE,
    OPEN_EDITIONS,
    submit_submission,
    withdraw_submission,
)
from yunghap.plan.domain.uploads import read_rows
from yunghap.plan.enums import SubmissionState
from yunghap.plan.models import Submission, SubmissionRow
from yunghap.plan.queries.board import get_submission

from . import sheet
from .board import TONES
from .common import slug_of, submission_or_404
from .forms import RowForm, UploadForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _editable(submission: Submission) -> bool:
    return submission.state in EDITABLE and submission.edition.status in OPEN_EDITIONS


@require_safe
def submission(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The rows of a part of the plan, the remarks on them, and what can be done now."""
    row, by = submission_or_404(request, id)
    view = get_submission(row.pk)
    remarks = [remark for remark in view.remarks if remark.resolved_at is None]
    by_row: dict[str | None, list[object]] = {}
    for remark in remarks:
        by_row.setdefault(remark.row_id, []).append(remark)
    own = identity.can(by, rules.EDIT_SUBMISSION, organisation=row.organisation_id)
    context = {
        "submission": view.submission,
        "slug": slug_of(row.edition),
        "tone": TONES[row.state],
        "rows": [{"row": one, "remarks": by_row.get(one.pk, [])} for one in view.rows],
        "general": by_row.get(None, []),
        "drafts": [draft for draft in view.drafts if draft.typed_by == by.id and draft.row_id],
        "may_edit": own and view.editable,
        "may_submit": view.editable
        and identity.can(by, rules.SUBMIT_SUBMISSION, organisation=row.organisation_id),
        "may_withdraw": row.state == SubmissionState.SUBMITTED
        and row.edition.status in OPEN_EDITIONS
        and identity.can(by, rules.SUBMIT_SUBMISSION, organisation=row.organisation_id),
        "may_review": identity.can(by, rules.REVIEW_SUBMISSION),
    }
    return render(request, "plan/desk/submission.html", context)


def _own(request: HttpRequest, id: str) -> tuple[Submission, Actor]:  # noqa: A002
    return submission_or_404(request, id, rules.EDIT_SUBMISSION)


@require_http_methods(["GET", "POST"])
def new_row(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Add a row."""
    row, by = _own(request, id)
    initial = {"year": row.edition.year, "kind": "BUDGET", "unit": "억원", "source": "ALL"}
    form = RowForm(request.POST or None, edition=row.edition, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda: add_row(submission=row, values=form.values(), by=by))
        if made is not None:
            messages.success(request, _("The row was added."))
            again = "another" in request.POST
            return redirect("plan:desk_new_row" if again else "plan:desk_submission", id=row.pk)
    return _row_page(request, row, form, title=_("New row"))


def _row_page(
    request: HttpRequest, submission: Submission, form: forms.Form, *, title: str, **more: object
) -> HttpResponse:
    context = {
        "submission": submission,
        "form": form,
        "title": title,
        "action": reverse("plan:desk_new_row", args=[submission.pk]),
        **more,
    }
    return render(request, "plan/desk/row.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, id: str, row: str) -> HttpResponse:  # noqa: A002
    """Change a row. Where somebody else was faster, both versions stand side by side and nothing is lost."""
    part, by = _own(request, id)
    current = part.rows.filter(pk=row).first()
    if current is None and request.method != "POST":
        raise Http404
    if current is None:
        form = RowForm(request.POST, edition=part.edition)
        form.add_error(None, _("Somebody else removed this row. Save to add it again as you typed it."))
        return _row_page(request, part, form, title=_("New row"))
    here = reverse("plan:desk_row", args=[part.pk, current.pk])
    if request.method != "POST":
        seen: dict[str, Any] = {name: getattr(current, name) for name in VALUE_FIELDS}
        seen |= {name: _text(seen[name]) for name in ("value", "value_to")}
        draft = part.drafts.filter(row=current, typed_by=by.id).first()
        typed = draft.changes if draft is not None and "draft" in request.GET else {}
        form = RowForm(
            edition=part.edition, initial={**seen, **_from_draft(typed), "version": current.version}
        )
        return _row_page(request, part, form, title=_("Change a row"), action=here, row=current)
    form = RowForm(_chosen(request, current), edition=part.edition)
    if form.is_valid():
        wanted = form.values()
        try:
            changes = {name: getattr(wanted, name) for name in VALUE_FIELDS}
            change_row(row=current, changes=changes, expected=form.cleaned_data["version"] or -1, by=by)
        except Conflict as conflict:
            if "version" in conflict.details:
                return _conflict_page(request, part, form)
            form.add_error(None, str(conflict))
        except DomainError as error:
            field = error.details.get("field")
            form.add_error(field if field in form.fields else None, str(error))
        else:
            messages.success(request, _("The row was changed."))
            return redirect("plan:desk_submission", id=part.pk)
    return _row_page(request, part, form, title=_("Change a row"), action=here, row=current)


def _from_draft(changes: Mapping[str, str]) -> dict[str, str]:
    return {name: "" if text in {"None", "0"} else text for name, text in changes.items()}


def _text(value: object) -> str:
    """A value of a row as a form field holds it."""
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _chosen(request: HttpRequest, current: SubmissionRow) -> Mapping[str, Any]:
    """What was posted; from the page of a conflict, with "theirs" wherever that was chosen."""
    data = request.POST.copy()
    for name in VALUE_FIELDS:
        pick = data.get("all") or data.get(f"pick_{name}")
        if pick == "theirs":
            data[name] = _text(getattr(current, name))
    return data


def _conflict_page(request: HttpRequest, submission: Submission, form: RowForm) -> HttpResponse:
    current = SubmissionRow.objects.get(pk=request.resolver_match.kwargs["row"])  # type: ignore[union-attr]
    theirs, mine = values_of(current), form.values()
    fields = [
        {"field": form[name], "theirs": _text(getattr(theirs, name)), "mine": _text(getattr(mine, name))}
        for name in VALUE_FIELDS
    ]
    differing = [field for field in fields if _same(field["theirs"]) != _same(field["mine"])]
    context = {
        "submission": submission,
        "row": current,
        "action": reverse("plan:desk_row", args=[submission.pk, current.pk]),
        "differing": [one for one in differing if not _year_only(one, theirs)],
        "mine": [(name, field["mine"]) for name, field in zip(VALUE_FIELDS, fields, strict=True)],
        "editor": identity.User.objects.filter(pk=current.edited_by).first(),
    }
    return render(request, "plan/desk/conflict.html", context, status=409)


def _same(text: object) -> object:
    return "" if text == "0" else text


def _year_only(field: Mapping[str, Any], theirs: RowValues) -> bool:
    """An empty last year means the first one."""
    return field["field"].name == "year_to" and not _same(field["mine"]) and theirs.year == theirs.year_to


def _removed(request: HttpRequest) -> dict[str, dict[str, str]]:
    kept = request.session.get("desk_removed", {})
    return kept if isinstance(kept, dict) else {}


@require_POST
def delete_row(request: HttpRequest, id: str, row: str) -> HttpResponse:  # noqa: A002
    """Take a row out; the notice has a button to bring it back."""
    part, by = _own(request, id)
    current = part.rows.filter(pk=row).first()
    if current is None:
        raise Http404
    values = values_of(current)
    remove_row(row=current, expected=version_in(request), by=by)
    kept = {**_removed(request), row: {name: _text(getattr(values, name)) for name in VALUE_FIELDS}}
    request.session["desk_removed"] = dict(list(kept.items())[-20:])
    undo = reverse("plan:desk_restore_row", args=[part.pk, row])
    messages.success(request, _("The row was removed."), extra_tags=f"undo:{undo}")
    return redirect("plan:desk_submission", id=part.pk)


@require_POST
def restore_row(request: HttpRequest, id: str, row: str) -> HttpResponse:  # noqa: A002
    """Bring back a row that was removed in this session."""
    part, by = _own(request, id)
    kept = _removed(request)
    typed = kept.pop(row, None)
    if typed is None:
        raise Http404
    form = RowForm(typed, edition=part.edition)
    made = attempt(form, lambda: add_row(submission=part, values=form.values(), by=by))
    if made is None:
        return _row_page(request, part, form, title=_("New row"))
    request.session["desk_removed"] = kept
    messages.success(request, _("The row is back."))
    return redirect("plan:desk_submission", id=part.pk)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Fill in rows from a file: all of them or none."""
    part, by = _own(request, id)
    form = UploadForm(request.POST or None, request.FILES or None)

    def fill() -> list[SubmissionRow]:
        sent = form.cleaned_data["file"]
        data = read_limited(sent, documents.MAX_BYTES)
        rows = read_rows(part, data, name=sent.name)
        return fill_rows(submission=part, rows=rows, by=by, replace_all=form.cleaned_data["replace_all"])

    if request.method == "POST":
        made = attempt(form, fill)
        if made is not None:
            messages.success(request, _("%(count)s rows were added.") % {"count": len(made)})
            return redirect("plan:desk_submission", id=part.pk)
    context = {"submission": part, "form": form}
    return render(request, "plan/desk/upload.html", context, status=422 if form.is_bound else 200)


@require_safe
def template(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The rows as a workbook, to fill in and upload again."""
    part, _by = submission_or_404(request, id)
    rows = part.rows.order_by("position", "id")
    data = documents.write_xlsx(sheet.workbook(part, rows, get_language() or "ko"))
    name = f"yunghap-{part.edition.year}-{part.pk}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=XLSX, headers=headers)


@require_POST
def submit(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Hand the part in; only who may approve for the ministry."""
    part, by = submission_or_404(request, id, rules.SUBMIT_SUBMISSION)
    submit_submission(submission=part, expected=version_in(request), by=by)
    messages.success(request, _("Your ministry's part was submitted."))
    return redirect("plan:desk_submission", id=part.pk)


@require_POST
def withdraw(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Take back what was submitted and is not decided on."""
    part, by = submission_or_404(request, id, rules.SUBMIT_SUBMISSION)
    reason = request.POST.get("reason", "")[:300]
    withdraw_submission(submission=part, expected=version_in(request), reason=reason, by=by)
    messages.success(request, _("Your ministry's part is a draft again."))
    return redirect("plan:desk_submission", id=part.pk)
