"""Registers the permissions of the exchange with identity and says which roles carry them."""

from yunghap.exchange import rules
from yunghap.identity.service import Permission, Role, permissions

ROLES: dict[str, tuple[Role, ...]] = {
    rules.PROVIDE: (Role.DATA_PROVIDER,),
    rules.CONSUME: (Role.DATA_CONSUMER,),
    rules.OPERATE: (Role.ADMINISTRATOR, Role.AGENCY_OFFICER),
    rules.SUPPORT: (Role.AGENCY_OFFICER,),
    rules.ISSUE: (Role.ORGANISATION_MANAGER, Role.AGENCY_OFFICER, Role.MINISTRY_OFFICER),
    rules.ASK: (Role.COMPANY_MEMBER, Role.DATA_CONSUMER, Role.AGENCY_OFFICER, Role.MINISTRY_OFFICER),
    rules.AUDIT: (Role.AUDITOR,),
}


def register_permissions() -> None:
    """Register every permission of `rules.PERMISSIONS` with the roles that carry it."""
    for code, (name, description) in rules.PERMISSIONS.items():
        permissions.register(
            Permission(
                code=code,
                name=name,
                description=description,
                roles=ROLES[code],
                client_scope=code in rules.CLIENT_SCOPES,
            )
        )
