"""Fixtures for every test."""

import os

os.environ.setdefault("YUNGHAP_PROFILE", "test")
