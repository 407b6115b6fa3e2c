"""Registers the permissions of casework with identity and says which roles carry them."""

from yunghap.casework import rules
from yunghap.identity.service import Permission, Role, permissions

_OFFICERS = (Role.AGENCY_OFFICER, Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER)

ROLES: dict[str, tuple[Role, ...]] = {
    rules.APPLY: (Role.COMPANY_MEMBER, Role.CITIZEN, *_OFFICERS),
    rules.HANDLE: _OFFICERS,
    rules.DECIDE: (Role.MINISTRY_APPROVER,),
    rules.ANSWER: _OFFICERS,
    rules.RUN_COMMITTEE: _OFFICERS,
    rules.VOTE: (Role.COMMITTEE_MEMBER,),
    rules.PUBLISH: (Role.MINISTRY_APPROVER,),
    rules.IMPORT: (Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER),
    rules.ERASE: (Role.MINISTRY_APPROVER,),
    rules.AUDIT: (Role.AUDITOR,),
}


def register_permissions() -> None:
    """Register every permission of `rules.PERMISSIONS` with the roles that carry it."""
    for code, (name, description) in rules.PERMISSIONS.items():
        permissions.register(Permission(code=code, name=name, description=description, roles=ROLES[code]))
