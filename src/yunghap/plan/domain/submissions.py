"""A ministry's part of the plan, from the first row to its acceptance (Act art. 6, Decree art. 5)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation, require
from yunghap.ledger.service import record
from yunghap.plan.domain.acceptance import accept_rows, withdraw_rows
from yunghap.plan.domain.row_text import canonical_text_of
from yunghap.plan.domain.writing import write_sections
from yunghap.plan.enums import DocumentKind, EditionStatus, SubmissionState
from yunghap.plan.models import Document, Edition, Remark, RowDraft, Submission
from yunghap.plan.rules import EDIT_SUBMISSION, REVIEW_SUBMISSION, SUBMIT_SUBMISSION

# state -> states it may go to
TRANSITIONS: Mapping[str, frozenset[str]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.SUBMITTED: frozenset(
        {SubmissionState.DRAFT, SubmissionState.RETURNED, SubmissionState.ACCEPTED}
    ),
    SubmissionState.RETURNED: frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.ACCEPTED: frozenset({SubmissionState.RETURNED}),
}
EDITABLE = frozenset({SubmissionState.DRAFT, SubmissionState.RETURNED})
OPEN_EDITIONS = frozenset({EditionStatus.COLLECTING, EditionStatus.REVIEW})


def refuse_closed(edition: Edition) -> None:
    """Raise Conflict where the edition takes no submissions any more."""
    if edition.status not in OPEN_EDITIONS:
        raise Conflict(_("The edition takes no submissions now."), status=edition.status)


def _lock(submission: Submission, state: SubmissionState, expected: int) -> None:
    """Hold the submission's row; raise Conflict where it cannot go to that state or has another version."""
    current = Submission.objects.select_for_update().get(pk=submission.pk)
    refuse_closed(submission.edition)
    if state not in TRANSITIONS[current.state]:
        raise Conflict(
            _("A submission that is %(state)s cannot be that.") % {"state": current.get_state_display()},
            state=current.state,
        )
    if current.version != expected:
        raise Conflict(_("Somebody else has changed this in the meantime."), version=current.version)


@transaction.atomic
def open_submission(
    *, edition: Edition, organisation: Organisation, by: Actor, at: datetime | None = None
) -> Submission:
    """The ministry's submission to the edition, begun where there is none yet.

    Raises Conflict where the edition takes no submissions, InvalidInput where the organisation is no
    ministry, NotAllowed where the actor may not edit for it.
    """
    at = at or clock.now()
    require(by, EDIT_SUBMISSION, organisation=organisation.pk)
    if organisation.kind != Organisation.Kind.MINISTRY:
        raise InvalidInput(_("Only ministries submit a part of the plan."), field="organisation")
    known = Submission.objects.filter(edition=edition, organisation=organisation).first()
    if known is not None:
        return known
    refuse_closed(edition)
    submission = Submission.objects.create(edition=edition, organisation=organisation, created_at=at)
    record(
        action="plan.submission.opened",
        subject=f"submission:{submission.pk}",
        by=by,
        at=at,
        details={"edition": edition.pk, "organisation": organisation.pk},
    )
    return submission


@transaction.atomic
def submit_submission(
    *, submission: Submission, expected: int, by: Actor, at: datetime | None = None
) -> Submission:
    """Hand the rows in as they are now. Their canonical text is kept; every number has its place in it.

    Raises InvalidInput where there are no rows, Conflict where the state, the edition or the version does
    not allow it.
    """
    at = at or clock.now()
    require(by, SUBMIT_SUBMISSION, organisation=submission.organisation_id)
    _lock(submission, SubmissionState.SUBMITTED, expected)
    rows = list(submission.rows.order_by("position", "id"))
    if not rows:
        raise InvalidInput(_("There is nothing to submit yet."))
    text = canonical_text_of(_title(submission), submission.edition.year, rows)
    document, created = Document.objects.get_or_create(
        kind=DocumentKind.SUBMISSION,
        sha256=text.sha256,
        defaults={
            "title": _title(submission),
            "text": text.text,
            "line_count": text.line_count,
            "created_at": at,
        },
    )
    if created:
        write_sections(document, text.sections, at)
    update_versioned(
        submission,
        expected=expected,
        changes={
            "state": SubmissionState.SUBMITTED.value,
            "round": submission.round + 1,
            "document": document,
            "payload_sha256": text.sha256,
            "first_submitted_at": submission.first_submitted_at or at,
            "submitted_at": at,
            "submitted_by": by.id,
            "decided_at": None,
            "decided_by": "",
        },
    )
    submission.remarks.filter(resolved_at__isnull=True).update(resolved_at=at)
    RowDraft.objects.filter(submission=submission, typed_by=by.id).delete()
    record(
        action="plan.submission.submitted",
        subject=f"submission:{submission.pk}",
        by=by,
        at=at,
        details={"rows": len(rows), "payload": text.sha256, "round": submission.round},
    )
    return submission


