from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "yunghap.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import our system checks and what modules register: receivers, jobs, invariants of the store."""
        from . import checks  # noqa: F401, PLC0415 - needs the applications to be loaded

        autodiscover_modules("receivers", "jobs", "invariants")
