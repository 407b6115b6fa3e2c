"""Founding, naming and reorganising."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.identity import actor, make_administrator, make_member, make_organisation
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.identity import queries, service
from yunghap.identity.domain import organisations as verbs
from yunghap.identity.domain.organisations import Part
from yunghap.identity.domain.public_bodies import load_public_bodies
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.invariants import names_do_not_overlap
from yunghap.identity.models import Organisation, OrganisationName
from yunghap.ledger.service import entries_for

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def last_action(organisation: Organisation) -> str:
    return entries_for(verbs.subject_of(organisation))[-1].action


def test_organisation_is_created_by_an_administrator_only() -> None:
    found = make_organisation(long="산업부", short="산업부", english="Industry")
    assert last_action(found) == "identity.organisation.created"
    assert service.find_organisation("Industry") == found
    with pytest.raises(NotAllowed):
        verbs.create_organisation(
            kind=OrganisationKind.COMPANY,
            long="가",
            short="가",
            by=actor(make_member(found, Role.ORGANISATION_MANAGER)),
        )
    verbs.create_organisation(
        kind=OrganisationKind.COMPANY, long="가", short="가", by=actor(make_administrator())
    )


@pytest.mark.parametrize(
    "values", [{"kind": "CLUB"}, {"long": "\u3164"}, {"registration_number": "123"}, {"short": " "}]
)
def test_organisation_with_bad_values_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        make_organisation(**{"kind": OrganisationKind.COMPANY, **values})


def test_name_and_registration_number_are_taken_once() -> None:
    make_organisation(OrganisationKind.COMPANY, long="가", registration_number="124-81-00998")
    with pytest.raises(Conflict):
        make_organisation(OrganisationKind.COMPANY, long="나", registration_number="1248100998")
    with pytest.raises(Conflict):
        make_organisation(long="가")
    with pytest.raises(Conflict):
        make_organisation(long="가", starts_on=DAY)


@given(st.integers(0, 999_999_999))
def test_registration_number_has_exactly_one_check_digit(number: int) -> None:
    good = []
    for digit in range(10):
        try:
            good.append(verbs.check_registration_number(f"{number:09d}{digit}"))
        except InvalidInput:
            continue
    assert len(good) == 1


def test_registration_number_refuses_full_width_digits() -> None:
    assert verbs.check_registration_number(" ") == ""
    with pytest.raises(InvalidInput):
        verbs.check_registration_number("１２４８１００９９８")


def test_renamed_organisation_keeps_its_old_name_with_its_days() -> None:
    ministry = make_organisation(long="산업통상자원부", short="산업부", english="Old")
    change = verbs.rename_organisation(
        organisation=ministry, long="산업통상부", short="산업부", english="New", on=DAY, by=SYSTEM
    )
    assert change.effective_on == DAY
    ministry = service.get_organisation(ministry.pk)
    assert ministry.label(DAY - timedelta(days=1)) == "산업통상자원부"
    assert ministry.label(DAY) == "산업통상부"
    assert ministry.short_name == "산업부"
    for name in ("산업통상자원부", "산업통상부", "old", "산업부"):
        assert service.find_organisation(name) == ministry
    assert not list(names_do_not_overlap())


def test_rename_that_cannot_be_is_refused() -> None:
    ministry = make_organisation(long="가부", short="가", english="", starts_on=DAY)
    other = make_organisation(long="나부")

    def rename(**changes: object) -> None:
        values = {"long": "다부", "short": "다", "on": DAY + timedelta(days=9), "by": SYSTEM, **changes}
        verbs.rename_organisation(organisation=service.get_organisation(ministry.pk), **values)  # type: ignore[arg-type]

    for changes in ({"on": DAY}, {"long": "가부", "short": "가"}):
        with pytest.raises(InvalidInput), transaction.atomic():
            rename(**changes)
    with pytest.raises(Conflict), transaction.atomic():
        rename(long=other.label())
    with pytest.raises(Conflict), transaction.atomic():
        rename(expected=99)
    with pytest.raises(NotAllowed):
        rename(by=actor(make_member(ministry)))
    ministry.names.update(ends_on=DAY + timedelta(days=30))
    ministry.refresh_from_db()
    with pytest.raises(InvalidInput), transaction.atomic():
        rename()


def test_split_ends_the_organisation_and_names_its_heirs() -> None:
    old, one, two = (make_organisation(long=name, short=name) for name in ("가부", "나부", "다부"))
    parts = [Part(old, one, "기획", "planning"), Part(old, two, "재정", "finance")]
    verbs.reorganise(kind="SPLIT", parts=parts, on=DAY, basis="법", by=SYSTEM)
    old = service.get_organisation(old.pk)
    assert old.exists_on(DAY - timedelta(days=1))
    assert not old.exists_on(DAY)
    assert {row.successor.short_name for row in old.successors.all()} == {"나부", "다부"}
    assert last_action(one) == "identity.organisation.reorganised"
    assert old.label(DAY) == "가부"
    with pytest.raises(InvalidInput):
        verbs.rename_organisation(
            organisation=old, long="라", short="라", on=DAY + timedelta(days=1), by=SYSTEM
        )


def test_split_may_leave_the_organisation_among_its_heirs() -> None:
    old, new = make_organisation(), make_organisation()
    verbs.reorganise(kind="SPLIT", parts=[Part(old, old), Part(old, new)], on=DAY, by=SYSTEM)
    assert service.get_organisation(old.pk).exists_on(DAY)


def test_merger_ends_all_but_the_heir_and_transfer_ends_nobody() -> None:
    one, two, new = make_organisation(), make_organisation(), make_organisation()
    verbs.reorganise(kind="TRANSFER", parts=[Part(one, new)], on=DAY, by=SYSTEM)
    assert service.get_organisation(one.pk).exists_on(DAY)
    later = DAY + timedelta(days=10)
    verbs.reorganise(kind="MERGE", parts=[Part(one, new), Part(two, new)], on=later, by=SYSTEM)
    assert not service.get_organisation(one.pk).exists_on(later)
    assert not service.get_organisation(two.pk).exists_on(later)
    with pytest.raises(InvalidInput):
        verbs.reorganise(kind="MERGE", parts=[Part(one, new)], on=later + timedelta(1), by=SYSTEM)


def test_change_that_makes_no_sense_is_refused() -> None:
    one, two, three = make_organisation(), make_organisation(), make_organisation()
    unborn = make_organisation(starts_on=DAY + timedelta(days=99))
    leaving = make_organisation()
    leaving.names.update(ends_on=DAY + timedelta(days=5))
    leaving = service.get_organisation(leaving.pk)
    for kind, parts in [
        ("RENAME", [Part(one, two)]),
        ("SPLIT", []),
        ("SPLIT", [Part(one, two)]),
        ("SPLIT", [Part(one, two), Part(one, two)]),
        ("SPLIT", [Part(one, two), Part(three, two)]),
        ("MERGE", [Part(one, two), Part(one, three)]),
        ("MERGE", [Part(one, one), Part(two, one)]),
        ("TRANSFER", [Part(unborn, one)]),
        ("TRANSFER", [Part(one, unborn)]),
        ("MERGE", [Part(leaving, one)]),
    ]:
        with pytest.raises(InvalidInput):
            verbs.reorganise(kind=kind, parts=parts, on=DAY, by=SYSTEM)


def test_alias_finds_the_organisation_and_is_added_once() -> None:
    ministry = make_organisation()
    verbs.add_alias(organisation=ministry, text="과기 정통부", by=SYSTEM)
    before = len(entries_for(verbs.subject_of(ministry)))
    verbs.add_alias(organisation=ministry, text="과기정통부", by=SYSTEM)
    assert len(entries_for(verbs.subject_of(ministry))) == before
    assert service.find_organisation("과기정통부") == ministry
    assert service.find_organisation("모르는부") is None


def test_organisation_without_a_name_is_called_by_its_short_name() -> None:
    bare = Organisation.objects.create(kind=OrganisationKind.COMPANY, short_name="가")
    assert str(bare) == "가"
    with pytest.raises(InvalidInput):
        verbs.rename_organisation(organisation=bare, long="나", short="나", on=DAY, by=SYSTEM)


def test_database_refuses_two_open_names_and_unknown_kinds() -> None:
    ministry = make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationName.objects.create(organisation=ministry, long="나", short="나")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind="CLUB", short_name="가")


def test_public_bodies_load_once_and_know_their_history() -> None:
    first = load_public_bodies(by=SYSTEM)
    assert first > 100
    assert load_public_bodies(by=SYSTEM) == 0
    day = date(2023, 1, 1)
    assert [ministry.short_name for ministry in queries.ministries(day)][:11] == [
        "산업부", "과기부", "중기부", "고용부", "문체부", "농림부", "해수부", "환경부", "복지부", "국토부", "행안부",
    ]  # fmt: skip
    environment = service.find_organisation("환경부", day)
    assert environment is not None
    assert environment.exists_on(day)
    assert not environment.exists_on(date(2025, 10, 1))
    (heir,) = {row.successor for row in environment.successors.all()}
    assert heir.short_name == "기후부"
    assert service.find_organisation("지식경제부", day) == service.find_organisation("MOTIE", day)
    assert service.find_organisation("재정경제부", date(2000, 1, 1)) is not None
    agency = service.find_organisation("KIAT")
    assert agency is not None
    assert agency.parent is not None
    assert agency.parent.short_name == "산업부"
    assert not list(names_do_not_overlap())


def test_public_bodies_already_there_stay_as_they_are() -> None:
    load_public_bodies(by=SYSTEM)
    ministry = Organisation.objects.get(key="motie")
    ministry.names.filter(long="산업통상부").update(long="다른 이름")
    Organisation.objects.get(key="kcci").names.all().delete()
    Organisation.objects.filter(key="kcci").delete()
    assert load_public_bodies(by=SYSTEM) == 1
    assert ministry.names.filter(long="다른 이름").exists()
    with pytest.raises(NotAllowed):
        load_public_bodies(by=actor(make_member(ministry)))


def test_two_names_on_one_day_are_found() -> None:
    ministry = make_organisation(starts_on=DAY)
    OrganisationName.objects.create(organisation=ministry, long="나", short="나", starts_on=DAY, ends_on=DAY)
    assert len(list(names_do_not_overlap())) == 1
