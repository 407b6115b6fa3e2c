"""Where elements are drawn (BPMN 2.0, 12): sizes and places in pixels, y downwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A node, pool, lane, data object, annotation or group. None where the file does not say."""

    element: str
    bounds: Bounds
    id: str = ""
    line: int = 0
    label: Bounds | None = None
    horizontal: bool | None = None
    expanded: bool | None = None
    marker: bool | None = None
    message: bool | None = None
    band: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A flow or association through its points, at least two."""

    element: str
    points: tuple[tuple[float, float], ...]
    id: str = ""
    line: int = 0
    label: Bounds | None = None
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """One drawing; `element` is what it shows: a collaboration, a process, or a collapsed sub-process's inside.

    Shapes and edges go by their element; where one is drawn more than once, the others have keys of their own.
    """

    element: str
    id: str = ""
    name: str = ""
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    edges: Mapping[str, Edge] = field(default_factory=dict)
