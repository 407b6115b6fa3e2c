"""A row of a submission as typed, checked and brought into its final form. Pure: no database."""

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.core.numbers import shortest
from yunghap.core.text import clean_name, name_key
from yunghap.plan.contracts import Comparison
from yunghap.plan.domain.money_units import WON
from yunghap.plan.edition_rules import LARGEST_KRW, storable
from yunghap.plan.enums import RowKind

LONGEST_UNIT = 30
LONGEST_NOTE = 2000
SOURCES = ("ALL", "NATIONAL", "LOCAL", "PRIVATE")


@dataclass(frozen=True, slots=True)
class RowValues:
    """What one row states.

    `kind` BUDGET, TARGET, ACTUAL or MILESTONE. `comparison` says how `value` bounds what is meant ("ge" 이상), with
    "range" up to `value_to`. A budget names its programme, an amount in a unit of money
    and its source (ALL, NATIONAL, LOCAL, PRIVATE); a target or actual its indicator (and programme, if it
    belongs to one), value and unit; an actual without indicator is money spent on the programme; a
    milestone what is due and `due_on`. `year_to` is the last year of a
    total over several. `task_code` and `area_code` place the programme; `joint_ministries` are short names
    of others who take part, joined by "·".
    """

    kind: str
    programme_name: str = ""
    indicator_name: str = ""
    value: Decimal | None = None
    unit: str = ""
    comparison: str = Comparison.EQUAL.value
    value_to: Decimal | None = None
    year: int = 0
    year_to: int = 0
    source: str = "ALL"
    due_on: date | None = None
    task_code: str = ""
    area_code: str = ""
    joint_ministries: str = ""
    note: str = ""

    @property
    def is_money(self) -> bool:
        """A budget, or money spent on a programme."""
        return self.kind == RowKind.BUDGET or (
            self.kind == RowKind.ACTUAL and not self.indicator_name and bool(self.programme_name)
        )

    @property
    def row_key(self) -> str:
        """Hash of what the row is about: two rows with the same key state the same thing."""
        about = (
            self.kind,
            name_key(self.programme_name),
            name_key(self.indicator_name),
            self.source,
            str(self.year),
            str(self.year_to),
        )
        return sha256("\x1f".join(about).encode()).hexdigest()

    def as_fields(self) -> dict[str, object]:
        """The values by the names of the row's columns, the key included."""
        values: dict[str, object] = {item.name: getattr(self, item.name) for item in fields(self)}
        return {**values, "row_key": self.row_key}


def _refuse(field: str, message: object) -> InvalidInput:
    return InvalidInput(message, field=field)


def checked(values: RowValues) -> RowValues:
    """The row with clean names and complete years. Raises InvalidInput, with the `field`, for what cannot be."""
    if values.kind not in RowKind.values:
        raise _refuse("kind", _("There is no such kind of row."))
    values = replace(
        values,
        programme_name=clean_name(values.programme_name) if values.programme_name.strip() else "",
        indicator_name=clean_name(values.indicator_name) if values.indicator_name.strip() else "",
        unit=values.unit.strip(),
        note=" ".join(values.note.split()),
        year_to=values.year_to or values.year,
    )
    if not 1990 <= values.year <= values.year_to <= 2200:
        raise _refuse("year", _("The year or period is no plan period."))
    if len(values.note) > LONGEST_NOTE or len(values.unit) > LONGEST_UNIT:
        raise _refuse("note", _("This text is too long."))
    if values.source not in SOURCES:
        raise _refuse("source", _("There is no such source of money."))
    if values.kind == RowKind.MILESTONE:
        return _checked_milestone(values)
    if values.value is None:
        raise _refuse("value", _("Please give a value."))
    if not storable(values.value):
        raise _refuse("value", _("This number cannot be kept."))
    if not values.unit:
        raise _refuse("unit", _("A number needs a unit."))
    values = replace(values, value_to=checked_bound(values.comparison, values.value, values.value_to))
    if values.is_money:
        return _checked_money(values)
    if not values.indicator_name:
        raise _refuse("indicator_name", _("Please name the indicator."))
    return replace(values, source="ALL", due_on=None)


def checked_bound(comparison: str, value: Decimal, value_to: Decimal | None) -> Decimal | None:
    """The upper bound of a range, None for every other comparison. Raises InvalidInput for one that cannot be."""
    if comparison not in {item.value for item in Comparison}:
        raise _refuse("comparison", _("There is no such comparison."))
    if comparison != Comparison.RANGE:
        return None
    if value_to is None or not storable(value_to) or value_to < value:
        raise _refuse("value_to", _("The upper bound of a range is no smaller than its value."))
    return value_to


def printed_step(value: Decimal) -> Decimal:
    """The step in which a typed number is given: 1 for 40, 0.1 for 12.5."""
    exponent = shortest(value).as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def _checked_milestone(values: RowValues) -> RowValues:
    if not values.indicator_name:
        raise _refuse("indicator_name", _("Please say what is due."))
    if values.due_on is None:
        raise _refuse("due_on", _("Please say by when."))
    return replace(values, value=None, unit="", comparison=Comparison.EQUAL.value, value_to=None)


def _checked_money(values: RowValues) -> RowValues:
    if not values.programme_name:
        raise _refuse("programme_name", _("A budget belongs to a programme."))
    if values.unit not in WON:
        raise _refuse("unit", _("A budget is given in a unit of money, such as 억원."))
    for name in ("value", "value_to"):
        krw = (getattr(values, name) or Decimal(0)) * WON[values.unit]
        if krw < 0:
            raise _refuse(name, _("A budget cannot be negative."))
        if krw >= LARGEST_KRW or krw != krw.to_integral_value():
            raise _refuse(name, _("This amount is no budget."))
    return replace(values, indicator_name="", due_on=None)
