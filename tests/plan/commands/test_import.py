"""`yunghap plan import`: what was written out comes in again, all of it or nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.identity.service import User
from yunghap.ledger.service import Entry
from yunghap.plan import service as plan
from yunghap.plan.cli import plan as program
from yunghap.plan.exports.write import FORMATS, edition_file
from yunghap.plan.models import Document, Edition, Observation
from yunghap.programmes.service import Programme

pytestmark = pytest.mark.django_db


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(program, ["import", str(file), *options], catch_exceptions=False)


@pytest.fixture(scope="module")
def written(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The 2023 edition in every format that can be imported, written in an installation that is gone since."""
    from django.db import transaction  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("written")
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        make.public_bodies()
        view = plan.read_edition(plan.load_shipped_edition(by=SYSTEM))
        for code in ("hwpx", "xlsx", "json"):
            (folder / f"plan{FORMATS[code].suffix}").write_bytes(edition_file(view, code, "ko"))
        transaction.set_rollback(True)
    return folder


@pytest.mark.parametrize("suffix", [".hwpx", ".xlsx", ".json"])
def test_written_file_gives_the_same_facts_again(written: Path, suffix: str) -> None:
    make.public_bodies()
    options = ("--year", "2023") if suffix == ".xlsx" else ()
    result = run(written / f"plan{suffix}", *options, "--json")
    said = json.loads(result.stdout)
    edition = plan.get_edition(2023)
    assert (said["edition"], said["status"], said["shipped"]) == ("2023-1", "REVIEW", False)
    shipped = [fact.quantity for fact in plan.read_shipped_edition().facts]
    key = lambda fact: (fact.line, fact.start)  # noqa: E731
    assert list(plan.read_edition(edition).facts.values()) == sorted(shipped, key=key)
    assert said["numbers"] == len(shipped)


def test_json_file_gives_the_whole_edition_again(written: Path) -> None:
    make.public_bodies()
    run(written / "plan.json")
    view = plan.edition_data(plan.get_edition(2023))
    exported = plan.edition_from_json(json.loads((written / "plan.json").read_text(encoding="utf-8")))
    assert view == replace(exported, origin="IMPORTED")
    assert run(written / "plan.json").exit_code == 0
    assert Edition.objects.count() == 1


def test_person_who_imports_needs_the_right_and_is_on_record(written: Path) -> None:
    make.public_bodies()
    compiler, ministry = make.compiler(), make.officer("MINISTRY_OFFICER")
    with pytest.raises(NotAllowed):
        run(written / "plan.json", "--by", User.objects.get(pk=ministry.id).email)
    assert run(written / "plan.json", "--by", User.objects.get(pk=compiler.id).email).exit_code == 0
    assert Entry.objects.get(action="plan.edition.loaded").actor_id == compiler.id
    result = run(written / "plan.json", "--by", "nobody@example.org")
    assert result.exit_code == 2
    assert "nobody here has the address nobody@example.org" in result.output


def test_file_of_another_year_is_refused(written: Path) -> None:
    make.public_bodies()
    with pytest.raises(InvalidInput, match="2023"):
        run(written / "plan.json", "--year", "2024")
    assert not Edition.objects.exists()


def test_year_with_another_edition_is_refused_and_nothing_is_left(written: Path, tmp_path: Path) -> None:
    make.edition()
    before = (
        Document.objects.count(),
        Observation.objects.count(),
        Programme.objects.count(),
        Entry.objects.count(),
    )
    with pytest.raises(Conflict):
        run(written / "plan.json")
    after = (
        Document.objects.count(),
        Observation.objects.count(),
        Programme.objects.count(),
        Entry.objects.count(),
    )
    assert after == before


@pytest.mark.parametrize("damage", ["programmes", "facts", "text"])
def test_damaged_file_is_refused_whole(written: Path, tmp_path: Path, damage: str) -> None:
    make.public_bodies()
    text = (written / "plan.json").read_text(encoding="utf-8")
    file = tmp_path / "plan.json"
    if damage == "text":
        file.write_text(text[: len(text) // 2], encoding="utf-8")
    else:
        value = json.loads(text)
        value[damage].append(value[damage][0])
        file.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(InvalidInput):
        run(file)
    assert not Edition.objects.exists()
    assert not Programme.objects.exists()
