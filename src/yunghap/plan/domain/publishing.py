"""From review to publication by notice: nothing open, two people, on record (Decree art. 5)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, NotAllowed
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.plan.domain.checking import facts_hash
from yunghap.plan.domain.publicity import note_edition
from yunghap.plan.enums import CheckOutcome, EditionStatus, SubmissionState
from yunghap.plan.models import Approval, Edition, Finding, Submission
from yunghap.plan.queries.board import never_begun
from yunghap.plan.queries.findings import last_run
from yunghap.plan.rules import APPROVE_EDITION, COMPILE_EDITION, PUBLISH_EDITION


def _move(
    edition: Edition, status: EditionStatus, *, expected: int, by: Actor, at: datetime, **more: object
) -> None:
    before = edition.status
    update_versioned(edition, expected=expected, changes={"status": status.value})
    record(
        action=f"plan.edition.{status.value.lower()}",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={"from": before, **more},
    )


@transaction.atomic
def begin_review(*, edition: Edition, expected: int, by: Actor, at: datetime | None = None) -> Edition:
    """Stop collecting and review; a final edition goes back to review. Approvals given so far lapse.

    Raises Conflict where the edition is in another state or the version is not `expected`.
    """
    at = at or clock.now()
    require(by, COMPILE_EDITION)
    if edition.status not in {EditionStatus.COLLECTING, EditionStatus.FINAL}:
        raise Conflict(_("The edition is not in a state for this."), status=edition.status)
    _move(edition, EditionStatus.REVIEW, expected=expected, by=by, at=at)
    edition.approvals.all().delete()  # after the edition is ours: an approval on its way waits, and then fails
    return edition


def refuse_open_findings(edition: Edition) -> None:
    """Raise Conflict where the checks were not run on the facts as they are, or found something open."""
    run = last_run(edition)
    if run is None or run.facts_sha256 != facts_hash(edition):
        raise Conflict(_("Please run the checks on the edition as it is now."))
    still = Finding.objects.filter(run=run, outcome=CheckOutcome.FAIL, waived_at__isnull=True).count()
    if still:
        raise Conflict(_("%(count)s findings are open.") % {"count": still}, open=still)


@transaction.atomic
def finalise_edition(
    *, edition: Edition, expected: int, by: Actor, without_parts: bool = False, at: datetime | None = None
) -> Edition:
    """Declare a reviewed edition final: every submission accepted, every check passing or waived.

    `without_parts` says that it goes without the ministries that never began their part; the record names them. Raises
    Conflict where that is not said, where a submission is not accepted or a finding open, or for another state or
    version.
    """
    at = at or clock.now()
    require(by, COMPILE_EDITION)
    if edition.status != EditionStatus.REVIEW:
        raise Conflict(_("The edition is not in a state for this."), status=edition.status)
    waiting = Submission.objects.filter(edition=edition).exclude(state=SubmissionState.ACCEPTED).count()
    if waiting:
        raise Conflict(_("%(count)s submissions are not accepted.") % {"count": waiting}, waiting=waiting)
    absent = [row.short_name for row in never_begun(edition)]
    if absent and not without_parts:
        raise Conflict(
            _("These ministries have not begun their parts: %(names)s") % {"names": ", ".join(absent)},
            absent=absent,
        )
    undecided = edition.amendment_items.filter(needs_committee=True, committee_on__isnull=True).count()
    if undecided:
        raise Conflict(
            _("%(count)s changes have not been before the committee.") % {"count": undecided},
            undecided=undecided,
        )
    refuse_open_findings(edition)
    more = {"without": absent} if absent else {}
    _move(edition, EditionStatus.FINAL, expected=expected, by=by, at=at, **more)
    return edition


@transaction.atomic
def approve_edition(*, edition: Edition, by: Actor, note: str = "", at: datetime | None = None) -> Approval:
    """Record one person's approval of a final edition. Raises Conflict for another state or a second time."""
    at = at or clock.now()
    require(by, APPROVE_EDITION)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)  # as it is now, not as it was read
    if edition.status != EditionStatus.FINAL:
        raise Conflict(_("The edition is not in a state for this."), status=edition.status)
    if edition.approvals.filter(approved_by=by.id).exists():
        raise Conflict(_("You have approved this edition already."))
    approval = Approval.objects.create(
        edition=edition, approved_by=by.id, approved_at=at, note=note.strip(), created_at=at
    )
    record(
        action="plan.edition.approved",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={"note": approval.note},
    )
    return approval


@transaction.atomic
def publish_edition(
    *,
    edition: Edition,
    expected: int,
    by: Actor,
    issued_on: date | None = None,
    at: datetime | None = None,
) -> Edition:
    """Publish a final edition that somebody else has approved. From then on it is amended, never overwritten.

    Raises NotAllowed where nobody but the publisher approved it, Conflict where the edition is not final,
    findings are open or the version is not `expected`.
    """
    at = at or clock.now()
    require(by, PUBLISH_EDITION)
    if edition.status != EditionStatus.FINAL:
        raise Conflict(_("The edition is not in a state for this."), status=edition.status)
    approvals = sorted(set(edition.approvals.values_list("approved_by", flat=True)) - {by.id})
    if not approvals:
        raise NotAllowed(_("Somebody other than you has to approve the edition first."))
    refuse_open_findings(edition)
    update_versioned(
        edition,
        expected=expected,
        changes={
            "status": EditionStatus.PUBLISHED.value,
            "published_at": at,
            "published_by": by.id,
            "issued_on": issued_on or edition.issued_on or at.astimezone(clock.SEOUL).date(),
        },
    )
    record(
        action="plan.edition.published",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={
            "year": edition.year,
            "seq": edition.seq,
            "facts": facts_hash(edition),
            "approved_by": approvals,
        },
    )
    note_edition(edition, at=at)
    return edition
