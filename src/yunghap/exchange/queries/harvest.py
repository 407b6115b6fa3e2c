"""Reads for the pages of sources, runs, refusals and pairs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import PairState, RecordState
from yunghap.exchange.models import DuplicatePair, HarvestRecord, HarvestRefusal, HarvestRun, HarvestSource

from .entries import get_entries


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its last run and how many of its records are there and missing."""

    source: HarvestSource
    run: HarvestRun | None
    published: int
    missing: int


def said(sentence: str, values: dict[str, Any]) -> str:
    """A sentence that was stored in English, in the language of the moment."""
    translated = gettext(sentence) if sentence else ""
    try:
        return translated % values if values else translated
    except (KeyError, TypeError, ValueError):  # stored by another version
        return translated


def source_rows(sources: list[HarvestSource]) -> list[SourceRow]:
    """With what the list shows of each."""
    keys = [source.pk for source in sources]
    counts: dict[tuple[str, str], int] = {
        (row["source"], row["state"]): row["number"]
        for row in HarvestRecord.objects.filter(source__in=keys)
        .values("source", "state")
        .annotate(number=Count("pk"))
    }
    return [
        SourceRow(
            source,
            HarvestRun.objects.filter(source=source.pk).first(),
            counts.get((source.pk, RecordState.PUBLISHED), 0),
            counts.get((source.pk, RecordState.MISSING), 0),
        )
        for source in sources
    ]


def runs_of(source: HarvestSource) -> QuerySet[HarvestRun]:
    """Newest first."""
    return HarvestRun.objects.filter(source=source.pk)


def refusals_of(run: HarvestRun) -> QuerySet[HarvestRefusal]:
    """In the order of the reading."""
    return HarvestRefusal.objects.filter(run=run.pk)


def pairs_to_review() -> QuerySet[DuplicatePair]:
    """The most alike first."""
    return DuplicatePair.objects.filter(state=PairState.OPEN)


def pair_entries(pairs: list[DuplicatePair]) -> list[tuple[DuplicatePair, Entry | None, Entry | None]]:
    """Each pair with its two records."""
    found = get_entries([id_ for pair in pairs for id_ in (pair.left, pair.right)])
    return [(pair, found.get(pair.left), found.get(pair.right)) for pair in pairs]
