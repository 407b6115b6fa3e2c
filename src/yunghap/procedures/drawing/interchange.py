"""Places of elements written into a file, so that every BPMN editor opens it (BPMN 2.0, chapter 12)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.bpmn.model import Definitions, Diagram, Lane, Participant, SubProcess
from yunghap.procedures.bpmn.namespaces import BPMNDI, DC, DI

from .index import index
from .layout import completed
from .paper import length, quoteattr


def with_places(data: bytes) -> bytes:
    """The file with a diagram by our own layout at its end, everything else as it was.

    Raises BpmnError where it cannot be read, InvalidInput where it has diagrams already or is not in UTF-8.
    """
    definitions = read_bpmn(data)
    if definitions.diagrams:
        raise InvalidInput(_("The file has places for its elements already."))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise InvalidInput(_("The file is not in UTF-8.")) from None
    before, _end, _tag = text.rpartition("</")
    lines = [
        line
        for number, one in enumerate(completed(definitions), 1)
        for line in _diagram(definitions, one, number)
    ]
    return "".join([before, *(f"  {line}\n" for line in lines), text[len(before) :]]).encode()


def _diagram(definitions: Definitions, diagram: Diagram, number: int) -> Iterator[str]:
    known = index(definitions)
    yield f'<bpmndi:BPMNDiagram xmlns:bpmndi="{BPMNDI}" xmlns:dc="{DC}" xmlns:di="{DI}" id="diagram_{number}">'
    yield f'  <bpmndi:BPMNPlane id="plane_{number}" bpmnElement={quoteattr(diagram.element)}>'
    for id_, shape in diagram.shapes.items():
        element, box = known.get(id_), shape.bounds
        more = ' isHorizontal="true"' if isinstance(element, Participant | Lane) else ""
        if isinstance(element, SubProcess):
            opened = any(inner in diagram.shapes for inner in element.content.nodes)
            more = f' isExpanded="{str(opened).lower()}"'
        yield (
            f"    <bpmndi:BPMNShape id={quoteattr(f'{id_}_di')} bpmnElement={quoteattr(id_)}{more}>"
            f'<dc:Bounds x="{length(box.x)}" y="{length(box.y)}" width="{length(box.width)}"'
            f' height="{length(box.height)}"/></bpmndi:BPMNShape>'
        )
    for id_, edge in diagram.edges.items():
        points = "".join(f'<di:waypoint x="{length(x)}" y="{length(y)}"/>' for x, y in edge.points)
        yield (
            f"    <bpmndi:BPMNEdge id={quoteattr(f'{id_}_di')} bpmnElement={quoteattr(id_)}>{points}"
            "</bpmndi:BPMNEdge>"
        )
    yield "  </bpmndi:BPMNPlane>"
    yield "</bpmndi:BPMNDiagram>"
