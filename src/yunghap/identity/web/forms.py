"""Forms of the pages; the verbs check again."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.errors import InvalidInput
from yunghap.core.text import clean_name
from yunghap.identity.enums import PUBLIC_KINDS, Delivery, Language, OrganisationKind, ReorganisationKind
from yunghap.identity.models import Membership, Organisation
from yunghap.identity.permissions import Permission
from yunghap.identity.roles import RoleInfo

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(
    label: "StrOrPromise", *, required: bool = True, help_text: "StrOrPromise" = ""
) -> forms.DateField:
    """A calendar day."""
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text)


def reason_field() -> forms.CharField:
    """Why something is done; kept in the record."""
    return forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept in the record."))


class ProfileForm(forms.Form):
    """One's own name and language."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of e-mail"), choices=Language.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ActingForm(forms.Form):
    """The organisation one acts for."""

    organisation = forms.ChoiceField(label=_("I act for"))

    def __init__(self, *args: Any, memberships: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            (membership.organisation_id, membership.organisation.label()) for membership in memberships
        ]


class PreferenceForm(forms.Form):
    """How e-mail comes."""

    delivery = forms.ChoiceField(
        label=_("E-mail"), choices=Delivery.choices, widget=forms.RadioSelect, required=True
    )


class RolesField(forms.MultipleChoiceField):
    """Roles with what they are for."""

    def __init__(self, roles: list[RoleInfo], *, required: bool = False) -> None:
        super().__init__(
            label=_("Roles"),
            choices=[(role.role, f"{role.name}: {role.description}") for role in roles],
            widget=forms.CheckboxSelectMultiple,
            required=required,
        )


class InviteForm(forms.Form):
    """Invite somebody."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=80)
    reason = reason_field()

    def __init__(self, *args: Any, roles: list[RoleInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = RolesField(roles)
        self.order_fields(["email", "name", "roles", "reason"])


class SignUpForm(forms.Form):
    """What signing up asks besides address and password; the sign-in library puts them together."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("name", "email", "password1")

    def clean_name(self) -> str:
        """The name without hidden characters."""
        try:
            return clean_name(self.cleaned_data["name"])
        except InvalidInput as error:
            raise forms.ValidationError(str(error)) from error

    def signup(self, request: HttpRequest, user: object) -> None:
        """Asked for by the sign-in library; the adapter has put the name where it belongs."""


class AcceptForm(forms.Form):
    """Somebody new: name and password."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a sentence is easy to keep in mind."),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        data = super().clean() or {}
        if data.get("password") != data.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return data


class GrantForm(forms.Form):
    """Give a role."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), required=False, help_text=_("Empty: until it is taken back."))
    reason = reason_field()

    def __init__(self, *args: Any, roles: list[RoleInfo], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": clock.today()})
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.role, f"{role.name}: {role.description}") for role in roles
        ]


class ReasonForm(forms.Form):
    """Only a reason."""

    reason = reason_field()


class EndForm(forms.Form):
    """The last day of something."""

    on = day_field(_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": clock.today()})
        super().__init__(*args, **kwargs)


class DeputyForm(forms.Form):
    """Who acts for whom, when."""

    principal = forms.ChoiceField(label=_("Represented"))
    deputy = forms.ChoiceField(label=_("Deputy"))
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"))
    reason = reason_field()

    def __init__(self, *args: Any, members: list[Membership], only: str = "", **kwargs: Any) -> None:
        today = clock.today()
        kwargs.setdefault("initial", {"starts_on": today, "ends_on": today + timedelta(days=6)})
        super().__init__(*args, **kwargs)
        choices = [(member.person_id, member.person.name) for member in members]
        own = [choice for choice in choices if choice[0] == only] if only else choices
        self.fields["principal"].choices = own  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            choice for choice in choices if choice[0] != only
        ]


class ClientForm(forms.Form):
    """A program that calls the API."""

    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, *args: Any, scopes: list[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=_("Scopes"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(scope.code, f"{scope.name} ({scope.code})") for scope in scopes],
        )


class NameForm(forms.Form):
    """The names of an organisation."""

    long = forms.CharField(label=_("Full name"), max_length=120)
    short = forms.CharField(label=_("Short name"), max_length=60)
    english = forms.CharField(label=_("English name"), max_length=200, required=False)


class OrganisationForm(NameForm):
    """A new organisation."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[one for one in OrganisationKind.choices if one[0] in PUBLIC_KINDS]
    )
    starts_on = day_field(_("Exists since"), required=False, help_text=_("Empty: since ever."))
    registration_number = forms.CharField(
        label=_("Business registration number"), max_length=12, required=False
    )
    homepage = forms.URLField(label=_("Website"), required=False, assume_scheme="https")


class RenameForm(NameForm):
    """Another name from a day on."""

    on = day_field(_("New name from"))
    basis = forms.CharField(
        label=_("Basis"), max_length=200, required=False, help_text=_("Act or decision it rests on.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class OrganisationsField(forms.ModelMultipleChoiceField["Organisation"]):
    """Several organisations, by name."""

    def label_from_instance(self, obj: Organisation) -> str:
        """The short name says enough in a list."""
        return obj.short_name


class ReorganisationForm(forms.Form):
    """A split, merger or transfer."""

    kind = forms.ChoiceField(
        label=_("Kind of change"),
        choices=[choice for choice in ReorganisationKind.choices if choice[0] != ReorganisationKind.RENAME],
        widget=forms.RadioSelect,
    )
    predecessors = OrganisationsField(
        label=_("Before"), queryset=Organisation.objects.none(), help_text=_("Who gives tasks away or ends.")
    )
    successors = OrganisationsField(
        label=_("After"),
        queryset=Organisation.objects.none(),
        help_text=_("Who takes over. Create new organisations first."),
    )
    on = day_field(_("Effective from"))
    basis = forms.CharField(
        label=_("Basis"), max_length=200, required=False, help_text=_("Act or decision it rests on.")
    )
    scope_ko = forms.CharField(label=_("What moves (Korean)"), max_length=200, required=False)
    scope_en = forms.CharField(label=_("What moves (English)"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = Organisation.objects.filter(kind__in=PUBLIC_KINDS).order_by("kind", "short_name")
        for name in ("predecessors", "successors"):
            self.fields[name].queryset = everyone  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["size"] = 8


class AccessSearchForm(forms.Form):
    """Whose data, or who looked, in a period."""

    subject = forms.CharField(
        label=_("Whose data"), required=False, help_text=_("E-mail address or identifier.")
    )
    actor = forms.CharField(
        label=_("Who looked"), required=False, help_text=_("E-mail address or identifier.")
    )
    since = day_field(_("From"), required=False)
    until = day_field(_("Until"), required=False)
