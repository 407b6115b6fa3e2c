"""The column types of the Budget Standard Taxonomy 1.0 (22 April 2018) that a plan uses, and how they are read.

Written from the specification's text: no JSON profile of version 1 was published.
"""

# name -> data type, whether it is part of the key, the code that it labels
TAXONOMY: dict[str, tuple[str, bool, str]] = {
    "value": ("number", False, ""),
    "value-currency:code": ("string", True, ""),
    "date:fiscal-year": ("integer", True, ""),
    "functional-classification:generic:level1:code": ("string", True, ""),
    "functional-classification:generic:level1:label": (
        "string",
        False,
        "functional-classification:generic:level1:code",
    ),
    "administrative-classification:generic:level1:code": ("string", True, ""),
    "administrative-classification:generic:level1:label": (
        "string",
        False,
        "administrative-classification:generic:level1:code",
    ),
    "activity:generic:program:code": ("string", True, ""),
    "activity:generic:program:label": ("string", False, "activity:generic:program:code"),
    "activity:generic:project:code": ("string", True, ""),
    "activity:generic:project:label": ("string", False, "activity:generic:project:code"),
    "direction": ("string", True, ""),
    "phase:id": ("string", True, ""),
    "phase:label": ("string", False, "phase:id"),
    "fin-source:generic:level1:code": ("string", True, ""),
    "fin-source:generic:level1:label": ("string", False, "fin-source:generic:level1:code"),
}
WIDER = {"integer": "number"}  # an integer is a number


def faults(descriptor: dict) -> list[str]:
    """What in a descriptor's first resource does not follow the specification of Fiscal Data Package 1."""
    known = dict(TAXONOMY)
    for item in descriptor.get("columnTypes", []):
        if isinstance(item, dict):
            known[item["name"]] = (
                item.get("dataType", ""),
                bool(item.get("unique")),
                item.get("labelOf", ""),
            )
    schema = descriptor["resources"][0]["schema"]
    fields = [*schema["fields"], *schema.get("extraFields", [])]
    typed = [(one["name"], one["type"], one["columnType"]) for one in fields if "columnType" in one]
    names = [kind for _name, _type, kind in typed]
    said = [f"two columns are {kind}" for kind in sorted(set(names)) if names.count(kind) > 1]
    for name, kind, column in typed:
        if column not in known:
            said.append(f"{name}: no such column type as {column}")
            continue
        wanted, _unique, label_of = known[column]
        if wanted and wanted not in {kind, WIDER.get(kind)}:
            said.append(f"{name}: {column} is {wanted}, not {kind}")
        if label_of and label_of not in names:
            said.append(f"{name}: labels {label_of}, which is no column")
    said += [f"{one['name']}: a constant that is not stated" for one in fields[len(schema["fields"]) :]
             if "constant" not in one]  # fmt: skip
    said += [
        f"no column is {kind}" for kind in ("value", "date:fiscal-year", "phase:id") if kind not in names
    ]
    return said
