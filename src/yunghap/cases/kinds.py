"""The procedures as kinds of cases that can be applied for."""

import json

from yunghap.cases.library import Definition, definitions
from yunghap.cases.schemes import SCHEMES
from yunghap.casework.service import Kind, Words, read_form, register

# Series of case numbers, and whether the sandboxes' schemes are its variants.
SERIES = {
    "sandbox.rapid-confirmation": ("RC", True),
    "sandbox.exemption": ("SB", True),
    "conformity-certification": ("CC", False),
    "ombudsman": ("OM", False),
    "support-call": ("CL", False),
}
HANDLER = "motie"


def register_kinds() -> None:
    """Register each procedure with casework."""
    for definition in definitions().values():
        register(kind_of(definition))


def kind_of(definition: Definition) -> Kind:
    """What casework needs to know of a procedure."""
    series, in_schemes = SERIES[definition.code]
    latest = definition.versions[-1]
    name = Words(definition.name["ko"], definition.name["en"])
    return Kind(
        id=definition.code,
        series=series,
        name=name,
        summary=name,
        form=read_form(json.dumps(definition.form).encode()),
        handler=HANDLER,
        variants=tuple((scheme.code, scheme.name) for scheme in SCHEMES) if in_schemes else (),
        articles=tuple(dict.fromkeys(one.article for one in latest.references)),
    )
