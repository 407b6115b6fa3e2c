"""Many documents asked about at once, from a table or a file of documents, by somebody who may."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yunghap.core.errors import DomainError, InvalidInput
from yunghap.core.gate import read_limited, safe_json
from yunghap.documents import service as documents
from yunghap.documents.blocks import Table
from yunghap.exchange import rules
from yunghap.exchange.domain.authenticity.asking import Shown, TooMany, ask
from yunghap.exchange.enums import AnswerMethod
from yunghap.exchange.models import Issuer
from yunghap.exchange.web.trade.common import as_csv, sent
from yunghap.identity import service as identity

from .public import LARGEST, document_in, issuer_or_404

SALT = "salt"
_MOST = 100 * LARGEST


class BatchForm(forms.Form):
    """A file with one document a row or a line."""

    file = forms.FileField(
        label=gettext_lazy("File of documents"),
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,.jsonl,.ndjson,.json"}),
        help_text=gettext_lazy(
            "At most 100 documents: a table (CSV, Excel), or JSON with one document a line."
        ),
    )


def columns_of(issuer: Issuer) -> list[str]:
    """The columns that a table of its documents needs; none where only signed documents are asked about."""
    if issuer.method == AnswerMethod.CERTIFICATES:
        return []
    salted = [SALT] if issuer.method == AnswerMethod.COMMITMENTS else []
    return [one["name"] for one in issuer.fields] + salted


def documents_in(data: bytes, name: str, issuer: Issuer) -> list[tuple[int, Shown]]:
    """(number of the row or line, document) in a file. Raises InvalidInput where it is no such file."""
    if name.lower().endswith((".jsonl", ".ndjson", ".json")):
        return list(_lines(data))
    columns = columns_of(issuer)
    if not columns:
        raise InvalidInput(_("Signed documents are asked about as JSON, one a line."), field="file")
    tables = [rows for rows in documents.read_tables(data) if rows]
    head = [cell.strip() for cell in tables[0][0][1]] if tables else []
    missing = [one for one in columns if one not in head]
    if missing:
        raise InvalidInput(
            _("The first row lacks these columns: %(names)s.") % {"names": ", ".join(missing)}, field="file"
        )
    found = []
    for number, cells in tables[0][1:]:
        row = dict(zip(head, [*cells, *[""] * len(head)], strict=False))
        record = {one["name"]: row[one["name"]].strip() for one in issuer.fields}
        found.append((number, {"record": record, "salt": row.get(SALT, "").strip()}))
    return found


def _lines(data: bytes) -> Iterator[tuple[int, Shown]]:
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield number, document_in(safe_json(line, largest=LARGEST))
            except InvalidInput as error:
                raise InvalidInput(
                    _("Line %(number)s: %(reason)s") % {"number": number, "reason": error}, field="file"
                ) from error


def _name(shown: Shown) -> str:
    """What tells a document apart on the page: the first of its fields."""
    record = shown.get("record")
    return str(next(iter(record.values()), "")) if isinstance(record, dict) else ""


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask about many: yes or no for each, on the page or as a table to keep."""
    issuer, by = issuer_or_404(slug), identity.actor_of(request)
    if not identity.can(by, rules.ASK):
        raise Http404
    form = BatchForm(*sent(request))
    context: dict[str, Any] = {"issuer": issuer, "form": form, "english": get_language() == "en"}
    context["columns"] = columns_of(issuer)
    status = 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            asked = documents_in(read_limited(file, _MOST), file.name, issuer)
            answers = ask(issuer=issuer, shown=[one for _number, one in asked], by=by)
        except DomainError as error:
            form.add_error(None, str(error))
            status = 429 if isinstance(error, TooMany) else 422
        else:
            rows = [(number, _name(one), yes) for (number, one), yes in zip(asked, answers, strict=True)]
            if "table" in request.POST:
                return _table(rows, issuer.slug)
            context |= {"rows": rows, "genuine": sum(answers)}
    elif form.errors:
        status = 422
    return render(request, "exchange/authenticity/batch.html", context, status=status)


def _table(rows: list[tuple[int, str, bool]], slug: str) -> HttpResponse:
    head = [_("Row"), _("Document"), pgettext("exchange", "Answer")]
    cells: list[list[str | int]] = [
        [number, name, _("Yes") if yes else _("No")] for number, name, yes in rows
    ]
    return as_csv(Table(slug, head, cells), slug)
