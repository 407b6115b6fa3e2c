from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yunghap.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the procedures with casework, what the plan measures them by, and what comes with the release."""
        from yunghap.cases.domain.drafting import shipped_but_not_here  # noqa: PLC0415 - needs the registry
        from yunghap.cases.kinds import register_kinds  # noqa: PLC0415
        from yunghap.cases.measures import register_measures  # noqa: PLC0415
        from yunghap.procedures.service import register_library  # noqa: PLC0415

        register_kinds()
        register_measures()
        register_library("cases", shipped_but_not_here)
