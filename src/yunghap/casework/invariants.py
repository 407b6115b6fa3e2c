"""What always holds of cases; `yunghap fsck` looks at it."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from yunghap.casework.enums import CaseState, ItemKind, ItemOutcome
from yunghap.casework.models import AgendaItem, Case, CaseNumber, Decision
from yunghap.core.invariants import invariant


@invariant("casework.numbers", "The numbers of a series run without gaps up to the last one given")
def numbers_run_without_gaps() -> Iterator[str]:
    for row in CaseNumber.objects.order_by("series", "year").iterator():
        prefix = f"{row.series}-{row.year}-"
        found = Case.objects.filter(number__startswith=prefix, taken_over__isnull=True).count()
        if found != row.last:
            yield f"{prefix}: {found} cases, last number {row.last}"


@invariant(
    "casework.decided", "A decided case has a decision, and a decision belongs to a decided or closed case"
)
def decided_cases_have_decisions() -> Iterator[str]:
    for case in Case.objects.filter(state=CaseState.DECIDED, decision__isnull=True).iterator():
        yield f"case {case.pk} is decided without a decision"
    for decision in Decision.objects.exclude(
        case__state__in=[CaseState.DECIDED, CaseState.CLOSED]
    ).iterator():
        yield f"decision {decision.pk} of a case that is not decided"


@invariant("casework.votes", "What passed had its quorum and its majority")
def resolutions_had_their_votes() -> Iterator[str]:
    passed = AgendaItem.objects.filter(kind=ItemKind.DECISION, outcome=ItemOutcome.PASSED)
    for item in passed.exclude(Q(present__gt=F("base") / 2) & Q(votes_for__gt=F("present") / 2)).iterator():
        yield f"agenda item {item.pk}: {item.votes_for} of {item.present} present, base {item.base}"
    voted = AgendaItem.objects.filter(settled_at__isnull=False).annotate(cast=Count("ballots"))
    for item in voted.filter(cast__gt=F("present")).iterator():
        yield f"agenda item {item.pk}: {item.cast} votes of {item.present} present"
