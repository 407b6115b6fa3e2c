"""What was found in a document, in words."""

from django.utils.translation import gettext_lazy as _

_SAID = {
    "ended": _("It ended at"),
    "signature-wrong": _("A signature does not belong to this text:"),
    "key-unknown": _("No signature is by a trusted key."),
    "key-out-of-time": _("A key was not in use at that time:"),
    "no-key-in-time": _("No trusted key was in use at that time."),
    "entry-differs": _("The entry is not the one the receipt is for:"),
    "revoked": _("It was revoked at"),
    "status-list-wrong": _("The status list does not hold."),
    "status-list-too-old": _("The status list is older than the statement:"),
}


def say_finding(code: str) -> object:
    """A finding's code as a (lazy) sentence; one without words as it is."""
    return _SAID.get(code, code)
