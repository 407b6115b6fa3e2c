"""What the public pages read: editions a reader may see, their data, findings, sources."""

import functools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunghap.core.actors import Actor
from yunghap.core.language import said
from yunghap.core.text import name_key
from yunghap.identity import service as identity
from yunghap.measures import service as measures
from yunghap.plan import rules
from yunghap.plan.contracts import Quantity, english_title
from yunghap.plan.domain.evidence import asked_period
from yunghap.plan.enums import EditionOrigin, EditionStatus, ObservationSubject
from yunghap.plan.models import Edition, Evidence, EvidenceReading, Observation
from yunghap.plan.queries.common import evidence_of, in_use, quantity, split_ministries
from yunghap.plan.queries.compare import EditionDiff
from yunghap.plan.queries.edition import (
    editions_counting,
    editions_stating,
    fill,
    outline_diff,
    read_outline,
)
from yunghap.plan.queries.figures import annual_line
from yunghap.plan.queries.findings import FindingCounts
from yunghap.plan.queries.findings import finding_counts as _finding_counts
from yunghap.plan.queries.values import EditionView, Indicator, IndicatorValue
from yunghap.programmes.service import names_of

MOST_RELATED = 50  # numbers of indicators that the page of a programme looks at


@dataclass(frozen=True, slots=True)
class EditionRef:
    """An edition as pages name it: `slug` is the year, with the sequence where it is not the newest of its year."""

    id: str
    slug: str
    year: int
    seq: int
    version: int
    revision: int
    title: str
    title_en: str
    status: str
    status_label: str
    is_published: bool
    generated: bool
    published_on: date | None
    reason: str
    sha256: str

    @property
    def title_here(self) -> str:
        """The title in the reader's language."""
        return said(self.title, english_title(self.title_en, self.year))

    @property
    def state(self) -> tuple[str, int, int]:
        """Id, version and revision: the same as long as nothing about the edition changes."""
        return self.id, self.version, self.revision


