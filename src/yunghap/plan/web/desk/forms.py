"""Forms of the desk; the verbs check again."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yunghap.core.gate import ascii_digits
from yunghap.plan.contracts import Comparison
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.enums import RowKind, SchemeCode
from yunghap.plan.models import Edition
from yunghap.plan.queries.common import nodes_of

SOURCES = (
    ("ALL", _("all sources")),
    ("NATIONAL", _("national")),
    ("LOCAL", _("local")),
    ("PRIVATE", _("private")),
)


COMPARISONS = (
    (Comparison.EQUAL.value, _("exactly")),
    (Comparison.AT_LEAST.value, _("at least")),
    (Comparison.AT_MOST.value, _("at most")),
    (Comparison.MORE_THAN.value, _("more than")),
    (Comparison.LESS_THAN.value, _("less than")),
    (Comparison.ABOUT.value, _("about")),
    (Comparison.RANGE.value, _("from … to")),
)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TypedNumber(forms.DecimalField):
    """A number as people type it: full-width digits, commas between thousands."""

    # An <input type="number"> takes neither in a browser.
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        """ASCII digits without commas; what is no number is refused as ever."""
        return super().to_python(ascii_digits(value).replace(",", "") if isinstance(value, str) else value)


class RowForm(forms.Form):
    """One row of a submission: every field, and the version that was seen."""

    kind = forms.ChoiceField(label=_("Kind"), choices=RowKind.choices)
    programme_name = forms.CharField(label=_("Programme"), max_length=200, required=False)
    indicator_name = forms.CharField(
        label=_("Indicator or milestone"),
        max_length=200,
        required=False,
        help_text=_("Name of the indicator, or what is due; empty for money."),
    )
    comparison = forms.ChoiceField(label=_("Comparison"), choices=COMPARISONS, required=False)
    value = TypedNumber(label=_("Value"), required=False, max_digits=24, decimal_places=6)
    value_to = TypedNumber(
        label=_("Upper bound"),
        required=False,
        max_digits=24,
        decimal_places=6,
        help_text=_("For a number from … to."),
    )
    unit = forms.CharField(
        label=_("Unit of count"),
        max_length=30,
        required=False,
        help_text=_("For money 억원, 백만원 or another unit of won."),
    )
    source = forms.ChoiceField(label=_("Source of money"), choices=SOURCES, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2200)
    year_to = forms.IntegerField(
        label=_("Until the year"),
        min_value=1990,
        max_value=2200,
        required=False,
        help_text=_("For a total over several years."),
    )
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=DayInput(), help_text=_("For milestones.")
    )
    task_code = forms.ChoiceField(label=_("Task"), required=False)
    area_code = forms.ChoiceField(label=_("Area"), required=False)
    joint_ministries = forms.CharField(
        label=_("Joint ministries"),
        max_length=200,
        required=False,
        help_text=_("Short names joined by a middle dot, such as 과기부·중기부."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, scheme in (("task_code", SchemeCode.DIRECTIONS), ("area_code", SchemeCode.AREAS)):
            nodes = nodes_of(edition, scheme)
            language = get_language() or "ko"
            choices = [("", "–"), *((node.code, f"{node.code} {node.name(language)}") for node in nodes)]
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def values(self) -> RowValues:
        """What was typed, as the verbs take it."""
        data = self.cleaned_data
        return RowValues(
            kind=data["kind"],
            programme_name=data["programme_name"],
            indicator_name=data["indicator_name"],
            comparison=data["comparison"] or Comparison.EQUAL.value,
            value=data["value"],
            value_to=data["value_to"],
            unit=data["unit"],
            year=data["year"],
            year_to=data["year_to"] or 0,
            source=data["source"] or "ALL",
            due_on=data["due_on"],
            task_code=data["task_code"],
            area_code=data["area_code"],
            joint_ministries=data["joint_ministries"],
            note=data["note"],
        )


class UploadForm(forms.Form):
    """A file with rows."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, HWPX or text: the template filled in, or a document that states your numbers."),
    )
    replace_all = forms.BooleanField(label=_("Replace the rows that are here now"), required=False)


class OpenEditionForm(forms.Form):
    """A new edition."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2200)
    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(
        label=_("English title"),
        max_length=200,
        required=False,
        help_text=_("Empty: English pages name it by its year."),
    )
    due_on = forms.DateField(
        label=_("Submissions are due on"),
        required=False,
        widget=DayInput(),
        help_text=_("By law 30 November of the year before; empty for that day."),
    )
    nodes_from = forms.ChoiceField(label=_("Directions, tasks and areas of"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = Edition.objects.order_by("-year", "-seq")
        self.fields["nodes_from"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((edition.pk, f"{edition.title_here} ({edition})") for edition in editions),
        ]


class ImportForm(forms.Form):
    """A plan document to read."""

    file = forms.FileField(label=_("Plan document"), help_text=_("Text, HWPX, HWP, PDF or HTML."))
    year = forms.IntegerField(
        label=_("Year"),
        min_value=1990,
        max_value=2200,
        required=False,
        help_text=_("Empty: the year on the title of the document."),
    )


class CommitteeForm(forms.Form):
    """The day the committee met, and what it decided."""

    on = forms.DateField(label=_("Deliberated on"), widget=DayInput())
    decision = forms.CharField(
        label=_("Decision"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Kept in the record."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """Why something is done; kept in the record."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Kept in the record."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ChangedNumberForm(forms.Form):
    """What a number of an amendment says from now on, and why."""

    comparison = forms.ChoiceField(label=_("Comparison"), choices=COMPARISONS, required=False)
    value = TypedNumber(label=_("New value"), max_digits=24, decimal_places=6)
    value_to = RowForm.base_fields["value_to"]
    reason = ReasonForm.base_fields["reason"]
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "amend_%s", **kwargs})
