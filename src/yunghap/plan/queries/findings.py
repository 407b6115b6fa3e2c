"""Results of the last check run of an edition."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import NotFound
from yunghap.plan.contracts import Span
from yunghap.plan.enums import CheckOutcome
from yunghap.plan.models import CheckRun, Edition, Finding


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One check result. `outcome` PASS, FAIL or NOT_APPLICABLE; `values` the raw figures behind it.

    `documents` are the ids of the texts that the `spans` lie in, one for each.
    """

    id: str
    check: str
    check_version: int
    outcome: str
    spans: tuple[Span, ...]
    documents: tuple[str, ...]
    message_ko: str
    message_en: str
    values: dict[str, str]
    waived_at: datetime | None
    waived_by: str
    waiver_reason: str
    version: int

    @property
    def open(self) -> bool:
        """It failed and nobody waived it."""
        return self.outcome == CheckOutcome.FAIL and self.waived_at is None

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines concerned, each once, in order."""
        return tuple(sorted({span.line for span in self.spans}))

    def message(self, language: str) -> str:
        """The sentence in the language."""
        return self.message_en if language == "en" else self.message_ko


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How the last run came out; all zero where none was made (`run_at` is None then)."""

    run_at: datetime | None
    number: int
    passed: int
    open: int
    waived: int
    not_applicable: int


def last_run(edition: Edition) -> CheckRun | None:
    """The last check run of an edition."""
    return CheckRun.objects.filter(edition=edition).order_by("-number").first()


def find_findings(
    edition: Edition, *, outcome: str | None = None, check: str = "", only_open: bool = False
) -> QuerySet[Finding]:
    """The results of the last run in the order of the checks, waived ones last; open failures only where asked for."""
    rows = Finding.objects.filter(run=last_run(edition))
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    if check:
        rows = rows.filter(check_id=check)
    if only_open:
        rows = rows.filter(outcome=CheckOutcome.FAIL, waived_at__isnull=True)
    return rows.alias(waived=Q(waived_at__isnull=False)).order_by("waived", "position")


def findings_of(
    edition: Edition, *, outcome: str | None = None, check: str = "", only_open: bool = False
) -> tuple[FindingRow, ...]:
    """What `find_findings` finds, as values."""
    rows = find_findings(edition, outcome=outcome, check=check, only_open=only_open)
    return tuple(finding_row(row) for row in rows)


def get_finding(finding_id: str) -> FindingRow:
    """One finding; raises NotFound."""
    row = Finding.objects.filter(pk=finding_id).first()
    if row is None:
        raise NotFound(_("There is no such finding."))
    return finding_row(row)


def finding_counts(edition: Edition) -> FindingCounts:
    """How many results of each kind the last run has."""
    run = last_run(edition)
    if run is None:
        return FindingCounts(None, 0, 0, 0, 0, 0)
    rows = Finding.objects.filter(run=run)
    failed = rows.filter(outcome=CheckOutcome.FAIL)
    return FindingCounts(
        run_at=run.run_at,
        number=run.number,
        passed=rows.filter(outcome=CheckOutcome.PASS).count(),
        open=failed.filter(waived_at__isnull=True).count(),
        waived=failed.filter(waived_at__isnull=False).count(),
        not_applicable=rows.filter(outcome=CheckOutcome.NOT_APPLICABLE).count(),
    )


def finding_row(row: Finding) -> FindingRow:
    """A finding as a value."""
    return FindingRow(
        id=row.pk,
        check=row.check_id,
        check_version=row.check_version,
        outcome=row.outcome,
        spans=tuple(Span(*span[:3]) for span in row.spans),
        documents=tuple(str(span[3]) for span in row.spans),
        message_ko=row.message_ko,
        message_en=row.message_en,
        values=row.values,
        waived_at=row.waived_at,
        waived_by=row.waived_by,
        waiver_reason=row.waiver_reason,
        version=row.version,
    )
