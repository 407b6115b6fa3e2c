"""The statutory procedures that come with Yunghap: folders of diagrams, tables, deadline rules, forms and letters.

`procedures/NAME/` holds `procedure.json` (code, name, summary, series of its numbers, key of the organisation in
charge, kinds of organisations that apply, whether the sandboxes' schemes are its variants, how long contents are
kept, what an applicant needs,
application form, forms of its work, letters, what may be asked of a running case, tutorial case) and `diagram.bpmn`;
each folder in it is one dated version with `version.json` (label, effective date, transition clause, references),
`deadlines.json`, its decision tables (`*.dmn`), and a diagram of its own where it differs. `procedures/groups.json`
says in which groups and order people see them; a procedure that no group names comes last.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent / "procedures"


@dataclass(frozen=True, slots=True)
class Reference:
    """An article a version rests on: the text (a file of statutes), the article as the law cites it, what it says."""

    text: str
    article: str
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """A procedure as the law has it from a date on."""

    label: str
    effective_from: date
    transition: str
    transition_article: str
    simulation_only: bool
    diagram: bytes
    decisions: Mapping[str, str]
    deadlines: tuple[Mapping[str, Any], ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A procedure with its versions, oldest first.

    `summary`: what it is for, who decides, by when. `series`: letters of its case numbers. `handler`: key of the
    organisation in charge. `applicants`: kinds of organisations that apply. `schemes`: whether the eight sandboxes are
    its variants. `own_objection`: whether objections are a part of it. `to_decisions`: whether it is the objection to
    decisions of the others. `retention`: for how many years its contents are kept, by which article. `needs`: what
    an applicant has at hand besides the answers. `tutorial`: values, steps and the end of
    an example case. `laws`: which answers choose the act with the scheme (`by`), and the article of each act on each
    request and on what letters name (`articles`). `lasting`: the work during which a grant is deemed to last.
    """

    code: str
    name: Mapping[str, str]
    summary: Mapping[str, str]
    series: str
    handler: str
    applicants: frozenset[str]
    schemes: bool
    own_objection: bool
    to_decisions: bool
    retention: Mapping[str, Any]
    needs: tuple[Mapping[str, str], ...]
    form: Mapping[str, Any]
    work_forms: tuple[Mapping[str, Any], ...]
    letters: Mapping[str, Any]
    requests: tuple[Mapping[str, Any], ...]
    tutorial: Mapping[str, Any]
    versions: tuple[Version, ...]
    laws: Mapping[str, Any]
    lasting: frozenset[str]

    def version(self, label: str) -> Version:
        """The version of that label; raises LookupError."""
        for one in self.versions:
            if one.label == label:
                return one
        raise LookupError(label)


@dataclass(frozen=True, slots=True)
class Group:
    """Procedures that are shown together, in their order."""

    name: Mapping[str, str]
    procedures: tuple[str, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The groups in their order."""
    return tuple(Group(one["name"], tuple(one["procedures"])) for one in _json(HOME / "groups.json"))


@cache
def definitions() -> Mapping[str, Definition]:
    """Every procedure by its code, in the order of the groups."""
    found = [read_definition(folder) for folder in sorted(HOME.iterdir()) if folder.is_dir()]
    places = {code: place for place, code in enumerate(code for one in groups() for code in one.procedures)}
    found.sort(key=lambda one: places.get(one.code, len(places)))
    return {one.code: one for one in found}


def read_definition(folder: Path) -> Definition:
    """The procedure in a folder."""
    about = _json(folder / "procedure.json")
    versions = sorted(_versions(folder), key=lambda one: (one.effective_from, one.label))
    return Definition(
        code=about["code"],
        name=about["name"],
        summary=about["summary"],
        series=about["series"],
        handler=about["handler"],
        applicants=frozenset(about["applicants"]),
        schemes=about["schemes"],
        own_objection=about.get("own_objection", False),
        to_decisions=about.get("to_decisions", False),
        retention=about["retention"],
        needs=tuple(about["needs"]),
        form=about["form"],
        work_forms=tuple(about["work_forms"]),
        letters=about["letters"],
        requests=tuple(about.get("requests", ())),
        tutorial=about["tutorial"],
        versions=tuple(versions),
        laws=about.get("laws", {}),
        lasting=frozenset(about.get("lasting", ())),
    )


def _versions(folder: Path) -> Iterator[Version]:
    for path in sorted(folder.glob("*/version.json")):
        about, place = _json(path), path.parent
        own = place / "diagram.bpmn"
        yield Version(
            label=about["label"],
            effective_from=date.fromisoformat(about["effective_from"]),
            transition=about["transition"],
            transition_article=about["transition_article"],
            simulation_only=about["simulation_only"],
            diagram=(own if own.exists() else folder / "diagram.bpmn").read_bytes(),
            decisions={file.name: file.read_text("utf-8") for file in sorted(place.glob("*.dmn"))},
            deadlines=tuple(_json(place / "deadlines.json")),
            references=tuple(Reference(**one) for one in about["references"]),
        )


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
