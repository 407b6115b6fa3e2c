"""Made-up content for the page that shows every component."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.documents.charts import bar_chart, in_two_widths

ROWS = [
    ("A", 1200, 1350, 112.5),
    ("B", 86, 80, 93.0),
    ("C", 24_561, 24_561, 100.0),
]
PICTURE = in_two_widths(
    bar_chart, title="A, B, C", description="A 12, B 8, C 20", categories=("A", "B", "C"), values=(12, 8, 20)
)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name of the programme"), help_text=_("As it stands in the plan."))
    budget = forms.IntegerField(label=_("Budget"), min_value=0)
    ministry = forms.ChoiceField(
        label=_("Ministry"), choices=[("", _("Choose one")), ("a", _("Ministry A")), ("b", _("Ministry B"))]
    )
    role = forms.ChoiceField(
        label=_("Kind of figure"),
        widget=forms.RadioSelect,
        choices=[("target", _("Target")), ("actual", _("Actual"))],
    )
    remark = forms.CharField(label=_("Remark"), widget=forms.Textarea, required=False)
    joint = forms.BooleanField(label=_("Several ministries share it"), required=False)


def tabs() -> list[dict[str, object]]:
    """Tabs with the first one chosen."""
    return [
        {"label": _("Overview"), "url": "#tabs", "current": True},
        {"label": _("Money"), "url": "#tabs", "count": 12},
        {"label": _("Findings"), "url": "#tabs", "count": 3},
    ]


def side() -> list[dict[str, object]]:
    """A side menu with two levels."""
    return [
        {"label": _("Overview"), "url": "#side-nav", "current": True},
        {
            "label": _("Money"),
            "url": "#side-nav",
            "children": [{"label": _("By ministry"), "url": "#side-nav"}],
        },
    ]
