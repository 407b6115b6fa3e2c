"""Every element of a file that can be drawn, by id."""

from collections.abc import Iterable, Iterator

from yunghap.procedures.bpmn.model import (
    Activity,
    Content,
    Definitions,
    Element,
    Event,
    Foreign,
    Lane,
    LaneSet,
    SubProcess,
)

Drawable = Element | Foreign


def containers(definitions: Definitions) -> Iterator[tuple[str, Content]]:
    """Id and content of every process and sub-process, outer before inner."""
    for process in definitions.processes.values():
        yield process.id, process.content
    for node in definitions.nodes.values():
        if isinstance(node, SubProcess):
            yield node.id, node.content


def lanes_in(sets: Iterable[LaneSet]) -> Iterator[Lane]:
    """Every lane, outer before inner."""
    for one in sets:
        for lane in one.lanes:
            yield lane
            if lane.child is not None:
                yield from lanes_in([lane.child])


def index(definitions: Definitions) -> dict[str, Drawable]:
    """The drawable elements of a file."""
    return {element.id: element for element in _all(definitions) if element.id}


def _all(definitions: Definitions) -> Iterator[Drawable]:
    yield from definitions.data_stores.values()
    yield from (one for one in definitions.payloads.values() if one.kind == "message")
    yield from _deep(definitions.unknown)
    for choreography in definitions.choreographies:
        for content in choreography.content.walk():
            yield from _inside(content)
    for collaboration in (*definitions.choreographies, *definitions.collaborations):
        yield from collaboration.participants
        yield from collaboration.message_flows
        yield from collaboration.annotations
        yield from collaboration.associations
        yield from collaboration.groups
        yield from _deep(collaboration.unknown)
    for process in definitions.processes.values():
        if process.io is not None:
            yield from (*process.io.inputs, *process.io.outputs)
    for _owner, content in containers(definitions):
        yield from _inside(content)


def _inside(content: Content) -> Iterator[Drawable]:
    yield from lanes_in(content.lane_sets)
    yield from content.data.values()
    yield from content.data_references.values()
    yield from content.annotations
    yield from content.associations
    yield from content.groups
    yield from _deep(content.unknown)
    yield from content.flows.values()
    for node in content.nodes.values():
        yield node
        if isinstance(node, Activity | Event):
            yield from (*node.data_inputs, *node.data_outputs)
        if isinstance(node, Activity) and node.io is not None:
            yield from (*node.io.inputs, *node.io.outputs)


def _deep(unknown: Iterable[Foreign]) -> Iterator[Foreign]:
    """What we do not know, with all in it: a choreography's tasks have shapes of their own."""
    for one in unknown:
        yield one
        yield from _deep(one.children)
