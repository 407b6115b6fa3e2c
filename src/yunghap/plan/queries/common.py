"""Small values that several queries share."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import QuerySet

from yunghap.core.errors import NotFound
from yunghap.identity import service as identity
from yunghap.plan.enums import EditionStatus
from yunghap.plan.models import Edition, Node, Observation, Placement

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as a document prints it, and where: `observation` is its id, `line` 1-based.

    `krw` is integer won of plain money, None for anything else; `precision` the printed step in `unit`.
    """

    observation: str
    text: str
    value: Decimal
    value_to: Decimal | None
    comparison: str
    unit: str
    precision: Decimal
    krw: int | None
    role: str
    year: int | None
    line: int
    start: int
    status: str
    uncertain: bool

    @property
    def precision_krw(self) -> int:
        """The printed step in won; 1 where the number is no money or is zero."""
        if self.krw is None or not self.value:
            return 1
        return max(int(abs(self.krw / self.value) * self.precision), 1)


def printed(row: Observation) -> Printed:
    """The observation as a value; `row.span` should be loaded."""
    return Printed(
        observation=row.pk,
        text=row.span.text,
        value=row.value.normalize() + 0,
        value_to=None if row.value_to is None else row.value_to.normalize() + 0,
        comparison=row.comparison,
        unit=row.unit,
        precision=row.precision,
        krw=row.krw,
        role=row.role,
        year=row.year,
        line=row.span.line,
        start=row.span.start,
        status=row.status,
        uncertain=row.uncertain,
    )


@dataclass(frozen=True, slots=True)
class NodeRef:
    """A direction, task or area."""

    id: str
    scheme: str
    code: str
    name_ko: str
    name_en: str
    parent: str | None

    def name(self, language: str) -> str:
        """The name in the language, Korean where there is no English one."""
        return self.name_en or self.name_ko if language == "en" else self.name_ko


def node_ref(node: Node) -> NodeRef:
    """The node as a value; `node.scheme` should be loaded."""
    return NodeRef(node.pk, node.scheme.code, node.code, node.name_ko, node.name_en, node.parent_id)


def nodes_of(edition: Edition, scheme: str | None = None) -> tuple[NodeRef, ...]:
    """The nodes of an edition in printed order, parents before their children."""
    rows = Node.objects.filter(scheme__edition=edition).select_related("scheme")
    if scheme is not None:
        rows = rows.filter(scheme__code=scheme)
    return tuple(node_ref(row) for row in rows.order_by("scheme__code", "position"))


def get_node(edition: Edition, scheme: str, code: str) -> NodeRef:
    """One node; raises NotFound."""
    rows = Node.objects.filter(scheme__edition=edition, scheme__code=scheme, code=code)
    row = rows.select_related("scheme").first()
    if row is None:
        raise NotFound(f"{scheme} {code}")
    return node_ref(row)


def programme_places(edition: Edition) -> dict[str, dict[str, str]]:
    """Programme id -> scheme code -> id of the node where the edition places it."""
    result: dict[str, dict[str, str]] = {}
    rows = Placement.objects.filter(edition=edition, programme__isnull=False)
    for programme, scheme, node in rows.values_list("programme_id", "scheme__code", "node_id"):
        result.setdefault(str(programme), {})[scheme] = node
    return result


def indicator_places(edition: Edition) -> dict[str, dict[str, str]]:
    """Indicator id -> scheme code -> id of the node where the edition places it."""
    result: dict[str, dict[str, str]] = {}
    rows = Placement.objects.filter(edition=edition, indicator__isnull=False)
    for indicator, scheme, node in rows.values_list("indicator_id", "scheme__code", "node_id"):
        result.setdefault(str(indicator), {})[scheme] = node
    return result


def short_names(organisations: Collection[str]) -> dict[str, str]:
    """Organisation id -> canonical short name."""
    return {key: identity.get_organisation(key).short_name for key in sorted(set(organisations))}


def get_edition(year: int, seq: int | None = None) -> Edition:
    """The edition of a year: the one asked for, or the last published, or the last of any state.

    Raises NotFound where the year has none.
    """
    rows = Edition.objects.filter(year=year).select_related("document").order_by("-seq")
    if seq is not None:
        rows = rows.filter(seq=seq)
    found = next((row for row in rows if row.status == EditionStatus.PUBLISHED), None) or rows.first()
    if found is None:
        raise NotFound(f"edition {year}")
    return found


def current_edition() -> Edition | None:
    """The newest published edition that is not a generated example; else the newest published one."""
    rows = list(published_editions())
    return next((row for row in rows if row.origin != "GENERATED"), rows[0] if rows else None)


def published_editions() -> tuple[Edition, ...]:
    """Of every year the last published edition, newest year first."""
    last: dict[int, Edition] = {}
    rows = Edition.objects.filter(status=EditionStatus.PUBLISHED).select_related("document")
    for row in rows.order_by("-year", "-seq"):
        last.setdefault(row.year, row)
    return tuple(last.values())


def in_use(edition: Edition) -> QuerySet[Observation]:
    """The observations of an edition that nobody rejected or reported anew, with spans, in the text's order."""
    rows = Observation.objects.filter(edition=edition).exclude(status="REJECTED")
    rows = rows.exclude(report__replaced_by__isnull=False)
    return rows.select_related("span").order_by("span__line", "span__start")


def split_ministries(ministry: str) -> tuple[str, ...]:
    """The short names of a joined field, in printed order."""
    return tuple(name for name in ministry.split("·") if name)


def group(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    """Values by key, in order."""
    result: dict[K, list[V]] = {}
    for key, value in pairs:
        result.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in result.items()}
