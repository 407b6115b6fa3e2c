"""XML without traps."""

from typing import cast

from django.utils.translation import gettext_lazy as _
from lxml import etree

from yunghap.core.errors import InvalidInput

from .streams import CHUNK, too_large

LARGEST = 50 * 1024 * 1024
NODES = 1_000_000
ATTRIBUTES = 2_000_000
ATTRIBUTES_OF_ONE = 256
DEPTH = 200


def safe_xml(data: bytes, *, largest: int = LARGEST) -> etree._Element:
    """The root element of an XML document.

    Refused: any DOCTYPE (so no entity and no external file), more than `largest` bytes, 1,000,000 nodes,
    2,000,000 attributes, 256 attributes on one element, depth over 200, and what is not well-formed. Comments
    and processing instructions are left out.
    """
    if len(data) > largest:
        raise too_large(largest)
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    counter = _Counter()
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
            counter.count(parser)
        root: etree._Element = parser.close()
    except etree.XMLSyntaxError as error:
        raise _bad(_("line %(line)s: it is not well-formed") % {"line": error.lineno}) from None
    counter.count(parser)
    return root


def _bad(reason: object) -> InvalidInput:
    return InvalidInput(_("This XML cannot be accepted: %(reason)s.") % {"reason": reason})


class _Counter:
    """Counts while the tree grows, so that a hostile document is dropped early."""

    def __init__(self) -> None:
        self.nodes = self.attributes = self.depth = 0

    def count(self, parser: "etree.XMLPullParser") -> None:
        for event, node in parser.read_events():
            element = cast("etree._Element", node)
            if event == "end":
                self.depth -= 1
                continue
            if self.nodes == 0 and element.getroottree().docinfo.internalDTD is not None:
                raise _bad(_("it has a DOCTYPE"))
            self.nodes += 1
            self.depth += 1
            own = len(element.attrib)
            self.attributes += own
            if (
                self.nodes > NODES
                or self.attributes > ATTRIBUTES
                or own > ATTRIBUTES_OF_ONE
                or self.depth > DEPTH
            ):
                raise _bad(_("it is too large or nested too deep"))
