"""What was found in a document, and what it says, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.registry import Registry

# A label and what stands beside it, both (lazy) text.
Line = tuple[object, object]
# Kind of a statement -> its content in words, nothing left out that was signed for people.
CONTENTS: Registry[Callable[[Mapping[str, Any]], list[Line]]] = Registry("statements in words")

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


def say_content(kind: str, content: Mapping[str, Any]) -> list[Line]:
    """What a statement says, line by line; one of a kind without words by the names under which it was signed."""
    if kind in CONTENTS:
        return [(label, value) for label, value in CONTENTS.get(kind)(content) if value not in ("", None)]
    return list(content.items())
