"""Writers killed with SIGKILL lose nothing that was acknowledged, and double nothing."""

import json
import random
from collections import Counter

from tests.installation import Installation

KILLS = 15


def test_killed_writers_lose_and_double_nothing(installation: Installation) -> None:
    seed = random.randrange(10**6)  # noqa: S311
    print(f"seed {seed}")
    installation.python("-m", "tests.faults.writer", str(installation.folder), str(KILLS), str(seed))
    acknowledged = dict(
        line.split(" ")
        for notes in installation.folder.glob("notes-*")
        for line in notes.read_text().splitlines()
    )
    assert len(acknowledged) > KILLS
    # Later, when the leases of the killed have ended, the worker delivers what they left.
    installation.shell(
        "from datetime import timedelta\nimport tests.faults.urls\nfrom yunghap.core import clock, outbox\n"
        "later = clock.now() + timedelta(hours=2)\nwith clock.use(lambda: later): outbox.dispatch_pending(limit=100_000)"
    )
    written = json.loads(
        installation.shell(
            "import json\nfrom yunghap.core.models import Schedule\nfrom yunghap.ledger import service as ledger\n"
            "rows = ledger.Entry.objects.filter(action='fault.done')\n"
            "entries = [(ledger.details_of(row)['n'], row.entry_id) for row in rows]\n"
            "effects = [name.split('/')[0] for name in Schedule.objects.values_list('name', flat=True) if '/' in name]\n"
            "print(json.dumps([entries, effects]))"
        )
    )
    entries, effects = written
    assert set(acknowledged.items()) <= {tuple(entry) for entry in entries}, "an acknowledged write was lost"
    assert max(Counter(number for number, _entry in entries).values()) == 1, "a write was doubled"
    # At most the write each writer was at when it was killed the last time is there without being acknowledged.
    assert len(entries) - len(acknowledged) <= 2
    assert sorted(effects) == sorted(number for number, _entry in entries), "an effect was lost or doubled"
    installation.run("fsck")
    print(f"{len(acknowledged)} acknowledged, {KILLS} kills of 2 writers, 0 lost, 0 doubled")
