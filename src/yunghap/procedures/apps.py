from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "yunghap.procedures"
    label = "procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the permissions of procedures."""
        from yunghap.procedures.domain.permissions import register_permissions  # noqa: PLC0415 - needs the registry

        register_permissions()
