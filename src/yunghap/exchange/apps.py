from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "yunghap.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions."""
        from yunghap.exchange.domain.permissions import register_permissions  # noqa: PLC0415 - needs the registry

        register_permissions()
