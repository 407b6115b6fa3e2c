"""Verbs of roles and deputies."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.core.versions import update_versioned
from yunghap.identity import queries
from yunghap.identity.models import Deputy, Organisation, RoleGrant, User
from yunghap.identity.roles import ADMINISTER_PEOPLE, MANAGE_MEMBERS, ROLES, RoleInfo
from yunghap.identity.rules import overlap
from yunghap.ledger.service import record

from .authorisation import can, require
from .notifications import notify
from .people import clean_reason, keep_an_administrator


def may_grant(by: Actor, role: RoleInfo, organisation: Organisation) -> bool:
    """Whether the actor may give the role there: roles that count everywhere need more."""
    if role.everywhere:
        return can(by, ADMINISTER_PEOPLE)
    return can(by, MANAGE_MEMBERS, organisation=organisation.pk)


def grantable_roles(by: Actor, organisation: Organisation) -> list[RoleInfo]:
    """The roles that the actor may give in the organisation."""
    return [
        role
        for role in ROLES.values()
        if organisation.kind in role.kinds and may_grant(by, role, organisation)
    ]


@transaction.atomic
def grant_role(
    *,
    person: User,
    organisation: Organisation,
    role: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reason: str,
    by: Actor,
    at: datetime | None = None,
) -> RoleGrant:
    """Give a member a role in the organisation, from `starts_on` (today by default).

    Nobody gives a role to themself. Raises InvalidInput where the role does not exist, does not fit the kind of
    organisation, or the person does not belong to it then; Conflict where they hold the role on some of these
    days already.
    """
    at, starts_on = at or clock.now(), starts_on or clock.today()
    info = ROLES.get(role)
    if info is None or organisation.kind not in info.kinds:
        raise InvalidInput(_("There is no such role in this kind of organisation."))
    if not may_grant(by, info, organisation):
        raise NotAllowed(_("You may not do this."))
    if by.id == person.pk:
        raise NotAllowed(_("Nobody gives a role to themselves; ask another manager."))
    _check_period(starts_on, ends_on)
    if not queries.is_member(person.pk, organisation.pk, starts_on):
        raise InvalidInput(_("This person does not belong to the organisation on that day."))
    others = RoleGrant.objects.select_for_update().filter(
        person=person, organisation=organisation, role=role, revoked_at__isnull=True
    )
    if any(overlap(starts_on, ends_on, other.starts_on, other.ends_on) for other in others):
        raise Conflict(_("This person holds the role on these days already."))
    grant = RoleGrant.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=by.id if by.kind == "person" else None,
        reason=clean_reason(reason),
        created_at=at,
    )
    record(
        action="identity.role.granted",
        subject=f"person:{person.pk}",
        by=by,
        at=at,
        details={
            "grant": grant.pk,
            "role": role,
            "organisation": organisation.pk,
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
        personal={"reason": grant.reason},
    )
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, reason: str, by: Actor, at: datetime | None = None) -> None:
    """Take a role back at once. Raises Conflict where that was done, InvalidInput for the last administrator."""
    info = ROLES[grant.role]
    if not may_grant(by, info, grant.organisation):
        raise NotAllowed(_("You may not do this."))
    if grant.revoked_at is not None:
        raise Conflict(_("This role has been taken back already."))
    at = at or clock.now()
    keep_an_administrator(RoleGrant.objects.filter(pk=grant.pk))
    update_versioned(grant, expected=grant.version, changes={"revoked_at": at, "revoked_by": by.id})
    record(
        action="identity.role.revoked",
        subject=f"person:{grant.person_id}",
        by=by,
        at=at,
        details={"grant": grant.pk, "role": grant.role, "organisation": grant.organisation_id},
        personal={"reason": clean_reason(reason)},
    )


@transaction.atomic
def appoint_deputy(
    *,
    principal: User,
    deputy: User,
    organisation: Organisation,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: Actor,
    at: datetime | None = None,
) -> Deputy:
    """`deputy` acts for `principal` in the organisation on these days; the principal or a manager says so.

    Both must belong to the organisation on the first day; a principal has one deputy at a time there. A manager lends
    only what they could give: raises NotAllowed where the principal holds more. Both are told.
    """
    if by.id != principal.pk:
        require(by, MANAGE_MEMBERS, organisation=organisation.pk)
        _require_grantable(principal, organisation, starts_on, by)
    if by.id == deputy.pk:
        raise NotAllowed(_("Nobody makes themselves a deputy; ask the other person or another manager."))
    if principal.pk == deputy.pk:
        raise InvalidInput(_("Choose somebody else as the deputy."))
    _check_period(starts_on, ends_on)
    for person in (principal, deputy):
        if not queries.is_member(person.pk, organisation.pk, starts_on):
            raise InvalidInput(_("Both must belong to the organisation on the first day."))
    others = Deputy.objects.select_for_update().filter(
        principal=principal, organisation=organisation, revoked_at__isnull=True
    )
    if any(overlap(starts_on, ends_on, other.starts_on, other.ends_on) for other in others):
        raise Conflict(_("There is a deputy on these days already."))
    at = at or clock.now()
    row = Deputy.objects.create(
        principal=principal,
        deputy=deputy,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=clean_reason(reason),
        created_at=at,
    )
    record(
        action="identity.deputy.appointed",
        subject=f"person:{principal.pk}",
        by=by,
        at=at,
        details={
            "deputy": deputy.pk,
            "organisation": organisation.pk,
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
        personal={"reason": row.reason},
    )
    names = {"principal": principal.name, "deputy": deputy.name}
    names |= {"start": f"{starts_on}", "end": f"{ends_on}"}
    notify(
        to={principal.pk, deputy.pk} - {by.id},
        subject=lambda: _("%(deputy)s acts for %(principal)s from %(start)s to %(end)s") % names,
        text=lambda: (
            _("In %(organisation)s; the reason is on record.") % {"organisation": organisation.name_here}
        ),
        link="/account/",
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def revoke_deputy(*, deputy: Deputy, by: Actor, at: datetime | None = None) -> None:
    """End a deputyship at once; the principal, the deputy or a manager may."""
    if by.id not in {deputy.principal_id, deputy.deputy_id}:
        require(by, MANAGE_MEMBERS, organisation=deputy.organisation_id)
    if deputy.revoked_at is not None:
        raise Conflict(_("This has been ended already."))
    at = at or clock.now()
    update_versioned(deputy, expected=deputy.version, changes={"revoked_at": at, "revoked_by": by.id})
    record(
        action="identity.deputy.revoked",
        subject=f"person:{deputy.principal_id}",
        by=by,
        at=at,
        details={"deputy": deputy.deputy_id, "organisation": deputy.organisation_id},
    )


def _require_grantable(principal: User, organisation: Organisation, starts_on: date, by: Actor) -> None:
    """Raise NotAllowed where the principal holds a role from that day on that the actor may not give."""
    held = RoleGrant.objects.filter(person=principal, organisation=organisation, revoked_at__isnull=True)
    for role in set(held.exclude(ends_on__lt=starts_on).values_list("role", flat=True)):
        if not may_grant(by, ROLES[role], organisation):
            raise NotAllowed(
                _("Only they themselves or an administrator can appoint a deputy for this person.")
            )


def _check_period(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(_("The last day lies before the first."))
