"""What was had under an agreement, counted when it is granted, and how much may be.

Bytes go out by the kernel or a proxy, where nobody can count them; so what counts is the range that was granted, each
byte of a content once for its transfer: a transfer that breaks off and resumes is counted once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.errors import DomainError, NotAllowed, sentence
from yunghap.exchange.models import Agreement, Content, Delivery, Meter, TransferProcess

from .ranges import Range, add, length

# Left operands of constraints that limit bytes; how often data may be had (`count`) is the connector's to judge.
VOLUME, DAILY = "yunghap:volume", "yunghap:volumePerDay"


class QuotaUsed(NotAllowed):
    """The contract lets no more through."""

    code = "quota-used"


class QuotaToday(DomainError):  # noqa: N818
    """The contract lets no more through today."""

    code = "quota-today"
    status = 429


@dataclass(frozen=True, slots=True)
class Quotas:
    """At most so many bytes in all, and on one day in Korea; None without limit."""

    volume: int | None = None
    daily: int | None = None


def quotas_of(policy: Mapping[str, Any]) -> Quotas:
    """The tightest limits of a policy's permissions; `lt` and `lteq` with whole numbers, `eq` counts as `lteq`.

    A limit that cannot be understood lets nothing through.
    """
    found: dict[str, int] = {}
    for constraint in _constraints(policy):
        left, operator = str(constraint.get("leftOperand")), constraint.get("operator")
        if left in {VOLUME, DAILY}:
            limit = _whole(constraint.get("rightOperand")) - (operator == "lt")
            limit = max(limit, 0) if operator in {"lt", "lteq", "eq"} else 0
            found[left] = min(limit, found.get(left, limit))
    return Quotas(found.get(VOLUME), found.get(DAILY))


@transaction.atomic
def grant_range(
    *, transfer: TransferProcess, content: Content, wanted: Range | None, at: datetime | None = None
) -> Delivery:
    """Count a range of a content (None: all of it, of nothing) for its transfer and agreement.

    Raises QuotaUsed, QuotaToday where it would go beyond what the agreement allows; then nothing is counted.
    """
    at = at or clock.now()
    # Locks the agreement, so that two requests cannot both take what is left.
    agreement = Agreement.objects.select_for_update().get(pk=transfer.agreement_id)
    delivery, is_new = Delivery.objects.select_for_update().get_or_create(
        transfer=transfer,
        sha256=content.sha256,
        defaults={"content": content, "bytes": content.bytes, "rows": content.rows, "created_at": at},
    )
    covered, fresh = add(delivery.covered, wanted) if wanted else ([], 0)
    _check(agreement, fresh=fresh, at=at)
    whole = delivery.whole_at is None and length(covered) == content.bytes
    if fresh or whole:
        delivery.covered, delivery.whole_at = covered, at if whole else delivery.whole_at
        delivery.save(update_fields=["covered", "whole_at"])
    day, _made = Meter.objects.get_or_create(agreement=agreement, day=clock.local_date(at))
    Meter.objects.filter(pk=day.pk).update(
        requests=F("requests") + 1,
        deliveries=F("deliveries") + int(is_new),
        bytes=F("bytes") + fresh,
        sent=F("sent") + (wanted[1] - wanted[0] + 1 if wanted else 0),
        rows=F("rows") + ((content.rows or 0) if whole else 0),
    )
    return delivery


def _check(agreement: Agreement, *, fresh: int, at: datetime) -> None:
    quotas = quotas_of(agreement.policy)
    if quotas == Quotas():
        return
    rows = agreement.meters.all()
    used = rows.aggregate(bytes=Sum("bytes"))["bytes"] or 0
    if quotas.volume is not None and fresh and used + fresh > quotas.volume:
        raise QuotaUsed(
            sentence(_("The contract allows %(limit)s bytes in all."), limit=f"{quotas.volume:,}"),
            limit=quotas.volume,
            used=used,
            wanted=fresh,
        )
    if quotas.daily is not None and fresh:
        today = clock.local_date(at)
        used = rows.filter(day=today).aggregate(bytes=Sum("bytes"))["bytes"] or 0
        if used + fresh > quotas.daily:
            raise QuotaToday(
                sentence(_("The contract allows %(limit)s bytes a day."), limit=f"{quotas.daily:,}"),
                limit=quotas.daily,
                used=used,
                wanted=fresh,
                retry_after=int((clock.end_of(today) - at).total_seconds()) + 1,
            )


def _constraints(policy: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every constraint of the permissions, inside others too: a limit among alternatives holds as well."""
    for permission in policy.get("permission") or ():
        todo = list(permission.get("constraint") or ())
        while todo:
            item = todo.pop()
            for word in ("and", "or", "xone", "andSequence"):
                todo += item.get(word) or ()
            yield item


def _whole(value: object) -> int:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
