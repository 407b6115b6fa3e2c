"""The catalogue's records, whatever they come from: our own published data products and what was harvested.

A follower (the search index, feeds, notifications) keeps a `Mark` and asks for what changed since:

    mark = mark_now()
    for entry in iterate_entries(since=kept, until=mark): ...
    kept = mark
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import islice

import msgspec
from django.db.models import Max, Q, QuerySet

from yunghap.core import clock
from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import HarvestContent, HarvestRecord, Product

BATCH = 1_000
# Moments of our own products may be committed a little out of order: what changed just before is told again.
OVERLAP = timedelta(minutes=1)
_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Entry).decode


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a follower has come: number of the last change of harvested records, moment for our own products."""

    change: int = 0
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)


START = Mark()


def entry_id(source: str, key: str) -> str:
    """The id of a harvested record, the same whenever it is harvested from that source; it has the form of a ULID."""
    digest = blake2b(f"{source}\0{key}".encode(errors="replace"), digest_size=16).digest()
    # A ULID begins with 0 to 7: the first two bits of the first five are nought.
    return base64.b32encode(bytes([digest[0] >> 2, *digest[1:]]))[:26].translate(_CROCKFORD).decode()


def encode_entry(entry: Entry) -> str:
    """The JSON under which an entry is kept."""
    return _encode(entry).decode()


def get_entry(id: str) -> Entry | None:  # noqa: A002 - the word everybody uses
    """One record, also one that is missing at its source or retired; None where there is none (drafts are none)."""
    return get_entries([id]).get(id)


def get_entries(ids: Iterable[str]) -> dict[str, Entry]:
    """Several records by id, in the order asked for; those that are not there are left out."""
    wanted = list(dict.fromkeys(ids))
    found = {entry.id: entry for part in _parts(wanted) for entry in _harvested(Q(record__id__in=part))}
    left = [id_ for id_ in wanted if id_ not in found]
    if left:
        found |= {entry.id: entry for entry in _own(Q(id__in=left))}
    return {id_: found[id_] for id_ in wanted if id_ in found}


def get_raw(id: str) -> bytes | None:  # noqa: A002
    """A harvested record as it came, byte for byte."""
    row = HarvestContent.objects.filter(record__id=id).values_list("raw", flat=True).first()
    return None if row is None else bytes(row)


def mark_now() -> Mark:
    """The mark after everything that has been committed."""
    change = HarvestRecord.objects.aggregate(last=Max("change"))["last"]
    return Mark(change or 0, clock.now())


def iterate_entries(*, since: Mark = START, until: Mark | None = None) -> Iterator[Entry]:
    """Every record that is new or changed since a mark, in whatever state it is now; memory stays flat.

    From the start: everything. A record may come twice in a row of marks, and never not at all.
    """
    own = Q(changed_at__gte=since.at - OVERLAP) if since.at > START.at else Q()
    yield from _own(own)
    last, end = since.change, until.change if until else None
    while True:
        which = Q(record__change__gt=last)
        if end is not None:
            which &= Q(record__change__lte=end)
        batch = list(_rows(which).order_by("record__change")[:BATCH])
        yield from map(_entry, batch)
        if len(batch) < BATCH:
            return
        last = batch[-1].record.change


def count_entries() -> int:
    """How many records there are that can be found: published ones of our own, and harvested ones."""
    return HarvestRecord.objects.count() + Product.objects.filter(state=ProductState.PUBLISHED).count()


def _parts(ids: list[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while part := list(islice(rest, 500)):
        yield part


def _rows(which: Q) -> QuerySet[HarvestContent]:
    return HarvestContent.objects.filter(which).select_related("record").defer("raw")


def _harvested(which: Q) -> Iterator[Entry]:
    return map(_entry, _rows(which))


def _entry(row: HarvestContent) -> Entry:
    record = row.record
    entry = _decode(row.entry)
    return replace(entry, id=record.id, source=record.source, source_key=record.key, state=record.state)


def _own(which: Q) -> Iterator[Entry]:
    rows = Product.objects.filter(which).exclude(state=ProductState.DRAFT).select_related("provider")
    return map(product_entry, rows.prefetch_related("versions", "provider__names").iterator(chunk_size=BATCH))


# Media types that do not name the format as people do.
FORMATS = {
    "application/vnd.apache.parquet": "PARQUET",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/x-ndjson": "JSONL",
    "application/geo+json": "GEOJSON",
    "text/tab-separated-values": "TSV",
}


def product_entry(product: Product) -> Entry:
    """A data product of our own as a record of the catalogue; its newest version is its distribution."""
    name = product.provider.name_on()
    latest = next(iter(product.versions.all()), None)
    return Entry(
        id=product.id,
        title=product.title,
        title_en=product.title_en,
        description=product.description,
        description_en=product.description_en,
        publisher=name.long if name else product.provider.short_name,
        publisher_id=product.provider_id,
        contact=product.contact,
        keywords=tuple(product.keywords),
        themes=tuple(product.themes),
        licence=product.licence,
        languages=tuple(product.languages),
        issued=_moment(product.published_at),
        modified=_moment(product.changed_at),
        frequency=product.frequency,
        spatial=product.spatial,
        temporal=product.temporal,
        distributions=(
            ()
            if latest is None
            else (
                Distribution(
                    format=FORMATS.get(latest.media_type, ""),
                    media_type=latest.media_type,
                    bytes=latest.bytes,
                ),
            )
        ),
        source_key=product.slug,
        provider=product.provider_id,
        state=product.state,
    )


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")
