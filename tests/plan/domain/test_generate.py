"""Generated editions are marked, add up, say what their text says, and differ from their base as a plan does."""

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.plan import service as plan
from yunghap.plan.checks import run_checks
from yunghap.plan.contracts import Result
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.edition_json import from_json, to_json


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_text_is_understood_and_says_the_same_facts(seed: int) -> None:
    made = plan.generate_edition(plan.read_shipped_edition(), year=2024, seed=seed)
    read = extract_plan(made.lines)
    assert [(fact.quantity.line, fact.quantity.value) for fact in made.edition.facts] == [
        (quantity.line, quantity.value) for quantity in read.quantities
    ]
    assert read.not_understood == ()
    assert all(fact.about for fact in made.edition.facts)
    assert "자동 생성 예시" in made.edition.title
    assert "generated" in made.edition.title_en
    assert made.edition.origin == "GENERATED"
    failed = [result for result in run_checks(read) if result.result is Result.FAIL]
    sums = {"area_sum", "ministry_sum", "share", "total_of_table"}
    assert [result.message.en for result in failed if result.check in sums] == []


def test_same_seed_gives_the_same_bytes() -> None:
    base = plan.read_shipped_edition()
    one = plan.generate_edition(base, year=2024, seed=5)
    assert plan.generate_edition(base, year=2024, seed=5) == one
    assert plan.generate_edition(base, year=2024, seed=6).text != one.text
    assert from_json(to_json(one.edition)) == one.edition


@pytest.mark.parametrize("scale", [2, 5])
def test_scale_multiplies_programmes_and_indicators(scale: int) -> None:
    base = plan.read_shipped_edition()
    one = plan.generate_edition(base, year=2024).edition
    many = plan.generate_edition(base, year=2024, scale=scale).edition
    assert len(many.programmes) > 0.7 * scale * len(one.programmes)
    assert len(many.indicators) > 0.8 * scale * len(one.indicators)


@pytest.mark.django_db
def test_diff_shows_added_dropped_renamed_and_changed() -> None:
    make.public_bodies()
    shipped = plan.load_shipped_edition(by=SYSTEM)
    made = plan.generate_edition(plan.read_shipped_edition(), year=2024)
    edition = plan.load_edition(data=made.edition, by=SYSTEM)
    diff = plan.edition_diff(shipped, edition)
    assert all(diff.counts[kind] > 0 for kind in ("ADDED", "DROPPED", "RENAMED", "CHANGED"))
    renamed = diff.of(kind="RENAMED", subject="PROGRAMME")[0]
    assert (renamed.basis, renamed.after) == ("ALIAS", f"{renamed.before} 고도화")
    assert renamed.facts_before
    assert renamed.facts_after
    assert len(diff.of(subject="NODE")) == 1
    assert len(diff.of(subject="MINISTRY_MONEY")) == 11
    assert plan.current_edition() == shipped
    names = [
        item.name
        for one in (shipped, edition)
        for item in plan.read_outline(one, programmes={renamed.id_after}, indicators=()).programmes
    ]
    assert names == [renamed.before, renamed.after]
