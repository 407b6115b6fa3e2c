"""The procedures as kinds of cases that can be applied for."""

import json
from collections.abc import Mapping
from typing import Any

from yunghap.cases.library import Definition, definitions
from yunghap.cases.schemes import SCHEMES
from yunghap.casework.service import Form, Kind, LetterTemplate, Words, read_form, register

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
        form=_form(definition.form),
        handler=HANDLER,
        variants=tuple((scheme.code, scheme.name) for scheme in SCHEMES) if in_schemes else (),
        articles=tuple(dict.fromkeys(one.article for one in latest.references)),
        work_forms={form["id"]: _form(form) for form in definition.work_forms},
        letters={
            id_: LetterTemplate(
                id_, _words(letter["title"]), tuple(map(_words, letter["paragraphs"])), letter["form"]
            )
            for id_, letter in definition.letters.items()
        },
    )


def _form(value: Mapping[str, Any]) -> Form:
    return read_form(json.dumps(value).encode())


def _words(value: Mapping[str, str]) -> Words:
    return Words(value["ko"], value["en"])
