"""The ways data come in: a file, the address of an API, a query in a database; a form for each."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunghap.core.actors import Actor
from yunghap.core.gate import read_limited
from yunghap.exchange.contracts import DataPlace
from yunghap.exchange.domain.connector.origins import same_origin
from yunghap.exchange.domain.products.data import (
    LARGEST_FILE,
    MEDIA_TYPES,
    place_of_address,
    place_of_file,
)
from yunghap.exchange.domain.transfer.databases import place_of_query
from yunghap.exchange.enums import DATABASES, SourceKind
from yunghap.exchange.models import Database, ProductVersion
from yunghap.identity.service import Organisation

ANSWERS = [
    ("application/json", "JSON"),
    ("application/x-ndjson", _("JSON, a record in each line")),
    ("text/csv", "CSV"),
    ("application/vnd.apache.parquet", "Parquet"),
    ("application/geo+json", "GeoJSON"),
    ("application/xml", "XML"),
]
KEYS = [("parameter", _("A parameter of the address")), ("header", _("A header of the request"))]


class DataForm(forms.Form):
    """Where the data of a version lie: each form has a `place(by=…)` that says it, without a secret."""

    def secret(self) -> dict[str, str]:
        """The words of the secret that was typed; none where none was."""
        return {}

    @staticmethod
    def values_of(version: ProductVersion) -> dict[str, object]:  # noqa: ARG004
        """What the form begins with beside a version that came the same way."""
        return {}


class FileData(DataForm):
    """A file that is kept here."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, Excel, Parquet, SQLite, DuckDB, JSON and others, at most 200 MB."
            " The first line names the columns."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(MEDIA_TYPES)}),
    )
    table = forms.CharField(
        label=_("Table of a database file"),
        max_length=200,
        required=False,
        help_text=_("SQLite, DuckDB: only this table is taken. Empty where the file holds just one."),
    )

    def place(self, *, by: Actor) -> DataPlace:
        """Keep the file and say where it lies."""
        file = self.cleaned_data["file"]
        return place_of_file(
            data=read_limited(file, LARGEST_FILE),
            name=file.name,
            table=self.cleaned_data["table"],
            by=by,
        )


