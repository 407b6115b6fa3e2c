"""Writers that are killed, over and over: python -m tests.faults.writer FOLDER KILLS SEED

Each writer posts numbers with an `Idempotency-Key` and notes each acknowledged one in its file, in one system call.
After a kill it goes on with the first number that is not noted, under the same key. A parent without connections forks
them, so that a start costs nothing.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

WRITERS = 2


def write(notes: Path, name: str) -> None:
    """Post until killed."""
    from django.test import Client  # noqa: PLC0415 - needs Django to be set up

    client = Client(raise_request_exception=False)
    number = len(notes.read_text().splitlines()) if notes.exists() else 0
    with notes.open("ab", buffering=0) as stream:
        while True:
            answer = client.post(f"/api/write/{name}{number}", headers={"Idempotency-Key": f"{name}{number}"})
            if answer.status_code == 200:
                stream.write(f"{name}{number} {answer.json()['entry']}\n".encode())
                number += 1


def noted(folder: Path) -> int:
    """How much has been acknowledged."""
    return sum(notes.stat().st_size for notes in folder.glob("notes-*"))


def warm_up() -> None:
    """Import everything a request needs, and leave no connection behind."""
    from django.db import connections  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    Client(raise_request_exception=False).get("/api/absent")
    connections.close_all()


def main() -> None:
    """Fork, wait a little, kill."""
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    django.setup()
    from django.conf import settings  # noqa: PLC0415

    settings.ROOT_URLCONF = "tests.faults.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    warm_up()
    kill_over_and_over(folder, kills, seed, write)


def kill_over_and_over(folder: Path, kills: int, seed: int, write: Callable[[Path, str], None]) -> None:
    """Fork writers, let each acknowledge something, kill them at any moment after that, and begin again."""
    dice = random.Random(seed)  # noqa: S311
    for _round in range(kills):
        children, before = [], noted(folder)
        for writer in range(WRITERS):
            child = os.fork()
            if child == 0:
                write(folder / f"notes-{writer}", f"w{writer}-")
            children.append(child)
        while noted(folder) == before:
            time.sleep(0.01)
        time.sleep(dice.uniform(0.0, 0.6))
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)


if __name__ == "__main__":
    main()
