"""Who may do what in the exchange. Registered with identity when the application starts."""

from django.utils.translation import gettext_lazy as _

PROVIDE = "exchange.product.provide"
CONSUME = "exchange.contract.consume"
OPERATE = "exchange.channel.operate"
AUDIT = "exchange.contract.audit"

# code -> (name, description)
PERMISSIONS = {
    PROVIDE: (
        _("Provide data"),
        _("Publish data products, make offers and conclude contracts for one's own organisation."),
    ),
    CONSUME: (_("Use data"), _("Negotiate contracts, order and transfer data for one's own organisation.")),
    OPERATE: (
        _("Operate the exchange"),
        _("Look after sources, harvests, participants, duplicates and quality certificates."),
    ),
    AUDIT: (_("Audit the exchange"), _("See contracts, transfers and accounts, and change nothing.")),
}
