"""`yunghap ledger …`."""

import json
import sys
from pathlib import Path
from typing import Any, get_args

import click
from django.utils.translation import gettext as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited, safe_json

from . import keyring, proofs, service
from .contracts import PublicKey, Role, Verdict
from .wording import say_finding

LARGEST = 20 * 1024 * 1024
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def ledger() -> None:
    """Receipts, signed statements and keys."""


@ledger.command()
@click.argument("file", type=FILE)
@click.option("--keys", type=FILE, help="The key list to trust (default: this installation's own).")
@click.option("--handovers", type=FILE, help="A newer key list: its keys count if a trusted key named them.")
@click.option("--status", type=FILE, help="A status list, to look a statement up in.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(
    file: Path, keys: Path | None, handovers: Path | None, status: Path | None, *, as_json: bool
) -> None:
    """Verify a receipt, statement or status list without network or database.

    Exit status 0 if it holds, 1 if it does not or was revoked, 2 if FILE cannot be read or no keys are at hand.
    """
    try:
        trusted = keyring.read_keyring(_read(keys)) if keys else keyring.public_keys()
        offered = keyring.read_keyring(_read(handovers)) if handovers else []
        if not trusted:
            raise ValueError(_("no keys to verify with; give a key list with --keys"))
        known = proofs.follow_handovers(trusted, offered)
        verdict = proofs.verify(_read(file), known, _read(status) if status else None)
    except (InvalidInput, ValueError) as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(2)
    _print(verdict, as_json=as_json)
    sys.exit(0 if verdict.valid else 1)


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        value = safe_json(read_limited(stream, LARGEST))
    if not isinstance(value, dict):
        raise ValueError(_("%(name)s holds no such document") % {"name": path.name})  # noqa: TRY004 - the file is wrong
    return value


def _print(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        row = {
            "valid": verdict.valid,
            "type": verdict.type,
            "keys": verdict.keys,
            "status": verdict.status,
            "status_at": verdict.status_at,
            "findings": [{"code": f.code, "fatal": f.fatal, "about": f.about} for f in verdict.findings],
            "payload": verdict.payload,
        }
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    click.echo(_("It holds.") if verdict.valid else _("It does not hold."))
    click.echo(f"{verdict.type} {json.dumps(verdict.payload, ensure_ascii=False)}")
    if verdict.status == "good":
        click.echo(_("Not revoked as of %(at)s.") % {"at": verdict.status_at})
    elif verdict.status == "unknown":
        click.echo(_("Whether it was revoked is not known: give a status list with --status."))
    for finding in verdict.findings:
        click.echo(f"{say_finding(finding.code)} {finding.about}".rstrip())


@ledger.group()
def keys() -> None:
    """The keys that sign receipts and statements."""


@keys.command("list")
def list_keys() -> None:
    """Print the public key list: give it to those who verify."""
    click.echo(json.dumps(keyring.write_keyring(keyring.public_keys()), indent=1))


@keys.command()
@click.argument("role", type=click.Choice(get_args(Role)))
def rotate(role: Role) -> None:
    """Hand over to a new key; old and new sign together for 30 days."""
    service.record_handovers(by=SYSTEM, at=clock.now())
    new: PublicKey = service.rotate_key(role=role, by=SYSTEM, at=clock.now())
    click.echo(new.id)


@ledger.command()
@click.argument("entry_id")
def receipt(entry_id: str) -> None:
    """Print a signed receipt for an entry."""
    try:
        entry = service.get_entry(entry_id)
    except service.Entry.DoesNotExist:
        click.echo(_("There is no such entry."), err=True)
        sys.exit(2)
    click.echo(json.dumps(service.receipt(entry), ensure_ascii=False))


@ledger.command()
def status() -> None:
    """Print a signed, dated list of every revoked statement."""
    click.echo(json.dumps(service.status_list(), ensure_ascii=False))
