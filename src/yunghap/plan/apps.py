from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "yunghap.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions, what the plan gives to the search index, and which budget lines are in force."""
        from yunghap.documents.service import HOLDERS  # noqa: PLC0415
        from yunghap.plan.domain.permissions import register_permissions  # noqa: PLC0415 - needs the registry
        from yunghap.plan.domain.publicity import register_sources  # noqa: PLC0415
        from yunghap.plan.queries.common import published_editions  # noqa: PLC0415
        from yunghap.plan.queries.originals import refers_to  # noqa: PLC0415
        from yunghap.programmes.service import STATEMENTS  # noqa: PLC0415

        register_permissions()
        register_sources()
        HOLDERS.register("plan", refers_to)
        STATEMENTS.register("plan", lambda: [edition.pk for edition in published_editions()])
