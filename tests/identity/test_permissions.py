"""Permissions and roles as code."""

import pytest

from yunghap.core.registry import Registry
from yunghap.identity import permissions
from yunghap.identity.enums import Role
from yunghap.identity.permissions import Permission
from yunghap.identity.roles import ROLES


@pytest.mark.parametrize("code", ["edit", "Plan.edit", "plan.", "plan..edit", "a.b.c.d.e"])
def test_malformed_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="no code"):
        permissions.register(Permission(code, "", ""))


def test_code_is_registered_once() -> None:
    first = permissions.all_permissions()[0]
    with pytest.raises(ValueError, match="twice"):
        permissions.register(first)
    assert permissions.get(first.code) == first
    assert isinstance(permissions.REGISTRY, Registry)


def test_every_role_is_described_and_carries_what_modules_say() -> None:
    assert set(ROLES) == set(Role.values)
    for role, info in ROLES.items():
        assert info.name
        assert info.description
        assert info.kinds
        for permission in permissions.of_role(role):
            assert role in permission.roles


def test_permissions_name_known_roles() -> None:
    for permission in permissions.all_permissions():
        assert set(permission.roles) <= set(Role)
