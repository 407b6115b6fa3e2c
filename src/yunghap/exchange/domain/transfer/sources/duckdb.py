"""A query over a DuckDB file: {"document" or "path", "query", "cursor"?}."""

from pathlib import Path

from yunghap.exchange.domain.transfer.tables import Format, Written, copy_out, locked, only_select
from yunghap.exchange.domain.transfer.views import View

from .kinds import Place, Source, check_local, local_file


def check(place: Place) -> None:
    """Whether file and query are named."""
    check_local(place)
    place.text("query")


def query(place: Place, view: View, wanted: Format, into: Path) -> Written:
    """Run the query on the file, opened read-only."""
    with locked(
        into=into, database=local_file(place), seconds=place.seconds, largest=place.largest
    ) as connection:
        source = only_select(connection, place.text("query"))
        return copy_out(connection, source, view, into=into, wanted=wanted, cursor=place.cursor)


SOURCE = Source(check=check, query=query)
