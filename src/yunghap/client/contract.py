"""A contract and its data."""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .download import Downloaded, Progress, download
from .http import Connection, ExchangeError
from .sentences import said

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl

START_WITHIN = 60.0  # seconds for the provider to start a transfer
FIRST_WAIT = 0.01


@dataclass(frozen=True)
class Contract:
    """An agreement as the consumer holds it. `state` is ACTIVE, SUSPENDED, RETIRED or EXPIRED."""

    id: str
    title: str
    state: str
    provider: str
    dataset: str
    connection: Connection = field(repr=False)

    def download(
        self, path: str | Path, *, form: str = "", since: str = "", progress: Progress | None = None
    ) -> Downloaded:
        """The data as a file, whole and checked; the same call again goes on where it broke off.

        `form` is "parquet", "csv", "ndjson" or "" for the form in which the provider keeps them. `since` is the
        `cursor` of an earlier download of a growing data set: only what came after it. Raises ExchangeError.
        """
        query = {name: value for name, value in (("form", form), ("since", since)) if value}
        connection = self.connection
        return download(
            connection.pool,
            _Access.of(connection, self.id),
            Path(path),
            query=query,
            progress=progress,
            language=connection.language,
        )

    def pandas(self, *, since: str = "") -> "pd.DataFrame":
        """The data as a pandas data frame; `frame.attrs["cursor"]` is for the next `since`."""
        with _Table(self, since) as table:
            frame: pd.DataFrame = table.query().df()
        frame.attrs["cursor"] = table.downloaded.cursor
        return frame

    def polars(self, *, since: str = "") -> "pl.DataFrame":
        """The data as a Polars data frame."""
        import polars as pl  # noqa: PLC0415 - only for whom it is installed

        with _Table(self, since) as table:
            return pl.read_parquet(table.downloaded.path)

    def duckdb(
        self, path: str | Path = "", *, table: str = "data", since: str = ""
    ) -> "duckdb.DuckDBPyConnection":
        """A DuckDB database (in memory, or at `path`) with the data as a table."""
        import duckdb  # noqa: PLC0415 - only for whom it is installed

        name = '"' + table.replace('"', '""') + '"'
        with _Table(self, since) as fetched:
            database = duckdb.connect(str(path) or ":memory:")
            file = str(fetched.downloaded.path)
            database.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet(?)", [file])  # noqa: S608 - quoted
            return database

    def complete(self) -> None:
        """Say that the data are here: the transfer ends, and an order on the contract counts as delivered."""
        self.connection.call("POST", f"/exchange/agreements/{self.id}/completion")

    def usage(self) -> list[Mapping[str, Any]]:
        """What was had so far, day by day, as the exchange counts it."""
        found: list[Mapping[str, Any]] = self.connection.call("GET", f"/exchange/agreements/{self.id}/usage")
        return found


@dataclass(frozen=True)
class _Access:
    connection: Connection
    agreement: str
    endpoint: str
    token: str

    @classmethod
    def of(cls, connection: Connection, agreement: str, *, after: str = "") -> "_Access":
        """Ask the exchange for the address of a contract's data, and for another token than the one that ran out.

        Where no transfer is running the exchange requests one; that takes a moment.
        """
        end, wait, body = time.monotonic() + START_WITHIN, FIRST_WAIT, {"after": after}
        while True:
            found = connection.call("POST", f"/exchange/agreements/{agreement}/access", body=body)
            if "endpoint" in found:
                return cls(connection, agreement, str(found["endpoint"]), str(found["access_token"]))
            if time.monotonic() > end:
                sentence = said("starting", connection.language, transfer=found["transfer"])
                raise ExchangeError(0, "starting", sentence, found)
            time.sleep(wait)
            wait, body = min(wait * 1.5, 1.0), {"after": after, "transfer": found["transfer"]}

    def renewed(self) -> "_Access":
        """With a fresh token."""
        fresh = self.of(self.connection, self.agreement, after=self.token)
        if fresh.token == self.token:
            raise ExchangeError(401, "invalid-token", said("token", self.connection.language))
        return fresh


class _Table:
    """A contract's data as a Parquet file for the time of a block."""

    def __init__(self, contract: Contract, since: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="yunghap-")
        try:
            path = Path(self._folder.name, "data.parquet")
            self.downloaded = contract.download(path, form="parquet", since=since)
        except BaseException:
            self._folder.cleanup()
            raise

    def query(self) -> "duckdb.DuckDBPyRelation":
        """Over the file."""
        import duckdb  # noqa: PLC0415 - only for whom it is installed

        return duckdb.connect().read_parquet(str(self.downloaded.path))

    def __enter__(self) -> "_Table":
        return self

    def __exit__(self, *_error: object) -> None:
        self._folder.cleanup()
