"""Signed certificates in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunghap.core.days import said_day

from .enums import Outcome


def say_certificate(content: Mapping[str, Any]) -> list[tuple[object, object]]:
    """What was granted, to whom, by whom and for how long."""
    outcome = str(content.get("outcome", ""))
    decided = Outcome(outcome).label if outcome in Outcome.values else outcome
    return [
        (pgettext_lazy("document", "Number"), content.get("number")),
        (_("Procedure"), content.get("procedure_name")),
        (_("Title"), content.get("title")),
        (_("Holder"), content.get("holder")),
        (_("Issuer"), content.get("issuer")),
        (_("Decision"), decided),
        (_("Decided on"), said_day(str(content.get("decided_on") or ""))),
        (_("From"), said_day(str(content.get("starts_on") or ""))),
        (_("Until"), said_day(str(content.get("ends_on") or ""))),
        (_("Conditions"), "\n".join(map(str, content.get("conditions") or []))),
    ]