class ApiData(DataForm):
    """An address that is asked for whoever has a contract."""

    url = forms.CharField(
        label=_("Address of the API"),
        max_length=2_000,
        help_text=_("The data stays where it is and is fetched for whoever has a contract."),
        widget=forms.URLInput(),
    )
    media_type = forms.ChoiceField(label=_("It answers with"), choices=ANSWERS)
    records = forms.RegexField(
        r"^(\.|[^\s.]+(\.[^\s.]+)*)$",
        label=_("Where the records stand in a JSON answer"),
        required=False,
        max_length=200,
        help_text=_(
            "Names with dots between, such as: response.body.items. A single dot is the answer itself."
        ),
    )
    page = forms.CharField(label=_("Parameter of the page number"), required=False, max_length=80)
    first = forms.IntegerField(label=_("Number of the first page"), required=False, initial=1, min_value=0)
    size_parameter = forms.CharField(label=_("Parameter of the page size"), required=False, max_length=80)
    size = forms.IntegerField(
        label=_("Records of a page"), required=False, initial=100, min_value=1, max_value=10_000
    )
    key_in = forms.ChoiceField(label=_("A key goes into"), choices=[("", _("No key")), *KEYS], required=False)
    key_name = forms.CharField(label=_("Name of the parameter or header"), required=False, max_length=80)
    key_value = forms.CharField(
        label=pgettext_lazy("api", "Key"),
        required=False,
        max_length=2_000,
        help_text=_("It is kept sealed and never shown again; empty keeps the one of the version before."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("page") and not cleaned.get("records"):
            self.add_error(
                "records", _("Pages are put together only where it is said where the records stand.")
            )
        kept = self._kept(cleaned)
        if cleaned.get("key_in") and not kept and not (cleaned.get("key_name") and cleaned.get("key_value")):
            self.add_error("key_name", _("A key needs its name and its value."))
        return cleaned

    def _kept(self, cleaned: dict[str, Any]) -> str:
        """The key of the version before where no other is typed: it is shown to nobody, nor sent to another server."""
        before = str(self.initial.get("url", ""))
        if cleaned.get("key_value") or not same_origin(before, str(cleaned.get("url", "")).strip()):
            return ""
        return str(self.initial.get("credential", ""))

    def place(self, *, by: Actor) -> DataPlace:  # noqa: ARG002
        """The address, checked, and how its records are found."""
        data = self.cleaned_data
        where: dict[str, Any] = {}
        if data["records"]:
            where["records"] = data["records"]
        if data["page"]:
            first = 1 if data["first"] is None else data["first"]
            where["page"] = {"parameter": data["page"], "first": first}
            if data["size_parameter"]:
                where["page"] |= {"size_parameter": data["size_parameter"], "size": data["size"] or 100}
        if data["key_in"] and (kept := self._kept(data)):
            where["credential"] = kept
        return place_of_address(url=data["url"], media_type=data["media_type"], how=where)

    def secret(self) -> dict[str, str]:
        """Name and value of the key that was typed."""
        data = self.cleaned_data
        if not (data["key_in"] and data["key_value"]):
            return {}
        return {data["key_in"]: data["key_name"], "value": data["key_value"]}

    @staticmethod
    def values_of(version: ProductVersion) -> dict[str, object]:
        """The form's values for a version."""
        where = version.where
        page = where.get("page") or {}
        return {
            "url": where.get("url", ""),
            "media_type": version.media_type,
            "records": where.get("records", ""),
            "page": page.get("parameter", ""),
            "first": page.get("first", 1),
            "size_parameter": page.get("size_parameter", ""),
            "size": page.get("size", 100),
            "credential": where.get("credential", ""),
            "key_in": "parameter" if where.get("credential") else "",
        }


class QueryData(DataForm):
    """A query in one of the organisation's databases."""

    database = forms.ChoiceField(label=_("Database"))
    query = forms.CharField(
        label=_("Query"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "One SELECT. It is run with reading rights only, whenever somebody with a contract fetches the data."
        ),
    )
    cursor = forms.CharField(
        label=_("Column that only grows"),
        required=False,
        max_length=200,
        help_text=_("Such as a time or a number: then the rows that came since can be fetched alone."),
    )

    def __init__(self, *args: Any, databases: Sequence[Database] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.databases = {one.pk: one for one in databases}
        field = self.fields["database"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
        field.choices = [(one.pk, f"{one.name} ({one.owner.label()})") for one in databases]

    def place(self, *, by: Actor) -> DataPlace:  # noqa: ARG002
        """The query in the chosen database; whether it is the provider's own is judged when it is asked."""
        data = self.cleaned_data
        return place_of_query(
            database=self.databases[data["database"]], query=data["query"], cursor=data["cursor"]
        )

    @staticmethod
    def values_of(version: ProductVersion) -> dict[str, object]:
        """The form's values for a version."""
        where = version.where
        names = {"database": "registered", "query": "query", "cursor": "cursor"}
        return {name: where.get(key, "") for name, key in names.items()}


class BeginForm(forms.Form):
    """A new product."""

    provider = forms.ChoiceField(label=_("Provider"))
    title = forms.CharField(label=_("Title"), max_length=300)
    field_order = ("provider", "title")

    def __init__(self, *args: Any, providers: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
        field.choices = [(one.pk, one.label()) for one in providers]


class NoteForm(forms.Form):
    """What is different in a version."""

    note = forms.CharField(label=_("What is new"), required=False, max_length=1_000)


class BeginFile(BeginForm, FileData):
    """A new product of a file."""


class BeginApi(BeginForm, ApiData):
    """A new product of an API."""


class BeginQuery(BeginForm, QueryData):
    """A new product of a query."""


class NextFile(NoteForm, FileData):
    """The next version by a file."""


class NextApi(NoteForm, ApiData):
    """The next version by an API."""


class NextQuery(NoteForm, QueryData):
    """The next version by a query."""


# key in the address -> (name, form of a new product, form of the next version)
WAYS: dict[str, tuple[object, type[DataForm], type[DataForm]]] = {
    "file": (_("File"), BeginFile, NextFile),
    "api": ("API", BeginApi, NextApi),
    "database": (_("Database"), BeginQuery, NextQuery),
}


def way_of(kind: str) -> str:
    """The way by which a version of that kind came."""
    return "database" if kind in DATABASES else "api" if kind == SourceKind.HTTP else "file"
