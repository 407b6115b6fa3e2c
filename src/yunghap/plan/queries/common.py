"""Small values that several queries share."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import NotFound
from yunghap.core.numbers import shortest
from yunghap.identity import service as identity
from yunghap.plan.contracts import Cell, Comparison, Quantity, Role, YearBasis
from yunghap.plan.enums import EditionStatus, ObservationRole, ObservationStatus, ObservationSubject
from yunghap.plan.models import AmendmentItem, Document, Edition, Evidence, Node, Observation


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
        value=shortest(row.value),
        value_to=shortest(row.value_to),
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


def quantity(row: Observation, *, below: int = 0) -> Quantity:
    """What was read, as the extractor said it or a person corrected it; span and section should be loaded.

    `below` lines stand above the text (see `line_offsets`).
    """
    return Quantity(
        line=row.span.line + below,
        start=row.span.start,
        end=row.span.end,
        text=row.span.text,
        value=shortest(row.value),
        unit=row.unit,
        precision=shortest(row.precision),
        role=Role(row.role.lower()),
        comparison=Comparison(row.comparison),
        value_to=shortest(row.value_to),
        krw=row.krw,
        year=row.year,
        period_start=row.period_start_on,
        period_end=row.period_end_on,
        year_basis=YearBasis(row.year_basis),
        ministry=split_ministries(row.ministry),
        programme=row.programme_text,
        section=tuple(row.section.path) if row.section else (),
        cell=Cell(**row.cell) if row.cell else None,
        qualifiers=tuple((str(name), str(value)) for name, value in row.qualifiers),
        rules=dict(row.rules),
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


def short_names(organisations: Collection[str]) -> dict[str, str]:
    """Organisation id -> canonical short name."""
    return {row.pk: row.short_name for row in identity.organisations_by_ids(set(organisations))}


def get_edition(year: int, seq: int | None = None) -> Edition:
    """The edition of a year: the one asked for, or the last published, or the last of any state.

    Raises NotFound where the year has none.
    """
    rows = Edition.objects.filter(year=year).select_related("document").order_by("-seq")
    if seq is not None:
        rows = rows.filter(seq=seq)
    found = next((row for row in rows if row.status == EditionStatus.PUBLISHED), None) or rows.first()
    if found is None:
        raise NotFound(
            _("There is no edition %(name)s here.") % {"name": year if seq is None else f"{year}-{seq}"}
        )
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


def lineage(edition: Edition) -> tuple[Edition, ...]:
    """The edition and those that it supersedes, newest first."""
    rows = Edition.objects.filter(year=edition.year, seq__lte=edition.seq)
    return tuple(rows.order_by("-seq"))


def amendments_of(edition: Edition) -> tuple[tuple[Edition, tuple[AmendmentItem, ...]], ...]:
    """The amendments that led to an edition, newest first, each with its recorded changes, oldest first."""
    changes: defaultdict[str, list[AmendmentItem]] = defaultdict(list)
    editions = [one for one in lineage(edition) if one.supersedes_id]
    rows = AmendmentItem.objects.filter(edition__in=editions).select_related("undoes", "undone_by")
    for item in rows:
        changes[item.edition_id].append(item)
    return tuple((one, tuple(changes[one.pk])) for one in editions)


def in_use(edition: Edition | str) -> QuerySet[Observation]:
    """The observations of an edition (or of its id) that nobody rejected or reported anew.

    With spans, text by text in reading order.
    """
    rows = in_use_anywhere().filter(edition=edition).select_related("span")
    return rows.order_by("span__document_id", "span__line", "span__start", "id")


def in_use_anywhere() -> QuerySet[Observation]:
    """The observations of all editions that nobody rejected or reported anew, in no order."""
    rows = Observation.objects.exclude(status=ObservationStatus.REJECTED)
    return rows.exclude(report__replaced_by__isnull=False).order_by()


def edition_documents(edition: Edition) -> tuple[Document, ...]:
    """Every text that states a number of the edition: its own document first, then the others, oldest first."""
    rows = (
        Document.objects.filter(spans__observations__edition=edition).distinct().order_by("created_at", "id")
    )
    return tuple(sorted(rows, key=lambda row: row.pk != edition.document_id))


def line_offsets(documents: Iterable[Document]) -> dict[str, int]:
    """Id of a text -> number of lines above it where the texts stand one below the other."""
    offsets, above = {}, 0
    for document in documents:
        offsets[document.pk] = above
        above += document.line_count
    return offsets


def count_numbers(edition: Edition) -> int:
    """How many numbers of the edition are in use."""
    return in_use(edition).order_by().count()


def count_targets(edition: Edition) -> tuple[int, int]:
    """How many targets of indicators the edition states, and how many of them rest on no evidence."""
    rows = (
        in_use(edition).order_by().filter(subject=ObservationSubject.INDICATOR, role=ObservationRole.TARGET)
    )
    bound = rows.filter(Exists(Evidence.objects.filter(target=OuterRef("pk"), released_at__isnull=True)))
    return rows.count(), rows.count() - bound.count()


def evidence_of(facts: Iterable[str]) -> dict[str, tuple[Evidence, ...]]:
    """Id of a target -> what it rests on now, oldest first; a target that is missing here is unbound."""
    bound: defaultdict[str, list[Evidence]] = defaultdict(list)
    rows = Evidence.objects.filter(target__in=list(facts), released_at__isnull=True).select_related("target")
    for row in rows.order_by("id"):
        bound[row.target_id].append(row)
    return {key: tuple(rows) for key, rows in bound.items()}


def split_ministries(ministry: str) -> tuple[str, ...]:
    """The short names of a joined field, in printed order."""
    return tuple(name for name in ministry.split("·") if name)
