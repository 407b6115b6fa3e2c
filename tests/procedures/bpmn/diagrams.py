"""Diagrams for tests, from their inner parts."""

from yunghap.procedures.bpmn import YUNGHAP

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:flowable="http://flowable.org/bpmn"'
    f' xmlns:yh="{YUNGHAP}" xmlns:tns="urn:t" targetNamespace="urn:t" id="definitions">\n'
)


def file(body: str) -> bytes:
    """A file of these definitions; the body begins in line 3."""
    return f"{HEAD}{body}\n</definitions>".encode()


def process(body: str, *, before: str = "", after: str = "", id_: str = "p") -> bytes:
    """A file with one process."""
    return file(f'{before}<process id="{id_}" isExecutable="true">\n{body}\n</process>{after}')


def flow(id_: str, source: str, target: str, inner: str = "") -> str:
    """A sequence flow."""
    return f'<sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


SMALL = (
    '<startEvent id="s"/><userTask id="a" name="접수"/><endEvent id="e"/>'
    + flow("f", "s", "a")
    + flow("g", "a", "e")
)
