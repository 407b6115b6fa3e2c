"""Rows of a submission as plain values, and the text that they become."""

from collections.abc import Iterable
from dataclasses import fields

from yunghap.plan.domain.canonical_text import CanonicalText, TextRow, write_text
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.models import SubmissionRow

VALUE_FIELDS = tuple(item.name for item in fields(RowValues))


def values_of(row: SubmissionRow) -> RowValues:
    """What a row states."""
    return RowValues(**{name: getattr(row, name) for name in VALUE_FIELDS})


def text_row(key: str, values: RowValues) -> TextRow:
    """The line of a checked row; its place comes back by `key`."""
    return TextRow(
        key=key,
        kind=values.kind,
        programme=values.programme_name,
        indicator=values.indicator_name,
        year=values.year,
        year_to=values.year_to,
        value=values.value,
        unit=values.unit,
        comparison=values.comparison,
        value_to=values.value_to,
        source=values.source,
        due_on=values.due_on,
        ministries=values.joint_ministries,
        note=values.note,
    )


def canonical_text_of(title: str, year: int, rows: Iterable[SubmissionRow]) -> CanonicalText:
    """The text of the rows of one part of the edition of `year`; its places are by row id."""
    return write_text(title, year, [text_row(row.pk, values_of(row)) for row in rows])
