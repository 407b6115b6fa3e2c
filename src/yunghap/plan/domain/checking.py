"""Runs the registered checks on an edition and keeps the findings: waived with a reason, never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yunghap.core import canonical, clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.plan.checks import run_checks
from yunghap.plan.contracts import CheckResult, PlanText, Quantity, Section, Span, Table
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.learning import site_vocabulary
from yunghap.plan.domain.writing import BATCH
from yunghap.plan.enums import CheckOutcome, EditionStatus
from yunghap.plan.models import CheckRun, Document, Edition, Finding
from yunghap.plan.queries.common import edition_documents
from yunghap.plan.queries.dump import quantities_of, sections_of
from yunghap.plan.queries.sources import Lines, original_lines
from yunghap.plan.rules import COMPILE_EDITION, WAIVE_FINDING


@dataclass(frozen=True, slots=True)
class _Part:
    """A document of the edition and the number of lines before it in the text that is checked."""

    document: Document
    offset: int


def facts_hash(edition: Edition) -> str:
    """Hash of the facts of an edition in use: another one after any change that a check could see."""
    digest = sha256()
    for document in edition_documents(edition):
        digest.update(document.sha256.encode())
        for quantity in quantities_of(edition, document):
            fields = (quantity.line, quantity.start, quantity.value, quantity.value_to, quantity.unit)
            more = (quantity.role, quantity.year, quantity.period_end, quantity.ministry, quantity.comparison)
            digest.update(repr((*fields, *more)).encode())
    return digest.hexdigest()


def plan_text_of(edition: Edition, *, lines: Lines = original_lines) -> tuple[PlanText, Sequence[_Part]]:
    """The edition as the checks read it: its numbers in use, over the lines of all its texts one after another.

    Where an original is not at hand its lines are empty, so that checks of wording have nothing to judge.
    """
    parts: list[_Part] = []
    all_lines: list[str] = []
    sections: list[Section] = []
    quantities: list[Quantity] = []
    tables: list[Table] = []
    for document in edition_documents(edition):
        offset = len(all_lines)
        parts.append(_Part(document, offset))
        own = _lines_of(document, lines)
        sections += [_moved_section(section, offset) for section in sections_of(document)]
        before = len(tables)
        quantities += [
            _moved_quantity(quantity, offset, before) for quantity in quantities_of(edition, document)
        ]
        if any(own):
            read = extract_plan(own, vocabulary=site_vocabulary(edition.year))
            tables += [_moved_table(table, offset, before) for table in read.tables]
        all_lines += own
    text = PlanText(
        lines=tuple(all_lines),
        sections=tuple(sections),
        tables=tuple(tables),
        quantities=tuple(quantities),
        others=(),
        not_understood=(),
        year=edition.year,
        published=edition.issued_on,
    )
    return text, parts


def _lines_of(document: Document, lines: Lines) -> tuple[str, ...]:
    """The lines of a text, as many as its spans count, empty where it is not at hand."""
    found = tuple(document.text.split("\n")) if document.text else lines(document.sha256)
    if found is None or len(found) < document.line_count:
        return ("",) * document.line_count
    return found[: document.line_count]


def _moved_section(section: Section, offset: int) -> Section:
    return replace(section, first_line=section.first_line + offset, last_line=section.last_line + offset)


def _moved_table(table: Table, lines: int, tables: int) -> Table:
    return replace(
        table,
        number=table.number + tables,
        first_line=table.first_line + lines,
        last_line=table.last_line + lines,
    )


def _moved_quantity(quantity: Quantity, lines: int, tables: int) -> Quantity:
    cell = quantity.cell and replace(quantity.cell, table=quantity.cell.table + tables)
    return replace(quantity, line=quantity.line + lines, cell=cell)


@transaction.atomic
def run_edition_checks(
    *, edition: Edition, by: Actor, lines: Lines = original_lines, at: datetime | None = None
) -> CheckRun:
    """Run every registered check and keep the results as the edition's next run.

    A waiver carries over to a result that is exactly the same. `lines` gives the lines of an original by its
    hash, by default those kept here.
    """
    at = at or clock.now()
    require(by, COMPILE_EDITION)
    text, parts = plan_text_of(edition, lines=lines)
    results = run_checks(text)
    last = CheckRun.objects.filter(edition=edition).aggregate(last=Max("number"))["last"] or 0
    waived = {
        finding.fingerprint: finding
        for finding in Finding.objects.filter(run__edition=edition, run__number=last, waived_at__isnull=False)
    }
    run = CheckRun.objects.create(
        edition=edition,
        number=last + 1,
        run_at=at,
        run_by=by.id,
        facts_sha256=facts_hash(edition),
        created_at=at,
    )
    rows = [_finding(run, position, result, parts, at) for position, result in enumerate(results)]
    for row in rows:
        before = waived.get(row.fingerprint)
        if before is not None and row.outcome == CheckOutcome.FAIL:
            row.waived_at, row.waived_by = before.waived_at, before.waived_by
            row.waiver_reason = before.waiver_reason
    Finding.objects.bulk_create(rows, batch_size=BATCH)
    record(
        action="plan.checks.run",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={
            "run": run.number,
            "results": len(rows),
            "failed": sum(row.outcome == CheckOutcome.FAIL for row in rows),
        },
    )
    return run


def _finding(
    run: CheckRun, position: int, result: CheckResult, parts: Sequence[_Part], at: datetime
) -> Finding:
    spans = [_place(span, parts) for span in result.spans]
    outcome = CheckOutcome(result.result.value.upper())
    body = {
        "check": result.check,
        "version": result.version,
        "outcome": outcome.value,
        "spans": spans,
        "values": dict(result.values),
    }
    return Finding(
        run=run,
        check_id=result.check,
        check_version=result.version,
        outcome=outcome,
        position=position,
        spans=spans,
        message_ko=result.message.ko,
        message_en=result.message.en,
        values=dict(result.values),
        fingerprint=sha256(canonical.encode(body)).hexdigest(),
        created_at=at,
    )


def _place(span: Span, parts: Sequence[_Part]) -> list[object]:
    """The span in its own document."""
    part = next(part for part in reversed(parts) if part.offset < span.line)
    return [span.line - part.offset, span.start, span.end, part.document.pk]


@transaction.atomic
def waive_finding(
    *, finding: Finding, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> Finding:
    """Accept a failed check with a reason; the finding stays, and the waiver with it.

    Raises InvalidInput without a reason, Conflict where the result is no open failure or the version is not
    `expected`.
    """
    at = at or clock.now()
    require(by, WAIVE_FINDING)
    if not reason.strip():
        raise InvalidInput(_("Please give a reason."), field="reason")
    if finding.outcome != CheckOutcome.FAIL or finding.waived_at is not None:
        raise Conflict(_("Only an open finding can be waived."))
    update_versioned(
        finding,
        expected=expected,
        changes={"waived_at": at, "waived_by": by.id, "waiver_reason": reason.strip()},
    )
    record(
        action="plan.finding.waived",
        subject=f"finding:{finding.pk}",
        by=by,
        at=at,
        details={"check": finding.check_id, "reason": finding.waiver_reason},
    )
    return finding


@transaction.atomic
def withdraw_waiver(*, finding: Finding, expected: int, by: Actor, at: datetime | None = None) -> Finding:
    """Open a waived finding again; the ledger keeps the waiver. Raises Conflict where it is not waived."""
    at = at or clock.now()
    require(by, WAIVE_FINDING)
    if finding.waived_at is None or finding.run.edition.status == EditionStatus.PUBLISHED:
        raise Conflict(_("There is no waiver to withdraw."))
    reason = finding.waiver_reason
    update_versioned(
        finding,
        expected=expected,
        changes={"waived_at": None, "waived_by": "", "waiver_reason": ""},
    )
    record(
        action="plan.finding.waiver_withdrawn",
        subject=f"finding:{finding.pk}",
        by=by,
        at=at,
        details={"check": finding.check_id, "reason": reason},
    )
    return finding
