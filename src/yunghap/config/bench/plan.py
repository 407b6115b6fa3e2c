"""`yunghap bench plan`: extraction, checks, pages and exports at 1, 10 and 100 times the plan's size."""

import io
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from yunghap.core.actors import SYSTEM
from yunghap.documents import service as documents
from yunghap.documents.bench import bench as documents_bench
from yunghap.identity import service as identity
from yunghap.plan import service as plan

from .measure import Figure, cpu_seconds, of_command, resident_megabytes

YEAR = 2100  # no plan of that year is in the database
PAGES = (
    "glance",
    "money",
    "programmes",
    "indicators",
    "facts",
    "findings",
    "ministries",
    "directions",
    "changes",
)
COLD = ("glance", "changes")  # what they read is kept in memory from then on
FILES = ("json", "csv", "stratml", "fiscal", "xlsx", "hwpx", "pdf")
LIMIT_EXTRACT = 2.0  # seconds for a document of the plan's size


def figures(sizes: tuple[int, ...], document: Path | None, *, peers: bool = True) -> Iterator[Figure]:
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
            # The year before is there first: what is renamed keeps its earlier name as an alias.
            _load_year_before(size)
            load = partial(plan.load_edition, data=example.edition, by=SYSTEM)
            yield Figure(f"load edition, {size}×", cpu_seconds(load, runs=0), "CPU s")
            yield from _pages_and_files(YEAR, size)
            transaction.set_rollback(True)
    if peers:
        yield from _documents()
    yield Figure("peak memory of this process", resident_megabytes(), "MB")


def _load_year_before(size: int) -> None:
    example = plan.generate_edition(base=plan.read_shipped_edition(), year=YEAR - 1, seed=2, scale=size)
    plan.load_edition(data=example.edition, by=SYSTEM)


def _commands(file: str, name: str) -> Iterator[Figure]:
    limit = f"limit {LIMIT_EXTRACT} s for the plan"
    cpu, memory = of_command(["plan", "extract", file, "--json"])
    yield Figure(f"extract {name}", cpu, "CPU s", limit)
    yield Figure(f"extract {name}, peak memory", memory, "MB")
    cpu, memory = of_command(["plan", "check", file, "--json"])
    yield Figure(f"extract and check {name}", cpu, "CPU s")
    yield Figure(f"extract and check {name}, peak memory", memory, "MB")


def _pages_and_files(year: int, size: int) -> Iterator[Figure]:
    client = Client()
    edition = str(year)
    for page, address in _addresses(year):
        get = partial(_get, client, address)
        if page in COLD:
            yield Figure(
                f"page {page}, first time, {size}×", cpu_seconds(get, runs=0), "CPU s", "reads the edition"
            )
        yield Figure(f"page {page}, {size}×", cpu_seconds(get), "CPU s")
    for code in FILES:
        get = partial(_get, client, reverse("plan:download", args=[edition, code]))
        yield Figure(f"export {code}, {size}×", cpu_seconds(get, runs=1), "CPU s")
        if code == "xlsx":
            yield from _read_workbook(get(), size)


def _addresses(year: int) -> Iterator[tuple[str, str]]:
    """Every page by its name, and one programme and one indicator."""
    for page in PAGES:
        yield page, reverse(f"plan:{page}", args=[year])
    view = plan.read_outline(plan.get_edition(year))
    for page, items in (("programme", view.programmes), ("indicator", view.indicators)):
        yield page, reverse(f"plan:{page}", args=[year, items[0].id])


def _read_workbook(data: bytes, size: int) -> Iterator[Figure]:
    def theirs() -> int:
        book = load_workbook(io.BytesIO(data), read_only=True)
        return sum(1 for sheet in book for _row in sheet.iter_rows(values_only=True))

    peer = f"openpyxl, read-only: {cpu_seconds(theirs, runs=1):.3f}"
    ours = cpu_seconds(lambda: documents.read_document(data), runs=1)
    yield Figure(f"read xlsx, {size}×", ours, "CPU s", peer)


def _documents() -> Iterator[Figure]:
    """The writers and readers on a made-up document of the plan's size, with python-hwpx where it is installed."""
    rows = {row.name: row for row in documents_bench(repeat=3)}
    theirs = rows.get("documents.hwpx.write.python-hwpx")
    peer = f"python-hwpx: {theirs.value:.1f}" if theirs else "python-hwpx: not installed"
    yield Figure("write hwpx, 600 paragraphs and 40 tables", rows["documents.hwpx.write"].value, "s", peer)
    yield Figure("read it", rows["documents.hwpx.read"].value, "s")
    yield Figure("write it as pdf", rows["documents.pdf.write"].value, "s")


def _get(client: Client, address: str) -> bytes:
    caches["exports"].clear()  # what is measured is making the file, not finding it
    response = client.get(address, headers={"host": "localhost"})
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return bytes(response.content)
