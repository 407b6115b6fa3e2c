"""Pools, lanes, data, annotations and groups."""

from yunghap.documents.typography import em_width
from yunghap.procedures.bpmn.model import Bounds, Lane, Participant
from yunghap.procedures.drawing.paper import FAINT, INK, Paper, height_of, length, wrap

from . import symbols

BAND = 30.0  # where the name of a pool or lane stands


def pool(paper: Paper, participant: Participant, box: Bounds, *, horizontal: bool, opened: bool) -> None:
    """A pool; its name in a band, or in the middle of one that shows nothing of its inside."""
    paper.rect(box.x, box.y, box.width, box.height)
    if not opened:
        _amid(paper, participant.name, box)
    elif horizontal:
        paper.path(f"M{length(box.x + BAND)},{length(box.y)}v{length(box.height)}")
        _sideways(paper, participant.name, box)
    else:
        paper.path(f"M{length(box.x)},{length(box.y + BAND)}h{length(box.width)}")
        _above(paper, participant.name, box)
    if (participant.maximum is not None and participant.maximum > 1) or (participant.minimum or 0) > 1:
        paper.icon(
            symbols.PARALLEL, box.x + box.width / 2 - 7, box.y + box.height - 17, fill="none", stroke_width=2
        )


def lane(paper: Paper, one: Lane, box: Bounds, *, horizontal: bool) -> None:
    """A lane, its name at the side or above."""
    paper.rect(box.x, box.y, box.width, box.height, fill="none", stroke_width=1)
    if horizontal:
        _sideways(paper, one.name, box)
    else:
        _above(paper, one.name, box)


def _amid(paper: Paper, name: str, box: Bounds) -> None:
    """In the middle; along the higher side where the box is too narrow for a word."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    upright = box.height > box.width and any(em_width(word) * 12 > box.width - 20 for word in name.split())
    lines = wrap(name, (box.height if upright else box.width) - 20, most=3)
    turned = f"rotate(-90,{length(x)},{length(y)})" if upright else ""
    paper.text(lines, x, y - height_of(lines) / 2, transform=turned)


def _sideways(paper: Paper, name: str, box: Bounds) -> None:
    lines = wrap(name, box.height - 10, most=2)
    size = 12.0 if len(lines) < 2 else 11.0
    x, y = box.x + BAND / 2, box.y + box.height / 2
    paper.text(
        lines, x, y - height_of(lines, size) / 2, size=size, transform=f"rotate(-90,{length(x)},{length(y)})"
    )


def _above(paper: Paper, name: str, box: Bounds) -> None:
    lines = wrap(name, box.width - 10, most=2)
    size = 12.0 if len(lines) < 2 else 11.0
    paper.text(lines, box.x + box.width / 2, box.y + (BAND - height_of(lines, size)) / 2, size=size)


def data_object(paper: Paper, box: Bounds, *, kind: str, collection: bool) -> None:
    """A sheet with a folded corner; an arrow for what comes in or goes out, bars for many."""
    fold = min(12.0, box.width / 3)
    right, top = box.x + box.width, box.y
    paper.path(
        f"M{length(box.x)},{length(top)}H{length(right - fold)}L{length(right)},{length(top + fold)}"
        f"V{length(top + box.height)}H{length(box.x)}z"
    )
    paper.path(f"M{length(right - fold)},{length(top)}v{length(fold)}h{length(fold)}", fill="none")
    if kind in {"dataInput", "dataOutput"}:
        paper.icon(
            "M0,4h8v-4l7,7l-7,7v-4h-8z", box.x + 4, top + 4, 0.8,
            fill=INK if kind == "dataOutput" else None, stroke_width=1.4,
        )  # fmt: skip
    if collection:
        paper.icon(
            symbols.PARALLEL, box.x + box.width / 2 - 7, top + box.height - 15, fill="none", stroke_width=2
        )


def data_store(paper: Paper, box: Bounds) -> None:
    """A drum."""
    x, y, wide = box.x, box.y, box.width
    bulge = min(10.0, box.height / 5)
    arc = f"c0,{length(bulge * 1.35)},{length(wide)},{length(bulge * 1.35)},{length(wide)},0"
    paper.path(
        f"M{length(x)},{length(y + bulge)}c0,{length(-bulge * 1.35)},{length(wide)},{length(-bulge * 1.35)},"
        f"{length(wide)},0v{length(box.height - 2 * bulge)}"
        f"c0,{length(bulge * 1.35)},{length(-wide)},{length(bulge * 1.35)},{length(-wide)},0z"
    )
    for number in range(3):
        paper.path(f"M{length(x)},{length(y + bulge + number * bulge * 0.7)}{arc}", fill="none")


def message(paper: Paper, box: Bounds) -> None:
    """An envelope."""
    paper.rect(box.x, box.y, box.width, box.height)
    half, down = length(box.width / 2), length(box.height * 0.55)
    paper.path(f"M{length(box.x)},{length(box.y)}l{half},{down}l{half},-{down}", fill="none")


def annotation(paper: Paper, text: str, box: Bounds) -> None:
    """A bracket at the left of the text."""
    paper.path(f"M{length(box.x + 10)},{length(box.y)}H{length(box.x)}v{length(box.height)}h10", fill="none")
    most = max(1, int((box.height - 4) / height_of([""])))
    size = 12.0
    lines = wrap(text, box.width - 10, most=most + 20)
    if len(lines) > most:
        size = 10.5
        lines = wrap(
            text, box.width - 8, size=size, most=max(1, int((box.height - 2) / height_of([""], size)))
        )
    paper.text(lines, box.x + 6, box.y + 4, anchor="start", size=size)


def group(paper: Paper, name: str, box: Bounds) -> None:
    """A frame that holds nothing together but in the reader's eye."""
    paper.rect(
        box.x, box.y, box.width, box.height, rx=10, fill="none", stroke=FAINT, stroke_dasharray="8,4,1,4"
    )
    paper.text(wrap(name, box.width - 16, most=2), box.x + box.width / 2, box.y + 6)


