"""From a number to the place where it is printed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, NotFound
from yunghap.core.numbers import written
from yunghap.documents import service as documents
from yunghap.plan.models import Edition, Observation
from yunghap.plan.queries.common import Printed, get_edition, in_use, printed

# Reads the lines of an original kept under this hash; None where it is not at hand.
Lines = Callable[[str], "tuple[str, ...] | None"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from.

    `section` are the headings from the top; `rules` say, per field, which rule set it; `fields` what the
    number claims. `line_text` is the printed line, None where the original is not at hand; `start` and `end`
    are offsets into it. `same` are the other printed places of the same commitment or value.
    """

    number: Printed
    edition_year: int
    edition_seq: int
    document_title: str
    document_kind: str
    document_sha256: str
    section: tuple[str, ...]
    line: int
    start: int
    end: int
    line_text: str | None
    fields: dict[str, str]
    rules: dict[str, str]
    same: tuple[Printed, ...]
    subject: str
    subject_id: str | None


def original_lines(sha256_of: str) -> tuple[str, ...] | None:
    """The lines of an original that is kept here under its hash; None where it is not, or cannot be read."""
    try:
        return documents.read_original(sha256_of).lines
    except DomainError:
        return None


def source_of(observation_id: str, *, lines: Lines = original_lines) -> Source:
    """The source of a number; raises NotFound.

    `lines` gives the lines of an original by its hash (by default those kept here); texts made here carry
    their own.
    """
    rows = Observation.objects.select_related("span__document", "edition", "section")
    row = rows.filter(pk=observation_id).first()
    if row is None:
        raise NotFound(_("There is no such number."))
    document = row.span.document
    original = tuple(document.text.split("\n")) if document.text else lines(document.sha256)
    text = None
    if original is not None and row.span.line <= len(original):
        text = original[row.span.line - 1]
        if text[row.span.start : row.span.end] != row.span.text:
            text = None  # another reader's lines: better none than the wrong one
    return Source(
        number=printed(row),
        edition_year=row.edition.year,
        edition_seq=row.edition.seq,
        document_title=document.title,
        document_kind=document.kind,
        document_sha256=document.sha256,
        section=tuple(row.section.path) if row.section else (),
        line=row.span.line,
        start=row.span.start,
        end=row.span.end,
        line_text=text,
        fields=_fields(row),
        rules=dict(row.rules),
        same=_same(row),
        subject=row.subject,
        subject_id=row.budget_line_id or row.indicator_id or row.node_id,
    )


def _fields(row: Observation) -> dict[str, str]:
    values = {
        "role": row.role,
        "comparison": row.comparison,
        "value": written(row.value),
        "value_to": "" if row.value_to is None else written(row.value_to),
        "unit": row.unit,
        "year": "" if row.year is None else str(row.year),
        "year_basis": row.year_basis,
        "period_start": "" if row.period_start_on is None else row.period_start_on.isoformat(),
        "period_end": "" if row.period_end_on is None else row.period_end_on.isoformat(),
        "ministry": row.ministry,
        "status": row.status,
    }
    values.update({f"qualifier:{name}": str(value) for name, value in row.qualifiers})
    return {name: value for name, value in values.items() if value}


def _same(row: Observation) -> tuple[Printed, ...]:
    rows = in_use(row.edition).exclude(pk=row.pk).filter(subject=row.subject, year=row.year)
    if row.budget_line_id:
        rows = rows.filter(budget_line=row.budget_line_id)
    elif row.indicator_id:
        rows = rows.filter(indicator=row.indicator_id, role=row.role)
    elif row.node_id:
        rows = rows.filter(node=row.node_id, role=row.role, unit=row.unit)
    else:
        return ()
    return tuple(printed(item) for item in rows)


def observation_at(year: int, line: int, start: int, seq: int | None = None) -> str:
    """Id of the number printed at a line (1-based) and start of a year's document; raises NotFound."""
    edition: Edition = get_edition(year, seq)
    rows = Observation.objects.filter(edition=edition, span__line=line, span__start=start)
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such number."))
    return str(found)
