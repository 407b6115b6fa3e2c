"""The XML pages of the Korean public data portal: of odcloud (`<item><col name="목록키">…`) and of its services
(`<items><item><listId>…`).

A record is an element that is called so, or one of plain cells among which the list's columns are found.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from django.utils.translation import gettext_noop
from lxml import etree

from yunghap.exchange.domain.harvest.reading_json import ENDS

RECORDS = frozenset({"item", "row", "record"})
LONGEST_RECORD = 1_000_000  # bytes
# What may stand between two records, or before the first: it is kept until the next one.
MOST_BESIDE, LARGEST_BESIDE = 10_000, 4 * LONGEST_RECORD  # elements, bytes
LONGEST_VALUE = 200
DOCTYPE = gettext_noop("This XML has a DOCTYPE, which is not accepted.")
TOO_MUCH_BESIDE = gettext_noop("Too much stands here that is no record; the rest was not read.")


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


class _TooMuch(Exception):  # noqa: N818
    """More stands beside the records than is kept."""


class _Source:
    """The file as the parser reads it; `left` is how many bytes may come before the next record."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.left = file, LARGEST_BESIDE

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises _TooMuch."""
        if self.left < 0:
            raise _TooMuch
        data = self.file.read(size)
        self.left -= len(data)
        return data


def rows(file: BinaryIO, is_record: Callable[[dict[str, str]], bool]) -> Iterator[XmlRow | Beside]:
    """The records of a document as they come; memory stays flat. The last one has a fault where it breaks off."""
    file.seek(0)
    number = beside = 0
    source = _Source(file)
    try:
        for _event, element in etree.iterparse(
            cast("BinaryIO", source),
            events=("end",),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=False,
            remove_comments=True,
            remove_pis=True,
        ):
            if number == beside == 0 and element.getroottree().docinfo.internalDTD is not None:
                yield XmlRow(1, fault=DOCTYPE)
                return
            beside += 1
            if beside > MOST_BESIDE:
                raise _TooMuch
            if len(element) == 0:
                parent = element.getparent()
                if parent is not None and element.text and element.get("name") is None:
                    yield Beside(_local(element), element.text.strip()[:LONGEST_VALUE])
                continue
            cells = _cells(element)
            if cells and (_local(element) in RECORDS or is_record(cells)):
                number += 1
                raw = etree.tostring(element, encoding="utf-8", with_tail=False)[:LONGEST_RECORD]
                yield XmlRow(number, cells, raw)
                _forget(element)
                beside, source.left = 0, LARGEST_BESIDE
    except _TooMuch:
        yield XmlRow(number + 1, fault=TOO_MUCH_BESIDE)
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
    """Free a record that was read, and all that stood before it."""
    element.clear()
    for node in (element, *element.iterancestors()):
        parent = node.getparent()
        while parent is not None and node.getprevious() is not None:
            del parent[0]
