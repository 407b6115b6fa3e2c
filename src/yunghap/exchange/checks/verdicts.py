"""What a check of misuse is and what it says about one order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from yunghap.exchange.models import Order

Stage = Literal["order", "acceptance"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages."""

    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Check:
    """One rule about orders paid by voucher. `run` says what it found, or None; `stages` when it looks."""

    id: str
    title: Said
    stages: tuple[Stage, ...]
    run: Callable[[Order], Said | None]
