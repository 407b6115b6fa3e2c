"""People who act on cases and are killed, over and over: python -m tests.faults.actor FOLDER KILLS SEED

Each works through cases of two procedures, one action after the other under a key of its own, and notes each
acknowledged one in its file. After a kill it begins its last case again, under the same keys.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import django

from tests.faults.writer import kill_over_and_over
from tests.procedures.diagrams import diagram

FAST, SERVED = "fault.fast-track", "fault.served"
# Somebody's work, then a service's, which is asked through the outbox.
SERVED_DIAGRAM = diagram(
    '<startEvent id="s"/><userTask id="work"/><serviceTask id="book" y:service="fault.book"/><endEvent id="e"/>',
    "s -> work\nwork -> book\nbook -> e",
)


def set_up() -> None:
    """Both procedures in force, unless they are."""
    from datetime import date  # noqa: PLC0415

    from yunghap.config.bench.reference import install, put_in_force  # noqa: PLC0415 - needs Django to be set up
    from yunghap.core import clock  # noqa: PLC0415
    from yunghap.core.actors import SYSTEM  # noqa: PLC0415
    from yunghap.procedures import service as procedures  # noqa: PLC0415

    at = clock.now()
    install(FAST, at)
    procedure = procedures.define_procedure(
        code=SERVED, name_ko="장애 시험", name_en="Faults", by=SYSTEM, at=at
    )
    version = procedures.draft_version(
        procedure=procedure, label="1", diagram=SERVED_DIAGRAM, effective_from=date(2020, 1, 1),
        transition=procedures.Transition.PROSPECTIVE, by=SYSTEM, at=at,
    )  # fmt: skip
    put_in_force(version, at)


def register() -> None:
    """The service, which leaves one more row each time."""
    from yunghap.core import clock  # noqa: PLC0415 - needs Django to be set up
    from yunghap.core.ids import new_id  # noqa: PLC0415
    from yunghap.core.models import Schedule  # noqa: PLC0415
    from yunghap.procedures import service as procedures  # noqa: PLC0415

    def book(asked: procedures.ServiceRequest) -> None:
        Schedule.objects.create(name=f"{asked.reference}/{new_id()}", every_seconds=1, next_at=clock.now())

    procedures.register_service("fault.book")(book)


def act(notes: Path, name: str) -> None:
    """Work through cases until killed."""
    noted = set() if not notes.exists() else {line.split(" ")[0] for line in notes.read_text().splitlines()}
    number = max((int(key.split(":")[0].partition("-")[2]) for key in noted), default=0)
    with notes.open("ab", buffering=0) as stream:
        while True:
            for key, instance in _case(f"{name}{number}", number):
                if key not in noted:
                    stream.write(f"{key} {instance}\n".encode())
            number += 1


def _case(reference: str, number: int):  # type: ignore[no-untyped-def]
    """The actions of one case, each with its key."""
    from yunghap.config.bench.reference import OFFICER, PATH, STARTING  # noqa: PLC0415
    from yunghap.core.actors import Actor  # noqa: PLC0415
    from yunghap.procedures import service as procedures  # noqa: PLC0415

    values: Mapping[str, object]
    procedure, steps = (SERVED, (("work", {}),)) if number % 2 else (FAST, PATH)
    values = {} if number % 2 else STARTING
    key = f"{reference}:start"
    done = procedures.start_instance(
        procedure=procedure, reference=reference, values=values, by=OFFICER, key=key
    )
    yield key, done.instance
    for place, (node, values) in enumerate(steps):
        key = f"{reference}:{place}"
        item = next((one for one in procedures.open_items(instance=done.instance) if one.node == node), None)
        by = Actor("person", OFFICER.id, organisation=(item and item.organisation) or OFFICER.organisation)
        # What has been done before is not open: the key answers for it.
        done = procedures.complete_item(
            instance=done.instance, item=item.number if item else 0, values=values, by=by, key=key
        )
        yield key, done.instance


def main() -> None:
    """Set up, then fork and kill."""
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    django.setup()
    from django.db import connections  # noqa: PLC0415

    set_up()
    register()
    connections.close_all()
    kill_over_and_over(folder, kills, seed, act)


if __name__ == "__main__":
    main()
