from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "yunghap.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions; others do the same for theirs."""
        from .roles import register_permissions  # noqa: PLC0415 - roles need the application registry

        register_permissions()
