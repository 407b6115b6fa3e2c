"""The procedures as kinds of cases that can be applied for."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yunghap.cases.laws import cite
from yunghap.cases.library import Definition, definitions, groups
from yunghap.cases.schemes import SCHEMES
from yunghap.casework.service import (
    DecisionKind,
    Form,
    Kind,
    Laws,
    LetterTemplate,
    Request,
    Retention,
    Words,
    read_form,
    register,
)

# What cases of a procedure are decided as, with the answer that asks for it if there are several.
DECISIONS = {
    "sandbox.exemption": (
        DecisionKind(
            "demonstration-exemption", Words("실증특례", "Demonstration exemption"), {"kind": "demonstration"}
        ),
        DecisionKind("temporary-permit", Words("임시허가", "Temporary permit"), {"kind": "permit"}),
    ),
    "sandbox.proactive-interpretation": (
        DecisionKind("proactive-interpretation", Words("적극해석", "Proactive interpretation")),
    ),
}


def register_kinds() -> None:
    """Register each procedure with casework."""
    for place, definition in enumerate(definitions().values()):
        register(replace(kind_of(definition), place=place))


def kind_of(definition: Definition) -> Kind:
    """What casework needs to know of a procedure."""
    latest = definition.versions[-1]
    return Kind(
        id=definition.code,
        series=definition.series,
        name=_words(definition.name),
        summary=_words(definition.summary),
        form=_form(definition.form),
        handler=definition.handler,
        applicants=definition.applicants,
        variants=tuple((scheme.code, scheme.name) for scheme in SCHEMES) if definition.schemes else (),
        articles=cite((one.text, one.article) for one in latest.references),
        needs=tuple(map(_words, definition.needs)),
        work_forms={form["id"]: _form(form) for form in definition.work_forms},
        letters={
            id_: LetterTemplate(
                id_,
                _words(letter["title"]),
                tuple(map(_words, letter["paragraphs"])),
                letter["form"],
                letter.get("tells_decision", False),
                letter.get("to", ""),
                letter.get("form_variant", ""),
            )
            for id_, letter in definition.letters.items()
        },
        requests=tuple(
            Request(**{**one, "name": _words(one["name"]), "about": _words(one["about"])})
            for one in definition.requests
        ),
        own_objection=definition.own_objection,
        to_decisions=definition.to_decisions,
        retention=Retention(**definition.retention),
        decisions=DECISIONS.get(definition.code, ()),
        group=next((_words(one.name) for one in groups() if definition.code in one.procedures), None),
        laws=Laws(tuple(definition.laws.get("by", ())), definition.laws.get("articles", {})),
        lasting=definition.lasting,
    )


def _form(value: Mapping[str, Any]) -> Form:
    return read_form(json.dumps(value).encode())


def _words(value: Mapping[str, str]) -> Words:
    return Words(value["ko"], value["en"])
