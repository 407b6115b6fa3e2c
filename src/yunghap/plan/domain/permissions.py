"""Registers the plan's permissions with identity and says which roles carry them."""

from yunghap.identity.service import Permission, Role, permissions
from yunghap.plan import rules

_MINISTRY = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER)
_COMPILING = (Role.COMPILING_OFFICER,)

ROLES: dict[str, tuple[Role, ...]] = {
    rules.EDIT_SUBMISSION: _MINISTRY,
    rules.SUBMIT_SUBMISSION: (Role.MINISTRY_APPROVER,),
    rules.REPORT_ACTUAL: _MINISTRY,
    rules.BIND_EVIDENCE: (*_MINISTRY, *_COMPILING),
    rules.REVIEW_SUBMISSION: _COMPILING,
    rules.CONFIRM_OBSERVATION: _COMPILING,
    rules.COMPILE_EDITION: _COMPILING,
    rules.APPROVE_EDITION: _COMPILING,
    rules.PUBLISH_EDITION: _COMPILING,
    rules.AMEND_EDITION: _COMPILING,
    rules.WAIVE_FINDING: _COMPILING,
}
# What an API client may be given.
CLIENT_SCOPES = {rules.EDIT_SUBMISSION, rules.REPORT_ACTUAL}


def register_permissions() -> None:
    """Register every permission of `rules.PERMISSIONS` with the roles that carry it."""
    for code, (name, description) in rules.PERMISSIONS.items():
        permissions.register(
            Permission(
                code=code,
                name=name,
                description=description,
                roles=ROLES[code],
                client_scope=code in CLIENT_SCOPES,
            )
        )
