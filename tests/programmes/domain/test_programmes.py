"""Programmes keep one identity under all their names; partners are stated per edition."""

from decimal import Decimal

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.ids import new_id
from yunghap.ledger.service import entries_for
from yunghap.programmes import service as programmes
from yunghap.programmes.contracts import PartStatement

pytestmark = pytest.mark.django_db


def made(*names: str) -> list[programmes.Programme]:
    rows = programmes.ensure_programmes(names=names, by=SYSTEM)
    return [rows[name] for name in names]


def test_same_name_in_another_spelling_is_the_same_programme() -> None:
    (one,) = made("IoT가전 빅데이터")
    (other,) = made("ＩｏＴ가전빅데이터")
    assert one.pk == other.pk
    assert programmes.get_programme(one.pk).name == "IoT가전 빅데이터"


def test_two_spellings_in_one_call_make_one_programme() -> None:
    one, other = made("스마트 하우스", "스마트하우스")
    assert one.pk == other.pk


def test_unknown_programme_is_not_found() -> None:
    assert programmes.find_programme("없는 사업") is None
    with pytest.raises(NotFound):
        programmes.get_programme(new_id())


@pytest.mark.parametrize("name", ["", "   ", "사업\u200b", "가" * 201])
def test_empty_disguised_or_overlong_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        made(name)


def test_renamed_programme_is_found_by_both_names() -> None:
    (programme,) = made("옛 이름")
    programmes.rename_programme(programme=programme, name="새 이름", year=2023, by=SYSTEM)
    assert programmes.find_programme("옛이름") == programmes.find_programme("새 이름") == programme
    assert programmes.names_of([programme.pk], year=2023) == {programme.pk: "옛 이름"}
    assert programmes.names_of([programme.pk], year=2024) == {programme.pk: "새 이름"}
    assert programmes.names_of([programme.pk]) == {programme.pk: "새 이름"}
    assert entries_for(f"programme:{programme.pk}")


def test_renaming_back_and_respelling_leave_no_stray_alias() -> None:
    (programme,) = made("옛 이름")
    programmes.rename_programme(programme=programme, name="새 이름", by=SYSTEM)
    programmes.rename_programme(programme=programme, name="옛 이름", by=SYSTEM)
    assert programmes.aliases_of([programme.pk]) == {programme.pk: ("새 이름",)}
    programmes.rename_programme(programme=programme, name="옛  이름", by=SYSTEM)
    assert programmes.aliases_of([programme.pk]) == {programme.pk: ("새 이름",)}


def test_name_of_another_programme_is_refused() -> None:
    one, other = made("하나", "둘")
    with pytest.raises(Conflict):
        programmes.rename_programme(programme=one, name="둘", by=SYSTEM)
    with pytest.raises(Conflict):
        programmes.add_alias(programme=one, alias=other.name, by=SYSTEM)


def test_concurrent_rename_is_refused() -> None:
    (programme,) = made("하나")
    with pytest.raises(Conflict):
        programmes.rename_programme(programme=programme, name="둘", expected=7, by=SYSTEM)


def test_known_alias_is_not_learnt_twice() -> None:
    (programme,) = made("하나")
    assert programmes.add_alias(programme=programme, alias="일", year=2022, by=SYSTEM) is not None
    assert programmes.add_alias(programme=programme, alias="일", by=SYSTEM) is None


def test_participations_replace_what_the_edition_said_before() -> None:
    (programme,) = made("하나")
    edition = new_id()
    lead, joint = make.ministry("산업부").pk, make.ministry("과기부").pk
    first = [PartStatement(programme.pk, lead, "LEAD")]
    programmes.state_participations(stated_in=edition, parts=first, by=SYSTEM)
    second = [
        PartStatement(programme.pk, joint, "LEAD", 0, Decimal("0.4")),
        PartStatement(programme.pk, lead, "AGENCY", 1),
    ]
    programmes.state_participations(stated_in=edition, parts=second, by=SYSTEM)
    parts = programmes.participations_stated_in(edition)[programme.pk]
    assert [(part.organisation_id, part.role) for part in parts] == [(joint, "LEAD"), (lead, "AGENCY")]
    programmes.drop_participations(stated_in=edition, programme_ids=[programme.pk], by=SYSTEM)
    assert programmes.participations_stated_in(edition) == {}


@pytest.mark.parametrize("shares", [["0"], ["1.5"], ["0.6", "0.6"]])
def test_impossible_shares_are_refused(shares: list[str]) -> None:
    (programme,) = made("하나")
    ministries = [make.ministry("산업부").pk, make.ministry("과기부").pk]
    parts = [
        PartStatement(programme.pk, ministries[index], "JOINT", index, Decimal(share))
        for index, share in enumerate(shares)
    ]
    with pytest.raises(InvalidInput):
        programmes.state_participations(stated_in=new_id(), parts=parts, by=SYSTEM)


def test_rows_say_what_they_are() -> None:
    (programme,) = made("하나")
    alias = programmes.add_alias(programme=programme, alias="일", by=SYSTEM)
    (part,) = programmes.state_participations(
        stated_in=new_id(), parts=[PartStatement(programme.pk, make.ministry().pk, "LEAD")], by=SYSTEM
    )
    assert (str(programme), str(alias), str(part)) == ("하나", "일", f"LEAD {make.ministry().pk}")
