"""The profile in which we talk to an EDC with `iam-mock`; never part of the product."""

import json
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from yunghap.exchange.models import Participant


class InteropConfig(AppConfig):
    name = "tests.interop"
    label = "interop"

    def ready(self) -> None:
        """Believe whoever says who they are."""
        from yunghap.exchange.domain.connector.tokens import use_scheme  # noqa: PLC0415 - needs the models

        use_scheme(MockTokens())


class MockTokens:
    """A JSON object with nothing to prove it."""

    def header(self, *, own: "Participant", peer: str, body: bytes) -> str:  # noqa: ARG002 - of the port
        """Who we say we are."""
        return json.dumps({"region": "eu", "audience": peer, "clientId": own.key})

    def caller(self, *, own: "Participant", header: str, body: bytes) -> str:  # noqa: ARG002 - of the port
        """Who they say they are."""
        return str(json.loads(header.removeprefix("Bearer "))["clientId"])
