"""Flows and associations of one diagram."""

from yunghap.procedures.bpmn.model import (
    Activity,
    Association,
    Bounds,
    DataAssociation,
    Definitions,
    Diagram,
    Edge,
    Gateway,
    MessageFlow,
    SequenceFlow,
)

from .index import Drawable
from .labels import Box, Labels
from .notation import edges, symbols
from .overlay import Overlay
from .paper import FAINT, PAPER, Paper

Point = tuple[float, float]
_ENVELOPE = 18.0  # pixels, the wider side


def _envelope(flow: MessageFlow, edge: Edge) -> bool:
    """Whether a message flow shows its message."""
    return bool(edge.message or flow.message)


class Lines:
    """Paints lines, those that were taken last and thicker; their names go to the labels."""

    def __init__(
        self,
        *,
        paper: Paper,
        definitions: Definitions,
        known: dict[str, Drawable],
        diagram: Diagram,
        overlay: Overlay,
        labels: Labels,
    ) -> None:
        self._paper, self._definitions, self._known, self._diagram = paper, definitions, known, diagram
        self._taken = overlay.taken
        self._labels = labels

    def paint(self) -> Box | None:
        """Every line; how far they reach."""
        every = sorted(self._diagram.edges.values(), key=lambda edge: edge.element in self._taken)
        for edge in every:
            element = self._known.get(edge.element)
            if element is not None:
                self._edge(element, edge)
        xs = [point[0] for edge in every for point in edge.points]
        ys = [point[1] for edge in every for point in edge.points]
        return (min(xs), min(ys), max(xs), max(ys)) if xs else None

    def _edge(self, element: Drawable, edge: Edge) -> None:
        points = list(edge.points)
        if isinstance(element, SequenceFlow | MessageFlow | Association):
            points = edges.clip(points, self._box(element.source), self._box(element.target))
        if isinstance(element, SequenceFlow):
            self._sequence_flow(element, points)
        elif isinstance(element, MessageFlow):
            self._message_flow(element, edge, points)
        elif isinstance(element, Association | DataAssociation):
            self._association(element, points)
        elif element.name == "conversationLink":  # a double line (BPMN 2.0, 9.5)
            self._paper.path(edges.route(points), fill="none", stroke_width=5)
            self._paper.path(edges.route(points), fill="none", stroke=PAPER, stroke_width=2)
        else:
            self._paper.path(edges.route(points), fill="none", stroke=FAINT, stroke_dasharray="2,3")
        if isinstance(element, SequenceFlow | MessageFlow) and element.name:
            if edge.label is not None:
                self._labels.at(element.name, edge.label)
            else:
                sign = isinstance(element, MessageFlow) and _envelope(element, edge)
                self._labels.along(element.name, points, off=_ENVELOPE / 2 if sign else 0)

    def _box(self, id_: str) -> Bounds | None:
        shape = self._diagram.shapes.get(id_)
        return None if shape is None else shape.bounds

    def _sequence_flow(self, flow: SequenceFlow, points: list[Point]) -> None:
        taken = flow.id in self._taken
        self._paper.path(edges.route(points), fill="none", stroke_width=3.2 if taken else None)
        edges.arrow(self._paper, points, width=5.5 if taken else 4.2)
        source = self._definitions.nodes.get(flow.source)
        if isinstance(source, Activity | Gateway) and source.default == flow.id:
            edges.slash(self._paper, points)
        elif isinstance(source, Activity) and flow.condition is not None:
            edges.diamond(self._paper, points)

    def _message_flow(self, flow: MessageFlow, edge: Edge, points: list[Point]) -> None:
        self._paper.path(edges.route(points), fill="none", stroke_dasharray="8,5", stroke_width=1.2)
        self._paper.circle(*edges.toward(points[0], points[1], 3.5), 3.5, stroke_width=1.2)
        edges.arrow(self._paper, points, width=5, fill=PAPER, stroke_width=1.2)
        if _envelope(flow, edge):
            x, y = edges.middle(points)
            self._labels.keep_off(Bounds(x - _ENVELOPE / 2, y - _ENVELOPE / 2, _ENVELOPE, _ENVELOPE))
            sent = edge.message != "non_initiating"
            self._paper.icon(
                symbols.ENVELOPE, x - 9, y - 8.5, fill=None if sent else "#CDD1D5", stroke_width=1.2
            )
            self._paper.icon(symbols.FLAP, x - 9, y - 8.5, fill="none", stroke_width=1.2)

    def _association(self, element: Association | DataAssociation, points: list[Point]) -> None:
        self._paper.path(edges.route(points), fill="none", stroke_dasharray=".5,4.5", stroke_linecap="round")
        direction = "One" if isinstance(element, DataAssociation) else element.direction
        if direction in {"One", "Both"}:
            edges.open_arrow(self._paper, points)
        if direction == "Both":
            edges.open_arrow(self._paper, list(reversed(points)))
