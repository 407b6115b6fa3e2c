"""What the pages of sources need: a source, a reading of it, two records that look alike."""

from tests.access.world import Target, things
from yunghap.exchange.models import DuplicatePair, HarvestRun, HarvestSource


def _source() -> HarvestSource:
    found, _made = HarvestSource.objects.get_or_create(
        kind="ckan", address="https://data.example.org/", defaults={"name": "도시 포털"}
    )
    return found


@things("exchange:source", "exchange:change_source")
def source(_target: Target) -> dict[str, object]:
    return {"id": _source().pk}


@things("exchange:harvest_run", "exchange:confirm_missing")
def run(_target: Target) -> dict[str, object]:
    found = _source()
    number = HarvestRun.objects.count() + 1_000_000
    reading = HarvestRun.objects.filter(source=found.pk).first()
    reading = reading or HarvestRun.objects.create(source=found.pk, number=number)
    return {"id": found.pk, "run": reading.pk}


@things("exchange:decide_duplicate")
def pair(_target: Target) -> dict[str, object]:
    found, _made = DuplicatePair.objects.get_or_create(
        left="0" * 26, right="1" * 26, defaults={"likeness": 900}
    )
    return {"id": found.pk}
