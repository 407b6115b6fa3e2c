"""The values that constraints may name: a closed list. A policy that names any other is refused.

`at_conclusion` says whether a value is known when a contract is made; the others are judged whenever data are used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import values


@dataclass(frozen=True, slots=True)
class Situation:
    """Who wants to do what, and what is known of it. None and "" are unknown, which never meets a constraint.

    `region` is ISO 3166 ("KR"); `count` how often the data were had under the agreement, this time included;
    `paid_krw` what was paid for it; `safe_zone` whether it happens inside a safe zone. `concluding` while the contract
    is being made: what only use can tell is left open.
    """

    at: datetime
    participant: str = ""
    region: str = ""
    purpose: str = ""
    count: int | None = None
    paid_krw: int | None = None
    safe_zone: bool | None = None
    action: str = "use"
    concluding: bool = False


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that constraints may name: its label, how it is got and compared.

    Those that the data plane keeps stand plainly in a permission: there nothing is handed over beyond them.
    """

    label: object
    value: Callable[[Situation], Any]
    compare: values.Compare
    at_conclusion: bool = False
    of_duties: bool = False
    by_data_plane: bool = False


def _safe_zone(situation: Situation) -> str:
    return "" if situation.safe_zone is None else str(situation.safe_zone).lower()


def _kept(_operator: str, _value: Any, _wanted: Any) -> bool:
    """The data plane hands over no more than the constraint says, so whatever is had keeps it."""
    return True


# One constraint for each column: `yunghap:row:NAME` compares the column NAME of every row handed over.
ROW = "yunghap:row:"
_ROWS = Operand(_("rows handed over"), lambda _s: True, _kept, at_conclusion=True, by_data_plane=True)
_PARTICIPANT = Operand(_("participant"), lambda s: s.participant, values.compare_words, at_conclusion=True)
OPERANDS: dict[str, Operand] = {
    "purpose": Operand(_("purpose of use"), lambda s: s.purpose, values.compare_words),
    "dateTime": Operand(_("time"), lambda s: s.at, values.compare_moments, at_conclusion=True),
    "spatial": Operand(_("region"), lambda s: s.region, values.compare_places, at_conclusion=True),
    "recipient": _PARTICIPANT,
    "yunghap:participant": _PARTICIPANT,
    "count": Operand(_("number of uses"), lambda s: s.count, values.compare_numbers),
    "payAmount": Operand(_("amount paid"), lambda s: s.paid_krw, values.compare_numbers),
    "yunghap:safeZone": Operand(_("inside a safe zone"), _safe_zone, values.compare_words),
    # kept by the data plane (`domain.transfer.views`, `domain.transfer.metering`)
    "yunghap:columns": Operand(
        _("columns handed over"), lambda _s: True, _kept, at_conclusion=True, by_data_plane=True
    ),
    "yunghap:volume": Operand(
        _("bytes handed over"), lambda _s: True, _kept, at_conclusion=True, by_data_plane=True
    ),
    "yunghap:volumePerDay": Operand(
        _("bytes handed over in a day"), lambda _s: True, _kept, at_conclusion=True, by_data_plane=True
    ),
    # of duties: how long after the agreement
    "elapsedTime": Operand(
        _("time since the agreement"), lambda _s: None, values.compare_words, of_duties=True
    ),
    "delayPeriod": Operand(
        _("time since the agreement"), lambda _s: None, values.compare_words, of_duties=True
    ),
}
ACTIONS: dict[str, object] = {
    "use": _("use"),
    "read": _("read"),
    "transfer": _("transfer"),
    "reproduce": _("copy"),
    "distribute": _("pass on to third parties"),
    "sell": _("sell"),
    "derive": _("make derived works"),
    "modify": _("change"),
    "commercialize": _("use commercially"),
    "anonymize": _("anonymise"),
    "index": _("index"),
    "aggregate": _("combine with other data"),
    "textToSpeech": _("read aloud"),
    "yunghap:train": _("train models with it"),
    "yunghap:reidentify": _("identify persons again"),
    # of duties
    "delete": _("delete the data"),
    "compensate": _("pay"),
    "attribute": _("name the source"),
    "inform": _("inform the provider"),
    "obtainConsent": _("obtain consent"),
    "reviewPolicy": _("review the policy"),
    "yunghap:report": _("report on the use"),
}


def operand_of(name: str) -> Operand | None:
    """The value that a constraint names; None where it names none that we can judge."""
    return _ROWS if name.startswith(ROW) and name != ROW else OPERANDS.get(name)


# What permits fetching the data: use itself, and what it is made of.
ALLOWS_USE = frozenset({"use", "read", "transfer", "yunghap:train"})
