"""Deleting one's own account, by whoever proves once more to be its owner."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yunghap.core.posted import attempt
from yunghap.identity.domain.actors import actor_of
from yunghap.identity.domain.leaving import delete_account, what_holds

from .common import asking_again, person_of, posted


class LeaveForm(forms.Form):
    """The address typed once more, so that nobody leaves by a slip."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, to confirm"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address

    def clean_email(self) -> str:
        """The address of the account."""
        email = str(self.cleaned_data["email"]).lower()
        if email != self._address:
            raise forms.ValidationError(_("This is not the e-mail address of this account."))
        return email


@require_http_methods(["GET", "HEAD", "POST"])
@asking_again
def leave(request: HttpRequest) -> HttpResponse:
    """What goes, what the law keeps, what stands against it; then, typed once more, it is done."""
    person, by = person_of(request), actor_of(request)
    form = LeaveForm(posted(request), address=person.email)
    if request.method == "POST":

        def done() -> bool:
            delete_account(person=person, by=by)
            return True

        if attempt(form, done):
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("portal:home")
    context = {"form": form, "holds": what_holds(person)}
    return render(request, "identity/leave.html", context, status=422 if form.errors else 200)
