from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "yunghap.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions, measures, what service tasks may ask for, and what can be searched."""
        from yunghap.casework.certificate_words import say_certificate  # noqa: PLC0415 - needs the models
        from yunghap.casework.domain.certificates import KIND as CERTIFICATE  # noqa: PLC0415
        from yunghap.casework.domain.erasing import refers_to  # noqa: PLC0415 - needs the models
        from yunghap.casework.domain.leaving import LEAVING_CASES  # noqa: PLC0415
        from yunghap.casework.domain.permissions import register_permissions  # noqa: PLC0415 - needs the registry
        from yunghap.casework.domain.services import register_services  # noqa: PLC0415
        from yunghap.casework.measures import register_measures  # noqa: PLC0415
        from yunghap.casework.queries.register import SEARCH_KIND, DecisionSource  # noqa: PLC0415
        from yunghap.documents.service import HOLDERS  # noqa: PLC0415
        from yunghap.identity.service import LEAVING  # noqa: PLC0415
        from yunghap.ledger.service import CONTENTS  # noqa: PLC0415
        from yunghap.search import service as search  # noqa: PLC0415

        register_permissions()
        register_services()
        register_measures()
        HOLDERS.register("casework", refers_to)
        CONTENTS.register(CERTIFICATE, say_certificate)
        LEAVING.register("casework", LEAVING_CASES)
        search.sources.register(SEARCH_KIND, DecisionSource())
