"""Forms of an amendment; the verbs check again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.enums import RowKind
from yunghap.plan.models import Edition
from yunghap.plan.queries.edition import read_programmes

from .forms import ReasonForm, RowForm


class NewProgrammeForm(RowForm):
    """A programme to take in: a budget row, all its ministries, and why."""

    # A budget has none of these.
    kind = None  # type: ignore[assignment]
    indicator_name = None  # type: ignore[assignment]
    due_on = None  # type: ignore[assignment]
    note = None  # type: ignore[assignment]
    version = None  # type: ignore[assignment]
    programme_name = forms.CharField(label=_("Programme"), max_length=200)
    joint_ministries = forms.CharField(
        label=_("Ministries"),
        max_length=200,
        help_text=_("Short names joined by a middle dot, the leading one first, such as 과기부·중기부."),
    )
    reason = ReasonForm.base_fields["reason"]

    def values(self) -> RowValues:
        """What was typed, as the verb takes it."""
        names = ("programme_name", "value", "unit", "year", "task_code", "area_code", "joint_ministries")
        data = self.cleaned_data
        return RowValues(
            kind=RowKind.BUDGET,
            source=data["source"] or "ALL",
            year_to=data["year_to"] or 0,
            **{name: data[name] for name in names},
        )


class DropProgrammeForm(forms.Form):
    """A programme to take out, and why."""

    programme = forms.ChoiceField(
        label=_("Programme"),
        help_text=_("Its money, the numbers of its indicators and its milestones leave the edition with it."),
    )
    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = sorted(read_programmes(edition), key=lambda one: one.name)
        self.fields["programme"].choices = [(one.id, one.name) for one in found]  # type: ignore[attr-defined]
