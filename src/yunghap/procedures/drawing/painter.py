"""Paints one diagram: pools below, then what holds others, flows, nodes, and what is said about them."""

from collections.abc import Callable

from yunghap.procedures.bpmn.model import (
    Activity,
    Bounds,
    CallActivity,
    DataItem,
    DataReference,
    DataStore,
    Definitions,
    Diagram,
    Event,
    EventKind,
    Foreign,
    Gateway,
    Group,
    Lane,
    Participant,
    Payload,
    Shape,
    SubProcess,
    Task,
    TaskKind,
    TextAnnotation,
)

from . import marks
from .index import Drawable
from .labels import Box, Labels
from .lines import Lines
from .notation import nodes, others
from .overlay import Mark, Overlay
from .paper import FAINT, Paper, escape, height_of, quoteattr, wrap
from .words import called, told

_NO_MARK = Mark()
_DONE = "#EEF0F2"
# What is painted before the flows, what after.
_POOL, _LANE, _HOLDER, _NODE, _ATTACHED, _FRAME = range(6)
_GLOBAL_TASKS = {
    "globalUserTask": TaskKind.USER,
    "globalManualTask": TaskKind.MANUAL,
    "globalScriptTask": TaskKind.SCRIPT,
    "globalBusinessRuleTask": TaskKind.BUSINESS_RULE,
}


