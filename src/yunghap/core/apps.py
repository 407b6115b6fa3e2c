from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "yunghap.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what modules register: receivers of events, jobs, invariants of the store."""
        autodiscover_modules("receivers", "jobs", "invariants")
