"""`yunghap ledger`."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from tests.factories.ledger import AT, OFFICER, make_entry
from yunghap.ledger import keyring, service
from yunghap.ledger.cli import ledger

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def run(*arguments: object) -> Result:
    """Run a subcommand; texts are looked at in English."""
    with translation.override("en"):
        return CliRunner().invoke(ledger, [str(argument) for argument in arguments], catch_exceptions=False)


def put(path: Path, document: Any) -> Path:
    """Write a document as JSON."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def statement(at: Any = AT) -> service.Statement:
    """A signed statement."""
    return service.sign_statement(kind="k", subject="s:1", content={}, by=OFFICER, at=at)


def test_verify_a_receipt_with_the_keys_of_the_installation(tmp_path: Path) -> None:
    file = put(tmp_path / "receipt", service.receipt(make_entry(), at=AT))
    result = run("verify", file)
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "It holds.")


def test_verify_gives_one_json_object(tmp_path: Path) -> None:
    file = put(tmp_path / "receipt", service.receipt(make_entry(), at=AT))
    row = json.loads(run("verify", file, "--json").output)
    assert (row["valid"], row["type"], row["status"], row["findings"]) == (
        True,
        "yunghap-receipt/1",
        "none",
        [],
    )


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: d["payload"].update(entry_id="x"), "A signature does not belong"),
        (lambda d: d.update(entry="{}"), "The entry is not the one"),
        (lambda d: d.update(signatures=[]), "No signature is by a trusted key"),
    ],
)
def test_verify_says_why_a_receipt_does_not_hold(tmp_path: Path, spoil: Any, said: str) -> None:
    document = service.receipt(make_entry(), at=AT)
    spoil(document)
    result = run("verify", put(tmp_path / "receipt", document))
    assert result.exit_code == 1
    assert "It does not hold." in result.output
    assert said in result.output


def test_verify_a_statement_with_and_without_a_status_list(tmp_path: Path) -> None:
    row = statement()
    file = put(tmp_path / "statement", json.loads(row.document))
    assert "is not known" in run("verify", file).output
    before = put(tmp_path / "before", service.status_list(at=AT + DAY))
    assert "Not revoked as of 2023-04-01" in run("verify", file, "--status", before).output
    service.revoke_statement(statement_id=row.pk, reason="r", by=OFFICER, at=AT + 2 * DAY)
    after = put(tmp_path / "after", service.status_list(at=AT + 3 * DAY))
    result = run("verify", file, "--status", after)
    assert result.exit_code == 1
    assert "It was revoked at 2023-04-02" in result.output


def test_verify_warns_of_an_old_status_list_and_refuses_a_wrong_one(tmp_path: Path) -> None:
    keyring.signing_keys("statement", AT - 2 * DAY)
    old = put(tmp_path / "old", service.status_list(at=AT - DAY))
    file = put(tmp_path / "statement", json.loads(statement().document))
    result = run("verify", file, "--status", old)
    assert result.exit_code == 0
    assert "older than the statement" in result.output
    assert "The status list does not hold." in run("verify", file, "--status", file).output


def test_verify_tells_of_a_key_out_of_its_time(tmp_path: Path) -> None:
    service.rotate_key(role="statement", by=OFFICER, at=AT)
    file = put(tmp_path / "statement", json.loads(statement(AT + DAY).document))
    later = [key for key in keyring.public_keys() if key.handover is None]
    keys = put(tmp_path / "list", keyring.write_keyring(later))
    value = json.loads(keys.read_text())
    value["keys"][0]["sign_until"] = "2023-03-31T10:00:00.000000Z"
    result = run("verify", file, "--keys", put(keys, value))
    assert result.exit_code == 1
    assert "was not in use at that time" in result.output
    assert "No trusted key was in use" in result.output


def test_verify_follows_a_handover_from_a_key_that_is_trusted(tmp_path: Path) -> None:
    keyring.signing_keys("statement", AT)
    trusted = put(tmp_path / "trusted", json.loads(run("keys", "list").output))
    service.rotate_key(role="statement", by=OFFICER, at=AT + DAY)
    newer = put(tmp_path / "newer", json.loads(run("keys", "list").output))
    file = put(tmp_path / "statement", json.loads(statement(AT + 60 * DAY).document))
    assert run("verify", file, "--keys", trusted).exit_code == 1
    assert run("verify", file, "--keys", trusted, "--handovers", newer).exit_code == 0


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"a":1,"a":2}', b"[" * 1_000])
def test_verify_of_other_files_is_bad_input(tmp_path: Path, content: bytes) -> None:
    keyring.signing_keys("receipt", AT)
    file = tmp_path / "file"
    file.write_bytes(content)
    assert run("verify", file).exit_code == 2
    good = put(tmp_path / "good", service.receipt(make_entry(), at=AT))
    assert run("verify", good, "--keys", file).exit_code == 2


def test_verify_without_any_keys_is_bad_input(tmp_path: Path) -> None:
    file = put(tmp_path / "receipt", {"type": "yunghap-receipt/1"})
    result = run("verify", file)
    assert result.exit_code == 2
    assert "--keys" in result.output


def test_rotate_prints_the_new_key_and_records_it() -> None:
    new = run("keys", "rotate", "receipt").output.strip()
    assert [key["id"] for key in json.loads(run("keys", "list").output)["keys"]][-1] == new
    assert len(service.entries_for(f"key:{new}")) == 1


def test_receipt_of_an_entry_verifies(tmp_path: Path) -> None:
    entry = make_entry()
    file = tmp_path / "receipt"
    file.write_text(run("receipt", entry.entry_id).output)
    assert run("verify", file).exit_code == 0
    assert run("receipt", "absent").exit_code == 2


def test_status_list_verifies(tmp_path: Path) -> None:
    file = tmp_path / "status"
    file.write_text(run("status").output)
    assert run("verify", file).exit_code == 0
