"""Standard contracts to begin with, by the situations that guidance on contracts over industrial data tells apart.

In words of our own; each is a set of terms that people change before they offer. None of them is legal advice.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .terms import Terms


class Template(NamedTuple):
    """A standard contract: its key, name, for what it is, its terms."""

    key: str
    name: object
    text: object
    terms: Terms


_CAREFUL = ("distribute", "sell", "yunghap:reidentify")

TEMPLATES: tuple[Template, ...] = (
    Template(
        "open",
        _("Open use"),
        _("Anybody may use the data for anything, naming the source. For data that are public anyway."),
        Terms(attribute=True),
    ),
    Template(
        "provision",
        _("Provision of data"),
        _(
            "One side has the data and lets the other use them for agreed purposes. Passing on and re-identifying are "
            "forbidden, the data are deleted after a year."
        ),
        Terms(
            purposes=("yunghap:research", "yunghap:product-improvement"),
            forbidden=_CAREFUL,
            delete_days=365,
        ),
    ),
    Template(
        "joint",
        _("Data made together"),
        _(
            "Several sides made the data by working together; each may use and derive from them, nobody sells or "
            "passes on, and each reports on the use within half a year."
        ),
        Terms(
            purposes=("yunghap:research", "yunghap:product-improvement", "yunghap:training"),
            forbidden=("distribute", "sell"),
            attribute=True,
            report_days=180,
        ),
    ),
    Template(
        "platform",
        _("Sale over a platform"),
        _(
            "The data are sold on a platform to whoever takes the offer. Commercial use is permitted, passing on is "
            "not."
        ),
        Terms(forbidden=_CAREFUL, attribute=True),
    ),
    Template(
        "safe-zone",
        _("Analysis in a safe zone"),
        _("Data that must not leave: they are analysed inside a safe zone, and only results come out."),
        Terms(
            purposes=("yunghap:research", "yunghap:public-service", "yunghap:statistics"),
            safe_zone=True,
            forbidden=(*_CAREFUL, "yunghap:train"),
            report_days=90,
        ),
    ),
)


def find_template(key: str) -> Template | None:
    """The template of that key."""
    return next((one for one in TEMPLATES if one.key == key), None)
