from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "yunghap.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions, data planes and measures."""
        from yunghap.exchange.domain.permissions import register_permissions  # noqa: PLC0415 - needs the registry
        from yunghap.exchange.domain.transfer.planes import register_planes  # noqa: PLC0415 - needs the models
        from yunghap.exchange.trade_measures import register_trade_measures  # noqa: PLC0415 - needs the models

        register_permissions()
        register_planes()
        register_trade_measures()
