from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yunghap.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the procedures with casework, and what the plan measures them by."""
        from yunghap.cases.kinds import register_kinds  # noqa: PLC0415 - needs the registry
        from yunghap.cases.measures import register_measures  # noqa: PLC0415

        register_kinds()
        register_measures()
