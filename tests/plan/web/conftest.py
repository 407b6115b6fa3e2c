"""The shipped edition in the database."""

import pytest

from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity
from yunghap.plan import service as plan


@pytest.fixture
def shipped(db):
    """The published 2023 edition."""
    identity.load_public_bodies(by=SYSTEM)
    return plan.load_shipped_edition(by=SYSTEM)
