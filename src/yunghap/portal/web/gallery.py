"""Made-up content for the page that shows every component."""

from django import forms
from django.utils.translation import gettext_lazy as _

ROWS = [
    ("A", 1200, 1350, 112.5),
    ("B", 86, 80, 93.0),
    ("C", 24_561, 24_561, 100.0),
]
CHART = (
    '<svg viewBox="0 0 480 120" width="480" height="120" role="img" aria-label="A 12, B 8, C 20">'
    '<g fill="#256ef4"><rect x="40" y="10" width="240" height="24"/>'
    '<rect x="40" y="46" width="160" height="24"/>'
    '<rect x="40" y="82" width="400" height="24"/></g>'
    '<g fill="#1e2124" font-size="14"><text x="12" y="28">A</text>'
    '<text x="12" y="64">B</text><text x="12" y="100">C</text></g></svg>'
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
