"""People killed with SIGKILL in the middle of actions lose nothing that was acknowledged, and double nothing."""

import json
import random
from collections import Counter

from tests.installation import Installation

KILLS = 15
REPORT = """
import json
from datetime import timedelta
from tests.faults.actor import register
from yunghap.core import clock, outbox
from yunghap.core.models import Schedule
from yunghap.procedures.models import Instance, JournalEntry
register()
# Later, when the leases of the killed have ended, the worker delivers what they left.
later = clock.now() + timedelta(hours=2)
with clock.use(lambda: later):
    outbox.dispatch_pending(limit=100_000)
print(json.dumps({
    "keys": [list(one) for one in JournalEntry.objects.exclude(key="").values_list("key", "instance__code")],
    "references": list(Instance.objects.values_list("reference", flat=True)),
    "ended": list(Instance.objects.filter(status="completed").values_list("reference", flat=True)),
    "effects": [name.split("/")[0] for name in Schedule.objects.values_list("name", flat=True) if "/" in name],
}))
"""


def test_killed_in_actions_loses_and_doubles_nothing(installation: Installation) -> None:
    seed = random.randrange(10**6)  # noqa: S311
    print(f"seed {seed}")
    installation.python("-m", "tests.faults.actor", str(installation.folder), str(KILLS), str(seed))
    acknowledged = dict(
        line.split(" ")
        for notes in installation.folder.glob("notes-*")
        for line in notes.read_text().splitlines()
    )
    assert len(acknowledged) > KILLS
    found = json.loads(installation.shell(REPORT))
    keys = dict(found["keys"])
    assert acknowledged.items() <= keys.items(), "an acknowledged action was lost"
    # At most the action each was at when it was killed the last time is there without being acknowledged.
    assert sum(key.startswith("w") for key in keys) - len(acknowledged) <= 2
    assert max(Counter(found["references"]).values()) == 1, "a case was begun twice"
    worked = {key.rpartition(":")[0] for key in keys if key.endswith(":0")}
    served = [reference for reference in worked if int(reference.rpartition("-")[2]) % 2]
    assert sorted(found["effects"]) == sorted(served), "a service's work was lost or doubled"
    assert set(served) <= set(found["ended"])
    installation.run("fsck")
    print(f"{len(acknowledged)} acknowledged, {KILLS} kills of 2 people, 0 lost, 0 doubled")
