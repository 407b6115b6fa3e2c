"""Forms of an amendment; the verbs check again."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yunghap.plan.contracts import Comparison
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.enums import Better, RowKind, SchemeCode
from yunghap.plan.models import Edition
from yunghap.plan.queries.common import nodes_of
from yunghap.plan.queries.edition import read_outline, read_programmes
from yunghap.plan.queries.values import EditionView

from .forms import SOURCES, ReasonForm, RowForm, TypedNumber

KINDS = {
    "BUDGET": _("budget"),
    "TARGET": _("target"),
    "ACTUAL": _("actual"),
    "BASELINE": _("baseline"),
}
NUMBER = ("value", "value_to", "unit")
SCHEMES = ((SchemeCode.DIRECTIONS, _("Directions and tasks")), (SchemeCode.AREAS, _("Areas")))


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
        names = (*NUMBER, "programme_name", "year", "task_code", "area_code", "joint_ministries")
        data = self.cleaned_data
        return RowValues(
            kind=RowKind.BUDGET,
            source=data["source"] or "ALL",
            comparison=data["comparison"] or Comparison.EQUAL.value,
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


class NewNumberForm(forms.Form):
    """One more number of something that the edition has, and why."""

    subject = forms.ChoiceField(label=_("What the number is about"))
    kind = forms.ChoiceField(label=_("Kind"), choices=tuple(KINDS.items()))
    comparison = RowForm.base_fields["comparison"]
    value = TypedNumber(label=_("Value"), max_digits=24, decimal_places=6)
    value_to = RowForm.base_fields["value_to"]
    unit = RowForm.base_fields["unit"]
    source = forms.ChoiceField(label=_("Source of money"), choices=SOURCES, required=False)
    year = RowForm.base_fields["year"]
    year_to = RowForm.base_fields["year_to"]
    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = _subjects(edition)  # type: ignore[attr-defined]

    @property
    def baseline(self) -> bool:
        """The number is an indicator's baseline."""
        return bool(self.cleaned_data["kind"] == "BASELINE")

    def values(self) -> RowValues:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        return RowValues(
            kind=RowKind.ACTUAL if self.baseline else data["kind"],
            comparison=data["comparison"] or Comparison.EQUAL.value,
            **{name: data[name] for name in NUMBER},
            source=data["source"] or "ALL",
            year=data["year"],
            year_to=data["year_to"] or 0,
        )


def _subjects(edition: Edition) -> list[tuple[object, object]]:
    """Everything of the edition that a number can be about, in groups."""
    view = read_outline(edition)
    groups = [one.ministries for one in view.programmes] + [one.ministries for one in view.indicators]
    names = sorted({name for group in groups for name in group})
    return [
        ("", "–"),
        *_items(view),
        *((label, [(f"NODE:{key}", name) for key, name in _nodes(edition, code)]) for code, label in SCHEMES),
        (_("Ministries"), [(f"MINISTRY:{name}", name) for name in names]),
        ("TOTAL:", _("the whole plan")),
    ]


def _items(view: EditionView) -> list[tuple[object, object]]:
    """Indicators and programmes of the edition, in two groups."""
    indicators = sorted((f"{one.name} ({one.unit})", f"INDICATOR:{one.id}") for one in view.indicators)
    programmes = sorted((one.name, f"PROGRAMME:{one.id}") for one in view.programmes)
    return [
        (_("Indicators"), [(key, name) for name, key in indicators]),
        (_("Programmes"), [(key, name) for name, key in programmes]),
    ]


def _nodes(edition: Edition, scheme: str) -> list[tuple[str, str]]:
    language = get_language() or "ko"
    nodes = nodes_of(edition, scheme)
    return [(f"{scheme}/{node.code}", f"{node.code} {node.name(language)}") for node in nodes]


class NewIndicatorForm(RowForm):
    """An indicator to take in with its first number, and why."""

    # It names its programme by choice, and has none of the others.
    programme_name = None  # type: ignore[assignment]
    source = None  # type: ignore[assignment]
    due_on = None  # type: ignore[assignment]
    note = None  # type: ignore[assignment]
    version = None  # type: ignore[assignment]
    indicator_name = forms.CharField(label=_("Indicator"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(key, name) for key, name in KINDS.items() if key != "BUDGET"]
    )
    value = TypedNumber(label=_("Value"), max_digits=24, decimal_places=6)
    unit = forms.CharField(label=_("Unit of count"), max_length=30)
    joint_ministries = NewProgrammeForm.base_fields["joint_ministries"]  # type: ignore[assignment]
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    better = forms.ChoiceField(label=_("Direction of improvement"), choices=Better.choices)
    cumulative = forms.BooleanField(label=_("Counts everything so far, not one year"), required=False)
    definition = forms.CharField(
        label=_("How it is counted"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    reason = ReasonForm.base_fields["reason"]
    field_order = ("indicator_name", "kind", "comparison", *NUMBER, "year", "year_to", "joint_ministries")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        found = sorted(read_programmes(edition), key=lambda one: one.name)
        choices = [("", "–"), *((one.id, one.name) for one in found)]
        self.fields["programme"].choices = choices  # type: ignore[attr-defined]

    @property
    def baseline(self) -> bool:
        """The first number is the baseline."""
        return bool(self.cleaned_data["kind"] == "BASELINE")

    def values(self) -> RowValues:
        """What was typed, as the verb takes it."""
        names = (*NUMBER, "indicator_name", "year", "task_code", "area_code", "joint_ministries")
        data = self.cleaned_data
        return RowValues(
            kind=RowKind.ACTUAL if self.baseline else data["kind"],
            comparison=data["comparison"] or Comparison.EQUAL.value,
            year_to=data["year_to"] or 0,
            **{name: data[name] for name in names},
        )


class DropIndicatorForm(forms.Form):
    """An indicator to take out, and why."""

    indicator = forms.ChoiceField(
        label=_("Indicator"), help_text=_("All its numbers leave the edition with it.")
    )
    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = sorted(read_outline(edition, programmes=()).indicators, key=lambda one: one.name)
        self.fields["indicator"].choices = [(one.id, f"{one.name} ({one.unit})") for one in found]  # type: ignore[attr-defined]


class NewTaskForm(forms.Form):
    """A direction, task or area to take in, and why."""

    scheme = forms.ChoiceField(label=_("Classification"), choices=SCHEMES)
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("A number or letter; a task stands under a direction by its dot, such as 2.3."),
    )
    name_ko = forms.CharField(label=_("Name in Korean"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:  # noqa: ARG002 - as its siblings
        super().__init__(*args, **kwargs)


class DropTaskForm(forms.Form):
    """A direction, task or area to take out, and why."""

    node = forms.ChoiceField(
        label=_("Direction, task or area"),
        help_text=_("Its printed money leaves with it; programmes and indicators there stay, not placed."),
    )
    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(label, _nodes(edition, code)) for code, label in SCHEMES]
        self.fields["node"].choices = groups  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """A programme or indicator to move to another task or area, and why."""

    subject = forms.ChoiceField(label=_("Programme or indicator"))
    node = forms.ChoiceField(label=_("New task or area"))
    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", "–"), *_items(read_outline(edition))]  # type: ignore[attr-defined]
        places = [(label, [*_nodes(edition, code), (f"{code}/", _("Not placed"))]) for code, label in SCHEMES]
        self.fields["node"].choices = [("", "–"), *places]  # type: ignore[attr-defined]
