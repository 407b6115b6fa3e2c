"""The form of a decision: outcome, reasons, conditions one a line, articles, term."""

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.casework.domain.decisions import ConditionInput, DecisionInput, names_in
from yunghap.casework.domain.kinds import decided_case
from yunghap.casework.enums import GRANTED, Outcome
from yunghap.casework.models import Case, Decision
from yunghap.casework.redaction import Found, find_personal, redact
from yunghap.core.text import clean_text

from .forms import YES_NO, DayInput

LINES = forms.Textarea({"rows": 4})


class DecisionForm(forms.Form):
    """What was decided."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Reasons"), required=False, widget=forms.Textarea({"rows": 6}))
    conditions = forms.CharField(
        label=_("Attached conditions"),
        required=False,
        widget=LINES,
        help_text=_("One a line; only with the outcome “granted with conditions”."),
    )
    articles = forms.CharField(
        label=_("Regulation articles"), required=False, widget=LINES, help_text=_("One a line.")
    )
    starts_on = forms.DateField(label=_("Valid from"), required=False, widget=DayInput())
    ends_on = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())

    def __init__(self, *args: Any, before: Decision | None = None, **kwargs: Any) -> None:
        """A decision that changes one is typed over it: `before` is the one that holds."""
        if before is not None:
            kwargs["initial"] = {
                "outcome": before.outcome,
                "conditions": "\n".join(one.text for one in before.conditions.all()),
                "articles": "\n".join(before.articles),
                "starts_on": before.starts_on,
                "ends_on": before.ends_on,
            }
        super().__init__(*args, **kwargs)

    def decided(self) -> DecisionInput:
        """What was typed; the term counts only where something was granted."""
        given = self.cleaned_data
        outcome = Outcome(given["outcome"])
        has_term = outcome in GRANTED
        return DecisionInput(
            outcome=outcome,
            reasons=given["reasons"],
            conditions=tuple(ConditionInput(line) for line in given["conditions"].splitlines()),
            articles=tuple(given["articles"].splitlines()),
            starts_on=given["starts_on"] if has_term else None,
            ends_on=given["ends_on"] if has_term else None,
        )


class PublicationForm(forms.Form):
    """The words of the public register."""

    summary = forms.CharField(
        label=_("What everybody may read"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Without business secrets and personal data."),
    )
    further = forms.CharField(
        label=_("Further words to hide"),
        required=False,
        widget=LINES,
        help_text=_(
            "One a line: names of people, whatever else nobody may read. Each is hidden wherever it stands."
        ),
    )

    def __init__(self, data: Any, *, case: Case) -> None:
        about = decided_case(case)
        super().__init__(data, initial={"summary": _published_words(about)})
        self._names = names_in(about)
        typed = str(data.get("summary", "")) if data else ""
        self._found = {_place(one): one for one in find_personal(clean_text(typed), self._names)}
        for place, one in self._found.items():
            self.fields[place] = forms.ChoiceField(
                label=f"{one.kind.label}: {one.text}",
                choices=(("hide", _("Hide it")), ("leave", _("Leave it: it may be published"))),
                widget=forms.RadioSelect,
                error_messages={"required": _("This may tell of a person. Say what is to be done with it.")},
            )

    def clean_further(self) -> list[str]:
        """The words, each of which stands in the text."""
        lines = self.cleaned_data["further"].splitlines()
        words = [word for line in lines if (word := clean_text(line))]
        typed = clean_text(self.cleaned_data.get("summary", ""))
        for word in words:
            if word not in typed:
                raise forms.ValidationError(
                    _("“%(word)s” does not stand in the text."), params={"word": word}
                )
        return words

    def publication(self) -> dict[str, Any]:
        """The words without what is to be hidden, the words as they were typed, and what was left."""
        typed = clean_text(self.cleaned_data["summary"])
        chosen = {one.text: self.cleaned_data[place] for place, one in self._found.items()}
        hidden = [text for text, choice in chosen.items() if choice == "hide"]
        return {
            "summary": redact(typed, hidden, self._names, self.cleaned_data["further"]),
            "original": typed,
            "left": [text for text, choice in chosen.items() if choice == "leave"],
        }


def _published_words(case: Case) -> str:
    """What was written for everybody before, where the decision was published or changed."""
    decision = Decision.objects.filter(case=case).first()
    return decision.summary if decision else ""


def _place(found: Found) -> str:
    """The name of a finding's field: the same words have the same, wherever they stand."""
    return "found-" + sha256(found.text.encode()).hexdigest()[:12]


class ExtensionForm(forms.Form):
    """Whether the term of a decision is extended, and until when."""

    extended = forms.ChoiceField(label=_("Extend the term"), choices=YES_NO, widget=forms.RadioSelect)
    ends_on = forms.DateField(label=_("New last day"), required=False, widget=DayInput())
    reason = forms.CharField(label=_("Reasons"), widget=forms.Textarea({"rows": 6}))

    def clean(self) -> dict[str, Any]:
        """The day belongs to a yes."""
        given = super().clean() or {}
        if given.get("extended") == "yes" and not given.get("ends_on"):
            self.add_error("ends_on", _("An answer is needed."))
        if given.get("extended") == "no":
            given["ends_on"] = None
        return given


class RevocationForm(forms.Form):
    """Whether a decision is revoked, and from which day on."""

    revoked = forms.ChoiceField(label=_("Revoke the decision"), choices=YES_NO, widget=forms.RadioSelect)
    on = forms.DateField(label=_("Revoked from"), required=False, widget=DayInput())
    reason = forms.CharField(label=_("Reasons"), widget=forms.Textarea({"rows": 6}))

    def clean(self) -> dict[str, Any]:
        """The day belongs to a yes."""
        given = super().clean() or {}
        if given.get("revoked") == "yes" and not given.get("on"):
            self.add_error("on", _("An answer is needed."))
        if given.get("revoked") == "no":
            given["on"] = None
        return given
