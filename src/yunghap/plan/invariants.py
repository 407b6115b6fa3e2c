"""What must hold of the plan's rows beyond what the database itself enforces."""

from collections.abc import Iterator

from django.db.models import F, Sum

from yunghap.core.invariants import invariant
from yunghap.plan.enums import ObservationStatus, SubmissionState
from yunghap.plan.models import Crosswalk, Document, Observation, Placement, Submission
from yunghap.programmes.service import DEMONSTRATION, BudgetLine


@invariant("plan.span", "The numbers of texts made here stand where their spans say")
def spans_reproduce_text() -> Iterator[str]:
    """Every span of a text that is kept gives exactly its number."""
    for document in Document.objects.exclude(text="").iterator():
        lines = document.text.split("\n")
        for span in document.spans.all():
            if span.line > len(lines) or lines[span.line - 1][span.start : span.end] != span.text:
                yield f"span {span.pk} of document {document.pk} is not at its place"


@invariant("plan.edition", "An observation and what it is about belong to the same edition")
def observations_stay_in_their_edition() -> Iterator[str]:
    """Nodes and budget lines are those of the observation's edition."""
    stray = Observation.objects.filter(node__isnull=False).exclude(node__scheme__edition=F("edition"))
    yield from (
        f"observation {key} points at another edition's node" for key in stray.values_list("pk", flat=True)
    )
    stray = Observation.objects.filter(budget_line__isnull=False).exclude(
        budget_line__stated_in=F("edition_id")
    )
    yield from (
        f"observation {key} points at another edition's line" for key in stray.values_list("pk", flat=True)
    )
    moved = Placement.objects.exclude(node__scheme=F("scheme"))
    yield from (f"placement {key} is in two schemes" for key in moved.values_list("pk", flat=True))


@invariant("plan.claim", "Every budget line that is worth something is claimed by a number in use")
def lines_are_claimed() -> Iterator[str]:
    """A line above zero has an observation that is not rejected."""
    claimed = Observation.objects.exclude(status=ObservationStatus.REJECTED).filter(budget_line__isnull=False)
    rows = BudgetLine.objects.filter(amount_krw__gt=0).exclude(pk__in=claimed.values("budget_line_id"))
    rows = rows.exclude(stated_in=DEMONSTRATION)
    for line in rows.iterator():
        yield f"budget line {line.pk} of {line.amount_krw:,} won is claimed by nobody"


@invariant("plan.crosswalk", "The weights of a crosswalk are at most the whole")
def crosswalks_are_at_most_whole() -> Iterator[str]:
    """Per source node and destination scheme, the weights sum to 1 at most."""
    sums = Crosswalk.objects.values("src", "dst__scheme").annotate(total=Sum("weight")).filter(total__gt=1)
    yield from (f"node {row['src']} gives away {row['total']} of itself" for row in sums)


@invariant("plan.submission", "A submission's text has the hash that was submitted")
def submissions_keep_their_text() -> Iterator[str]:
    """The text of a submission is the one that was handed in."""
    rows = Submission.objects.exclude(state=SubmissionState.DRAFT).select_related("document")
    for row in rows.iterator():
        if row.document is None or row.document.sha256 != row.payload_sha256:
            yield f"submission {row.pk} has another text than was submitted"
