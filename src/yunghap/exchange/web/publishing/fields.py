"""The form of a product's fields: for each column its type and what its values must hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.exchange.enums import FIELD_TYPES

_CONSTRAINTS = ("minimum", "maximum", "pattern", "enum")
_NUMBERS = frozenset({"integer", "number", "year"})


class FieldForm(forms.Form):
    """One column. Bounds are typed as text and kept as numbers where the type is one."""

    name = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Meaning"), max_length=200, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=list(FIELD_TYPES.items()))
    required = forms.BooleanField(label=_("Required"), required=False)
    unique = forms.BooleanField(label=_("Stands once"), required=False)
    minimum = forms.CharField(label=_("Least"), max_length=40, required=False)
    maximum = forms.CharField(label=_("Most"), max_length=40, required=False)
    pattern = forms.CharField(label=_("Pattern"), max_length=200, required=False)
    enum = forms.CharField(label=_("Allowed values"), max_length=2_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column = self.initial.get("name", "")
        for name, field in self.fields.items():
            if name != "name":
                field.widget.attrs["aria-label"] = f"{column}: {field.label}"

    def described(self) -> dict[str, Any]:
        """The field of the Table Schema."""
        data = self.cleaned_data
        constraints: dict[str, Any] = {name: True for name in ("required", "unique") if data[name]}
        for name in _CONSTRAINTS:
            text = data[name].strip()
            if not text:
                continue
            if name == "enum":
                constraints[name] = [word.strip() for word in text.split(",") if word.strip()]
            else:
                constraints[name] = _value(text, data["type"]) if name != "pattern" else text
        field: dict[str, Any] = {"name": data["name"], "type": data["type"]}
        if data["title"].strip():
            field["title"] = data["title"].strip()
        return field | ({"constraints": constraints} if constraints else {})


def _value(text: str, kind: str) -> object:
    if kind not in _NUMBERS:
        return text
    try:
        return int(text) if text.lstrip("+-").isdecimal() else float(text)
    except ValueError:
        return text  # refused with the field's name when the rules are compiled


class TableForm(forms.Form):
    """What holds for the whole table."""

    key = forms.MultipleChoiceField(
        label=_("Columns that together stand once (key)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rules = forms.CharField(
        label=_("Comparisons of columns"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in each line, such as: start <= end"),
    )
    newest = forms.ChoiceField(label=_("Column that shows how fresh the data is"), required=False)
    days = forms.IntegerField(
        label=_("Days that the newest value may be old"), required=False, min_value=1, max_value=36_500
    )

    def __init__(self, *args: Any, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in columns]
        for name, first in (("key", []), ("newest", [("", "–")])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
            field.choices = [*first, *choices]

    def clean_rules(self) -> list[dict[str, str]]:
        """The comparisons, read."""
        rules = []
        for line in self.cleaned_data["rules"].splitlines():
            if not line.strip():
                continue
            for sign in ("<=", ">=", "!=", "<", ">", "="):
                left, found, right = line.partition(sign)
                if found:
                    rules.append({"left": left.strip(), "is": sign, "right": right.strip()})
                    break
            else:
                raise forms.ValidationError(_("“%(line)s” compares nothing."), params={"line": line.strip()})
        return rules

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("newest")) != bool(cleaned.get("days")):
            raise forms.ValidationError(_("Freshness needs both a column and a number of days."))
        return cleaned


FieldForms = forms.formset_factory(FieldForm, extra=0, max_num=2_000, absolute_max=2_000)


def initial_fields(schema: Mapping[str, Any]) -> list[dict[str, object]]:
    """The values of the column forms for a schema."""
    found = []
    for field in schema.get("fields", []):
        constraints = field.get("constraints") or {}
        values = {name: constraints.get(name, "") for name in ("minimum", "maximum", "pattern")}
        found.append(
            {
                "name": field["name"],
                "title": field.get("title", ""),
                "type": field.get("type", "string"),
                "required": bool(constraints.get("required")),
                "unique": bool(constraints.get("unique")),
                "enum": ", ".join(str(one) for one in constraints.get("enum", [])),
                **values,
            }
        )
    return found


def initial_table(schema: Mapping[str, Any]) -> dict[str, object]:
    """The values of the table form for a schema."""
    key = schema.get("primaryKey") or []
    fresh = schema.get("timeliness") or {}
    return {
        "key": [key] if isinstance(key, str) else key,
        "rules": "\n".join(f"{one['left']} {one['is']} {one['right']}" for one in schema.get("rules", [])),
        "newest": fresh.get("field", ""),
        "days": fresh.get("days"),
    }


def schema_of(fields: Sequence[FieldForm], table: TableForm) -> dict[str, Any]:
    """The Table Schema that was typed."""
    data = table.cleaned_data
    schema: dict[str, Any] = {"fields": [form.described() for form in fields]}
    if data["key"]:
        schema["primaryKey"] = data["key"]
    if data["rules"]:
        schema["rules"] = data["rules"]
    if data.get("newest"):
        schema["timeliness"] = {"field": data["newest"], "days": data["days"]}
    return schema
