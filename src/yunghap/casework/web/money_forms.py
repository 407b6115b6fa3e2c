"""Forms of the money a case spends: the support agreement, a payment, the settlement."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from yunghap.casework.domain.kinds import kind_of
from yunghap.casework.domain.money import commitment_of, lines_for
from yunghap.casework.enums import FieldKind
from yunghap.casework.models import Case
from yunghap.programmes import service as programmes

from .forms import YES_NO

LARGEST = 10**15


def _won(krw: int) -> str:
    return say("%(won)s won") % {"won": f"{krw:,}"}


class MoneyField(forms.IntegerField):
    """Whole won, with or without separators."""

    def __init__(self, *, label: Any, least: int = 1, help_text: Any = "") -> None:
        super().__init__(label=label, min_value=least, max_value=LARGEST, help_text=help_text)
        self.widget = forms.TextInput({"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        """Commas and spaces are for reading."""
        return super().to_python(str(value or "").replace(",", "").replace(" ", ""))


class AgreementForm(forms.Form):
    """From which budget line how much is promised."""

    line = forms.ChoiceField(label=_("Budget line"), help_text=_("With what is left of it."))
    amount_krw = MoneyField(label=_("Amount agreed"), help_text=_("In won."))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *(
                (one.pk, f"{one.year} · {one.programme.name} · {_won(programmes.left_krw(one))}")
                for one in lines_for(case)
            ),
        ]
        asked = (one.id for one in kind_of(case).form.fields() if one.kind is FieldKind.MONEY)
        self.fields["amount_krw"].initial = case.answers.get(next(asked, ""), "")


class PaymentForm(forms.Form):
    """How much is paid, and whether more will be."""

    amount_krw = MoneyField(label=_("Amount paid"))
    more = forms.TypedChoiceField(
        label=_("More is to be paid"),
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = commitment_of(case)
        left = found.amount_krw - found.spent_krw if found else 0
        self.fields["amount_krw"].help_text = say("Left of the agreement: %(left)s") % {"left": _won(left)}


class SettlementForm(forms.Form):
    """How much comes back."""

    returned_krw = MoneyField(label=_("Amount returned"), least=0)
    remarks = forms.CharField(label=_("Remarks"), required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = commitment_of(case)
        paid = found.spent_krw if found else 0
        self.fields["returned_krw"].help_text = say("Paid so far: %(paid)s") % {"paid": _won(paid)}
