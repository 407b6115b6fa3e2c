"""Fixtures for every test."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A request of the test before may have left its language to the thread."""
    translation.deactivate()
