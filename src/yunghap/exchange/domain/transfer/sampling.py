"""A look at the beginning of a source before anything is published of it: whether it answers, and with which fields."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yunghap.core.errors import InvalidInput
from yunghap.exchange.contracts import DataPlace
from yunghap.exchange.domain.tables import can_open, infer_schema, open_table
from yunghap.exchange.domain.tables.limits import TooMuch

from .contents import Brought, incoming_file, place_of
from .sources import Fetched, Place, Source, kinds
from .tables import MEDIA_TYPES, Format, given_type
from .views import View

ROWS = 1_000
LARGEST = 20_000_000
SECONDS = 30.0  # somebody waits for the page


@dataclass(frozen=True, slots=True)
class Sample:
    """What a source begins with: the Table Schema its rows suggest, {} where they are no table or too many to look at
    in part; `whole` is what came where that was all there is, a file that lasts as long as the look.
    """

    schema: dict[str, Any] = field(default_factory=dict)
    whole: Brought | None = None


@contextmanager
def sampled(place: DataPlace, *, owner: str, secret: Mapping[str, str] | None = None) -> Iterator[Sample]:
    """Ask a source for its first rows: 1,000 of a query, the first page of an API; `secret` opens it before it is kept.

    Not to be called in a transaction: it calls other servers. Raises InvalidInput for a query that cannot be asked,
    Unreachable where nobody answers, NotFound for a database or a secret that may not be used.
    """
    source = kinds.get(place.kind)
    found = replace(
        place_of(place.where, media_type=place.media_type, owner=owner), largest=LARGEST, seconds=SECONDS
    )
    if secret:
        found = replace(found, secret=secret)
    source.check(found)
    into = incoming_file(".sample")
    try:
        yield _looked_at(source, found, into)
    finally:
        into.unlink(missing_ok=True)


def _looked_at(source: Source, place: Place, into: Path) -> Sample:
    try:
        if source.query is not None:
            written = source.query(place, View(most=ROWS), Format.PARQUET, into)
            schema = _schema(into, MEDIA_TYPES[Format.PARQUET])
            return Sample(schema, Brought(Fetched(into, ours=True), written) if written.rows < ROWS else None)
        narrowed = source.first(place) if source.first else place
        assert source.fetch is not None  # noqa: S101 - a source has one of the two
        fetched = source.fetch(narrowed, into)
        schema = _schema(fetched.path, given_type(place.where, place.media_type))
        return Sample(schema, Brought(fetched) if narrowed is place else None)
    except TooMuch:
        return Sample()


def _schema(path: Path, media_type: str) -> dict[str, Any]:
    """What the rows suggest; {} where they are no table."""
    if not can_open(media_type) or not path.stat().st_size:
        return {}
    try:
        with open_table(path, media_type) as table:
            return infer_schema(table)
    except InvalidInput:
        return {}
