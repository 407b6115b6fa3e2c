"""Forms of the deadline calculator and of the holidays."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yunghap.core.periods import Period
from yunghap.procedures.deadlines import RULES, Term
from yunghap.procedures.deadlines.inputs import parse_start

UNITS = (
    ("days", _("days")),
    ("weeks", _("weeks")),
    ("months", _("months")),
    ("years", _("years")),
    ("hours", _("hours")),
)
STOPS = (1, 2, 3)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DeadlineForm(forms.Form):
    """What a deadline is counted from; sent by GET, so that a result has an address."""

    rule = forms.ChoiceField(label=_("Counting rule"))
    start = forms.DateField(label=_("From"), widget=DayInput())
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=TimeInput(),
        help_text=_("For terms counted in hours, and from 00:00."),
    )
    length = forms.IntegerField(label=_("Term"), min_value=1, max_value=9999)
    unit = forms.ChoiceField(label=_("Unit of the term"), choices=UNITS)
    before = forms.BooleanField(label=_("Count back"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "ko"
        rules = [
            (id_, getattr(rule.title, "en" if language == "en" else "ko")) for id_, rule in RULES.items()
        ]
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]
        for number in STOPS:
            for end, label in (("from", _("Stop %(number)d from")), ("to", _("Stop %(number)d to"))):
                self.fields[f"stop_{number}_{end}"] = forms.DateField(
                    label=label % {"number": number}, required=False, widget=DayInput()
                )

    def clean(self) -> dict[str, Any]:
        """Both ends of a stop, in their order."""
        data: dict[str, Any] = super().clean() or {}
        for number in STOPS:
            first, last = data.get(f"stop_{number}_from"), data.get(f"stop_{number}_to")
            if (first is None) != (last is None):
                self.add_error(f"stop_{number}_to", _("A stop has a first and a last day."))
            elif first and last and last < first:
                self.add_error(f"stop_{number}_to", _("A stop may not end before it begins."))
        return data

    def asked(self) -> dict[str, Any]:
        """The arguments of `count_deadline`; only of a valid form."""
        data = self.cleaned_data
        start = data["start"]
        if data["time"] is not None:
            start = parse_start(f"{start}T{data['time']:%H:%M}")
        return {
            "rule": data["rule"],
            "start": start,
            "term": Term(**{data["unit"]: data["length"]}),
            "before": data["before"],
            "stops": [
                Period(data[f"stop_{n}_from"], data[f"stop_{n}_to"]) for n in STOPS if data[f"stop_{n}_from"]
            ],
        }


class HolidayForm(forms.Form):
    """A day that becomes a holiday."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    name_ko = forms.CharField(label=_("Name in Korean"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        help_text=_(
            "The article and the decision, such as art. 2 no. 11 and the day of the cabinet's decision."
        ),
    )


class WithdrawalForm(forms.Form):
    """Why a day is no holiday any more."""

    legal_basis = forms.CharField(label=_("Legal basis"), max_length=300)
