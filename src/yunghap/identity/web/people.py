"""Administration of people, and what roles there are."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.core.posted import attempt
from yunghap.identity import permissions, queries
from yunghap.identity.domain import people as verbs
from yunghap.identity.domain.access import record_access
from yunghap.identity.domain.actors import actor_of
from yunghap.identity.domain.recovery import reset_second_factor
from yunghap.identity.models import RoleGrant, User
from yunghap.identity.roles import ADMINISTER_PEOPLE, ROLES

from .common import asking_again, confirm_page, need, posted
from .forms import ReasonForm


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role: what it is for and what it carries."""
    listed = [{"info": info, "permissions": permissions.of_role(info.role)} for info in ROLES.values()]
    return render(request, "identity/roles.html", {"roles": listed})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Find people by name or address; nobody is listed unasked."""
    need(request, ADMINISTER_PEOPLE)
    words = request.GET.get("q", "").strip()
    page = None
    if words:
        found = User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words.lower()))
        page = Paginator(found.order_by("name", "pk"), 50).get_page(request.GET.get("page"))
        record_access(
            subjects=[person.pk for person in page],
            fields=["name", "email"],
            purpose=_("Search for people"),
            by=actor_of(request),
        )
    return render(request, "identity/people.html", {"page": page, "words": words})


@require_safe
def person(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """One person: where they belong, what they may do."""
    need(request, ADMINISTER_PEOPLE)
    found = get_object_or_404(User, pk=id)
    record_access(
        subjects=[found.pk],
        fields=["name", "email", "roles"],
        purpose=_("Page of a person"),
        by=actor_of(request),
    )
    grants = RoleGrant.objects.filter(person=found).select_related("organisation", "granted_by")
    context = {
        "person": found,
        "memberships": queries.memberships_of(found.pk),
        "grants": [
            {"grant": grant, "info": ROLES[grant.role]} for grant in grants.order_by("-starts_on", "-pk")
        ],
        "self": found.pk == actor_of(request).id,
        "second_factor": is_mfa_enabled(found),
    }
    return render(request, "identity/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Suspend somebody, or let them in again."""
    need(request, ADMINISTER_PEOPLE)
    found, by = get_object_or_404(User, pk=id), actor_of(request)
    form = ReasonForm(posted(request))
    back = reverse("identity:person", args=[found.pk])
    verb = verbs.suspend_person if found.is_active else verbs.restore_person
    if request.method == "POST":
        attempt(form, lambda: verb(person=found, **form.cleaned_data, by=by))
        if form.is_valid():
            messages.success(request, _("Done."))
            return redirect(back)
    if found.is_active:
        return confirm_page(
            request,
            question=_("Suspend %(name)s?") % {"name": found.name},
            consequences=[_("Every session ends at once, and nobody can act for this person.")],
            form=form,
            verb=_("Suspend"),
            back=back,
        )
    return confirm_page(
        request,
        question=_("Let %(name)s in again?") % {"name": found.name},
        consequences=[_("Roles that were not taken back count again.")],
        form=form,
        verb=_("Let in"),
        tone="primary",
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@asking_again
def reset_factor(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Let somebody in again who lost the second factor."""
    need(request, ADMINISTER_PEOPLE)
    found, by = get_object_or_404(User, pk=id), actor_of(request)
    form = ReasonForm(posted(request))
    back = reverse("identity:person", args=[found.pk])
    if request.method == "POST":
        attempt(form, lambda: reset_second_factor(person=found, **form.cleaned_data, by=by))
        if form.is_valid():
            messages.success(request, _("Done."))
            return redirect(back)
    return confirm_page(
        request,
        question=_("Reset the second factor of %(name)s?") % {"name": found.name},
        consequences=[
            _("Make sure that it is this person who asks: by a call back, or in person."),
            _(
                "Authenticator apps, passkeys and recovery codes of before stop working, every session ends, and "
                "an e-mail tells the person. The password stays."
            ),
        ],
        form=form,
        verb=_("Reset the second factor"),
        back=back,
    )
