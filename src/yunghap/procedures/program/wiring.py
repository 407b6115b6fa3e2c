"""What can be said about a program from its flows alone: loops nobody waits in, joins and who can still reach them."""

from collections import deque
from collections.abc import Collection, Mapping

from .model import ACTIVITIES, RESTING, Flow, Kind, Node

MOST_REACH = 3_000_000  # flows into inclusive joins, times flows


def restless_loop(nodes: Mapping[str, Node]) -> list[str]:
    """The nodes of a loop in which no token ever rests, so that it would go round for ever; empty if there is none.

    Found by taking away, again and again, nodes that lead nowhere in the loop (Kahn's algorithm, backwards).
    """
    passing = {name for name, node in nodes.items() if node.kind not in RESTING and not _may_rest(node)}
    degree = {name: sum(flow.target in passing for flow in nodes[name].outgoing) for name in passing}
    sources: dict[str, list[str]] = {}
    for name in passing:
        for flow in nodes[name].outgoing:
            if flow.target in passing:
                sources.setdefault(flow.target, []).append(name)
    ready = deque(name for name in passing if degree[name] == 0)
    while ready:
        name = ready.popleft()
        for source in sources.get(name, ()):
            degree[source] -= 1
            if degree[source] == 0:
                ready.append(source)
    return sorted(name for name in passing if degree[name] > 0)


def unreached(nodes: Mapping[str, Node], starts: Collection[str]) -> list[str]:
    """The nodes to which no token gets that begins at one of these."""
    left, ready = set(nodes), list(starts)
    while ready:
        name = ready.pop()
        if name in left:
            left.remove(name)
            ready += [flow.target for flow in nodes[name].outgoing]
    return sorted(left)


def _may_rest(node: Node) -> bool:
    return node.kind in {Kind.SUBPROCESS, Kind.CALL}


def reach(nodes: Mapping[str, Node], flows: Mapping[str, Flow]) -> dict[str, frozenset[str]] | None:
    """For each flow into an inclusive join, the nodes from which a token can get to it without passing the join.

    A token in an activity can leave over its boundary events too. None where there is too much of it.
    """
    joins = [node for node in nodes.values() if node.kind is Kind.INCLUSIVE and len(node.incoming) > 1]
    if sum(len(node.incoming) for node in joins) * max(1, len(flows)) > MOST_REACH:
        return None
    before: dict[str, list[str]] = {}
    for flow in flows.values():
        before.setdefault(flow.target, []).append(flow.source)
    for node in nodes.values():
        if node.kind in ACTIVITIES:
            for boundary in node.boundary:
                before.setdefault(boundary, []).append(node.id)
    return {name: _backwards(flows[name].source, before, node.id) for node in joins for name in node.incoming}


def _backwards(start: str, before: Mapping[str, Collection[str]], without: str) -> frozenset[str]:
    found: set[str] = set()
    ready = [start]
    while ready:
        name = ready.pop()
        if name != without and name not in found:
            found.add(name)
            ready.extend(before.get(name, ()))
    return frozenset(found)
