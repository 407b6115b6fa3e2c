"""Small helpers over parsed XML. Namespaces differ between versions of a format, local names do not."""

from collections.abc import Iterator

from lxml.etree import _Element

Element = _Element


def local(element: Element) -> str:
    """The tag without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """Children with one of the local names, in order."""
    return (child for child in element if local(child) in names)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return None if element is None else next(children(element, name), None)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """Every element of that name below, in document order."""
    return (below for below in element.iter() if local(below) == name)


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """An attribute by local name."""
    if element is None:
        return default
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return default


def number(element: Element | None, name: str, default: int) -> int:
    """An attribute as a small whole number; `default` where it is absent or is none."""
    text = attribute(element, name).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
