"""Closed cases taken over from a table of records: template, look, take over, undo."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.casework import rules
from yunghap.casework.domain.closed_rows import COLUMNS
from yunghap.casework.domain.taking_over import import_closed_cases, preview_closed_cases, undo_import
from yunghap.casework.queries.records import take_overs_of
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError
from yunghap.core.gate import read_limited
from yunghap.core.posted import attempt
from yunghap.documents import service as documents
from yunghap.documents.blocks import Document, Table
from yunghap.identity import service as identity

from .common import form_page, look_token, looked_at

PER_PAGE, SHOWN = 20, 200
SALT = "casework.records"
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    """The file with the closed cases."""

    file = forms.FileField(
        label=gettext_lazy("File with closed cases"),
        help_text=gettext_lazy("CSV or XLSX with the headings of the template, at most 10,000 rows."),
    )


class UndoForm(forms.Form):
    """Why an import is undone."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)


def _importer(request: HttpRequest) -> Actor:
    by = identity.actor_of(request)
    where = identity.organisations_where(by, rules.IMPORT)
    if where is not None and not where:
        raise Http404
    return by


@require_http_methods(["GET", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """What was taken over before; a file that is chosen is looked at first, row by row."""
    by = _importer(request)
    form = FileForm(request.POST or None, request.FILES or None)
    seen = attempt(form, lambda: _look(form.cleaned_data["file"], by)) if request.method == "POST" else None
    context: dict[str, Any] = {
        "form": form,
        "page": Paginator(take_overs_of(by), PER_PAGE).get_page(request.GET.get("page")),
        "columns": COLUMNS,
        **(seen or {}),
    }
    wrong = request.method == "POST" and (seen is None or seen["faults"])
    return render(request, "casework/records.html", context, status=422 if wrong else 200)


def _look(sent: Any, by: Actor) -> dict[str, Any]:
    """What the file would bring; kept under a token of this reader's where nothing is wrong with it."""
    data = read_limited(sent, documents.MAX_BYTES)
    seen = preview_closed_cases(data=data, by=by)
    token = ""
    if not seen.faults:
        file = documents.keep_original(data=data, name=sent.name, by=by)
        token = look_token(SALT, by, file=file.sha256, name=sent.name)
    return {
        "seen": seen,
        "faults": seen.faults[:SHOWN],
        "shown": seen.cases[:SHOWN],
        "file_name": sent.name,
        "token": token,
    }


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take over the file that was looked at, whole or not at all."""
    by = _importer(request)
    told = looked_at(request, SALT, by)
    if told is None:
        messages.error(request, _("Choose the file once more: it was looked at too long ago."))
        return redirect("casework:records")
    try:
        taken = import_closed_cases(data=documents.open_original(told["file"]), name=told["name"], by=by)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("casework:records")
    text = ngettext(
        "%(number)s closed case was taken over.", "%(number)s closed cases were taken over.", taken.rows
    )
    messages.success(request, text % {"number": taken.rows})
    return redirect("casework:records")


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Take the cases of an import out again."""
    by = _importer(request)
    taken = take_overs_of(by).filter(pk=id).first()
    if taken is None:
        raise Http404
    form = UndoForm(request.POST or None)
    done = attempt(form, lambda: undo_import(taken=taken, reason=form.cleaned_data["reason"], by=by))
    if done is not None:
        messages.success(request, _("The import was undone; its cases are gone."))
        return redirect("casework:records")
    return form_page(
        request,
        form,
        title=_("Undo the import"),
        lead=taken.name,
        verb=_("Undo"),
        back=reverse("casework:records"),
        tone="danger",
    )


@require_safe
def template(request: HttpRequest, form: str) -> HttpResponse:
    """An empty table with the headings, as CSV or XLSX."""
    _importer(request)
    language = "en" if get_language() == "en" else "ko"
    head = [getattr(one.heading, language) for one in COLUMNS]
    if form == "csv":
        response = HttpResponse(documents.write_csv(Table("", head, [])), content_type=CSV)
    elif form == "xlsx":
        response = HttpResponse(_workbook(head, language), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="closed-cases.{form}"'
    return response


def _workbook(head: list[str], language: str) -> bytes:
    """The empty table on its sheet, and on the next what each column holds."""
    about = [
        [getattr(one.heading, language), "*" if one.required else "", getattr(one.about, language)]
        for one in COLUMNS
    ]
    labels = [_("Column"), _("Needed"), _("What it holds")]
    return documents.write_xlsx(
        Document(
            title=_("Closed cases"),
            blocks=(Table(_("Closed cases"), head, []), Table(_("Columns"), labels, about)),
            language="en" if language == "en" else "ko",
            created=clock.now().astimezone(clock.SEOUL),
        )
    )
