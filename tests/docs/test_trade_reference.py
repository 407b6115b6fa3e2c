"""Every check of misuse and every account is in the reference."""

from pathlib import Path

from yunghap.exchange.checks import CHECKS
from yunghap.exchange.enums import Origin, Purse

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "trade.md").read_text(encoding="utf-8")


def test_every_check_of_misuse_is_documented() -> None:
    assert [id_ for id_, _check in CHECKS.items() if f"`{id_}`" not in TEXT] == []


def test_every_account_is_documented() -> None:
    names = [kind.lower() for kind in (*Purse.values, *Origin.values)]
    assert [name for name in names if f"\n| {name} |" not in TEXT] == []
