"""Forms of sources."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.exchange.enums import HarvestKind

SCHEDULES = [
    ("", _("Only when asked")),
    ("1", _("Every hour")),
    ("24", _("Every day")),
    ("168", _("Every week")),
    ("720", _("Every 30 days")),
]


class ScheduleForm(forms.Form):
    """How often a source is read."""

    every_hours = forms.TypedChoiceField(
        label=_("How often"), choices=SCHEDULES, required=False, coerce=int, empty_value=None
    )


class SourceForm(ScheduleForm):
    """A catalogue on the network. Files are read at the command line only: a page may not reach into this machine."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it speaks"), choices=HarvestKind.choices)
    address = forms.RegexField(
        r"^https?://",
        label=_("Address"),
        max_length=2_000,
        help_text=_("Of the site, of the catalogue or of its first page."),
        error_messages={"invalid": _("Give an address that begins with https:// or http://.")},
    )
    field_order = ["name", "kind", "address", "every_hours"]
