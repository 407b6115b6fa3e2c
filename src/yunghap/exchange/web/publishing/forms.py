"""Forms of publishing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.exchange.contracts import Description, Price
from yunghap.exchange.domain.products import description_of
from yunghap.exchange.enums import Licence, PriceForm
from yunghap.exchange.models import Product
from yunghap.exchange.web.contracts.forms import TermsForm


def _words(label: object, help_text: object) -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=help_text)  # type: ignore[arg-type]


class DescriptionForm(forms.Form):
    """What is said about a product."""

    title = forms.CharField(label=_("Title"), max_length=300)
    description = forms.CharField(label=_("Description"), widget=forms.Textarea, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    description_en = forms.CharField(label=_("Description in English"), widget=forms.Textarea, required=False)
    keywords = _words(_("Keywords"), _("Separate them with commas."))
    themes = _words(_("Themes"), _("Separate them with commas."))
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices)
    frequency = forms.CharField(
        label=_("How often it is renewed"),
        max_length=40,
        required=False,
        help_text=_("Such as: daily, monthly, yearly."),
    )
    spatial = forms.CharField(
        label=_("Region"), max_length=200, required=False, help_text=_("Such as: Ulsan, the whole country.")
    )
    temporal = forms.CharField(
        label=_("Period"), max_length=80, required=False, help_text=_("Such as: 2024-01/2026-11.")
    )
    contact = forms.CharField(
        label=_("Whom to ask"),
        max_length=200,
        required=False,
        help_text=_("An office and its telephone or e-mail."),
    )

    @staticmethod
    def values_of(product: Product) -> dict[str, object]:
        """The form's values for a product."""
        return {
            name: ", ".join(value) if isinstance(value := getattr(product, name), list) else value
            for name in DescriptionForm.base_fields
        }

    def described(self, product: Product) -> Description:
        """The description that was typed; what the form does not ask stays as it is."""
        typed: dict[str, Any] = dict(self.cleaned_data)
        for name in ("keywords", "themes"):
            typed[name] = tuple(word.strip() for word in typed[name].split(",") if word.strip())
        return replace(description_of(product), **typed)


class OfferForm(TermsForm):
    """Under which price and terms a product can be had."""

    title = forms.CharField(label=_("Name of the offer"), max_length=200, initial=_("Use by contract"))
    price_form = forms.ChoiceField(label=_("Form of price"), choices=PriceForm.choices)
    krw = forms.IntegerField(
        label=_("Price in won, without VAT"),
        required=False,
        min_value=0,
        help_text=_("Not for a revenue share."),
    )
    period = forms.ChoiceField(
        label=_("Period of a fixed price"),
        required=False,
        choices=[("", "–"), ("P1M", _("Month")), ("P3M", _("Quarter")), ("P1Y", _("Year"))],
    )
    metered_unit = forms.ChoiceField(
        label=_("Unit of a metered price"),
        required=False,
        choices=[
            ("", "–"),
            ("MB", "MB"),
            ("GB", "GB"),
            ("row", _("1,000 rows")),
            ("request", _("1,000 requests")),
        ],
    )
    percent = forms.DecimalField(
        label=_("Share of the revenue in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
    )

    field_order = ("title", "price_form", "krw", "period", "metered_unit", "percent")

    def price(self) -> Price:
        """The price that was typed."""
        data = self.cleaned_data
        percent = data.get("percent")
        return Price(
            form=data["price_form"],
            krw=data.get("krw"),
            period=data.get("period") or "",
            metered_unit=data.get("metered_unit") or "",
            share=int(percent * 100) if percent is not None else None,
        )


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class VersionsForm(forms.Form):
    """Two versions to compare."""

    before = forms.TypedChoiceField(label=_("Version before"), coerce=int)
    after = forms.TypedChoiceField(label=_("Version after"), coerce=int)

    def __init__(self, *args: Any, numbers: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - tells mypy
            field.choices = [(number, str(number)) for number in numbers]
