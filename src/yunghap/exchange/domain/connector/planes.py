"""How the connector asks the data plane: it registers here, one plane for each format of distribution.

The connector owns the states of a transfer and the messages; the plane owns the bytes. Every function is called in
the transaction of the state change, may be called twice for the same transfer, and does no network calls: what takes
time is begun by a receiver of `events.TRANSFER_*`, or by a job.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yunghap.core.registry import Registry
from yunghap.exchange.models import TransferProcess

# A DataAddress as the protocol writes it: {"@type": "DataAddress", "endpointType", "endpoint", "endpointProperties"}.
DataAddress = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DataPlane:
    """What serves one format.

    At the provider `start(transfer, at)` makes data available, or ready to be sent, and returns the data address that
    goes into the start message (None for a push, whose target `transfer.data_address` names); it is called for a first
    start and for a resumption. `stop(transfer, at)` withdraws access: the transfer is suspended, completed or
    terminated. Errors of `core.errors` from `start` break the transfer off with their sentence as the reason.

    `expect(transfer, at)` is the part of a consumer to whom data are sent: it opens a place for them and returns the
    data address that goes into the request.
    """

    start: Callable[[TransferProcess, datetime], DataAddress | None]
    stop: Callable[[TransferProcess, datetime], None]
    expect: Callable[[TransferProcess, datetime], DataAddress] | None = None


# format ("HttpData-PULL", "HttpData-PUSH", …) -> plane
data_planes: Registry[DataPlane] = Registry("data planes")
