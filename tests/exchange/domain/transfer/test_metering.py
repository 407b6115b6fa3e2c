"""What was had, and how much may be."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories.exchange import CSV, make_agreement, make_product, make_transfer
from yunghap.core import clock
from yunghap.exchange.domain.transfer.contents import content_of
from yunghap.exchange.domain.transfer.metering import Quotas, QuotaToday, QuotaUsed, grant_range, quotas_of
from yunghap.exchange.models import Content, Meter, TransferProcess

pytestmark = pytest.mark.django_db
SIZE = len(CSV)
NOON = datetime(2026, 3, 2, 3, tzinfo=UTC)


def limits(**values: object) -> dict[str, Any]:
    constraints = [
        {"leftOperand": f"yunghap:{name}", "operator": "lteq", "rightOperand": value}
        for name, value in values.items()
    ]
    return {"permission": [{"action": "use", "constraint": constraints}]}


def made(policy: dict[str, Any] | None = None) -> tuple[TransferProcess, Content]:
    product, offer, _by = make_product()
    transfer = make_transfer(make_agreement(product, offer, policy=policy))
    return transfer, content_of(product.versions.get())


def usage(transfer: TransferProcess) -> list[tuple[int, ...]]:
    rows = Meter.objects.filter(agreement=transfer.agreement_id)
    return list(rows.values_list("requests", "deliveries", "bytes", "sent"))


def test_each_byte_of_a_transfer_counts_once() -> None:
    transfer, content = made()
    grant_range(transfer=transfer, content=content, wanted=(0, SIZE - 1), at=NOON)
    delivery = grant_range(transfer=transfer, content=content, wanted=(10, SIZE - 1), at=NOON)
    assert delivery.whole_at == NOON
    assert usage(transfer) == [(2, 1, SIZE, SIZE * 2 - 10)]


def test_another_transfer_counts_anew_and_rows_when_whole() -> None:
    transfer, content = made()
    Content.objects.update(rows=2)
    content.refresh_from_db()
    grant_range(transfer=transfer, content=content, wanted=(0, 4), at=NOON)
    assert Meter.objects.get().rows == 0
    grant_range(transfer=transfer, content=content, wanted=(5, SIZE - 1), at=NOON)
    assert Meter.objects.get().rows == 2
    other = make_transfer(transfer.agreement)
    grant_range(transfer=other, content=content, wanted=(0, SIZE - 1), at=NOON)
    row = Meter.objects.get()
    assert (row.rows, row.bytes, row.deliveries) == (4, SIZE * 2, 2)


def test_days_are_those_of_korea() -> None:
    transfer, content = made()
    grant_range(
        transfer=transfer, content=content, wanted=(0, 0), at=datetime(2026, 3, 1, 14, 59, tzinfo=UTC)
    )
    grant_range(transfer=transfer, content=content, wanted=(1, 1), at=datetime(2026, 3, 1, 15, 0, tzinfo=UTC))
    assert [str(day) for day in Meter.objects.values_list("day", flat=True)] == ["2026-03-01", "2026-03-02"]


def test_a_volume() -> None:
    transfer, content = made(limits(volume=str(SIZE)))
    grant_range(transfer=transfer, content=content, wanted=(0, SIZE - 1))
    with pytest.raises(QuotaUsed):
        grant_range(transfer=make_transfer(transfer.agreement), content=content, wanted=(0, 0))


def test_a_volume_for_each_day() -> None:
    transfer, content = made(limits(volumePerDay=10))
    with pytest.raises(QuotaToday) as refused:
        grant_range(transfer=transfer, content=content, wanted=(0, 10), at=NOON)
    assert refused.value.details["retry_after"] == 12 * 3600 + 1
    grant_range(transfer=transfer, content=content, wanted=(0, 9), at=NOON)
    with pytest.raises(QuotaToday):
        grant_range(transfer=transfer, content=content, wanted=(10, 10), at=NOON)
    tomorrow = clock.start_of(clock.local_date(NOON).replace(day=3))
    grant_range(transfer=transfer, content=content, wanted=(10, 19), at=tomorrow)


def test_limits_of_a_policy() -> None:
    assert quotas_of({}) == Quotas()
    assert quotas_of(limits(volume="10", volumePerDay="5")) == Quotas(10, 5)
    inner = {"or": [{"leftOperand": "yunghap:volume", "operator": "lt", "rightOperand": "3"}]}
    assert quotas_of({"permission": [{"constraint": [inner]}, *limits(volume=9)["permission"]]}) == Quotas(2)
    for value in ("many", "-1", "1.5", None, "9" * 30):
        assert quotas_of(limits(volume=value)) == Quotas(0), "what is not understood lets nothing through"
    least = {"leftOperand": "yunghap:volume", "operator": "gt", "rightOperand": "1"}
    assert quotas_of({"permission": [{"constraint": [least]}]}) == Quotas(0)
