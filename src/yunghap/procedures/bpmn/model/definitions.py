"""The whole of a file: processes, collaborations, and what they share (BPMN 2.0, 8.1, 8.4 and 9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yunghap.procedures.bpmn.errors import Problem

from .artifacts import Association, Group, TextAnnotation
from .diagram import Diagram
from .elements import DataItem, Element, Foreign, Handling, InputOutput, Performer
from .nodes import Content, EventDefinition, FlowNode, SequenceFlow


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Element):
    """Another file this one refers to. Never fetched."""

    namespace: str = ""
    location: str = ""
    import_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition(Element):
    """A type: `structure` names it in some type system."""

    structure: str = ""
    collection: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload(Element):
    """`message`, `signal`, `error`, `escalation`; the last two have a `code`."""

    item: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Element):
    """Of an interface: ids of its messages and errors."""

    in_message: str = ""
    out_message: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface(Element):
    """Operations of a service."""

    operations: tuple[Operation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Element):
    """A person or group by name; `parameters` narrow it."""

    parameters: tuple[DataItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataStore(Element):
    """Data that outlives the process."""

    item: str = ""
    capacity: int | None = None
    unlimited: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Element):
    """Values by which groups are named."""

    values: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalTask(Element):
    """A task for call activities: `globalTask`, `globalUserTask`, …"""

    implementation: str = ""
    script: str = ""
    io: InputOutput | None = None
    performers: tuple[Performer, ...] = ()
    handling: Handling = field(default_factory=Handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Element):
    """A process. Only those marked `executable` are meant to run."""

    content: Content
    executable: bool = False
    closed: bool = False
    process_type: str = "None"
    properties: tuple[DataItem, ...] = ()
    io: InputOutput | None = None
    performers: tuple[Performer, ...] = ()
    handling: Handling = field(default_factory=Handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Element):
    """A pool; `process` is empty for a black box. `minimum` and `maximum` count participants of a kind."""

    process: str = ""
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFlow(Element):
    """Between pools, or nodes in them."""

    source: str
    target: str
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration(Element):
    """Pools and the messages between them."""

    participants: tuple[Participant, ...] = ()
    message_flows: tuple[MessageFlow, ...] = ()
    annotations: tuple[TextAnnotation, ...] = ()
    associations: tuple[Association, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choreography(Collaboration):
    """Who tells whom what, in which order; its tasks are the `unknown` of its content. Drawn, never run."""

    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions(Element):
    """A file. Mappings go by id in the order of the file; `digest` is the SHA-256 of its bytes, in hex.

    `nodes` and `flows` hold those of all processes and sub-processes. `lines` tells the line of every element
    that has an id, and with that which ids exist. `remarks` are what reading and drawing can do
    without but running cannot: references to what the file does not have, flows that leave their process; `misplaced`
    is what is wrong with the drawing only.
    """

    file: str = ""
    digest: str = ""
    target_namespace: str = ""
    expression_language: str = ""
    exporter: str = ""
    imports: tuple[Import, ...] = ()
    processes: Mapping[str, Process] = field(default_factory=dict)
    collaborations: tuple[Collaboration, ...] = ()
    choreographies: tuple[Choreography, ...] = ()
    items: Mapping[str, ItemDefinition] = field(default_factory=dict)
    payloads: Mapping[str, Payload] = field(default_factory=dict)
    interfaces: tuple[Interface, ...] = ()
    resources: Mapping[str, Resource] = field(default_factory=dict)
    data_stores: Mapping[str, DataStore] = field(default_factory=dict)
    categories: tuple[Category, ...] = ()
    global_tasks: Mapping[str, GlobalTask] = field(default_factory=dict)
    event_definitions: Mapping[str, EventDefinition] = field(default_factory=dict)
    relationships: tuple[Foreign, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    nodes: Mapping[str, FlowNode] = field(default_factory=dict)
    flows: Mapping[str, SequenceFlow] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[Problem, ...] = ()
    misplaced: tuple[Problem, ...] = ()

    def contents(self) -> Iterator[Content]:
        """What every process and sub-process holds, outer before inner."""
        for process in self.processes.values():
            yield from process.content.walk()
