"""Tables whose rows a narrow screen shows as blocks: each cell is told the heading of its column."""

import re

from django.utils.html import strip_tags

_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b")


def labelled(content: str) -> str:
    """The inside of a drawn table, its cells with `data-label`; rows of joined cells stay as they are."""
    head, end, body = content.partition("</thead>")
    names = [strip_tags(name).strip().replace('"', "&quot;") for name in _HEADING.findall(head)]

    def row(drawn: "re.Match[str]") -> str:
        if len(_CELL.findall(drawn[0])) != len(names):
            return drawn[0]
        wanted = iter(names)
        return _CELL.sub(lambda cell: _named(cell[0], next(wanted)), drawn[0])

    return head + end + _ROW.sub(row, body)


def _named(cell: str, name: str) -> str:
    """The beginning of a cell; one that heads its row needs no name."""
    return f'{cell} data-label="{name}"' if name and cell == "<td" else cell
