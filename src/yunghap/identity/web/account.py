"""My account: profile, organisations and roles, sessions, notifications by e-mail, who saw my data."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.posted import attempt
from yunghap.identity import queries
from yunghap.identity.domain import notifications, people
from yunghap.identity.domain.actors import act_for, actor_of
from yunghap.identity.models import Deputy, PersonalAccess
from yunghap.identity.roles import ROLES

from .browsers import browser_name
from .common import person_of, posted
from .forms import ActingForm, PreferenceForm, ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, for whom I act, what I may do."""
    person, by = person_of(request), actor_of(request)
    form = ProfileForm(
        posted(request),
        initial={"name": person.name, "language": person.language, "version": person.version},
    )
    if request.method == "POST":
        attempt(
            form,
            lambda: people.change_profile(
                person=person,
                name=form.cleaned_data["name"],
                language=form.cleaned_data["language"],
                expected=form.cleaned_data["version"],
                by=by,
            ),
        )
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("identity:account")
    memberships = queries.memberships_of(person.pk)
    held = sorted(queries.held_by(person.pk), key=lambda one: list(ROLES).index(one.role))
    names = {membership.organisation_id: membership.organisation.label() for membership in memberships}
    principals = queries.names_of_people({one.on_behalf_of for one in held if one.on_behalf_of})
    context = {
        "form": form,
        "memberships": memberships,
        "acting": ActingForm(memberships=memberships, initial={"organisation": by.organisation}),
        "roles": [
            {
                "info": ROLES[one.role],
                "organisation": names.get(one.organisation, ""),
                "for": principals.get(one.on_behalf_of or ""),
            }
            for one in held
        ],
        "deputies": Deputy.objects.filter(principal=person, revoked_at__isnull=True)
        .select_related("deputy", "organisation")
        .order_by("-starts_on")[:5],
    }
    return render(request, "identity/account.html", context, status=422 if form.errors else 200)


@require_POST
def acting(request: HttpRequest) -> HttpResponse:
    """Act for another of my organisations in this session."""
    act_for(request, request.POST.get("organisation", ""))
    return redirect("identity:account")


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in; end the others."""
    person = person_of(request)
    if request.method == "POST":
        for row in UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key):
            row.end()
        messages.success(request, _("Every other session has ended."))
        return redirect("usersessions_list")
    rows = UserSession.objects.purge_and_list(person)
    own = request.session.session_key
    listed = [
        {"row": row, "current": row.session_key == own, "browser": browser_name(row.user_agent)}
        for row in sorted(rows, key=lambda row: row.created_at)
    ]
    return render(request, "identity/sessions.html", {"sessions": listed})


@require_POST
def end_session(request: HttpRequest, id: int) -> HttpResponse:  # noqa: A002
    """End one of my sessions; ending this one signs out."""
    row = get_object_or_404(UserSession, pk=id, user=person_of(request))
    current = row.session_key == request.session.session_key
    row.end()
    if current:
        return redirect("portal:home")
    messages.success(request, _("The session has ended."))
    return redirect("usersessions_list")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How notifications reach me."""
    person, by = person_of(request), actor_of(request)
    preference = notifications.preference_of(person)
    form = PreferenceForm(posted(request), initial={"delivery": preference.delivery})
    if request.method == "POST" and form.is_valid():
        notifications.change_delivery(person=person, delivery=form.cleaned_data["delivery"], by=by)
        messages.success(request, _("Saved."))
        return redirect("identity:preferences")
    context = {"form": form, "calendar_open": preference.calendar_hash is not None}
    return render(request, "identity/preferences.html", context, status=422 if form.errors else 200)


@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    """A new secret address for my calendar; shown once."""
    person = person_of(request)
    token = notifications.renew_calendar(person=person, by=actor_of(request))
    preference = notifications.preference_of(person)
    context = {
        "form": PreferenceForm(initial={"delivery": preference.delivery}),
        "calendar_open": True,
        "calendar_url": request.build_absolute_uri(reverse("identity:calendar", args=[token])),
    }
    return render(request, "identity/preferences.html", context)


@require_POST
def close_calendar(request: HttpRequest) -> HttpResponse:
    """Switch my calendar address off."""
    notifications.close_calendar(person=person_of(request), by=actor_of(request))
    messages.success(request, _("The calendar address no longer works."))
    return redirect("identity:preferences")


@require_safe
def my_access(request: HttpRequest) -> HttpResponse:
    """Who saw my personal data."""
    rows = PersonalAccess.objects.filter(subject=person_of(request).pk).order_by("-at", "-pk")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "identity/my_access.html", {"page": page, "rows": with_names(list(page))})


# What pages say was seen; a field without a word here is shown as it was recorded.
SEEN = {
    "name": gettext_lazy("name"),
    "email": gettext_lazy("e-mail address"),
    "roles": gettext_lazy("roles"),
    "paper": gettext_lazy("papers"),
}


def with_names(rows: list[PersonalAccess]) -> list[dict[str, object]]:
    """Rows with the names of people and organisations; an identifier where the name is gone."""
    ids = {row.actor_id for row in rows} | {row.subject for row in rows}
    ids |= {row.on_behalf_of for row in rows if row.on_behalf_of}
    names = queries.names_of_people(ids)
    organisations = {
        organisation.pk: organisation.label()
        for organisation in queries.organisations_by_ids(
            {row.organisation for row in rows if row.organisation}
        )
    }
    return [
        {
            "row": row,
            "fields": [SEEN.get(field, field) for field in row.fields],
            "actor": names.get(row.actor_id, row.actor_id),
            "for": names.get(row.on_behalf_of or "", row.on_behalf_of),
            "organisation": organisations.get(row.organisation or "", ""),
            "subject": names.get(row.subject, row.subject),
        }
        for row in rows
    ]
