"""The real plan lies beside the project; tests that need it skip by name where it is absent."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("YUNGHAP_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def shared_path(name: str) -> Path:
    """The path of a shared file, or skip the test."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {name} in {SHARED}")
    return path
