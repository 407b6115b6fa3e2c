"""The XML pages of the Korean public data portal: of odcloud (`<item><col name="목록키">…`) and of its services
(`<items><item><listId>…`).

A record is an element that is called so, or one of plain cells among which the list's columns are found.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from yunghap.exchange.domain.harvest.reading_json import ENDS

RECORDS = frozenset({"item", "row", "record"})
LONGEST_RECORD = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class XmlRow:
    """An element of cells, in the order of the document; `fault` where the document breaks off instead."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""
    fault: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A plain element that belongs to no record: how many there are, which page this is."""

    name: str
    value: str


def rows(file: BinaryIO, is_record: Callable[[dict[str, str]], bool]) -> Iterator[XmlRow | Beside]:
    """The records of a document as they come; memory stays flat."""
    file.seek(0)
    number = 0
    try:
        for _event, element in etree.iterparse(
            file, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=False
        ):
            if not isinstance(element.tag, str):
                continue
            if len(element) == 0:
                parent = element.getparent()
                if parent is not None and element.text and element.get("name") is None:
                    yield Beside(_local(element), element.text.strip())
                continue
            cells = _cells(element)
            if cells and (_local(element) in RECORDS or is_record(cells)):
                number += 1
                raw = etree.tostring(element, encoding="utf-8", with_tail=False)[:LONGEST_RECORD]
                yield XmlRow(number, cells, raw)
                _forget(element)
    except etree.XMLSyntaxError as error:
        yield XmlRow(number + 1, fault=ENDS, why=str(error)[:200])


def _cells(element: etree._Element) -> dict[str, str]:
    """The texts in an element by the names of its children; none where it holds more than plain elements."""
    children = [child for child in element if isinstance(child.tag, str)]
    if any(map(len, children)) and _local(element) not in RECORDS:
        return {}
    return {
        child.get("name") or _local(child): " ".join("".join(map(str, child.itertext())).split())
        for child in children
    }


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _forget(element: etree._Element) -> None:
    """Free a record that was read, and what stood before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
