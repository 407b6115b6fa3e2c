"""Optimistic versions."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunghap.core.errors import Conflict, NotFound
from yunghap.core.models import Entity
from yunghap.core.versions import update_versioned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def thing() -> Iterator[Any]:
    """A table with a name, a number and a pointer to another row of itself."""
    with isolate_apps("yunghap.core"):

        class Thing(Entity):
            name = models.CharField(max_length=20, default="이름")
            number = models.IntegerField(default=0)
            other = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

            class Meta:
                app_label = "core"

        with connection.schema_editor() as editor:
            editor.create_model(Thing)
        yield Thing
        with connection.schema_editor() as editor:
            editor.delete_model(Thing)


def test_update_versioned_writes_and_raises_the_version(thing: Any) -> None:
    row, other = thing.objects.create(), thing.objects.create()
    update_versioned(row, expected=1, changes={"name": "새 이름", "other": other})
    assert (row.name, row.other, row.version) == ("새 이름", other, 2)
    stored = thing.objects.get(pk=row.pk)
    assert (stored.name, stored.other_id, stored.version) == ("새 이름", other.pk, 2)


def test_update_versioned_takes_a_foreign_key_by_its_id(thing: Any) -> None:
    row, other = thing.objects.create(), thing.objects.create()
    update_versioned(row, expected=1, changes={"other_id": other.pk})
    assert row.other == other


def test_update_versioned_tells_what_somebody_else_changed(thing: Any) -> None:
    theirs = thing.objects.create()
    mine = thing.objects.get(pk=theirs.pk)
    update_versioned(theirs, expected=1, changes={"name": "그들", "number": 3})
    with pytest.raises(Conflict) as caught:
        update_versioned(mine, expected=1, changes={"name": "나"})
    assert caught.value.details == {
        "version": 2,
        "changes": {"name": {"theirs": "그들", "yours": "나"}, "number": {"theirs": 3, "yours": 0}},
    }
    assert thing.objects.get(pk=mine.pk).name == "그들"


def test_update_versioned_with_a_fresh_row_and_an_old_version_tells_of_the_wanted_fields(thing: Any) -> None:
    row, other = thing.objects.create(), thing.objects.create()
    update_versioned(row, expected=1, changes={"number": 3})
    fresh = thing.objects.get(pk=row.pk)
    with pytest.raises(Conflict) as caught:
        update_versioned(fresh, expected=1, changes={"name": "나", "number": 3, "other": other})
    assert caught.value.details["changes"] == {
        "name": {"theirs": "이름", "yours": "나"},
        "other_id": {"theirs": None, "yours": other.pk},
    }


def test_update_versioned_of_a_row_that_is_gone(thing: Any) -> None:
    row = thing.objects.create()
    thing.objects.all().delete()
    with pytest.raises(NotFound):
        update_versioned(row, expected=1, changes={"name": "x"})


@pytest.mark.parametrize("name", ["absent", "id", "version"])
def test_update_versioned_refuses_fields_that_cannot_be_changed(thing: Any, name: str) -> None:
    with pytest.raises(LookupError):
        update_versioned(thing.objects.create(), expected=1, changes={name: 1})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(edits=st.lists(st.tuples(st.booleans(), st.integers(1, 9), st.booleans()), max_size=12))
def test_update_versioned_never_overwrites_what_was_not_seen(
    thing: Any, edits: list[tuple[bool, int, bool]]
) -> None:
    """Two people with copies of their own: every accepted edit was made on the newest version."""
    row = thing.objects.create()
    copies = [thing.objects.get(pk=row.pk) for _person in range(2)]
    version, number = 1, 0
    for person, value, reload in edits:
        if reload:
            copies[person] = thing.objects.get(pk=row.pk)
        seen = copies[person].version
        try:
            update_versioned(copies[person], expected=seen, changes={"number": value})
        except Conflict as conflict:
            refused = conflict.details["version"]
        else:
            refused, number = None, value
        assert (refused is None) == (seen == version)
        version += refused is None
    stored = thing.objects.get(pk=row.pk)
    assert (stored.version, stored.number) == (version, number)
