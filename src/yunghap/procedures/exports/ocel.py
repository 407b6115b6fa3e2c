"""OCEL 2.0, object-centric event logs as JSON: instances, work items and organisations are the objects."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from .log import LoggedEvent, Trace

_STRING = "string"
OBJECT_TYPES = {
    "instance": ("procedure", "label", "reference", "status"),
    "item": ("node", "role"),
    "organisation": (),
}


def write_ocel(stream: TextIO, traces: Iterable[Trace]) -> int:
    """Write traces as OCEL 2.0 JSON; returns how many. Objects and types are gathered, events are many: in memory."""
    objects: dict[str, dict[str, object]] = {}
    events: list[dict[str, object]] = []
    types: set[str] = set()
    number = 0
    for trace in traces:
        number += 1
        objects[trace.code] = _instance(trace)
        for event in trace.events:
            kind = f"{event.name} ({event.transition})" if event.transition else event.name
            types.add(kind)
            events.append(_event(event, kind, trace))
            for made in _objects_of(event, trace):
                objects.setdefault(str(made["id"]), made)
    document = {
        "objectTypes": [
            {"name": name, "attributes": [{"name": one, "type": _STRING} for one in attributes]}
            for name, attributes in OBJECT_TYPES.items()
        ],
        "eventTypes": [
            {"name": name, "attributes": [{"name": "resource", "type": _STRING}]} for name in sorted(types)
        ],
        "objects": list(objects.values()),
        "events": events,
    }
    json.dump(document, stream, ensure_ascii=False)
    return number


def _instance(trace: Trace) -> dict[str, object]:
    """An instance; its status is what it was from its start and, if it is over, from its end."""
    started = trace.started.isoformat()
    fixed = tuple(name for name in OBJECT_TYPES["instance"] if name != "status")
    made = _object(trace.code, "instance", trace, fixed, started)
    changes = [(started, "running")] + ([(trace.ended.isoformat(), trace.status)] if trace.ended else [])
    statuses = [{"name": "status", "time": at, "value": status} for at, status in changes]
    return made | {"attributes": [*made["attributes"], *statuses]}


def _object(identifier: str, kind: str, source: object, attributes: Iterable[str], at: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "type": kind,
        "attributes": [{"name": name, "time": at, "value": getattr(source, name)} for name in attributes],
        "relationships": [],
    }


def _objects_of(event: LoggedEvent, trace: Trace) -> Iterator[dict[str, object]]:
    at = event.at.isoformat()
    if event.item is not None:
        made = _object(_item(event, trace), "item", event, OBJECT_TYPES["item"], at)
        made["relationships"] = [{"objectId": trace.code, "qualifier": "of"}]
        yield made
    if event.organisation:
        yield _object(event.organisation, "organisation", event, (), at)


def _item(event: LoggedEvent, trace: Trace) -> str:
    return f"{trace.code}/{event.item}"


def _event(event: LoggedEvent, kind: str, trace: Trace) -> dict[str, object]:
    relations = [{"objectId": trace.code, "qualifier": "instance"}]
    if event.item is not None:
        relations.append({"objectId": _item(event, trace), "qualifier": "item"})
    if event.organisation:
        relations.append({"objectId": event.organisation, "qualifier": "organisation"})
    return {
        "id": event.id,
        "type": kind,
        "time": event.at.isoformat(),
        "attributes": [{"name": "resource", "value": event.resource}],
        "relationships": relations,
    }
