"""Who saw whose personal data."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.identity import actor, make_person
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.identity.domain.access import record_access
from yunghap.identity.invariants import access_matches_the_ledger
from yunghap.identity.models import PersonalAccess
from yunghap.ledger.models import guard
from yunghap.ledger.service import Entry, details_of

pytestmark = pytest.mark.django_db


def look(who: Actor, *subjects: str) -> int:
    return record_access(subjects=subjects, fields=["name", "email"], purpose="구성원 목록", by=who)


def test_access_says_who_when_from_where_whose_and_why() -> None:
    reader, seen = make_person(), make_person()
    assert look(actor(reader), seen.pk) == 1
    row = PersonalAccess.objects.get()
    assert (row.actor_id, row.subject, row.address) == (reader.pk, seen.pk, "203.0.113.7")
    assert (row.fields, row.purpose, row.download) == (["email", "name"], "구성원 목록", False)
    assert row.at is not None
    entry = Entry.objects.get(entry_id=row.entry_id)
    assert details_of(entry)["people"] == [seen.pk]
    assert list(access_matches_the_ledger()) == []


def test_looking_at_oneself_is_not_recorded() -> None:
    reader = make_person()
    assert look(actor(reader), reader.pk) == 0
    assert not PersonalAccess.objects.exists()


def test_access_needs_a_purpose() -> None:
    with pytest.raises(InvalidInput):
        record_access(subjects=["a"], fields=[], purpose=" ", by=actor(make_person()))


def test_database_refuses_to_change_or_delete_a_row() -> None:
    look(actor(make_person()), make_person().pk)
    for change in (lambda: PersonalAccess.objects.update(purpose="x"), PersonalAccess.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert PersonalAccess.objects.get().purpose == "구성원 목록"


def test_rows_that_differ_from_the_ledger_are_found() -> None:
    look(actor(make_person()), make_person().pk)
    row = PersonalAccess.objects.get()
    row.pk, row.entry_id = "other", "unknown"
    row.save(force_insert=True)
    assert list(access_matches_the_ledger()) == ["rows of access belong to no entry: unknown"]
    row.pk, row.entry_id = "third", PersonalAccess.objects.exclude(pk="other").get().entry_id
    row.save(force_insert=True)
    assert any("names other people" in problem for problem in access_matches_the_ledger())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="lifts a trigger the way SQLite does")
def test_changed_rows_are_found() -> None:
    look(actor(make_person()), make_person().pk)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER identity_access_no_update")
    PersonalAccess.objects.update(purpose="x")
    assert any("differs" in problem for problem in access_matches_the_ledger())
    assert not guard.missing_triggers()
