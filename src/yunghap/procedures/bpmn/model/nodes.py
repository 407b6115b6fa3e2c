"""What a token passes: activities, events, gateways, and the flows between them (BPMN 2.0, 10.2 to 10.6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .artifacts import Association, Group, LaneSet, TextAnnotation
from .elements import (
    DataAssociation,
    DataItem,
    DataReference,
    Element,
    Expression,
    Foreign,
    Handling,
    InputOutput,
    Performer,
)


class TaskKind(StrEnum):
    """Tags of tasks."""

    ABSTRACT = "task"
    USER = "userTask"
    MANUAL = "manualTask"
    SERVICE = "serviceTask"
    SCRIPT = "scriptTask"
    SEND = "sendTask"
    RECEIVE = "receiveTask"
    BUSINESS_RULE = "businessRuleTask"


class SubProcessKind(StrEnum):
    """Tags of sub-processes."""

    EMBEDDED = "subProcess"
    TRANSACTION = "transaction"
    AD_HOC = "adHocSubProcess"


class GatewayKind(StrEnum):
    """Tags of gateways."""

    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    INCLUSIVE = "inclusiveGateway"
    EVENT_BASED = "eventBasedGateway"
    COMPLEX = "complexGateway"


class EventKind(StrEnum):
    """Tags of events: where in a flow they stand."""

    START = "startEvent"
    END = "endEvent"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    BOUNDARY = "boundaryEvent"


class Trigger(StrEnum):
    """What an event definition is about, from its tag."""

    MESSAGE = "messageEventDefinition"
    TIMER = "timerEventDefinition"
    SIGNAL = "signalEventDefinition"
    ERROR = "errorEventDefinition"
    ESCALATION = "escalationEventDefinition"
    CONDITIONAL = "conditionalEventDefinition"
    LINK = "linkEventDefinition"
    COMPENSATE = "compensateEventDefinition"
    CANCEL = "cancelEventDefinition"
    TERMINATE = "terminateEventDefinition"


class TimerForm(StrEnum):
    """How a timer says when; the text is ISO 8601 or an expression for it."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """When a timer fires."""

    form: TimerForm
    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDefinition(Element):
    """What is caught or thrown. `ref` is the id of the message, signal, error, escalation or compensated activity."""

    kind: Trigger
    ref: str = ""
    operation: str = ""
    timer: Timer | None = None
    condition: Expression | None = None
    wait_for_completion: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceFlow(Element):
    """From a flow node to a flow node of the same container, perhaps under a condition."""

    source: str
    target: str
    condition: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode(Element):
    """`incoming` and `outgoing` are ids of sequence flows in the order of the file, taken from the flows themselves.

    `container` is the id of the process or sub-process it stands in; `lane` the innermost lane's id, or nothing.
    """

    container: str
    lane: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    handling: Handling = field(default_factory=Handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway(FlowNode):
    """`default` is the id of the flow taken when no condition holds.

    `instantiate` and `parallel` are of event-based gateways; `activation` is of complex ones.
    """

    kind: GatewayKind
    default: str = ""
    instantiate: bool = False
    parallel: bool = False
    activation: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(FlowNode):
    """An event; without definitions it is a plain one.

    `interrupting` concerns boundary events and the start events of event sub-processes. `parallel` means that
    all of several definitions must occur, not one.
    """

    kind: EventKind
    definitions: tuple[EventDefinition, ...] = ()
    attached_to: str = ""
    interrupting: bool = True
    parallel: bool = False
    data_inputs: tuple[DataAssociation, ...] = ()
    data_outputs: tuple[DataAssociation, ...] = ()

    @property
    def catching(self) -> bool:
        """Whether it waits for what it is about, and does not bring it about."""
        return self.kind in {EventKind.START, EventKind.CATCH, EventKind.BOUNDARY}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLoop(Element):
    """Again while the condition holds, at most `maximum` times."""

    condition: Expression | None = None
    test_before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiInstance(Element):
    """Once for each of a collection, or `cardinality` times.

    `collection` is the id of a data input or object (`loopDataInputRef`), or the name of a variable (our and
    Camunda's attribute `collection`); `item` is the name each instance knows its member by. Likewise for outputs.
    `behavior` is None, One, All or Complex (10.3.8).
    """

    sequential: bool = False
    cardinality: Expression | None = None
    completion: Expression | None = None
    collection: str = ""
    item: str = ""
    output_collection: str = ""
    output_item: str = ""
    behavior: str = "All"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(FlowNode):
    """Work. `boundary` has the ids of the events attached to it."""

    default: str = ""
    boundary: tuple[str, ...] = ()
    for_compensation: bool = False
    start_quantity: int = 1
    completion_quantity: int = 1
    loop: StandardLoop | MultiInstance | None = None
    io: InputOutput | None = None
    properties: tuple[DataItem, ...] = ()
    data_inputs: tuple[DataAssociation, ...] = ()
    data_outputs: tuple[DataAssociation, ...] = ()
    performers: tuple[Performer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Activity):
    """A task of any kind. `message`, `operation` concern send, receive and service tasks; `script` script tasks."""

    kind: TaskKind
    implementation: str = ""
    operation: str = ""
    message: str = ""
    instantiate: bool = False
    script: str = ""
    script_format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallActivity(Activity):
    """Runs a process or global task: its id, or a name outside this file (then `external`)."""

    called: str = ""
    external: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a process or sub-process holds, each mapping by id in the order of the file.

    `unknown` are flow elements that BPMN 2.0 does not have.
    """

    nodes: Mapping[str, FlowNode] = field(default_factory=dict)
    flows: Mapping[str, SequenceFlow] = field(default_factory=dict)
    lane_sets: tuple[LaneSet, ...] = ()
    data: Mapping[str, DataItem] = field(default_factory=dict)
    data_references: Mapping[str, DataReference] = field(default_factory=dict)
    annotations: tuple[TextAnnotation, ...] = ()
    associations: tuple[Association, ...] = ()
    groups: tuple[Group, ...] = ()
    unknown: tuple[Foreign, ...] = ()

    def walk(self) -> "Iterator[Content]":
        """This content and that of every sub-process in it, outer before inner."""
        yield self
        for node in self.nodes.values():
            if isinstance(node, SubProcess):
                yield from node.content.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(Activity):
    """Embedded, transaction or ad-hoc; an event sub-process where `by_event`.

    `ordering` (Parallel, Sequential), `completion` and `cancel_remaining` are of ad-hoc ones, `method` of transactions.
    """

    kind: SubProcessKind
    content: Content
    by_event: bool = False
    ordering: str = ""
    completion: Expression | None = None
    cancel_remaining: bool = True
    method: str = ""
