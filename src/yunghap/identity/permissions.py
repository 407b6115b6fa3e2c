"""What may be done. Each module registers its permissions and says which roles carry them.

Register where the module is loaded (its `apps.py`, in `ready`)::

    permissions.register(
        Permission(
            code="plan.submission.edit",
            name=_("Edit a submission"),
            description=_("Enter and change the ministry's part of the plan."),
            roles=(Role.MINISTRY_OFFICER,),
        )
    )
"""

import re
from dataclasses import dataclass

from yunghap.core.registry import Registry
from yunghap.identity.enums import Role

_CODE = re.compile(r"[a-z_]+(\.[a-z_]+){1,3}")


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that may be done: `code` is `module.noun.verb`; name and description are for people.

    `roles` carry the permission in the organisation they are held in. `client_scope` says that an API client
    may be given it.
    """

    code: str
    name: object
    description: object
    roles: tuple[Role, ...] = ()
    client_scope: bool = False


def _validate(code: str, permission: Permission) -> None:
    if not _CODE.fullmatch(code) or code != permission.code:
        raise ValueError(f"permissions: {code!r} is no code of the form module.noun.verb")


REGISTRY: Registry[Permission] = Registry("permissions", validate=_validate)


def register(permission: Permission) -> Permission:
    """Add a permission; raises ValueError for a code that is taken or malformed."""
    return REGISTRY.register(permission.code, permission)


def get(code: str) -> Permission:
    """The permission of that code; raises LookupError where nobody registered it."""
    return REGISTRY.get(code)


def all_permissions() -> tuple[Permission, ...]:
    """Every permission, in the order of the codes."""
    return tuple(permission for _code, permission in REGISTRY.items())


def of_role(role: str) -> tuple[Permission, ...]:
    """What a role carries."""
    return tuple(permission for permission in all_permissions() if role in permission.roles)
