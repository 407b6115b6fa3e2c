"""XML without traps."""

from django.utils.translation import gettext_lazy as _
from lxml import etree

from yunghap.core.errors import InvalidInput, sentence

from .streams import too_large

LARGEST = 50 * 1024 * 1024
TAGS = 2_000_000
ATTRIBUTES = 2_000_000
ATTRIBUTES_OF_ONE = 256
_CROWDED = etree.XPath(f"boolean(//*[count(@*) > {ATTRIBUTES_OF_ONE}])")


def safe_xml(data: bytes, *, largest: int = LARGEST) -> etree._Element:
    """The root element of an XML document.

    Refused: any DOCTYPE (so no entity and no external file), more than `largest` bytes, 2,000,000 tags,
    2,000,000 attributes, 256 attributes on one element, depth over 256 (libxml2's own limit), and what is not
    well-formed. Comments and processing instructions are left out.
    """
    if len(data) > largest:
        raise too_large(largest)
    # Bounds on what the parser would build, found without building it.
    if data.count(b"<") > TAGS or data.count(b"=") > ATTRIBUTES:
        raise _bad(_("it is too large"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        deep = "Excessive depth" in str(error)
        reason = _("elements are nested too deeply") if deep else _("it is not well-formed")
        raise _bad(_at(error.lineno, reason), line=error.lineno, fault=reason) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _bad(_("it has a DOCTYPE"))
    if _CROWDED(root):
        raise _bad(_("it is too large"))
    return root


def _at(line: int | None, reason: object) -> object:
    return sentence(_("line %(line)s: %(reason)s"), line=line, reason=reason)


def _bad(reason: object, **details: object) -> InvalidInput:
    return InvalidInput(sentence(_("This XML cannot be accepted: %(reason)s."), reason=reason), **details)
