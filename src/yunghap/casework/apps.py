from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "yunghap.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the permissions of casework."""
        from yunghap.casework.domain.permissions import register_permissions  # noqa: PLC0415 - needs the registry

        register_permissions()