@transaction.atomic
def withdraw_submission(
    *, submission: Submission, expected: int, by: Actor, reason: str = "", at: datetime | None = None
) -> Submission:
    """Take back what the ministry submitted before it is decided on; it is a draft again.

    Nothing counts as handed in from then on; what was, stays in the record with its hash. The reviewers are told.
    Raises NotAllowed where the actor may not submit for the ministry, Conflict where the state, the edition or the
    version does not allow it.
    """
    at = at or clock.now()
    require(by, SUBMIT_SUBMISSION, organisation=submission.organisation_id)
    _lock(submission, SubmissionState.DRAFT, expected)
    payload = submission.payload_sha256
    update_versioned(
        submission,
        expected=expected,
        changes={
            "state": SubmissionState.DRAFT.value,
            "first_submitted_at": None,
            "submitted_at": None,
            "submitted_by": "",
        },
    )
    identity.notify(
        to=identity.people_with_permission(REVIEW_SUBMISSION),
        subject=_("A ministry took its part of the plan back"),
        link=f"/desk/submissions/{submission.pk}/",
        by=by,
        at=at,
    )
    record(
        action="plan.submission.withdrawn",
        subject=f"submission:{submission.pk}",
        by=by,
        at=at,
        details={"payload": payload, "round": submission.round, "reason": reason.strip()},
    )
    return submission


def _title(submission: Submission) -> str:
    edition = submission.edition
    return f"{edition.year} {submission.organisation.short_name}"


@transaction.atomic
def return_submission(
    *,
    submission: Submission,
    remarks: Mapping[str, str],
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Submission:
    """Send a submission back: `remarks` maps row ids to what is asked for, "" for the whole of it.

    An accepted submission may be returned as long as the edition is open; its numbers leave the edition.
    The ministry's officers are told. Raises InvalidInput without a remark or for a row of another
    submission, Conflict where the state, the edition or the version does not allow it.
    """
    at = at or clock.now()
    require(by, REVIEW_SUBMISSION)
    _lock(submission, SubmissionState.RETURNED, expected)
    texts = {row: text.strip() for row, text in remarks.items() if text.strip()}
    rows = {row.pk: row for row in submission.rows.all()}
    if not texts or not texts.keys() <= {"", *rows}:
        raise InvalidInput(_("Please say what the ministry should change."), field="remarks")
    if submission.state == SubmissionState.ACCEPTED:
        withdraw_rows(submission, by=by, at=at)
    update_versioned(
        submission,
        expected=expected,
        changes={"state": SubmissionState.RETURNED.value, "decided_at": at, "decided_by": by.id},
    )
    Remark.objects.bulk_create(
        Remark(
            submission=submission,
            row=rows.get(row),
            row_label=str(rows[row])[:300] if row else "",
            round=submission.round,
            text=text,
            made_by=by.id,
            made_at=at,
            created_at=at,
        )
        for row, text in texts.items()
    )
    identity.notify(
        to=identity.people_with_permission(EDIT_SUBMISSION, organisation=submission.organisation_id),
        subject=_("Your part of the plan was returned with remarks"),
        link=f"/desk/submissions/{submission.pk}/",
        due_on=due if (due := submission.edition.due_on) >= clock.today() else None,
        by=by,
        at=at,
    )
    record(
        action="plan.submission.returned",
        subject=f"submission:{submission.pk}",
        by=by,
        at=at,
        details={"remarks": len(texts), "round": submission.round},
    )
    return submission


@transaction.atomic
def accept_submission(
    *, submission: Submission, expected: int, by: Actor, at: datetime | None = None
) -> Submission:
    """Take the submission into the edition: its rows become observations, budget lines and indicators.

    Raises Conflict where the state, the edition or the version does not allow it, InvalidInput where a row
    names an unknown ministry or contradicts the accepted part of another ministry.
    """
    at = at or clock.now()
    require(by, REVIEW_SUBMISSION)
    _lock(submission, SubmissionState.ACCEPTED, expected)
    numbers = accept_rows(submission, by=by, at=at)
    update_versioned(
        submission,
        expected=expected,
        changes={"state": SubmissionState.ACCEPTED.value, "decided_at": at, "decided_by": by.id},
    )
    identity.notify(
        to=identity.people_with_permission(EDIT_SUBMISSION, organisation=submission.organisation_id),
        subject=_("Your part of the plan was accepted"),
        link=f"/desk/submissions/{submission.pk}/",
        by=by,
        at=at,
    )
    record(
        action="plan.submission.accepted",
        subject=f"submission:{submission.pk}",
        by=by,
        at=at,
        details={"payload": submission.payload_sha256, "numbers": numbers},
    )
    return submission
