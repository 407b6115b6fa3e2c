"""Signed certificates in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .enums import Outcome


def _written(text: str) -> str:
    day = parse_date(text)
    return date_format(day) if day else text


_day = lazy(_written, str)


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
        (_("Decided on"), _day(str(content.get("decided_on") or ""))),
        (_("From"), _day(str(content.get("starts_on") or ""))),
        (_("Until"), _day(str(content.get("ends_on") or ""))),
        (_("Conditions"), "\n".join(map(str, content.get("conditions") or []))),
    ]
