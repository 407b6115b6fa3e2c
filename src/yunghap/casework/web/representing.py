"""Choosing who speaks for the applicant."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from yunghap.casework.domain.representing import name_representative, representatives_for
from yunghap.core.posted import attempt

from .common import form_page, own_case_or_404


class RepresentativeForm(forms.Form):
    """One of the applicant's people."""

    person = forms.ChoiceField(label=pgettext_lazy("cases", "Representative"), widget=forms.RadioSelect)


@require_http_methods(["GET", "POST"])
def represent(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Choose who speaks for the applicant in a case of one's own organisation."""
    row, by = own_case_or_404(request, id)
    form = RepresentativeForm(request.POST or None, initial={"person": row.representative})
    people = sorted(representatives_for(row).items(), key=lambda one: one[1])
    form.fields["person"].choices = people  # type: ignore[attr-defined]
    back = reverse("casework:case", args=[row.pk])
    done = attempt(form, lambda: name_representative(case=row, person=form.cleaned_data["person"], by=by))
    if done is not None:
        messages.success(request, _("The representative was chosen."))
        return redirect(back)
    return form_page(
        request, form, case=row, title=pgettext("cases", "Representative"), verb=_("Choose"), back=back
    )
