"""Lanes, and what is drawn beside the flow (BPMN 2.0, 8.3.1 and 10.7)."""

from dataclasses import dataclass, field

from .elements import Element, Handling


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneSet(Element):
    """Lanes side by side."""

    lanes: "tuple[Lane, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Element):
    """`nodes` has the ids of what stands in it; `child` divides it further."""

    nodes: tuple[str, ...] = ()
    child: LaneSet | None = None
    partition: str = ""
    handling: Handling = field(default_factory=Handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAnnotation(Element):
    """A remark in the drawing."""

    text: str = ""
    format: str = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Association(Element):
    """A dotted line between two elements; `direction` is None, One or Both."""

    source: str
    target: str
    direction: str = "None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Element):
    """A frame around elements; `name` is the value of its category."""

    category_value: str = ""
