"""The public register of decisions: what everybody may read, found, narrowed and written out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.casework.enums import GRANTED
from yunghap.casework.models import Decision
from yunghap.casework.registry import REGISTRY, all_kinds, decision_kinds
from yunghap.core.text import nfc
from yunghap.documents.blocks import Table
from yunghap.search.contracts import PUBLIC, Item

from .terms import days_off, earliest_end, last_day, lasting, lasts_by_law

SEARCH_KIND = "casework.decision"


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What narrows the register: words, kind of decision, scheme, year, grants only, and whether it is in force on a
    day.
    """

    words: str = ""
    kinds: tuple[str, ...] = ()
    variant: str = ""
    year: int | None = None
    granted: bool = False
    in_force_on: date | None = None

    def apply(self, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
        """The decisions that fit."""
        for word in nfc(self.words).split()[:6]:
            decisions = decisions.filter(
                Q(case__title__icontains=word)
                | Q(case__number__icontains=word)
                | Q(summary__icontains=word)
                | Q(case__applicant__short_name__icontains=word)
            )
        if self.kinds:
            decisions = decisions.filter(kind__in=self.kinds)
        if self.variant:
            decisions = decisions.filter(case__variant=self.variant)
        if self.year is not None:
            decisions = decisions.filter(decided_on__year=self.year)
        if self.granted:
            decisions = decisions.filter(outcome__in=GRANTED)
        if self.in_force_on is not None:
            decisions = decisions.filter(
                Q(ends_on__isnull=True) | Q(ends_on__gte=earliest_end(self.in_force_on)) | lasts_by_law(),
                Q(revoked_on__isnull=True) | Q(revoked_on__gt=self.in_force_on),
                starts_on__lte=self.in_force_on,
            )
        return decisions


def published_decisions() -> QuerySet[Decision]:
    """Every published decision, the newest first."""
    return (
        Decision.objects.filter(published_at__isnull=False)
        .select_related("case", "case__applicant", "case__handler")
        .order_by("-decided_on", "-id")
    )


def counts_by(field: str) -> dict[str, int]:
    """How many published decisions there are by `kind`, `case__variant` or `decided_on__year`."""
    rows = Decision.objects.filter(published_at__isnull=False).values_list(field).annotate(number=Count("id"))
    return {str(value): number for value, number in rows.order_by(field)}


def kind_name(kind: str) -> str:
    """The name of a kind of decision in the language of the page; its code where the procedure is not installed."""
    if kind in REGISTRY:
        return str(REGISTRY.get(kind).name)
    return next((str(one.name) for _kind, one in decision_kinds() if one.code == kind), kind)


def variant_name(procedure: str, variant: str) -> str:
    """The name of a scheme in the language of the page."""
    if procedure not in REGISTRY:
        return variant
    return str(dict(REGISTRY.get(procedure).variants).get(variant, variant))


def variants_in_register() -> list[tuple[str, str, int]]:
    """The schemes of published decisions: code, name in the language of the page, number."""
    names = {code: str(words) for kind in all_kinds() for code, words in kind.variants}
    return [
        (code, names.get(code, code), number) for code, number in counts_by("case__variant").items() if code
    ]


def register_table(decisions: Iterable[Decision]) -> Table:
    """The register as a table, for spreadsheets: one decision a row."""
    head = [
        "number",
        "procedure",
        "variant",
        "title",
        "applicant",
        "kind",
        "outcome",
        "decided_on",
        "starts_on",
        "ends_on",
        "last_day",
        "lasting",
        "revoked_on",
        "conditions",
        "summary",
        "origin",
    ]
    return Table("", head, [[str(row.get(name) or "") for name in head] for row in register_rows(decisions)])


def register_rows(decisions: Iterable[Decision]) -> Iterator[dict[str, object]]:
    """The register as open data: plain values by name.

    `last_day` is the day on which the term in effect ends, `lasting` whether the law deems one that ran out to last.
    """
    deemed, off = lasting(), days_off()
    for decision in decisions:
        case = decision.case
        yield {
            "number": case.number,
            "procedure": case.procedure,
            "variant": case.variant,
            "title": case.title,
            "applicant": case.applicant.short_name,
            "kind": decision.kind,
            "outcome": decision.outcome,
            "decided_on": decision.decided_on,
            "starts_on": decision.starts_on,
            "ends_on": decision.ends_on,
            "last_day": last_day(decision.ends_on, off) if decision.ends_on else None,
            "lasting": decision.pk in deemed,
            "revoked_on": decision.revoked_on,
            "conditions": decision.conditions.count(),
            "summary": decision.summary,
            "origin": case.origin,
        }


class DecisionSource:
    """Published decisions for the search index."""

    label = _("Decision")

    def items(self, ids: Iterable[str] | None = None) -> Iterable[Item]:
        """All published decisions, or those of the ids."""
        rows = published_decisions()
        for row in rows if ids is None else rows.filter(pk__in=list(ids)):
            yield Item(
                kind=SEARCH_KIND,
                id=row.pk,
                title=row.case.title,
                url=f"/decisions/{row.case.number}/",
                access=(PUBLIC,),
                text=f"{row.case.number} {row.case.applicant.short_name} {row.summary}",
                on=row.decided_on,
            )
