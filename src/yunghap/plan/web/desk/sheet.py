"""Rows of a submission as a workbook: the template to fill in."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from yunghap.core.numbers import written
from yunghap.documents.blocks import Document, Note, Table
from yunghap.plan.domain.row_table import COLUMNS, WORDS
from yunghap.plan.models import Submission, SubmissionRow


def workbook(submission: Submission, rows: Iterable[SubmissionRow], language: str) -> Document:
    """A workbook with the rows there are, to fill in and upload again."""
    place = 1 if language == "en" else 0
    return Document(
        title=f"{submission.edition.year} {submission.organisation.short_name}",
        language="en" if language == "en" else "ko",
        blocks=(
            Note(_("Fill in the second sheet and upload the file on the page of your part.")),
            Table(
                caption=_("Rows"),
                header=tuple(names[place] for names in COLUMNS.values()),
                rows=tuple(tuple(_cells(row, place)) for row in rows) or (("",) * len(COLUMNS),),
            ),
        ),
    )


def _cells(row: SubmissionRow, place: int) -> Iterable[str]:
    for field in COLUMNS:
        value = getattr(row, field)
        if field in WORDS:
            yield WORDS[field][value][place]
        elif isinstance(value, Decimal):
            yield written(value)
        else:
            yield "" if value is None else str(value)
