"""One edition as plain values, and as JSON: what is shipped, generated, imported and exported. No database.

The JSON form is described in docs/reference/edition-json.md. Reading checks everything that can be checked
without the database, so that loading writes all of it or nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yunghap.plan.contracts import Quantity, Section, Span

FORMAT = "yunghap.edition/1"

UNBOUND = ""
TOTAL = "TOTAL"
MINISTRY = "MINISTRY"


@dataclass(frozen=True, slots=True)
class DocumentData:
    """The document that claims the facts."""

    sha256: str
    title: str
    line_count: int
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class FactData:
    """A quantity and what it is about.

    `about` is "" (not assigned), "TOTAL", "MINISTRY", "NODE:<scheme>/<code>", "LINE:<key of a line>" or
    "INDICATOR:<key of an indicator>".
    """

    quantity: Quantity
    about: str = UNBOUND


@dataclass(frozen=True, slots=True)
class NodeData:
    """A direction, task or area; `parent` is the code of the node above, "" on top."""

    scheme: str
    code: str
    name_ko: str
    name_en: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PartData:
    """An organisation in a programme: `name` a canonical short name, `role` a value of `enums.Part`."""

    name: str
    role: str
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeData:
    """A programme of the edition. `places` are scheme -> code of the node where the text places it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    parts: tuple[PartData, ...] = ()
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineData:
    """A budget line; `part_of` is the key of the line that already contains it, "" for none."""

    key: str
    programme: str
    phase: str
    year: int
    year_to: int
    amount_krw: int
    precision_krw: int
    unit: str
    source: str = "ALL"
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorData:
    """An indicator; `programme` is the key of the programme it belongs to, "" for none."""

    key: str
    name: str
    unit: str
    ministry: str = ""
    programme: str = ""
    aliases: tuple[str, ...] = ()
    better: str = "UP"
    aggregation: str = "NONE"
    cumulative: bool = False
    stage: str = "OUTPUT"
    definition: str = ""
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlagshipData:
    """An investment area, mission or project; `parent` is the name of the item above."""

    level: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneData:
    """Something due; `span` is where the date is printed, `text` the date as printed."""

    name: str
    span: Span
    text: str
    due_start: date
    due_end: date
    ministry: str = ""
    programme: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class CrosswalkData:
    """A statement that `weight` of node `src` ("<scheme>/<code>") belongs to node `dst`."""

    src: str
    dst: str
    weight: Decimal
    basis: str


@dataclass(frozen=True, slots=True)
class EditionData:
    """A whole edition."""

    year: int
    title: str
    origin: str
    document: DocumentData
    title_en: str = ""
    issued_on: date | None = None
    sections: tuple[Section, ...] = ()
    nodes: tuple[NodeData, ...] = ()
    programmes: tuple[ProgrammeData, ...] = ()
    lines: tuple[LineData, ...] = ()
    indicators: tuple[IndicatorData, ...] = ()
    facts: tuple[FactData, ...] = ()
    flagship: tuple[FlagshipData, ...] = ()
    milestones: tuple[MilestoneData, ...] = ()
    crosswalks: tuple[CrosswalkData, ...] = ()
