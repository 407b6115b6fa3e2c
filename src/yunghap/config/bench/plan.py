"""`yunghap bench plan`: extraction, checks, pages and exports at 1, 10 and 100 times the plan's size."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import reverse

from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity
from yunghap.plan import service as plan

from .measure import Figure, cpu_seconds, of_command, resident_megabytes

YEAR = 2100  # no plan of that year is in the database
PAGES = ("glance", "money", "programmes", "indicators", "facts", "findings")
FILES = ("json", "csv", "stratml", "fiscal", "xlsx", "hwpx", "pdf")
LARGEST_PDF = 1  # times the plan: setting the type of more takes minutes
LIMIT_EXTRACT = 2.0  # seconds for a document of the plan's size


def figures(sizes: tuple[int, ...], document: Path | None) -> Iterator[Figure]:
    """Every figure of the plan pillar; `document` is measured first where it is given."""
    if document is not None:
        yield from _commands(str(document), document.name)
    for size in sizes:
        example = plan.generate_edition(base=plan.read_shipped_edition(), year=YEAR, seed=1, scale=size)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "plan.txt"
            file.write_text(example.text, encoding="utf-8")
            yield from _commands(str(file), f"generated, {size}×")
        # Measured in a transaction that is taken back: nothing is left in the database.
        with transaction.atomic():
            identity.load_public_bodies(by=SYSTEM)
            edition = plan.load_edition(data=example.edition, by=SYSTEM)
            yield from _pages_and_files(str(edition.year), size)
            transaction.set_rollback(True)
    yield Figure("peak memory of this process", resident_megabytes(), "MB")


def _commands(file: str, name: str) -> Iterator[Figure]:
    limit = f"limit {LIMIT_EXTRACT} s"
    cpu, memory = of_command(["plan", "extract", file, "--json"])
    yield Figure(f"extract {name}", cpu, "CPU s", limit)
    yield Figure(f"extract {name}, peak memory", memory, "MB")
    cpu, _memory = of_command(["plan", "check", file, "--json"])
    yield Figure(f"extract and check {name}", cpu, "CPU s")


def _pages_and_files(edition: str, size: int) -> Iterator[Figure]:
    client = Client()
    for page in PAGES:
        get = partial(_get, client, reverse(f"plan:{page}", args=[edition]))
        yield Figure(f"page {page}, {size}×", cpu_seconds(get), "CPU s")
    for code in FILES:
        if code == "pdf" and size > LARGEST_PDF:
            continue
        get = partial(_get, client, reverse("plan:download", args=[edition, code]))
        yield Figure(f"export {code}, {size}×", cpu_seconds(get, runs=1), "CPU s")


def _get(client: Client, address: str) -> None:
    response = client.get(address, headers={"host": "localhost"})
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
