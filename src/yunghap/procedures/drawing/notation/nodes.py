"""Events, gateways and activities."""

import re
from typing import Any

from yunghap.documents.typography import em_width
from yunghap.procedures.bpmn.model import (
    Activity,
    Bounds,
    CallActivity,
    Event,
    EventKind,
    Gateway,
    GatewayKind,
    MultiInstance,
    StandardLoop,
    SubProcess,
    SubProcessKind,
    Task,
    TaskKind,
    Trigger,
)
from yunghap.procedures.drawing.paper import INK, PAPER, Paper, height_of, length, wrap

from . import symbols

_ROUND = 10  # corners of activities
_LONGEST = 2_000  # letters of a name that are looked at


def event(paper: Paper, node: Event, box: Bounds) -> None:
    """A circle: thin at the start, double between, thick at the end; dashed where it does not interrupt."""
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, min(box.width, box.height) / 2
    dashes = "" if node.interrupting else "4,3"
    paper.circle(
        x, y, radius, stroke_width=3.5 if node.kind is EventKind.END else None, stroke_dasharray=dashes
    )
    if node.kind not in {EventKind.START, EventKind.END}:
        paper.circle(x, y, radius - min(3.5, radius / 4), stroke_dasharray=dashes)
    if node.definitions:
        _sign(paper, node, x, y, radius / 18)


def _sign(paper: Paper, node: Event, x: float, y: float, scale: float) -> None:
    thrown = not node.catching
    if len(node.definitions) > 1:
        outline, lines = (symbols.PARALLEL_MULTIPLE if node.parallel else symbols.MULTIPLE), ""
    else:
        outline, lines = symbols.EVENTS[node.definitions[0].kind]
    filled = thrown or node.definitions[0].kind is Trigger.TERMINATE
    paper.icon(outline, x, y, scale, fill=INK if filled else None, stroke_width=1.3)
    if lines:
        paper.icon(lines, x, y, scale, fill="none", stroke=PAPER if filled else None, stroke_width=1.3)


