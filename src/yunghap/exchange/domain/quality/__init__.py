"""Quality of tabular data: rules, the report they give, the certificate that rests on it."""

from .certificates import issue_certificate, revoke_certificate, shortfalls
from .reports import assess_pending, assess_version, is_read, is_table, table_place
from .wording import say

__all__ = [
    "assess_pending",
    "assess_version",
    "is_read",
    "is_table",
    "issue_certificate",
    "revoke_certificate",
    "say",
    "shortfalls",
    "table_place",
]
