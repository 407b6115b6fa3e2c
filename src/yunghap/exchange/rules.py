"""Who may do what in the exchange. Registered with identity when the application starts."""

from django.utils.translation import gettext_lazy as _

PROVIDE = "exchange.product.provide"
CONSUME = "exchange.contract.consume"
OPERATE = "exchange.channel.operate"
AUDIT = "exchange.contract.audit"
SUPPORT = "exchange.voucher.administer"
ISSUE = "exchange.authenticity.issue"
ASK = "exchange.authenticity.ask"

# Whoever has one of these for an organisation sees its accounts.
SEE_ACCOUNTS = (CONSUME, PROVIDE, AUDIT)

# What an API client may be given.
CLIENT_SCOPES = frozenset({ASK, PROVIDE, CONSUME})

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
    SUPPORT: (
        _("Administer vouchers"),
        _("Run voucher programmes for the own agency: suppliers, vouchers, findings of misuse, payouts."),
    ),
    ISSUE: (
        _("Answer for issued records"),
        _("Open authenticity checks for the own organisation, register and revoke issued records."),
    ),
    ASK: (_("Check authenticity"), _("Ask, one by one or in batches, whether records are authentic.")),
    AUDIT: (_("Audit the exchange"), _("See contracts, transfers and accounts, and change nothing.")),
}
