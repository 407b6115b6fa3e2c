"""`yunghap cases import`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.casework.domain.test_taking_over import row, sheet
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework.models import Case, TakeOver
from yunghap.config.cli import yunghap
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def motie() -> Organisation:
    made = people.make_organisation(OrganisationKind.MINISTRY)
    Organisation.objects.filter(pk=made.pk).update(key="motie")
    return made


def run(path: Path, *arguments: str):
    return CliRunner().invoke(yunghap, ["cases", "import", str(path), *arguments])


def test_a_file_is_taken_over_by_the_system_or_a_person(tmp_path: Path, motie: Organisation) -> None:
    path = tmp_path / "closed.csv"
    path.write_bytes(sheet(row()))
    done = run(path, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["cases"] == 1
    path.write_bytes(sheet(row(number="2")))
    person = User.objects.get(pk=make.member(motie, Role.MINISTRY_APPROVER).id)
    assert run(path, "--by", person.email).exit_code == 0
    assert TakeOver.objects.filter(taken_by=person.pk).count() == 1
    assert run(path, "--by", "nobody@example.org").exit_code == 2


def test_faults_are_told_by_row(tmp_path: Path, motie: Organisation) -> None:
    path = tmp_path / "closed.csv"
    path.write_bytes(sheet(row(summary="")))
    refused = run(path, "--json")
    assert refused.exit_code == 2
    assert json.loads(refused.stdout)["column"] == "summary"
    assert run(path).stdout.startswith("2\tsummary\t")
    assert not Case.objects.exists()
