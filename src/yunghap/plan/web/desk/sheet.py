"""Rows of a submission as a workbook: the template to fill in."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from yunghap.core.numbers import written
from yunghap.documents.blocks import Bullets, Document, Note, Table
from yunghap.plan.domain.row_table import COLUMNS, WORDS
from yunghap.plan.enums import SchemeCode
from yunghap.plan.models import Submission, SubmissionRow
from yunghap.plan.queries.common import nodes_of


def workbook(submission: Submission, rows: Iterable[SubmissionRow], language: str) -> Document:
    """A workbook with the rows there are, to fill in and upload again: how on the first sheet, choices at the cells."""
    place = 1 if language == "en" else 0
    return Document(
        title=f"{submission.edition.year} {submission.organisation.short_name}",
        language="en" if language == "en" else "ko",
        blocks=(
            Note(_("Fill in the second sheet and upload the file on the page of your part.")),
            Bullets([f"{COLUMNS[field][place]}: {text}" for field, text in _guide(place)]),
            Table(
                caption=_("Rows"),
                header=tuple(names[place] for names in COLUMNS.values()),
                rows=tuple(tuple(_cells(row, place)) for row in rows) or (("",) * len(COLUMNS),),
                choices={list(COLUMNS).index(field): texts for field, texts in _choices(submission, place)},
            ),
        ),
    )


def _guide(place: int) -> Iterable[tuple[str, str]]:
    """What is filled in where, by column."""
    kinds = ", ".join(names[place] for names in WORDS["kind"].values())
    yield "kind", _("needed in every row: %(kinds)s.") % {"kinds": kinds}
    yield "programme_name", _("needed for money; a target or actual may belong to one.")
    yield "indicator_name", _("needed for targets, actuals and what is due; empty for money.")
    yield "comparison", _("empty for an exact number.")
    yield "value", _("the number alone, such as 1,200 or 12.5.")
    yield "value_to", _("the upper bound of a range.")
    yield "unit", _("for money 억원, 백만원 or another unit of won.")
    yield "source", _("for money; empty for all sources. A row for each source.")
    yield "year", _("needed in every row, such as 2027; the first one of several.")
    yield "year_to", _("the last year of a total over several.")
    yield "due_on", _("for what is due, such as 2027-06-30.")
    yield "task_code", _("the code, such as 1.1; the names stand on the sheet of choices.")
    yield "area_code", _("the code, such as A.")
    yield "joint_ministries", _("short names of the others, such as 과기부·중기부.")


def _choices(submission: Submission, place: int) -> Iterable[tuple[str, list[str]]]:
    """What is offered at the cells of a column."""
    for field, words in WORDS.items():
        yield field, [names[place] for names in words.values() if names[place]]
    language = "en" if place else "ko"
    for field, scheme in (("task_code", SchemeCode.DIRECTIONS), ("area_code", SchemeCode.AREAS)):
        nodes = nodes_of(submission.edition, scheme)
        if nodes:
            yield field, [f"{node.code} {node.name(language)}" for node in nodes]


def _cells(row: SubmissionRow, place: int) -> Iterable[str]:
    for field in COLUMNS:
        value = getattr(row, field)
        if field in WORDS:
            yield WORDS[field][value][place]
        elif isinstance(value, Decimal):
            yield written(value)
        else:
            yield "" if value is None else str(value)
