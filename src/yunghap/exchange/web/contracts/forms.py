"""Forms about contracts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.exchange.domain.policies.operands import ACTIONS
from yunghap.exchange.domain.policies.purposes import PURPOSES
from yunghap.exchange.domain.policies.terms import FORBIDDABLE, Terms
from yunghap.exchange.enums import Acceptance
from yunghap.exchange.models import Offer, Participant


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.replace(",", "\n").splitlines() if part.strip()))


class TermsForm(forms.Form):
    """The terms of use, as people choose them; every field that is left empty restricts nothing."""

    purposes = forms.MultipleChoiceField(
        label=_("For which purposes the data may be used"),
        choices=list(PURPOSES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for any."),
    )
    starts_on = forms.DateField(
        label=_("May be used from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=_("May be used until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    regions = forms.CharField(
        label=_("Regions"),
        required=False,
        max_length=200,
        help_text=_("Codes of ISO 3166 with commas, such as KR."),
    )
    participants = forms.CharField(
        label=_("Only for these participants"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Their ids, one on each line."),
    )
    count = forms.IntegerField(
        label=_("How often the data may be fetched"), required=False, min_value=1, max_value=1_000_000
    )
    paid_krw = forms.IntegerField(
        label=_("What must have been paid before, in won"), required=False, min_value=1, max_value=10**15
    )
    safe_zone = forms.BooleanField(label=_("Only inside a safe zone"), required=False)
    forbidden = forms.MultipleChoiceField(
        label=_("What is forbidden"),
        choices=[(name, ACTIONS[name]) for name in FORBIDDABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    attribute = forms.BooleanField(label=_("The source must be named"), required=False)
    report_days = forms.IntegerField(
        label=_("Report on the use within so many days"), required=False, min_value=1, max_value=3_650
    )
    delete_days = forms.IntegerField(
        label=_("Delete the data within so many days"), required=False, min_value=1, max_value=3_650
    )

    @staticmethod
    def values_of(terms: Terms) -> dict[str, object]:
        """The form's values for terms."""
        values = {name: getattr(terms, name) for name in TermsForm.base_fields if hasattr(terms, name)}
        return values | {"regions": ", ".join(terms.regions), "participants": "\n".join(terms.participants)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begin and end and end < begin:
            self.add_error("ends_on", _("The end lies before the beginning."))
        return cleaned

    def terms(self) -> Terms:
        """The terms that were chosen."""
        data = self.cleaned_data
        return Terms(
            purposes=tuple(data["purposes"]),
            participants=_lines(data["participants"]),
            regions=tuple(one.upper() for one in _lines(data["regions"])),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            count=data["count"],
            paid_krw=data["paid_krw"],
            safe_zone=data["safe_zone"],
            forbidden=tuple(data["forbidden"]),
            attribute=data["attribute"],
            report_days=data["report_days"],
            delete_days=data["delete_days"],
        )


class ReasonForm(forms.Form):
    """Why something is broken off, suspended or ended."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other side is told."),
    )


class NoteForm(forms.Form):
    """How a duty was done."""

    note = forms.CharField(
        label=_("How it was done"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class BeginForm(forms.Form):
    """Whom to ask for a contract on what."""

    organisation = forms.ChoiceField(label=_("For which organisation"))
    peer = forms.ChoiceField(label=_("Provider"))
    dataset = forms.CharField(
        label=_("Data set"), max_length=200, help_text=_("Its id in the provider's catalogue.")
    )

    def __init__(
        self, *args: Any, own: Sequence[Participant], peers: Sequence[Participant], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("organisation", own), ("peer", peers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
            field.choices = [
                (row.organisation_id if name == "organisation" else row.key, row.name) for row in rows
            ]


class RuleForm(forms.Form):
    """What happens to requests by itself."""

    offer = forms.ChoiceField(label=_("Offer"), required=False)
    counterparty = forms.ChoiceField(label=_("Consumer"), required=False)
    decision = forms.ChoiceField(label=_("What happens"), choices=Acceptance.choices)

    def __init__(
        self, *args: Any, offers: Sequence[Offer], peers: Sequence[Participant], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "offer": [
                ("", _("Every offer")),
                *((one.pk, f"{one.product.label} · {one.title}") for one in offers),
            ],
            "counterparty": [("", _("Every participant")), *((one.key, one.name) for one in peers)],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
            field.choices = values


class ParticipantForm(forms.Form):
    """A participant of another installation, as it applied."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    key = forms.CharField(label=_("Id in the protocol"), max_length=200)
    address = forms.CharField(label=_("Address of its connector"), max_length=500, widget=forms.URLInput())
    public_key = forms.CharField(
        label=_("Public key"), max_length=60, required=False, help_text=_("Ed25519, base64url.")
    )
    region = forms.CharField(label=_("Region"), max_length=40, required=False, initial="KR")
    contact = forms.CharField(label=_("Whom to ask"), max_length=200, required=False)
