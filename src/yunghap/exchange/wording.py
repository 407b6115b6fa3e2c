"""Signed statements of the exchange in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunghap.core.days import said_day
from yunghap.core.errors import sentence

from .enums import Dimension

Lines = list[tuple[object, object]]


def say_quality(content: Mapping[str, Any]) -> Lines:
    """Which data were measured, and how good they were."""
    scores = content.get("scores") or {}
    return [
        (_("Data set"), content.get("title")),
        (pgettext_lazy("data", "Version"), content.get("version")),
        (_("Rows"), f"{int(content.get('rows') or 0):,}"),
        (_("Score"), _share(content.get("score"))),
        *(
            (Dimension(name).label if name in Dimension.values else name, _share(one))
            for name, one in scores.items()
        ),
        ("SHA-256", content.get("sha256")),
    ]


def say_voucher(content: Mapping[str, Any]) -> Lines:
    """The agreement of three on a voucher."""
    terms = content.get("terms") or {}
    amount = f"{int(terms.get('amount_krw') or 0):,}"
    return [
        (pgettext_lazy("document", "Number"), terms.get("number")),
        (_("Programme"), terms.get("programme")),
        (_("Kind"), terms.get("kind")),
        *(
            (label, (terms.get(party) or {}).get("name"))
            for label, party in (
                (_("Company"), "company"),
                (_("Supplier"), "supplier"),
                (_("Agency"), "agency"),
            )
        ),
        (_("Amount"), sentence(_("%(amount)s won"), amount=amount)),
        (_("Own share"), _share(terms.get("own_share"))),
        (_("From"), said_day(str(terms.get("starts_on") or ""))),
        (_("Until"), said_day(str(terms.get("ends_on") or ""))),
        (_("Purpose"), terms.get("purpose")),
        (_("Signatures"), len(content.get("signatures") or [])),
    ]


def say_roster(content: Mapping[str, Any]) -> Lines:
    """Who takes part in the exchange."""
    return [(one.get("name"), one.get("address")) for one in content.get("participants") or []]


def _share(parts: object) -> str:
    """Parts of ten thousand in per cent."""
    return f"{parts / 100:g} %" if isinstance(parts, int) else ""
