"""An index of its own for every test, and the morphology loaded once."""

from pathlib import Path

import pytest

from yunghap.search import service


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture(scope="session")
def _morphology() -> None:
    service.warm_up()
