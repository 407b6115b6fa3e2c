"""Forms of committees and their meetings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.casework.enums import CaseState, ItemKind, Vote
from yunghap.casework.models import Case, Panel, PanelMember
from yunghap.identity import service as identity

from .forms import DayInput

LINES = forms.Textarea({"rows": 3})


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SeatForm(forms.Form):
    """A seat on a committee."""

    person = forms.ChoiceField(label=_("Person"))
    starts_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    is_chair = forms.BooleanField(label=_("Chairs the committee"), required=False)

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = identity.members_of(panel.organisation_id)
        self.people = {member.person_id: member.person for member in people}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (key, person.name) for key, person in self.people.items()
        ]


class MeetingForm(forms.Form):
    """When and where."""

    starts_at = forms.DateTimeField(label=_("Date and time"), widget=MomentInput())
    place = forms.CharField(label=_("Where"), max_length=200)


class ItemForm(forms.Form):
    """A matter for the agenda."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect)
    case = forms.ChoiceField(label=_("Case"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    proposal = forms.CharField(label=_("Proposal"), required=False, widget=LINES)

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Case.objects.filter(
            handler=panel.secretariat_id, state__in=[CaseState.OPEN, CaseState.DECIDED]
        ).order_by("number")
        self.cases = {case.pk: case for case in rows}
        self.fields["case"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((case.pk, str(case)) for case in self.cases.values()),
        ]


class CallForm(forms.Form):
    """Calling a meeting; the reason is needed only where it is late."""

    urgent_reason = forms.CharField(
        label=_("Why it is urgent"),
        required=False,
        widget=LINES,
        help_text=_("Needed only where it is too late for the days of notice."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class OpenForm(forms.Form):
    """Who is there."""

    present = forms.MultipleChoiceField(label=_("Present"), widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: Iterable[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [  # type: ignore[attr-defined]
            (member.pk, member.person.name) for member in members
        ]


class DeclareForm(forms.Form):
    """Whether a member has an interest."""

    stands_aside = forms.ChoiceField(
        label=_("Interest in this matter"),
        choices=(("no", _("I have no interest")), ("yes", _("I have an interest and stand aside"))),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=LINES)


class VoteForm(forms.Form):
    """A vote."""

    vote = forms.ChoiceField(label=_("Vote"), choices=Vote.choices, widget=forms.RadioSelect)


class SettleForm(forms.Form):
    """What came of a matter."""

    resolution = forms.CharField(label=_("Resolution in words"), required=False, widget=LINES)
    defer = forms.BooleanField(label=_("Defer to a later meeting"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(forms.Form):
    """The minutes."""

    minutes = forms.CharField(label=_("Minutes"), widget=forms.Textarea({"rows": 12}))
    version = forms.IntegerField(widget=forms.HiddenInput)
