"""What XES and OCEL 2.0 demand of a file, written from their specifications: the grammar of IEEE 1849-2016 (its XML
schema) as RELAX NG, and the shapes and references of OCEL 2.0 (sections 5 and 8 of its specification).
"""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from lxml import etree

_VALUES = {
    "string": "string",
    "date": "dateTime",
    "int": "long",
    "float": "double",
    "boolean": "boolean",
    "id": "string",
}


def _attribute(name: str, kind: str) -> str:
    return f'<attribute name="{name}"><data type="{kind}"/></attribute>'


def _some(*parts: str) -> str:
    return "".join(f"<zeroOrMore>{part}</zeroOrMore>" for part in parts)


def _element(name: str, inside: str) -> str:
    return f'<element name="{name}">{inside}</element>'


_REFERENCE = '<ref name="attributes"/>'
_KEY = _attribute("key", "Name")
_LIST = _element("list", _KEY + _REFERENCE + _element("values", _REFERENCE))
_KINDS = "".join(
    _element(name, _KEY + _attribute("value", kind) + _REFERENCE) for name, kind in _VALUES.items()
)
_EVENT = _element("event", _REFERENCE)
_SCOPE = f"<optional>{_attribute('scope', 'NCName')}</optional>"
_LOG = _element(
    "log",
    _attribute("xes.version", "decimal")
    + f"<optional>{_attribute('xes.features', 'token')}</optional>"
    + _some(
        _element(
            "extension", "".join(map(_attribute, ("name", "prefix", "uri"), ("NCName", "NCName", "anyURI")))
        ),
        _element("global", _SCOPE + _REFERENCE),
        _element("classifier", _attribute("name", "NCName") + _SCOPE + _attribute("keys", "token")),
    )
    + _REFERENCE
    + _some(_element("trace", _REFERENCE + _some(_EVENT)), _EVENT),
)
XES = etree.RelaxNG(
    etree.fromstring(
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"'
        ' datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
        f"<start>{_LOG}</start>"
        f'<define name="attributes">{_some(f"<choice>{_KINDS}{_LIST}</choice>")}</define></grammar>'
    )
)


def problems_of_xes(log: etree._Element) -> Iterator[str]:
    """What is wrong with a log: its grammar, and what its globals, classifiers and extensions promise."""
    if not XES.validate(log):
        yield str(XES.error_log)
        return
    prefixes = {one.get("prefix") for one in log.iterfind("extension")}
    for element in log.iter("log", "trace", "event", "global"):
        keys = [one.get("key") for one in element if one.get("key")]
        if len(set(keys)) != len(keys):
            yield f"a key twice in {element.tag}"
        yield from (
            f"no extension of {key}" for key in keys if ":" in key and key.split(":")[0] not in prefixes
        )
    promised = {one.get("scope"): {child.get("key") for child in one} for one in log.iterfind("global")}
    for scope, keys in promised.items():
        for element in log.iter(scope):
            if missing := keys - {one.get("key") for one in element}:
                yield f"{scope} without {sorted(missing)}"
    for classifier in log.iterfind("classifier"):
        if not set(classifier.get("keys").split()) <= promised[classifier.get("scope", "event")]:
            yield f"classifier {classifier.get('name')} of keys that are not global"


def _list_of(**properties: Any) -> dict[str, Any]:
    item = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "array", "items": item}


_TEXT = {"type": "string"}
_TIME = {"type": "string", "format": "date-time"}
_TYPES = _list_of(
    name=_TEXT,
    attributes=_list_of(name=_TEXT, type={"enum": ["string", "time", "integer", "float", "boolean"]}),
)
_RELATIONS = _list_of(objectId=_TEXT, qualifier=_TEXT)
_PARTS = {
    "objectTypes": _TYPES,
    "eventTypes": _TYPES,
    "objects": _list_of(
        id=_TEXT,
        type=_TEXT,
        attributes=_list_of(name=_TEXT, time=_TIME, value=_TEXT),
        relationships=_RELATIONS,
    ),
    "events": _list_of(
        id=_TEXT,
        type=_TEXT,
        time=_TIME,
        attributes=_list_of(name=_TEXT, value=_TEXT),
        relationships=_RELATIONS,
    ),
}
OCEL = jsonschema_rs.validator_for(
    {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": _PARTS,
        "required": list(_PARTS),
        "additionalProperties": False,
    },
    validate_formats=True,
)


def problems_of_ocel(log: Any) -> Iterator[str]:
    """What is wrong with a log: its shape, and references to types, attributes and objects that it does not have."""
    shape = [str(error) for error in OCEL.iter_errors(log)]
    yield from shape
    if shape:
        return
    ids = [one["id"] for part in ("objects", "events") for one in log[part]]
    if len(set(ids)) != len(ids):
        yield "an id twice"
    objects = {one["id"] for one in log["objects"]}
    for part, types in (("objects", "objectTypes"), ("events", "eventTypes")):
        declared = {one["name"]: {a["name"] for a in one["attributes"]} for one in log[types]}
        if len(declared) != len(log[types]):
            yield f"a type twice in {types}"
        for one in log[part]:
            if not {attribute["name"] for attribute in one["attributes"]} <= declared.get(one["type"], set()):
                yield f"{one['id']} has what its type {one['type']} does not declare"
            related = {(relation["objectId"], relation["qualifier"]) for relation in one["relationships"]}
            if not {identifier for identifier, _qualifier in related} <= objects:
                yield f"{one['id']} is related to nothing"
            if len(related) != len(one["relationships"]) or (part == "events" and not related):
                yield f"{one['id']} has a relation twice, or none"
