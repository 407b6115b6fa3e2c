"""Invitations: made for one e-mail address, used once within a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.text import clean_name
from yunghap.core.versions import update_versioned
from yunghap.identity import queries
from yunghap.identity.enums import InvitationStatus, Language
from yunghap.identity.models import Invitation, Organisation, User
from yunghap.identity.roles import MANAGE_MEMBERS, ROLES
from yunghap.ledger.service import record

from .authorisation import require
from .people import clean_email, clean_reason, forget_unconfirmed, write_membership, write_person
from .roles import grant_role, may_grant
from .tokens import new_token, token_hash

LIFETIME = timedelta(days=7)


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    roles: Sequence[str] = (),
    reason: str,
    by: Actor,
    at: datetime | None = None,
) -> tuple[Invitation, str]:
    """Invite somebody to an organisation with roles; returns the invitation and its token.

    The token is in the link of the e-mail and nowhere else. Raises Conflict where an invitation waits or the
    person belongs to the organisation already; NotAllowed for a role the actor may not give.
    """
    require(by, MANAGE_MEMBERS, organisation=organisation.pk)
    at = at or clock.now()
    email, name = clean_email(email), clean_name(name)
    _check_roles(roles, organisation, by)
    if not organisation.exists_on():
        raise InvalidInput(_("This organisation does not exist any more."))
    person = User.objects.filter(email=email).first()
    if person is not None and queries.is_member(person.pk, organisation.pk):
        raise Conflict(_("This person belongs to the organisation already."))
    for waiting in Invitation.objects.select_for_update().filter(
        organisation=organisation, email=email, status=InvitationStatus.PENDING
    ):
        if waiting.expires_at > at:
            raise Conflict(_("An invitation to this address is waiting already."))
        _settle(waiting, InvitationStatus.WITHDRAWN, at)
    token = new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        name=name,
        roles=sorted(set(roles)),
        token_hash=token_hash(token),
        invited_by_id=by.id if by.kind == "person" else None,
        reason=clean_reason(reason),
        expires_at=at + LIFETIME,
        created_at=at,
    )
    record(
        action="identity.invitation.sent",
        subject=f"invitation:{invitation.pk}",
        by=by,
        at=at,
        details={"organisation": organisation.pk, "roles": invitation.roles},
        personal={"email": email, "name": name, "reason": invitation.reason},
    )
    return invitation, token


def find_invitation(token: str, at: datetime | None = None) -> Invitation:
    """The waiting invitation of that token; raises NotFound for one unknown, used, withdrawn or past its time."""
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(token_hash=token_hash(token), status=InvitationStatus.PENDING)
        .first()
    )
    if invitation is None or invitation.expires_at <= (at or clock.now()):
        raise NotFound(_("This invitation is no longer valid. Ask for a new one."))
    return invitation


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    person: User | None = None,
    name: str = "",
    password: str = "",
    language: str = Language.KO,
    address: str | None = None,
    at: datetime | None = None,
) -> User:
    """Join, as `person` who is signed in, or as somebody new with a name and a password.

    Who knows the token read the mail, so the address counts as confirmed. Raises NotFound for a token that is
    not valid, NotAllowed where somebody else is signed in or the inviter may no longer invite, Conflict where
    the address has an account whose owner has not signed in.
    """
    at = at or clock.now()
    invitation = find_invitation(token, at)
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    if person is not None and person.email != invitation.email:
        raise NotAllowed(_("This invitation is for another e-mail address. Sign out first."))
    if person is None:
        forget_unconfirmed(email=invitation.email)
        if User.objects.filter(email=invitation.email).exists():
            raise Conflict(_("There is an account with this address. Sign in to accept."))
        person = write_person(
            email=invitation.email, name=name, password=password, language=language, by=None, at=at
        )
    inviter = SYSTEM if invitation.invited_by_id is None else Actor("person", invitation.invited_by_id)
    if invitation.invited_by is not None and not invitation.invited_by.is_active:
        raise NotAllowed(_("Who invited you may no longer do this. Ask for a new invitation."))
    organisation = queries.get_organisation(invitation.organisation_id)
    try:
        require(inviter, MANAGE_MEMBERS, organisation=organisation.pk)
        _check_roles(invitation.roles, organisation, inviter)
    except NotAllowed as error:
        raise NotAllowed(_("Who invited you may no longer do this. Ask for a new invitation.")) from error
    today = clock.today()
    if not queries.is_member(person.pk, organisation.pk, today):
        write_membership(person=person, organisation=organisation, starts_on=today, by=inviter, at=at)
    for role in invitation.roles:
        grant_role(
            person=person,
            organisation=organisation,
            role=role,
            starts_on=today,
            reason=invitation.reason,
            by=inviter,
            at=at,
        )
    _settle(invitation, InvitationStatus.ACCEPTED, at, person=person)
    record(
        action="identity.invitation.accepted",
        subject=f"invitation:{invitation.pk}",
        by=Actor("person", person.pk, organisation.pk, address),
        at=at,
        details={"person": person.pk, "organisation": organisation.pk},
    )
    return person


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, at: datetime | None = None) -> None:
    """Take an invitation back; its link stops working. Raises Conflict where it was used or withdrawn."""
    require(by, MANAGE_MEMBERS, organisation=invitation.organisation_id)
    at = at or clock.now()
    if invitation.status != InvitationStatus.PENDING:
        raise Conflict(_("This invitation is no longer waiting."))
    _settle(invitation, InvitationStatus.WITHDRAWN, at)
    record(
        action="identity.invitation.withdrawn",
        subject=f"invitation:{invitation.pk}",
        by=by,
        at=at,
        details={"organisation": invitation.organisation_id},
    )


def _settle(invitation: Invitation, status: str, at: datetime, **more: object) -> None:
    update_versioned(
        invitation, expected=invitation.version, changes={"status": status, "settled_at": at, **more}
    )


def _check_roles(roles: Sequence[str], organisation: Organisation, by: Actor) -> None:
    for role in roles:
        info = ROLES.get(role)
        if info is None or organisation.kind not in info.kinds:
            raise InvalidInput(_("There is no such role in this kind of organisation."))
        if not may_grant(by, info, organisation):
            raise NotAllowed(_("You may not give this role."))
