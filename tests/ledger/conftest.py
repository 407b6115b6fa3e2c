"""Fixtures of the ledger's tests."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    """A data folder, and so keys, of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path