@dataclass(frozen=True, slots=True)
class Sourced:
    """A fact with its id: what a number on a page needs to lead back to its source."""

    id: str
    fact: Quantity


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The money of the same programme in another edition."""

    edition: EditionRef
    number: Sourced


@dataclass(frozen=True, slots=True)
class ElsewhereValues:
    """The values of the same indicator in another edition, each with its number."""

    edition: EditionRef
    values: tuple[IndicatorValue, ...]
    numbers: tuple[Sourced, ...]


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
        revision=edition.revision,
        title=edition.title,
        title_en=edition.title_en,
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


def row_of(reference: EditionRef) -> Edition:
    """The edition itself, with its document."""
    return Edition.objects.select_related("document").get(pk=reference.id)


def outline(
    reference: EditionRef,
    *,
    programmes: Collection[str] | None = None,
    indicators: Collection[str] | None = None,
) -> EditionView:
    """What a page is made from; see `queries.edition.read_outline`.

    The outlines of the last published editions stay in memory until something about the edition changes.
    """
    if not reference.is_published:
        return read_outline(row_of(reference), programmes=programmes, indicators=indicators)
    whole = _published(*reference.state)
    return replace(
        whole,
        programmes=tuple(one for one in whole.programmes if programmes is None or one.id in programmes),
        indicators=tuple(one for one in whole.indicators if indicators is None or one.id in indicators),
    )


@functools.lru_cache(maxsize=8)
def _published(edition: str, version: int, revision: int) -> EditionView:  # noqa: ARG001 - parts of the key
    return read_outline(Edition.objects.select_related("document").get(pk=edition))


def ministries_here(reference: EditionRef) -> dict[str, str]:
    """Short name -> English name of the ministries on the day of the edition; empty for Korean readers."""
    if get_language() != "en":
        return {}
    day = reference.published_on or date(reference.year, 1, 1)
    named = ((one.short_name, one.name_on(day)) for one in identity.ministries(on=day))
    return {short: name.english for short, name in named if name is not None and name.english}


def numbers_of(reference: EditionRef) -> QuerySet[Observation]:
    """The numbers of an edition in reading order."""
    return in_use(reference.id).select_related("section")


def of_ministry(rows: QuerySet[Observation], name: str) -> QuerySet[Observation]:
    """Those of a ministry, alone or jointly."""
    alone = Q(ministry=name) | Q(ministry__startswith=f"{name}·") | Q(ministry__endswith=f"·{name}")
    return rows.filter(alone | Q(ministry__contains=f"·{name}·"))


def find_numbers(
    reference: EditionRef, *, text: str = "", ministry: str = "", role: str = "", line: str = ""
) -> Sequence[str]:
    """Ids of the numbers that fit, in reading order; `text` stands in number or subject in whatever spelling."""
    rows = numbers_of(reference)
    if ministry:
        rows = of_ministry(rows, ministry)
    if role:
        rows = rows.filter(role=role.upper())
    if line:
        rows = rows.filter(span__line=int(line)) if line.isdecimal() and len(line) < 9 else rows.none()
    if not text:
        return cast(Sequence[str], rows.values_list("pk", flat=True))  # sliced by whoever shows a page of it
    key = name_key(text)
    fields = ("pk", "programme_text", "span__text")
    return [pk for pk, *parts in rows.values_list(*fields) if key in name_key(" ".join(parts))]


def sourced(reference: EditionRef, facts: Iterable[str]) -> list[Sourced]:
    """The numbers with these ids, in reading order."""
    return [Sourced(row.pk, quantity(row)) for row in numbers_of(reference).filter(pk__in=list(facts))]


def ministry_names(view: EditionView) -> list[str]:
    """Every ministry the edition names: those of the printed table in its order, then the others."""
    printed = [total.key for total in view.totals if total.subject == "ministry"]
    joined = in_use(view.id).exclude(ministry="").order_by().values_list("ministry", flat=True).distinct()
    return list(
        dict.fromkeys([*printed, *sorted({name for one in joined for name in split_ministries(one)})])
    )


def finding_counts(reference: EditionRef) -> FindingCounts:
    """How the last run of the checks came out."""
    return _finding_counts(row_of(reference))


@dataclass(frozen=True)
class Bound:
    """What one number rests on, as a page shows it: a measure with its last answer, or a file with its hash.

    `query` is the measure's code with the days it was asked about, `records` the address of the public records
    behind the answer where there is one; `share` the answer by the number.
    """

    name: object
    query: str = ""
    records: str = ""
    start: date | None = None
    end: date | None = None
    reading: EvidenceReading | None = None
    share: Decimal | None = None
    file_sha256: str = ""


def evidence_by_fact(facts: Iterable[str]) -> dict[str, list[Bound]]:
    """Id of a target -> what it rests on; a target that is missing here is unbound."""
    return {key: [_bound(row) for row in rows] for key, rows in evidence_of(facts).items()}


def _bound(row: Evidence) -> Bound:
    if not row.measure:
        return Bound(row.file_name or _("file"), file_sha256=row.file_sha256)
    measure = measures.get_measure(row.measure) if row.measure in measures.REGISTRY else None
    reading = row.readings.last()
    start, end = asked_period(row.target, reading.as_of if reading else row.bound_at)
    return Bound(
        measure.name if measure else row.measure,
        query=row.measure,
        records=measure.records(start, end) if measure else "",
        start=start,
        end=end,
        reading=reading,
        share=reading.value / row.target.value if reading and row.target.value else None,
    )


def _others(reference: EditionRef, *, by: Actor | None) -> dict[str, EditionRef]:
    return {one.id: one for one in visible_editions(by=by) if one.id != reference.id}


def programme_elsewhere(reference: EditionRef, programme: str, *, by: Actor | None) -> list[Elsewhere]:
    """The programme's money of the year in every other edition a reader may see, newest first."""
    found = []
    others = _others(reference, by=by)
    stated = editions_stating(programme)
    for other in (other for key, other in others.items() if key in stated):
        for item in outline(other, programmes={programme}, indicators=()).programmes:
            line = annual_line(item, other.year)
            if line is not None:
                (number,) = sourced(other, [line.fact])
                found.append(Elsewhere(other, number))
    return found


def related_indicators(reference: EditionRef, programme: str) -> set[str]:
    """Ids of the indicators of a programme, or whose name contains its name."""
    rows = numbers_of(reference).filter(subject=ObservationSubject.INDICATOR).order_by()
    wanted = Q(indicator__programme=programme)
    for name in names_of({programme}, year=reference.year).values():
        wanted |= Q(indicator__name_key__contains=name_key(name))
    return set(rows.filter(wanted).values_list("indicator_id", flat=True)[:MOST_RELATED])


def indicator_elsewhere(
    reference: EditionRef, indicator: Indicator, *, by: Actor | None
) -> list[ElsewhereValues]:
    """The indicator's values in every other edition a reader may see, newest edition first."""
    found = []
    others = _others(reference, by=by)
    stated = editions_counting(indicator.id)
    for other in (other for key, other in others.items() if key in stated):
        view = outline(other, programmes=(), indicators={indicator.id})
        view = fill(view, indicators=view.indicators)
        for item in view.indicators:
            numbers = tuple(Sourced(one.fact, view.facts[one.fact]) for one in item.values)
            found.append(ElsewhereValues(other, item.values, numbers))
    return found


def compare_editions(before: EditionRef, after: EditionRef) -> EditionDiff:
    """What changed from one edition to the other; of published ones it stays in memory as their outlines do."""
    if not (before.is_published and after.is_published):
        return outline_diff(outline(before), outline(after))
    return _published_diff(before.state, after.state)


@functools.lru_cache(maxsize=4)
def _published_diff(before: tuple[str, int, int], after: tuple[str, int, int]) -> EditionDiff:
    return outline_diff(_published(*before), _published(*after))
