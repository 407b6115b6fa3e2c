"""Which nodes of a program another one has too: what an instance needs to go on under a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .model import Node, Program, deadline_of


@dataclass(frozen=True, slots=True)
class NodeMapping:
    """From one program to another. `names` are those that change, `lost` those without a counterpart.

    Both hold ids of nodes, containers and flows, which are unique in a diagram; `lost_deadlines` ids of rules.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    lost_deadlines: frozenset[str] = frozenset()


def map_nodes(old: Program, new: Program, given: Mapping[str, str]) -> NodeMapping:
    """Match by id, or as `given` says (old id -> new id).

    A node keeps its kind, its place (the counterpart of its container), and whether it runs once or for each of
    several; a flow must lead into the counterpart of its join.
    """

    def name(word: str) -> str:
        return given.get(word, word)

    lost = {word for word in old.containers if name(word) not in new.containers and word != old.process}
    names = {word: name(word) for word in old.containers if name(word) != word}
    if old.process != new.process:
        names[old.process] = new.process
    places = {word: name(word) for word in (*old.nodes, *old.containers)} | {old.process: new.process}
    for node in old.nodes.values():
        target = new.nodes.get(name(node.id))
        if target is None or not _alike(node, target, places):
            lost.add(node.id)
        elif target.id != node.id:
            names[node.id] = target.id
    for node in old.nodes.values():
        target = new.nodes.get(name(node.id))
        for flow in node.incoming:
            if target is None or name(flow) not in target.incoming:
                lost.add(flow)
            elif name(flow) != flow:
                names[flow] = name(flow)
    terms = frozenset(
        one for one in old.deadlines if one not in new.deadlines and deadline_of(one) not in new.deadlines
    )
    return NodeMapping(names, frozenset(lost), terms)


def _alike(old: Node, new: Node, places: Mapping[str, str]) -> bool:
    return (
        old.kind is new.kind
        and places[old.container] == new.container
        and (old.multi is None) == (new.multi is None)
        and (not old.attached_to or places[old.attached_to] == new.attached_to)
        and (not old.enters or places[old.enters] == new.enters)
    )
