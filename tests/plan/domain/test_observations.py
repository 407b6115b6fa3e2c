"""What was read is confirmed, corrected, assigned, rejected; each can be undone, and nothing is forgotten."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.ids import new_id
from yunghap.ledger.service import entries_for
from yunghap.plan import service as plan
from yunghap.plan.contracts import Comparison, Role
from yunghap.plan.domain.vocabulary import shipped_vocabulary
from yunghap.plan.edition_data import FactData
from yunghap.plan.enums import AliasKind, EditionOrigin
from yunghap.plan.models import Edition, Observation, VocabularyAlias, VocabularyUnit
from yunghap.plan.service import About
from yunghap.programmes.service import find_programme

pytestmark = pytest.mark.django_db


def read(**changes: object) -> Observation:
    """One number read from a document, about nothing yet."""
    values = {"line": 3, "programme": "스마트 하우징", **changes}
    edition = make.edition([FactData(make.quantity(**values))])
    return fresh(edition.observations.get())


def fresh(row: Observation) -> Observation:
    return plan.get_observation(row.pk)


def money(row: Observation) -> int:
    return make.money(row.edition).itemised


def test_confirmed_number_is_no_longer_uncertain() -> None:
    row = read(rules={"year": "default-year"})
    queue = plan.review_queue(row.edition)
    assert (queue.uncertain, queue.rows[0].doubtful) == (1, {"year": "default-year"})
    plan.confirm_observation(observation=row, expected=1, by=make.compiler())
    queue = plan.review_queue(row.edition)
    assert (queue.uncertain, queue.looked_at, queue.rows[0].can_undo) == (0, 1, True)
    assert [entry.action for entry in entries_for(f"observation:{row.pk}")] == ["plan.observation.confirmed"]


def test_only_compiling_officers_confirm() -> None:
    with pytest.raises(NotAllowed):
        plan.confirm_observation(observation=read(), expected=1, by=make.officer("MINISTRY_OFFICER"))


def test_stale_version_is_refused() -> None:
    row = read()
    plan.confirm_observation(observation=row, expected=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.confirm_observation(observation=row, expected=1, by=SYSTEM)


def test_corrected_number_keeps_what_was_extracted() -> None:
    row = read()
    changes = {"value": Decimal(12), "unit": "백만원", "role": "ACTUAL", "year": 2022}
    plan.correct_observation(observation=row, changes=changes, expected=1, by=SYSTEM, learn=False)
    row = fresh(row)
    assert (row.value, row.unit, row.krw, row.role, row.year) == (12, "백만원", 12 * 10**6, "ACTUAL", 2022)
    assert row.original == {
        "value": "10",
        "unit": "억원",
        "krw": 1_000_000_000,
        "role": "BUDGET",
        "year": 2023,
    }
    plan.correct_observation(observation=row, changes={"value": Decimal(13)}, expected=2, by=SYSTEM)
    assert fresh(row).original["value"] == "10"
    plan.undo_observation(observation=row, expected=3, by=SYSTEM)
    plan.undo_observation(observation=row, expected=4, by=SYSTEM)
    row = fresh(row)
    assert (row.value, row.unit, row.krw, row.status) == (10, "억원", 10**9, "EXTRACTED")
    with pytest.raises(Conflict):
        plan.undo_observation(observation=row, expected=5, by=SYSTEM)
    assert [change.action for change in plan.changes_of(row)] == ["correct", "correct"]
    assert str(plan.changes_of(row)[0]) == f"correct {row.pk}"


def test_dates_and_ranges_are_undone_too() -> None:
    row = read()
    changes = {
        "comparison": "range",
        "value_to": Decimal(20),
        "period_start_on": date(2022, 1, 1),
        "period_end_on": None,
    }
    plan.correct_observation(observation=row, changes=changes, expected=1, by=SYSTEM)
    assert fresh(row).value_to == 20
    plan.undo_observation(observation=row, expected=2, by=SYSTEM)
    assert (fresh(row).value_to, fresh(row).period_end_on) == (None, date(2023, 12, 31))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"krw": 5},
        {"status": "CONFIRMED"},
        {"role": "HOPE"},
        {"comparison": "somehow"},
        {"value": "10"},
        {"value": Decimal("1e20")},
        {"value": Decimal(99999999999)},
        {"value_to": Decimal(20)},
        {"comparison": "range"},
        {"comparison": "range", "value_to": Decimal(5)},
        {"period_end_on": date(2020, 1, 1)},
        {"unit": ""},
    ],
)
def test_impossible_correction_is_refused(changes: dict[str, object]) -> None:
    row = read()
    with pytest.raises(InvalidInput):
        plan.correct_observation(observation=row, changes=changes, expected=1, by=SYSTEM)
    assert fresh(row).version == 1


def test_corrected_unit_is_learnt_and_unlearnt() -> None:
    row = read(text="10개사업장", unit="개", value=10)
    plan.correct_observation(observation=row, changes={"unit": "개소"}, expected=1, by=SYSTEM)
    assert plan.site_vocabulary().units["개사업장"].name == "개소"
    (words, _aliases) = plan.learnt_words()
    assert [str(word) for word in words] == ["개사업장"]
    plan.undo_observation(observation=row, expected=2, by=SYSTEM)
    assert "개사업장" not in plan.site_vocabulary().units
    assert VocabularyUnit.objects.get().retired_at is not None


def test_bare_number_teaches_no_unit() -> None:
    row = read(text="10", unit="개", value=10)
    plan.correct_observation(observation=row, changes={"unit": "건"}, expected=1, by=SYSTEM)
    assert not VocabularyUnit.objects.exists()


def test_money_spelling_is_learnt_as_money() -> None:
    row = read(text="10억won", unit="개", value=10)
    plan.correct_observation(observation=row, changes={"unit": "억원"}, expected=1, by=SYSTEM)
    assert plan.site_vocabulary().units["won"].kind == "money"


def test_assigned_money_becomes_a_budget_line_and_its_name_an_alias() -> None:
    row = read()
    plan.assign_observation(
        observation=row, about=About(programme="스마트하우스 기술개발"), expected=1, by=SYSTEM
    )
    assert money(row) == 10**9
    (programme,) = make.programmes(row.edition)
    assert (programme.name, programme.ministries) == ("스마트하우스 기술개발", ("산업부",))
    alias = VocabularyAlias.objects.get()
    assert (alias.kind, alias.alias, alias.name) == ("PROGRAMME", "스마트 하우징", "스마트하우스 기술개발")
    plan.undo_observation(observation=row, expected=2, by=SYSTEM)
    assert money(row) == 0
    assert make.programmes(row.edition) == ()
    assert plan.learnt_words() == ((), ())
    plan.assign_observation(
        observation=fresh(row), about=About(programme="스마트하우스 기술개발"), expected=3, by=SYSTEM
    )
    assert money(row) == 10**9


def test_repeated_commitment_is_one_line_with_two_places() -> None:
    facts = [FactData(make.quantity(line=line, programme="하나")) for line in (3, 9)]
    edition = make.edition(facts)
    for row in edition.observations.all():
        plan.assign_observation(observation=row, about=About(programme="하나"), expected=1, by=SYSTEM)
    (programme,) = make.programmes(edition)
    (line,) = programme.lines
    facts = plan.read_edition(edition).facts
    assert [facts[fact].line for fact in line.facts] == [3, 9]
    assert make.money(edition).itemised == 10**9


def test_line_follows_the_numbers_that_state_it() -> None:
    facts = [
        FactData(make.quantity(line=3, programme="하나")),
        FactData(make.quantity(line=9, programme="하나", value=11)),
    ]
    edition = make.edition(facts)
    first, second = edition.observations.all()
    for row in (first, second):
        plan.assign_observation(observation=row, about=About(programme="하나"), expected=1, by=SYSTEM)
    (line,) = make.programmes(edition)[0].lines
    facts = plan.read_edition(edition).facts
    assert (line.krw, [facts[fact].line for fact in line.differing]) == (10**9, [9])
    plan.reject_observation(observation=first, reason="오독", expected=2, by=SYSTEM)
    assert make.money(edition).itemised == 11 * 10**8
    plan.reject_observation(observation=second, reason="오독", expected=2, by=SYSTEM)
    assert make.money(edition).itemised == 0
    assert make.programmes(edition) == ()
    plan.undo_observation(observation=second, expected=3, by=SYSTEM)
    assert make.money(edition).itemised == 11 * 10**8


def test_sources_and_periods_make_lines_of_their_own() -> None:
    whole = make.quantity(line=3, programme="하나", period_end=date(2028, 12, 31))
    facts = [
        FactData(whole),
        FactData(replace(whole, start=20, end=24, qualifiers=(("kind", "신규"), ("source", "국비")))),
        FactData(make.quantity(line=5, programme="하나", role=Role.ACTUAL, year=2022, period_end=None)),
    ]
    edition = make.edition(facts)
    for row in edition.observations.all():
        plan.assign_observation(observation=row, about=About(programme="하나"), expected=1, by=SYSTEM)
    lines = make.programmes(edition)[0].lines
    assert {(line.role, line.source, line.first_year, line.last_year) for line in lines} == {
        (Role.BUDGET, "", 2023, 2028),
        (Role.BUDGET, "national", 2023, 2028),
        (Role.ACTUAL, "", 2022, 2022),
    }


def test_number_is_assigned_to_anything_a_plan_has() -> None:
    row = read(unit="개", value=3, text="3개")
    cases = [
        (About(indicator="지원 기업"), "INDICATOR"),
        (About(indicator="누적 지원", cumulative=True), "INDICATOR"),
        (About(node="AREAS/A"), "NODE"),
        (About(ministry=True), "MINISTRY"),
        (About(total=True), "TOTAL"),
        (About(), "UNBOUND"),
    ]
    for version, (about, subject) in enumerate(cases, start=1):
        plan.assign_observation(observation=row, about=about, expected=version, by=SYSTEM)
        assert fresh(row).subject == subject
    kinds = VocabularyAlias.objects.values_list("kind", flat=True)
    assert set(kinds) == {AliasKind.INDICATOR}


@pytest.mark.parametrize(
    ("about", "changes"),
    [
        (About(programme="하나", total=True), {}),
        (About(programme="하나"), {"unit": "개"}),
        (About(programme="하나"), {"value": -3}),
        (About(programme="하나"), {"year": None}),
        (About(programme="하나"), {"ministry": ("없는부",)}),
        (About(node="AREAS/Z"), {}),
        (About(ministry=True), {"ministry": ()}),
    ],
)
def test_impossible_assignment_is_refused(about: About, changes: dict[str, object]) -> None:
    row = read(**changes)
    with pytest.raises(InvalidInput):
        plan.assign_observation(observation=row, about=about, expected=1, by=SYSTEM)


def test_programme_without_ministry_has_no_parties() -> None:
    row = read(ministry=())
    plan.assign_observation(
        observation=row, about=About(programme="하나"), learn=False, expected=1, by=SYSTEM
    )
    assert make.programmes(row.edition)[0].parts == ()
    assert make.money(row.edition).unplaced == 10**9
    assert not VocabularyAlias.objects.exists()


def test_rejection_needs_a_reason() -> None:
    row = read()
    with pytest.raises(InvalidInput):
        plan.reject_observation(observation=row, reason=" ", expected=1, by=SYSTEM)
    plan.reject_observation(observation=row, reason="쪽 번호", expected=1, by=SYSTEM)
    assert plan.review_queue(row.edition).rejected == 1


def test_published_plan_compiled_here_is_amended_not_corrected() -> None:
    row = read()
    Edition.objects.filter(pk=row.edition_id).update(origin=EditionOrigin.COMPILED)
    row = fresh(row)
    for act in (
        lambda: plan.correct_observation(observation=row, changes={"year": 2022}, expected=1, by=SYSTEM),
        lambda: plan.reject_observation(observation=row, reason="x", expected=1, by=SYSTEM),
        lambda: plan.undo_observation(observation=row, expected=1, by=SYSTEM),
    ):
        with pytest.raises(Conflict):
            act()


def test_unknown_observation_is_not_found() -> None:
    with pytest.raises(NotFound):
        plan.get_observation(new_id())


def test_words_are_learnt_again_and_retired_once() -> None:
    word = plan.learn_alias(kind=AliasKind.MINISTRY, alias="산업통상부처", name="산업부", by=SYSTEM)
    again = plan.learn_alias(kind=AliasKind.MINISTRY, alias="산업통상부처", name="과기부", by=SYSTEM)
    assert (word.pk, again.name, str(again)) == (again.pk, "과기부", "산업통상부처 = 과기부")
    assert plan.site_vocabulary().ministries["산업통상부처"] == "과기부"
    plan.retire_word(word=again, by=SYSTEM)
    assert plan.site_vocabulary().ministries == shipped_vocabulary().ministries
    with pytest.raises(Conflict):
        plan.retire_word(word=again, by=SYSTEM)
    plan.learn_unit(spelling="묶음", unit="개", by=SYSTEM)
    assert plan.learn_unit(spelling="묶음", unit="건", by=SYSTEM).unit == "건"


@pytest.mark.parametrize(
    "values",
    [
        {"spelling": "", "unit": "개"},
        {"spelling": "3개", "unit": "개"},
        {"spelling": "가" * 31, "unit": "개"},
        {"spelling": "개들", "unit": "개", "dimension": "smell"},
        {"spelling": "개들", "unit": "개", "factor": Decimal(0)},
    ],
)
def test_impossible_unit_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        plan.learn_unit(**values, by=SYSTEM)  # type: ignore[arg-type]


def test_name_is_no_alias_of_itself() -> None:
    with pytest.raises(Conflict):
        plan.learn_alias(kind=AliasKind.PROGRAMME, alias="하나", name="하 나", by=SYSTEM)


def test_range_of_the_document_is_kept() -> None:
    row = read(comparison=Comparison.RANGE, value_to=Decimal(20))
    assert plan.review_queue(row.edition).rows[0].number.value_to == 20
    assert find_programme("없음") is None
