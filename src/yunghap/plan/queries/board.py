"""The compiling officer's board: who has submitted what, and who is late."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.errors import NotFound
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation
from yunghap.plan.enums import EditionOrigin, SubmissionState
from yunghap.plan.models import Edition, Remark, RowDraft, Submission, SubmissionRow

NOT_BEGUN = "NOT_BEGUN"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A ministry and its submission. `state` is NOT_BEGUN or one of `SubmissionState`; `name` is what pages call it.

    `late` says that nothing was handed in by the statutory date, or only after it; `days_late` how many days
    (until today where nothing is in yet). `waiting_for` is MINISTRY or REVIEWER, "" when nothing is.
    """

    organisation: str
    short_name: str
    name: str
    submission: str | None
    state: str
    round: int
    rows: int
    open_remarks: int
    submitted_at: datetime | None
    decided_at: datetime | None
    due_on: date
    late: bool
    days_late: int
    waiting_for: str


@dataclass(frozen=True, slots=True)
class Board:
    """All ministries expected to submit, in the order of the 2023 plan, and counts by state."""

    edition: Edition
    due_on: date
    rows: tuple[BoardRow, ...]
    counts: dict[str, int]
    late: int


def board_of(edition: Edition, *, on: date | None = None) -> Board:
    """Who has submitted to an edition, who is late on the day (today by default).

    Expected are the ministries of the 2023 plan, for one that no longer exists on the statutory date whoever
    took over from it, and whoever else has begun.
    """
    on = on or clock.today()
    rows = Submission.objects.filter(edition=edition).select_related("organisation")
    rows = rows.prefetch_related("organisation__names")
    rows = rows.annotate(
        row_count=Count("rows", distinct=True),
        open_remarks=Count("remarks", filter=Q(remarks__resolved_at__isnull=True), distinct=True),
    )
    begun = {row.organisation_id: row for row in rows}
    expected = _expected(edition.due_on)
    expected.update({row.organisation_id: row.organisation for row in begun.values()})
    ordered = sorted(
        expected.values(), key=lambda row: (row.plan_order is None, row.plan_order or 0, row.short_name)
    )
    result = tuple(_row(edition, row, begun.get(row.pk), on) for row in ordered)
    counts = dict.fromkeys((NOT_BEGUN, *SubmissionState.values), 0)
    for item in result:
        counts[item.state] += 1
    return Board(edition, edition.due_on, result, counts, sum(item.late for item in result))


def never_begun(edition: Edition) -> tuple[BoardRow, ...]:
    """The ministries that are expected to have a part in the edition and never began one.

    None for an edition that was read from a document, and for an amendment.
    """
    if edition.supersedes_id or edition.origin != EditionOrigin.COMPILED:
        return ()
    return tuple(row for row in board_of(edition).rows if row.state == NOT_BEGUN)


def _expected(day: date) -> dict[str, Organisation]:
    """The ministries of the plan, or whoever took over, that exist on the day."""
    result = {row.pk: row for row in identity.ministries(day) if row.plan_order is not None}
    gone = Organisation.objects.filter(plan_order__isnull=False).exclude(pk__in=list(result))
    for row in gone:
        for succession in row.successors.select_related("successor"):
            if succession.successor.exists_on(day):
                result[succession.successor_id] = succession.successor
    return result


def _row(edition: Edition, ministry: Organisation, submission: Submission | None, on: date) -> BoardRow:
    first_in = None if submission is None else submission.first_submitted_at
    day = first_in.astimezone(clock.SEOUL).date() if first_in is not None else on
    late = max((day - edition.due_on).days, 0)
    state = NOT_BEGUN if submission is None else submission.state
    waiting = {SubmissionState.SUBMITTED.value: "REVIEWER", SubmissionState.ACCEPTED.value: ""}
    return BoardRow(
        organisation=ministry.pk,
        short_name=ministry.short_name,
        name=ministry.name_here,
        submission=None if submission is None else submission.pk,
        state=state,
        round=0 if submission is None else submission.round,
        rows=getattr(submission, "row_count", 0),
        open_remarks=getattr(submission, "open_remarks", 0),
        submitted_at=None if submission is None else submission.submitted_at,
        decided_at=None if submission is None else submission.decided_at,
        due_on=edition.due_on,
        late=late > 0,
        days_late=late,
        waiting_for=waiting.get(state, "MINISTRY"),
    )


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A submission with its rows, the remarks on them, and what others have typed and not saved.

    `drafts` are everybody's, newest first; `editable` says that rows can be changed now.
    """

    submission: Submission
    rows: tuple[SubmissionRow, ...]
    remarks: tuple[Remark, ...]
    drafts: tuple[RowDraft, ...]
    editable: bool


def get_submission(submission_id: str) -> SubmissionView:
    """A submission for its page; raises NotFound."""
    row = (
        Submission.objects.select_related("edition", "organisation", "document")
        .filter(pk=submission_id)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such submission."))
    return SubmissionView(
        submission=row,
        rows=tuple(row.rows.order_by("position", "id")),
        remarks=tuple(row.remarks.select_related("row").order_by("-made_at", "id")),
        drafts=tuple(row.drafts.select_related("row").order_by("-saved_at", "id")),
        editable=row.state in {SubmissionState.DRAFT, SubmissionState.RETURNED}
        and row.edition.status in {"COLLECTING", "REVIEW"},
    )


def submissions_for(organisations: frozenset[str] | None) -> tuple[Submission, ...]:
    """The submissions of some organisations (None: of all), newest edition first."""
    rows = Submission.objects.select_related("edition", "organisation")
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    return tuple(
        rows.order_by("-edition__year", "-edition__seq", F("organisation__plan_order").asc(nulls_last=True))
    )
