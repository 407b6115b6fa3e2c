"""Roles that work items of a procedure name."""

APPLICANT, HANDLER, APPROVER = "applicant", "handler", "approver"
SECRETARY, CONSULTED = "secretary", "consulted"
