"""What the connector asks of the data plane, for each format of distribution.

`HttpData-PULL`: the start message carries an address and tokens. `HttpData-PUSH`: the work is noted and begun by a job.
"""

from datetime import datetime
from typing import Any

from django.conf import settings

from yunghap.exchange.domain.connector.planes import DataPlane, data_planes
from yunghap.exchange.models import TransferProcess

from . import pushes
from .arrivals import expect_arrival
from .grants import Tokens, give_access, withdraw_access

PULL, PUSH = "HttpData-PULL", "HttpData-PUSH"
HTTP = "https://w3id.org/idsa/v4.1/HTTP"
EDC_TYPE, EDC = "HttpData", "https://w3id.org/edc/v0.0.1/ns/"


def address_of(transfer: str) -> str:
    """Where the data of a transfer are."""
    return f"{settings.DATA_URL}/data/{transfer}"


def data_address(transfer: str, tokens: Tokens) -> dict[str, Any]:
    """Where a consumer gets the data."""
    return _address(
        HTTP,
        address_of(transfer),
        authorization=tokens.access,
        authType="bearer",
        expiresIn=str(tokens.seconds),
        refreshToken=tokens.refresh,
        refreshEndpoint=f"{address_of(transfer)}/token",
    )


def _address(kind: str, endpoint: str, **properties: str) -> dict[str, Any]:
    """A DataAddress as the protocol writes it."""
    return {
        "@type": "DataAddress",
        "endpointType": kind,
        "endpoint": endpoint,
        "endpointProperties": [
            {"@type": "EndpointProperty", "name": name, "value": value} for name, value in properties.items()
        ],
    }


def start_pull(transfer: TransferProcess, at: datetime) -> dict[str, Any]:
    """Give fresh tokens; those given before are closed."""
    withdraw_access(transfer=transfer, at=at)
    return data_address(transfer.pk, give_access(transfer=transfer, at=at))


def stop_pull(transfer: TransferProcess, at: datetime) -> None:
    """Close every token."""
    withdraw_access(transfer=transfer, at=at)


def expect_push(transfer: TransferProcess, at: datetime) -> dict[str, Any]:
    """Open an inbox; it is the site's, a data process only gives. An EDC's data plane reads names of its own."""
    token = expect_arrival(transfer=transfer, at=at)
    inbox = f"{settings.SITE_URL}/data/{transfer.pk}/arrival"
    for_edc = {
        "type": EDC_TYPE,
        "baseUrl": inbox,
        "authKey": "Authorization",
        "authCode": f"Bearer {token}",
        "nonChunkedTransfer": "true",  # the inbox wants to know how much will come
    }
    named = {f"{EDC}{name}": value for name, value in for_edc.items()}
    return _address(EDC_TYPE, inbox, authorization=token, authType="bearer", **named)


def register_planes() -> None:
    """Called when the application starts."""
    data_planes.register(PULL, DataPlane(start=start_pull, stop=stop_pull))
    data_planes.register(PUSH, DataPlane(start=pushes.note_push, stop=pushes.stop_push, expect=expect_push))
