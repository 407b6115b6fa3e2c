"""The protocol's JSON schemas, from the files beside the project."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.shared import SHARED

FOLDER = SHARED / "dsp-2025-1"
ROOT = "https://w3id.org/dspace/2025/1"
# @type -> the schema it is judged by
FILES = {
    "Catalog": "catalog/catalog",
    "CatalogError": "catalog/catalog-error",
    "CatalogRequestMessage": "catalog/catalog-request-message",
    "Dataset": "catalog/dataset",
    "ContractRequestMessage": "negotiation/contract-request-message",
    "ContractOfferMessage": "negotiation/contract-offer-message",
    "ContractAgreementMessage": "negotiation/contract-agreement-message",
    "ContractAgreementVerificationMessage": "negotiation/contract-agreement-verification-message",
    "ContractNegotiationEventMessage": "negotiation/contract-negotiation-event-message",
    "ContractNegotiationTerminationMessage": "negotiation/contract-negotiation-termination-message",
    "ContractNegotiation": "negotiation/contract-negotiation",
    "ContractNegotiationError": "negotiation/contract-negotiation-error",
    "TransferRequestMessage": "transfer/transfer-request-message",
    "TransferStartMessage": "transfer/transfer-start-message",
    "TransferCompletionMessage": "transfer/transfer-completion-message",
    "TransferSuspensionMessage": "transfer/transfer-suspension-message",
    "TransferTerminationMessage": "transfer/transfer-termination-message",
    "TransferProcess": "transfer/transfer-process",
    "TransferError": "transfer/transfer-error",
}


def available() -> bool:
    """Whether the files are there."""
    return FOLDER.is_dir()


@cache
def _registry() -> jsonschema_rs.Registry:
    found = []
    for path in sorted(FOLDER.rglob("*-schema.json")):
        # Three schemas refer to `…-schema.json#definitions/…`, without the slash that a pointer begins with.
        text = path.read_text(encoding="utf-8").replace("schema.json#definitions", "schema.json#/definitions")
        value = json.loads(text)
        found.append((value["$id"], value))
    return jsonschema_rs.Registry(found)


@cache
def _validator(kind: str) -> Any:
    reference = {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "$ref": f"{ROOT}/{FILES[kind]}-schema.json",
    }
    return jsonschema_rs.validator_for(reference, registry=_registry())


def faults(message: dict[str, Any]) -> list[str]:
    """What the schema of a message finds wrong with it."""
    kind = message.get("@type", "")
    if kind not in FILES:
        return [f"{kind} has no schema"]
    return [f"{kind}: {error.message}" for error in _validator(kind).iter_errors(message)]


def version_faults(value: dict[str, Any]) -> list[str]:
    """As above, for the list of versions."""
    reference = {"$ref": f"{ROOT}/common/protocol-version-schema.json"}
    return [
        error.message
        for error in jsonschema_rs.validator_for(reference, registry=_registry()).iter_errors(value)
    ]


def examples() -> list[Path]:
    """The specification's own examples."""
    return sorted(FOLDER.glob("*/example/*.json"))
