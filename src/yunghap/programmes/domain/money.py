"""Budget lines of an edition."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.ids import new_id
from yunghap.core.versions import update_versioned
from yunghap.ledger.service import record
from yunghap.programmes.contracts import LineStatement
from yunghap.programmes.domain.limits import LARGEST_KRW, check_line, check_sources
from yunghap.programmes.enums import Span
from yunghap.programmes.models import BudgetLine, Commitment, Participation
from yunghap.programmes.queries import committed_krw, same_lines


@transaction.atomic
def state_lines(
    *, stated_in: str, lines: Sequence[LineStatement], by: Actor, at: datetime | None = None
) -> dict[str, BudgetLine]:
    """State budget lines of one edition; key of the statement -> line.

    Raises InvalidInput for negative or absurd amounts, for sources above their total, for a line stated
    twice, and for a container that is not among the lines or that contains itself.
    """
    at = at or clock.now()
    for line in lines:
        check_line(line)
    check_sources(lines)
    rows = {line.key: _row(line, stated_in, at) for line in lines}
    identities = {(row.programme_id, row.phase, row.year, row.year_to, row.source) for row in rows.values()}
    if len(rows) != len(lines) or len(identities) != len(lines):
        raise InvalidInput(_("The same budget line is stated twice."))
    for line in _containers_first(lines):
        if line.part_of:
            rows[line.key].part_of = rows[line.part_of]
    # Containers first: the foreign key must find them.
    BudgetLine.objects.bulk_create([rows[line.key] for line in _containers_first(lines)])
    record(
        action="programmes.lines.stated",
        subject=f"edition:{stated_in}",
        by=by,
        at=at,
        details={"count": len(rows), "krw": sum(row.amount_krw for row in rows.values())},
    )
    return rows


def _row(line: LineStatement, stated_in: str, at: datetime) -> BudgetLine:
    return BudgetLine(
        id=new_id(),
        programme_id=line.programme,
        stated_in=stated_in,
        phase=line.phase,
        span=Span.ANNUAL if line.year == line.year_to else Span.MULTI_YEAR,
        source=line.source,
        year=line.year,
        year_to=line.year_to,
        amount_krw=line.amount_krw,
        precision_krw=line.precision_krw,
        unit=line.unit,
        created_at=at,
    )


def _containers_first(lines: Sequence[LineStatement]) -> list[LineStatement]:
    """Order the lines so that a container comes before its parts."""
    by_key = {line.key: line for line in lines}
    depths: dict[str, int] = {}
    for line in lines:
        seen, current = [line.key], line
        while current.part_of:
            if current.part_of not in by_key or current.part_of in seen:
                raise InvalidInput(_("A budget line is part of a line that is not there."), key=line.key)
            current = by_key[current.part_of]
            seen.append(current.key)
        depths[line.key] = len(seen)
    return sorted(lines, key=lambda line: depths[line.key])


@transaction.atomic
def restate_line(
    *,
    line: BudgetLine,
    amount_krw: int,
    precision_krw: int,
    by: Actor,
    expected: int | None = None,
    at: datetime | None = None,
) -> BudgetLine:
    """Change the amount of a line of an edition that is not published yet.

    Raises InvalidInput for a negative or absurd amount or one below what is committed, Conflict for a
    version that is not `expected`.
    """
    at = at or clock.now()
    if not 0 <= amount_krw < LARGEST_KRW:
        raise InvalidInput(_("This amount is no budget."), field="amount_krw")
    if amount_krw < committed_krw(line.pk):
        raise InvalidInput(_("More than this is already committed."), field="amount_krw")
    before = line.amount_krw
    update_versioned(
        line,
        expected=expected or line.version,
        changes={"amount_krw": amount_krw, "precision_krw": precision_krw},
    )
    record(
        action="programmes.line.restated",
        subject=f"budget_line:{line.pk}",
        by=by,
        at=at,
        details={"from": before, "to": amount_krw},
    )
    return line


@transaction.atomic
def drop_lines(*, stated_in: str, line_ids: Sequence[str], by: Actor, at: datetime | None = None) -> None:
    """Take lines out of an edition not published yet. Raises Conflict where something is committed."""
    at = at or clock.now()
    rows = BudgetLine.objects.filter(stated_in=stated_in, pk__in=line_ids)
    if Commitment.objects.filter(budget_line__in=rows).exists():
        raise Conflict(_("Money of this line is already committed."))
    BudgetLine.objects.filter(part_of__in=rows).exclude(pk__in=line_ids).update(part_of=None)
    rows.update(part_of=None)
    rows.delete()
    record(
        action="programmes.lines.dropped",
        subject=f"edition:{stated_in}",
        by=by,
        at=at,
        details={"lines": sorted(line_ids)},
    )


@transaction.atomic
def copy_statements(*, source: str, target: str, by: Actor, at: datetime | None = None) -> dict[str, str]:
    """Carry lines and participations of one edition into the one that supersedes it; old line id -> new id."""
    at = at or clock.now()
    ids: dict[str, str] = {}
    lines = list(BudgetLine.objects.filter(stated_in=source))
    for line in lines:
        ids[line.pk] = new_id()
    # Parents before parts; a chain is never longer than the number of lines.
    placed: set[str] = set()
    waiting = lines
    while waiting:
        ready = [line for line in waiting if line.part_of_id is None or line.part_of_id in placed]
        BudgetLine.objects.bulk_create(_copy_line(line, ids, target, at) for line in ready)
        placed.update(line.pk for line in ready)
        waiting = [line for line in waiting if line.pk not in placed]
    _copy_participations(Participation.objects.filter(stated_in=source), target, at)
    record(
        action="programmes.statements.copied",
        subject=f"edition:{target}",
        by=by,
        at=at,
        details={"from": source, "lines": len(ids)},
    )
    return ids


@transaction.atomic
def restore_programme(
    *, source: str, target: str, programme: str, by: Actor, at: datetime | None = None
) -> None:
    """State of a programme again in `target` what `source` states: lines, what they are part of, who takes part."""
    at = at or clock.now()
    ids = same_lines(source=source, target=target)
    lines = list(BudgetLine.objects.filter(stated_in=source))
    own = [line for line in lines if line.programme_id == programme]
    new = [line for line in own if line.pk not in ids]
    ids |= {line.pk: new_id() for line in new}
    BudgetLine.objects.bulk_create([_copy_line(line, ids, target, at, placed=False) for line in new])
    touched = {line.pk for line in own}
    for line in lines:
        if line.part_of_id in ids and line.pk in ids and touched & {line.pk, line.part_of_id}:
            BudgetLine.objects.filter(pk=ids[line.pk]).update(part_of=ids[line.part_of_id])
    if not Participation.objects.filter(stated_in=target, programme=programme).exists():
        _copy_participations(Participation.objects.filter(stated_in=source, programme=programme), target, at)
    record(
        action="programmes.programme.restored",
        subject=f"edition:{target}",
        by=by,
        at=at,
        details={"from": source, "programme": programme, "lines": len(new)},
    )


def _copy_participations(parts: Iterable[Participation], target: str, at: datetime) -> None:
    Participation.objects.bulk_create(
        Participation(
            programme_id=part.programme_id,
            organisation_id=part.organisation_id,
            stated_in=target,
            role=part.role,
            position=part.position,
            share=part.share,
            created_at=at,
        )
        for part in parts
    )


def _copy_line(
    line: BudgetLine, ids: dict[str, str], target: str, at: datetime, *, placed: bool = True
) -> BudgetLine:
    fields = ("programme_id", "phase", "span", "source", "year", "year_to")
    amounts = ("amount_krw", "precision_krw", "unit")
    values = {name: getattr(line, name) for name in (*fields, *amounts)}
    part_of = ids[line.part_of_id] if placed and line.part_of_id else None
    return BudgetLine(id=ids[line.pk], stated_in=target, part_of_id=part_of, created_at=at, **values)
