"""`yunghap cases install`."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from yunghap.cases.cli import cases
from yunghap.cases.library import definitions
from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures

pytestmark = pytest.mark.django_db
PEOPLE = ("--by", "compiler@demo.yunghap.example", "--by", "head@demo.yunghap.example")  # may edit versions
VERSIONS = [version for one in definitions().values() for version in one.versions]
IN_LAW = sum(not version.simulation_only for version in VERSIONS)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cases, words)
    return result.exit_code, result.output.strip()


def test_drafts_first_approval_by_two_later_and_each_only_once():
    identity.create_demo(by=SYSTEM)
    assert run("install") == (0, f"{len(VERSIONS)} versions drafted, 0 approved")
    code, said = run("install", *PEOPLE, "--json")
    assert (code, json.loads(said)) == (0, {"drafted": 0, "approved": IN_LAW})
    assert run("install", *PEOPLE) == (0, "0 versions drafted, 0 approved")
    for code in definitions():
        version = procedures.version_in_force(code, date(2026, 9, 7))
        assert version.state == procedures.VersionState.APPROVED
        assert version.submitted_by == SYSTEM.id


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (PEOPLE[:2], "Two different people"),
        (PEOPLE[:2] * 2, "Two different people"),
        (("--by", "nobody@example.org", *PEOPLE[:2]), "nobody@example.org"),
    ],
)
def test_who_cannot_approve_is_told_so_and_nothing_is_brought_in(words, why):
    identity.create_demo(by=SYSTEM)
    code, said = run("install", *words)
    assert code == 2
    assert why in said
    assert not procedures.Procedure.objects.exists()
