"""Forms of trade."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunghap.exchange.enums import MeteredUnit, PriceForm, SupplierState, Vat, VoucherKind
from yunghap.exchange.models import Voucher, VoucherProgramme
from yunghap.identity import service as identity
from yunghap.programmes import service as programmes

from .common import DayInput, won

LINES = forms.Textarea({"rows": 3})
PERIODS = [
    ("", "–"),
    ("P1M", _("Month")),
    ("P3M", _("Quarter")),
    ("P6M", _("Half-year")),
    ("P1Y", _("Year")),
]


class ChoosingForm(forms.Form):
    """A form some of whose fields choose among rows that are given."""

    def choose(self, **rows: Any) -> None:
        """Let the fields choose among these rows."""
        for name, found in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for mypy
            field.queryset = found


def _voucher_field() -> forms.ModelChoiceField[Voucher]:
    return forms.ModelChoiceField(
        label=_("Pay by voucher"),
        queryset=Voucher.objects.none(),
        required=False,
        empty_label=_("No voucher"),
    )


class OrderForm(ChoosingForm):
    """How many, and with which voucher."""

    quantity = forms.IntegerField(label=_("Quantity"), required=False, min_value=1)
    voucher = _voucher_field()

    def __init__(self, *args: Any, vouchers: Any, form: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(voucher=vouchers)
        if not vouchers.exists():
            del self.fields["voucher"]
        if form in {PriceForm.LUMP_SUM, PriceForm.REVENUE_SHARE}:
            del self.fields["quantity"]
        elif form == PriceForm.FIXED:
            self.fields["quantity"].label = _("For how many periods?")
            self.fields["quantity"].required = True
        else:
            self.fields["quantity"].help_text = _("At most so many units; empty: without a limit.")


class QuoteForm(forms.Form):
    """What a buyer asks."""

    quantity = forms.IntegerField(label=_("Quantity"), required=False, min_value=1)
    question = forms.CharField(label=_("What would you like to know?"), required=False, widget=LINES)


class PriceFields(forms.Form):
    """A price in won or a share."""

    unit_krw = forms.IntegerField(label=_("Price in won, without VAT"), required=False, min_value=1)
    share = forms.DecimalField(
        label=_("Share of the revenue, in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    quantity = forms.IntegerField(label=_("Quantity"), required=False, min_value=1)

    def clean_share(self) -> int | None:
        """In parts of ten thousand."""
        share = self.cleaned_data.get("share")
        return None if share is None else int(share * 100)


class QuotedForm(PriceFields):
    """What a provider quotes."""

    vat = forms.ChoiceField(label=_("VAT"), choices=Vat.choices)
    valid_until = forms.DateField(label=_("Valid until"), widget=DayInput())
    reply = forms.CharField(label=pgettext_lazy("exchange", "Reply"), required=False, widget=LINES)

    def __init__(self, *args: Any, form: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["share" if form != PriceForm.REVENUE_SHARE else "unit_krw"]


class AgreementOrderForm(PriceFields, ChoosingForm):
    """An order under an agreement that was concluded with a provider on another platform."""

    title = forms.CharField(label=_("What is bought"), max_length=300)
    provider = forms.ModelChoiceField(label=_("Provider"), queryset=identity.Organisation.objects.none())
    price_form = forms.ChoiceField(
        label=_("Form of price"),
        choices=[choice for choice in PriceForm.choices if choice[0] != PriceForm.FREE],
    )
    period = forms.ChoiceField(label=_("Period"), required=False, choices=PERIODS)
    metered_unit = forms.ChoiceField(
        label=pgettext_lazy("exchange", "Unit"), required=False, choices=[("", "–"), *MeteredUnit.choices]
    )
    voucher = _voucher_field()
    field_order = ["title", "provider", "price_form"]

    def __init__(self, *args: Any, vouchers: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(voucher=vouchers, provider=providers)


class UsageForm(forms.Form):
    """What was used in a period."""

    starts_on = forms.DateField(label=pgettext_lazy("exchange", "From"), widget=DayInput())
    ends_on = forms.DateField(label=_("To"), widget=DayInput())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=0)


class PaymentForm(forms.Form):
    """A bank transfer that was received."""

    amount_krw = forms.IntegerField(label=_("Amount in won"), min_value=1)
    received_on = forms.DateField(label=_("Received on"), widget=DayInput())
    reference = forms.CharField(label=_("Reference of the bank"), required=False, max_length=100)


class RefundForm(forms.Form):
    """What is given back, and why."""

    amount_krw = forms.IntegerField(label=_("Amount in won"), min_value=1)
    reason = forms.CharField(label=_("Reason"), widget=LINES)


class VoucherForm(ChoosingForm):
    """Support for a company that buys from a supplier."""

    programme = forms.ModelChoiceField(label=_("Voucher programme"), queryset=VoucherProgramme.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=VoucherKind.choices)
    supplier = forms.ModelChoiceField(label=_("Supplier"), queryset=identity.Organisation.objects.none())
    amount_krw = forms.IntegerField(label=_("Support in won"), min_value=1)
    purpose = forms.CharField(label=_("What the data are for"), widget=LINES)

    def __init__(self, *args: Any, programmes: Any, suppliers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(programme=programmes, supplier=suppliers)


class ProgrammeForm(ChoosingForm):
    """A voucher programme of an agency."""

    title = forms.CharField(label=_("Title"), max_length=200)
    budget_line = forms.ModelChoiceField(
        label=_("Budget line"), queryset=programmes.BudgetLine.objects.none()
    )
    starts_on = forms.DateField(label=_("Used from"), widget=DayInput())
    ends_on = forms.DateField(label=_("Used until"), widget=DayInput())
    purchase = forms.IntegerField(label=_("Ceiling for the purchase of data, in won"), min_value=1)
    processing = forms.IntegerField(label=_("Ceiling for general processing, in won"), min_value=1)
    ai_processing = forms.IntegerField(label=_("Ceiling for AI processing, in won"), min_value=1)
    own_share = forms.DecimalField(
        label=_("Own share of the company, in per cent"), min_value=0, max_value=99, decimal_places=2
    )

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(budget_line=lines)
        field = self.fields["budget_line"]
        field.label_from_instance = lambda line: f"{line.programme} {line.year} · {won(line.amount_krw)}"  # type: ignore[attr-defined]


class PartyForm(forms.Form):
    """Who represents an organisation, and where it is."""

    representative = forms.CharField(label=_("Representative"), max_length=100)
    address = forms.CharField(label=_("Address"), max_length=200)


class SupplierForm(forms.Form):
    """A decision on a supplier."""

    state = forms.ChoiceField(
        label=_("Decision"),
        choices=[choice for choice in SupplierState.choices if choice[0] != SupplierState.APPLIED],
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=LINES)


class ReportForm(forms.Form):
    """What became of the support."""

    report = forms.CharField(label=pgettext_lazy("exchange", "Report"), widget=forms.Textarea({"rows": 5}))
