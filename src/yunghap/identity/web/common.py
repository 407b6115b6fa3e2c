"""What the pages share: finding rows without telling of foreign ones, forms that carry domain errors."""

from collections.abc import Callable
from datetime import date, datetime

from allauth.account.decorators import reauthentication_required
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunghap.identity import queries
from yunghap.identity.domain.actors import actor_of
from yunghap.identity.domain.authorisation import can
from yunghap.identity.models import Organisation, User
from yunghap.identity.roles import MANAGE_MEMBERS

View = Callable[..., HttpResponse]


def asking_again(view: View) -> View:
    """A page that anybody may look at who may see it, and that does nothing before a proof, within the last minutes,
    that whoever is signed in is still there: their password, passkey or code. What was sent is done behind it.
    """
    asked: View = reauthentication_required(view, allow_get=True)
    return asked


def person_of(request: HttpRequest) -> User:
    """Who is signed in; pages that call this are never public."""
    if not isinstance(request.user, User):
        raise Http404
    return User.objects.get(pk=request.user.pk)  # the row itself, not the lazy wrapper of the request


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, empty or not; None says that the form is only shown."""
    return request.POST if request.method == "POST" else None


def public_organisation(id: str) -> Organisation:  # noqa: A002
    """An organisation that anybody may see, or 404."""
    try:
        found = queries.get_organisation(id)
    except Organisation.DoesNotExist as error:
        raise Http404 from error
    if found.kind == Organisation.Kind.PERSON:
        raise Http404
    return found


def acted_for(request: HttpRequest) -> str | None:
    """The organisation the reader acts for; None where they act for themself alone."""
    id = actor_of(request).organisation  # noqa: A001
    own = id is not None and queries.get_organisation(id).kind == Organisation.Kind.PERSON
    return None if own else id


def own_organisation(request: HttpRequest, id: str, permission: str = "") -> Organisation:  # noqa: A002
    """An organisation whose inside the reader may see: as a member, or with the permission there; else 404.

    Whoever may not gets the same answer as for an organisation that does not exist.
    """
    organisation = public_organisation(id)
    by = actor_of(request)
    allowed = can(by, permission or MANAGE_MEMBERS, organisation=organisation.pk)
    if not allowed and (permission or not queries.is_member(by.id, organisation.pk)):
        raise Http404
    return organisation


def need(request: HttpRequest, permission: str) -> None:
    """404 for whoever may not: pages of a role do not exist for others."""
    if not can(actor_of(request), permission):
        raise Http404


def form_page(request: HttpRequest, form: forms.Form, *, title: object, **more: object) -> HttpResponse:
    """A page that is one form; 422 where it was filled in wrongly.

    `lead`, `verb` (the button), `back` (address and label) and `layout` are optional.
    """
    context = {"form": form, "title": title, "verb": _("Save"), **more}
    return render(request, "identity/form_page.html", context, status=422 if form.is_bound else 200)


def confirm_page(request: HttpRequest, *, question: object, back: str, **more: object) -> HttpResponse:
    """A page that asks before something is done; `consequences`, `verb`, `form` and `tone` are optional."""
    form = more.get("form")
    bad = isinstance(form, forms.Form) and form.is_bound
    context = {"question": question, "back": back, "verb": _("Confirm"), "tone": "danger", **more}
    return render(request, "identity/confirm.html", context, status=422 if bad else 200)


def day_of(text: str, default: date) -> date:
    """A day of the query (2023-01-31); the default where it is none."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day
    except ValueError:
        return default
