"""The data folder and the layout of the databases, for the commands that keep an installation or make one."""

import io
import pkgutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections, router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

DEFAULT = "default"


def aliases() -> list[str]:
    """The databases of this installation, the main one first."""
    return sorted(settings.DATABASES)


def apps_in(alias: str) -> set[str]:
    """The applications that have tables in a database; the main one may have statements of any of them."""
    configs = apps.get_app_configs()
    if alias == DEFAULT:
        return {config.label for config in configs}
    return {
        config.label
        for config in configs
        if any(router.allow_migrate_model(alias, model) for model in config.get_models())
    }


def prepare_data_dir() -> None:
    """Make the data folder, for its owner only: it holds people's data."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)


def pending_migrations() -> list[str]:
    """Migrations of this version that a database has not had."""
    names: dict[str, None] = {}
    for alias in aliases():
        executor = MigrationExecutor(connections[alias])
        leaves = executor.loader.graph.leaf_nodes()
        plan = executor.migration_plan([leaf for leaf in leaves if leaf[0] in apps_in(alias)])
        names |= {f"{migration.app_label}.{migration.name}": None for migration, _backwards in plan}
    return list(names)


def is_behind() -> bool:
    """Whether the main database is of an older version, by the names of its migrations: asked before each command.

    One without any migration is not behind: nothing was written there yet.
    """
    try:
        applied = set(MigrationRecorder(connections[DEFAULT]).applied_migrations())
    except DatabaseError:
        return False
    ours = (config for config in apps.get_app_configs() if config.name.startswith("yunghap."))
    known = {
        (config.label, module.name)
        for config in ours
        for module in pkgutil.iter_modules([str(Path(config.path) / "migrations")])
    }
    return bool(applied) and not known <= applied


def unknown_migrations() -> list[str]:
    """Migrations a database has had and this version does not know: it was used with a newer one."""
    installed = {config.label for config in apps.get_app_configs()}
    found = set()
    for alias in aliases():
        loader = MigrationExecutor(connections[alias]).loader
        unknown = set(loader.applied_migrations or {}) - set(loader.disk_migrations)
        found |= {f"{app}.{name}" for app, name in unknown if app in installed}
    return sorted(found)


def applied_migrations() -> list[str]:
    """Every migration the main database has had; the others follow it."""
    loader = MigrationExecutor(connections[DEFAULT]).loader
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations or {})


def migrate() -> str:
    """Bring the databases to this version; returns what Django says about the main one."""
    said = io.StringIO()
    call_command("migrate", interactive=False, verbosity=1, stdout=said, no_color=True)
    for alias in aliases()[1:]:
        _migrate_beside(alias)
    return said.getvalue()


def _migrate_beside(alias: str) -> None:
    """A new database of bulk is made from the models: their whole history would take long and end in the same."""
    connection = connections[alias]
    is_new = not connection.introspection.table_names()
    if is_new:
        with connection.schema_editor() as editor:
            for model in apps.get_models():
                if router.allow_migrate_model(alias, model):
                    editor.create_model(model)
    for label in sorted(apps_in(alias)):
        call_command("migrate", label, database=alias, fake=is_new, interactive=False, verbosity=0)


def prepare() -> None:
    """Make the data folder and the databases where they are absent or behind, for commands that need no set-up."""
    prepare_data_dir()
    if pending_migrations():
        migrate()


def collect_static_files() -> None:
    """Put hashed copies of the static files where the server looks for them, if it looks there at all."""
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
        call_command("collectstatic", interactive=False, verbosity=0)
