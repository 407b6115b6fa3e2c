"""Which tables lie in which database.

On SQLite what is harvested has a file of its own, since a file has one writer at a time; on PostgreSQL everything
lies in one database and there is no alias "harvest".
"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

DEFAULT, HARVEST = "default", "harvest"


def harvest_beside(default: dict[str, Any]) -> dict[str, Any]:
    """The settings of the harvest's file: beside the main one, under the same rules."""
    name = str(default["NAME"])
    if name and not name.startswith((":memory:", "file:")):
        path = Path(name)
        name = str(path.with_name(f"{path.stem}-harvest{path.suffix}"))
    # Tests make the tables without running through every migration a second time.
    return default | {
        "NAME": name,
        "OPTIONS": dict(default["OPTIONS"]),
        "TEST": {"NAME": ":memory:", "MIGRATE": False},
    }


class HarvestRouter:
    """Sends models with `store = "harvest"` to the harvest's database, where there is one."""

    def db_for_read(self, model: type[models.Model], **_hints: object) -> str:
        """Where rows of a model are read."""
        return _store_of(model._meta.app_label, model._meta.model_name)

    def db_for_write(self, model: type[models.Model], **_hints: object) -> str:
        """Where rows of a model are written."""
        return _store_of(model._meta.app_label, model._meta.model_name)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: object) -> bool:
        """Each database has its own tables only; statements without a model belong to the main one."""
        return db == _store_of(app_label, model_name)


def _store_of(app_label: str, model_name: str | None) -> str:
    """By name, since the models of migrations know their fields only."""
    try:
        model = apps.get_model(app_label, model_name or "")
    except LookupError:
        return DEFAULT
    store = getattr(model, "store", DEFAULT)
    return store if store in settings.DATABASES else DEFAULT
