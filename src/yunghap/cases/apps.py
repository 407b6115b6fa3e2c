from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yunghap.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the procedures with casework."""
        from yunghap.cases.kinds import register_kinds  # noqa: PLC0415 - needs the registry

        register_kinds()
