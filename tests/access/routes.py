"""Every route of the site and the API, found by walking the resolver and the API's description.

`python -m tests.access.routes --missing` prints the rows that `matrix.csv` lacks, to be filled in and reviewed.
"""

import argparse
import csv
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("matrix.csv")
COLUMNS = ("route", "verb", "anonymous", "own", "other", "denied", "note")
API_VERBS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    """One address: `name` as in `reverse` (or `api:/path` of the API), parameters, verbs (empty: try them)."""

    name: str
    parameters: tuple[str, ...]
    verbs: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Name and parameters: one name may stand for several addresses."""
        return f"{self.name}({','.join(self.parameters)})"

    @property
    def is_api(self) -> bool:
        """Whether the route belongs to the API."""
        return self.name.startswith("api:/")


@dataclass(frozen=True)
class Row:
    """Who may: `anonymous` is yes, no or any; `own` and `other` name roles, `everyone`, `members` or `any`."""

    route: str
    verb: str
    anonymous: str
    own: frozenset[str]
    other: frozenset[str]
    denied: frozenset[int]
    note: str


def all_routes() -> list[Route]:
    """Sorted by name; pages once, whatever the language."""
    from django.urls import get_resolver  # noqa: PLC0415 - Django must be set up first

    from yunghap.config.api import api  # noqa: PLC0415

    found = {route.id: route for route in _pages(get_resolver(), "")}
    for path, operations in api.get_openapi_schema()["paths"].items():
        name = "api:" + path.removeprefix("/api/v1")
        verbs = tuple(verb.upper() for verb in operations if verb in API_VERBS)
        route = Route(name, tuple(re.findall(r"{(\w+)}", path)), verbs)
        found[route.id] = route
    return [found[id] for id in sorted(found)]  # noqa: A001


def _pages(resolver: Any, namespace: str, outer: tuple[str, ...] = ()) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        names = (*outer, *getattr(pattern.pattern.regex, "groupindex", ()))
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if inner.startswith("api:"):
                continue
            yield from _pages(pattern, inner, names)
        else:
            name = f"{namespace}{pattern.name}" if pattern.name else f"?{pattern.pattern}"
            yield Route(name, tuple(sorted(names)))


def table() -> list[Row]:
    """The reviewed table; the first row that fits a route and verb counts."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        return [
            Row(
                row["route"],
                row["verb"],
                row["anonymous"],
                frozenset(row["own"].split()),
                frozenset(row["other"].split()),
                frozenset(int(code) for code in (row["denied"] or "404").split()),
                row["note"] or "",
            )
            for row in csv.DictReader(lines)
        ]


def rows_for(route: Route, rows: list[Row]) -> dict[str, Row]:
    """The row of each verb of a route; names may hold `*`."""
    found: dict[str, Row] = {}
    for row in rows:
        if fnmatchcase(route.name, row.route) or route.id == row.route:
            for verb in row.verb.split("/"):
                found.setdefault(verb, row)
    return found


def missing() -> list[str]:
    """CSV lines for what the table lacks, nobody allowed."""
    rows, lines = table(), []
    for route in all_routes():
        known = rows_for(route, rows)
        wanted = route.verbs or (() if known else ("GET",))
        lines.extend(f"{route.name},{verb},no,,,404," for verb in wanted if verb not in known)
    return lines


def main() -> int:
    """Print what is asked for; exit status 1 where rows are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", action="store_true", help="only rows that the table lacks")
    asked = parser.parse_args()
    os.environ.setdefault("YUNGHAP_PROFILE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    lines = missing() if asked.missing else [route.name for route in all_routes()]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if asked.missing and lines else 0


if __name__ == "__main__":
    sys.exit(main())
