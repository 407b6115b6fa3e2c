"""Checks of misuse of vouchers: one module per rule, registered here. Each looks at one order when it says."""

from yunghap.exchange.checks import (
    circular_payment,
    dear_price,
    near_expiry,
    never_downloaded,
    related_parties,
    split_orders,
    unregistered_supplier,
)
from yunghap.exchange.checks.registry import CHECKS
from yunghap.exchange.checks.verdicts import Check, Said, Stage

for _module in (
    circular_payment,
    dear_price,
    near_expiry,
    never_downloaded,
    related_parties,
    split_orders,
    unregistered_supplier,
):
    CHECKS.register(_module.CHECK.id, _module.CHECK)

__all__ = ["CHECKS", "Check", "Said", "Stage"]
