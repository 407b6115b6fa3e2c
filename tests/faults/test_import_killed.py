"""An import that is killed leaves nothing half-written, and can simply be made again."""

import json
import signal
import time
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
    made = plan.generate_edition(plan.read_shipped_edition(), year=2050, scale=8)
    path = tmp_path / "plan.json"
    path.write_text(plan.edition_to_text(made.edition), encoding="utf-8")
    return path


def test_killed_import_leaves_nothing(installation: Installation, file: Path) -> None:
    installation.run("people", "load-directory")
    empty = json.loads(installation.shell(COUNTS))
    journal = installation.folder / "yunghap.sqlite3-wal"
    for _kill in range(3):
        idle = journal.stat().st_size if journal.exists() else 0
        process = installation.start("plan", "import", str(file))
        while process.poll() is None:
            if journal.exists() and journal.stat().st_size > idle:  # it has begun to write
                time.sleep(0.05)
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.005)
        process.communicate()
        if process.returncode != -signal.SIGKILL:
            break  # a database elsewhere keeps its journal elsewhere
        assert json.loads(installation.shell(COUNTS)) == empty
    installation.run("plan", "import", str(file))
    counts = json.loads(installation.shell(COUNTS))
    assert counts[1] == 1
    assert counts[2] > 500
    installation.run("fsck")
