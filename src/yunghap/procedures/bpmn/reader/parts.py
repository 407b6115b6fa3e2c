"""Small parts: data, performers, loops, event definitions."""

from yunghap.procedures.bpmn.model import (
    DataAssociation,
    DataItem,
    DataSet,
    EventDefinition,
    Expression,
    InputOutput,
    MultiInstance,
    Performer,
    StandardLoop,
    Timer,
    TimerForm,
    Trigger,
)
from yunghap.procedures.bpmn.namespaces import SETTINGS

from .context import Common, Context, Node, child, children, expression, flag, line_of, number, text

PERFORMERS = ("performer", "humanPerformer", "potentialOwner", "resourceRole")
DATA_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation")
LOOPS = ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
EVENT_DEFINITIONS = tuple(trigger.value for trigger in Trigger)
_STATE = frozenset({"dataState"})
_REFERENCES = {
    Trigger.MESSAGE: "messageRef",
    Trigger.SIGNAL: "signalRef",
    Trigger.ERROR: "errorRef",
    Trigger.ESCALATION: "escalationRef",
    Trigger.COMPENSATE: "activityRef",
}


def data_item(context: Context, node: Node) -> DataItem:
    """`dataObject`, `dataInput`, `dataOutput`, `property`."""
    state = child(node, "dataState")
    return DataItem(
        **context.base(node, _STATE),
        item=context.resolve(node, node.get("itemSubjectRef"))[0],
        collection=flag(node, "isCollection", False),
        state="" if state is None else state.get("name", ""),
    )


_SETS = {
    "inputSet": ("dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs"),
    "outputSet": ("dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs"),
}
_CROSS = frozenset({"outputSetRefs", "inputSetRefs"})


def data_sets(context: Context, node: Node, kind: str) -> tuple[DataSet, ...]:
    """The sets of one kind."""
    names = _SETS[kind]
    return tuple(
        DataSet(**context.base(one, _CROSS.union(names)), refs=context.references(children(one, names[0])))
        for one in children(node, kind)
    )


def input_output(context: Context, node: Node) -> InputOutput | None:
    """The `ioSpecification` of an activity or process."""
    found = child(node, "ioSpecification")
    if found is None:
        return None
    return InputOutput(
        **context.base(found, frozenset({"dataInput", "dataOutput", "inputSet", "outputSet"})),
        inputs=tuple(data_item(context, one) for one in children(found, "dataInput")),
        outputs=tuple(data_item(context, one) for one in children(found, "dataOutput")),
        input_sets=data_sets(context, found, "inputSet"),
        output_sets=data_sets(context, found, "outputSet"),
    )


def data_associations(context: Context, node: Node, kind: str) -> tuple[DataAssociation, ...]:
    """The data associations of one kind."""
    known = frozenset({"sourceRef", "targetRef", "transformation", "assignment"})
    return tuple(
        DataAssociation(
            **context.base(one, known),
            sources=context.references(children(one, "sourceRef")),
            target=next(iter(context.references(children(one, "targetRef"))), ""),
            transformation=expression(child(one, "transformation")),
            assignments=tuple(
                (_always(child(pair, "from"), pair), _always(child(pair, "to"), pair))
                for pair in children(one, "assignment")
            ),
        )
        for one in children(node, kind)
    )


def _always(node: Node | None, parent: Node) -> Expression:
    return expression(node) or Expression("", line_of(parent))


def performers(context: Context, node: Node) -> tuple[Performer, ...]:
    """Who may do an activity."""
    known = frozenset({"resourceRef", "resourceAssignmentExpression", "resourceParameterBinding"})
    return tuple(
        Performer(
            **context.base(one, known),
            resource=next(iter(context.references(children(one, "resourceRef"))), ""),
            expression=expression(child(one, "resourceAssignmentExpression")),
            bindings=tuple(
                (bound.get("parameterRef", ""), _always(bound, one))
                for bound in children(one, "resourceParameterBinding")
            ),
        )
        for one in children(node, *PERFORMERS)
    )


def loop(context: Context, node: Node) -> StandardLoop | MultiInstance | None:
    """How often an activity is done."""
    found = child(node, *LOOPS)
    if found is None:
        return None
    if found.tag == str(found.tag).partition("}")[0] + "}" + LOOPS[0]:
        return StandardLoop(
            **context.base(found, frozenset({"loopCondition"})),
            condition=expression(child(found, "loopCondition")),
            test_before=flag(found, "testBefore", False),
            maximum=number(found, "loopMaximum"),
        )
    common = context.base(
        found,
        frozenset(
            {"loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem"}
            | {"completionCondition"}
        ),
    )
    return MultiInstance(
        **common,
        sequential=flag(found, "isSequential", False),
        cardinality=expression(child(found, "loopCardinality")),
        completion=expression(child(found, "completionCondition")),
        collection=_setting(common, "collection") or _loop_data(context, found, "loopDataInputRef"),
        item=_setting(common, "item", "elementVariable") or _item(child(found, "inputDataItem")),
        output_collection=_loop_data(context, found, "loopDataOutputRef"),
        output_item=_item(child(found, "outputDataItem")),
        behavior=found.get("behavior", "All"),
    )


def _setting(common: Common, *names: str) -> str:
    values = (common["attributes"].get((space, name), "") for space in SETTINGS for name in names)
    return next((value for value in values if value), "")


def _loop_data(context: Context, node: Node, name: str) -> str:
    return next(iter(context.references(children(node, name))), "")


def _item(node: Node | None) -> str:
    return "" if node is None else node.get("name") or node.get("id") or ""


def event_definition(context: Context, node: Node) -> EventDefinition:
    """What an event is about."""
    trigger = Trigger(str(node.tag).rpartition("}")[2])
    forms = [form.value for form in TimerForm]
    known = frozenset({*forms, "condition", "operationRef", "source", "target"})
    common = context.base(node, known)
    if trigger is Trigger.LINK:
        common["name"] = node.get("name", "").strip()
    attribute = _REFERENCES.get(trigger, "")
    moment = child(node, *forms)
    when = expression(moment)
    return EventDefinition(
        **common,
        ref=context.reference(node, node.get(attribute)) if attribute else "",
        operation=context.resolve(node, text(child(node, "operationRef")))[0],
        timer=Timer(form=TimerForm(str(moment.tag).rpartition("}")[2]), expression=when)
        if moment is not None and when
        else None,
        condition=expression(child(node, "condition")),
        wait_for_completion=flag(node, "waitForCompletion", True),
    )
