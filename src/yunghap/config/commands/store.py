"""`yunghap migrate`, `check`, `fsck`, `backup`, `restore`, `upgrade`: keeping an installation."""

import json
from pathlib import Path

import click
from django.conf import settings
from django.core import checks
from django.db import connection

from yunghap.config import backup as archives
from yunghap.core import store
from yunghap.core.invariants import check_all

JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")


@click.command()
def migrate() -> None:
    """Make the data folder and bring the database to this version."""
    store.prepare_data_dir()
    _refuse_newer()
    click.echo(store.migrate(), err=True, nl=False)


@click.command()
@JSON
def check(*, as_json: bool) -> None:
    """Look at settings, database, migrations and keys; exit status 1 if something must be put right."""
    store.prepare_data_dir()
    found = _problems()
    for level, code, text, hint in found:
        if as_json:
            row = {"level": level, "code": code, "message": text, "hint": hint}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(f"{level}: {text}" + (f"\n  {hint}" if hint else "") + f" ({code})", err=True)
    if not as_json:
        click.echo(f"{settings.PROFILE}, {connection.vendor}: {len(found)} to look at", err=True)
    if any(level == "error" for level, *_rest in found):
        raise SystemExit(1)


def _problems() -> list[tuple[str, str, str, str]]:
    """Level (error or warning), code, sentence, hint."""
    production = settings.PROFILE == "production"
    messages = checks.run_checks(databases=store.aliases(), include_deployment_checks=production)
    rows = [
        ("error" if message.is_serious() else "warning", message.id or "", message.msg, message.hint or "")
        for message in messages
        if not message.is_silenced()
    ]
    unknown, pending = store.unknown_migrations(), store.pending_migrations()
    if unknown:
        text = f"The database was used with a newer version ({', '.join(unknown)})"
        rows.append(("error", "yunghap.E010", text, "Install that version."))
    elif pending:
        text = f"{len(pending)} migrations have not been applied, first {pending[0]}"
        rows.append(("error", "yunghap.E011", text, "yunghap upgrade"))
    return rows


@click.command()
@JSON
def fsck(*, as_json: bool) -> None:
    """Look at every invariant of the store; exit status 1 if one is violated."""
    if not _invariants_hold(as_json=as_json):
        raise SystemExit(1)


def _invariants_hold(*, as_json: bool = False) -> bool:
    sound = True
    for result in check_all():
        sound &= not result.violations
        if as_json:
            row = {"invariant": result.id, "holds": not result.violations, "violations": result.violations}
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        click.echo(f"{'ok  ' if not result.violations else 'FAIL'} {result.id}: {result.title}")
        for text in result.violations:
            click.echo(f"     {text}")
    return sound


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--with-keys", is_flag=True, help="Also write the keys, to an archive of their own.")
def backup(target: Path, *, with_keys: bool) -> None:
    """Write database and files to TARGET, a file or a folder (a name without an ending). The site may be in use."""
    for path in archives.back_up(target, with_keys=with_keys):
        click.echo(path)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The archive of the keys."
)
def restore(file: Path, keys: Path | None) -> None:
    """Put a backup into an empty installation and look at its invariants; exit status 1 if one is violated."""
    facts = archives.restore(file, keys=keys)
    click.echo(f"restored {file.name} of {facts['created_at']}, version {facts['version']}", err=True)
    if store.pending_migrations():
        click.echo("now: yunghap upgrade", err=True)
        return
    if not _invariants_hold():
        raise SystemExit(1)


@click.command()
@click.option(
    "--backup-to",
    type=click.Path(path_type=Path),
    help="Where the backup goes (default: the folder backups in the data folder).",
)
def upgrade(backup_to: Path | None) -> None:
    """Back up, migrate, look at the invariants: what to do after installing a new version."""
    store.prepare_data_dir()
    _refuse_newer()
    if connection.introspection.table_names():
        [path] = archives.back_up(backup_to or settings.DATA_DIR / "backups")
        click.echo(f"backup: {path}", err=True)
    click.echo(store.migrate(), err=True, nl=False)
    store.collect_static_files()
    if not _invariants_hold():
        click.echo("An invariant is violated; the backup above is from before the upgrade.", err=True)
        raise SystemExit(1)


def _refuse_newer() -> None:
    unknown = store.unknown_migrations()
    if unknown:
        raise click.ClickException(f"The database was used with a newer version ({', '.join(unknown)}).")


def refuse_old_database() -> None:
    """Before serving: this code needs the database in its own form."""
    pending = store.pending_migrations()
    if pending:
        raise click.ClickException(
            f"{len(pending)} migrations have not been applied: run `yunghap upgrade` first."
        )
