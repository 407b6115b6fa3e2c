from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "yunghap.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions and checks; core imports the receivers."""
        from . import checks  # noqa: F401, PLC0415 - it needs the application registry
        from .roles import register_permissions  # noqa: PLC0415 - as above

        register_permissions()
