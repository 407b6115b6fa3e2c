"""Variables of a diagram: data objects, properties, and what goes into and comes out of activities (BPMN 2.0, 10.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunghap.procedures.bpmn.model import Activity, Content, DataAssociation, DataItem, Event

from .expressions import Obstacles, formula, formula_of
from .model import Transfer


@dataclass(frozen=True, slots=True)
class Names:
    """The variable behind each id of a data element; a word that is no id is a variable itself."""

    by_id: Mapping[str, str]

    def name(self, word: str) -> str:
        """The variable that a word means."""
        return self.by_id.get(word, word)

    def inside(self, content: Content, properties: tuple[DataItem, ...] = ()) -> "Names":
        """With what a container declares in addition."""
        found = {one.id: variable(one) for one in (*content.data.values(), *properties)}
        for reference in content.data_references.values():
            if reference.ref:
                found[reference.id] = found.get(reference.ref, self.name(reference.ref))
        return Names({**self.by_id, **found})


def variable(item: DataItem) -> str:
    """The name of a data element where it can stand in an expression, else its id."""
    return item.name if item.name.isidentifier() else item.id


def declared(content: Content, properties: tuple[DataItem, ...]) -> frozenset[str]:
    """The variables that a process or sub-process declares."""
    return frozenset(variable(one) for one in (*content.data.values(), *properties))


def transfers(
    notes: Obstacles, node: Activity | Event, data: Names
) -> tuple[tuple[Transfer, ...], tuple[Transfer, ...]]:
    """What goes in and what comes out, from data associations and from our elements `input` and `output`."""
    if isinstance(node, Activity) and node.io is not None:
        items = {one.id: variable(one) for one in (*node.io.inputs, *node.io.outputs)}
        data = Names({**data.by_id, **items})
    inputs = [made for one in node.data_inputs for made in _association(notes, node, one, data)]
    outputs = [made for one in node.data_outputs for made in _association(notes, node, one, data)]
    inputs += _own(notes, node, "input")
    outputs += _own(notes, node, "output")
    return tuple(inputs), tuple(outputs)


def _association(
    notes: Obstacles, node: Activity | Event, given: DataAssociation, data: Names
) -> list[Transfer]:
    target = data.name(given.target)
    if given.transformation is not None:
        made = formula(notes, node, given.transformation)
        return [] if made is None else [Transfer(target, made)]
    if given.assignments:
        found = []
        for value, to in given.assignments:
            made = formula(notes, node, value)
            if made is not None:
                found.append(Transfer(data.name(to.text.strip().lstrip("=").strip()) or target, made))
        return found
    found = []
    for source in given.sources:
        made = formula_of(notes, node, data.name(source), given.line)
        if made is not None:
            found.append(Transfer(target, made))
    return found


def _own(notes: Obstacles, node: Activity | Event, kind: str) -> list[Transfer]:
    found = []
    for one in node.own_elements(kind):
        name, value = one.attributes.get("name", ""), one.attributes.get("value", "") or one.text
        if not name:
            notes.add(node, _("An input or output has no name."), one.line)
            continue
        made = formula_of(notes, node, value or name, one.line)
        if made is not None:
            found.append(Transfer(name, made))
    return found
