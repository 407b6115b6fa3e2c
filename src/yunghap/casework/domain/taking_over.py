"""Closed cases taken over from records: looked at, taken over whole or not at all, and undone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import CaseOrigin, CaseState
from yunghap.casework.models import Case, Condition, Decision, TakeOver
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import name_key
from yunghap.core.versions import update_versioned
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation, OrganisationKind
from yunghap.ledger.service import record
from yunghap.search import service as search

from .closed_rows import ClosedRow, Fault, read_closed_rows

SEARCH_KIND = "casework.decision"
# How companies write what they are; the rest is the short name.
_FORMS = ("주식회사", "유한회사", "(주)", "㈜", "(유)")


@dataclass(frozen=True, slots=True)
class Closed:
    """A row with the organisations it names; `applicant` is None where it is not known yet."""

    row: ClosedRow
    applicant: Organisation | None
    handler: Organisation


@dataclass(frozen=True, slots=True)
class ClosedPreview:
    """What a file would bring: the cases, what is wrong, and the applicants that would be entered."""

    cases: tuple[Closed, ...]
    faults: tuple[Fault, ...]
    new_applicants: tuple[str, ...]


def preview_closed_cases(*, data: bytes, by: Actor, at: datetime | None = None) -> ClosedPreview:
    """Look at a file of closed cases without changing anything.

    Raises InvalidInput where it holds no such table, NotAllowed for who may take over nothing.
    """
    at = at or clock.now()
    _require_somewhere(by)
    rows, faults = read_closed_rows(data, today=clock.local_date(at))
    counted = Counter(row.number for row in rows)
    taken = set(Case.objects.filter(number__in=list(counted)).values_list("number", flat=True))
    found = _Organisations(by)
    cases = []
    for row in rows:
        wrong = []
        if counted[row.number] > 1:
            wrong.append(Fault(row.row, "number", _("The number stands in the file more than once.")))
        if row.number in taken:
            wrong.append(Fault(row.row, "number", _("There is a case of this number already.")))
        handler = found.handler(row)
        if handler is None:
            wrong.append(Fault(row.row, "handler", _("There is no such organisation.")))
        elif not found.may(handler):
            wrong.append(Fault(row.row, "handler", _("You may not take over cases of this organisation.")))
        else:
            cases.append(Closed(row, found.named(row.applicant, row), handler))
        faults.extend(wrong)
    unknown = {name_key(one.row.applicant): one.row.applicant for one in cases if one.applicant is None}
    faults.sort(key=lambda one: one.row)
    return ClosedPreview(tuple(cases), tuple(faults), tuple(unknown.values()))


def _require_somewhere(by: Actor) -> None:
    where = identity.organisations_where(by, rules.IMPORT)
    if where is not None and not where:
        identity.require(by, rules.IMPORT)


class _Organisations:
    """Finds organisations by name, each once."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._named: dict[tuple[str, int], Organisation | None] = {}
        self._own: dict[str, Organisation | None] = {}
        self._may: dict[str, bool] = {}

    def named(self, name: str, row: ClosedRow) -> Organisation | None:
        key = (name_key(name), row.decided_on.year)
        if key not in self._named:
            self._named[key] = identity.find_organisation(name, row.decided_on)
        return self._named[key]

    def handler(self, row: ClosedRow) -> Organisation | None:
        if row.handler:
            return self.named(row.handler, row)
        key = row.kind.handler
        if key not in self._own:
            self._own[key] = Organisation.objects.filter(key=key).first()
        return self._own[key]

    def may(self, handler: Organisation) -> bool:
        if handler.pk not in self._may:
            self._may[handler.pk] = identity.can(self._by, rules.IMPORT, organisation=handler.pk)
        return self._may[handler.pk]


@transaction.atomic
def import_closed_cases(
    *,
    data: bytes,
    name: str,
    origin: CaseOrigin = CaseOrigin.IMPORTED,
    by: Actor,
    at: datetime | None = None,
) -> TakeOver:
    """Take over every closed case of a CSV or XLSX file, or none of them.

    The cases are closed and their decisions published in the words of the file; they keep the numbers they had. The
    file is kept. Applicants that nobody knows yet are entered as companies. Raises InvalidInput with `faults` (row,
    column, reason) where a row does not hold, NotAllowed for who may take over nothing.
    """
    at = at or clock.now()
    if origin is CaseOrigin.FILED:
        raise InvalidInput(_("What was filed here is not taken over."))
    seen = preview_closed_cases(data=data, by=by, at=at)
    if seen.faults:
        faults = [{"row": one.row, "column": one.column, "reason": str(one.reason)} for one in seen.faults]
        raise InvalidInput(_("Some rows need another look; nothing was taken over."), faults=faults)
    file = documents.keep_original(data=data, name=name, by=by, at=at)
    taken = TakeOver.objects.create(
        name=name[-255:],
        sha256=file.sha256,
        rows=len(seen.cases),
        taken_at=at,
        taken_by=by.id,
        taken_for_id=by.organisation,
        created_at=at,
    )
    entered = {name_key(one): _enter(one, origin, at) for one in seen.new_applicants}
    _write(taken, seen.cases, entered, origin)
    record(
        action="casework.cases.taken_over",
        subject=f"take-over:{taken.pk}",
        by=by,
        at=at,
        details={
            "file": file.sha256,
            "cases": taken.rows,
            "origin": origin.value,
            "entered": [one.pk for one in entered.values()],
        },
    )
    return taken


