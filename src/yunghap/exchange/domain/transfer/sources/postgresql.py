"""A query in a PostgreSQL database: {"host", "port"?, "database", "query", "cursor"?}; secret {"user", "password"}.

The role must be an ordinary one: PostgreSQL itself lets superusers read files of its server, and so we refuse them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.fetch import Unreachable
from yunghap.core.gate import Allowed, CheckedUrl, check_url
from yunghap.core.transactions import outside_transactions
from yunghap.exchange.domain.transfer.tables import Format, Written, convert
from yunghap.exchange.domain.transfer.views import View, select

from .kinds import Place, Source, write_pieces

if TYPE_CHECKING:
    import psycopg  # its import is left to the first query: an installation on SQLite starts without

# Types by PostgreSQL's own numbers; any other type comes as text.
_TYPES = {
    16: "BOOLEAN",
    20: "BIGINT",
    21: "SMALLINT",
    23: "INTEGER",
    700: "FLOAT",
    701: "DOUBLE",
    1082: "DATE",
    1083: "TIME",
    1114: "TIMESTAMP",
    1184: "TIMESTAMP WITH TIME ZONE",
    2950: "UUID",
}
_NUMERIC = 1700
# Roles that read or write files of the server, or run programs there.
_TOO_MUCH = """
SELECT rolsuper
    OR pg_has_role(rolname, 'pg_read_server_files', 'MEMBER')
    OR pg_has_role(rolname, 'pg_write_server_files', 'MEMBER')
    OR pg_has_role(rolname, 'pg_execute_server_program', 'MEMBER')
FROM pg_roles WHERE rolname = current_user
"""


def check(place: Place) -> None:
    """Whether database and query are named."""
    for name in ("host", "database", "query"):
        place.text(name)
    _port(place)


def check_server(place: Place) -> CheckedUrl:
    """The server's address, checked as every address that we may be sent to; it is not called.

    In a private network only what the operator names (`settings.DATABASE_HOSTS`). Raises InvalidInput.
    """
    place.text("database")
    allowed = Allowed.read(settings.DATABASE_HOSTS)
    return check_url(f"https://{place.text('host')}:{_port(place)}/", allowed=allowed)


def query(place: Place, view: View, wanted: Format, into: Path) -> Written:
    """Run the query in a read-only transaction; rows come as PostgreSQL writes them, without a loop of ours."""
    import psycopg  # noqa: PLC0415

    rows = into.with_name(into.name + ".rows")
    try:
        with _opened(place) as connection:
            text = place.text("query").rstrip().rstrip(";")
            _prepare_alone(connection, text)
            source = select(f"({text}\n)", view, dialect="postgresql")
            with connection.cursor(binary=True) as cursor:
                cursor.execute(f"SELECT * FROM ({source}) AS rows LIMIT 0")  # noqa: S608
                types = {column.name: _type(column) for column in cursor.description or ()}
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY ({source}) TO STDOUT (FORMAT csv, HEADER, NULL '\\N')") as copy,
            ):
                write_pieces((bytes(piece) for piece in copy), rows, largest=place.largest)
        return convert(
            rows,
            Format.CSV,
            View(),
            into=into,
            wanted=wanted or Format.PARQUET,
            types=types,
            cursor=place.cursor,
        )
    except psycopg.errors.QueryCanceled:
        raise InvalidInput(
            sentence(_("The query took longer than %(seconds)s seconds."), seconds=f"{place.seconds:.0f}")
        ) from None
    except psycopg.Error as error:
        raise InvalidInput(
            sentence(_("The data cannot be read: %(reason)s"), reason=str(error).partition("\n")[0][:300])
        ) from None
    finally:
        rows.unlink(missing_ok=True)


@contextmanager
def _opened(place: Place) -> "Iterator[psycopg.Connection[Any]]":
    """A read-only transaction in the database, on the address that was checked."""
    import psycopg  # noqa: PLC0415

    checked = check_server(place)
    with outside_transactions():
        connection = _connected(place, checked)
    with connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute(_TOO_MUCH).fetchone()
        if row is None or row[0]:
            raise InvalidInput(
                _("Give a database role without rights over files of the server; superusers are refused.")
            )
        yield connection
        connection.rollback()


def _connected(place: Place, checked: CheckedUrl) -> "psycopg.Connection[Any]":
    import psycopg  # noqa: PLC0415

    try:
        return psycopg.connect(
            host=checked.host,
            hostaddr=checked.address,
            port=checked.port,
            dbname=place.text("database"),
            user=place.secret.get("user", ""),
            password=place.secret.get("password", ""),
            connect_timeout=10,
            application_name="yunghap",
            options=f"-c statement_timeout={int(place.seconds * 1000)} -c standard_conforming_strings=on"
            " -c default_transaction_read_only=on -c idle_in_transaction_session_timeout=60000"
            " -c datestyle=ISO -c timezone=UTC -c client_encoding=UTF8",
        )
    except psycopg.OperationalError as error:
        raise _not_open(checked.host, str(error)) from None


def _not_open(host: str, said: str) -> Unreachable:
    """Who refuses says why; where nobody speaks, the driver's own advice helps no one."""
    _before, refused, reason = said.strip().rpartition("FATAL:")
    if not refused:
        return Unreachable(
            sentence(_("%(host)s does not answer: no PostgreSQL server can be reached there."), host=host)
        )
    told = reason.strip().partition("\n")[0][:200]
    return Unreachable(sentence(_("%(host)s lets nobody in: %(reason)s"), host=host, reason=told))


def _prepare_alone(connection: "psycopg.Connection[Any]", text: str) -> None:
    """The query must be one statement by itself that gives rows: the extended protocol takes no more than one."""
    from psycopg.pq import ExecStatus  # noqa: PLC0415

    raw = connection.pgconn
    for result in (raw.prepare(b"alone", text.encode()), raw.describe_prepared(b"alone")):
        if result.status != ExecStatus.COMMAND_OK:
            reason = result.error_message.decode(errors="replace").partition("\n")[0]
            raise InvalidInput(sentence(_("The data cannot be read: %(reason)s"), reason=reason[:300]))
    if not result.nfields:
        raise InvalidInput(_("A source is one SELECT and nothing else."))


def _type(column: "psycopg.Column") -> str:
    if column.type_code == _NUMERIC:
        # Without a stated precision: 28 digits before the point and 10 behind.
        return f"DECIMAL({column.precision or 38},{column.scale or (0 if column.precision else 10)})"
    return _TYPES.get(column.type_code, "VARCHAR")


def _port(place: Place) -> int:
    port = place.where.get("port", 5432)
    if not isinstance(port, int) or not 1024 <= port <= 65_535:
        raise InvalidInput(_("The port is not allowed."), field="port")
    return port


SOURCE = Source(check=check, query=query)
