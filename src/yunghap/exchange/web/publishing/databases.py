"""Databases as sources: named by those who provide data, allowed by whoever operates the exchange."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, attempt_and_tell
from yunghap.exchange import rules
from yunghap.exchange.domain.transfer.databases import allow_database, close_database, name_database
from yunghap.exchange.enums import SourceKind
from yunghap.exchange.models import Database
from yunghap.exchange.queries.products import databases_of
from yunghap.identity import service as identity

from .forms import ReasonForm
from .views import form_page, providers_or_404

PER_PAGE = 20
_KINDS = [("POSTGRESQL", "PostgreSQL"), ("SQLITE", "SQLite"), ("DUCKDB", "DuckDB")]


class DatabaseForm(forms.Form):
    """A database of one's own organisation: a server, or a file in its folder."""

    owner = forms.ChoiceField(label=gettext_lazy("Organisation"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=_KINDS)
    host = forms.CharField(
        label=gettext_lazy("Host"),
        max_length=253,
        required=False,
        help_text=gettext_lazy(
            "PostgreSQL: the name of the server, its database, and a user that may only read."
        ),
    )
    port = forms.IntegerField(
        label=gettext_lazy("Port"), required=False, initial=5432, min_value=1_024, max_value=65_535
    )
    database = forms.CharField(label=gettext_lazy("Database"), max_length=63, required=False)
    user = forms.CharField(
        label=pgettext_lazy("database", "User"),
        max_length=63,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("It is kept sealed, and shown to nobody."),
    )
    path = forms.CharField(
        label=gettext_lazy("File"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "SQLite, DuckDB: a file in the folder that the operator keeps for your organisation."
        ),
    )

    def __init__(self, *args: Any, owners: Sequence[identity.Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
        field.choices = [(one.pk, one.label()) for one in owners]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        server = cleaned.get("kind") == SourceKind.POSTGRESQL
        for name in ("host", "database", "user", "password") if server else ("path",):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, forms.Field.default_error_messages["required"])
        return cleaned

    def where(self) -> dict[str, object]:
        """How the database is reached."""
        data = self.cleaned_data
        if data["kind"] != SourceKind.POSTGRESQL:
            return {"path": data["path"]}
        return {"host": data["host"], "port": data["port"] or 5432, "database": data["database"]}

    def words(self) -> dict[str, str]:
        """What opens a server."""
        data = self.cleaned_data
        server = data["kind"] == SourceKind.POSTGRESQL
        return {"user": data["user"], "password": data["password"]} if server else {}


def _seen(by: Actor) -> set[str] | None:
    """Organisations whose databases the reader sees, None for all; 404 where there is none."""
    if identity.can(by, rules.OPERATE):
        return None
    return {one.pk for one in providers_or_404(by)}


def _database_or_404(request: HttpRequest, id: str) -> tuple[Database, Actor]:  # noqa: A002
    by = identity.actor_of(request)
    found = databases_of(_seen(by)).select_related("credential").filter(pk=id).first()
    if found is None:
        raise Http404
    return found, by


@require_safe
def databases(request: HttpRequest) -> HttpResponse:
    """Databases that may be asked, wait, or are closed: one's own, for operators all."""
    by = identity.actor_of(request)
    seen = _seen(by)
    page = Paginator(databases_of(seen), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.kind_label = dict(_KINDS)[row.kind]  # type: ignore[attr-defined]
    where = identity.organisations_where(by, rules.PROVIDE)
    context = {"page": page, "operates": seen is None, "provides": where is None or bool(where)}
    return render(request, "exchange/publishing/databases.html", context)


@require_http_methods(["GET", "POST"])
def new_database(request: HttpRequest) -> HttpResponse:
    """Name a database of one's own organisation."""
    by = identity.actor_of(request)
    owners = providers_or_404(by)
    form = DatabaseForm(request.POST or None, owners=owners)
    if request.method == "POST":
        made = attempt(
            form,
            lambda: name_database(
                owner=next(one for one in owners if one.pk == form.cleaned_data["owner"]),
                name=form.cleaned_data["name"],
                kind=form.cleaned_data["kind"],
                where=form.where(),
                words=form.words(),
                by=by,
            ),
        )
        if made is not None:
            messages.success(
                request, _("The database is named. It can be asked once an operator has allowed it.")
            )
            return redirect("exchange:databases")
    return form_page(
        request,
        form,
        title=_("Name a database"),
        verb=_("Name a database"),
        back=reverse("exchange:databases"),
        lead=_("Nothing is asked of it before an operator allows it, and then only your own queries."),
    )


@require_POST
def allow(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Allow queries to be put to a database."""
    found, by = _database_or_404(request, id)
    if not identity.can(by, rules.OPERATE):
        raise Http404
    attempt_and_tell(
        request, lambda: allow_database(database=found, by=by), _("Queries may now be put to this database.")
    )
    return redirect("exchange:databases")


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Close a database, or decline it."""
    found, by = _database_or_404(request, id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":

        def done() -> bool:
            close_database(database=found, reason=form.cleaned_data["reason"], by=by)
            return True

        if attempt(form, done):
            messages.success(request, _("The database is closed."))
            return redirect("exchange:databases")
    return form_page(
        request,
        form,
        title=_("Close the database %(name)s") % {"name": found.name},
        verb=pgettext("database", "Close"),
        back=reverse("exchange:databases"),
        lead=_(
            "It is not asked again, and its password is forgotten. Data that rest on it can no longer be read."
        ),
        tone="danger",
    )
