# ruff: noqa: N815 - the members are named as in the protocol
"""The messages of the Dataspace Protocol 2025-1 as types.

Plain JSON with one fixed context, as the specification's JSON schemas have it; no JSON-LD processing. Strict in what
is sent: only what stands here is written. Lenient in what is read: unknown members are passed over, a single value may
stand for a list, and a type left out is taken from the endpoint.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, UnsetType

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.gate import safe_json

CONTEXT = ["https://w3id.org/dspace/2025/1/context.jsonld"]
VERSION = "2025-1"
LARGEST = 1024 * 1024  # bytes of a message; a policy of a hundred rules has about twenty thousand

Policy = dict[str, Any]
Maybe = str | UnsetType


class Body(msgspec.Struct, kw_only=True, frozen=True, tag_field="@type", tag=True):
    """What every message has; `id` is a name some peers give to each message of theirs."""


class ContractRequestMessage(Body, kw_only=True, frozen=True):
    """The consumer asks for a contract (with `callbackAddress`), or makes a counter-offer (with `providerPid`)."""

    consumerPid: str
    offer: Policy
    providerPid: Maybe = UNSET
    callbackAddress: Maybe = UNSET
    replaces: Maybe = msgspec.field(default=UNSET, name="yunghap:replaces")


class ContractOfferMessage(Body, kw_only=True, frozen=True):
    """The provider makes an offer (with `callbackAddress`), or a counter-offer (with `consumerPid`)."""

    providerPid: str
    offer: Policy
    consumerPid: Maybe = UNSET
    callbackAddress: Maybe = UNSET


class ContractAgreementMessage(Body, kw_only=True, frozen=True):
    """The provider agrees."""

    providerPid: str
    consumerPid: str
    agreement: Policy


class ContractAgreementVerificationMessage(Body, kw_only=True, frozen=True):
    """The consumer has verified the agreement."""

    providerPid: str
    consumerPid: str


class ContractNegotiationEventMessage(Body, kw_only=True, frozen=True):
    """ACCEPTED by the consumer, FINALIZED by the provider."""

    providerPid: str
    consumerPid: str
    eventType: str


class Ending(Body, kw_only=True, frozen=True):
    """A message that says why."""

    providerPid: str
    consumerPid: str
    code: Maybe = UNSET
    reason: list[Any] | Any = UNSET

    def why(self) -> str:
        """The reasons as one text, cut to what a page can show."""
        given = [] if self.reason is UNSET else self.reason
        parts = given if isinstance(given, list) else [given]
        texts = [
            str(part.get("@value", part)) if isinstance(part, dict) else str(part) for part in parts[:20]
        ]
        code = "" if self.code is UNSET else str(self.code)
        return " · ".join(text[:500] for text in ([code, *texts]) if text)[:2000]


class ContractNegotiationTerminationMessage(Ending, kw_only=True, frozen=True):
    """Either side breaks the negotiation off."""


class TransferRequestMessage(Body, kw_only=True, frozen=True):
    """The consumer asks for the data; `dataAddress` says where they go in a push."""

    consumerPid: str
    agreementId: str
    format: str
    callbackAddress: str
    dataAddress: dict[str, Any] | UnsetType = UNSET


class TransferStartMessage(Body, kw_only=True, frozen=True):
    """Data can be had at `dataAddress` (pull), or are on their way."""

    providerPid: str
    consumerPid: str
    dataAddress: dict[str, Any] | UnsetType = UNSET


class TransferCompletionMessage(Body, kw_only=True, frozen=True):
    """All data are there."""

    providerPid: str
    consumerPid: str


class TransferSuspensionMessage(Ending, kw_only=True, frozen=True):
    """The transfer pauses."""


class TransferTerminationMessage(Ending, kw_only=True, frozen=True):
    """The transfer is broken off."""


class CatalogRequestMessage(Body, kw_only=True, frozen=True):
    """The consumer asks for the catalogue."""

    filter: Any = UNSET


class AgreementNotice(Ending, kw_only=True, frozen=True, tag="yunghap:AgreementNotice"):
    """Our extension: an agreement is suspended, taken up again or ended (docs/reference/connector.md).

    The ids are those of the agreement's negotiation; `agreementId` is what both sides call it by.
    """

    agreementId: str
    event: str
    at: str


class ContractNegotiation(Body, kw_only=True, frozen=True):
    """Where a negotiation stands."""

    providerPid: str
    consumerPid: str
    state: str


class TransferProcess(Body, kw_only=True, frozen=True):
    """Where a transfer stands."""

    providerPid: str
    consumerPid: str
    state: str


Type = TypeVar("Type", bound=Body)


def read(data: bytes, kind: type[Type]) -> Type:
    """A received message of the kind its endpoint takes. Raises InvalidInput."""
    value = safe_json(data, largest=LARGEST)
    if not isinstance(value, dict):
        raise InvalidInput(_("A message of the protocol is a JSON object."))
    try:
        return msgspec.convert({name: item for name, item in value.items() if item is not None}, kind)
    except msgspec.ValidationError as error:
        raise InvalidInput(
            sentence(_("This is no %(kind)s: %(reason)s."), kind=kind.__name__, reason=str(error)[:300])
        ) from None


def write(message: Body) -> bytes:
    """A message as it is sent: the fixed context first, then its members."""
    return msgspec.json.encode({"@context": CONTEXT, **msgspec.to_builtins(message)})


def error(kind: str, pids: Mapping[str, str], code: str, reason: object) -> bytes:
    """The body of a refusal: CatalogError, ContractNegotiationError or TransferError."""
    return msgspec.json.encode(
        {"@context": CONTEXT, "@type": kind, **pids, "code": code, "reason": [str(reason)]}
    )


def digest(data: bytes) -> str:
    """What tells a message from every other."""
    return hashlib.sha256(data).hexdigest()
