"""`yunghap demo federation`: the tutorial's story with four servers."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.installation import Installation
from yunghap.config.commands.federation import _copy_database


@pytest.mark.servers
def test_the_story_of_the_tutorial(installation: Installation, tmp_path: Path, database_server: str) -> None:
    if database_server:
        pytest.skip("the demonstration keeps to SQLite")
    folder = tmp_path / "federation"
    for name in ("hub", "transport", "environment", "manufacturing"):
        shutil.copytree(installation.folder, folder / name)
    done = installation.run(
        "demo", "federation", "--folder", str(folder), "--walk", "--end", YUNGHAP_PROFILE="demo"
    )
    steps = [line for line in done.stdout.splitlines() if line[:4].strip().rstrip(".").isdigit()]
    assert len(steps) == 6, done.stderr
    assert "6 data sets gathered from 3 platforms" in steps[0]
    assert "KRW 2,250,000 paid by voucher" in steps[5]
    assert done.stdout.count("/demo/sign-in/") == 6
    Installation(folder / "hub").run("fsck")


def test_what_still_lies_in_the_log_of_a_database_is_copied(tmp_path: Path) -> None:
    source, target = tmp_path / "source.sqlite3", tmp_path / "target.sqlite3"
    with closing(sqlite3.connect(source)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE plan (title TEXT)")
        _copy_database(source, target)
    with closing(sqlite3.connect(target)) as reader:
        assert reader.execute("SELECT count(*) FROM plan").fetchone() == (0,)
