"""Inside an organisation: members, invitations, roles, deputies."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt
from yunghap.identity import queries
from yunghap.identity.domain import invitations, people, roles
from yunghap.identity.domain.access import record_access
from yunghap.identity.domain.actors import actor_of
from yunghap.identity.domain.authorisation import can
from yunghap.identity.domain.letters import send_invitation
from yunghap.identity.enums import InvitationStatus
from yunghap.identity.models import Deputy, Invitation, Membership, Organisation, RoleGrant
from yunghap.identity.roles import MANAGE_MEMBERS, ROLES

from .common import acted_for, confirm_page, form_page, own_organisation, posted
from .forms import DeputyForm, EndForm, GrantForm, InviteForm, ReasonForm


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The organisation I act for."""
    organisation = acted_for(request)
    if organisation is None:
        return render(request, "identity/no_organisation.html")
    return redirect("identity:members", organisation)


@require_safe
def members(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Who belongs here, with which roles; managers also see addresses and invitations."""
    organisation, by = own_organisation(request, id), actor_of(request)
    manages = can(by, MANAGE_MEMBERS, organisation=organisation.pk)
    listed = queries.members_of(organisation.pk)
    held = _grants(organisation)
    if manages:
        record_access(
            subjects=[member.person_id for member in listed],
            fields=["name", "email"],
            purpose=_("List of members"),
            by=by,
        )
    now = clock.now()
    context = {
        "organisation": organisation,
        "manages": manages,
        "rows": [
            {
                "member": member,
                "roles": [ROLES[grant.role] for grant in held if grant.person_id == member.person_id],
            }
            for member in listed
        ],
        "invitations": [
            {"invitation": row, "expired": row.expires_at <= now}
            for row in Invitation.objects.filter(
                organisation=organisation, status=InvitationStatus.PENDING
            ).order_by("-created_at")
        ]
        if manages
        else [],
        "deputies": Deputy.objects.filter(
            organisation=organisation, revoked_at__isnull=True, ends_on__gte=clock.today()
        )
        .select_related("principal", "deputy")
        .order_by("starts_on"),
        "me": by.id,
    }
    return render(request, "identity/members.html", context)


def _grants(organisation: Organisation) -> list[RoleGrant]:
    return list(
        RoleGrant.objects.filter(
            queries.in_force(clock.today()), organisation=organisation, revoked_at__isnull=True
        ).order_by("role")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Invite somebody by e-mail."""
    organisation, by = own_organisation(request, id, MANAGE_MEMBERS), actor_of(request)
    form = InviteForm(posted(request), roles=roles.grantable_roles(by, organisation))
    if request.method == "POST":
        result = attempt(
            form, lambda: invitations.invite_person(organisation=organisation, **form.cleaned_data, by=by)
        )
        if result is not None:
            invitation, token = result
            path = reverse("identity:accept_invitation", args=[token])
            send_invitation(invitation, request.build_absolute_uri(path))
            messages.success(request, _("The invitation is on its way to %(to)s.") % {"to": invitation.email})
            return redirect("identity:members", organisation.pk)
    return form_page(
        request,
        form,
        title=_("Invite to %(name)s") % {"name": organisation.label()},
        lead=_("The link in the e-mail works once, for seven days."),
        verb=_("Send the invitation"),
        back=reverse("identity:members", args=[organisation.pk]),
    )


@require_POST
def withdraw(request: HttpRequest, id: str, invitation: str) -> HttpResponse:  # noqa: A002
    """Take an invitation back."""
    organisation = own_organisation(request, id, MANAGE_MEMBERS)
    row = get_object_or_404(Invitation, pk=invitation, organisation=organisation)
    invitations.withdraw_invitation(invitation=row, by=actor_of(request))
    messages.success(request, _("The invitation has been withdrawn."))
    return redirect("identity:members", organisation.pk)


def _membership(request: HttpRequest, id: str, membership: str) -> tuple[Organisation, Membership, Actor]:  # noqa: A002
    organisation = own_organisation(request, id, MANAGE_MEMBERS)
    row = get_object_or_404(
        Membership.objects.select_related("person"), pk=membership, organisation=organisation
    )
    return organisation, row, actor_of(request)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, id: str, membership: str) -> HttpResponse:  # noqa: A002
    """One member: roles now and before, give another."""
    organisation, row, by = _membership(request, id, membership)
    form = GrantForm(posted(request), roles=roles.grantable_roles(by, organisation))
    if request.method == "POST":
        grant = attempt(
            form,
            lambda: roles.grant_role(
                person=row.person, organisation=organisation, **form.cleaned_data, by=by
            ),
        )
        if grant is not None:
            messages.success(request, _("The role has been given."))
            return redirect("identity:member", organisation.pk, row.pk)
    record_access(
        subjects=[row.person_id], fields=["name", "email", "roles"], purpose=_("Page of a member"), by=by
    )
    grants = RoleGrant.objects.filter(person=row.person, organisation=organisation)
    context = {
        "organisation": organisation,
        "membership": row,
        "form": form,
        "self": row.person_id == by.id,
        "grants": [
            {"grant": grant, "info": ROLES[grant.role], "open": _is_open(grant)}
            for grant in grants.select_related("granted_by").order_by("-starts_on", "-pk")
        ],
    }
    return render(request, "identity/member.html", context, status=422 if form.errors else 200)


