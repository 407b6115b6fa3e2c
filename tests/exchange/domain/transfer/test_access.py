"""What a provider says of its data's address is taken as far as it makes sense."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.exchange.servers import Reply, serve_replies
from yunghap.core.fetch import Unreachable
from yunghap.exchange.domain.transfer import access
from yunghap.exchange.models import TransferProcess

AT = datetime(2026, 11, 28, tzinfo=UTC)


def transfer(**said: str) -> TransferProcess:
    """A pull whose provider said so."""
    named = [{"name": name, "value": value} for name, value in said.items()]
    return TransferProcess(data_address={"endpoint": "x", "endpointProperties": named}, started_at=AT)


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ({"expiresIn": "600"}, AT + timedelta(minutes=10)),
        ({"expiresAt": "2026-11-28T01:00:00Z"}, AT + timedelta(hours=1)),
        ({"expiresAt": "soon", "expiresIn": "60"}, AT + timedelta(minutes=1)),
        ({"expiresAt": "2026-11-28T01:00:00"}, None),
        ({"expiresIn": "9" * 30}, None),
        ({"expiresIn": "²"}, None),
        ({}, None),
    ],
)
def test_how_long_a_token_is_good(said: dict[str, str], until: datetime | None) -> None:
    assert access._access(transfer(**said)).expires_at == until


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"access_token": 1}', b'"x"'])
def test_an_answer_without_a_token_is_none(body: bytes, settings: Any) -> None:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with serve_replies(lambda *_asked: Reply(200, {}, body)) as url, pytest.raises(Unreachable):
        access._renewed(transfer(refreshToken="r", refreshEndpoint=f"{url}/token"), AT)
