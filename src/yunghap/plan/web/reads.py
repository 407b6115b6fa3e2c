"""What the public pages read: editions a reader may see, their data, findings, sources."""

import functools
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yunghap.core.actors import Actor
from yunghap.core.errors import NotFound
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.plan import rules
from yunghap.plan.contracts import Quantity
from yunghap.plan.enums import CheckOutcome, EditionOrigin, EditionStatus
from yunghap.plan.models import Edition, Evidence
from yunghap.plan.queries.findings import FindingCounts, FindingRow, findings_of
from yunghap.plan.queries.findings import finding_counts as _finding_counts
from yunghap.plan.view.compare import Comparison, compare
from yunghap.plan.view.figures import annual_line
from yunghap.plan.view.load import load_edition
from yunghap.plan.view.model import EditionView


@dataclass(frozen=True, slots=True)
class EditionRef:
    """An edition as pages name it: `slug` is the year, with the sequence where it is not the newest of its year."""

    id: str
    slug: str
    year: int
    seq: int
    version: int
    title: str
    status: str
    status_label: str
    is_published: bool
    generated: bool
    published_on: date | None
    reason: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same programme or indicator in another edition."""

    edition: EditionRef
    fact: str
    data: EditionView


def actor(request: HttpRequest) -> Actor | None:
    """The reader, or None for somebody who has not signed in."""
    return identity.actor_of(request) if request.user.is_authenticated else None


def _reference(edition: Edition, newest: bool) -> EditionRef:
    return EditionRef(
        id=edition.id,
        slug=str(edition.year) if newest else f"{edition.year}-{edition.seq}",
        year=edition.year,
        seq=edition.seq,
        version=edition.version,
        title=edition.title,
        status=edition.status,
        status_label=str(EditionStatus(edition.status).label),
        is_published=edition.status == EditionStatus.PUBLISHED,
        generated=edition.origin == EditionOrigin.GENERATED,
        published_on=edition.issued_on,
        reason=edition.reason,
        sha256=edition.document.sha256 if edition.document else "",
    )


def _works_on_plans(by: Actor) -> bool:
    return any(
        identity.can(by, permission, organisation=by.organisation)
        for permission in (rules.COMPILE_EDITION, rules.EDIT_SUBMISSION, rules.REVIEW_SUBMISSION)
    )


def visible_editions(*, by: Actor | None) -> list[EditionRef]:
    """Published editions for everybody, the others for those who compile or submit; newest first."""
    found = Edition.objects.select_related("document").order_by("-year", "-seq")
    if by is None or not _works_on_plans(by):
        found = found.filter(status=EditionStatus.PUBLISHED)
    seen: set[int] = set()
    references = []
    for edition in found:
        references.append(_reference(edition, newest=edition.year not in seen))
        seen.add(edition.year)
    return references


def find_edition(slug: str, *, by: Actor | None) -> EditionRef | None:
    """The edition of an address: "2023" is the newest of its year, "2023-1" a certain one."""
    wanted = slug.split("-")
    for reference in visible_editions(by=by):
        if reference.slug == slug or [str(reference.year), str(reference.seq)] == wanted:
            return reference
    return None


def edition_data(reference: EditionRef) -> EditionView:
    """The edition's data; published editions do not change, so they stay in memory."""
    if reference.is_published:
        return _published_data(reference.id, reference.version)
    return load_edition(_row(reference))


@functools.lru_cache(maxsize=8)
def _published_data(edition_id: str, version: int) -> EditionView:  # noqa: ARG001 - the version is part of the key
    return load_edition(Edition.objects.select_related("document").get(id=edition_id))


def _row(reference: EditionRef) -> Edition:
    return Edition.objects.select_related("document").get(id=reference.id)


def finding_counts(reference: EditionRef) -> FindingCounts:
    """How the last run of the checks came out."""
    return _finding_counts(_row(reference))


def findings(reference: EditionRef, *, outcome: str) -> list[FindingRow]:
    """The findings of the last run with one outcome ("fail", "pass", "not_applicable"), unwaived first."""
    rows = findings_of(_row(reference), outcome=CheckOutcome(outcome.upper()))
    return sorted(rows, key=lambda row: row.waived_at is not None)


def evidence_by_fact(reference: EditionRef) -> dict[str, list[str]]:
    """Id of a target -> what it rests on; a target that is missing here is unbound."""
    bound: dict[str, list[str]] = {}
    rows = Evidence.objects.filter(target__edition_id=reference.id, released_at__isnull=True)
    for target, measure, name in rows.values_list("target_id", "measure", "file_name"):
        bound.setdefault(target, []).append(measure or name or _("file"))
    return bound


def printed_line(reference: EditionRef, fact: Quantity) -> str | None:
    """The line itself, where the document with the same hash is at hand and says the same there."""
    try:
        lines = documents.read_original(reference.sha256).lines
    except NotFound:
        return None
    line = lines[fact.line - 1] if fact.line <= len(lines) else ""
    # Another reader may have cut the lines otherwise: better none than the wrong one.
    return line if line[fact.start : fact.end] == fact.text else None


def _others(reference: EditionRef, *, by: Actor | None) -> list[EditionRef]:
    return [one for one in visible_editions(by=by) if one.id != reference.id]


def programme_elsewhere(reference: EditionRef, programme: str, *, by: Actor | None) -> list[Elsewhere]:
    """The programme's money of the year in every other edition a reader may see."""
    found = []
    for other in _others(reference, by=by):
        data = edition_data(other)
        for item in data.programmes:
            line = annual_line(item, data.year) if item.id == programme else None
            if line is not None:
                found.append(Elsewhere(other, line.fact, data))
    return found


def indicator_elsewhere(reference: EditionRef, indicator: str, *, by: Actor | None) -> list[Elsewhere]:
    """The indicator's values in every other edition a reader may see."""
    return [
        Elsewhere(other, value.fact, data)
        for other in _others(reference, by=by)
        for data in (edition_data(other),)
        for item in data.indicators
        if item.id == indicator
        for value in item.values
    ]


def compare_editions(before: EditionRef, after: EditionRef) -> Comparison:
    """What changed from one edition to the other."""
    return compare(edition_data(before), edition_data(after))
