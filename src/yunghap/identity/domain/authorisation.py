"""May this actor do that here?"""

from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import NotAllowed
from yunghap.identity import permissions, queries
from yunghap.identity.roles import ROLES


def can(by: Actor, permission: str, *, organisation: str | None = None) -> bool:
    """Whether the actor has the permission, in the organisation where one is given.

    The system may do everything. An API client may do what its scopes say, for its own organisation only. A
    person may do what one of their roles carries, of their own or as a deputy; a role counts in the
    organisation it is held in, unless it counts everywhere. Where only a deputy may, what the actor does from now on is
    recorded as done for the principal. Raises LookupError for an unregistered permission.
    """
    wanted = permissions.get(permission)
    if by.kind == "system":
        return True
    if by.kind == "client":
        client = queries.find_client(by.id)
        return (
            client is not None
            and wanted.code in client.scopes
            and organisation in {None, client.organisation_id}
        )
    whose = {
        held.on_behalf_of or ""
        for held in queries.held_by(by.id)
        if held.role in wanted.roles
        and (organisation is None or held.organisation == organisation or ROLES[held.role].everywhere)
    }
    if whose and "" not in whose:
        by.rights.lent_by = min(whose)
    return bool(whose)


def require(by: Actor, permission: str, *, organisation: str | None = None) -> None:
    """Raise NotAllowed where `can` says no."""
    if not can(by, permission, organisation=organisation):
        raise NotAllowed(_("You may not do this."), permission=permission)


def organisations_where(by: Actor, permission: str) -> frozenset[str] | None:
    """The organisations in which the actor has the permission; None says: in all of them."""
    wanted = permissions.get(permission)
    if by.kind == "system":
        return None
    if by.kind == "client":
        client = queries.find_client(by.id)
        return frozenset({client.organisation_id} if client and wanted.code in client.scopes else ())
    held = [held for held in queries.held_by(by.id) if held.role in wanted.roles]
    if any(ROLES[one.role].everywhere for one in held):
        return None
    return frozenset(one.organisation for one in held)


def people_with_permission(permission: str, *, organisation: str | None = None) -> list[str]:
    """Ids of the people who have the permission (in the organisation, if given) through a role held there."""
    roles = {str(role) for role in permissions.get(permission).roles}
    return [person.pk for person in queries.people_holding(roles, organisation=organisation)]
