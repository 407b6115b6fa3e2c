"""`yunghap bench cases`: the reference procedure through the domain verbs, in a database of its own.

Every action is a transaction with the engine's rows, the journal, the ledger and the outbox; no HTTP. CPU seconds are
those of this process: on SQLite they include the database, on PostgreSQL the driver.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, connections

from yunghap.core import clock

from . import turns
from .measure import Figure, stored_bytes
from .reference import PATH, install, run_case
from .running import figures as running_figures

CODE = "bench.fast-track"
WARM_UP = 20
GOALS = {"sqlite": 1_000, "postgresql": 400}
LARGEST_BYTES = 6_144


@contextmanager
def own_database() -> Iterator[None]:
    """Empty databases beside the installation's, of the same kind and with the same settings; gone afterwards."""
    with TemporaryDirectory() as folder, ExitStack() as made:
        for one in connections.all():
            if one.vendor == "sqlite":
                one.settings_dict["TEST"]["NAME"] = str(Path(folder) / f"{one.alias}.sqlite3")
            made.callback(one.creation.destroy_test_db, str(one.settings_dict["NAME"]), verbosity=0)
            one.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        yield


def figures(cases: int, running: int = 0) -> Iterator[Figure]:
    """Actions per CPU second, statements per action and bytes per case, over so many cases; then with many running."""
    now = clock.now()
    install(CODE, now)
    for number in range(WARM_UP):
        list(run_case(CODE, now, number))
    before, statements = stored_bytes(), _Statements()
    started, cpu = time.perf_counter(), time.process_time()
    for number in range(cases):
        for _done in run_case(CODE, now, WARM_UP + number):
            pass
    cpu, wall = time.process_time() - cpu, time.perf_counter() - started
    actions = cases * (len(PATH) + 1)
    kind = connection.vendor
    yield Figure(f"actions, {kind}", actions / cpu, "/CPU s", f"goal {GOALS[kind]}")
    yield Figure(f"actions, {kind}, elapsed", actions / wall, "/s")
    yield Figure(f"a case, {kind}", (stored_bytes() - before) / cases, "bytes", f"at most {LARGEST_BYTES}")
    with connection.execute_wrapper(statements):
        list(run_case(CODE, now, WARM_UP + cases))
    yield Figure(f"statements of an action, {kind}", statements.number / (len(PATH) + 1), "")
    if kind == "postgresql":
        with turns.counted() as relay:
            list(run_case(CODE, now, WARM_UP + cases + 1))
            started = relay.number
            list(run_case(CODE, now, WARM_UP + cases + 2))
            later = (relay.number - started) / (len(PATH) + 1)
        yield Figure("round trips of an action, postgresql", later, "", "goal 4: two, begin and commit")
    if running:
        yield from running_figures(CODE, now, running)


class _Statements:
    """Counts what is sent to the database."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.number += 1
        return execute(sql, *rest)
