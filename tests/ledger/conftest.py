"""Fixtures of the ledger's tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yunghap.core import outbox


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    """A data folder, and so keys, of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def told() -> Iterator[None]:
    """Somebody wants to be told of every entry that these tests make."""
    topics = ("a.*", "ledger.*", "test.*")
    for topic in topics:
        outbox.receiver(topic, name=f"told of {topic}")(lambda event: None)
    yield
    for topic in topics:
        outbox.unregister(f"told of {topic}")
