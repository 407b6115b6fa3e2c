"""What must always hold of identity."""

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Count

from yunghap.core.invariants import invariant
from yunghap.identity.models import Organisation, PersonalAccess
from yunghap.identity.rules import overlap
from yunghap.ledger.service import Entry, details_of


@invariant("identity.access", "The record of access says what the ledger says, row for row")
def access_matches_the_ledger() -> Iterator[str]:
    """Rows that were added, changed or taken away past the verbs."""
    rows = dict(PersonalAccess.objects.values_list("entry_id").annotate(n=Count("id")))
    for entry in Entry.objects.filter(action="identity.access.recorded").order_by("position").iterator():
        said = details_of(entry)
        seen = PersonalAccess.objects.filter(entry_id=entry.entry_id)
        rows.pop(entry.entry_id, None)
        if sorted(row.subject for row in seen) != said["people"]:
            yield f"entry {entry.entry_id} names other people than the record of access"
        elif any(
            (row.actor_id, row.fields, row.purpose, row.download)
            != (entry.actor_id, said["fields"], said["purpose"][:200], said["download"])
            for row in seen
        ):
            yield f"the record of access differs from entry {entry.entry_id}"
    for entry_id in sorted(rows):
        yield f"rows of access belong to no entry: {entry_id}"


@invariant("identity.names", "No organisation has two names on one day")
def names_do_not_overlap() -> Iterator[str]:
    """Pairs of names that share a day."""
    for organisation in Organisation.objects.prefetch_related("names"):
        names = sorted(organisation.names.all(), key=lambda name: str(name.starts_on or ""))
        for earlier, later in pairwise(names):
            if later.starts_on is None or overlap(
                earlier.starts_on or later.starts_on, earlier.ends_on, later.starts_on, later.ends_on
            ):
                yield f"{organisation.pk} has two names on {later.starts_on}"
