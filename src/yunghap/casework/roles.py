"""Roles that work items of a procedure name."""

from yunghap.casework import rules

APPLICANT, HANDLER, APPROVER = "applicant", "handler", "approver"
SECRETARY, CONSULTED = "secretary", "consulted"
# role -> permission that does its work
PERMISSION_OF = {
    APPLICANT: rules.APPLY,
    HANDLER: rules.HANDLE,
    APPROVER: rules.DECIDE,
    SECRETARY: rules.RUN_COMMITTEE,
    CONSULTED: rules.ANSWER,
}
