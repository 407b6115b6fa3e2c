"""Registers the permissions of procedures with identity and says which roles carry them."""

from yunghap.identity.service import Permission, Role, permissions
from yunghap.procedures import rules

ROLES: dict[str, tuple[Role, ...]] = {
    rules.EDIT_CALENDAR: (Role.ADMINISTRATOR, Role.COMPILING_OFFICER),
    rules.EDIT_VERSIONS: (Role.ADMINISTRATOR, Role.COMPILING_OFFICER),
}


def register_permissions() -> None:
    """Register every permission of `rules.PERMISSIONS` with the roles that carry it."""
    for code, (name, description) in rules.PERMISSIONS.items():
        permissions.register(Permission(code=code, name=name, description=description, roles=ROLES[code]))