def gateway(paper: Paper, node: Gateway, box: Bounds, *, marker: bool) -> None:
    """A diamond with its sign; that of exclusive gateways only where wanted."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    half, up = box.width / 2, box.height / 2
    paper.path(
        f"M{length(x)},{length(y - up)}l{length(half)},{length(up)}l{length(-half)},{length(up)}"
        f"l{length(-half)},{length(-up)}z"
    )
    scale = min(half, up) / 25
    if node.kind is GatewayKind.EXCLUSIVE:
        if marker:
            paper.icon("M-7.5-8.5L7.5,8.5M7.5-8.5L-7.5,8.5", x, y, scale, stroke_width=3.5)
    elif node.kind is GatewayKind.PARALLEL:
        paper.icon("M0-12v24M-12,0h24", x, y, scale, stroke_width=3.5)
    elif node.kind is GatewayKind.INCLUSIVE:
        paper.circle(x, y, 11.5 * scale, stroke_width=3)
    elif node.kind is GatewayKind.COMPLEX:
        paper.icon("M0-12v24M-12,0h24M-8.5-8.5l17,17M8.5-8.5l-17,17", x, y, scale, stroke_width=3)
    else:
        _event_gateway(paper, node, x, y, scale)


def _event_gateway(paper: Paper, node: Gateway, x: float, y: float, scale: float) -> None:
    paper.circle(x, y, 14.5 * scale, stroke_width=1.2)
    if not node.instantiate:
        paper.circle(x, y, 11.8 * scale, stroke_width=1.2)
    sign = symbols.PARALLEL_MULTIPLE if node.parallel else symbols.MULTIPLE
    paper.icon(sign, x, y, 0.72 * scale, stroke_width=1.6)


def activity(
    paper: Paper, node: Activity, box: Bounds, *, expanded: bool, folded: bool, sign: str = ""
) -> None:
    """A rounded box with its kind above, its name, and its markers below.

    `expanded` leaves room for its inside; `folded` says that it has an inside not drawn here; `sign` is the kind of
    task whose sign is drawn.
    """
    thick = 4 if isinstance(node, CallActivity) else None
    dotted = "1.5,4" if isinstance(node, SubProcess) and node.by_event else ""
    paper.rect(
        box.x, box.y, box.width, box.height, rx=_ROUND, stroke_width=thick, stroke_dasharray=dotted,
        stroke_linecap="round" if dotted else "",
    )  # fmt: skip
    if isinstance(node, SubProcess) and node.kind is SubProcessKind.TRANSACTION:
        paper.rect(box.x + 3, box.y + 3, box.width - 6, box.height - 6, rx=_ROUND - 2)
    if sign:
        _task_sign(paper, node, sign, box)
    elif isinstance(node, SubProcess) and node.by_event and not expanded:
        _start_sign(paper, node, box)
    below = _markers(node, folded=folded)
    left = box.x + box.width / 2 - len(below) * 9 + 2
    for number, (drawn, more) in enumerate(below):
        paper.icon(drawn, left + number * 18, box.y + box.height - 18, **{"stroke_width": 1.3, **more})
    _name(paper, node.name, box, expanded=expanded, below=bool(below), sign=bool(sign))


def _name(paper: Paper, name: str, box: Bounds, *, expanded: bool, below: bool, sign: bool) -> None:
    if expanded:
        paper.text(wrap(name, box.width - 24, most=2), box.x + box.width / 2, box.y + 7)
        return
    name = name[:_LONGEST]
    # Below or beside the sign in the corner and above the markers, in smaller letters before a word is broken or left
    # out.
    clear, bottom = (23.0 if sign else 4.0), (20.0 if below else 4.0)
    aside = 54.0 if sign else 6.0
    for size, side, top in (
        (12.0, 10.0, clear),
        (10.5, 6.0, clear),
        (10.5, aside, 4.0),
        (9.0, 6.0, clear),
        (9.0, aside, 4.0),
        (8.0, 6.0, 4.0),
    ):
        high = height_of([""], size)
        most = max(1, int((box.height - top - bottom) / high))
        lines = wrap(name, box.width - side, size=size, most=99)
        widest = max((em_width(word) for word in re.split(r"[\s/-]", name)), default=0) * size
        if len(lines) <= most and widest <= box.width - side:
            break
    lines = lines if len(lines) <= most else wrap(name, box.width - side, size=size, most=most)
    y = box.y + (box.height - len(lines) * high) / 2
    lowest = box.y + box.height - bottom - len(lines) * high
    paper.text(lines, box.x + box.width / 2, min(max(y, box.y + top), lowest), size=size)


def _task_sign(paper: Paper, node: Activity, kind: str, box: Bounds) -> None:
    x, y = box.x + 5, box.y + 4
    if kind in {TaskKind.SEND, TaskKind.RECEIVE}:
        sent = kind == TaskKind.SEND
        if isinstance(node, Task) and node.instantiate:
            paper.circle(x + 11, y + 11, 10.5, stroke_width=1.2)
            paper.icon(symbols.ENVELOPE + symbols.FLAP, x + 4.7, y + 5, 0.7, fill="none", stroke_width=1.4)
            return
        paper.icon(symbols.ENVELOPE, x, y, fill=INK if sent else None, stroke_width=1.2)
        paper.icon(symbols.FLAP, x, y, fill="none", stroke=PAPER if sent else None, stroke_width=1.2)
        return
    outline, lines = symbols.TASKS[kind]
    paper.icon(outline, x, y, stroke_width=1.2)
    if kind == TaskKind.BUSINESS_RULE:
        paper.icon(symbols.RULE_HEAD, x, y, fill="#CDD1D5", stroke="none")
    paper.icon(lines, x, y, fill="none", stroke_width=1.1)


def _start_sign(paper: Paper, node: SubProcess, box: Bounds) -> None:
    """A folded event sub-process shows what starts it (10.2.6)."""
    start = next(
        (
            one
            for one in node.content.nodes.values()
            if isinstance(one, Event) and one.kind is EventKind.START
        ),
        None,
    )
    if start is not None:
        event(paper, start, Bounds(box.x + 5, box.y + 5, 20, 20))


def _markers(node: Activity, *, folded: bool) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    hollow: dict[str, Any] = {"fill": "none"}
    if isinstance(node.loop, StandardLoop):
        found.append((symbols.LOOP, hollow))
    elif isinstance(node.loop, MultiInstance):
        drawn = symbols.SEQUENTIAL if node.loop.sequential else symbols.PARALLEL
        found.append((drawn, {**hollow, "stroke_width": 2}))
    if isinstance(node, SubProcess) and node.kind is SubProcessKind.AD_HOC:
        found.append((symbols.AD_HOC, {"fill": INK, "stroke": "none"}))
    if folded:
        found.append((symbols.PLUS, hollow))
    if node.for_compensation:
        found.append((symbols.COMPENSATION, hollow))
    return found