def _is_open(grant: RoleGrant) -> bool:
    return grant.revoked_at is None and (grant.ends_on is None or grant.ends_on >= clock.today())


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, id: str, grant: str) -> HttpResponse:  # noqa: A002
    """Take a role back."""
    organisation = own_organisation(request, id, MANAGE_MEMBERS)
    row = get_object_or_404(
        RoleGrant.objects.select_related("person", "organisation"), pk=grant, organisation=organisation
    )
    form = ReasonForm(posted(request))
    back = reverse("identity:members", args=[organisation.pk])
    if request.method == "POST":
        attempt(form, lambda: roles.revoke_role(grant=row, **form.cleaned_data, by=actor_of(request)))
        if form.is_valid():
            messages.success(request, _("The role has been taken back."))
            return redirect(back)
    return confirm_page(
        request,
        question=_("Take back “%(role)s” from %(name)s?")
        % {"role": ROLES[row.role].name, "name": row.person.name},
        consequences=[_("It stops counting at once, also for deputies. The record stays.")],
        form=form,
        verb=_("Take back"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, id: str, membership: str) -> HttpResponse:  # noqa: A002
    """End a membership."""
    organisation, row, by = _membership(request, id, membership)
    form = EndForm(posted(request))
    back = reverse("identity:member", args=[organisation.pk, row.pk])
    if request.method == "POST":
        attempt(form, lambda: people.end_membership(membership=row, **form.cleaned_data, by=by))
        if form.is_valid():
            messages.success(request, _("The membership has been ended."))
            return redirect("identity:members", organisation.pk)
    return confirm_page(
        request,
        question=_("End the membership of %(name)s?") % {"name": row.person.name},
        consequences=[_("Roles and deputies in this organisation end on the same day.")],
        form=form,
        verb=_("End the membership"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Appoint a deputy: for oneself, or as a manager for anybody."""
    organisation, by = own_organisation(request, id), actor_of(request)
    manages = can(by, MANAGE_MEMBERS, organisation=organisation.pk)
    everyone = queries.members_of(organisation.pk)
    form = DeputyForm(posted(request), members=everyone, only="" if manages else by.id)
    if request.method == "POST":
        by_id = {row.person_id: row.person for row in everyone}
        values = dict(form.cleaned_data) if form.is_valid() else {}
        names = {name: by_id.get(values.pop(name, "")) for name in ("principal", "deputy")}
        if attempt(
            form,
            lambda: roles.appoint_deputy(organisation=organisation, **names, **values, by=by),  # type: ignore[arg-type]
        ):
            messages.success(request, _("The deputy has been appointed."))
            return redirect("identity:members", organisation.pk)
    return form_page(
        request,
        form,
        title=_("Appoint a deputy"),
        lead=_("The deputy has the roles of the person represented in this organisation on these days."),
        verb=_("Appoint"),
        back=reverse("identity:members", args=[organisation.pk]),
    )


@require_POST
def end_deputy(request: HttpRequest, id: str, deputy: str) -> HttpResponse:  # noqa: A002
    """End a deputyship."""
    organisation, by = own_organisation(request, id), actor_of(request)
    row = get_object_or_404(Deputy, pk=deputy, organisation=organisation)
    if by.id not in {row.principal_id, row.deputy_id} and not can(
        by, MANAGE_MEMBERS, organisation=organisation.pk
    ):
        raise Http404
    roles.revoke_deputy(deputy=row, by=by)
    messages.success(request, _("This has been ended."))
    return redirect("identity:members", organisation.pk)
