from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "yunghap.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions, data planes, measures and what can be searched."""
        from yunghap.casework.service import NAMED  # noqa: PLC0415
        from yunghap.documents.service import HOLDERS  # noqa: PLC0415
        from yunghap.exchange import wording  # noqa: PLC0415
        from yunghap.exchange.domain.catalogue.keeping import LEAVING_CATALOGUE  # noqa: PLC0415 - needs the models
        from yunghap.exchange.domain.catalogue.requests import title_named  # noqa: PLC0415 - needs the models
        from yunghap.exchange.domain.connector import roster  # noqa: PLC0415 - needs the models
        from yunghap.exchange.domain.permissions import register_permissions  # noqa: PLC0415 - needs the registry
        from yunghap.exchange.domain.quality import certificates as quality  # noqa: PLC0415
        from yunghap.exchange.domain.trade import vouchers  # noqa: PLC0415
        from yunghap.exchange.domain.transfer.planes import register_planes  # noqa: PLC0415 - needs the models
        from yunghap.exchange.measures import register_measures  # noqa: PLC0415
        from yunghap.exchange.queries.catalogue import KIND, EntrySource  # noqa: PLC0415
        from yunghap.exchange.queries.originals import refers_to  # noqa: PLC0415
        from yunghap.exchange.trade_measures import register_trade_measures  # noqa: PLC0415 - needs the models
        from yunghap.exchange.transfer_measures import register_transfer_measures  # noqa: PLC0415
        from yunghap.identity.service import LEAVING  # noqa: PLC0415
        from yunghap.ledger.service import CONTENTS  # noqa: PLC0415
        from yunghap.search import service as search  # noqa: PLC0415

        register_permissions()
        CONTENTS.register(quality.KIND, wording.say_quality)
        CONTENTS.register(vouchers.KIND, wording.say_voucher)
        CONTENTS.register(roster.STATEMENT_KIND, wording.say_roster)
        register_planes()
        register_measures()
        register_trade_measures()
        register_transfer_measures()
        NAMED.register("dataset", title_named)
        HOLDERS.register("exchange", refers_to)
        LEAVING.register("exchange", LEAVING_CATALOGUE)
        search.sources.register(KIND, EntrySource())
