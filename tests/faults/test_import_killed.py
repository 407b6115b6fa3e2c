"""An import that is killed leaves nothing half-written, and can simply be made again."""

import json
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.installation import Installation
from yunghap.plan import service as plan

COUNTS = (
    "import json\nfrom yunghap.plan.models import Document, Edition, Observation, Span\n"
    "from yunghap.programmes.models import BudgetLine, Programme\n"
    "models = (Document, Edition, Observation, Span, BudgetLine, Programme)\n"
    "print(json.dumps([model.objects.count() for model in models]))"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A document that takes a while to write."""
    made = plan.generate_edition(plan.read_shipped_edition(), year=2050, scale=2)
    path = tmp_path / "plan.json"
    path.write_text(plan.edition_to_text(made.edition), encoding="utf-8")
    return path


def is_writing(database: Path) -> bool:
    """Another process holds the write lock."""
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    return False


def test_killed_import_leaves_nothing_half_written(installation: Installation, file: Path) -> None:
    if installation.database:
        pytest.skip("the lock is looked at in a SQLite file")
    installation.run("people", "load-directory")
    states = [json.loads(installation.shell(COUNTS))]
    for _kill in range(2):
        process = installation.start("plan", "import", str(file))
        while process.poll() is None:
            if is_writing(installation.folder / "yunghap.sqlite3"):
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.002)
        process.communicate()
        states.append(json.loads(installation.shell(COUNTS)))
    installation.run("plan", "import", str(file))
    whole = json.loads(installation.shell(COUNTS))
    assert whole[1] == 1
    assert [state for state in states if state not in (states[0], whole)] == []
    installation.run("fsck")
