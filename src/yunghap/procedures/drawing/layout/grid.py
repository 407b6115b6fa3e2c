"""Columns and rows for the nodes of one container: what follows stands to the right, branches below each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

Edges = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Grid:
    """Where each node stands: column from 0, row from 0; `lanes` says how many rows each lane has, in their order."""

    column: dict[str, int] = field(default_factory=dict)
    row: dict[str, int] = field(default_factory=dict)
    lanes: list[int] = field(default_factory=list)


def arrange(
    nodes: Sequence[str],
    after: Edges,
    *,
    aside: Set[tuple[str, str]],
    lane_of: Mapping[str, int],
    lanes: int,
) -> Grid:
    """A grid for nodes in the order of the file.

    `after` has the successors of each node; the pairs in `aside` (from what happens to an activity) lead to a row
    below. `lane_of` has the number of a node's lane (the first where it has none) out of `lanes`, at least one.
    """
    forward = _without_loops(nodes, after)
    order, grid = _order(nodes, forward), Grid()
    before: dict[str, list[str]] = defaultdict(list)
    for node in order:
        for next_ in forward[node]:
            before[next_].append(node)
        grid.column[node] = max((grid.column[one] + 1 for one in before[node]), default=0)
    rows = _rows(order, before, grid.column, aside, lane_of)
    grid.lanes = [1] * lanes
    for node in order:
        lane = lane_of.get(node, 0)
        grid.lanes[lane] = max(grid.lanes[lane], rows[node] + 1)
    first = [sum(grid.lanes[:number]) for number in range(lanes)]
    grid.row = {node: first[lane_of.get(node, 0)] + rows[node] for node in order}
    return grid


def _rows(
    order: Sequence[str],
    before: Edges,
    column: Mapping[str, int],
    aside: Set[tuple[str, str]],
    lane_of: Mapping[str, int],
) -> dict[str, int]:
    """Rows within each lane: that of what comes before where it is free, else the next free one below."""
    rows: dict[str, int] = {}
    next_free: dict[
        tuple[int, int, int], int
    ] = {}  # after a taken lane, column and row, the row to look at next
    rank = {node: number for number, node in enumerate(order)}

    def off(node: str) -> bool:
        return bool(before[node]) and all((one, node) in aside for one in before[node])

    # In each column first what goes straight on, so that the main path stays level.
    for node in sorted(order, key=lambda node: (column[node], off(node), rank[node])):
        lane = lane_of.get(node, 0)
        wanted = [rows[one] + ((one, node) in aside) for one in before[node] if lane_of.get(one, 0) == lane]
        row = min(wanted, default=0)
        passed = []
        while (place := (lane, column[node], row)) in next_free:
            passed.append(place)
            row = next_free[place]
        rows[node] = row
        next_free.update(dict.fromkeys([*passed, place], row + 1))
    return rows


def _without_loops(nodes: Sequence[str], after: Edges) -> dict[str, list[str]]:
    """The successors, without those that lead back to where one comes from."""
    forward: dict[str, dict[str, None]] = {node: {} for node in nodes}
    state: dict[str, int] = {}  # 1 on the way, 2 done
    entered = {next_ for node in nodes for next_ in after.get(node, ())}
    for start in [*(node for node in nodes if node not in entered), *nodes]:
        if start in state:
            continue
        state[start] = 1
        stack = [(start, iter(after.get(start, ())))]
        while stack:
            node, rest = stack[-1]
            next_ = next(rest, None)
            if next_ is None:
                state[node] = 2
                stack.pop()
            elif state.get(next_) != 1 and next_ in forward:
                forward[node][next_] = None
                if next_ not in state:
                    state[next_] = 1
                    stack.append((next_, iter(after.get(next_, ()))))
    return {node: list(found) for node, found in forward.items()}


def _order(nodes: Sequence[str], forward: Edges) -> list[str]:
    """Each node after all that lead to it; otherwise in the order of the file."""
    missing = dict.fromkeys(nodes, 0)
    for node in nodes:
        for next_ in forward[node]:
            missing[next_] += 1
    ready = [node for node in reversed(nodes) if not missing[node]]  # the next one last
    order: list[str] = []
    while ready:
        node = ready.pop()
        order.append(node)
        freed = []
        for next_ in forward[node]:
            missing[next_] -= 1
            if not missing[next_]:
                freed.append(next_)
        ready.extend(reversed(freed))
    return order
