"""The data folder and the database's layout, for the commands that keep an installation."""

import io

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare_data_dir() -> None:
    """Make the data folder, for its owner only: it holds people's data."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)


def pending_migrations() -> list[str]:
    """Migrations of this version that the database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def unknown_migrations() -> list[str]:
    """Migrations the database has had and this version does not know: it was used with a newer one."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations)
    installed = {config.label for config in apps.get_app_configs()}
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations or {}
        if app in installed and (app, name) not in known
    )


def applied_migrations() -> list[str]:
    """Every migration the database has had."""
    loader = MigrationExecutor(connection).loader
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations or {})


def migrate() -> str:
    """Bring the database to this version; returns what Django says about it."""
    said = io.StringIO()
    call_command("migrate", interactive=False, verbosity=1, stdout=said, no_color=True)
    return said.getvalue()


def collect_static_files() -> None:
    """Put hashed copies of the static files where the server looks for them, if it looks there at all."""
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
        call_command("collectstatic", interactive=False, verbosity=0)
