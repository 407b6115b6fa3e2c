"""The checks of misuse."""

from yunghap.core.registry import Registry
from yunghap.exchange.checks.verdicts import Check


def _validate(id: str, check: Check) -> None:  # noqa: A002 - the registry's word
    if id != check.id or not check.title.ko or not check.title.en or not check.stages:
        raise ValueError(f"misuse checks: {id!r} does not name itself")


CHECKS: Registry[Check] = Registry("misuse checks", validate=_validate)
