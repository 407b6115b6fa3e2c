"""XES, the event stream format of process mining (IEEE 1849-2016): one trace for each instance."""

from collections.abc import Iterable
from typing import BinaryIO

from lxml import etree

from .log import LoggedEvent, Trace

VERSION = "1849.2016"  # the schema wants a decimal
_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)


def write_xes(stream: BinaryIO, traces: Iterable[Trace]) -> int:
    """Write traces as XES; returns how many."""
    number = 0
    with etree.xmlfile(stream, encoding="UTF-8") as document:
        document.write_declaration()
        with document.element("log", {"xes.version": VERSION, "xes.features": ""}):
            for name, prefix, address in _EXTENSIONS:
                document.write(etree.Element("extension", name=name, prefix=prefix, uri=address))
            document.write(_globals("trace", {"concept:name": ""}))
            document.write(_globals("event", {"concept:name": "", "lifecycle:transition": "complete"}))
            classifier = {"name": "Activity", "keys": "concept:name lifecycle:transition"}
            document.write(etree.Element("classifier", classifier))
            for trace in traces:
                document.write(_trace(trace))
                number += 1
    return number


def _globals(scope: str, values: dict[str, str]) -> etree._Element:
    element = etree.Element("global", scope=scope)
    for key, value in values.items():
        _string(element, key, value)
    return element


def _trace(trace: Trace) -> etree._Element:
    element = etree.Element("trace")
    _string(element, "concept:name", trace.code)
    for key in ("procedure", "label", "reference", "status"):
        _string(element, key, getattr(trace, key))
    for event in trace.events:
        element.append(_event(event))
    return element


def _event(event: LoggedEvent) -> etree._Element:
    element = etree.Element("event")
    _string(element, "concept:name", event.name)
    _string(element, "concept:instance", event.id if event.item is None else str(event.item))
    _string(element, "lifecycle:transition", event.transition or "complete")
    etree.SubElement(element, "date", key="time:timestamp", value=event.at.isoformat())
    _string(element, "org:resource", event.resource)
    if event.organisation:
        _string(element, "org:group", event.organisation)
    if event.role:
        _string(element, "org:role", event.role)
    return element


def _string(element: etree._Element, key: str, value: str) -> None:
    etree.SubElement(element, "string", key=key, value=value)
