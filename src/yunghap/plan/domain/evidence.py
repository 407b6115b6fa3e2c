"""Binds targets and actuals to what proves them: a named measure over live records, or a file."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.measures import service as measures
from yunghap.plan.edition_rules import storable
from yunghap.plan.enums import ObservationRole, ObservationStatus
from yunghap.plan.models import Evidence, EvidenceReading, Observation
from yunghap.plan.rules import BIND_EVIDENCE

SHA256_LENGTH = 64
# An actual that a plan printed rests on the same records as a target.
PROVABLE = frozenset({ObservationRole.TARGET, ObservationRole.ACTUAL})
FRESH = timedelta(days=1)  # after so long an unchanged answer is kept again, so that its day is not old


@transaction.atomic
def bind_evidence(
    *,
    target: Observation,
    by: Actor,
    measure: str = "",
    file_sha256: str = "",
    file_name: str = "",
    at: datetime | None = None,
) -> Evidence:
    """Say what a target or actual rests on: a measure (its code) or a file (its hash). It may have several.

    A measure is read at once. Raises InvalidInput where the number is neither or not in use, the measure does not
    exist, counts in another unit or answers what cannot be kept, or both or neither is given; Conflict where it
    is bound to that already.
    """
    at = at or clock.now()
    require(by, BIND_EVIDENCE, organisation=by.organisation)
    if target.role not in PROVABLE or target.status == ObservationStatus.REJECTED:
        raise InvalidInput(_("Evidence belongs to a target or an actual."))
    if bool(measure) == bool(file_sha256):
        raise InvalidInput(_("Evidence is a measure or a file."))
    if measure:
        if measure not in measures.REGISTRY:
            raise InvalidInput(_("There is no such measure."), field="measure")
        if measures.get_measure(measure).unit != target.unit:
            raise InvalidInput(_("The measure counts in another unit than the number."), field="measure")
    elif len(file_sha256) != SHA256_LENGTH or not file_name.strip():
        raise InvalidInput(_("A file has a name and a hash."), field="file_sha256")
    if target.evidence.filter(measure=measure, file_sha256=file_sha256, released_at__isnull=True).exists():
        raise Conflict(_("The number is bound to this already."))
    evidence = Evidence.objects.create(
        target=target,
        measure=measure,
        file_sha256=file_sha256,
        file_name=file_name.strip()[:200],
        bound_at=at,
        bound_by=by.id,
        created_at=at,
    )
    record(
        action="plan.evidence.bound",
        subject=f"observation:{target.pk}",
        by=by,
        at=at,
        details={"evidence": evidence.pk, "measure": measure, "file": file_sha256},
    )
    if measure:
        read_evidence(evidence=evidence, by=by, at=at)
    return evidence


@transaction.atomic
def release_evidence(*, evidence: Evidence, by: Actor, at: datetime | None = None) -> Evidence:
    """Say that a number no longer rests on this; it stays on record. Raises Conflict where it was released."""
    at = at or clock.now()
    require(by, BIND_EVIDENCE, organisation=by.organisation)
    if evidence.released_at is not None:
        raise Conflict(_("This evidence was released already."))
    update_versioned(evidence, expected=evidence.version, changes={"released_at": at})
    record(
        action="plan.evidence.released",
        subject=f"observation:{evidence.target_id}",
        by=by,
        at=at,
        details={"evidence": evidence.pk},
    )
    return evidence


@transaction.atomic
def read_evidence(*, evidence: Evidence, by: Actor, at: datetime | None = None) -> EvidenceReading:
    """Ask the measure of a number for its value in the number's period and keep the answer with its hash.

    Raises InvalidInput where the evidence is a file or the answer cannot be kept, LookupError where the
    measure is gone.
    """
    at = at or clock.now()
    if not evidence.measure:
        raise InvalidInput(_("A file answers nothing."))
    target = evidence.target
    reading, digest = _ask(evidence, at)
    if not storable(reading.value):
        raise InvalidInput(_("This number cannot be kept."))
    row, _created = EvidenceReading.objects.get_or_create(
        evidence=evidence,
        as_of=reading.as_of,
        defaults={
            "value": reading.value,
            "unit": measures.get_measure(evidence.measure).unit,
            "generated": reading.generated,
            "result_sha256": digest,
            "created_at": at,
        },
    )
    record(
        action="plan.evidence.read",
        subject=f"observation:{target.pk}",
        by=by,
        at=at,
        details={"evidence": evidence.pk, "value": reading.value, "result": digest},
    )
    return row


def refresh_evidence(*, by: Actor, at: datetime | None = None) -> int:
    """Read the measures of all bound numbers anew; returns how many answers were kept.

    An answer that has not changed is kept again only after a day. A measure that is gone, or answers what
    cannot be kept, leaves its last answer standing.
    """
    at = at or clock.now()
    kept = 0
    bound = Evidence.objects.filter(released_at__isnull=True).exclude(measure="").select_related("target")
    for evidence in bound:
        if evidence.measure not in measures.REGISTRY:
            continue
        last = evidence.readings.last()
        reading, _digest = _ask(evidence, at)
        same = last is not None and (last.value, last.generated) == (reading.value, reading.generated)
        unchanged = last is not None and same and at - last.as_of < FRESH
        if not unchanged and storable(reading.value):
            read_evidence(evidence=evidence, by=by, at=at)
            kept += 1
    return kept


def asked_period(target: Observation, at: datetime) -> tuple[date, date]:
    """First and last day that a number's measure is asked about: its period, else its year, else the year of `at`."""
    year = target.year or at.year
    return target.period_start_on or date(year, 1, 1), target.period_end_on or date(year, 12, 31)


def _ask(evidence: Evidence, at: datetime) -> tuple[measures.Reading, str]:
    start, end = asked_period(evidence.target, at)
    return measures.read_measure(evidence.measure, start=start, end=end, at=at)