class Painter:
    """Paints the shapes and edges of a diagram; `extent` is how far it reaches: left, top, right, bottom."""

    def __init__(
        self, definitions: Definitions, known: dict[str, Drawable], diagram: Diagram, overlay: Overlay
    ) -> None:
        self._definitions, self._known, self._diagram, self._overlay = definitions, known, diagram, overlay
        self._paper = Paper()
        self._labels = Labels()
        self.extent = (float("inf"), float("inf"), float("-inf"), float("-inf"))

    def paint(self) -> str:
        """The elements of the drawing, those behind first."""
        layers: dict[int, list[tuple[Drawable, Shape]]] = {layer: [] for layer in range(6)}
        for shape in self._diagram.shapes.values():
            element = self._known.get(shape.element)
            if element is not None:
                layers[self._layer(element, shape)].append((element, shape))
        layers[_HOLDER].sort(key=lambda pair: -pair[1].bounds.width * pair[1].bounds.height)
        for layer in (_POOL, _LANE, _HOLDER):
            self._shapes(layers[layer])
        lines = Lines(
            paper=self._paper,
            definitions=self._definitions,
            known=self._known,
            diagram=self._diagram,
            overlay=self._overlay,
            labels=self._labels,
        )
        self._reach(lines.paint())
        for layer in (_NODE, _ATTACHED, _FRAME):
            self._shapes(layers[layer])
        solid = [shape.bounds for layer in (_NODE, _ATTACHED) for _element, shape in layers[layer]]
        self._reach(
            self._labels.paint(self._paper, solid, (edge.points for edge in self._diagram.edges.values()))
        )
        return "".join(self._paper.parts)

    def _layer(self, element: Drawable, shape: Shape) -> int:
        if isinstance(element, Participant):
            return _ATTACHED if shape.band else _POOL
        if isinstance(element, Lane):
            return _LANE
        if isinstance(element, Group):
            return _FRAME
        if _attached(element):
            return _ATTACHED
        return _HOLDER if self._expanded(element, shape) else _NODE

    def _expanded(self, element: Drawable, shape: Shape) -> bool:
        """Whether a sub-process or called process shows its inside here."""
        if not isinstance(element, SubProcess | CallActivity):
            return False
        if shape.expanded is not None:
            return shape.expanded
        process = self._definitions.processes.get(getattr(element, "called", ""))
        content = element.content if isinstance(element, SubProcess) else process and process.content
        inside = (self._diagram.shapes.get(id_) for id_ in (content.nodes if content else ()))
        return any(one is not None and _within(one.bounds, shape.bounds) for one in inside)

    def _shapes(self, shapes: list[tuple[Drawable, Shape]]) -> None:
        for element, shape in shapes:
            box, mark = shape.bounds, self._overlay.marks.get(element.id, _NO_MARK)
            self._reach((box.x, box.y, box.x + box.width, box.y + box.height))
            said = ", ".join([called(element), *told(mark)])
            if mark.href:
                self._paper.add(f"<a href={quoteattr(mark.href)} aria-label={quoteattr(said)}>")
            else:
                self._paper.add(f'<g fill="{_DONE}">' if mark.done else "<g>")
            self._paper.add(f"<title>{escape(said)}</title>")
            if mark.href and mark.done:
                self._paper.open(fill=_DONE)
            self._shape(element, shape)
            if mark.href and mark.done:
                self._paper.close()
            if mark is not _NO_MARK:
                self._reach(marks.paint(self._paper, element, box, mark))
            self._paper.add("</a>" if mark.href else "</g>")

    def _shape(self, element: Drawable, shape: Shape) -> None:
        box = shape.bounds
        if isinstance(element, Foreign) and element.name in others.TALKS:
            self._talk(element, shape)
            return
        for kind, paint in self._painters.items():
            if isinstance(element, kind):
                paint(self, element, shape)
                return
        self._paper.rect(box.x, box.y, box.width, box.height, stroke=FAINT, stroke_dasharray="2,3")
        name = element.attributes.get("name", element.name) if isinstance(element, Foreign) else element.name
        lines = wrap(name, box.width - 8)
        self._paper.text(lines, box.x + box.width / 2, box.y + max(2, (box.height - height_of(lines)) / 2))

    def _talk(self, element: Foreign, shape: Shape) -> None:
        """A task of a choreography, or a conversation, whose name stands beside it."""
        name = element.attributes.get("name", "")
        if others.talk(self._paper, element.name, name, shape.bounds, folded=shape.expanded is not True):
            self._beside(name, shape)

    def _pool(self, element: Participant, shape: Shape) -> None:
        if shape.band:
            others.band(self._paper, element, shape.bounds, shape.band)
            return
        process = self._definitions.processes.get(element.process)
        opened = process is not None and any(id_ in self._diagram.shapes for id_ in process.content.nodes)
        others.pool(
            self._paper, element, shape.bounds, horizontal=shape.horizontal is not False, opened=opened
        )

    def _lane(self, element: Lane, shape: Shape) -> None:
        others.lane(self._paper, element, shape.bounds, horizontal=shape.horizontal is not False)

    def _event(self, element: Event, shape: Shape) -> None:
        nodes.event(self._paper, element, shape.bounds)
        self._beside(element.name, shape)

    def _gateway(self, element: Gateway, shape: Shape) -> None:
        nodes.gateway(self._paper, element, shape.bounds, marker=shape.marker is not False)
        self._beside(element.name, shape)

    def _activity(self, element: Activity, shape: Shape) -> None:
        sign = ""
        if isinstance(element, Task) and element.kind is not TaskKind.ABSTRACT:
            sign = element.kind
        elif isinstance(element, CallActivity) and element.called in self._definitions.global_tasks:
            sign = _GLOBAL_TASKS.get(self._definitions.global_tasks[element.called].kind, "")
        expanded = self._expanded(element, shape)
        holder = isinstance(element, SubProcess) or (isinstance(element, CallActivity) and not sign)
        nodes.activity(
            self._paper, element, shape.bounds, expanded=expanded, folded=holder and not expanded, sign=sign
        )

    def _data(self, element: DataItem | DataReference | DataStore, shape: Shape) -> None:
        stored = "Store" in element.kind
        state = "" if isinstance(element, DataStore) else element.state.strip("[] ")
        name = element.name
        if isinstance(element, DataReference) and not name:
            name = getattr(self._known.get(element.ref), "name", "")
        if stored:
            others.data_store(self._paper, shape.bounds)
        else:
            target = self._known.get(element.ref) if isinstance(element, DataReference) else element
            collection = isinstance(target, DataItem) and target.collection
            others.data_object(self._paper, shape.bounds, kind=element.kind, collection=collection)
        self._beside(f"{name}\n[{state}]" if state else name, shape)

    def _message(self, element: Payload, shape: Shape) -> None:
        others.message(self._paper, shape.bounds)
        self._beside(element.name, shape)

    def _annotation(self, element: TextAnnotation, shape: Shape) -> None:
        others.annotation(self._paper, element.text, shape.bounds)

    def _group(self, element: Group, shape: Shape) -> None:
        others.group(self._paper, element.name, shape.bounds)

    _painters: dict[type, Callable[..., None]] = {
        Participant: _pool,
        Lane: _lane,
        Event: _event,
        Gateway: _gateway,
        Activity: _activity,
        DataItem: _data,
        DataReference: _data,
        DataStore: _data,
        Payload: _message,
        TextAnnotation: _annotation,
        Group: _group,
    }

    def _beside(self, name: str, shape: Shape) -> None:
        """A name beside its shape: where the file puts it, or below."""
        if name and shape.label is not None:
            self._labels.at(name, shape.label)
        elif name:
            self._labels.beside(name, shape.bounds, cornered=_attached(self._known[shape.element]))

    def _reach(self, box: Box | None) -> None:
        if box is not None:
            before = self.extent
            self.extent = (
                min(before[0], box[0]),
                min(before[1], box[1]),
                max(before[2], box[2]),
                max(before[3], box[3]),
            )


def _attached(element: Drawable) -> bool:
    return isinstance(element, Event) and element.kind is EventKind.BOUNDARY


def _within(one: Bounds, other: Bounds) -> bool:
    """Whether the middle of a box is in another."""
    x, y = one.x + one.width / 2, one.y + one.height / 2
    return other.x < x < other.x + other.width and other.y < y < other.y + other.height