def _enter(name: str, origin: CaseOrigin, at: datetime) -> Organisation:
    """A company of records. The system enters it: who imports need not administer organisations."""
    short = name
    for form in _FORMS:
        short = short.replace(form, "")
    return identity.create_organisation(
        kind=OrganisationKind.COMPANY,
        long=name,
        short=short.strip() or name,
        is_demo=origin is CaseOrigin.GENERATED,
        by=SYSTEM,
        at=at,
    )


def _write(
    taken: TakeOver, closed: Iterable[Closed], entered: dict[str, Organisation], origin: CaseOrigin
) -> None:
    at, by = taken.taken_at, taken.taken_by
    cases: list[Case] = []
    decisions: list[Decision] = []
    conditions: list[Condition] = []
    for one in closed:
        row = one.row
        case = Case(
            number=row.number,
            procedure=row.kind.id,
            variant=row.variant,
            title=row.title,
            applicant=one.applicant or entered[name_key(row.applicant)],
            handler=one.handler,
            state=CaseState.CLOSED,
            origin=origin,
            opened_by=by,
            filed_at=clock.start_of(row.filed_on),
            filed_by=by,
            ended_at=clock.start_of(row.decided_on),
            taken_over=taken,
            created_at=at,
        )
        decision = Decision(
            case=case,
            kind=row.decision.code,
            outcome=row.outcome,
            decided_on=row.decided_on,
            decided_by=by,
            body=row.body,
            summary=row.summary,
            facets=dict(row.facets),
            articles=sorted(set(row.articles)),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            published_at=at,
            published_by=by,
            created_at=at,
        )
        cases.append(case)
        decisions.append(decision)
        conditions.extend(
            Condition(decision=decision, position=place, text=text, created_at=at)
            for place, text in enumerate(row.conditions, 1)
        )
    Case.objects.bulk_create(cases, batch_size=500)
    Decision.objects.bulk_create(decisions, batch_size=500)
    Condition.objects.bulk_create(conditions, batch_size=500)
    for decision in decisions:
        search.note_change(kind=SEARCH_KIND, item=decision.pk, at=at)


@transaction.atomic
def undo_import(*, taken: TakeOver, reason: str, by: Actor, at: datetime | None = None) -> TakeOver:
    """Take every case of an import out again; that it was there stays on record, and the file too.

    Raises InvalidInput without a reason, Conflict where it was undone or something was done with one of its cases
    since, NotAllowed for who may not take over cases of their organisations.
    """
    at = at or clock.now()
    cases = Case.objects.filter(taken_over=taken)
    for handler in set(cases.values_list("handler", flat=True)):
        identity.require(by, rules.IMPORT, organisation=handler)
    _require_somewhere(by)
    if not reason.strip():
        raise InvalidInput(_("Please give the reason."), field="reason")
    if taken.undone_at is not None:
        raise Conflict(_("This import was undone before."))
    decisions = Decision.objects.filter(case__taken_over=taken)
    touched = Q(version__gt=1) | Q(messages__isnull=False) | Q(decision__version__gt=1)
    if cases.filter(touched | Q(decision__conditions__version__gt=1)).exists():
        raise Conflict(_("Something was done with one of these cases since; they stay."))
    gone = list(decisions.values_list("pk", flat=True))
    Condition.objects.filter(decision__case__taken_over=taken).delete()
    decisions.delete()
    cases.delete()
    for decision in gone:
        search.note_change(kind=SEARCH_KIND, item=decision, at=at)
    update_versioned(
        taken,
        expected=taken.version,
        changes={"undone_at": at, "undone_by": by.id, "undone_reason": reason.strip()},
    )
    record(
        action="casework.cases.taken_out",
        subject=f"take-over:{taken.pk}",
        by=by,
        at=at,
        details={"cases": len(gone), "reason": reason.strip()},
    )
    return taken
