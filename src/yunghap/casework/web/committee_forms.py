"""Forms of committees and their meetings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.domain.running import AGENDA, REPORT, waiting_for_committee
from yunghap.casework.enums import CaseState, ItemKind, Vote
from yunghap.casework.models import Case, Panel, PanelMember
from yunghap.core.actors import Actor
from yunghap.identity import service as identity

from .forms import DayInput, MomentInput

LINES = forms.Textarea({"rows": 3})


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


class EndSeatForm(forms.Form):
    """From when on somebody does not sit any more, and why."""

    on = forms.DateField(label=_("From"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), widget=LINES)


class PanelForm(forms.Form):
    """A committee and its rules."""

    organisation = forms.ChoiceField(label=_("Committee"))
    secretariat = forms.ChoiceField(label=_("Run by"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=200)
    notice_days = forms.IntegerField(
        label=_("Days of notice"),
        min_value=0,
        max_value=60,
        initial=7,
        help_text=_("So many days before a meeting its members are told."),
    )
    recusal_lowers_base = forms.BooleanField(
        label=_("Whoever stands aside does not count among the members"), required=False, initial=True
    )
    article = forms.CharField(label=_("Article"), max_length=120, required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = set(Panel.objects.values_list("organisation", flat=True))
        known = identity.organisations(kind=identity.OrganisationKind.COMMITTEE)
        self.committees = {one.pk: one for one in known if one.pk not in taken}
        where = identity.organisations_where(by, rules.RUN_COMMITTEE)
        offices = identity.ministries() if where is None else map(identity.get_organisation, sorted(where))
        self.offices = {one.pk: one for one in offices}
        if not self.committees:
            self.fields["organisation"].help_text = _("Every committee that is entered is set up already.")
        for name, choices in (("organisation", self.committees), ("secretariat", self.offices)):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (key, one.label()) for key, one in choices.items()
            ]

    def panel(self) -> dict[str, Any]:
        """What `create_panel` takes."""
        given = dict(self.cleaned_data)
        given["organisation"] = self.committees[given["organisation"]]
        given["secretariat"] = self.offices[given["secretariat"]]
        return given | {"kind": given["organisation"].label()[:40]}


class MeetingForm(forms.Form):
    """When and where."""

    starts_at = forms.DateTimeField(label=_("Date and time"), widget=MomentInput())
    place = forms.CharField(label=_("Where"), max_length=200)


class ItemForm(forms.Form):
    """A matter for the agenda."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect)
    case = forms.ChoiceField(label=_("Case"), required=False)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty: the title of the case.")
    )
    proposal = forms.CharField(label=_("Proposal"), required=False, widget=LINES)

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Case.objects.filter(
            handler=panel.secretariat_id, state__in=[CaseState.OPEN, CaseState.DECIDED]
        ).order_by("number")
        self.cases = {case.pk: case for case in rows}
        waiting = waiting_for_committee(self.cases.values())
        groups = (
            (name, [one for one in self.cases.values() if waiting.get(one.pk) == form])
            for name, form in (
                (_("To be decided by a committee"), AGENDA),
                (_("To be reported to a committee"), REPORT),
                (_("Other cases"), None),
            )
        )
        self.fields["case"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *(
                (name, [(one.pk, f"{one.number} {one.title}") for one in ones])
                for name, ones in groups
                if ones
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """A case lends the matter its title."""
        given = super().clean() or {}
        found = self.cases.get(given.get("case") or "")
        given["title"] = given.get("title") or (found.title if found else "")
        if not given["title"]:
            self.add_error("title", _("Give a title, or choose a case."))
        return given


class StepForm(forms.Form):
    """A step of what was read as of a version."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CallForm(StepForm):
    """Calling a meeting; the reason is needed only where it is late."""

    urgent_reason = forms.CharField(
        label=_("Why it is urgent"),
        required=False,
        widget=LINES,
        help_text=_("Needed only where it is too late for the days of notice."),
    )


class OpenForm(StepForm):
    """Who is there."""

    present = forms.MultipleChoiceField(label=_("Present"), widget=forms.CheckboxSelectMultiple)

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


class SaidForm(forms.Form):
    """What each member said in the room; left open for who votes here."""

    ASIDE = "ASIDE"
    rest = forms.ChoiceField(
        label=_("Everybody else who is there"),
        choices=[("", "–"), *Vote.choices],
        required=False,
        help_text=_("For those left open above."),
    )
    reason = forms.CharField(
        label=_("Reason for standing aside"),
        required=False,
        widget=LINES,
        help_text=_("Needed only where somebody stands aside."),
    )

    def __init__(self, *args: Any, members: Iterable[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [member.pk for member in members]
        choices = [("", "–"), *Vote.choices, (self.ASIDE, _("Stands aside"))]
        asked = {
            member.pk: forms.ChoiceField(label=member.person.name, choices=choices, required=False)
            for member in members
        }
        self.fields = asked | {"rest": self.fields["rest"], "reason": self.fields["reason"]}

    def said(self) -> dict[str, Vote | None]:
        """By the ids of seats: the vote, None for who stands aside."""
        given = {key: self.cleaned_data[key] or self.cleaned_data["rest"] for key in self.keys}
        return {key: None if said == self.ASIDE else Vote(said) for key, said in given.items() if said}


class SettleForm(StepForm):
    """What came of a matter."""

    resolution = forms.CharField(label=_("Resolution in words"), required=False, widget=LINES)
    defer = forms.BooleanField(label=_("Defer to a later meeting"), required=False)


class CloseForm(StepForm):
    """The minutes."""

    minutes = forms.CharField(label=_("Minutes"), widget=forms.Textarea({"rows": 12}))
