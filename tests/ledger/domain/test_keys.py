"""Changing keys."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from tests.factories.ledger import AT, OFFICER, make_entry
from yunghap.core.invariants import check_all
from yunghap.ledger import keyring, proofs, service

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_private_keys_are_for_their_owner_only(data_dir: Path) -> None:
    keyring.signing_keys("receipt", AT)
    files = [path for path in (data_dir / "keys" / "ledger").iterdir() if path.suffix == ".pem"]
    assert len(files) == 1
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700


def test_signing_keys_are_made_once_for_each_role() -> None:
    first = keyring.signing_keys("receipt", AT)[0][0]
    assert keyring.signing_keys("receipt", AT + DAY)[0][0] == first
    assert keyring.signing_keys("statement", AT)[0][0] != first
    assert [key.role for key in keyring.public_keys()] == ["receipt", "statement"]


def test_a_first_key_made_by_another_process_is_taken() -> None:
    keyring._create_first("receipt", AT)
    keyring._create_first("receipt", AT)
    assert len(keyring.public_keys()) == 1


def test_rotate_key_signs_with_both_until_the_overlap_ends() -> None:
    old = keyring.signing_keys("receipt", AT)[0][0]
    new = service.rotate_key(role="receipt", by=OFFICER, at=AT + DAY)
    assert [key for key, _private in keyring.signing_keys("receipt", AT + 2 * DAY)] == [old, new.id]
    assert [key for key, _private in keyring.signing_keys("receipt", AT + 32 * DAY)] == [new.id]


def test_rotate_key_leaves_an_entry_with_a_document_signed_by_old_and_new() -> None:
    old = keyring.signing_keys("statement", AT)[0][0]
    new = service.rotate_key(role="statement", by=OFFICER, at=AT + DAY)
    [entry] = service.entries_for(f"key:{new.id}")
    handover = service.details_of(entry)["handover"]
    keys = {key.id: key for key in keyring.public_keys()}
    assert proofs.signers(handover, keys) == ([old, new.id], [])
    assert [result for result in check_all() if result.violations] == []


def test_a_handover_without_entry_is_found_and_recorded_later() -> None:
    keyring.hand_over("receipt", AT, AT + DAY)
    [result] = [result for result in check_all() if result.violations]
    assert result.id == "ledger.keys"
    assert service.record_handovers(by=OFFICER, at=AT) == 1
    assert service.record_handovers(by=OFFICER, at=AT) == 0
    assert [result for result in check_all() if result.violations] == []


def test_follow_handovers_trusts_what_a_trusted_key_named() -> None:
    first = keyring.signing_keys("receipt", AT)[0][0]
    service.rotate_key(role="receipt", by=OFFICER, at=AT + DAY)
    service.rotate_key(role="receipt", by=OFFICER, at=AT + 2 * DAY)
    keys = keyring.public_keys()
    trusted = [key for key in keys if key.id == first]
    assert set(proofs.follow_handovers(trusted, reversed(keys))) == {key.id for key in keys}
    assert set(proofs.follow_handovers([], keys)) == set()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document["payload"].update(sign_until="2030-01-01T00:00:00.000000Z"),
        lambda document: document["payload"].update(new="0" * 16),
        lambda document: document["payload"].update(role="statement"),
        lambda document: document["payload"].update(old="0" * 16),
        lambda document: document.update(type="yunghap-receipt/1"),
        lambda document: document["signatures"].pop(0),
        lambda document: document["signatures"].pop(1),
        lambda document: document["signatures"][0].update(signature="!"),
        lambda document: document.pop("payload"),
        lambda document: document.update(signatures=1),
    ],
)
def test_follow_handovers_leaves_out_a_spoilt_handover(spoil) -> None:  # type: ignore[no-untyped-def]
    keyring.signing_keys("receipt", AT)
    service.rotate_key(role="receipt", by=OFFICER, at=AT + DAY)
    value = json.loads(json.dumps(keyring.write_keyring(keyring.public_keys())))
    spoil(value["keys"][1]["handover"])
    old, new = keyring.read_keyring(value)
    assert set(proofs.follow_handovers([old], [old, new])) == {old.id}


@pytest.mark.parametrize(
    "value",
    [[], {}, {"type": "yunghap-keyring/1"}, {"type": "x", "keys": []}, {"type": "yunghap-keyring/1", "keys": [{"id": 1}]}],
)  # fmt: skip
def test_read_keyring_refuses_other_files(value: object) -> None:
    with pytest.raises(ValueError, match="key list"):
        keyring.read_keyring(value)


def test_read_keyring_refuses_a_key_under_another_id() -> None:
    keyring.signing_keys("receipt", AT)
    value = keyring.write_keyring(keyring.public_keys())
    value["keys"][0]["id"] = "0" * 16
    with pytest.raises(ValueError, match="id"):
        keyring.read_keyring(value)


def test_a_private_key_of_another_kind_is_refused(data_dir: Path) -> None:
    keyring.signing_keys("receipt", AT)
    [path] = (data_dir / "keys" / "ledger").glob("*.pem")
    other = generate_private_key(SECP256R1())
    path.write_bytes(
        other.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    with pytest.raises(TypeError):
        service.receipt(make_entry(), at=AT)