# What choreographies and conversations are made of (BPMN 2.0, 9.5 and 11.5), and whether an outline is thick.
TALKS = {
    "choreographyTask": False,
    "subChoreography": False,
    "callChoreography": True,
    "conversation": False,
    "subConversation": False,
    "callConversation": True,
}


def talk(paper: Paper, kind: str, name: str, box: Bounds, *, folded: bool) -> bool:
    """A rounded box for a task of a choreography, its name in the middle; a hexagon for a conversation.

    Whether its name is to be put beside it.
    """
    thick = 4 if TALKS[kind] else None
    x, y, middle = box.x, box.y, box.y + box.height / 2
    hexagon = kind.lower().endswith("conversation")
    if hexagon:
        cut = box.width / 4
        paper.path(
            f"M{length(x)},{length(middle)}L{length(x + cut)},{length(y)}H{length(x + box.width - cut)}"
            f"L{length(x + box.width)},{length(middle)}L{length(x + box.width - cut)},{length(y + box.height)}"
            f"H{length(x + cut)}z",
            stroke_width=thick,
        )
    else:
        paper.rect(x, y, box.width, box.height, rx=8, stroke_width=thick)
        lines = wrap(name, box.width - 12, most=3)
        paper.text(lines, x + box.width / 2, middle - height_of(lines) / 2)
    if kind.startswith("sub") and folded:
        paper.icon(
            symbols.PLUS, x + box.width / 2 - 7, y + box.height - (18 if hexagon else 42), 1, fill="none"
        )
    return hexagon


def band(paper: Paper, participant: Participant, box: Bounds, kind: str) -> None:
    """Who takes part in a task of a choreography; grey whoever does not begin it."""
    paper.rect(box.x, box.y, box.width, box.height, fill="#E6E8EA" if "non_initiating" in kind else None)
    lines = wrap(participant.name, box.width - 8, most=2)
    paper.text(lines, box.x + box.width / 2, box.y + (box.height - height_of(lines)) / 2)
