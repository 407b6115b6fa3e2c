from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "yunghap.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the permissions of the plan and what it gives to the search index."""
        from yunghap.plan.domain.permissions import register_permissions  # noqa: PLC0415 - needs the registry
        from yunghap.plan.domain.publicity import register_sources  # noqa: PLC0415

        register_permissions()
        register_sources()
