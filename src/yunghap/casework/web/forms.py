"""Forms of the pages. The questions of an application come from its form as data; the verbs check again."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yunghap.casework.contracts import Kind
from yunghap.casework.enums import FieldKind, Opinion, Secrecy
from yunghap.casework.forms import Field
from yunghap.casework.models import Case, Consultation
from yunghap.identity import service as identity

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class NameInput(forms.TextInput):
    """What somebody types is looked up; what it names is said below, in an element of the id `told`."""

    template_name = "casework/widgets/name.html"

    def __init__(self, *, kind: str, told: str) -> None:
        address = reverse("casework:named", args=[kind])
        super().__init__(
            {
                "hx-get": address,
                "hx-trigger": "input changed delay:300ms, load",
                "hx-target": f"#{told}",
                "autocomplete": "off",
            }
        )
        self._told = told

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "told": self._told}


class Questions(forms.Form):
    """The questions of a form as data. Answers are text; whether they hold is judged by the verb that saves
    them.
    """

    def __init__(
        self, *args: Any, questions: Iterable[Field], answers: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            if question.kind is not FieldKind.FILE:
                made = _input(question, (answers or {}).get(question.id, ""))
                made.needed = question.required  # type: ignore[attr-defined] # shown; asked for when it is filed
                self.fields[question.id] = made

    def answers(self) -> dict[str, str]:
        """What was typed, by field id."""
        return {
            name: ",".join(value) if isinstance(value, list) else str(value or "")
            for name, value in self.cleaned_data.items()
        }


def _input(question: Field, answer: str) -> forms.Field:
    common: dict[str, Any] = {
        "label": str(question.label),
        "help_text": str(question.help),
        "required": False,
        "initial": answer,
    }
    if question.kind in {FieldKind.ORGANISATION, FieldKind.ORGANISATIONS}:
        return _bodies(question, common)
    if question.kind in {FieldKind.CHOICE, FieldKind.YES_NO}:
        return _choice(question, common)
    if question.kind is FieldKind.LONG_TEXT:
        common["widget"] = forms.Textarea({"rows": 6})
    elif question.kind is FieldKind.DATE:
        common["widget"] = DayInput()
    elif question.names:
        common["widget"] = NameInput(kind=question.names, told=f"named-{question.id}")
    return forms.CharField(**common)


def _choice(question: Field, common: dict[str, Any]) -> forms.Field:
    """Few choices side by side, many in a list."""
    if question.kind is FieldKind.YES_NO:
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)
    choices = [(code, str(words)) for code, words in question.choices]
    if len(choices) > 6:
        return forms.ChoiceField(choices=[("", "–"), *choices], **common)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _bodies(question: Field, common: dict[str, Any]) -> forms.Field:
    asked = identity.ministries()
    if question.agencies:
        asked = [*asked, *identity.organisations(kind=identity.OrganisationKind.AGENCY)]
    bodies = [(one.pk, one.name_here) for one in asked]
    if question.kind is FieldKind.ORGANISATION:
        return forms.ChoiceField(choices=[("", "–"), *bodies], **common)
    chosen = [part for part in common.pop("initial").split(",") if part]
    return forms.MultipleChoiceField(
        choices=bodies, widget=forms.CheckboxSelectMultiple, initial=chosen, **common
    )


class BeginForm(forms.Form):
    """What an application needs before the first page."""

    applicant = forms.ChoiceField(label=_("Applicant"))
    variant = forms.ChoiceField(label=_("Scheme"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("A few words by which you and the office know it.")
    )

    def __init__(self, *args: Any, kind: Kind, applicants: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["applicant"].choices = applicants  # type: ignore[attr-defined]
        if len(applicants) == 1:
            self.fields["applicant"].widget = forms.HiddenInput()
            self.fields["applicant"].initial = applicants[0][0]
        if kind.variants:
            self.fields["variant"].choices = [  # type: ignore[attr-defined]
                (code, str(words)) for code, words in kind.variants
            ]
            self.fields["variant"].initial = kind.variants[0][0]
        else:
            del self.fields["variant"]


class PaperForm(forms.Form):
    """A document to add."""

    file = forms.FileField(label=_("File"))
    title = forms.CharField(label=_("What it is"), max_length=200, required=False)
    secrecy = forms.ChoiceField(
        label=_("Who needs to see it"), choices=Secrecy.choices[1:], initial=Secrecy.CASE
    )


class MessageForm(forms.Form):
    """A message to the other side."""

    text = forms.CharField(label=_("Message"), widget=forms.Textarea({"rows": 4}))


class NoteForm(MessageForm):
    """A message of the office, or a note to itself."""

    internal = forms.BooleanField(label=_("A note that the applicant does not see"), required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """Nothing but the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AskForm(forms.Form):
    """Asking other bodies for their opinion."""

    bodies = forms.MultipleChoiceField(label=_("Bodies to ask"), widget=forms.CheckboxSelectMultiple)
    question = forms.CharField(label=_("What is asked"), widget=forms.Textarea({"rows": 4}))
    due_on = forms.DateField(label=_("Answer by"), required=False, widget=DayInput())

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = set(case.consultations.filter(state="ASKED").values_list("organisation", flat=True))
        self.fields["bodies"].choices = [  # type: ignore[attr-defined]
            (one.pk, one.name_here) for one in identity.ministries() if one.pk not in waiting
        ]


class AnswerForm(forms.Form):
    """The answer of a consulted body."""

    opinion = forms.ChoiceField(label=_("Opinion"), choices=Opinion.choices, widget=forms.RadioSelect)
    reply = forms.CharField(
        label=_("Reply"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Conditions and objections need words."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, consultation: Consultation) -> None:
        super().__init__(data, initial={"version": consultation.version})
