"""Who calls other servers: a few files, each of which refuses to within a transaction or runs in none."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "yunghap"
LIBRARIES = {
    "django.core.mail",
    "ftplib",
    "http.client",
    "psycopg",
    "requests",
    "smtplib",
    "urllib.request",
    "urllib3",
}
CALLS = {"create_connection", "getaddrinfo", "gethostbyname"}
# Each with the reason why it may.
WAYS = {
    "core/deadlines.py": "the connections of core.fetch",
    "core/fetch.py": "refuses",
    "core/gate/urls.py": "refuses",
    "exchange/domain/transfer/sources/postgresql.py": "refuses",
    "identity/domain/mailing.py": "refuses",
    "identity/web/oidc.py": "knows an error of the sign-in library, whose views stand in no transaction",
}
# Programs of their own: the client for users of the platform, and commands.
APART = ("client/", "config/bench/", "config/commands/")


def ways_out(path: Path) -> bool:
    """Whether a file imports what calls other servers, or does so with a socket."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import(names=names):
                found = {one.name for one in names}
            case ast.ImportFrom(module=module, names=names, level=0):
                found = {str(module), *(f"{module}.{one.name}" for one in names)}
            case ast.Attribute(attr=attr) if attr in CALLS:
                return True
            case _:
                continue
        if any(name == one or name.startswith(f"{one}.") for name in found for one in LIBRARIES):
            return True
    return False


def test_other_servers_are_called_in_these_files_alone() -> None:
    files = {str(path.relative_to(SOURCE)): path for path in SOURCE.rglob("*.py")}
    found = {name for name, path in files.items() if not name.startswith(APART) and ways_out(path)}
    assert found == WAYS.keys()
