"""The whole drawing."""

import hashlib
import math
from collections.abc import Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yunghap.procedures.bpmn.model import Definitions, Diagram, FlowNode

from .index import Drawable, index
from .layout import completed
from .overlay import Overlay
from .painter import Painter
from .paper import FONT, INK, PAPER, Paper, escape, length, quoteattr
from .words import called

_MARGIN = 14.0
_HEAD = 26.0  # above each of several drawings
_NOTHING = Overlay()


def draw(
    definitions: Definitions,
    *,
    overlay: Overlay = _NOTHING,
    only: str = "",
    title: str = "",
    description: str = "",
) -> str:
    """The diagrams of a file as one SVG, one below the other; `only` the one that shows this element, or has this id.

    Same input and language, same bytes. Elements without a place get one by our own layout. `title` and
    `description` are for those who do not see it; by default the file's name and a list of what stands where.
    Raises KeyError where `only` is not there.
    """
    known = index(definitions)
    diagrams = completed(definitions)
    if only:
        diagrams = [one for one in diagrams if only in {one.element, one.id}]
        if not diagrams:
            raise KeyError(only)
    paper, top, right = Paper(), 0.0, 0.0
    for diagram in diagrams:
        painter = Painter(definitions, known, diagram, overlay)
        painted = painter.paint()
        if not painted:
            continue
        left, upper, farthest, lowest = painter.extent
        if len(diagrams) > 1:
            name = _name_of(definitions, known, diagram)
            paper.text([name], _MARGIN, top + _MARGIN - 4, size=14, anchor="start", font_weight=700)
            top += _HEAD
        paper.add(
            f'<g transform="translate({length(_MARGIN - left)},{length(top + _MARGIN - upper)})">{painted}</g>'
        )
        top += lowest - upper + 2 * _MARGIN
        right = max(right, farthest - left + 2 * _MARGIN)
    return _whole(
        "".join(paper.parts),
        (right or 2 * _MARGIN, top or 2 * _MARGIN),
        title or _title(definitions),
        description or _description(definitions, overlay),
        linked=any(mark.href for mark in overlay.marks.values()),
    )


def _whole(painted: str, size: tuple[float, float], title: str, description: str, *, linked: bool) -> str:
    """A drawing with links is a group of them; one without is an image."""
    wide, high = math.ceil(size[0]), math.ceil(size[1])
    name = "b" + hashlib.sha256(painted.encode()).hexdigest()[:10]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'role="{"group" if linked else "img"}" aria-labelledby="{name}-t {name}-d" '
        f'lang="{get_language() or "ko"}" font-family={quoteattr(FONT)} font-size="12" text-anchor="middle">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f'<rect width="{wide}" height="{high}" fill="{PAPER}"/>'
        f'<g fill="{PAPER}" stroke="{INK}" stroke-width="1.5" stroke-linejoin="round">{painted}</g></svg>\n'
    )


def _title(definitions: Definitions) -> str:
    names = [process.name for process in definitions.processes.values() if process.name]
    return definitions.name or ", ".join(names) or definitions.file or _("Procedure")


def _name_of(definitions: Definitions, known: dict[str, Drawable], diagram: Diagram) -> str:
    element = known.get(diagram.element)
    process = definitions.processes.get(diagram.element)
    name = called(element) if element is not None else "" if process is None else process.name
    return diagram.name or name or _title(definitions)


def _description(definitions: Definitions, overlay: Overlay) -> str:
    """How many steps there are, and what is going on at which."""
    nodes = definitions.nodes
    said = [
        ngettext(
            "A procedure diagram with %(count)d element.",
            "A procedure diagram with %(count)d elements.",
            len(nodes),
        )
        % {"count": len(nodes)}
    ]
    here = [nodes[id_] for id_, mark in overlay.marks.items() if mark.tokens and id_ in nodes]
    late = [nodes[id_] for id_, mark in overlay.marks.items() if mark.overdue and id_ in nodes]
    said += [_("Now at %(steps)s.") % {"steps": _list(here)}] if here else []
    said += [_("Overdue: %(steps)s.") % {"steps": _list(late)}] if late else []
    return " ".join(said)


def _list(nodes: Sequence[FlowNode]) -> str:
    return ", ".join(called(node) for node in nodes)
