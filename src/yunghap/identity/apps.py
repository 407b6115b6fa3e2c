from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "yunghap.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions, receivers and checks."""
        from . import checks, receivers  # noqa: F401, PLC0415 - they need the application registry
        from .roles import register_permissions  # noqa: PLC0415 - as above

        register_permissions()
