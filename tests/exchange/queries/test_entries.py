"""One catalogue over our own products and what was harvested."""

import pytest

from tests.factories.exchange import make_draft, make_product
from yunghap.core import clock
from yunghap.core.ids import is_id
from yunghap.exchange.contracts import Entry
from yunghap.exchange.domain.harvest.records import Read, Refused, Unusable
from yunghap.exchange.domain.harvest.writing import in_transaction, mark_missing, write_batch
from yunghap.exchange.queries.entries import (
    count_entries,
    entry_id,
    get_entries,
    get_entry,
    get_raw,
    iterate_entries,
    mark_now,
)

pytestmark = pytest.mark.django_db

SOURCE = "01J0000000000000000000000S"


def found(key: str, title: str = "교통량") -> Read:
    return Read(key, f"line {key}", title.encode(), title.encode()[:16], lambda: Entry("", title))


def write(run: int, *items: Read | Refused) -> dict[str, int]:
    with in_transaction():
        counts, _refused = write_batch(source=SOURCE, run=run, found=items, at=clock.now())
    return {name: value for name, value in vars(counts).items() if value}


def test_ids_are_the_same_each_time_and_have_the_form_of_ours() -> None:
    assert entry_id(SOURCE, "1") == entry_id(SOURCE, "1") != entry_id(SOURCE, "2")
    assert all(is_id(entry_id(SOURCE, str(number))) for number in range(300))
    assert is_id(entry_id("", "\ud800"))


def test_what_was_harvested_and_what_is_ours_is_found_alike() -> None:
    product, _offer, _by = make_product()
    draft, _by = make_draft()
    write(1, found("1"))
    harvested = entry_id(SOURCE, "1")
    assert [entry.id for entry in iterate_entries()] == [product.id, harvested]
    assert count_entries() == 2
    entry = get_entry(harvested)
    assert entry is not None
    assert (entry.title, entry.source, entry.source_key, entry.state) == ("교통량", SOURCE, "1", "PUBLISHED")
    assert get_raw(harvested) == "교통량".encode()
    assert list(get_entries([harvested, draft.id, product.id])) == [harvested, product.id]
    own = get_entry(product.id)
    assert own is not None
    assert own.title == product.title
    assert own.publisher
    assert own.source == ""


def test_a_follower_gets_what_changed_since() -> None:
    write(1, found("1"), found("2"), found("3"))
    mark = mark_now()
    assert list(iterate_entries(since=mark)) == []
    assert write(2, found("1"), found("2", "기온")) == {"read": 2, "same": 1, "changed": 1}
    with in_transaction():
        assert mark_missing(source=SOURCE, run=2, at=clock.now()) == 1
    later = mark_now()
    write(3, found("4"))
    changed = list(iterate_entries(since=mark, until=later))
    assert [(entry.source_key, entry.state) for entry in changed] == [("2", "PUBLISHED"), ("3", "MISSING")]
    assert write(4, found("3"), found("4")) == {"read": 2, "reappeared": 1, "same": 1}


def test_each_record_has_one_fate() -> None:
    def useless() -> Entry:
        raise Unusable("It has no title (%(why)s).", why="none")

    refused = Read("5", "line 5", b"", b"x", useless)
    counts = write(
        1, found("1"), found("1"), found("1", "other"), refused, refused, Refused("line 9", "Broken.")
    )
    assert counts == {"read": 6, "added": 1, "same": 1, "refused": 4}
    write(2, Refused("line 1", "Broken.", key="1"))
    with in_transaction():
        assert mark_missing(source=SOURCE, run=2, at=clock.now()) == 0, "it is there, though broken"
