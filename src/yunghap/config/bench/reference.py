"""The reference procedure of the benchmarks: the sandbox's fast track, three agencies in parallel, two tables."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.chance import source
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures

FOLDER = Path(__file__).parent / "fast_track"
AGENCIES = tuple(f"01HY{name:Z<22}" for name in ("MOLT", "ENVR", "FOOD"))
APPROVERS = ("first@bench.example", "second@bench.example")
OFFICER = Actor("person", "01HZ" + "P" * 22, organisation="01HY" + "P" * 22)
STARTING: Mapping[str, object] = {
    "applicant": "융합전자",
    "similarity": "similar",
    "same_regulation": True,
    "prior_approved": True,
    "kind": "demonstration",
    "long_term": True,
    "agencies": list(AGENCIES),
}
# The work of the fast path after the start, with the values it ends with.
PATH: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("review", {"papers_complete": True}),
    ("confirm", {}),
    ("reply", {"opinion": "AGREE"}),
    ("reply", {"opinion": "CONDITIONS"}),
    ("reply", {"opinion": "AGREE"}),
    ("fast_committee", {"granted": True}),
    ("insurance", {"insured": True}),
    ("certificate", {}),
    ("report", {}),
)


@cache
def sources() -> dict[str, Any]:
    """Diagram, tables and deadlines, as `draft_version` takes them."""
    return {
        "diagram": (FOLDER / "fast_track.bpmn").read_bytes(),
        "decisions": {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.dmn"))},
        "deadlines": json.loads((FOLDER / "deadlines.json").read_text(encoding="utf-8")),
    }


def install(code: str, at: datetime) -> procedures.ProcedureVersion:
    """The procedure under a code, in force."""
    procedure = procedures.define_procedure(
        code=code, name_ko="신속처리 기준 절차", name_en="Fast-track reference", by=SYSTEM, at=at
    )
    version = procedures.draft_version(
        procedure=procedure,
        label=f"reference-{source().getrandbits(32):08x}",
        effective_from=date(2020, 1, 1),
        transition=procedures.Transition.PROSPECTIVE,
        by=SYSTEM,
        at=at,
        **sources(),
    )
    return put_in_force(version, at)


def put_in_force(version: procedures.ProcedureVersion, at: datetime) -> procedures.ProcedureVersion:
    """Hand a draft in and have it approved by two people, who are made the first time."""
    version = procedures.submit_version(version=version, by=SYSTEM, at=at)
    for person in _approvers(at):
        version = procedures.approve_version(version=version, by=person, at=at)
    return version


def _approvers(at: datetime) -> Iterator[Actor]:
    if identity.actor_by_address(APPROVERS[0]) is None:
        _make_approvers(at)
    for address in APPROVERS:
        person = identity.actor_by_address(address)
        if person is not None:
            yield person


def _make_approvers(at: datetime) -> None:
    house = identity.create_organisation(
        kind=identity.OrganisationKind.PLATFORM, long="기준 운영본부", short="기준", by=SYSTEM, at=at
    )
    day = at.astimezone(clock.SEOUL).date()
    for address in APPROVERS:
        person = identity.create_person(email=address, name=address, by=SYSTEM, at=at)
        identity.add_member(person=person, organisation=house, starts_on=day, by=SYSTEM, at=at)
        identity.grant_role(
            person=person,
            organisation=house,
            role=identity.Role.COMPILING_OFFICER,
            starts_on=day,
            reason="benchmark",
            by=SYSTEM,
            at=at,
        )


def run_case(code: str, at: datetime, number: int, actions: int = len(PATH)) -> Iterator[procedures.Done]:
    """One case: its start, then so many actions of the fast path, each by whoever may do it."""
    done = procedures.start_instance(
        procedure=code, reference=f"bench:{number}", values=STARTING, by=OFFICER, at=at
    )
    yield done
    open_ = list(done.opened)
    for node, values in PATH[:actions]:
        item = next(one for one in open_ if one.node == node)
        by = Actor("person", OFFICER.id, organisation=item.organisation or OFFICER.organisation)
        done = procedures.complete_item(
            instance=done.instance, item=item.number, values=values, by=by, at=at, expected=done.version
        )
        open_ = [one for one in open_ if one is not item] + list(done.opened)
        yield done
