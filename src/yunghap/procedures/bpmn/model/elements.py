"""What every element of a diagram has, and the small parts elements are made of (BPMN 2.0, 8.2 and 8.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yunghap.procedures.bpmn.namespaces import SETTINGS, YUNGHAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """An element outside BPMN, or one of BPMN's that we do not know: kept whole, with its line.

    Attributes are keyed by name, those in a namespace as "{namespace}name".
    """

    namespace: str
    name: str
    line: int
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: "tuple[Foreign, ...]" = ()

    @property
    def id(self) -> str:
        """Its id, or nothing."""
        return self.attributes.get("id", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Any element of BPMN: `kind` is its tag, `id` is empty where the file gives none.

    `attributes` are those of other namespaces as {(namespace, name): value}; `extensions` what stands in
    `extensionElements`; `unknown` what stands in the element itself and is not of BPMN 2.0 as we know it.
    """

    id: str
    kind: str
    line: int
    name: str = ""
    documentation: tuple[str, ...] = ()
    attributes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    extensions: tuple[Foreign, ...] = ()
    unknown: tuple[Foreign, ...] = ()

    def own(self, name: str) -> str:
        """The value of our attribute `name`, or nothing."""
        return self.attributes.get((YUNGHAP, name), "")

    def setting(self, *names: str) -> str:
        """The first of these attributes that we, Camunda, Operaton or Flowable gave, or nothing."""
        for namespace in SETTINGS:
            for name in names:
                if value := self.attributes.get((namespace, name), ""):
                    return value
        return ""

    def own_elements(self, name: str) -> tuple[Foreign, ...]:
        """Our extension elements of this name."""
        return tuple(one for one in self.extensions if (one.namespace, one.name) == (YUNGHAP, name))


@dataclass(frozen=True, slots=True)
class Expression:
    """Text to be evaluated. `language` is the address of its language, the file's own where it names none.

    `formal` is false for an expression in prose (8.3.6), which nobody can execute.
    """

    text: str
    line: int
    language: str = ""
    formal: bool = True


@dataclass(frozen=True, slots=True)
class Handling:
    """Who does an element's work and by which rules: attributes of our namespace, each empty where not given.

    `role` and `organisation` are the candidates; `deadline`, `form`, `letter` and `law` name parts of the procedure;
    `decision` names a decision table, also read from Camunda, Operaton and Flowable; `service` names a registered
    service; `result` is the variable that takes the outcome of a decision or service.
    """

    role: str = ""
    organisation: str = ""
    deadline: str = ""
    form: str = ""
    decision: str = ""
    letter: str = ""
    service: str = ""
    result: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataItem(Element):
    """`dataObject`, `dataInput`, `dataOutput`, `property`: a value with a type (`item`), perhaps many."""

    item: str = ""
    collection: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataReference(Element):
    """`dataObjectReference`, `dataStoreReference`: where `ref` is drawn, and in which state."""

    ref: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet(Element):
    """`inputSet` or `outputSet`: ids of data inputs or outputs that come together."""

    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InputOutput(Element):
    """`ioSpecification`."""

    inputs: tuple[DataItem, ...] = ()
    outputs: tuple[DataItem, ...] = ()
    input_sets: tuple[DataSet, ...] = ()
    output_sets: tuple[DataSet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAssociation(Element):
    """`dataInputAssociation` or `dataOutputAssociation`: from sources to a target, through assignments (from, to)."""

    sources: tuple[str, ...] = ()
    target: str = ""
    transformation: Expression | None = None
    assignments: tuple[tuple[Expression, Expression], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Performer(Element):
    """`performer`, `humanPerformer`, `potentialOwner`, `resourceRole`: a resource's id, or an expression for one."""

    resource: str = ""
    expression: Expression | None = None
    bindings: tuple[tuple[str, Expression], ...] = ()
