"""Extracted facts as plain records: one JSON object each."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from yunghap.plan.contracts import NotUnderstood, OtherNumber, PlanText, Quantity

Record = dict[str, Any]


def json_number(value: Decimal | None) -> int | float | None:
    """An integer where the value is whole, else the nearest float (its shortest form prints the same digits)."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def quantity_record(quantity: Quantity) -> Record:
    """One quantity as `yunghap plan extract --json` writes it."""
    return {
        "line": quantity.line,
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "value": json_number(quantity.value),
        "value_to": json_number(quantity.value_to),
        "unit": quantity.unit,
        "comparison": quantity.comparison.value,
        "precision": json_number(quantity.precision),
        "krw": quantity.krw,
        "year": quantity.year,
        "period_start": _day(quantity.period_start),
        "period_end": _day(quantity.period_end),
        "year_basis": quantity.year_basis.value,
        "role": quantity.role.value,
        "ministry": "·".join(quantity.ministry) or None,
        "programme": quantity.programme,
        "section": " > ".join(quantity.section),
        "qualifiers": dict(quantity.qualifiers),
        "rule": dict(quantity.rules),
    }


def _other(item: OtherNumber) -> Record:
    span = item.span
    place = {"line": span.line, "start": span.start, "end": span.end, "text": item.text}
    return {"kind": item.kind.value, **place, "rule": item.rule}


def _unknown(item: NotUnderstood) -> Record:
    span = item.span
    place = {"line": span.line, "start": span.start, "end": span.end, "text": item.text}
    return {"kind": "not_understood", **place, "reason": item.reason}


def all_records(plan: PlanText) -> Iterator[Record]:
    """Quantities, other numbers and what was not understood, in document order, each with its `kind`."""
    records = [
        *({"kind": "quantity", **quantity_record(item)} for item in plan.quantities),
        *map(_other, plan.others),
        *map(_unknown, plan.not_understood),
    ]
    yield from sorted(records, key=lambda record: (record["line"], record["start"]))
