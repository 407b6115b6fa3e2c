"""Roles and permissions stand in the reference."""

from pathlib import Path

from yunghap.identity import permissions
from yunghap.identity.roles import ROLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "roles.md"


def test_every_role_is_in_the_reference() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [role for role in ROLES if f"`{role}`" not in text] == []


def test_every_permission_is_in_the_reference_and_no_other() -> None:
    text = PAGE.read_text(encoding="utf-8")
    codes = {permission.code for permission in permissions.all_permissions()}
    assert {code for code in codes if f"| `{code}` |" not in text} == set()
    listed = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert listed - codes == set()
